/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdlib.h>

enum { BLOCK_MIN = 64 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	_Alignas(16) uint8_t data[];
};

static struct arena_block *block_new(struct arena *a, size_t n)
{
	size_t size = a->head ? a->head->size : BLOCK_MIN;
	struct arena_block *b;

	/* Doubling up to 4 MiB keeps both the number of blocks and the
	 * waste at the end of the last one small. */
	if (a->head && size < 4u << 20)
		size *= 2;
	if (size < n)
		size = n;
	b = malloc(sizeof(*b) + size);
	if (!b)
		return NULL;
	b->next = a->head;
	b->size = size;
	b->used = 0;
	a->head = b;
	a->total += size;
	return b;
}

void *arena_get(struct arena *a, size_t n)
{
	struct arena_block *b = a->head;
	void *p;

	if (n > 1u << 30)
		return NULL;
	n = (n + 15) & ~(size_t)15;
	if (!b || b->size - b->used < n) {
		b = block_new(a, n);
		if (!b)
			return NULL;
	}
	p = b->data + b->used;
	b->used += n;
	return p;
}

struct span arena_dup(struct arena *a, struct span s)
{
	uint8_t *p = arena_get(a, s.n ? s.n : 1);

	if (p && s.n)
		memcpy(p, s.p, s.n);
	return span_of(p, p ? s.n : 0);
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->head, *b, *next;

	for (b = a->head; b; b = b->next) {
		if (b->size > keep->size)
			keep = b;
	}
	for (b = a->head; b; b = next) {
		next = b->next;
		if (b != keep)
			free(b);
	}
	a->head = keep;
	a->total = keep ? keep->size : 0;
	if (keep) {
		keep->next = NULL;
		keep->used = 0;
	}
}

void arena_free(struct arena *a)
{
	struct arena_block *b, *next;

	for (b = a->head; b; b = next) {
		next = b->next;
		free(b);
	}
	a->head = NULL;
	a->total = 0;
}
