/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mix.h - one hash out of several.
 *
 * The hashes of a fact are keyed, so nobody outside can choose them; mixing
 * only has to spread them and to make their order matter.
 */
#ifndef SIANTO_TRACK_MIX_H
#define SIANTO_TRACK_MIX_H

#include <stdint.h>

/* Bijective; the finalizer of splitmix64 (Steele, Lea, Flood 2014). */
static inline uint64_t mix64(uint64_t x)
{
	x ^= x >> 30;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 27;
	x *= UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Order matters: mix2(a, b) is not mix2(b, a). */
static inline uint64_t mix2(uint64_t a, uint64_t b)
{
	return mix64(mix64(a + UINT64_C(0x9e3779b97f4a7c15)) ^ b);
}

static inline uint64_t mix3(uint64_t a, uint64_t b, uint64_t c)
{
	return mix2(mix2(a, b), c);
}

/* The same for (a, b) and (b, a). */
static inline uint64_t mix_pair(uint64_t a, uint64_t b)
{
	return a < b ? mix2(a, b) : mix2(b, a);
}

#endif
