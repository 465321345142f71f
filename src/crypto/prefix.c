/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/prefix.h"

/* Blocks of one call of the cipher. */
enum { BATCH = 32 };

int prefix_init(struct prefix *p, const uint8_t key[static 32])
{
	int err;

	/* Equal halves would cancel out and flip nothing. */
	if (memcmp(key, key + 16, 16) == 0)
		return SIANTO_E_KEY;
	err = aes_key_init(&p->key[0], key, 16);
	return err ? err : aes_key_init(&p->key[1], key + 16, 16);
}

/* The cipher's input for the first n bits of a (n < 128): those bits at the
 * end, a separator 1 before them, zeros. */
static struct ip6 padded(struct ip6 a, unsigned n)
{
	if (n == 0)
		return (struct ip6){0, 1};
	if (n < 64)
		return (struct ip6){0, (uint64_t)1 << n | a.hi >> (64 - n)};
	if (n == 64)
		return (struct ip6){1, a.hi};
	return (struct ip6){
	    (uint64_t)1 << (n - 64) | a.hi >> (128 - n),
	    a.hi << (n - 64) | a.lo >> (128 - n),
	};
}

/* The flip bits for the prefixes of n .. n+BATCH-1 bits, first one highest. */
static uint32_t flips(const struct prefix *p, struct aes_fast *const fast[2],
		      struct ip6 a, unsigned n)
{
	uint8_t in[BATCH * AES_BLOCK], out[2][BATCH * AES_BLOCK];
	uint32_t bits = 0;

	for (unsigned i = 0; i < BATCH; i++)
		ip6_store(padded(a, n + i), in + i * AES_BLOCK);
	aes_ecb(&p->key[0], fast[0], in, out[0], BATCH);
	aes_ecb(&p->key[1], fast[1], in, out[1], BATCH);
	for (unsigned i = 0; i < BATCH; i++) {
		size_t end = i * AES_BLOCK + AES_BLOCK - 1;

		bits = bits << 1 | ((out[0][end] ^ out[1][end]) & 1);
	}
	return bits;
}

/* An IPv4 address is the end of ::ffff:0:0/96, whose 96 bits never flip. */
static struct ip6 mapped(uint32_t addr)
{
	return (struct ip6){0, (uint64_t)0xffff << 32 | addr};
}

/* A mask of the bits that may flip, of the 32 that begin at bit `at`. */
static uint32_t free_bits(unsigned at, unsigned from)
{
	if (from <= at)
		return UINT32_MAX;
	return from - at >= 32 ? 0 : UINT32_MAX >> (from - at);
}

uint32_t prefix_v4(const struct prefix *p, struct aes_fast *const fast[2],
		   uint32_t addr, unsigned from)
{
	if (from >= 32)
		return addr;
	return addr ^ (flips(p, fast, mapped(addr), 96) & free_bits(0, from));
}

struct ip6 prefix_v6(const struct prefix *p, struct aes_fast *const fast[2],
		     struct ip6 addr, unsigned from)
{
	uint64_t x[2] = {0, 0};

	for (unsigned at = from & ~31u; at < 128; at += BATCH)
		x[at / 64] |=
		    (uint64_t)(flips(p, fast, addr, at) & free_bits(at, from))
		    << (at % 64 ? 0 : 32);
	return (struct ip6){addr.hi ^ x[0], addr.lo ^ x[1]};
}

static uint64_t flip(const struct prefix *p, struct ip6 a, unsigned n)
{
	uint8_t in[AES_BLOCK], out[2][AES_BLOCK];

	ip6_store(padded(a, n), in);
	aes_ecb_soft(&p->key[0], in, out[0], 1);
	aes_ecb_soft(&p->key[1], in, out[1], 1);
	return (out[0][AES_BLOCK - 1] ^ out[1][AES_BLOCK - 1]) & 1;
}

/* Each bit needs those before it, so the way back goes one by one. */
struct ip6 prefix_v6_back(const struct prefix *p, struct ip6 addr,
			  unsigned from)
{
	for (unsigned n = from; n < 128; n++) {
		if (n < 64)
			addr.hi ^= flip(p, addr, n) << (63 - n);
		else
			addr.lo ^= flip(p, addr, n) << (127 - n);
	}
	return addr;
}

uint32_t prefix_v4_back(const struct prefix *p, uint32_t addr, unsigned from)
{
	return (uint32_t)prefix_v6_back(p, mapped(addr), 96 + from).lo;
}
