/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy.h - reads a capture and writes it again.
 */
#ifndef SIANTO_TEST_CAPTURE_COPY_H
#define SIANTO_TEST_CAPTURE_COPY_H

#include "capture/mem.h"

/* Tells w of the interfaces of r that it does not know. */
static inline int copy_ifaces(struct cap_writer *w, const struct cap_reader *r,
			      size_t *known)
{
	size_t n;
	const struct cap_iface *f = cap_reader_ifaces(r, &n);
	int err = 0;

	while (!err && *known < n)
		err = cap_writer_iface(w, &f[(*known)++]);
	return err;
}

static inline void copy_records(const struct cap_writer *w,
				const struct cap_batch *b, struct buf *out)
{
	buf_reset(out);
	for (size_t i = 0; i < b->count; i++) {
		cap_record_begin(w, out, &b->packets[i]);
		buf_put(out, b->packets[i].data, b->packets[i].caplen);
		cap_record_end(w, out, &b->packets[i]);
	}
}

/* Copies all of src to w; returns the first error. */
static inline int copy_all(struct cap_reader *r, struct cap_writer *w)
{
	struct cap_batch *b = test_malloc(sizeof(*b));
	struct buf out = buf_of((size_t)1 << 30);
	size_t known = 0;
	int err = cap_batch_init(b);

	while (!err && (err = cap_read(r, b)) == 0 && b->count > 0) {
		err = copy_ifaces(w, r, &known);
		if (err)
			break;
		copy_records(w, b, &out);
		assert_false(out.bad);
		err = cap_write(w, mem_span(&out));
	}
	if (!err)
		err = copy_ifaces(w, r, &known);
	if (!err)
		err = cap_writer_end(w);
	cap_batch_free(b);
	test_free(b);
	buf_free(&out);
	return err;
}

/* in, as a file of that format, to out. */
static inline int copy_mem(struct span in, enum cap_format format, bool nano,
			   struct buf *out)
{
	struct cap_writer *w;
	struct cap_reader *r;
	struct mem m;
	int err;

	assert_int_equal(cap_reader_new(&r, mem_source(&m, in, 1 << 20)), 0);
	assert_int_equal(cap_writer_new(&w, mem_sink(out), format, nano), 0);
	err = copy_all(r, w);
	cap_writer_free(w);
	cap_reader_free(r);
	return err;
}

#endif
