/* SPDX-License-Identifier: Apache-2.0 */
/*
 * perm.h - keyed permutations of number ranges.
 *
 * A Feistel network over the next even number of bits, with cycle walking
 * (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002): labels
 * 0 .. 9,999,999, 32-bit ids, 64-bit halves of an IPv6 address.
 */
#ifndef SIANTO_CRYPTO_PERM_H
#define SIANTO_CRYPTO_PERM_H

#include "crypto/keys.h"
#include "crypto/siphash.h"

struct perm {
	struct sipkey key;
	uint64_t size; /* the range is 0 .. size-1; 0 means 2^64 */
	unsigned half; /* bits of one half */
	uint64_t mask; /* (1 << half) - 1 */
};

/* A permutation of 0 .. size-1 (size >= 2, or 0 for 2^64) for a purpose. */
void perm_init(struct perm *p, const struct keys *k, const char *purpose,
	       uint64_t size);

/* tweak chooses one of 2^64 independent permutations of the same range. */
uint64_t perm_apply(const struct perm *p, uint64_t tweak, uint64_t x);
uint64_t perm_invert(const struct perm *p, uint64_t tweak, uint64_t y);

#endif
