/* SPDX-License-Identifier: Apache-2.0 */
/* Link layers: https://www.tcpdump.org/linktypes.html, IEEE 802.3, 802.1Q */
#include "packet/decode.h"
#include "packet/linktype.h"

enum {
	ETHERNET_LEN = 14,
	SLL_LEN = 16,
	SLL2_LEN = 20,
	ARP_LEN = 28,
	PPPOE_LEN = 6,
	ERF_LEN = 16,
	ERF_ETHERNET = 2,
	ERF_FCS = 4,
};

/* 802.3: the field is a length, LLC follows. */
static void ethertype_or_len(struct dec *d, uint16_t type)
{
	if (type <= ETH_LLC_MAX)
		d->out->lie[dec_index(d)] = pkt__bound(d, d->off + type);
	pkt__ethertype(d, type);
}

static void vlan(struct dec *d, uint16_t type)
{
	uint32_t n = 0;

	while (pkt__is_vlan(type) && dec_left(d) - n >= 4) {
		type = get_be16(d->p + d->off + n + 2);
		n += 4;
	}
	if (n > 0 && !pkt__add(d, LAYER_VLAN, n))
		return;
	if (pkt__is_vlan(type))
		(void)pkt__need(d, 4);
	else
		ethertype_or_len(d, type);
}

/* RFC 826, for Ethernet and IPv4.  Others are nothing we could rewrite. */
static void arp(struct dec *d)
{
	static const uint8_t kind[6] = {0x00, 0x01, 0x08, 0x00, 6, 4};
	const uint8_t *h = d->p + d->off;

	if (dec_left(d) >= sizeof(kind) && memcmp(h, kind, sizeof(kind))) {
		pkt__cut(d, PKT_CUT_ETHERTYPE);
		return;
	}
	if (!pkt__need(d, ARP_LEN))
		return;
	(void)pkt__bound(d, d->off + ARP_LEN);
	if (pkt__add(d, LAYER_ARP, ARP_LEN))
		pkt__cut(d, PKT_CUT_ETHERTYPE);
}

static void ppp_protocol(struct dec *d, uint16_t proto)
{
	if (proto == PPP_IP4)
		pkt__ip4(d);
	else if (proto == PPP_IP6)
		pkt__ip6(d);
	else
		pkt__cut(d, PKT_CUT_ETHERTYPE);
}

/* RFC 2516 section 4, code 0; the PPP protocol is two bytes there. */
static void pppoe(struct dec *d)
{
	const uint8_t *h = d->p + d->off;
	uint16_t len;

	if (dec_left(d) >= 2 && (h[0] != 0x11 || h[1] != 0)) {
		pkt__cut(d, PKT_CUT_ETHERTYPE);
		return;
	}
	if (!pkt__need(d, PPPOE_LEN + 2))
		return;
	len = get_be16(h + 4);
	if (len < 2) {
		pkt__cut(d, PKT_CUT_BAD_HEADER);
		return;
	}
	uint32_t lie = pkt__bound(d, d->off + PPPOE_LEN + len);

	if (!pkt__add(d, LAYER_PPPOE, PPPOE_LEN + 2))
		return;
	d->out->lie[dec_index(d)] = lie;
	ppp_protocol(d, get_be16(h + PPPOE_LEN));
}

void pkt__ethertype(struct dec *d, uint16_t type)
{
	if (type == ETH_IP4) {
		pkt__ip4(d);
	} else if (type == ETH_IP6) {
		pkt__ip6(d);
	} else if (type == ETH_ARP) {
		arp(d);
	} else if (pkt__is_vlan(type)) {
		vlan(d, type);
	} else if (type == ETH_PPPOE) {
		pppoe(d);
	} else if (type == ETH_MPLS || type == ETH_MPLS_MULTI) {
		pkt__cut(d, PKT_CUT_TUNNEL);
	} else {
		pkt__cut(d, PKT_CUT_ETHERTYPE);
	}
}

static void ethernet(struct dec *d)
{
	if (pkt__need(d, ETHERNET_LEN) &&
	    pkt__add(d, LAYER_ETHERNET, ETHERNET_LEN))
		ethertype_or_len(d, get_be16(d->p + d->off - 2));
}

static void sll(struct dec *d)
{
	if (pkt__need(d, SLL_LEN) && pkt__add(d, LAYER_SLL, SLL_LEN))
		pkt__ethertype(d, get_be16(d->p + d->off - 2));
}

static void sll2(struct dec *d)
{
	if (pkt__need(d, SLL2_LEN) && pkt__add(d, LAYER_SLL2, SLL2_LEN))
		pkt__ethertype(d, get_be16(d->p + d->off - SLL2_LEN));
}

/* By version: the family's number differs from system to system. */
static void ip_by_version(struct dec *d)
{
	if (!pkt__need(d, 1))
		return;
	if (d->p[d->off] >> 4 == 4)
		pkt__ip4(d);
	else if (d->p[d->off] >> 4 == 6)
		pkt__ip6(d);
	else
		pkt__cut(d, PKT_CUT_BAD_HEADER);
}

/* The address family in the byte order of the capturing host.  A family is
 * a small number; anything else is no such header and is not copied. */
static void null_loop(struct dec *d)
{
	uint32_t family;

	if (!pkt__need(d, 4))
		return;
	family = get_be32(d->p + d->off);
	if (family > 255)
		family = get_le32(d->p + d->off);
	if (family > 255) {
		pkt__cut(d, PKT_CUT_BAD_HEADER);
		return;
	}
	if (!pkt__add(d, LAYER_NULL, 4))
		return;
	if (family == 2)
		pkt__ip4(d);
	else if (family == 10 || family == 23 || family == 24 || family == 28 ||
		 family == 30)
		pkt__ip6(d);
	else
		pkt__cut(d, PKT_CUT_ETHERTYPE);
}

/* RFC 1661, with or without the address and control bytes of RFC 1662; the
 * protocol may be compressed to one (odd) byte. */
static void ppp(struct dec *d)
{
	const uint8_t *h = d->p;
	uint32_t n = 0, left = dec_left(d);

	if (left >= 2 && h[0] == 0xff && h[1] == 0x03)
		n = 2;
	n += left > n && h[n] & 1 ? 1 : 2;
	if (!pkt__need(d, n) || !pkt__add(d, LAYER_PPP, n))
		return;
	ppp_protocol(d, n & 1 ? h[n - 1] : get_be16(h + n - 2));
}

/* Bytes of an ERF header with its extension headers; 0 when they do not end
 * within the captured bytes. */
static uint32_t erf_len(const struct dec *d)
{
	uint32_t n = ERF_LEN;
	bool more = d->p[8] & 0x80;

	while (more && d->cap - n >= 8) {
		more = d->p[n] & 0x80;
		n += 8;
	}
	return more ? 0 : n;
}

/* Endace's extensible record format.  Ethernet records carry the frame with
 * its FCS behind two bytes of padding. */
static void erf_record(struct dec *d)
{
	uint32_t n;
	uint16_t wire;

	if (!pkt__need(d, ERF_LEN))
		return;
	n = erf_len(d);
	if (n == 0 || (d->p[8] & 0x7f) != ERF_ETHERNET || d->cap - n < 2) {
		if (pkt__add(d, LAYER_ERF, ERF_LEN))
			pkt__cut(d, PKT_CUT_ETHERTYPE);
		return;
	}
	n += 2;
	wire = get_be16(d->p + 14);
	wire = (uint16_t)(wire > ERF_FCS ? wire - ERF_FCS : 0);
	/* The record on the disk says nothing of the frame's own length. */
	d->free = true;
	(void)pkt__bound(d, n + wire);
	d->end = d->words;
	if (pkt__add(d, LAYER_ERF, n))
		ethernet(d);
}

static void raw(struct dec *d, uint16_t linktype)
{
	if (!pkt__add(d, LAYER_RAW, 0))
		return;
	if (linktype == LINK_IP4)
		pkt__ip4(d);
	else if (linktype == LINK_IP6)
		pkt__ip6(d);
	else
		ip_by_version(d);
}

void pkt__link(struct dec *d, uint16_t linktype)
{
	switch (linktype) {
	case LINK_ETHERNET:
		ethernet(d);
		break;
	case LINK_SLL:
		sll(d);
		break;
	case LINK_SLL2:
		sll2(d);
		break;
	case LINK_NULL:
	case LINK_LOOP:
		null_loop(d);
		break;
	case LINK_PPP:
		ppp(d);
		break;
	case LINK_ERF:
		erf_record(d);
		break;
	case LINK_RAW:
	case LINK_RAW_12:
	case LINK_RAW_14:
	case LINK_IP4:
	case LINK_IP6:
		raw(d, linktype);
		break;
	default:
		pkt__cut(d, PKT_CUT_ETHERTYPE);
		break;
	}
}
