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

/*
 * The first and last eight bytes and the length; bit 5 of every byte set, so
 * that ASCII case does not matter.
 */
static inline uint32_t hash_name(uint32_t seed, struct span s)
{
	const uint64_t fold = 0x2020202020202020u;
	uint64_t a = 0, b = 0;

	if (s.n >= 8) {
		a = hash_load8(s.p);
		b = hash_load8(s.p + s.n - 8);
	} else if (s.n >= 4) {
		a = hash_load4(s.p);
		b = hash_load4(s.p + s.n - 4);
	} else if (s.n > 0) {
		a = (uint64_t)s.p[0] << 16 | (uint64_t)s.p[s.n >> 1] << 8 |
		    s.p[s.n - 1];
	}
	a = (a | fold) * 0x9e3779b97f4a7c15u;
	b = ((b | fold) ^ s.n) * 0xc2b2ae3d27d4eb4fu;
	a ^= (b >> 29) ^ (b << 17) ^ seed * 0x165667b19e3779f9u;
	a *= 0xd6e8feb86659fd93u;
	return (uint32_t)(a >> 32) ^ (uint32_t)(a >> 17);
}

/* Is s the name `known` of the same length, ASCII case ignored?  Most names
 * are spelled as in the table: that is looked at first. */
static inline bool hash_same(const char *known, struct span s)
{
	const uint8_t *k = (const uint8_t *)known;

	if (s.n >= 8) {
		if (hash_load8(k) == hash_load8(s.p) &&
		    hash_load8(k + s.n - 8) == hash_load8(s.p + s.n - 8) &&
		    (s.n <= 16 || memcmp(k, s.p, s.n) == 0))
			return true;
	} else if (s.n >= 4) {
		if (hash_load4(k) == hash_load4(s.p) &&
		    hash_load4(k + s.n - 4) == hash_load4(s.p + s.n - 4))
			return true;
	}
	return span_case_eq(span_of(known, s.n), s);
}

#endif
