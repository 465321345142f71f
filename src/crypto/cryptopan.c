/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/cryptopan.h"

/* Blocks of one call of the cipher. */
enum { BATCH = 32 };

int cryptopan_init(struct cryptopan *p, const uint8_t key[static 32])
{
	uint8_t pad[AES_BLOCK];
	int err = aes_key_init(&p->key, key, 16);

	if (err)
		return err;
	aes_ecb_soft(&p->key, key + 16, pad, 1);
	p->pad = ip6_load(pad);
	return 0;
}

/* The first n bits of x (n <= 64) and then those of pad. */
static uint64_t splice(uint64_t x, uint64_t pad, unsigned n)
{
	uint64_t rest = n >= 64 ? 0 : UINT64_MAX >> n;

	return (x & ~rest) | (pad & rest);
}

static struct ip6 padded(const struct cryptopan *p, struct ip6 a, unsigned n)
{
	if (n <= 64)
		return (struct ip6){splice(a.hi, p->pad.hi, n), p->pad.lo};
	return (struct ip6){a.hi, splice(a.lo, p->pad.lo, n - 64)};
}

/* The flip bits for the prefixes of n .. n+BATCH-1 bits, first one highest. */
static uint32_t flips(const struct cryptopan *p, struct aes_fast *fast,
		      struct ip6 a, unsigned n)
{
	uint8_t io[BATCH * AES_BLOCK];
	uint32_t bits = 0;

	for (unsigned i = 0; i < BATCH; i++)
		ip6_store(padded(p, a, n + i), io + i * AES_BLOCK);
	aes_ecb(&p->key, fast, io, io, BATCH);
	for (unsigned i = 0; i < BATCH; i++)
		bits = bits << 1 | io[i * AES_BLOCK] >> 7;
	return bits;
}

uint32_t cryptopan_v4(const struct cryptopan *p, struct aes_fast *fast,
		      uint32_t addr)
{
	return addr ^ flips(p, fast, (struct ip6){(uint64_t)addr << 32, 0}, 0);
}

struct ip6 cryptopan_v6(const struct cryptopan *p, struct aes_fast *fast,
			struct ip6 addr)
{
	uint64_t hi =
	    (uint64_t)flips(p, fast, addr, 0) << 32 | flips(p, fast, addr, 32);
	uint64_t lo =
	    (uint64_t)flips(p, fast, addr, 64) << 32 | flips(p, fast, addr, 96);

	return (struct ip6){addr.hi ^ hi, addr.lo ^ lo};
}

/* Each bit needs those before it, so the way back goes one by one. */
static struct ip6 back(const struct cryptopan *p, struct ip6 a, unsigned bits)
{
	uint8_t io[AES_BLOCK];

	for (unsigned n = 0; n < bits; n++) {
		ip6_store(padded(p, a, n), io);
		aes_ecb_soft(&p->key, io, io, 1);
		if (n < 64)
			a.hi ^= (uint64_t)(io[0] >> 7) << (63 - n);
		else
			a.lo ^= (uint64_t)(io[0] >> 7) << (127 - n);
	}
	return a;
}

uint32_t cryptopan_v4_back(const struct cryptopan *p, uint32_t addr)
{
	struct ip6 a = back(p, (struct ip6){(uint64_t)addr << 32, 0}, 32);

	return (uint32_t)(a.hi >> 32);
}

struct ip6 cryptopan_v6_back(const struct cryptopan *p, struct ip6 addr)
{
	return back(p, addr, 128);
}
