/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal.h - sealing of the label map: nobody without the key can read it or
 * change a byte of it unseen.
 *
 * Form: "sianto-map-1\n" (13 bytes), the header of libsodium's secretstream
 * (24), then chunks of 65,536 bytes (the last one shorter, or empty), each 17
 * bytes longer than its plain text.  XChaCha20-Poly1305 under the sub-key
 * "map"; the first line is authenticated with the first chunk, and the last
 * chunk is marked, so nothing can be cut off.
 *
 * Not in a build with SIANTO_PORTABLE_CRYPTO.  Thread rule: pure functions.
 */
#ifndef SIANTO_CRYPTO_SEAL_H
#define SIANTO_CRYPTO_SEAL_H

#include "base/buf.h"
#include "crypto/keys.h"

/* Appends the sealed form of plain to out.  SIANTO_E_RANDOM; SIANTO_E_NOMEM
 * when memory or the cap of out do not suffice.  After an error out is what
 * it was before. */
MUST_CHECK int seal(const struct keys *k, struct span plain, struct buf *out);

/* Appends the plain text to out.  SIANTO_E_MAP when anything is wrong with
 * sealed: another key, a changed or missing or added byte; SIANTO_E_NOMEM.
 * After an error out is what it was before.  The caller wipes. */
MUST_CHECK int unseal(const struct keys *k, struct span sealed,
		      struct buf *out);

#endif
