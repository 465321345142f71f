/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/perm.h"

#include "base/err.h"
#include "crypto/sipround.h"

/*
 * The round function is SipHash-2-4 of 15 bytes: the tweak (8), the right
 * half (4), the number of the round (1), zeros (2).  The state after the
 * tweak is the same in every round, so it is made once.
 */
enum { ROUND_INPUT = 15 };

void perm_init(struct perm *p, const struct keys *k, const char *purpose,
	       uint64_t size)
{
	uint8_t key[16];
	unsigned bits = 64;

	require(size != 1);
	keys_derive(k, purpose, key, sizeof(key));
	p->key = sipkey_load(key);
	key_wipe(key, sizeof(key));
	if (size)
		bits = 64 - (unsigned)__builtin_clzll(size - 1);
	p->size = size;
	p->half = (bits + 1) / 2;
	p->mask = ((uint64_t)1 << p->half) - 1;
}

/* The best attacks on r rounds over halves of n bits need about 2^((r-4)n)
 * work (Patarin), so short halves take more rounds. */
static unsigned rounds_of(const struct perm *p)
{
	if (p->half >= 16)
		return 10;
	return p->half >= 8 ? 12 : p->half >= 4 ? 24 : 36;
}

static struct sipstate start(const struct perm *p, uint64_t tweak)
{
	struct sipstate s = sip_start(&p->key, false);

	sip_word(&s, tweak, 2);
	return s;
}

static uint64_t round_fn(struct sipstate s, unsigned round, uint64_t half)
{
	sip_word(&s, (uint64_t)ROUND_INPUT << 56 | (uint64_t)round << 32 | half,
		 2);
	s.v2 ^= 0xff;
	sip_rounds(&s, 4);
	return sip_xor(&s);
}

static uint64_t forward(const struct perm *p, struct sipstate s, uint64_t x)
{
	uint64_t l = x >> p->half, r = x & p->mask;
	unsigned rounds = rounds_of(p);

	for (unsigned i = 0; i < rounds; i++) {
		uint64_t t = l ^ (round_fn(s, i, r) & p->mask);

		l = r;
		r = t;
	}
	return l << p->half | r;
}

static uint64_t backward(const struct perm *p, struct sipstate s, uint64_t y)
{
	uint64_t l = y >> p->half, r = y & p->mask;

	for (unsigned i = rounds_of(p); i-- > 0;) {
		uint64_t t = r ^ (round_fn(s, i, l) & p->mask);

		r = l;
		l = t;
	}
	return l << p->half | r;
}

/* Cycle walking: the network's range is less than 4 times p->size, so this
 * takes less than 4 turns on average, and ends because x is in the range. */
uint64_t perm_apply(const struct perm *p, uint64_t tweak, uint64_t x)
{
	struct sipstate s = start(p, tweak);

	require(!p->size || x < p->size);
	do
		x = forward(p, s, x);
	while (p->size && x >= p->size);
	return x;
}

uint64_t perm_invert(const struct perm *p, uint64_t tweak, uint64_t y)
{
	struct sipstate s = start(p, tweak);

	require(!p->size || y < p->size);
	do
		y = backward(p, s, y);
	while (p->size && y >= p->size);
	return y;
}
