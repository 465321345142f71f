/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spell.h - spellings already seen in a batch, and whose they are.
 *
 * The same host, user or number stands in a message many times, mostly in
 * the same spelling.  A small direct-mapped table leads from the bytes as
 * written to the identity, so that the way to the canonical form is walked
 * once a batch and not once a field.  It only ever saves work: a miss, or a
 * slot taken by another spelling, costs what it cost before.
 */
#ifndef SIANTO_ANON_SPELL_H
#define SIANTO_ANON_SPELL_H

#include "base/span.h"

enum { SPELL_SLOTS = 2048, SPELL_MIN = 1, SPELL_MAX = 256 };

struct spell {
	struct span text; /* points into the packets of the batch */
	uint32_t id;
	uint8_t cls;
};

struct spells {
	struct spell slot[SPELL_SLOTS];
};

static inline uint64_t spell_load(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

/* Where a spelling has its place.  Not keyed: whoever forces collisions gets
 * misses, nothing else. */
static inline struct spell *spell_at(struct spells *s, struct span text,
				     uint8_t cls)
{
	size_t k = text.n < 8 ? text.n : 8;
	uint64_t h = spell_load(text.p, k) * 0x9e3779b97f4a7c15;

	h ^= spell_load(text.p + text.n - k, k) * 0xc2b2ae3d27d4eb4f;
	h += text.n + cls;
	h *= 0x165667b19e3779f9;
	return &s->slot[h >> 53];
}

/* Is the slot this spelling's? */
static inline bool spell_is(const struct spell *slot, struct span text,
			    uint8_t cls)
{
	return slot->cls == cls && slot->text.n == text.n &&
	       memcmp(slot->text.p, text.p, text.n) == 0;
}

#endif
