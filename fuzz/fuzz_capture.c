/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_capture.c - reads the input as a capture twice, in one go and in
 * pieces of random size, and copies it to both formats.
 *
 * Rules checked: the same packets in the same batches however bytes arrive;
 * what was written reads as the same packets; a copy of a copy is the copy.
 */
#include <stdlib.h>

#include "base/rd.h"
#include "capture/capture.h"
#include "capture/compress.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SMALL = 64 << 20 };

/* The input; random != 0 makes read sizes random. */
struct in {
	struct span s;
	size_t pos;
	uint32_t random;
};

static int in_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	struct in *in = ctx;
	size_t left = in->s.n - in->pos;

	if (in->random) {
		in->random = in->random * 1103515245u + 12345u;
		if (n > 1 + in->random / 65536 % 97)
			n = 1 + in->random / 65536 % 97;
	}
	if (n > left)
		n = left;
	if (n)
		memcpy(p, in->s.p + in->pos, n);
	in->pos += n;
	*got = n;
	return 0;
}

static int out_write(void *ctx, const uint8_t *p, size_t n)
{
	buf_put(ctx, p, n);
	return 0;
}

/* The packets of a batch as bytes that can be compared. */
static void describe(const struct cap_reader *r, const struct cap_batch *b,
		     struct buf *text)
{
	const struct cap_packet *p;
	const struct cap_iface *f;
	size_t n;

	f = cap_reader_ifaces(r, &n);
	buf_printf(text, "%zu %llu %llu\n", b->count,
		   (unsigned long long)b->first,
		   (unsigned long long)b->bytes_in);
	for (size_t i = 0; i < b->count; i++) {
		p = &b->packets[i];
		require(p->len >= p->caplen && p->iface < n);
		require(p->frac < f[p->iface].ticks);
		require(p->sec >= -CAP_SEC_MAX && p->sec <= CAP_SEC_MAX);
		require(p->data >= b->data &&
			p->data + p->caplen <= b->data + b->size);
		buf_printf(text, "%u %u %u %lld %llu %u\n", p->caplen, p->len,
			   p->iface, (long long)p->sec,
			   (unsigned long long)p->frac, p->flags);
		buf_put(text, p->data, p->caplen);
	}
}

static int copy_batch(const struct cap_reader *r, struct cap_writer *w,
		      const struct cap_batch *b, size_t *known)
{
	struct buf out = buf_of(SMALL);
	const struct cap_iface *f;
	size_t n;
	int err = 0;

	f = cap_reader_ifaces(r, &n);
	while (!err && *known < n)
		err = cap_writer_iface(w, &f[(*known)++]);
	for (size_t i = 0; !err && i < b->count; i++) {
		cap_record_begin(w, &out, &b->packets[i]);
		buf_put(&out, b->packets[i].data, b->packets[i].caplen);
		cap_record_end(w, &out, &b->packets[i]);
	}
	require(!out.bad);
	if (!err)
		err = cap_write(w, span_of(out.p, out.n));
	buf_free(&out);
	return err;
}

/* Reads all of src; describes it in text, copies it to w (both optional). */
static int read_all(struct source src, struct buf *text, struct cap_writer *w)
{
	struct cap_batch *b = malloc(sizeof(*b));
	struct cap_reader *r;
	size_t known = 0;
	int err;

	require(b && cap_batch_init(b) == 0);
	err = cap_reader_new(&r, src);
	while (!err) {
		err = cap_read(r, b);
		if (text && !err)
			describe(r, b, text);
		if (w && !err)
			err = copy_batch(r, w, b, &known);
		if (b->count == 0)
			break;
	}
	if (w && !err)
		err = cap_writer_end(w);
	if (text)
		buf_printf(text, "%d", err);
	cap_reader_free(r);
	cap_batch_free(b);
	free(b);
	return err;
}

static int copy(struct span s, struct buf *out, enum cap_format format,
		bool nano)
{
	struct in in = {s, 0, 0};
	struct cap_writer *w;
	int err;

	require(cap_writer_new(&w, (struct sink){out_write, out}, format,
			       nano) == 0);
	err = read_all((struct source){in_read, &in}, NULL, w);
	cap_writer_free(w);
	return err;
}

static void check_copies(struct span s, bool nano)
{
	struct buf a, b;

	for (int f = CAP_PCAP; f <= CAP_PCAPNG; f++) {
		a = buf_of(SMALL);
		b = buf_of(SMALL);
		if (copy(s, &a, (enum cap_format)f, nano) == 0) {
			require(copy(span_of(a.p, a.n), &b, (enum cap_format)f,
				     nano) == 0);
			require(a.n == b.n && memcmp(a.p, b.p, a.n) == 0);
		}
		buf_free(&a);
		buf_free(&b);
	}
}

/* As a program reads it: compressed or not. */
static void read_expanded(struct span s)
{
	struct in in = {s, 0, 99};
	struct expander *e;

	if (expander_new(&e, (struct source){in_read, &in}) != 0)
		return;
	if (expander_kind(e) != COMPRESS_NONE)
		(void)read_all(expander_source(e), NULL, NULL);
	expander_free(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf a = buf_of(SMALL), b = buf_of(SMALL);
	struct span s = span_of(data, size);
	struct in whole = {s, 0, 0};
	struct in parts = {s, 0, 1 + (uint32_t)size};
	int err;

	err = read_all((struct source){in_read, &whole}, &a, NULL);
	require(err == read_all((struct source){in_read, &parts}, &b, NULL));
	require(a.n == b.n && memcmp(a.p, b.p, a.n) == 0);
	if (!err)
		check_copies(s, size % 2);
	read_expanded(s);
	buf_free(&a);
	buf_free(&b);
	return 0;
}
