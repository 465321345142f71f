/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/ipblocks.h"

#include "crypto/ipmap.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const struct ip4_block ip4_special[IP4_SPECIAL_CNT] = {
    {0x0a000000, 8}, /* RFC 1918 */
    {0xac100000, 12}, {0xc0a80000, 16},
    {0x64400000, 10}, /* RFC 6598, shared by carrier NAT */
    {0xa9fe0000, 16}, /* RFC 3927, link-local */
    {0x7f000000, 8},  /* loopback */
    {0xe0000000, 4},  /* multicast */
};

static const struct ip4_block ip4_kept[] = {
    {0x00000000, 32}, /* "hold" in old SDP */
    {0xffffffff, 32}, {0x7f000001, 32},
    {0xe0000000, 24}, /* local network control, RFC 5771 */
    {0xe000014b, 32}, /* sip.mcast.net */
};

const struct ip6_block ip6_special[IP6_SPECIAL_CNT] = {
    {{0xfc00000000000000, 0}, 7},  /* RFC 4193, unique local */
    {{0xfe80000000000000, 0}, 10}, /* link-local */
    {{0xff00000000000000, 0}, 8},  /* multicast */
};

static const struct ip6 ip6_kept[] = {
    {0, 0},
    {0, 1},
    {0xff02000000000000, 0x1},	   /* all nodes */
    {0xff02000000000000, 0x2},	   /* all routers */
    {0xff02000000000000, 0xfb},	   /* mDNS */
    {0xff02000000000000, 0x10002}, /* DHCPv6 servers and relays */
};

/* The rest of what prefix-preserving maps must leave in its place. */
static const struct ip6_block ip6_other[] = {
    {{0x2000000000000000, 0}, 3},  {{0, 0x0000ffff00000000}, 96},
    {{0x0064ff9b00000000, 0}, 96}, {{0x2002000000000000, 0}, 16},
    {{0x2001000000000000, 0}, 32},
};

/* Length of the common prefix of two addresses. */
static unsigned common4(uint32_t a, uint32_t b)
{
	return a == b ? 32 : (unsigned)__builtin_clz(a ^ b);
}

static unsigned common6(struct ip6 a, struct ip6 b)
{
	if (a.hi != b.hi)
		return (unsigned)__builtin_clzll(a.hi ^ b.hi);
	return a.lo == b.lo ? 128 : 64 + (unsigned)__builtin_clzll(a.lo ^ b.lo);
}

int ip4_special_of(uint32_t addr)
{
	for (int i = 0; i < IP4_SPECIAL_CNT; i++) {
		if ((addr ^ ip4_special[i].base) >> (32 - ip4_special[i].len) ==
		    0)
			return i;
	}
	return -1;
}

int ip6_special_of(struct ip6 addr)
{
	for (int i = 0; i < IP6_SPECIAL_CNT; i++) {
		if ((addr.hi ^ ip6_special[i].base.hi) >>
			(64 - ip6_special[i].len) ==
		    0)
			return i;
	}
	return -1;
}

bool ip4_is_kept(uint32_t addr)
{
	for (size_t i = 0; i < COUNT(ip4_kept); i++) {
		if ((addr ^ ip4_kept[i].base) >> (32 - ip4_kept[i].len) == 0)
			return true;
	}
	return false;
}

bool ip6_is_kept(struct ip6 addr)
{
	for (size_t i = 0; i < COUNT(ip6_kept); i++) {
		if (addr.hi == ip6_kept[i].hi && addr.lo == ip6_kept[i].lo)
			return true;
	}
	return false;
}

enum ip6_embed ip6_embed_of(struct ip6 addr)
{
	if (addr.hi == 0 && addr.lo >> 32 == 0xffff)
		return IP6_MAPPED;
	if (addr.hi == 0x0064ff9b00000000 && addr.lo >> 32 == 0)
		return IP6_NAT64;
	if (addr.hi >> 48 == 0x2002)
		return IP6_6TO4;
	return addr.hi >> 32 == 0x20010000 ? IP6_TEREDO : IP6_PLAIN;
}

/* The ancestors of a block of len bits on the way to an address that has
 * common bits in common with it: those of 0 .. min(common, len - 1) bits. */
static unsigned ancestors(unsigned common, unsigned len)
{
	return common < len ? common + 1 : len;
}

static unsigned max(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

unsigned ip4_frozen(uint32_t addr)
{
	unsigned n = 0;

	if (ip4_is_kept(addr))
		return 32;
	for (size_t i = 0; i < COUNT(ip4_special); i++)
		n = max(n, ancestors(common4(addr, ip4_special[i].base),
				     ip4_special[i].len));
	for (size_t i = 0; i < COUNT(ip4_kept); i++)
		n = max(n, ancestors(common4(addr, ip4_kept[i].base),
				     ip4_kept[i].len));
	return n;
}

unsigned ip6_frozen(struct ip6 addr)
{
	unsigned n = addr.hi >> 56 == 0xff ? 16 : 0;

	if (ip6_is_kept(addr))
		return 128;
	for (size_t i = 0; i < COUNT(ip6_special); i++)
		n = max(n, ancestors(common6(addr, ip6_special[i].base),
				     ip6_special[i].len));
	for (size_t i = 0; i < COUNT(ip6_other); i++)
		n = max(n, ancestors(common6(addr, ip6_other[i].base),
				     ip6_other[i].len));
	for (size_t i = 0; i < COUNT(ip6_kept); i++)
		n = max(n, ancestors(common6(addr, ip6_kept[i]), 128));
	return n;
}

enum ip_class ip4_class(uint32_t addr)
{
	if (ip4_is_kept(addr))
		return IP_KEPT;
	return ip4_special_of(addr) >= 0 ? IP_SPECIAL : IP_ORDINARY;
}

enum ip_class ip6_class(const uint8_t addr[static 16])
{
	struct ip6 a = ip6_load(addr);
	enum ip_class c;

	if (ip6_is_kept(a))
		return IP_KEPT;
	switch (ip6_embed_of(a)) {
	case IP6_MAPPED:
	case IP6_NAT64:
		return ip4_class((uint32_t)a.lo);
	case IP6_6TO4:
		/* The 80 bits after the IPv4 address are never kept. */
		c = ip4_class((uint32_t)(a.hi >> 16));
		return c == IP_KEPT ? IP_SPECIAL : c;
	case IP6_TEREDO:
		c = ip4_class(~(uint32_t)a.lo);
		if (c == IP_KEPT && !ip4_is_kept((uint32_t)a.hi))
			c = IP_SPECIAL;
		return c;
	case IP6_PLAIN:
		break;
	}
	return ip6_special_of(a) >= 0 ? IP_SPECIAL : IP_ORDINARY;
}
