/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.h - captures in memory for the tests of this room.
 */
#ifndef SIANTO_TEST_CAPTURE_MEM_H
#define SIANTO_TEST_CAPTURE_MEM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rd.h"
#include "capture/capture.h"

/* A source over bytes that gives at most `step` of them at once. */
struct mem {
	struct span in;
	size_t pos;
	size_t step;
};

static inline int mem_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	struct mem *m = ctx;
	size_t left = m->in.n - m->pos;

	if (n > left)
		n = left;
	if (n > m->step)
		n = m->step;
	if (n)
		memcpy(p, m->in.p + m->pos, n);
	m->pos += n;
	*got = n;
	return 0;
}

static inline struct source mem_source(struct mem *m, struct span in,
				       size_t step)
{
	*m = (struct mem){in, 0, step};
	return (struct source){mem_read, m};
}

static inline int mem_write(void *ctx, const uint8_t *p, size_t n)
{
	struct buf *b = ctx;

	buf_put(b, p, n);
	return b->bad ? SIANTO_E_NOMEM : 0;
}

static inline struct sink mem_sink(struct buf *b)
{
	return (struct sink){mem_write, b};
}

static inline struct span mem_span(const struct buf *b)
{
	return span_of(b->p, b->n);
}

/* xorshift: the same numbers in every run. */
static inline uint32_t mem_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* What reading a whole capture gave. */
struct whole {
	int err;
	enum cap_format format;
	struct cap_iface ifaces[16]; /* the first ones */
	size_t iface_count;
	struct cap_notes notes;
	size_t batches;
	struct buf packets; /* struct cap_packet, data not valid */
	struct buf data;    /* all packets' bytes */
	struct buf cuts;    /* count, first and bytes_in of each batch */
};

static inline size_t whole_count(const struct whole *w)
{
	return w->packets.n / sizeof(struct cap_packet);
}

static inline const struct cap_packet *whole_packet(const struct whole *w,
						    size_t i)
{
	/* Comes from realloc(), so it is aligned. */
	return (const struct cap_packet *)(const void *)w->packets.p + i;
}

static inline void whole_free(struct whole *w)
{
	buf_free(&w->packets);
	buf_free(&w->data);
	buf_free(&w->cuts);
}

static inline void whole_take(struct whole *w, const struct cap_batch *b)
{
	uint64_t cut[3] = {b->count, b->first, b->bytes_in};
	struct cap_packet p;

	buf_put(&w->cuts, cut, sizeof(cut));
	for (size_t i = 0; i < b->count; i++) {
		memset(&p, 0, sizeof(p));
		p.caplen = b->packets[i].caplen;
		p.len = b->packets[i].len;
		p.iface = b->packets[i].iface;
		p.sec = b->packets[i].sec;
		p.frac = b->packets[i].frac;
		p.flags = b->packets[i].flags;
		buf_put(&w->packets, &p, sizeof(p));
		buf_put(&w->data, b->packets[i].data, p.caplen);
	}
	w->batches++;
}

static inline void whole_facts(struct whole *w, const struct cap_reader *r)
{
	const struct cap_iface *f = cap_reader_ifaces(r, &w->iface_count);

	for (size_t i = 0; i < w->iface_count && i < 16; i++)
		w->ifaces[i] = f[i];
	w->format = cap_reader_format(r);
	w->notes = *cap_reader_notes(r);
}

/* Reads everything src has. */
static inline void whole_read(struct whole *w, struct source src)
{
	struct cap_batch *b = test_malloc(sizeof(*b));
	struct cap_reader *r;

	memset(w, 0, sizeof(*w));
	w->packets = w->data = w->cuts = buf_of((size_t)1 << 30);
	assert_int_equal(cap_batch_init(b), 0);
	w->err = cap_reader_new(&r, src);
	if (!w->err) {
		while ((w->err = cap_read(r, b)) == 0 && b->count > 0)
			whole_take(w, b);
		whole_facts(w, r);
		cap_reader_free(r);
	}
	cap_batch_free(b);
	test_free(b);
	assert_false(w->packets.bad || w->data.bad || w->cuts.bad);
}

static inline void whole_read_mem(struct whole *w, struct span in, size_t step)
{
	struct mem m;

	whole_read(w, mem_source(&m, in, step));
}

static inline void assert_same_buf(const struct buf *a, const struct buf *b)
{
	assert_int_equal(a->n, b->n);
	if (a->n)
		assert_memory_equal(a->p, b->p, a->n);
}

/* Packets, bytes, borders of batches and notes. */
static inline void assert_same_whole(const struct whole *a,
				     const struct whole *b)
{
	assert_int_equal(a->err, b->err);
	assert_same_buf(&a->packets, &b->packets);
	assert_same_buf(&a->data, &b->data);
	assert_same_buf(&a->cuts, &b->cuts);
	assert_int_equal(a->iface_count, b->iface_count);
	assert_int_equal(a->notes.cut_short, b->notes.cut_short);
	assert_int_equal(a->notes.blocks_dropped, b->notes.blocks_dropped);
	assert_int_equal(a->notes.lying_len, b->notes.lying_len);
}

/* Reads with several read sizes; all must agree. */
static inline void whole_read_sizes(struct whole *w, struct span in)
{
	static const size_t sizes[] = {1, 7, 4096};
	struct whole other;

	whole_read_mem(w, in, 1 << 20);
	for (size_t i = 0; i < 3; i++) {
		whole_read_mem(&other, in, sizes[i]);
		assert_same_whole(w, &other);
		whole_free(&other);
	}
}

/* Numbers of a file in either byte order. */
static inline void put16(struct buf *b, bool big, unsigned v)
{
	uint8_t p[2];

	if (big)
		put_be16(p, (uint16_t)v);
	else
		put_le16(p, (uint16_t)v);
	buf_put(b, p, 2);
}

static inline void put32(struct buf *b, bool big, uint32_t v)
{
	uint8_t p[4];

	if (big)
		put_be32(p, v);
	else
		put_le32(p, v);
	buf_put(b, p, 4);
}

#endif
