/* SPDX-License-Identifier: Apache-2.0 */
/* testing.h - what the tests of this room share: hex, random numbers, keys. */
#ifndef SIANTO_TESTS_CRYPTO_TESTING_H
#define SIANTO_TESTS_CRYPTO_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/chars.h"
#include "base/rd.h"
#include "crypto/keys.h"

/* Fewer rounds where each of them is slow: sanitizers, no optimization. */
#if defined(__SANITIZE_ADDRESS__)
enum { MANY = 1 };
#elif !defined(__OPTIMIZE__)
enum { MANY = 2 };
#else
enum { MANY = 10 };
#endif

/* splitmix64: the same numbers in every run. */
struct rng {
	uint64_t x;
};

static inline uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->x += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* Hex digits to bytes; the number of bytes. */
static inline size_t unhex(const char *s, uint8_t *out)
{
	size_t n = 0;

	for (; s[0] && s[1]; s += 2)
		out[n++] = (uint8_t)(chars_hexval((uint8_t)s[0]) << 4 |
				     chars_hexval((uint8_t)s[1]));
	return n;
}

static inline void expect_hex(const uint8_t *p, size_t n, const char *hex)
{
	uint8_t want[256];

	assert_int_equal(unhex(hex, want), n);
	assert_memory_equal(p, want, n);
}

static inline struct keys test_keys(uint8_t seed)
{
	uint8_t master[KEY_LEN];
	struct keys k;

	memset(master, seed, sizeof(master));
	assert_int_equal(keys_init(&k, master, SPAN_LIT("")), 0);
	return k;
}

#endif
