/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flat.h - the map of `flat`: keyed permutations without structure, inside
 * blocks that nothing enters or leaves.
 *
 * IPv4: the ordinary addresses are one range (cycle walking steps over what
 * is special or kept); in a special block x -> sigma(sigma^-1(x) + 1), kept
 * addresses taken out of the one cycle that this is.
 *
 * IPv6: the /64 and the interface are mapped one after the other, the
 * interface with the original /64 as tweak, so equal /64 stay equal.  In a
 * special block the step sigma(sigma^-1(x) + 1) is taken by the /64 part, so
 * no address stays.  The ordinary addresses are eight ranges, one for each
 * value of the first three bits: 2000::/3 stays in 2000::/3, and the rest
 * (unassigned) stays in its /3 too.
 *
 * Addresses with an IPv4 address inside are the caller's (ipmap.c), but for
 * the last 80 bits of 2002::/16.
 *
 * Thread rule: const after init.
 */
#ifndef SIANTO_CRYPTO_FLAT_H
#define SIANTO_CRYPTO_FLAT_H

#include "crypto/ipblocks.h"
#include "crypto/perm.h"

struct flat {
	struct perm ip4;
	struct perm ip4_block[IP4_SPECIAL_CNT];
	struct perm ip6;			/* /64s of a /3 */
	struct perm ip6_block[IP6_SPECIAL_CNT]; /* /64s of a block */
	struct perm ip6_low;			/* interfaces */
	struct perm ip6_site;			/* /64s of a 2002:.../48 */
};

void flat_init(struct flat *f, const struct keys *k);

uint32_t flat_v4(const struct flat *f, uint32_t addr);
uint32_t flat_v4_back(const struct flat *f, uint32_t addr);

/* addr must be IP6_PLAIN. */
struct ip6 flat_v6(const struct flat *f, struct ip6 addr);
struct ip6 flat_v6_back(const struct flat *f, struct ip6 addr);

/* The 80 bits after the IPv4 address of a 6to4 address; the first 48 bits
 * stay as they are (and must be the original's on the way back). */
struct ip6 flat_6to4(const struct flat *f, struct ip6 addr);
struct ip6 flat_6to4_back(const struct flat *f, struct ip6 addr);

#endif
