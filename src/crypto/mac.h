/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mac.h - link-layer addresses to link-layer addresses.
 *
 * The 46 bits of an address that are not flags go through a keyed
 * permutation; the result has the locally administered bit set.  Groups stay
 * groups, under a permutation of their own.  That an address was locally
 * administered is not kept, so the way back gives a universal one.
 *
 * Thread rule: const after init.
 */
#ifndef SIANTO_CRYPTO_MAC_H
#define SIANTO_CRYPTO_MAC_H

#include "crypto/perm.h"

enum { MAC_LEN = 6 };

struct mac_map {
	struct perm perm;
};

/* Sub-key "mac". */
void mac_map_init(struct mac_map *m, const struct keys *k);
void mac_map_wipe(struct mac_map *m);

/*
 * Addresses that stay as they are: zero, broadcast, 01:80:c2:00:00:xx (bridge
 * protocols), and the two that hold an IP multicast address (01:00:5e with a
 * 0 bit after it, 33:33).  The caller must recompute those two from the
 * mapped IP address: they hold 23 or 32 bits of the original one.
 */
bool mac_kept(const uint8_t mac[static MAC_LEN]);
/* Is it one of the two that hold an IP multicast address? */
bool mac_is_ip_multicast(const uint8_t mac[static MAC_LEN]);

/* Kept ones stay; in and out may be the same. */
void mac_map_apply(const struct mac_map *m, const uint8_t in[static MAC_LEN],
		   uint8_t out[static MAC_LEN]);
/* The way back; the locally administered bit is clear. */
void mac_map_invert(const struct mac_map *m, const uint8_t in[static MAC_LEN],
		    uint8_t out[static MAC_LEN]);

#endif
