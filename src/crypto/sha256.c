/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/sha256.h"

#include "base/err.h"
#include "crypto/keys.h"

#ifndef SIANTO_PORTABLE_CRYPTO

#include <limits.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

void sha256(struct span in, uint8_t out[static SHA256_LEN])
{
	if (!EVP_Digest(in.n ? (const void *)in.p : "", in.n, out, NULL,
			EVP_sha256(), NULL))
		sha256_soft(in, out);
}

void hmac_sha256(struct span key, struct span in,
		 uint8_t out[static SHA256_LEN])
{
	const void *k = key.n ? (const void *)key.p : "";
	const uint8_t *p = in.n ? in.p : (const uint8_t *)"";

	if (key.n > INT_MAX ||
	    !HMAC(EVP_sha256(), k, (int)key.n, p, in.n, out, NULL))
		hmac_sha256_soft(key, in, out);
}

#else

void sha256(struct span in, uint8_t out[static SHA256_LEN])
{
	sha256_soft(in, out);
}

void hmac_sha256(struct span key, struct span in,
		 uint8_t out[static SHA256_LEN])
{
	hmac_sha256_soft(key, in, out);
}

#endif

void hkdf_extract(struct span salt, struct span ikm,
		  uint8_t prk[static SHA256_LEN])
{
	static const uint8_t zero[SHA256_LEN];

	if (salt.n == 0)
		salt = span_of(zero, sizeof(zero));
	hmac_sha256(salt, ikm, prk);
}

void hkdf_expand(const uint8_t prk[static SHA256_LEN], struct span info,
		 uint8_t *out, size_t n)
{
	/* T(i) = HMAC(PRK, T(i-1) || info || i) */
	enum { INFO_MAX = 256 };
	uint8_t block[SHA256_LEN + INFO_MAX + 1], t[SHA256_LEN];
	size_t old = 0, done = 0;

	require(n <= HKDF_MAX && info.n <= INFO_MAX);
	for (uint8_t i = 1; done < n; i++) {
		size_t part = n - done < sizeof(t) ? n - done : sizeof(t);

		if (info.n)
			memcpy(block + old, info.p, info.n);
		block[old + info.n] = i;
		hmac_sha256(span_of(prk, SHA256_LEN),
			    span_of(block, old + info.n + 1), t);
		memcpy(out + done, t, part);
		memcpy(block, t, sizeof(t));
		old = sizeof(t);
		done += part;
	}
	key_wipe(block, sizeof(block));
	key_wipe(t, sizeof(t));
}
