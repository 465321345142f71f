/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sipround.h - the inside of SipHash, for siphash.c and perm.c.
 *
 * Inline, because the inputs are short: a call a word would cost more than
 * the word.  Aumasson and Bernstein, "SipHash", 2012, sections 2.1 to 2.4;
 * the 128-bit result is that of the authors' reference code.
 */
#ifndef SIANTO_CRYPTO_SIPROUND_H
#define SIANTO_CRYPTO_SIPROUND_H

#include "crypto/siphash.h"

struct sipstate {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t sip_load(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

static inline uint64_t sip_rotl(uint64_t x, unsigned n)
{
	return x << n | x >> (64 - n);
}

static inline void sip_round(struct sipstate *s)
{
	s->v0 += s->v1;
	s->v2 += s->v3;
	s->v1 = sip_rotl(s->v1, 13) ^ s->v0;
	s->v3 = sip_rotl(s->v3, 16) ^ s->v2;
	s->v0 = sip_rotl(s->v0, 32);
	s->v2 += s->v1;
	s->v0 += s->v3;
	s->v1 = sip_rotl(s->v1, 17) ^ s->v2;
	s->v3 = sip_rotl(s->v3, 21) ^ s->v0;
	s->v2 = sip_rotl(s->v2, 32);
}

/* The numbers of rounds are constants where these are called: each variant
 * becomes code of its own, without loops over rounds. */
#define SIP_INLINE static inline __attribute__((always_inline))

SIP_INLINE void sip_rounds(struct sipstate *s, int n)
{
#pragma GCC unroll 4
	for (int i = 0; i < n; i++)
		sip_round(s);
}

/* wide: the start of the variant with 128-bit result. */
static inline struct sipstate sip_start(const struct sipkey *key, bool wide)
{
	return (struct sipstate){
	    key->k0 ^ 0x736f6d6570736575,
	    key->k1 ^ 0x646f72616e646f6d ^ (wide ? 0xee : 0),
	    key->k0 ^ 0x6c7967656e657261,
	    key->k1 ^ 0x7465646279746573,
	};
}

SIP_INLINE void sip_word(struct sipstate *s, uint64_t m, int rounds)
{
	s->v3 ^= m;
	sip_rounds(s, rounds);
	s->v0 ^= m;
}

/* The last word: what is left of the input, and its length above it. */
static inline uint64_t sip_tail(struct span in)
{
	uint64_t m = (uint64_t)in.n << 56;
	const uint8_t *p = in.p + (in.n & ~(size_t)7);
	size_t left = in.n & 7;

	if (left == 0)
		return m;
	if (in.n >= 8)
		return m | sip_load(p + left - 8) >> (64 - 8 * left);
	for (size_t i = 0; i < left; i++)
		m |= (uint64_t)p[i] << (8 * i);
	return m;
}

static inline uint64_t sip_xor(const struct sipstate *s)
{
	return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

/* SipHash-c-d of in; hi is 0 unless wide. */
SIP_INLINE struct hash128 sip_hash(const struct sipkey *key, struct span in,
				   int c, int d, bool wide)
{
	struct sipstate s = sip_start(key, wide);
	struct hash128 h = {0, 0};

	for (size_t i = 0; i + 8 <= in.n; i += 8)
		sip_word(&s, sip_load(in.p + i), c);
	sip_word(&s, sip_tail(in), c);
	s.v2 ^= wide ? 0xee : 0xff;
	sip_rounds(&s, d);
	h.lo = sip_xor(&s);
	if (wide) {
		s.v1 ^= 0xdd;
		sip_rounds(&s, d);
		h.hi = sip_xor(&s);
	}
	return h;
}

#endif
