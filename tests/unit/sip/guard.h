/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - text that ends where memory ends: one byte read too far crashes,
 * without any sanitizer.
 */
#ifndef SIANTO_TEST_GUARD_H
#define SIANTO_TEST_GUARD_H

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/span.h"

struct guard {
	uint8_t *map;
	size_t size; /* usable bytes; a page without access follows */
};

static inline struct guard guard_new(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct guard g;

	g.size = (size + page - 1) / page * page;
	g.map = mmap(NULL, g.size + page, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (g.map == MAP_FAILED ||
	    mprotect(g.map + g.size, page, PROT_NONE) != 0)
		abort();
	return g;
}

/* A copy of s whose last byte is the last one that can be read. */
static inline struct span guard_put(struct guard *g, struct span s)
{
	if (s.n > g->size)
		abort();
	if (s.n > 0)
		memcpy(g->map + g->size - s.n, s.p, s.n);
	return span_of(g->map + g->size - s.n, s.n);
}

static inline void guard_free(struct guard *g)
{
	munmap(g->map, g->size + (size_t)sysconf(_SC_PAGESIZE));
}

#endif
