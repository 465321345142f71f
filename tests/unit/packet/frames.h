/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frames.h - frames from text recipes, for the tests of packet and rewrite.
 *
 * A recipe is a list of words, one a layer, from the outside in; a number
 * after a colon is the layer's parameter:
 *
 *	eth sll sll2 null loop ppp pppoe:ID vlan:ID qinq:ID llc erf
 *	ip4 ip4:FRAGMENT-FIELD ip4opt ip6 hbh dst rh0 srh frag6:FIELD
 *	udp udp0 (no checksum) udpbad tcp tcpopt tcpts tcpbad sctp
 *	icmp:TYPE icmp6:TYPE arp rs ra ns na redirect type:ETHERTYPE proto:N
 *	text:N pad (zeros to 60 bytes) trailer:N
 *
 *	nonce (an NDP option)
 *
 * An ip4 or ip6 behind icmp is a quoted packet; clip:N then leaves only N
 * bytes of it, and ext puts RFC 4884 extensions behind it.  Lengths and checksums are filled in at the end by code that
 * shares nothing with the library.
 */
#ifndef SIANTO_TESTS_FRAMES_H
#define SIANTO_TESTS_FRAMES_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/rd.h"

enum fb_kind {
	FB_ETH,
	FB_SLL,
	FB_SLL2,
	FB_NULL,
	FB_LOOP,
	FB_PPP,
	FB_PPPOE,
	FB_VLAN,
	FB_QINQ,
	FB_LLC,
	FB_ERF,
	FB_IP4,
	FB_IP6,
	FB_EXT,
	FB_FRAG6,
	FB_UDP,
	FB_UDP0,
	FB_UDPBAD,
	FB_TCP,
	FB_TCPBAD,
	FB_SCTP,
	FB_ICMP,
	FB_ICMP6,
	FB_ARP,
	FB_OTHER,
	FB_NONE,
};

enum { FB_MAX = 66000, FB_MARKS = 48 };

struct fb {
	uint8_t p[FB_MAX];
	size_t n;
	size_t end;  /* of the IP packet: padding and trailer follow */
	size_t full; /* what the quoted packet's end was before clip */
	struct {
		int kind;
		size_t off;
	} mark[FB_MARKS];
	int marks;
	int eth; /* offset of the Ethernet header */
	uint8_t pattern;
};

static inline void fb_put(struct fb *b, const void *p, size_t n)
{
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

static inline void fb_fill(struct fb *b, uint8_t c, size_t n)
{
	memset(b->p + b->n, c, n);
	b->n += n;
}

/* The field of the header before this one that names its kind. */
static inline void fb_next(struct fb *b, int ethertype, int proto)
{
	int kind = b->marks ? b->mark[b->marks - 1].kind : FB_NONE;
	uint8_t *h = b->marks ? b->p + b->mark[b->marks - 1].off : NULL;

	switch (kind) {
	case FB_ETH:
	case FB_SLL:
	case FB_VLAN:
	case FB_QINQ:
		put_be16(b->p + b->n - 2, (uint16_t)ethertype);
		break;
	case FB_SLL2:
		put_be16(h, (uint16_t)ethertype);
		break;
	case FB_NULL:
		put_le32(h, ethertype == 0x0800 ? 2 : 30);
		break;
	case FB_LOOP:
		put_be32(h, ethertype == 0x0800 ? 2 : 24);
		break;
	case FB_PPP:
	case FB_PPPOE:
		put_be16(b->p + b->n - 2,
			 ethertype == 0x0800 ? 0x0021 : 0x0057);
		break;
	case FB_IP4:
		h[9] = (uint8_t)proto;
		break;
	case FB_IP6:
		h[6] = (uint8_t)proto;
		break;
	case FB_EXT:
	case FB_FRAG6:
		h[0] = (uint8_t)proto;
		break;
	default:
		break;
	}
}

static inline void fb_mark(struct fb *b, int kind, int ethertype, int proto)
{
	fb_next(b, ethertype, proto);
	b->mark[b->marks].kind = kind;
	b->mark[b->marks++].off = b->n;
}

#define FB_BYTES(b, ...)                                      \
	do {                                                  \
		static const uint8_t bytes[] = {__VA_ARGS__}; \
		fb_put(b, bytes, sizeof(bytes));              \
	} while (0)

#define FB_HOST6(last)                                                    \
	0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 2, 2, 0, 0x5e, 0xff, 0xfe, 0x10, \
	    0x20, last

static inline bool fb_link(struct fb *b, const char *word, int v)
{
	if (!strcmp(word, "eth")) {
		b->eth = (int)b->n;
		fb_mark(b, FB_ETH, 0, 0);
		FB_BYTES(b, 2, 0, 0x5e, 0x10, 0x20, 0x31, 2, 0, 0x5e, 0x10,
			 0x20, 0x30, 0, 0);
	} else if (!strcmp(word, "mcast")) { /* MACs of the groups below */
		memcpy(b->p + b->eth, "\x01\x00\x5e\x01\x02\x03", 6);
	} else if (!strcmp(word, "mcast6")) {
		memcpy(b->p + b->eth, "\x33\x33\xff\x10\x20\x31", 6);
	} else if (!strcmp(word, "sll")) {
		fb_mark(b, FB_SLL, 0, 0);
		FB_BYTES(b, 0, 0, 0, 1, 0, 6, 2, 0, 0x5e, 0x10, 0x20, 0x30, 0,
			 0, 0, 0);
	} else if (!strcmp(word, "sll2")) {
		fb_mark(b, FB_SLL2, 0, 0);
		FB_BYTES(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 6, 2, 0, 0x5e,
			 0x10, 0x20, 0x30, 0, 0);
	} else if (!strcmp(word, "null") || !strcmp(word, "loop")) {
		fb_mark(b, word[0] == 'n' ? FB_NULL : FB_LOOP, 0, 0);
		fb_fill(b, 0, 4);
	} else if (!strcmp(word, "ppp")) {
		fb_mark(b, FB_PPP, 0, 0);
		FB_BYTES(b, 0xff, 3, 0, 0);
	} else if (!strcmp(word, "pppoe")) {
		fb_mark(b, FB_PPPOE, 0x8864, 0);
		FB_BYTES(b, 0x11, 0, 0, 0, 0, 0, 0, 0);
		put_be16(b->p + b->n - 6, (uint16_t)v);
	} else if (!strcmp(word, "vlan") || !strcmp(word, "qinq")) {
		bool q = word[0] == 'q';

		fb_mark(b, q ? FB_QINQ : FB_VLAN, q ? 0x88a8 : 0x8100, 0);
		FB_BYTES(b, 0x60, 0, 0, 0);
		put_be16(b->p + b->n - 4, (uint16_t)(0x6000 | v));
	} else if (!strcmp(word, "llc")) {
		fb_mark(b, FB_LLC, 38, 0);
		FB_BYTES(b, 0x42, 0x42, 3, 0, 0);
		fb_fill(b, 0x77, 33);
	} else if (!strcmp(word, "erf")) {
		fb_mark(b, FB_ERF, 0, 0);
		FB_BYTES(b, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 0, 0, 0, 0, 0, 0, 0,
			 0);
	} else {
		return false;
	}
	return true;
}

static inline bool fb_ip(struct fb *b, const char *word, int v)
{
	bool options = !strcmp(word, "ip4opt");

	if (!strcmp(word, "ip4") || options || !strcmp(word, "ip4group")) {
		fb_mark(b, FB_IP4, 0x0800, 4);
		FB_BYTES(b, 0x45, 0x68, 0, 0, 0x12, 0x34, 0x40, 0, 63, 0, 0, 0,
			 192, 0, 2, 7, 198, 51, 100, 9);
		if (word[3] == 'g')
			memcpy(b->p + b->n - 4, "\xef\x01\x02\x03", 4);
		if (v)
			put_be16(b->p + b->n - 14, (uint16_t)v);
		if (options) {
			b->p[b->n - 20] = 0x4a;
			/* record route, router alert, strict route used up */
			FB_BYTES(b, 7, 7, 8, 203, 0, 113, 5, 1, 148, 4, 0, 0,
				 137, 7, 8, 203, 0, 113, 6, 0);
		}
	} else if (!strcmp(word, "ip6") || !strcmp(word, "ip6node")) {
		fb_mark(b, FB_IP6, 0x86dd, 41);
		FB_BYTES(b, 0x62, 0xe1, 0x23, 0x45, 0, 0, 0, 64, FB_HOST6(0x30),
			 FB_HOST6(0x31));
		if (word[3] == 'n')
			memcpy(b->p + b->n - 16,
			       "\xff\x02\0\0\0\0\0\0\0\0\0\1\xff\x10\x20\x31",
			       16);
	} else if (!strcmp(word, "hbh") || !strcmp(word, "dst")) {
		fb_mark(b, FB_EXT, 0, word[0] == 'h' ? 0 : 60);
		if (word[0] == 'h')
			FB_BYTES(b, 0, 0, 5, 2, 0, 0, 1, 0);
		else
			FB_BYTES(b, 0, 2, 1, 2, 0, 0, 0xc9, 16, FB_HOST6(0x40));
	} else if (!strcmp(word, "rh0")) {
		fb_mark(b, FB_EXT, 0, 43);
		FB_BYTES(b, 0, 2, 0, 1, 0, 0, 0, 0, FB_HOST6(0x41));
	} else if (!strcmp(word, "srh")) {
		fb_mark(b, FB_EXT, 0, 43);
		FB_BYTES(b, 0, 4, 4, 1, 1, 0, 0, 0, FB_HOST6(0x42),
			 FB_HOST6(0x43));
	} else if (!strcmp(word, "frag6")) {
		fb_mark(b, FB_FRAG6, 0, 44);
		FB_BYTES(b, 0, 0, 0, 0, 0, 0, 0x43, 0x21);
		put_be16(b->p + b->n - 6, (uint16_t)v);
	} else {
		return false;
	}
	return true;
}

static inline void fb_tcp(struct fb *b, const char *word)
{
	fb_mark(b, !strcmp(word, "tcpbad") ? FB_TCPBAD : FB_TCP, 0, 6);
	FB_BYTES(b, 0x13, 0xc4, 0x13, 0xc4, 1, 2, 3, 4, 5, 6, 7, 8, 0x50, 0x18,
		 0x10, 0, 0, 0, 0, 0);
	if (!strcmp(word, "tcpopt")) {
		b->p[b->n - 8] = 0xb0;
		FB_BYTES(b, 2, 4, 5, 0xb4, 4, 2, 1, 3, 3, 7, 1, 1, 5, 10, 0, 0,
			 0, 1, 0, 0, 0, 2, 1, 1);
	} else if (!strcmp(word, "tcpts")) {
		b->p[b->n - 8] = 0x80;
		FB_BYTES(b, 1, 1, 8, 10, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76,
			 0x77, 0x78);
	}
}

static inline bool fb_transport(struct fb *b, const char *word, int v)
{
	if (!strncmp(word, "udp", 3)) {
		fb_mark(b,
			word[3] == '0' ? FB_UDP0
			: word[3]      ? FB_UDPBAD
				       : FB_UDP,
			0, 17);
		FB_BYTES(b, 0x13, 0xc4, 0x13, 0xc4, 0, 0, 0, 0);
	} else if (!strncmp(word, "tcp", 3)) {
		fb_tcp(b, word);
	} else if (!strcmp(word, "sctp")) {
		fb_mark(b, FB_SCTP, 0, 132);
		FB_BYTES(b, 0x13, 0xc4, 0x13, 0xc4, 9, 8, 7, 6, 0, 0, 0, 0);
	} else if (!strcmp(word, "icmp")) {
		fb_mark(b, FB_ICMP, 0, 1);
		FB_BYTES(b, 0, 0, 0, 0, 0, 0, 0, 0);
		b->p[b->n - 8] = (uint8_t)v;
	} else if (!strcmp(word, "icmp6")) {
		fb_mark(b, FB_ICMP6, 0, 58);
		FB_BYTES(b, 0, 0, 0, 0, 0, 0, 0, 0);
		b->p[b->n - 8] = (uint8_t)v;
	} else {
		return false;
	}
	return true;
}

static inline bool fb_neighbour(struct fb *b, const char *word)
{
	if (!strcmp(word, "arp")) {
		fb_mark(b, FB_ARP, 0x0806, 0);
		FB_BYTES(b, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0x5e, 0x10, 0x20,
			 0x30, 192, 0, 2, 7, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1);
		return true;
	}
	if (strcmp(word, "rs") && strcmp(word, "ra") && strcmp(word, "ns") &&
	    strcmp(word, "na") && strcmp(word, "redirect"))
		return false;
	fb_mark(b, FB_ICMP6, 0, 58);
	if (!strcmp(word, "rs")) {
		FB_BYTES(b, 133, 0, 0, 0, 0, 0, 0, 0);
	} else if (!strcmp(word, "ra")) {
		FB_BYTES(b, 134, 0, 0, 0, 64, 0xc0, 7, 8, 0, 0, 0, 0, 0, 0, 0,
			 0);
		FB_BYTES(b, 3, 4, 64, 0xc0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
			 0x20, 1, 0xd, 0xb8, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0,
			 0);
		FB_BYTES(b, 25, 3, 0, 0, 0, 0, 2, 0, FB_HOST6(0x53));
		FB_BYTES(b, 5, 1, 0, 0, 0, 0, 5, 0xdc);
		FB_BYTES(b, 24, 2, 56, 8, 0, 0, 1, 0, 0x20, 1, 0xd, 0xb8, 0, 1,
			 0, 0);
	} else if (!strcmp(word, "redirect")) {
		FB_BYTES(b, 137, 0, 0, 0, 0, 0, 0, 0, FB_HOST6(0x60),
			 FB_HOST6(0x61));
		FB_BYTES(b, 2, 1, 2, 0, 0x5e, 0x10, 0x20, 0x60);
		return true;
	} else {
		FB_BYTES(b, 135, 0, 0, 0, 0, 0, 0, 0, FB_HOST6(0x31));
		if (word[1] == 'a') {
			b->p[b->n - 24] = 136;
			b->p[b->n - 20] = 0x60;
		}
	}
	FB_BYTES(b, 1, 1, 2, 0, 0x5e, 0x10, 0x20, 0x30);
	return true;
}

/* The ICMP header that quotes. */
static inline uint8_t *fb_icmp(struct fb *b)
{
	for (int i = 0; i < b->marks; i++) {
		if (b->mark[i].kind == FB_ICMP || b->mark[i].kind == FB_ICMP6)
			return b->p + b->mark[i].off;
	}
	abort();
}

static inline uint32_t fb_sum(const uint8_t *p, size_t n, uint32_t sum);

/* One MPLS label stack object behind the quote. */
static inline void fb_ext(struct fb *b)
{
	uint8_t *h = fb_icmp(b), *e = b->p + b->n;
	size_t quote = (size_t)(e - h) - 8;

	b->full = b->n;
	if (h[0] == 11)
		h[5] = (uint8_t)(quote / 4);
	else
		h[4] = (uint8_t)(quote / 8);
	FB_BYTES(b, 0x20, 0, 0, 0, 0, 8, 1, 1, 0xee, 0xee, 0xee, 0xee);
	put_be16(e + 2, (uint16_t)~fb_sum(e, 12, 0));
	b->end = b->n;
}

static inline void fb_word(struct fb *b, const char *word, int v)
{
	if (fb_link(b, word, v) || fb_ip(b, word, v) ||
	    fb_transport(b, word, v) || fb_neighbour(b, word)) {
		b->end = b->n;
	} else if (!strcmp(word, "type") || !strcmp(word, "proto")) {
		fb_mark(b, FB_OTHER, v, v);
	} else if (!strcmp(word, "text")) {
		while (v-- > 0)
			b->p[b->n++] = (uint8_t)(b->pattern++ * 37 + 11);
		b->end = b->n;
	} else if (!strcmp(word, "clip")) {
		b->full = b->n;
		b->end = (size_t)(fb_icmp(b) - b->p) + 8 + (size_t)v;
	} else if (!strcmp(word, "ext")) {
		fb_ext(b);
	} else if (!strcmp(word, "nonce")) {
		FB_BYTES(b, 14, 1, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee);
		b->end = b->n;
	} else if (!strcmp(word, "pad")) {
		while (b->n < (size_t)b->eth + 60)
			b->p[b->n++] = 0;
	} else if (!strcmp(word, "trailer")) {
		fb_fill(b, 0xee, (size_t)v);
	} else {
		abort();
	}
}

static inline uint32_t fb_sum(const uint8_t *p, size_t n, uint32_t sum)
{
	for (size_t i = 0; i < n; i++)
		sum += i & 1 ? p[i] : (uint32_t)p[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static inline uint32_t fb_pseudo(struct fb *b, int i, uint32_t proto, size_t n)
{
	const uint8_t *src, *dst, *h, *e;
	uint32_t sum;
	int ip = i;

	while (b->mark[ip].kind != FB_IP4 && b->mark[ip].kind != FB_IP6)
		ip--;
	h = b->p + b->mark[ip].off;
	if (b->mark[ip].kind == FB_IP4)
		return fb_sum(h + 12, 8, proto + (uint32_t)n);
	src = h + 8;
	dst = h + 24;
	for (int x = ip + 1; x < i; x++) {
		e = b->p + b->mark[x].off;
		if (b->mark[x].kind == FB_EXT && e[1] == 2 && e[2] == 1)
			src = e + 8; /* dst: home address */
		else if (b->mark[x].kind == FB_EXT && e[2] == 0 && e[1] == 2)
			dst = e + 8; /* rh0 with one segment left */
		else if (b->mark[x].kind == FB_EXT && e[2] == 4)
			dst = e + 8; /* srh: the first in the list */
	}
	sum = fb_sum(src, 16, proto + (uint32_t)n);
	return fb_sum(dst, 16, sum);
}

static inline uint32_t fb_crc32c(const uint8_t *p, size_t n)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		for (int k = 0; k < 8; k++)
			crc = crc & 1 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
	}
	return ~crc;
}

static inline void fb_fix_one(struct fb *b, int i, size_t end)
{
	uint8_t *h = b->p + b->mark[i].off;
	size_t n = end - b->mark[i].off;
	int kind = b->mark[i].kind;
	uint32_t c;

	switch (kind) {
	case FB_PPPOE:
		put_be16(h + 4, (uint16_t)(n - 6));
		break;
	case FB_IP4:
		put_be16(h + 2, (uint16_t)n);
		put_be16(h + 10, (uint16_t)~fb_sum(h, (h[0] & 15) * 4u, 0));
		break;
	case FB_IP6:
		put_be16(h + 4, (uint16_t)(n - 40));
		break;
	case FB_UDP:
	case FB_UDP0:
	case FB_UDPBAD:
		put_be16(h + 4, (uint16_t)n);
		c = fb_sum(h, n, fb_pseudo(b, i, 17, n)) ^ 0xffff;
		if (kind == FB_UDPBAD)
			c ^= 0x0101;
		if (kind != FB_UDP0)
			put_be16(h + 6, (uint16_t)(c ? c : 0xffff));
		break;
	case FB_TCP:
	case FB_TCPBAD:
		c = fb_sum(h, n, fb_pseudo(b, i, 6, n)) ^ 0xffff;
		put_be16(h + 16, (uint16_t)(kind == FB_TCP ? c : c ^ 0x0101));
		break;
	case FB_SCTP:
		put_le32(h + 8, fb_crc32c(h, n));
		break;
	case FB_ICMP:
		put_be16(h + 2, (uint16_t)~fb_sum(h, n, 0));
		break;
	case FB_ICMP6:
		c = fb_sum(h, n, fb_pseudo(b, i, 58, n));
		put_be16(h + 2, (uint16_t)~c);
		break;
	default:
		break;
	}
}

/* The frame of a recipe.  b is large: keep it off small stacks. */
static inline struct span fb_make(struct fb *b, const char *recipe)
{
	char word[32];
	size_t n;
	int erf;

	memset(b, 0, sizeof(*b));
	for (const char *s = recipe; *s; s += n) {
		int v = 0;

		s += strspn(s, " ");
		n = strcspn(s, " ");
		if (n == 0)
			break;
		memcpy(word, s, n);
		word[n] = 0;
		if (strchr(word, ':')) {
			v = (int)strtol(strchr(word, ':') + 1, NULL, 0);
			*strchr(word, ':') = 0;
		}
		fb_word(b, word, v);
	}
	for (int i = b->marks; i-- > 0;) {
		bool inner = false; /* inside a quote that is clipped */

		for (int q = 0; q < i; q++)
			inner |= b->mark[q].kind == FB_ICMP ||
				 b->mark[q].kind == FB_ICMP6;
		if (b->full && !inner && b->full == b->n) {
			memset(b->p + b->end, 0, b->full - b->end);
			b->n = b->end;
		}
		fb_fix_one(b, i, inner && b->full ? b->full : b->end);
	}
	erf = b->marks && b->mark[0].kind == FB_ERF;
	if (erf) { /* FCS, record length and wire length */
		put_be16(b->p + 14, (uint16_t)(b->n - 18 + 4));
		fb_fill(b, 0, 4);
		put_be16(b->p + 10, (uint16_t)b->n);
	}
	return span_of(b->p, b->n);
}

#endif
