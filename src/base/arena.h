/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.h - memory that is freed all at once.
 *
 * Used for what lives as long as a batch of packets or a table.  One arena
 * belongs to one thread at a time.
 */
#ifndef SIANTO_BASE_ARENA_H
#define SIANTO_BASE_ARENA_H

#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *head; /* block being filled */
	size_t total;		  /* bytes taken from the system */
};

/* n bytes aligned to 16, not zeroed; NULL without memory.  n <= 1 GiB. */
void *arena_get(struct arena *a, size_t n);

/* A copy of s that lives as long as the arena; p is NULL without memory. */
struct span arena_dup(struct arena *a, struct span s);

/* Forgets everything, keeps the largest block for the next round. */
void arena_reset(struct arena *a);

/* Gives everything back to the system. */
void arena_free(struct arena *a);

#endif
