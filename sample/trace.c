/* SPDX-License-Identifier: Apache-2.0 */
#include "trace.h"

#include <string.h>

enum { SNAPLEN = 262144, LINK_ETHERNET = 1, COMMENT_EVERY = 500 };

enum { SHB = 0x0a0d0d0a, IDB = 1, NRB = 4, EPB = 6 };

const char trace_comment[] = "recorded by Wilma Achtziger for ticket 55017";
const char trace_interface[] = "voice-uplink-cellar";
const char trace_filter[] = "host 192.0.2.10 or host pbx.brunnenhof.example";
const char trace_host[] = "reception-desk.brunnenhof.example";
const char trace_note[] = "this is when Wilma's phone rang twice";

/* Everything is little-endian, whatever the machine. */
static void le32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

static void put(struct trace *t, const void *p, size_t n)
{
	if (n && fwrite(p, 1, n, t->f) != n)
		t->bad = true;
	t->bytes += n;
}

static void put32(struct trace *t, uint32_t v)
{
	uint8_t b[4];

	le32(b, v);
	put(t, b, 4);
}

static void pad4(struct trace *t, size_t n)
{
	static const uint8_t zero[4];

	put(t, zero, (4 - n % 4) % 4);
}

static uint32_t padded(size_t n)
{
	return (uint32_t)((n + 3) / 4 * 4);
}

static void option(struct trace *t, uint32_t code, const char *s, size_t n)
{
	put32(t, code | (uint32_t)n << 16);
	put(t, s, n);
	pad4(t, n);
}

static void section_header(struct trace *t)
{
	size_t n = strlen(trace_comment);
	uint32_t len = 28 + 4 + padded(n) + 4;

	put32(t, SHB);
	put32(t, len);
	put32(t, 0x1a2b3c4d);
	put32(t, 1); /* version 1.0 */
	put32(t, 0xffffffff);
	put32(t, 0xffffffff);
	option(t, 1, trace_comment, n);
	put32(t, 0);
	put32(t, len);
}

static void interface(struct trace *t)
{
	size_t name = strlen(trace_interface);
	size_t filter = strlen(trace_filter) + 1; /* 0: a libpcap string */
	uint32_t len = 20 + 4 + padded(name) + 4 + padded(filter) + 4;

	put32(t, IDB);
	put32(t, len);
	put32(t, LINK_ETHERNET);
	put32(t, SNAPLEN);
	option(t, 2, trace_interface, name);
	put32(t, 11 | (uint32_t)filter << 16);
	put(t, "", 1);
	put(t, trace_filter, filter - 1);
	pad4(t, filter);
	put32(t, 0);
	put32(t, len);
}

static void names(struct trace *t)
{
	static const uint8_t ip[4] = {198, 18, 0, 10};
	size_t n = 4 + sizeof(trace_host);
	uint32_t len = 12 + 4 + padded(n) + 4;

	put32(t, NRB);
	put32(t, len);
	put32(t, 1 | (uint32_t)n << 16);
	put(t, ip, 4);
	put(t, trace_host, sizeof(trace_host));
	pad4(t, n);
	put32(t, 0);
	put32(t, len);
}

void trace_start(struct trace *t, FILE *f, enum trace_format format)
{
	*t = (struct trace){.f = f, .format = format, .max = UINT64_MAX};
	if (format == TRACE_PCAPNG) {
		section_header(t);
		interface(t);
		names(t);
		return;
	}
	put32(t, format == TRACE_NSEC ? 0xa1b23c4d : 0xa1b2c3d4);
	put32(t, 2 | 4 << 16);
	put32(t, 0);
	put32(t, 0);
	put32(t, SNAPLEN);
	put32(t, LINK_ETHERNET);
}

static void enhanced_packet(struct trace *t, uint64_t us, struct span frame)
{
	bool noted = t->count % COMMENT_EVERY == COMMENT_EVERY - 1;
	size_t n = strlen(trace_note);
	uint32_t options = noted ? 4 + padded(n) + 4 : 0;
	uint32_t len = 32 + padded(frame.n) + options;

	put32(t, EPB);
	put32(t, len);
	put32(t, 0);
	put32(t, (uint32_t)(us >> 32));
	put32(t, (uint32_t)us);
	put32(t, (uint32_t)frame.n);
	put32(t, (uint32_t)frame.n);
	put(t, frame.p, frame.n);
	pad4(t, frame.n);
	if (noted) {
		option(t, 1, trace_note, n);
		put32(t, 0);
	}
	put32(t, len);
}

void trace_packet(struct trace *t, uint64_t us, struct span frame)
{
	uint32_t unit = t->format == TRACE_NSEC ? 1000 : 1;
	uint8_t head[16];

	if (t->count >= t->max)
		return;
	if (t->format == TRACE_PCAPNG) {
		enhanced_packet(t, us, frame);
		t->count++;
		return;
	}
	le32(head, (uint32_t)(us / 1000000));
	le32(head + 4, (uint32_t)(us % 1000000) * unit);
	le32(head + 8, (uint32_t)frame.n);
	le32(head + 12, (uint32_t)frame.n);
	put(t, head, sizeof(head));
	put(t, frame.p, frame.n);
	t->count++;
}
