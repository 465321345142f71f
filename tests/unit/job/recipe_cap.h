/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recipe_cap.h - captures from text recipes.
 *
 *	packet TIME FROM > TO [OPTION...]
 *	lines of the payload
 *	.
 *
 * TIME is in seconds behind 1700000000.  FROM and TO are ADDRESS:PORT, with
 * brackets around IPv6.  Lines end with CRLF; \xHH is a byte; a value `@` of
 * Content-Length becomes the length of what follows the first empty line.
 * Lines of their own stand for headers a message needs and a test does not:
 * `@via`, `@from`, `@to`, `@callid`, `@cseq METHOD`, `@std METHOD` for all of
 * these, and `@end` for a Content-Length of 0 and the empty line.  Options:
 *
 *	lf		lines end with LF
 *	hex		the lines are hexadecimal digits
 *	plain		the last line has no end
 *	vlan=N		a VLAN tag
 *	trailer=TEXT	bytes behind the IP packet
 *	snap=N		only N bytes of the payload were captured
 *	tcp=SEQ		TCP instead of UDP
 *	frag=OFF	the payload is an IP fragment at this offset (of 8
 *			bytes); without `more` the last one
 *	more
 *	in=gre|vxlan|gtp|icmp	the packet travels in a tunnel, or is quoted
 */
#ifndef SIANTO_TESTS_RECIPE_CAP_H
#define SIANTO_TESTS_RECIPE_CAP_H

#include <arpa/inet.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/rd.h"

enum { RECIPE_EPOCH = 1700000000 };

struct rc_end {
	int family;
	uint8_t addr[16];
	uint16_t port;
};

struct rc_packet {
	double time;
	struct rc_end from, to;
	struct buf payload;
	bool lf, hex, plain, more;
	long vlan, snap, tcp, frag; /* -1: absent */
	char trailer[64];
	char in[16];
};

/* ---- checksums, on their own ------------------------------------------- */

static inline uint32_t rc_sum(uint32_t sum, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum += i % 2 ? p[i] : (uint32_t)p[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static inline uint16_t rc_pseudo(const uint8_t *src, const uint8_t *dst,
				 size_t n, uint8_t proto, struct span data)
{
	uint8_t tail[4] = {0, proto, (uint8_t)(data.n >> 8), (uint8_t)data.n};
	uint32_t sum = rc_sum(0, src, n);

	sum = rc_sum(sum, dst, n);
	sum = rc_sum(sum, tail, 4);
	return (uint16_t)~rc_sum(sum, data.p, data.n);
}

/* ---- headers, each put before what is there ---------------------------- */

static inline void rc_before(struct buf *b, const void *p, size_t n)
{
	buf_fill(b, 0, n);
	memmove(b->p + n, b->p, b->n - n);
	memcpy(b->p, p, n);
}

static inline void rc_transport(struct buf *b, const struct rc_packet *r)
{
	bool tcp = r->tcp >= 0;
	uint8_t h[20] = {0};
	size_t n = r->from.family == AF_INET ? 4 : 16;
	uint16_t sum;

	put_be16(h, r->from.port);
	put_be16(h + 2, r->to.port);
	if (tcp) {
		put_be32(h + 4, (uint32_t)r->tcp);
		h[12] = 0x50;
		h[13] = 0x18;
		put_be16(h + 14, 8192);
	} else {
		put_be16(h + 4, (uint16_t)(b->n + 8));
	}
	rc_before(b, h, tcp ? 20 : 8);
	sum = rc_pseudo(r->from.addr, r->to.addr, n, tcp ? 6 : 17,
			span_of(b->p, b->n));
	put_be16(b->p + (tcp ? 16 : 6), sum ? sum : 0xffff);
}

static inline void rc_ip(struct buf *b, const struct rc_packet *r,
			 uint8_t proto)
{
	uint8_t h[40] = {0};

	if (r->from.family == AF_INET6) {
		h[0] = 0x60;
		put_be16(h + 4, (uint16_t)b->n);
		h[6] = proto;
		h[7] = 64;
		memcpy(h + 8, r->from.addr, 16);
		memcpy(h + 24, r->to.addr, 16);
		rc_before(b, h, 40);
		return;
	}
	h[0] = 0x45;
	put_be16(h + 2, (uint16_t)(b->n + 20));
	put_be16(h + 4, 0x1234);
	if (r->frag >= 0)
		put_be16(h + 6, (uint16_t)(r->frag | (r->more ? 0x2000 : 0)));
	h[8] = 64;
	h[9] = proto;
	memcpy(h + 12, r->from.addr, 4);
	memcpy(h + 16, r->to.addr, 4);
	put_be16(h + 10, (uint16_t)~rc_sum(0, h, 20));
	rc_before(b, h, 20);
}

static inline void rc_ethernet(struct buf *b, const struct rc_packet *r)
{
	uint8_t h[18] = {2, 0, 0, 0, 0x53, 2, 2, 0, 0, 0, 0x53, 1};
	size_t n = 12;

	if (r->vlan >= 0) {
		put_be16(h + n, 0x8100);
		put_be16(h + n + 2, (uint16_t)r->vlan);
		n += 4;
	}
	put_be16(h + n, r->from.family == AF_INET6 ? 0x86dd : 0x0800);
	rc_before(b, h, n + 2);
}

/* What carries the packet, up to the outer IP header. */
static inline void rc_tunnel(struct buf *b, const struct rc_packet *r)
{
	static const uint8_t gre[4] = {0, 0, 8, 0};
	static const uint8_t vxlan[8] = {8, 0, 0, 0, 0, 0, 42, 0};
	struct rc_packet o = *r;
	uint8_t gtp[8] = {0x30, 0xff}, icmp[8] = {3, 3};

	o.frag = o.tcp = -1;
	o.from.port = o.to.port = 4789;
	if (!strcmp(r->in, "gre")) {
		rc_before(b, gre, 4);
		rc_ip(b, &o, 47);
	} else if (!strcmp(r->in, "vxlan")) {
		rc_ethernet(b, &o);
		rc_before(b, vxlan, 8);
		rc_transport(b, &o);
		rc_ip(b, &o, 17);
	} else if (!strcmp(r->in, "gtp")) {
		put_be16(gtp + 2, (uint16_t)b->n);
		gtp[7] = 9;
		rc_before(b, gtp, 8);
		o.from.port = o.to.port = 2152;
		rc_transport(b, &o);
		rc_ip(b, &o, 17);
	} else if (!strcmp(r->in, "icmp")) {
		o.from = r->to;
		o.to = r->from;
		rc_before(b, icmp, 8);
		put_be16(b->p + 2, (uint16_t)~rc_sum(0, b->p, b->n));
		rc_ip(b, &o, 1);
	}
}

/* ---- the capture ------------------------------------------------------- */

static inline void rc_le32(struct buf *b, uint32_t v)
{
	uint8_t p[4] = {(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16),
			(uint8_t)(v >> 24)};

	buf_put(b, p, 4);
}

/* A pcap file header: microseconds, little end first. */
static inline void rc_begin(struct buf *cap, uint32_t linktype)
{
	*cap = buf_of(1u << 30);
	rc_le32(cap, 0xa1b2c3d4);
	rc_le32(cap, 0x00040002);
	rc_le32(cap, 0);
	rc_le32(cap, 0);
	rc_le32(cap, 262144);
	rc_le32(cap, linktype);
}

static inline void rc_record(struct buf *cap, double time, struct span frame,
			     size_t caplen)
{
	uint32_t sec = (uint32_t)time;

	rc_le32(cap, RECIPE_EPOCH + sec);
	rc_le32(cap, (uint32_t)((time - sec) * 1e6 + 0.5));
	rc_le32(cap, (uint32_t)caplen);
	rc_le32(cap, (uint32_t)frame.n);
	buf_put(cap, frame.p, caplen);
}

/* The frame of a packet; its payload is used up. */
static inline void rc_packet_put(struct buf *cap, struct rc_packet *r)
{
	struct buf *b = &r->payload;
	size_t body = b->n, keep;

	if (r->frag <= 0)
		rc_transport(b, r);
	rc_ip(b, r, r->tcp >= 0 ? 6 : 17);
	rc_tunnel(b, r);
	rc_ethernet(b, r);
	buf_str(b, r->trailer);
	keep = b->n;
	if (r->snap >= 0 && (size_t)r->snap < body)
		keep -= body - (size_t)r->snap;
	rc_record(cap, r->time, span_of(b->p, b->n), keep);
	buf_free(b);
}

/* ---- text -------------------------------------------------------------- */

static inline bool rc_end_parse(char *text, struct rc_end *e)
{
	char *colon = strrchr(text, ':'), *close;

	memset(e, 0, sizeof(*e));
	e->port = 5060;
	if (text[0] == '[') {
		close = strchr(text, ']');
		if (!close)
			return false;
		if (close[1] == ':')
			e->port = (uint16_t)strtol(close + 2, NULL, 10);
		*close = 0;
		e->family = AF_INET6;
		return inet_pton(AF_INET6, text + 1, e->addr) == 1;
	}
	if (colon) {
		e->port = (uint16_t)strtol(colon + 1, NULL, 10);
		*colon = 0;
	}
	e->family = AF_INET;
	return inet_pton(AF_INET, text, e->addr) == 1;
}

static inline bool rc_number(const char *word, const char *name, long *v)
{
	size_t n = strlen(name);

	if (strncmp(word, name, n) != 0 || word[n] != '=')
		return false;
	*v = strtol(word + n + 1, NULL, 10);
	return true;
}

static inline bool rc_option(struct rc_packet *r, const char *w)
{
	if (!strcmp(w, "lf"))
		return r->lf = true;
	if (!strcmp(w, "hex"))
		return r->hex = true;
	if (!strcmp(w, "plain"))
		return r->plain = true;
	if (!strcmp(w, "more"))
		return r->more = true;
	if (!strncmp(w, "trailer=", 8))
		return snprintf(r->trailer, sizeof(r->trailer), "%s", w + 8) >
		       0;
	if (!strncmp(w, "in=", 3))
		return snprintf(r->in, sizeof(r->in), "%s", w + 3) > 0;
	return rc_number(w, "vlan", &r->vlan) ||
	       rc_number(w, "snap", &r->snap) || rc_number(w, "tcp", &r->tcp) ||
	       rc_number(w, "frag", &r->frag);
}

/* "packet TIME FROM > TO OPTION...": the words behind `packet`. */
static inline bool rc_head(char *line, struct rc_packet *r)
{
	char *word[16] = {0}, *save = NULL;
	size_t n = 0;

	*r = (struct rc_packet){.vlan = -1, .snap = -1, .tcp = -1, .frag = -1};
	r->payload = buf_of(1 << 20);
	for (char *w = strtok_r(line, " ", &save); w && n < 16;
	     w = strtok_r(NULL, " ", &save))
		word[n++] = w;
	if (n < 5 || strcmp(word[3], ">") != 0)
		return false;
	r->time = strtod(word[1], NULL);
	if (!rc_end_parse(word[2], &r->from) || !rc_end_parse(word[4], &r->to))
		return false;
	for (size_t i = 5; i < n; i++) {
		if (!rc_option(r, word[i]))
			return false;
	}
	return true;
}

static inline void rc_hex(struct buf *b, const char *s)
{
	unsigned v;
	char two[3] = {0};

	for (; s[0] && s[1]; s++) {
		if (*s == ' ')
			continue;
		memcpy(two, s, 2);
		v = (unsigned)strtoul(two, NULL, 16);
		buf_u8(b, (uint8_t)v);
		s++;
	}
}

static inline void rc_line(struct rc_packet *r, const char *s);

static inline bool rc_header(struct rc_packet *r, const char *s)
{
	static const struct {
		const char *name, *text;
	} lines[] = {
	    {"via", "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKwrap1"},
	    {"from", "From: <sip:pat@corp.example>;tag=wrap2"},
	    {"to", "To: <sip:desk@corp.example>"},
	    {"callid", "Call-ID: wrap3@192.0.2.10"},
	};
	bool std = !strncmp(s, "@std ", 5), done = false;
	char cseq[64];

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (std || !strcmp(s + 1, lines[i].name)) {
			rc_line(r, lines[i].text);
			done = true;
		}
	}
	if (std || !strncmp(s, "@cseq ", 6)) {
		snprintf(cseq, sizeof(cseq), "CSeq: 1 %s", strchr(s, ' ') + 1);
		rc_line(r, cseq);
		done = true;
	}
	if (!strcmp(s, "@end")) {
		rc_line(r, "Content-Length: 0");
		rc_line(r, "");
		done = true;
	}
	return done;
}

static inline void rc_line(struct rc_packet *r, const char *s)
{
	struct buf *b = &r->payload;

	if (s[0] == '@' && rc_header(r, s))
		return;

	if (r->hex) {
		rc_hex(b, s);
		return;
	}
	while (*s) {
		if (s[0] == '\\' && s[1] == 'x' && s[2] && s[3]) {
			char two[3] = {s[2], s[3], 0};

			buf_u8(b, (uint8_t)strtoul(two, NULL, 16));
			s += 4;
		} else {
			buf_u8(b, (uint8_t)*s++);
		}
	}
	buf_str(b, r->lf ? "\n" : "\r\n");
}

/* The @ of Content-Length becomes the length of the body. */
static inline void rc_clen(struct rc_packet *r)
{
	struct buf *b = &r->payload, out = buf_of(1 << 20);
	struct span all = span_of(b->p, b->n);
	const char *gap = r->lf ? "\n\n" : "\r\n\r\n";
	size_t at = SIZE_MAX, body = b->n;
	char digits[16];

	for (size_t i = 0; i + strlen(gap) <= b->n; i++) {
		if (memcmp(b->p + i, gap, strlen(gap)) == 0) {
			body = i + strlen(gap);
			break;
		}
		if (span_case_prefix(span_sub(all, i, all.n),
				     SPAN_LIT("\nContent-Length: @")))
			at = i + 17;
	}
	if (at == SIZE_MAX)
		return;
	snprintf(digits, sizeof(digits), "%zu", b->n - body);
	buf_span(&out, span_sub(all, 0, at));
	buf_str(&out, digits);
	buf_span(&out, span_sub(all, at + 1, all.n));
	buf_free(b);
	*b = out;
}

static inline void rc_finish(struct rc_packet *r, struct buf *cap)
{
	size_t end = r->lf ? 1 : 2;

	if (r->plain && r->payload.n >= end)
		r->payload.n -= end;
	rc_clen(r);
	rc_packet_put(cap, r);
}

/* A whole recipe to a capture; false when a line is not understood. */
static inline bool rc_capture(const char *text, struct buf *cap)
{
	struct rc_packet r;
	bool inside = false, ok = true;
	char line[4096];

	rc_begin(cap, 1);
	while (*text && ok) {
		size_t n = strcspn(text, "\n");

		if (n >= sizeof(line))
			return false;
		memcpy(line, text, n);
		line[n] = 0;
		text += n + (text[n] == '\n');
		if (inside && !strcmp(line, ".")) {
			rc_finish(&r, cap);
			inside = false;
		} else if (inside) {
			rc_line(&r, line);
		} else if (!strncmp(line, "packet ", 7)) {
			inside = ok = rc_head(line, &r);
		}
	}
	return ok && !inside && !cap->bad;
}

/* One message of the caller's in one UDP packet. */
static inline void rc_message(struct buf *cap, double time, struct span text)
{
	char head[] = "packet 0 192.0.2.10:5060 > 198.51.100.1:5060";
	struct rc_packet r;

	if (!rc_head(head, &r))
		abort();
	r.time = time;
	buf_span(&r.payload, text);
	rc_packet_put(cap, &r);
}

#endif
