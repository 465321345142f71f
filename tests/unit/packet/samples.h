/* SPDX-License-Identifier: Apache-2.0 */
/*
 * samples.h - the frames every test of packet and rewrite runs over.
 *
 * `layers` is what the decoder must find.  `same`: with maps that change
 * nothing and the same payload, rewriting must give the same bytes.
 */
#ifndef SIANTO_TESTS_SAMPLES_H
#define SIANTO_TESTS_SAMPLES_H

#include <stdbool.h>
#include <stdint.h>

struct sample {
	uint16_t linktype;
	bool same;
	const char *recipe;
	const char *layers;
};

enum { E = 1 };

static const struct sample samples[] = {
    {E, true, "eth ip4 udp text:550", "eth ip4 udp PAYLOAD"},
    {E, true, "eth ip4 udp text:551", "eth ip4 udp PAYLOAD"},
    {E, true, "eth ip4 udp text:1", "eth ip4 udp PAYLOAD"},
    {E, true, "eth ip4 udp text:4 pad", "eth ip4 udp PAYLOAD"},
    {E, true, "eth ip4 udp pad", "eth ip4 udp"},
    {E, true, "eth ip4 udp", "eth ip4 udp"},
    {E, true, "eth ip4 udp0 text:33", "eth ip4 udp PAYLOAD"},
    {E, true, "eth ip4opt udp text:40", "eth ip4 udp PAYLOAD"},
    {E, true, "eth ip4group mcast udp text:40", "eth ip4 udp PAYLOAD"},
    {E, true, "eth vlan:100 ip4 udp text:40", "eth vlan ip4 udp PAYLOAD"},
    {E, true, "eth qinq:7 vlan:100 ip4 udp text:40",
     "eth vlan ip4 udp PAYLOAD"},
    {E, true, "eth vlan:100 ip4 udp text:2 pad", "eth vlan ip4 udp PAYLOAD"},
    {E, true, "eth pppoe:21 ip4 udp text:40", "eth pppoe ip4 udp PAYLOAD"},
    {E, true, "eth pppoe:21 ip6 udp text:40", "eth pppoe ip6 udp PAYLOAD"},
    {E, true, "eth ip6 udp text:77", "eth ip6 udp PAYLOAD"},
    {E, true, "eth ip6 hbh udp text:77", "eth ip6 ext udp PAYLOAD"},
    {E, true, "eth ip6 hbh dst rh0 udp text:9",
     "eth ip6 ext ext ext udp PAYLOAD"},
    {E, true, "eth ip6 srh udp text:9", "eth ip6 ext udp PAYLOAD"},
    {E, true, "eth ip6 frag6:0 udp text:9", "eth ip6 ext udp PAYLOAD"},
    {113, true, "sll ip4 udp text:40", "sll ip4 udp PAYLOAD"},
    {113, true, "sll vlan:9 ip6 udp text:40", "sll vlan ip6 udp PAYLOAD"},
    {276, true, "sll2 ip4 udp text:40", "sll2 ip4 udp PAYLOAD"},
    {0, true, "null ip4 udp text:40", "null ip4 udp PAYLOAD"},
    {0, true, "null ip6 udp text:40", "null ip6 udp PAYLOAD"},
    {108, true, "loop ip4 udp text:40", "null ip4 udp PAYLOAD"},
    {101, true, "ip4 udp text:40", "raw ip4 udp PAYLOAD"},
    {101, true, "ip6 udp text:40", "raw ip6 udp PAYLOAD"},
    {12, true, "ip4 udp text:40", "raw ip4 udp PAYLOAD"},
    {228, true, "ip4 udp text:40", "raw ip4 udp PAYLOAD"},
    {229, true, "ip6 udp text:40", "raw ip6 udp PAYLOAD"},
    {9, true, "ppp ip4 udp text:40", "ppp ip4 udp PAYLOAD"},
    {9, true, "ppp ip6 udp text:40", "ppp ip6 udp PAYLOAD"},
    {197, true, "erf eth ip4 udp text:40", "erf eth ip4 udp PAYLOAD"},
    {197, true, "erf eth ip4 udp text:4 pad", "erf eth ip4 udp PAYLOAD"},
    {E, true, "eth ip4 tcp pad", "eth ip4 tcp"},
    {E, true, "eth ip4 tcpopt", "eth ip4 tcp"},
    {E, true, "eth ip6 tcp", "eth ip6 tcp"},
    {E, false, "eth ip4 tcpts", "eth ip4 tcp"},
    {E, false, "eth ip4 tcpts text:120", "eth ip4 tcp CUT:tcp"},
    {E, false, "eth ip6 tcp text:121", "eth ip6 tcp CUT:tcp"},
    {E, false, "eth ip4 sctp text:64", "eth ip4 sctp CUT:sctp"},
    {E, false, "eth ip4:0x2000 udp text:120", "eth ip4 CUT:fragment"},
    {E, false, "eth ip4:0x0011 text:57", "eth ip4 CUT:fragment"},
    {E, false, "eth ip6 frag6:1 udp text:120", "eth ip6 ext CUT:fragment"},
    {E, false, "eth ip6 frag6:136 text:57", "eth ip6 ext CUT:fragment"},
    {E, false, "eth ip4 ip4 udp text:40", "eth ip4 CUT:tunnel"},
    {E, false, "eth ip4 ip6 udp text:40", "eth ip4 CUT:tunnel"},
    {E, false, "eth ip6 proto:47 text:40", "eth ip6 CUT:tunnel"},
    {E, false, "eth type:0x8847 text:40", "eth CUT:tunnel"},
    {E, false, "eth ip4 proto:50 text:40", "eth ip4 CUT:esp"},
    {E, false, "eth ip6 proto:51 text:40", "eth ip6 CUT:esp"},
    {E, false, "eth ip4 proto:2 text:8 pad", "eth ip4 CUT:ip-protocol"},
    {E, false, "eth ip6 proto:59 text:8", "eth ip6 CUT:ip-protocol"},
    {E, false, "eth llc pad", "eth CUT:ethertype"},
    {E, false, "eth vlan:5 llc pad", "eth vlan CUT:ethertype"},
    {E, false, "eth type:0x88cc text:90", "eth CUT:ethertype"},
    {E, true, "eth arp pad", "eth arp"},
    {E, true, "eth arp", "eth arp"},
    {113, true, "sll arp", "sll arp"},
    {E, false, "eth ip4 icmp:8 text:56", "eth ip4 icmp4 CUT:icmp"},
    {E, true, "eth ip4 icmp:8 pad", "eth ip4 icmp4"},
    {E, false, "eth ip4 icmp:13 text:12", "eth ip4 icmp4 CUT:icmp"},
    {E, false, "eth ip4 icmp:99 text:12", "eth ip4 icmp4 CUT:icmp"},
    {E, false, "eth ip6 icmp6:128 text:56", "eth ip6 icmp6 CUT:icmp"},
    {E, false, "eth ip6 icmp6:143 text:20", "eth ip6 icmp6 CUT:icmp"},
    {E, true, "eth ip4 icmp:3 ip4 udp text:300",
     "eth ip4 icmp4 quote ip4 udp PAYLOAD"},
    {E, false, "eth ip4 icmp:11 ip4 udp text:300 clip:28",
     "eth ip4 icmp4 quote ip4 udp PAYLOAD"},
    {E, false, "eth ip4 icmp:5 ip4 udp text:300 clip:200",
     "eth ip4 icmp4 quote ip4 udp PAYLOAD"},
    {E, true, "eth ip4 icmp:3 ip4 tcp text:300 clip:28",
     "eth ip4 icmp4 quote ip4 tcp CUT:truncated"},
    {E, false, "eth ip4 icmp:3 ip4 tcp text:300 clip:100",
     "eth ip4 icmp4 quote ip4 tcp CUT:tcp"},
    {E, true, "eth ip4 icmp:3 ip4 icmp:8", "eth ip4 icmp4 quote ip4 icmp4"},
    {E, false, "eth ip4 icmp:3 ip4 icmp:3 ip4 udp text:8",
     "eth ip4 icmp4 quote ip4 icmp4 CUT:icmp"},
    {E, true, "eth ip6 icmp6:1 ip6 udp text:300",
     "eth ip6 icmp6 quote ip6 udp PAYLOAD"},
    {E, false, "eth ip6 icmp6:2 ip6 udp text:1300 clip:1232",
     "eth ip6 icmp6 quote ip6 udp PAYLOAD"},
    {E, true, "eth ip6 icmp6:3 ip6 hbh udp text:30",
     "eth ip6 icmp6 quote ip6 ext udp PAYLOAD"},
    {E, true, "eth ip6 rs", "eth ip6 icmp6"},
    {E, true, "eth ip6 ra", "eth ip6 icmp6"},
    {E, true, "eth ip6 ns", "eth ip6 icmp6"},
    {E, true, "eth ip6node mcast6 ns", "eth ip6 icmp6"},
    {E, true, "eth ip6 na", "eth ip6 icmp6"},
    {E, true, "eth ip6 redirect", "eth ip6 icmp6"},
    {E, false, "eth ip6 ns nonce", "eth ip6 icmp6"},
    /* RFC 4884: extensions are dropped with what points to them */
    {E, false, "eth ip4 icmp:11 ip4 udp text:100 ext",
     "eth ip4 icmp4 quote ip4 udp PAYLOAD"},
    {E, false, "eth ip6 icmp6:3 ip6 udp text:88 ext",
     "eth ip6 icmp6 quote ip6 udp PAYLOAD"},
    /* checksums that are wrong: rewritten ones differ */
    {E, false, "eth ip4 udpbad text:44", "eth ip4 udp PAYLOAD"},
    {E, false, "eth ip4 tcpbad", "eth ip4 tcp"},
    /* old memory behind the packet */
    {E, false, "eth ip4 udp text:4 trailer:14", "eth ip4 udp PAYLOAD"},
    {E, false, "eth ip4 udp text:40 trailer:4", "eth ip4 udp PAYLOAD"},
};

enum { SAMPLES = sizeof(samples) / sizeof(*samples) };

#endif
