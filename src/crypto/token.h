/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token.h - a hash as text.
 *
 * The bytes of the hash are those of the SipHash reference code: lo, then hi,
 * each from its lowest byte.
 *
 * Thread rule: pure functions.
 */
#ifndef SIANTO_CRYPTO_TOKEN_H
#define SIANTO_CRYPTO_TOKEN_H

#include "crypto/siphash.h"

enum { HASH_BASE32_MAX = 25, HASH_HEX_MAX = 32 };

/* The first chars characters (at most 25, five bits each) of the hash in the
 * alphabet of RFC 4648 section 6, in lower case; no NUL. */
void hash_base32(struct hash128 h, uint8_t *out, size_t chars);

/* The first chars (at most 32) lower-case hexadecimal digits; no NUL. */
void hash_hex(struct hash128 h, uint8_t *out, size_t chars);

#endif
