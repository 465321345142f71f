/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/mac.h"

#include "base/rd.h"

/* IEEE 802, first octet: group, and locally administered. */
enum { GROUP = 1, LOCAL = 2 };

void mac_map_init(struct mac_map *m, const struct keys *k)
{
	perm_init(&m->perm, k, "mac", (uint64_t)1 << 46);
}

void mac_map_wipe(struct mac_map *m)
{
	key_wipe(m, sizeof(*m));
}

bool mac_is_ip_multicast(const uint8_t mac[static MAC_LEN])
{
	/* RFC 1112 section 6.4, RFC 2464 section 7 */
	return (mac[0] == 0x01 && mac[1] == 0x00 && mac[2] == 0x5e &&
		mac[3] < 0x80) ||
	       (mac[0] == 0x33 && mac[1] == 0x33);
}

bool mac_kept(const uint8_t mac[static MAC_LEN])
{
	static const uint8_t zero[MAC_LEN];
	static const uint8_t broadcast[MAC_LEN] = {0xff, 0xff, 0xff,
						   0xff, 0xff, 0xff};
	/* IEEE 802.1Q table 8-1 and its neighbours */
	static const uint8_t bridge[MAC_LEN - 1] = {0x01, 0x80, 0xc2, 0, 0};

	return memcmp(mac, zero, MAC_LEN) == 0 ||
	       memcmp(mac, broadcast, MAC_LEN) == 0 ||
	       memcmp(mac, bridge, sizeof(bridge)) == 0 ||
	       mac_is_ip_multicast(mac);
}

/* The 46 bits without the two flags. */
static uint64_t pack(const uint8_t mac[static MAC_LEN])
{
	return (uint64_t)(mac[0] >> 2) << 40 | (uint64_t)mac[1] << 32 |
	       get_be32(mac + 2);
}

static void unpack(uint64_t x, unsigned flags, uint8_t mac[static MAC_LEN])
{
	mac[0] = (uint8_t)(x >> 40 << 2 | flags);
	mac[1] = (uint8_t)(x >> 32);
	put_be32(mac + 2, (uint32_t)x);
}

/*
 * An image that is a kept address is mapped on (among groups, the local bit
 * makes 33:33 and broadcast of them).  Exact but for groups that differ from
 * those in the local bit alone, 31:33:... and fd:ff:ff:ff:ff:ff; nobody uses
 * them, and they are mapped like the others.
 */
void mac_map_apply(const struct mac_map *m, const uint8_t in[static MAC_LEN],
		   uint8_t out[static MAC_LEN])
{
	unsigned group = in[0] & GROUP;
	uint64_t x = pack(in);

	if (mac_kept(in)) {
		memmove(out, in, MAC_LEN);
		return;
	}
	do {
		x = perm_apply(&m->perm, group, x);
		unpack(x, group | LOCAL, out);
	} while (mac_kept(out));
}

void mac_map_invert(const struct mac_map *m, const uint8_t in[static MAC_LEN],
		    uint8_t out[static MAC_LEN])
{
	unsigned group = in[0] & GROUP;
	uint64_t x = pack(in);

	if (mac_kept(in)) {
		memmove(out, in, MAC_LEN);
		return;
	}
	do {
		x = perm_invert(&m->perm, group, x);
		unpack(x, group | LOCAL, out);
	} while (mac_kept(out));
	out[0] = (uint8_t)(out[0] & ~LOCAL);
}
