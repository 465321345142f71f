/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 and HMAC without any library: FIPS 180-4, RFC 2104. */
#include "base/rd.h"
#include "crypto/keys.h"
#include "crypto/sha256.h"

enum { BLOCK = 64 };

struct sha256_state {
	uint32_t h[8];
	uint64_t len; /* bytes so far */
	uint8_t part[BLOCK];
};

/* FIPS 180-4 section 4.2.2 */
static const uint32_t round_constant[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* FIPS 180-4 section 5.3.3 */
static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotr(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static void schedule(uint32_t w[static 64], const uint8_t *block)
{
	for (size_t i = 0; i < 16; i++)
		w[i] = get_be32(block + 4 * i);
	for (size_t i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] +
		       (rotr(a, 7) ^ rotr(a, 18) ^ a >> 3) +
		       (rotr(b, 17) ^ rotr(b, 19) ^ b >> 10);
	}
}

static void compress(uint32_t h[static 8], const uint8_t *block)
{
	uint32_t w[64], s[8];

	schedule(w, block);
	memcpy(s, h, sizeof(s));
	for (size_t i = 0; i < 64; i++) {
		uint32_t e = s[4], a = s[0];
		uint32_t t1 = s[7] + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) +
			      ((e & s[5]) ^ (~e & s[6])) + round_constant[i] +
			      w[i];
		uint32_t t2 = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) +
			      ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (size_t i = 0; i < 8; i++)
		h[i] += s[i];
	key_wipe(w, sizeof(w));
	key_wipe(s, sizeof(s));
}

static void start(struct sha256_state *s)
{
	memcpy(s->h, initial, sizeof(s->h));
	s->len = 0;
}

static void update(struct sha256_state *s, struct span in)
{
	size_t held = s->len % BLOCK;

	s->len += in.n;
	while (in.n > 0) {
		size_t take = BLOCK - held < in.n ? BLOCK - held : in.n;

		memcpy(s->part + held, in.p, take);
		held += take;
		in = span_sub(in, take, in.n);
		if (held == BLOCK) {
			compress(s->h, s->part);
			held = 0;
		}
	}
}

static void finish(struct sha256_state *s, uint8_t out[static SHA256_LEN])
{
	static const uint8_t pad[BLOCK] = {0x80};
	uint64_t bits = s->len * 8;
	size_t held = s->len % BLOCK;
	uint8_t tail[8];

	update(s, span_of(pad, held < 56 ? 56 - held : 120 - held));
	put_be32(tail, (uint32_t)(bits >> 32));
	put_be32(tail + 4, (uint32_t)bits);
	update(s, span_of(tail, sizeof(tail)));
	for (size_t i = 0; i < 8; i++)
		put_be32(out + 4 * i, s->h[i]);
	key_wipe(s, sizeof(*s));
}

void sha256_soft(struct span in, uint8_t out[static SHA256_LEN])
{
	struct sha256_state s;

	start(&s);
	update(&s, in);
	finish(&s, out);
}

/* One of HMAC's two passes: H((K ^ fill) || in). */
static void hmac_pass(const uint8_t key[static BLOCK], uint8_t fill,
		      struct span in, uint8_t out[static SHA256_LEN])
{
	struct sha256_state s;
	uint8_t pad[BLOCK];

	for (size_t i = 0; i < BLOCK; i++)
		pad[i] = key[i] ^ fill;
	start(&s);
	update(&s, span_of(pad, BLOCK));
	update(&s, in);
	finish(&s, out);
	key_wipe(pad, sizeof(pad));
}

void hmac_sha256_soft(struct span key, struct span in,
		      uint8_t out[static SHA256_LEN])
{
	uint8_t k[BLOCK] = {0}, inner[SHA256_LEN];

	if (key.n > BLOCK)
		sha256_soft(key, k);
	else if (key.n)
		memcpy(k, key.p, key.n);
	hmac_pass(k, 0x36, in, inner);
	hmac_pass(k, 0x5c, span_of(inner, sizeof(inner)), out);
	key_wipe(k, sizeof(k));
	key_wipe(inner, sizeof(inner));
}
