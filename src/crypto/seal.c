/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/seal.h"

#ifndef SIANTO_PORTABLE_CRYPTO

#include <sodium.h>

#include "base/rd.h"

/* libsodium's names are longer than our lines. */
typedef crypto_secretstream_xchacha20poly1305_state stream_state;
#define stream_init_push crypto_secretstream_xchacha20poly1305_init_push
#define stream_init_pull crypto_secretstream_xchacha20poly1305_init_pull
#define stream_push crypto_secretstream_xchacha20poly1305_push
#define stream_pull crypto_secretstream_xchacha20poly1305_pull

enum {
	HEADER_LEN = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	STREAM_KEY_LEN = crypto_secretstream_xchacha20poly1305_KEYBYTES,
	EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
	MORE = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
	FINAL = crypto_secretstream_xchacha20poly1305_TAG_FINAL,
	CHUNK = 65536,
};

static const char magic[] = "sianto-map-1\n";
enum { MAGIC_LEN = sizeof(magic) - 1 };

/* What is authenticated beside the chunk: the first line, with the first. */
static struct span beside(bool first)
{
	return span_of(magic, first ? MAGIC_LEN : 0);
}

static void take_back(struct buf *out, size_t n)
{
	if (out->n > n)
		key_wipe(out->p + n, out->n - n);
	out->n = n;
	out->bad = false;
}

static int seal_chunks(stream_state *s, struct span plain, struct buf *out)
{
	bool first = true, last;

	do {
		size_t n = plain.n < CHUNK ? plain.n : CHUNK;
		struct span ad = beside(first);

		last = plain.n <= CHUNK;
		if (!buf_room(out, n + EXTRA))
			return SIANTO_E_NOMEM;
		stream_push(s, out->p + out->n, NULL, plain.p, n, ad.p, ad.n,
			    last ? FINAL : MORE);
		out->n += n + EXTRA;
		plain = span_sub(plain, n, plain.n);
		first = false;
	} while (!last);
	return 0;
}

int seal(const struct keys *k, struct span plain, struct buf *out)
{
	uint8_t key[STREAM_KEY_LEN], header[HEADER_LEN];
	size_t before = out->n;
	stream_state s;
	int err;

	if (out->bad)
		return SIANTO_E_NOMEM;
	if (sodium_init() < 0)
		return SIANTO_E_RANDOM;
	keys_derive(k, "map", key, sizeof(key));
	stream_init_push(&s, header, key);
	key_wipe(key, sizeof(key));
	buf_put(out, magic, MAGIC_LEN);
	buf_put(out, header, sizeof(header));
	err = seal_chunks(&s, plain, out);
	key_wipe(&s, sizeof(s));
	if (err)
		take_back(out, before);
	return err;
}

/* Opens the next chunk of r to the end of out, which has room. */
static int open_chunk(stream_state *s, struct rd *r, bool first,
		      struct buf *out)
{
	size_t left = rd_left(r);
	bool last = left <= CHUNK + EXTRA;
	struct span ad = beside(first), c;
	unsigned long long n = 0;
	unsigned char tag = 0;

	c = rd_take(r, last ? left : CHUNK + EXTRA);
	if (c.n < EXTRA)
		return SIANTO_E_MAP;
	if (stream_pull(s, out->p + out->n, &n, &tag, c.p, c.n, ad.p, ad.n))
		return SIANTO_E_MAP;
	out->n += (size_t)n;
	return tag == (last ? FINAL : MORE) ? 0 : SIANTO_E_MAP;
}

int unseal(const struct keys *k, struct span sealed, struct buf *out)
{
	struct rd r = rd_of(sealed);
	struct span line = rd_take(&r, MAGIC_LEN);
	struct span header = rd_take(&r, HEADER_LEN);
	uint8_t key[STREAM_KEY_LEN];
	size_t before = out->n;
	stream_state s;
	bool first = true;
	int err;

	if (r.bad || !span_eq(line, beside(true)) || sodium_init() < 0)
		return SIANTO_E_MAP;
	/* Room for all at once: growing later would leave plain text behind
	 * in freed memory. */
	if (out->bad)
		return SIANTO_E_NOMEM;
	if (!buf_room(out, rd_left(&r))) {
		out->bad = false;
		return SIANTO_E_NOMEM;
	}
	keys_derive(k, "map", key, sizeof(key));
	err = stream_init_pull(&s, header.p, key) ? SIANTO_E_MAP : 0;
	key_wipe(key, sizeof(key));
	do {
		if (!err)
			err = open_chunk(&s, &r, first, out);
		first = false;
	} while (!err && rd_left(&r) > 0);
	key_wipe(&s, sizeof(s));
	if (err)
		take_back(out, before);
	return err;
}

#endif
