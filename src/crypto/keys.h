/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.h - the master key of a run and the sub-keys made from it.
 *
 * PRK = HKDF-Extract(salt = dataset id, K); sub-key = HKDF-Expand(PRK,
 * "sianto/1/" || purpose, L), RFC 5869 with SHA-256.  Key bytes are reachable
 * from this room only; contexts are wiped when freed.
 */
#ifndef SIANTO_CRYPTO_KEYS_H
#define SIANTO_CRYPTO_KEYS_H

#include "base/err.h"
#include "base/span.h"

enum { KEY_LEN = 32, DATASET_LEN = 16 };

struct keys {
	uint8_t opaque[64];
};

/* Fills p with n random bytes from the system; SIANTO_E_RANDOM. */
MUST_CHECK int key_random(uint8_t *p, size_t n);

/* Keys of a master key and a data set id (may be empty: n = 0). */
MUST_CHECK int keys_init(struct keys *k, const uint8_t master[static KEY_LEN],
			 struct span dataset);
/* Wipes. */
void keys_wipe(struct keys *k);

/* Derives n bytes (at most 255*32) for a purpose, e.g. "user", "ip4". */
void keys_derive(const struct keys *k, const char *purpose, uint8_t *out,
		 size_t n);

/*
 * Key files: one line "sianto-key-1 " + 64 hex digits.  key_text() makes the
 * line; key_parse() reads it.  SIANTO_E_KEY when it is anything else.
 * (Modes and paths are the caller's business: see file.h.)
 */
enum { KEY_TEXT_LEN = 13 + 64 + 1 };
void key_text(const uint8_t master[static KEY_LEN],
	      char out[static KEY_TEXT_LEN + 1]);
MUST_CHECK int key_parse(struct span text, uint8_t master[static KEY_LEN]);

/* Overwrites n bytes so that the compiler cannot leave it out. */
void key_wipe(void *p, size_t n);

#endif
