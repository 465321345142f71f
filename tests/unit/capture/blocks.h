/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blocks.h - pcapng blocks made by hand, in either byte order.
 */
#ifndef SIANTO_TEST_CAPTURE_BLOCKS_H
#define SIANTO_TEST_CAPTURE_BLOCKS_H

#include "capture/mem.h"

/* Writes the block's start; returns where, for ng_end(). */
static inline size_t ng_begin(struct buf *b, bool big, uint32_t type)
{
	size_t at = b->n;

	put32(b, big, type);
	put32(b, big, 0);
	return at;
}

static inline void ng_end(struct buf *b, bool big, size_t at)
{
	uint32_t total = (uint32_t)(b->n - at) + 4;

	put32(b, big, total);
	if (big)
		put_be32(b->p + at + 4, total);
	else
		put_le32(b->p + at + 4, total);
}

static inline void ng_bytes(struct buf *b, struct span s)
{
	buf_span(b, s);
	buf_fill(b, 0, -s.n & 3);
}

static inline void ng_option(struct buf *b, bool big, unsigned code,
			     struct span value)
{
	put16(b, big, code);
	put16(b, big, (unsigned)value.n);
	ng_bytes(b, value);
}

/* Section header with everything that tells where it was made. */
static inline void ng_section(struct buf *b, bool big)
{
	size_t at = ng_begin(b, big, 0x0a0d0d0a);

	put32(b, big, 0x1a2b3c4d);
	put16(b, big, 1);
	put16(b, big, 0);
	buf_fill(b, 0xff, 8);
	ng_option(b, big, 1, SPAN_LIT("LEAK comment"));
	ng_option(b, big, 2, SPAN_LIT("LEAK hardware"));
	ng_option(b, big, 3, SPAN_LIT("LEAK os"));
	ng_option(b, big, 4, SPAN_LIT("LEAK application"));
	put32(b, big, 0);
	ng_end(b, big, at);
}

/* tsresol 0xff: no such option. */
static inline void ng_iface(struct buf *b, bool big, unsigned link,
			    uint8_t tsresol, int64_t offset)
{
	size_t at = ng_begin(b, big, 1);

	put16(b, big, link);
	put16(b, big, 0);
	put32(b, big, 96);
	ng_option(b, big, 2, SPAN_LIT("LEAK eth0"));
	ng_option(b, big, 3, SPAN_LIT("LEAK description"));
	ng_option(b, big, 11, SPAN_LIT("LEAK host 192.0.2.1"));
	if (tsresol != 0xff)
		ng_option(b, big, 9, span_of(&tsresol, 1));
	if (offset) {
		uint32_t hi = (uint32_t)((uint64_t)offset >> 32);

		put16(b, big, 14);
		put16(b, big, 8);
		put32(b, big, big ? hi : (uint32_t)offset);
		put32(b, big, big ? (uint32_t)offset : hi);
	}
	put32(b, big, 0);
	ng_end(b, big, at);
}

struct ng_packet {
	uint32_t iface;
	uint64_t ts;
	uint32_t len;
	struct span data;
	uint32_t flags;
};

/* Enhanced packet block with a comment, a hash and flags. */
static inline void ng_enhanced(struct buf *b, bool big,
			       const struct ng_packet *p)
{
	size_t at = ng_begin(b, big, 6);

	put32(b, big, p->iface);
	put32(b, big, (uint32_t)(p->ts >> 32));
	put32(b, big, (uint32_t)p->ts);
	put32(b, big, (uint32_t)p->data.n);
	put32(b, big, p->len);
	ng_bytes(b, p->data);
	ng_option(b, big, 1, SPAN_LIT("LEAK of packet"));
	ng_option(b, big, 3, SPAN_LIT("\003LEAK"));
	if (p->flags) {
		put16(b, big, 2);
		put16(b, big, 4);
		put32(b, big, p->flags);
	}
	put32(b, big, 0);
	ng_end(b, big, at);
}

static inline void ng_obsolete(struct buf *b, bool big,
			       const struct ng_packet *p)
{
	size_t at = ng_begin(b, big, 2);

	put16(b, big, p->iface);
	put16(b, big, 77);
	put32(b, big, (uint32_t)(p->ts >> 32));
	put32(b, big, (uint32_t)p->ts);
	put32(b, big, (uint32_t)p->data.n);
	put32(b, big, p->len);
	ng_bytes(b, p->data);
	ng_end(b, big, at);
}

static inline void ng_simple(struct buf *b, bool big, uint32_t len,
			     struct span data)
{
	size_t at = ng_begin(b, big, 3);

	put32(b, big, len);
	ng_bytes(b, data);
	ng_end(b, big, at);
}

/* Any other block. */
static inline void ng_other(struct buf *b, bool big, uint32_t type,
			    struct span body)
{
	size_t at = ng_begin(b, big, type);

	ng_bytes(b, body);
	ng_end(b, big, at);
}

#endif
