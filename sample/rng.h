/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rng.h - pseudo-random numbers of the sample generator.
 *
 * Not for secrets: splitmix64, chosen because it is short and because the
 * same seed gives the same capture on every machine.  rng_hash() makes what
 * must be the same each time it is asked for (the branch of a request that
 * is sent again), struct rng what happens next.
 */
#ifndef SIANTO_SAMPLE_RNG_H
#define SIANTO_SAMPLE_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t s;
};

static inline uint64_t rng_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static inline uint64_t rng_hash(uint64_t a, uint64_t b)
{
	return rng_mix(a + 0x9e3779b97f4a7c15u * (b + 1));
}

static inline uint64_t rng_next(struct rng *r)
{
	r->s += 0x9e3779b97f4a7c15u;
	return rng_mix(r->s);
}

/* A number in [0, n); n > 0. */
static inline uint32_t rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(((rng_next(r) >> 32) * n) >> 32);
}

/* A number in [from, to]. */
static inline uint32_t rng_range(struct rng *r, uint32_t from, uint32_t to)
{
	return from + rng_below(r, to - from + 1);
}

/* A number in [0, 1). */
static inline double rng_unit(struct rng *r)
{
	return (double)(rng_next(r) >> 11) * 0x1p-53;
}

/* True in `percent` of 100 cases. */
static inline bool rng_chance(struct rng *r, double percent)
{
	return rng_unit(r) * 100 < percent;
}

/* The same of a hash: bit field `h` decides. */
static inline bool hash_chance(uint64_t h, double percent)
{
	return (double)(h >> 11) * 0x1p-53 * 100 < percent;
}

#endif
