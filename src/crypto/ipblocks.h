/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ipblocks.h - the closed lists of special blocks and kept addresses (DESIGN,
 * labels), as tables, and the questions the address maps ask of them.
 *
 * Thread rule: constant data, pure functions.
 */
#ifndef SIANTO_CRYPTO_IPBLOCKS_H
#define SIANTO_CRYPTO_IPBLOCKS_H

#include "base/span.h"

/* An IPv6 address as two numbers: the /64 and the interface. */
struct ip6 {
	uint64_t hi, lo;
};

struct ip4_block {
	uint32_t base;
	unsigned len;
};

struct ip6_block {
	struct ip6 base;
	unsigned len;
};

/* 10/8, 172.16/12, 192.168/16, 100.64/10, 169.254/16, 127/8, 224/4 */
enum { IP4_SPECIAL_CNT = 7 };
extern const struct ip4_block ip4_special[IP4_SPECIAL_CNT];

/* fc00::/7, fe80::/10, ff00::/8; in the last, every ffxx::/16 (flags and
 * scope) stays in itself. */
enum { IP6_SPECIAL_CNT = 3 };
extern const struct ip6_block ip6_special[IP6_SPECIAL_CNT];

/* Blocks whose addresses hold an IPv4 address. */
enum ip6_embed {
	IP6_PLAIN,
	IP6_MAPPED, /* ::ffff:0:0/96, RFC 4291 section 2.5.5.2 */
	IP6_NAT64,  /* 64:ff9b::/96, RFC 6052 section 2.1 */
	IP6_6TO4,   /* 2002::/16, RFC 3056 section 2 */
	IP6_TEREDO, /* 2001::/32, RFC 4380 section 4 */
};

/* Index in the table of special blocks, or -1. */
int ip4_special_of(uint32_t addr);
int ip6_special_of(struct ip6 addr);

/* Is the address kept as it is? */
bool ip4_is_kept(uint32_t addr);
bool ip6_is_kept(struct ip6 addr);

enum ip6_embed ip6_embed_of(struct ip6 addr);

/*
 * How many leading bits a prefix-preserving map must not flip: the ancestors
 * (strict prefixes) of a special block or kept address that lie on the way to
 * addr are always a prefix of it.  32 or 128 when addr itself is kept.  The
 * answer is the same for an address and for its image.
 */
unsigned ip4_frozen(uint32_t addr);
unsigned ip6_frozen(struct ip6 addr);

/* The halves are swapped by the builtin: gcc 12 does not see a byte swap in
 * sixteen shifts and stores, and 32 of these stand before each cipher call. */
static inline uint64_t ip6_swap(uint64_t v)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return __builtin_bswap64(v);
#else
	return v;
#endif
}

static inline struct ip6 ip6_load(const uint8_t p[static 16])
{
	uint64_t half[2];

	memcpy(half, p, sizeof(half));
	return (struct ip6){ip6_swap(half[0]), ip6_swap(half[1])};
}

static inline void ip6_store(struct ip6 a, uint8_t p[static 16])
{
	uint64_t half[2] = {ip6_swap(a.hi), ip6_swap(a.lo)};

	memcpy(p, half, sizeof(half));
}

#endif
