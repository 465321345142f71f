/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spell.h - spellings already seen in a batch, and what became of them.
 *
 * The same host, user, tag or branch stands in messages many times, mostly in
 * the same spelling.  A small direct-mapped table leads from the bytes as
 * written to the identity or to the token's text, so that the way to the
 * canonical form or through the hash is walked once a batch, not once a
 * field.  It only ever saves work: a miss, or a
 * slot taken by another spelling, costs what it cost before.
 */
#ifndef SIANTO_ANON_SPELL_H
#define SIANTO_ANON_SPELL_H

#include "base/span.h"

enum {
	SPELL_SLOTS = 4096,
	SPELL_MIN = 1,
	SPELL_MAX = 256,
	SPELL_TOKEN = 128,
};

struct spell {
	struct span text; /* points into the packets of the batch */
	uint64_t hash;	  /* of a token */
	uint32_t at;	  /* identity, or offset of a token's text */
	uint8_t len;	  /* of a token's text */
	uint8_t cls;	  /* enum sip_class, or SPELL_TOKEN + name space */
};

struct spells {
	struct spell slot[SPELL_SLOTS];
};

static inline uint64_t spell_load(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Where a spelling has its place.  Not keyed: whoever forces collisions gets
 * misses, nothing else. */
static inline struct spell *spell_at(struct spells *s, struct span text,
				     uint8_t cls)
{
	uint64_t h = text.n + cls;

	if (text.n >= 8) {
		h += spell_load(text.p) * 0x9e3779b97f4a7c15;
		h ^= spell_load(text.p + text.n - 8) * 0xc2b2ae3d27d4eb4f;
	} else {
		for (size_t i = 0; i < text.n; i++)
			h = (h ^ text.p[i]) * 0xc2b2ae3d27d4eb4f;
	}
	h *= 0x165667b19e3779f9;
	return &s->slot[h >> 52];
}

/* Is the slot this spelling's? */
static inline bool spell_is(const struct spell *slot, struct span text,
			    uint8_t cls)
{
	return slot->cls == cls && slot->text.n == text.n &&
	       memcmp(slot->text.p, text.p, text.n) == 0;
}

#endif
