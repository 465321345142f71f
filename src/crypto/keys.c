/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/keys.h"

#include "base/chars.h"
#include "crypto/sha256.h"

#ifndef SIANTO_PORTABLE_CRYPTO

#include <errno.h>
#include <sys/random.h>

int key_random(uint8_t *p, size_t n)
{
	while (n > 0) {
		ssize_t got = getrandom(p, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return SIANTO_E_RANDOM;
		p += got;
		n -= (size_t)got;
	}
	return 0;
}

#else

/* The portable build imports nothing: its caller brings the key. */
int key_random(uint8_t *p, size_t n)
{
	(void)p;
	(void)n;
	return SIANTO_E_RANDOM;
}

#endif

void key_wipe(void *p, size_t n)
{
	memset(p, 0, n);
	/* Says that somebody reads *p, so the memset has to be done. */
	__asm__ __volatile__("" : : "r"(p) : "memory");
}

int keys_init(struct keys *k, const uint8_t master[static KEY_LEN],
	      struct span dataset)
{
	memset(k->opaque, 0, sizeof(k->opaque));
	hkdf_extract(dataset, span_of(master, KEY_LEN), k->opaque);
	return 0;
}

void keys_wipe(struct keys *k)
{
	key_wipe(k, sizeof(*k));
}

void keys_derive(const struct keys *k, const char *purpose, uint8_t *out,
		 size_t n)
{
	static const char prefix[] = "sianto/1/";
	enum { PREFIX_LEN = sizeof(prefix) - 1 };
	uint8_t info[PREFIX_LEN + 64];
	size_t len = strlen(purpose);

	require(len <= sizeof(info) - PREFIX_LEN);
	memcpy(info, prefix, PREFIX_LEN);
	memcpy(info + PREFIX_LEN, purpose, len);
	hkdf_expand(k->opaque, span_of(info, PREFIX_LEN + len), out, n);
}

static const char key_magic[] = "sianto-key-1 ";
enum { MAGIC_LEN = sizeof(key_magic) - 1 };

void key_text(const uint8_t master[static KEY_LEN],
	      char out[static KEY_TEXT_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	char *p = out + MAGIC_LEN;

	memcpy(out, key_magic, MAGIC_LEN);
	for (size_t i = 0; i < KEY_LEN; i++) {
		*p++ = digits[master[i] >> 4];
		*p++ = digits[master[i] & 15];
	}
	*p++ = '\n';
	*p = '\0';
}

int key_parse(struct span text, uint8_t master[static KEY_LEN])
{
	const uint8_t *p = text.p;

	/* A line end that an editor left out, or made CR LF, is no reason to
	 * refuse a key. */
	if (text.n > 0 && text.p[text.n - 1] == '\n')
		text.n--;
	if (text.n > 0 && text.p[text.n - 1] == '\r')
		text.n--;
	if (text.n != MAGIC_LEN + 2 * KEY_LEN ||
	    memcmp(p, key_magic, MAGIC_LEN) != 0)
		return SIANTO_E_KEY;
	p += MAGIC_LEN;
	for (size_t i = 0; i < KEY_LEN; i++, p += 2) {
		int hi = chars_hexval(p[0]), lo = chars_hexval(p[1]);

		if (hi < 0 || lo < 0) {
			key_wipe(master, KEY_LEN);
			return SIANTO_E_KEY;
		}
		master[i] = (uint8_t)(hi << 4 | lo);
	}
	return 0;
}
