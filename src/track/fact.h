/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fact.h - what analysis may read of one packet.
 *
 * A fact is made from an original or from its anonymized form and is the same
 * for both, but for the values of hashes and addresses (equal stays equal,
 * different stays different) and of the absolute time (differences stay).
 * Nothing that share generalises away is in here.
 */
#ifndef SIANTO_TRACK_FACT_H
#define SIANTO_TRACK_FACT_H

#include "base/span.h"
#include "packet/packet.h"
#include "sip/sip.h"

enum fact_kind {
	FACT_SIP,
	FACT_KEEPALIVE, /* payload of CR, LF, NUL only */
	FACT_CUT,	/* payload not kept; reason in .cut */
	FACT_OTHER,	/* ARP, empty segments, bare headers */
};

/* What a FACT_KEEPALIVE is made of. */
enum fact_blank {
	FACT_BLANK_CRLF,
	FACT_BLANK_CRLFCRLF,
	FACT_BLANK_ZERO, /* NULs only */
	FACT_BLANK_OTHER,
};

/* 64-bit keyed hashes; 0 means absent. */
struct fact {
	int64_t time_us;    /* packet clock, as written in that file */
	uint64_t number;    /* of the packet, from 0, over all inputs */
	uint8_t kind;	    /* enum fact_kind */
	uint8_t cut;	    /* enum pkt_cut */
	uint8_t blank;	    /* enum fact_blank */
	uint8_t ip_version; /* 4, 6, 0 */
	uint8_t link_layer; /* enum pkt_layer_type of the first layer */
	uint8_t last_layer; /* enum pkt_layer_type of the last header */
	uint8_t protocol;   /* LAYER_UDP, LAYER_TCP, LAYER_SCTP,
				    LAYER_ICMP4, LAYER_ICMP6, LAYER_ARP, or
				    LAYER_CUT for none of them */
	bool quoted;	    /* SIP inside an ICMP error: not counted as a
				    message */
	uint64_t src, dst;  /* hash of address; 0 without IP */
	uint16_t sport, dport;
	/* SIP only */
	bool request;
	uint8_t method; /* enum sip_method (of CSeq in a response) */
	uint8_t cseq_method;
	uint16_t code;
	uint32_t cseq;
	uint32_t faults; /* bits of enum sip_fault */
	uint64_t callid, from_tag, to_tag;
	uint64_t branch; /* of the top Via; 0 also without the cookie z9hG4bK
			    (RFC 2543 branches identify nothing) */
	uint64_t from_aor, to_aor, request_aor; /* user and host, canonical */
	uint64_t contact;      /* first Contact: user, host and port */
	uint64_t contact_host; /* hash of its address, as .src; 0 if a name */
	uint64_t via_host;     /* top Via's address, as .src; 0 if a name */
	uint8_t contacts;      /* 255 = "*" */
	uint32_t expires, contact_expires, retry_after; /* UINT32_MAX absent */
	uint8_t transport; /* enum fact_transport, of the top Via */
	uint8_t event;	   /* enum fact_event */
	uint16_t agent;	   /* index from stats_agent_of(), 0 none, 1 other */
	bool has_auth;
	bool has_sdp;
};

#define FACT_TRANSPORTS(X) \
	X(NONE, "none")    \
	X(OTHER, "other")  \
	X(UDP, "UDP")      \
	X(TCP, "TCP")      \
	X(TLS, "TLS")      \
	X(SCTP, "SCTP")    \
	X(WS, "WS")        \
	X(WSS, "WSS")
enum fact_transport {
#define FACT_X(name, text) FACT_TRANSPORT_##name,
	FACT_TRANSPORTS(FACT_X)
#undef FACT_X
	    FACT_TRANSPORT_COUNT
};

#define FACT_EVENTS(X)                \
	X(NONE, "none")               \
	X(OTHER, "other")             \
	X(KEEPALIVE, "keep-alive")    \
	X(PRESENCE, "presence")       \
	X(REG, "reg")                 \
	X(DIALOG, "dialog")           \
	X(SUMMARY, "message-summary") \
	X(REFER, "refer")             \
	X(CONFERENCE, "conference")   \
	X(UAPROFILE, "ua-profile")
enum fact_event {
#define FACT_X(name, text) FACT_EVENT_##name,
	FACT_EVENTS(FACT_X)
#undef FACT_X
	    FACT_EVENT_COUNT
};

#endif
