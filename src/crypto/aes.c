/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/aes.h"

#ifndef SIANTO_PORTABLE_CRYPTO

#include <openssl/evp.h>

#include "base/rd.h"
#include "crypto/keys.h"

struct aes_fast *aes_fast_new(const struct aes_key *k)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool wide = k->rounds == 14;
	uint8_t key[32];
	int ok;

	if (!ctx)
		return NULL;
	/* The first words of the schedule are the key (FIPS 197, 5.2). */
	for (size_t i = 0; i < 8; i++)
		put_be32(key + 4 * i, k->w[i]);
	ok = EVP_EncryptInit_ex(ctx,
				wide ? EVP_aes_256_ecb() : EVP_aes_128_ecb(),
				NULL, key, NULL) &&
	     EVP_CIPHER_CTX_set_padding(ctx, 0);
	key_wipe(key, sizeof(key));
	if (!ok) {
		EVP_CIPHER_CTX_free(ctx);
		return NULL;
	}
	return (struct aes_fast *)ctx;
}

void aes_fast_free(struct aes_fast *f)
{
	/* Wipes its key schedule itself. */
	EVP_CIPHER_CTX_free((EVP_CIPHER_CTX *)f);
}

static bool encrypt(struct aes_fast *f, const uint8_t *in, uint8_t *out,
		    size_t blocks)
{
	enum { MOST = 1 << 20 }; /* the length argument is an int */

	while (blocks > 0) {
		size_t part = blocks < MOST ? blocks : MOST;
		int want = (int)part * AES_BLOCK, got = 0;

		if (!EVP_EncryptUpdate((EVP_CIPHER_CTX *)f, out, &got, in,
				       want) ||
		    got != want)
			return false;
		in += want;
		out += want;
		blocks -= part;
	}
	return true;
}

void aes_ecb(const struct aes_key *k, struct aes_fast *f, const uint8_t *in,
	     uint8_t *out, size_t blocks)
{
	if (!f)
		aes_ecb_soft(k, in, out, blocks);
	else
		require(encrypt(f, in, out, blocks));
}

#else

struct aes_fast *aes_fast_new(const struct aes_key *k)
{
	(void)k;
	return NULL;
}

void aes_fast_free(struct aes_fast *f)
{
	(void)f;
}

void aes_ecb(const struct aes_key *k, struct aes_fast *f, const uint8_t *in,
	     uint8_t *out, size_t blocks)
{
	(void)f;
	aes_ecb_soft(k, in, out, blocks);
}

#endif
