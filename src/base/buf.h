/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.h - bytes being written: a growing buffer with a hard cap.
 *
 * Writes beyond the cap, or without memory, set `bad` and are dropped; so a
 * writer is a straight list of puts with one check at the end.
 */
#ifndef SIANTO_BASE_BUF_H
#define SIANTO_BASE_BUF_H

#include <stdlib.h>

#include "base/span.h"

struct buf {
	uint8_t *p;
	size_t n;
	size_t size; /* allocated */
	size_t cap;  /* never more than this many bytes */
	bool bad;
};

/* An empty buffer that will hold at most cap bytes. */
static inline struct buf buf_of(size_t cap)
{
	return (struct buf){NULL, 0, 0, cap, false};
}

/* Frees the bytes; the buffer is empty and usable after. */
void buf_free(struct buf *b);

/* Makes room for n more bytes; false, and bad, when that cannot be. */
bool buf_grow(struct buf *b, size_t n);

static inline bool buf_room(struct buf *b, size_t n)
{
	return !b->bad && (b->size - b->n >= n || buf_grow(b, n));
}

/*
 * memcpy for what messages are made of: mostly less than 32 bytes, where a
 * call costs more than the copy.  Two moves that may overlap cover every
 * length between half and all of their sum.
 */
static inline void buf_copy(uint8_t *to, const uint8_t *from, size_t n)
{
	uint64_t a[2], z[2];
	uint32_t c, d;

	if (n > 32) {
		memcpy(to, from, n);
	} else if (n >= 16) {
		memcpy(a, from, 16);
		memcpy(z, from + n - 16, 16);
		memcpy(to, a, 16);
		memcpy(to + n - 16, z, 16);
	} else if (n >= 8) {
		memcpy(a, from, 8);
		memcpy(z, from + n - 8, 8);
		memcpy(to, a, 8);
		memcpy(to + n - 8, z, 8);
	} else if (n >= 4) {
		memcpy(&c, from, 4);
		memcpy(&d, from + n - 4, 4);
		memcpy(to, &c, 4);
		memcpy(to + n - 4, &d, 4);
	} else {
		for (size_t i = 0; i < n; i++)
			to[i] = from[i];
	}
}

static inline void buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !buf_room(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

/* The same, for the hot path. */
static inline void buf_put_short(struct buf *b, const uint8_t *p, size_t n)
{
	if (n == 0 || !buf_room(b, n))
		return;
	buf_copy(b->p + b->n, p, n);
	b->n += n;
}

static inline void buf_span(struct buf *b, struct span s)
{
	buf_put(b, s.p, s.n);
}

static inline void buf_str(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

static inline void buf_u8(struct buf *b, uint8_t c)
{
	buf_put(b, &c, 1);
}

/* n times the byte c. */
void buf_fill(struct buf *b, uint8_t c, size_t n);

/* v in decimal, without padding. */
void buf_dec(struct buf *b, uint64_t v);

/* v in decimal, zero-padded to width digits (at most 20). */
void buf_dec_pad(struct buf *b, uint64_t v, unsigned width);

/* printf into the buffer, at most 1,023 bytes a call. */
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Empties the buffer and forgets an error; keeps the memory. */
static inline void buf_reset(struct buf *b)
{
	b->n = 0;
	b->bad = false;
}

#endif
