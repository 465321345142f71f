/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prefix.h - ipcrypt-pfx (draft-denis-ipcrypt-13, section on prefix-preserving
 * encryption): bit i of the result is bit i of the address, flipped when
 * AES(K1, p) ^ AES(K2, p) has its last bit set, p the padded i-bit prefix.
 *
 * `from` is the number of leading bits that are never flipped: 0 is the
 * published method.  Knows nothing of special blocks.
 *
 * Thread rule: const after init; fast (may be {NULL, NULL}) is one thread's.
 */
#ifndef SIANTO_CRYPTO_PREFIX_H
#define SIANTO_CRYPTO_PREFIX_H

#include "crypto/aes.h"
#include "crypto/ipblocks.h"

struct prefix {
	struct aes_key key[2];
};

/* The halves of the key must differ, else SIANTO_E_KEY. */
MUST_CHECK int prefix_init(struct prefix *p, const uint8_t key[static 32]);

uint32_t prefix_v4(const struct prefix *p, struct aes_fast *const fast[2],
		   uint32_t addr, unsigned from);
struct ip6 prefix_v6(const struct prefix *p, struct aes_fast *const fast[2],
		     struct ip6 addr, unsigned from);

/* The way back; the leading `from` bits are the original's. */
uint32_t prefix_v4_back(const struct prefix *p, uint32_t addr, unsigned from);
struct ip6 prefix_v6_back(const struct prefix *p, struct ip6 addr,
			  unsigned from);

#endif
