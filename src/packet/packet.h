/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packet.h - a captured frame to layers.
 *
 * The decoder walks from the link layer to the transport payload and writes
 * down where each layer begins.  It never reads past caplen and never trusts
 * a length.  What it cannot follow ends in a LAYER_CUT: the rest of the frame
 * is not copied.
 *
 * Thread rule: no state outside the arguments.
 */
#ifndef SIANTO_PACKET_PACKET_H
#define SIANTO_PACKET_PACKET_H

#include "base/span.h"

enum pkt_layer_type {
	LAYER_ETHERNET,
	LAYER_VLAN, /* 802.1Q, 802.1ad: any number of tags */
	LAYER_SLL,  /* Linux cooked v1 */
	LAYER_SLL2,
	LAYER_NULL,  /* BSD loopback, either byte order; LOOP */
	LAYER_RAW,   /* no bytes: raw IP */
	LAYER_PPPOE, /* session, with the PPP protocol field */
	LAYER_PPP,   /* LINKTYPE_PPP */
	LAYER_ARP,
	LAYER_IP4,
	LAYER_IP6,
	LAYER_IP6EXT, /* one extension header */
	LAYER_UDP,
	LAYER_TCP,
	LAYER_SCTP,
	LAYER_ICMP4,
	LAYER_ICMP6,
	LAYER_QUOTE,   /* an IP packet quoted by ICMP: IP layers follow */
	LAYER_PAYLOAD, /* transport payload: the last layer */
	LAYER_CUT,     /* not followed: the last layer; reason in .arg */
	LAYER_ERF,     /* ERF record header with its two bytes of padding */
	LAYER_TYPE_COUNT
};

/* Why a payload is cut.  X(name, key, text) */
#define PKT_CUTS(X)                                                         \
	X(NOT_SIP, "not-sip", "UDP payload that is not SIP")                \
	X(TCP, "tcp", "TCP payload")                                        \
	X(SCTP, "sctp", "SCTP chunks")                                      \
	X(FRAGMENT, "fragment", "IP fragment")                              \
	X(TUNNEL, "tunnel", "tunnelled packet")                             \
	X(ESP, "esp", "ESP or AH")                                          \
	X(IP_PROTOCOL, "ip-protocol", "other protocol over IP")             \
	X(ETHERTYPE, "ethertype", "other protocol on the link")             \
	X(QUOTE, "icmp-quote", "payload quoted by ICMP that is not SIP")    \
	X(ICMP, "icmp", "ICMP data that quotes nothing")                    \
	X(START_LINE, "start-line", "SIP cut inside its start line")        \
	X(TOO_LARGE, "too-large", "message that would pass a length field") \
	X(TRUNCATED, "truncated", "header cut by the snaplen")              \
	X(BAD_HEADER, "bad-header", "header that contradicts itself")       \
	X(TOO_DEEP, "too-deep", "more layers than are followed")

enum pkt_cut {
#define PKT_X(name, key, text) PKT_CUT_##name,
	PKT_CUTS(PKT_X)
#undef PKT_X
	    PKT_CUT_COUNT
};

enum { PKT_LAYERS_MAX = 32 };

struct pkt_layer {
	uint8_t type;
	uint8_t arg;  /* LAYER_CUT: enum pkt_cut; LAYER_IP6EXT: its number */
	uint32_t off; /* from the start of the frame */
	uint32_t len; /* bytes of the header; of PAYLOAD and CUT: captured
			   bytes that belong to it (no padding, no trailer) */
};

/*
 * Lengths that contradict each other: a length field that claims less than
 * its surroundings hold ends its layer (the rest is padding or a trailer); one
 * that claims more is believed as far as the surroundings go, and `lie` says
 * how much it exaggerates.  An IP length of 0 (segmentation offload) stands
 * for "to the end of the frame".  A header that is longer than the layer it
 * is in, or has an impossible length or version, is a LAYER_CUT from its
 * first byte (PKT_CUT_BAD_HEADER).
 *
 * A header cut by the snaplen (PKT_CUT_TRUNCATED) is cut from its first byte;
 * only IPv4 and TCP whose fixed 20 bytes are there, and NDP up to its last
 * whole option, are layers followed by the cut.  Of TCP and SCTP headers
 * quoted by ICMP the first 8 bytes are a layer (RFC 792).
 */
struct pkt {
	struct span frame; /* the captured bytes */
	uint32_t wire_len; /* bytes on the wire, >= frame.n */
	struct pkt_layer layer[PKT_LAYERS_MAX];
	uint8_t count;
	int8_t ip;	       /* index of the outermost IP layer, -1 */
	int8_t transport;      /* index of the outermost UDP/TCP/SCTP that
				    is not quoted by ICMP, -1 */
	uint32_t payload_wire; /* length of the last layer by the headers'
				    own words (>= layer.len when cut) */
	uint32_t payload_room; /* of these, the bytes inside this frame: less
				    only when the last layer is quoted by ICMP,
				    which rarely quotes all of a packet */
	bool whole;	       /* all bytes of the last layer are captured */
	bool more_padding;     /* the frame goes on behind the last layer */
	bool csum_bad[PKT_LAYERS_MAX]; /* checksum of that layer is present,
				    can be verified, and is wrong */
	uint32_t lie[PKT_LAYERS_MAX];  /* bytes that the length field of that
				    layer claims beyond those there are */
};

/* Can frames of this LINKTYPE_ be decoded? */
bool pkt_linktype_known(uint16_t linktype);
/* What to tell a user about one that cannot ("editcap -T ...", never NULL). */
const char *pkt_linktype_advice(uint16_t linktype);

/* Decodes a frame.  Always gives at least one layer; the last one is
 * LAYER_PAYLOAD, LAYER_CUT, LAYER_ARP or a header without payload.  Entries
 * of the arrays from .count on are not set. */
void pkt_decode(uint16_t linktype, struct span frame, uint32_t wire_len,
		struct pkt *out);

/* The last layer. */
static inline const struct pkt_layer *pkt_last(const struct pkt *p)
{
	return &p->layer[p->count - 1];
}

/* RFC 1071 sum (not folded, not inverted) of s added to `sum`; `odd` tells
 * whether an odd number of bytes came before. */
uint64_t csum_add(uint64_t sum, struct span s, bool odd);
/* Folded to 16 bits (not inverted). */
uint16_t csum_fold(uint64_t sum);
/* CRC32c as SCTP uses it. */
uint32_t crc32c(struct span s);

#endif
