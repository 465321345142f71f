/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guarded.h - bytes that end at a page nobody may read.
 */
#ifndef SIANTO_TESTS_GUARDED_H
#define SIANTO_TESTS_GUARDED_H

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/span.h"

struct guarded {
	uint8_t *map;
	size_t size; /* readable */
	size_t page;
};

static inline struct guarded guarded_new(size_t n)
{
	struct guarded g;
	int fd = open("/dev/zero", O_RDWR);

	g.page = (size_t)sysconf(_SC_PAGESIZE);
	g.size = (n + g.page - 1) / g.page * g.page;
	g.map = mmap(NULL, g.size + g.page, PROT_READ | PROT_WRITE, MAP_PRIVATE,
		     fd, 0);
	close(fd);
	if (g.map == MAP_FAILED ||
	    mprotect(g.map + g.size, g.page, PROT_NONE) != 0)
		abort();
	return g;
}

/* A copy of s whose last byte is the last readable one. */
static inline struct span guarded_put(struct guarded *g, struct span s)
{
	uint8_t *p = g->map + g->size - s.n;

	if (s.n)
		memcpy(p, s.p, s.n);
	return span_of(p, s.n);
}

static inline void guarded_free(struct guarded *g)
{
	munmap(g->map, g->size + g->page);
}

#endif
