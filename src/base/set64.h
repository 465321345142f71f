/* SPDX-License-Identifier: Apache-2.0 */
/*
 * set64.h - keyed 64-bit hashes to counters, by open addressing.
 *
 * The keys are results of a keyed hash, so that nobody can choose them; 0 is
 * not a key.  Grows up to a cap; what comes after is refused.
 */
#ifndef SIANTO_BASE_SET64_H
#define SIANTO_BASE_SET64_H

#include "base/err.h"

struct set64_item {
	uint64_t key;
	uint32_t a, b; /* two counters of the caller */
};

struct set64 {
	struct set64_item *item;
	uint64_t mask;
	uint64_t count;
	uint64_t cap;
};

/* An empty set of at most cap keys; nothing is allocated yet. */
static inline struct set64 set64_of(uint64_t cap)
{
	return (struct set64){NULL, 0, 0, cap};
}

/* The item of a key, added with zero counters when new.  NULL for key 0, at
 * the cap and without memory.  Valid until the next set64_put(). */
struct set64_item *set64_put(struct set64 *s, uint64_t key);

/* The item of a key or NULL. */
const struct set64_item *set64_get(const struct set64 *s, uint64_t key);

void set64_free(struct set64 *s);

#endif
