/* SPDX-License-Identifier: Apache-2.0 */
/*
 * net.h - puts payloads into Ethernet, VLAN, IPv4 or IPv6, UDP, TCP and ICMP
 * with right lengths and checksums, in fragments where the MTU asks for it.
 */
#ifndef SIANTO_SAMPLE_NET_H
#define SIANTO_SAMPLE_NET_H

#include "trace.h"

enum { NET_MTU = 1500, NET_QUOTE_MAX = 548 };

struct net_end {
	uint8_t ip[16]; /* IPv4 in the first four */
	uint16_t port;
};

struct net_path {
	struct net_end src, dst;
	bool v6;
	bool up;       /* towards the server: decides the MAC addresses */
	uint16_t vlan; /* 0: none */
};

struct net {
	struct trace *trace;
	uint64_t us; /* time of the packets being made */
	uint16_t ip_id;
	struct buf frame;
	uint64_t fragments; /* written */
};

void net_init(struct net *n, struct trace *t);
void net_free(struct net *n);

void net_udp(struct net *n, const struct net_path *p, struct span payload);

struct net_tcp {
	uint32_t seq, ack;
	uint8_t flags; /* as on the wire: FIN 1, SYN 2, RST 4, PSH 8, ACK 16 */
};
void net_tcp(struct net *n, const struct net_path *p, struct net_tcp tcp,
	     struct span payload);

/* Port unreachable about the start `quote` of an IP packet that went the
 * other way of p. */
void net_unreachable(struct net *n, const struct net_path *p,
		     struct span quote);

/* The start of the IP packet in the last frame, as an ICMP error quotes it. */
struct span net_quote(const struct net *n, const struct net_path *p);

/* The other way of a path. */
struct net_path net_back(const struct net_path *p);

#endif
