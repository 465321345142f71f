/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256.h - SHA-256 (FIPS 180-4), HMAC (RFC 2104) and HKDF (RFC 5869).
 *
 * By OpenSSL, or, when SIANTO_PORTABLE_CRYPTO is defined or OpenSSL has no
 * memory, by the portable twin in sha256_soft.c: the results are the same, so
 * these functions never fail.
 *
 * Thread rule: pure functions.
 */
#ifndef SIANTO_CRYPTO_SHA256_H
#define SIANTO_CRYPTO_SHA256_H

#include "base/span.h"

enum { SHA256_LEN = 32, HKDF_MAX = 255 * SHA256_LEN };

void sha256(struct span in, uint8_t out[static SHA256_LEN]);
void hmac_sha256(struct span key, struct span in,
		 uint8_t out[static SHA256_LEN]);

/* RFC 5869 section 2.2; an empty salt is 32 zero bytes. */
void hkdf_extract(struct span salt, struct span ikm,
		  uint8_t prk[static SHA256_LEN]);
/* RFC 5869 section 2.3; n <= HKDF_MAX. */
void hkdf_expand(const uint8_t prk[static SHA256_LEN], struct span info,
		 uint8_t *out, size_t n);

/* The portable twins, always there. */
void sha256_soft(struct span in, uint8_t out[static SHA256_LEN]);
void hmac_sha256_soft(struct span key, struct span in,
		      uint8_t out[static SHA256_LEN]);

#endif
