/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ipmap.h - addresses to addresses: flat, prefix, cryptopan (DESIGN, labels).
 *
 * All three are bijections and have an exact inverse.  Special blocks stay in
 * their block, kept addresses stay as they are; in `cryptopan` (the published
 * method, Xu et al. 2002) there are none of either.
 *
 *   flat      a keyed permutation of the ordinary addresses; inside a special
 *             block x -> sigma(sigma^-1(x) + 1), skipping kept addresses: a
 *             bijection without fixed points.  2000::/3 stays in 2000::/3;
 *             equal /64 stay equal /64, the lower half is permuted with the
 *             upper half as tweak.
 *   prefix    ipcrypt-pfx (draft-denis-ipcrypt): every pair keeps the length
 *             of its common prefix; the bit is not flipped at the ancestors
 *             of special blocks and kept addresses.
 *   cryptopan Crypto-PAn, one tree, for IPv4; the same construction over 128
 *             bits for IPv6.
 *
 * ::ffff:0:0/96, 64:ff9b::/96, 2002::/16 and 2001::/32 are blocks: the
 * embedded IPv4 address (in 2001::/32 both, the client's inverted) goes
 * through the IPv4 map and is embedded again; ports and flags stay.  What
 * follows the IPv4 address in 2002::/16 is mapped too (it may hold a MAC).
 *
 * Thread rule: const after init; each thread brings its own ip_cache.
 */
#ifndef SIANTO_CRYPTO_IPMAP_H
#define SIANTO_CRYPTO_IPMAP_H

#include "crypto/keys.h"

enum ip_mode { IP_FLAT, IP_PREFIX, IP_CRYPTOPAN };

struct ipmap;
struct ip_cache;

/* *out is owned: ipmap_free() wipes it.  SIANTO_E_NOMEM, SIANTO_E_KEY. */
MUST_CHECK int ipmap_new(struct ipmap **out, const struct keys *k,
			 enum ip_mode mode);
/* Crypto-PAn under a given key in its classic form: 16 bytes for AES, 16 for
 * the pad.  Errors as above. */
MUST_CHECK int ipmap_new_cryptopan(struct ipmap **out,
				   const uint8_t key[static 32]);
/* Wipes; NULL is allowed. */
void ipmap_free(struct ipmap *m);

/* One thread's memory of recent results and its cipher contexts; NULL is
 * allowed everywhere below and slower.  May be used with several maps, one
 * after the other: it forgets what belongs to another key or mode. */
MUST_CHECK int ip_cache_new(struct ip_cache **out);
void ip_cache_free(struct ip_cache *c);

/* Host byte order for IPv4, network order bytes for IPv6. */
uint32_t ipmap_v4(const struct ipmap *m, struct ip_cache *c, uint32_t addr);
void ipmap_v6(const struct ipmap *m, struct ip_cache *c,
	      const uint8_t addr[static 16], uint8_t out[static 16]);

/* The way back (not cached). */
uint32_t ipmap_v4_back(const struct ipmap *m, uint32_t addr);
void ipmap_v6_back(const struct ipmap *m, const uint8_t addr[static 16],
		   uint8_t out[static 16]);

/*
 * The classes of DESIGN's closed list.  An IPv6 address with an IPv4 address
 * inside has the class of that (in 2001::/32, of the client), but is IP_KEPT
 * only if the whole of it stays as it is.
 */
enum ip_class { IP_ORDINARY, IP_SPECIAL, IP_KEPT };
enum ip_class ip4_class(uint32_t addr);
enum ip_class ip6_class(const uint8_t addr[static 16]);

/* An address is written in its usual text form: dotted quad; RFC 5952.
 * Returns the length (at most 15 and 45). */
enum { IP4_TEXT_MAX = 15, IP6_TEXT_MAX = 45 };
size_t ip4_text(uint32_t addr, uint8_t out[static IP4_TEXT_MAX]);
size_t ip6_text(const uint8_t addr[static 16],
		uint8_t out[static IP6_TEXT_MAX]);

#endif
