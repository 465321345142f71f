/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/flat.h"

/* Everything below runs both ways; this chooses. */
enum way { FORTH, BACK };

static uint64_t perm(const struct perm *p, enum way way, uint64_t tweak,
		     uint64_t x)
{
	return way == FORTH ? perm_apply(p, tweak, x)
			    : perm_invert(p, tweak, x);
}

/* sigma(sigma^-1(x) + 1), or - 1: one cycle through the whole range, whose
 * size is a power of 2. */
static uint64_t step(const struct perm *p, enum way way, uint64_t tweak,
		     uint64_t x)
{
	uint64_t i = perm_invert(p, tweak, x);

	i = (way == FORTH ? i + 1 : i - 1) & (p->size - 1);
	return perm_apply(p, tweak, i);
}

void flat_init(struct flat *f, const struct keys *k)
{
	static const char *const block4[IP4_SPECIAL_CNT] = {
	    "ip4-block/10.0.0.0/8",	"ip4-block/172.16.0.0/12",
	    "ip4-block/192.168.0.0/16", "ip4-block/100.64.0.0/10",
	    "ip4-block/169.254.0.0/16", "ip4-block/127.0.0.0/8",
	    "ip4-block/224.0.0.0/4",
	};
	static const char *const block6[IP6_SPECIAL_CNT] = {
	    "ip6-block/fc00::/7",
	    "ip6-block/fe80::/10",
	    "ip6-block/ff00::/8",
	};
	/* Below ff00::/8 flags and scope stay: 16 bits. */
	static const unsigned fixed6[IP6_SPECIAL_CNT] = {7, 10, 16};

	perm_init(&f->ip4, k, "ip4", (uint64_t)1 << 32);
	for (int i = 0; i < IP4_SPECIAL_CNT; i++)
		perm_init(&f->ip4_block[i], k, block4[i],
			  (uint64_t)1 << (32 - ip4_special[i].len));
	perm_init(&f->ip6, k, "ip6", (uint64_t)1 << 61);
	for (int i = 0; i < IP6_SPECIAL_CNT; i++)
		perm_init(&f->ip6_block[i], k, block6[i],
			  (uint64_t)1 << (64 - fixed6[i]));
	perm_init(&f->ip6_low, k, "ip6-low", 0);
	perm_init(&f->ip6_site, k, "ip6-site", 1 << 16);
}

static uint32_t map4(const struct flat *f, enum way way, uint32_t addr)
{
	int i = ip4_special_of(addr);

	if (ip4_is_kept(addr))
		return addr;
	if (i < 0) {
		do
			addr = (uint32_t)perm(&f->ip4, way, 0, addr);
		while (ip4_special_of(addr) >= 0 || ip4_is_kept(addr));
		return addr;
	}
	do {
		const struct perm *p = &f->ip4_block[i];
		uint32_t mask = (uint32_t)(p->size - 1);

		addr = (addr & ~mask) | (uint32_t)step(p, way, 0, addr & mask);
	} while (ip4_is_kept(addr));
	return addr;
}

/* The /64 part: in its block, or in its /3. */
static uint64_t map_net(const struct flat *f, enum way way, int block,
			uint64_t net)
{
	const struct perm *p = block < 0 ? &f->ip6 : &f->ip6_block[block];
	uint64_t mask = p->size - 1, fixed = net & ~mask;

	if (block < 0)
		return fixed | perm(p, way, fixed, net & mask);
	return fixed | step(p, way, fixed, net & mask);
}

static struct ip6 map6_once(const struct flat *f, enum way way, int block,
			    struct ip6 a)
{
	struct ip6 b;

	b.hi = map_net(f, way, block, a.hi);
	b.lo = perm(&f->ip6_low, way, way == FORTH ? a.hi : b.hi, a.lo);
	return b;
}

/* Walking over whole addresses: an image that is kept, or that belongs to
 * another block, is mapped on.  So a /64 stays together but for the one
 * address in 2^64 that would have become a kept one. */
static struct ip6 map6(const struct flat *f, enum way way, struct ip6 a)
{
	int block = ip6_special_of(a);

	if (ip6_is_kept(a))
		return a;
	do
		a = map6_once(f, way, block, a);
	while (ip6_is_kept(a) || ip6_special_of(a) != block ||
	       ip6_embed_of(a) != IP6_PLAIN);
	return a;
}

uint32_t flat_v4(const struct flat *f, uint32_t addr)
{
	return map4(f, FORTH, addr);
}

uint32_t flat_v4_back(const struct flat *f, uint32_t addr)
{
	return map4(f, BACK, addr);
}

struct ip6 flat_v6(const struct flat *f, struct ip6 addr)
{
	return map6(f, FORTH, addr);
}

struct ip6 flat_v6_back(const struct flat *f, struct ip6 addr)
{
	return map6(f, BACK, addr);
}

struct ip6 flat_6to4(const struct flat *f, struct ip6 addr)
{
	uint64_t site = addr.hi >> 16;
	struct ip6 b;

	b.hi = site << 16 | perm_apply(&f->ip6_site, site, addr.hi & 0xffff);
	b.lo = perm_apply(&f->ip6_low, addr.hi, addr.lo);
	return b;
}

struct ip6 flat_6to4_back(const struct flat *f, struct ip6 addr)
{
	uint64_t site = addr.hi >> 16;
	struct ip6 b;

	b.hi = site << 16 | perm_invert(&f->ip6_site, site, addr.hi & 0xffff);
	b.lo = perm_invert(&f->ip6_low, b.hi, addr.lo);
	return b;
}
