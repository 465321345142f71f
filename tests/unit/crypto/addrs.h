/* SPDX-License-Identifier: Apache-2.0 */
/* addrs.h - addresses for the tests of the address maps. */
#ifndef SIANTO_TESTS_CRYPTO_ADDRS_H
#define SIANTO_TESTS_CRYPTO_ADDRS_H

#include "testing.h"

#include <arpa/inet.h>

#include "crypto/ipblocks.h"

static inline uint32_t ip4(const char *s)
{
	struct in_addr a;

	assert_int_equal(inet_pton(AF_INET, s, &a), 1);
	return ntohl(a.s_addr);
}

static inline struct ip6 ip6(const char *s)
{
	uint8_t a[16];

	assert_int_equal(inet_pton(AF_INET6, s, a), 1);
	return ip6_load(a);
}

static inline bool ip6_same(struct ip6 a, struct ip6 b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

static inline unsigned ip4_common(uint32_t a, uint32_t b)
{
	return a == b ? 32 : (unsigned)__builtin_clz(a ^ b);
}

static inline unsigned ip6_common(struct ip6 a, struct ip6 b)
{
	if (a.hi != b.hi)
		return (unsigned)__builtin_clzll(a.hi ^ b.hi);
	return a.lo == b.lo ? 128 : 64 + (unsigned)__builtin_clzll(a.lo ^ b.lo);
}

/* The corners: blocks, their borders, kept addresses, their neighbours. */
static const char *const corners4[] = {
    "0.0.0.0",	       "0.0.0.1",	  "9.255.255.255",   "10.0.0.0",
    "10.255.255.255",  "11.0.0.0",	  "100.63.255.255",  "100.64.0.0",
    "100.127.255.255", "100.128.0.0",	  "126.255.255.255", "127.0.0.0",
    "127.0.0.1",       "127.0.0.2",	  "127.255.255.255", "128.0.0.0",
    "169.253.255.255", "169.254.0.0",	  "169.254.255.255", "169.255.0.0",
    "172.15.255.255",  "172.16.0.0",	  "172.31.255.255",  "172.32.0.0",
    "192.0.2.1",       "192.167.255.255", "192.168.0.0",     "192.168.1.1",
    "192.168.255.255", "192.169.0.0",	  "198.51.100.7",    "203.0.113.9",
    "223.255.255.255", "224.0.0.0",	  "224.0.0.251",     "224.0.1.0",
    "224.0.1.74",      "224.0.1.75",	  "224.0.1.76",	     "239.255.255.255",
    "240.0.0.0",       "255.255.255.254", "255.255.255.255",
};
enum { CORNERS4 = sizeof(corners4) / sizeof(corners4[0]) };

static const char *const corners6[] = {
    "::",
    "::1",
    "::2",
    "::192.0.2.1",
    "::fffe:ffff:ffff",
    "::ffff:0.0.0.0",
    "::ffff:192.0.2.1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:255.255.255.255",
    "::1:0:0:0",
    "64:ff9a:ffff:ffff::",
    "64:ff9b::",
    "64:ff9b::192.0.2.1",
    "64:ff9b::10.1.2.3",
    "64:ff9b::1:0:0",
    "64:ff9b:1::1",
    "1fff:ffff::1",
    "2000::",
    "2000:ffff::",
    "2001::",
    "2001:0:c000:201:8000:63bf:3fff:fdfe",
    "2001:1::",
    "2001:db8::1",
    "2001:db8::2",
    "2001:db8:0:1::1",
    "2001:ffff::",
    "2002::",
    "2002:c000:201::1",
    "2002:a00:1:2:3:4:5:6",
    "2002:7f00:1::1",
    "2003::",
    "2a00:db8::1",
    "3fff:ffff::",
    "4000::",
    "8000::1",
    "fbff:ffff::",
    "fc00::",
    "fd12:3456:789a::1",
    "fdff:ffff::",
    "fe00::",
    "fe7f:ffff::",
    "fe80::",
    "fe80::1",
    "fe80::2:3ff:fe04:506",
    "febf:ffff::",
    "fec0::",
    "feff:ffff::",
    "ff00::",
    "ff01::1",
    "ff02::",
    "ff02::1",
    "ff02::2",
    "ff02::3",
    "ff02::fa",
    "ff02::fb",
    "ff02::1:2",
    "ff02::1:3",
    "ff02::1:ff00:1",
    "ff05::1:3",
    "ff15::1",
    "ffff::",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
};
enum { CORNERS6 = sizeof(corners6) / sizeof(corners6[0]) };

/* Random addresses, half of them near a corner (with some of its leading
 * bits), so that blocks and their borders are met often. */
static inline uint32_t rng_ip4(struct rng *r)
{
	uint32_t x = (uint32_t)rng_next(r);
	uint64_t how = rng_next(r);
	unsigned keep = (unsigned)(how >> 32) % 33;
	uint32_t mask = keep == 32 ? 0 : UINT32_MAX >> keep;

	if (how & 1)
		return x;
	return (ip4(corners4[(how >> 8) % CORNERS4]) & ~mask) | (x & mask);
}

static inline struct ip6 rng_ip6(struct rng *r)
{
	struct ip6 x = {rng_next(r), rng_next(r)}, c;
	uint64_t how = rng_next(r);
	unsigned keep = (unsigned)(how >> 32) % 129;
	uint64_t hi = keep >= 64 ? 0 : UINT64_MAX >> keep;
	uint64_t lo =
	    keep == 128 ? 0 : UINT64_MAX >> (keep > 64 ? keep - 64 : 0);

	if ((how & 3) == 0)
		return x;
	c = ip6(corners6[(how >> 8) % CORNERS6]);
	return (struct ip6){(c.hi & ~hi) | (x.hi & hi),
			    (c.lo & ~lo) | (x.lo & lo)};
}

#endif
