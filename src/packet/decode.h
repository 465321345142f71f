/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode.h - inside the room: the decoder's cursor and its steps.
 *
 * Each step reads one header at .off, writes its layer down and calls the
 * next.  Every step that finds nothing to follow ends in pkt__cut() or
 * pkt__leaf(); recursion is bounded by PKT_LAYERS_MAX, and ICMP quotes are
 * not followed inside quotes.
 */
#ifndef SIANTO_PACKET_DECODE_H
#define SIANTO_PACKET_DECODE_H

#include "base/rd.h"
#include "packet/packet.h"

struct dec {
	struct pkt *out;
	const uint8_t *p; /* the frame */
	uint32_t off;	  /* the next byte */
	uint32_t cap;	  /* captured bytes of the enclosing layer end here, */
	uint32_t end;	  /* its bytes on the wire here, */
	uint32_t words;	  /* and here by its own words: > end in quotes only */
	bool quoted;	  /* inside a packet quoted by ICMP */
	bool free;	  /* the next length may go past the end: quotes */
};

/* Ethertypes and their like. */
enum {
	ETH_LLC_MAX = 1500, /* up to here a length (IEEE 802.3, 3.2.6) */
	ETH_IP4 = 0x0800,
	ETH_ARP = 0x0806,
	ETH_VLAN = 0x8100,
	ETH_IP6 = 0x86dd,
	ETH_MPLS = 0x8847,
	ETH_MPLS_MULTI = 0x8848,
	ETH_PPPOE = 0x8864,
	ETH_QINQ = 0x88a8,
	ETH_QINQ_OLD = 0x9100,
	PPP_IP4 = 0x0021,
	PPP_IP6 = 0x0057,
};

/* IP protocol numbers and IPv6 extension headers. */
enum {
	IPP_HOPOPT = 0,
	IPP_ICMP4 = 1,
	IPP_IPIP = 4,
	IPP_TCP = 6,
	IPP_UDP = 17,
	IPP_IP6 = 41,
	IPP_ROUTING = 43,
	IPP_FRAGMENT = 44,
	IPP_GRE = 47,
	IPP_ESP = 50,
	IPP_AH = 51,
	IPP_ICMP6 = 58,
	IPP_NONE = 59,
	IPP_DSTOPT = 60,
	IPP_IPIP_OLD = 94,
	IPP_ETHERIP = 97,
	IPP_ENCAP = 98,
	IPP_L2TP = 115,
	IPP_SCTP = 132,
	IPP_MPLS = 137,
};

/* ICMP messages by number (RFC 792, 4443, 4861). */
enum {
	ICMP4_ECHO_REPLY = 0,
	ICMP4_UNREACHABLE = 3,
	ICMP4_QUENCH = 4,
	ICMP4_REDIRECT = 5,
	ICMP4_ECHO = 8,
	ICMP4_ROUTER = 9,
	ICMP4_SOLICIT = 10,
	ICMP4_TIME_EXCEEDED = 11,
	ICMP4_PARAMETER = 12,
	ICMP4_TIMESTAMP = 13,
	ICMP4_MASK_REPLY = 18,
	ICMP6_UNREACHABLE = 1,
	ICMP6_TOO_BIG = 2,
	ICMP6_TIME_EXCEEDED = 3,
	ICMP6_PARAMETER = 4,
	ICMP6_ECHO = 128,
	ICMP6_ECHO_REPLY = 129,
	NDP_RS = 133,
	NDP_RA = 134,
	NDP_NS = 135,
	NDP_NA = 136,
	NDP_REDIRECT = 137,
};

/* Is ethertype t that of a VLAN tag? */
static inline bool pkt__is_vlan(uint16_t t)
{
	return t == ETH_VLAN || t == ETH_QINQ || t == ETH_QINQ_OLD;
}

/* Captured bytes left. */
static inline uint32_t dec_left(const struct dec *d)
{
	return d->cap - d->off;
}

/* Writes a header of n captured bytes down and steps over it; false, and
 * the packet is finished, when there are too many layers. */
bool pkt__add(struct dec *d, enum pkt_layer_type type, uint32_t n);
/* The index of the layer written last. */
static inline unsigned dec_index(const struct dec *d)
{
	return d->out->count - 1u;
}

/* Are the next n header bytes captured?  If not the packet is finished. */
bool pkt__need(struct dec *d, uint32_t n);
/* A length field says the layer ends at `to` (>= off).  Returns the lie. */
uint32_t pkt__bound(struct dec *d, uint32_t to);
/* The rest is not followed.  Nothing left: the last header is the end. */
void pkt__cut(struct dec *d, enum pkt_cut why);
/* The rest is transport payload. */
void pkt__leaf(struct dec *d);

/* Is everything from off on captured, up to the layer's own words? */
static inline bool dec_whole(const struct dec *d)
{
	return d->cap == d->words;
}

/* The steps. */
void pkt__link(struct dec *d, uint16_t linktype);
void pkt__ethertype(struct dec *d, uint16_t type);
void pkt__ip4(struct dec *d);
void pkt__ip6(struct dec *d);
void pkt__udp(struct dec *d);
void pkt__tcp(struct dec *d);
void pkt__sctp(struct dec *d);
void pkt__icmp4(struct dec *d);
void pkt__icmp6(struct dec *d);
void pkt__ndp(struct dec *d, bool csum_bad);

/* Bytes of the fixed part of an NDP message; 0 for another ICMPv6 type. */
uint32_t pkt__ndp_fixed(uint8_t type);
/* Is this ICMPv4 (ICMPv6) message an error that quotes a packet? */
bool pkt__icmp4_quotes(uint8_t type);
bool pkt__icmp6_quotes(uint8_t type);
/* Can it be followed by RFC 4884 extensions? */
static inline bool pkt__icmp4_extends(uint8_t type)
{
	return type == ICMP4_UNREACHABLE || type == ICMP4_TIME_EXCEEDED ||
	       type == ICMP4_PARAMETER;
}

static inline bool pkt__icmp6_extends(uint8_t type)
{
	return type == ICMP6_UNREACHABLE || type == ICMP6_TIME_EXCEEDED;
}

#endif
