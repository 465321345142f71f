/* SPDX-License-Identifier: Apache-2.0 */
/*
 * siphash.h - SipHash-2-4 with 128-bit result (tokens) and SipHash-1-3 with
 * 64-bit result (tables).  Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF", 2012.
 */
#ifndef SIANTO_CRYPTO_SIPHASH_H
#define SIANTO_CRYPTO_SIPHASH_H

#include "base/span.h"

struct sipkey {
	uint64_t k0, k1;
};

struct hash128 {
	uint64_t lo, hi;
};

struct sipkey sipkey_load(const uint8_t key[16]);

/* SipHash-2-4-128 of in. */
struct hash128 siphash128(const struct sipkey *key, struct span in);

/* SipHash-1-3-64 of in: for hash tables that attackers try to flood. */
uint64_t siphash13(const struct sipkey *key, struct span in);

#endif
