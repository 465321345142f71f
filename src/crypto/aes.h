/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aes.h - AES-128 and AES-256, encryption of independent blocks.
 *
 * Two backends with the same results: a portable one over constant tables,
 * whose key is constant after init and may be shared by threads; and OpenSSL's
 * (with the processor's instructions), which needs a context of one thread's
 * own.  With SIANTO_PORTABLE_CRYPTO only the first exists.
 */
#ifndef SIANTO_CRYPTO_AES_H
#define SIANTO_CRYPTO_AES_H

#include "base/err.h"
#include "base/span.h"

enum { AES_BLOCK = 16 };

/* A key, as the portable backend wants it; wipe with key_wipe(). */
struct aes_key {
	uint32_t w[60];
	unsigned rounds;
};

struct aes_fast;

/* n is 16 or 32 bytes, else SIANTO_E_KEY. */
MUST_CHECK int aes_key_init(struct aes_key *k, const uint8_t *key, size_t n);

/* OpenSSL's context for the same key; NULL when there is none to be had,
 * which changes nothing but the speed.  Owned, one thread's. */
struct aes_fast *aes_fast_new(const struct aes_key *k);
void aes_fast_free(struct aes_fast *f);

/*
 * Encrypts blocks blocks of 16 bytes, in to out (the same place or apart);
 * with f when it is not NULL (it must be made from k), else portably.  A call
 * of OpenSSL costs as much as 8 blocks and more: give it many at a time.
 */
void aes_ecb(const struct aes_key *k, struct aes_fast *f, const uint8_t *in,
	     uint8_t *out, size_t blocks);

/* The portable backend by itself. */
void aes_ecb_soft(const struct aes_key *k, const uint8_t *in, uint8_t *out,
		  size_t blocks);

#endif
