/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cryptopan.h - Crypto-PAn as published (Xu, Fan, Ammar, Moon, ICNP 2002):
 * bit i of the result is bit i of the address, flipped by the first bit of
 * AES(K, first i bits of the address || rest of the pad).
 *
 * No special blocks, nothing kept.  IPv6 is the same over 128 bits; for that
 * there is no canonical version to be compatible with.
 *
 * Thread rule: const after init; fast (may be NULL) is one thread's.
 */
#ifndef SIANTO_CRYPTO_CRYPTOPAN_H
#define SIANTO_CRYPTO_CRYPTOPAN_H

#include "crypto/aes.h"
#include "crypto/ipblocks.h"

struct cryptopan {
	struct aes_key key;
	struct ip6 pad;
};

/* The classic key: 16 bytes for AES, 16 that are encrypted to the pad. */
MUST_CHECK int cryptopan_init(struct cryptopan *p,
			      const uint8_t key[static 32]);

uint32_t cryptopan_v4(const struct cryptopan *p, struct aes_fast *fast,
		      uint32_t addr);
struct ip6 cryptopan_v6(const struct cryptopan *p, struct aes_fast *fast,
			struct ip6 addr);

/* The way back. */
uint32_t cryptopan_v4_back(const struct cryptopan *p, uint32_t addr);
struct ip6 cryptopan_v6_back(const struct cryptopan *p, struct ip6 addr);

#endif
