/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rd.h - a cursor over bytes, with a sticky error.
 *
 * Reads beyond the end return 0 and set `bad`; so a parser is a straight list
 * of reads with one check at the end.
 */
#ifndef SIANTO_BASE_RD_H
#define SIANTO_BASE_RD_H

#include "base/span.h"

struct rd {
	struct span in;
	size_t pos;
	bool bad;
};

static inline struct rd rd_of(struct span in)
{
	return (struct rd){in, 0, false};
}

static inline size_t rd_left(const struct rd *r)
{
	return r->in.n - r->pos;
}

/* The next n bytes as a span; empty, and bad, when there are fewer. */
static inline struct span rd_take(struct rd *r, size_t n)
{
	struct span s = {NULL, 0};

	if (r->bad || n > rd_left(r)) {
		r->bad = true;
		return s;
	}
	s = span_of(r->in.p + r->pos, n);
	r->pos += n;
	return s;
}

static inline void rd_skip(struct rd *r, size_t n)
{
	(void)rd_take(r, n);
}

static inline uint8_t rd_u8(struct rd *r)
{
	struct span s = rd_take(r, 1);

	return s.n ? s.p[0] : 0;
}

static inline uint16_t rd_be16(struct rd *r)
{
	struct span s = rd_take(r, 2);

	return s.n ? (uint16_t)((unsigned)s.p[0] << 8 | s.p[1]) : 0;
}

static inline uint32_t rd_be32(struct rd *r)
{
	struct span s = rd_take(r, 4);

	return s.n ? (uint32_t)s.p[0] << 24 | (uint32_t)s.p[1] << 16 |
			 (uint32_t)s.p[2] << 8 | s.p[3]
		   : 0;
}

static inline uint64_t rd_be64(struct rd *r)
{
	uint64_t hi = rd_be32(r);

	return hi << 32 | rd_be32(r);
}

/* Fixed-width big- and little-endian access where bounds are known. */
static inline uint16_t get_be16(const uint8_t *p)
{
	return (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

static inline uint32_t get_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static inline uint16_t get_le16(const uint8_t *p)
{
	return (uint16_t)((unsigned)p[1] << 8 | p[0]);
}

static inline uint32_t get_le32(const uint8_t *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

static inline void put_be16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static inline void put_be32(uint8_t *p, uint32_t v)
{
	put_be16(p, (uint16_t)(v >> 16));
	put_be16(p + 2, (uint16_t)v);
}

static inline void put_le16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

static inline void put_le32(uint8_t *p, uint32_t v)
{
	put_le16(p, (uint16_t)v);
	put_le16(p + 2, (uint16_t)(v >> 16));
}

#endif
