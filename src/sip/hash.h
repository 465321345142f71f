/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hash.h - the hash behind the compiled name tables.
 *
 * Shared by tools/mktables.c, which lays the tables out, and by the look-up.
 * Names are compared as well, so a collision costs time and nothing else;
 * the tables are fixed, so nobody can add to a chain.
 */
#ifndef SIANTO_SIP_HASH_H
#define SIANTO_SIP_HASH_H

#include "base/span.h"

/* Two look-ups a header: worth a copy of the code at each. */
#define HASH_INLINE static inline __attribute__((always_inline))

/* A place in a table; item 0 is empty. */
struct hash_slot {
	uint32_t hash;
	uint16_t item;
	uint8_t len;
};

static inline uint64_t hash_load4(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24;
}

static inline uint64_t hash_load8(const uint8_t *p)
{
	return hash_load4(p) | hash_load4(p + 4) << 32;
}

/* The first and the last eight bytes of a name, or of a short one all. */
struct hash_key {
	uint64_t a, b;
};

HASH_INLINE struct hash_key hash_key(struct span s)
{
	if (s.n >= 8)
		return (struct hash_key){hash_load8(s.p),
					 hash_load8(s.p + s.n - 8)};
	if (s.n >= 4)
		return (struct hash_key){hash_load4(s.p) |
					     hash_load4(s.p + s.n - 4) << 32,
					 0};
	if (s.n > 0)
		return (struct hash_key){(uint64_t)s.p[0] << 16 |
					     (uint64_t)s.p[s.n >> 1] << 8 |
					     s.p[s.n - 1],
					 0};
	return (struct hash_key){0, 0};
}

/*
 * The key and the length; bit 5 of every byte set, so that ASCII case does
 * not matter.
 */
HASH_INLINE uint32_t hash_mix(uint32_t seed, struct hash_key k, size_t n)
{
	const uint64_t fold = 0x2020202020202020u;
	uint64_t x = (k.a | fold) * 0x9e3779b97f4a7c15u +
		     (k.b | fold) * 0xc2b2ae3d27d4eb4fu +
		     (seed + (n << 16)) * 0x165667b19e3779f9u;

	/* the last bytes of the keys are in the topmost bits only */
	return (uint32_t)(x >> 32) ^ (uint32_t)(x >> 50);
}

static inline uint32_t hash_name(uint32_t seed, struct span s)
{
	return hash_mix(seed, hash_key(s), s.n);
}

/* Eight bytes in ASCII lower case. */
static inline uint64_t hash_lower(uint64_t x)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t low = x & ones * 0x7f;
	uint64_t upper =
	    (low + ones * (0x80 - 'A')) ^ (low + ones * (0x7f - 'Z'));

	return x | (upper & ~x & ones * 0x80) >> 2;
}

/* Is s, whose key is k, the name `known` of the same length, ASCII case
 * ignored?  Most names are spelled as in the table. */
HASH_INLINE bool hash_same(const char *known, struct span s, struct hash_key k)
{
	struct span name = span_of(known, s.n);
	struct hash_key t = hash_key(name);

	if (s.n > 16)
		return (k.a == t.a && memcmp(known, s.p, s.n) == 0) ||
		       span_case_eq(name, s);
	return (k.a == t.a && k.b == t.b) ||
	       (hash_lower(k.a) == hash_lower(t.a) &&
		hash_lower(k.b) == hash_lower(t.b));
}

#endif
