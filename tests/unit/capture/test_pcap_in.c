/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "capture/oracle.h"

enum { MICRO, NANO, MODIFIED };
static const uint32_t magics[] = {0xa1b2c3d4u, 0xa1b23c4du, 0xa1b2cd34u};

/* The file header, with FCS bits above the link type. */
static void put_header(struct buf *b, bool big, unsigned kind, unsigned minor)
{
	put32(b, big, magics[kind]);
	put16(b, big, 2);
	put16(b, big, minor);
	put32(b, big, 0);
	put32(b, big, 0);
	put32(b, big, 65535);
	put32(b, big, 0xf4000000u | 113);
}

static void put_record(struct buf *b, bool big, unsigned kind, unsigned seed)
{
	uint32_t state = seed * 2654435761u + 1;
	uint32_t caplen = mem_random(&state) % 1400;

	put32(b, big, 1700000000 + seed);
	put32(b, big, mem_random(&state) % 1000000);
	put32(b, big, caplen);
	put32(b, big, caplen + mem_random(&state) % 3);
	if (kind == MODIFIED) {
		put32(b, big, 7);
		put32(b, big, 0x08000100);
	}
	for (uint32_t i = 0; i < caplen; i++)
		buf_u8(b, (uint8_t)(mem_random(&state)));
}

static struct buf make(bool big, unsigned kind, unsigned packets)
{
	struct buf b = buf_of((size_t)1 << 30);

	put_header(&b, big, kind, 4);
	for (unsigned i = 0; i < packets; i++)
		put_record(&b, big, kind, i);
	assert_false(b.bad);
	return b;
}

static void every_magic_and_byte_order(void **state)
{
	struct whole w;
	struct buf b;

	(void)state;
	for (unsigned kind = MICRO; kind <= MODIFIED; kind++) {
		for (int big = 0; big < 2; big++) {
			b = make(big, kind, 3000);
			whole_read_sizes(&w, mem_span(&b));
			assert_int_equal(w.err, 0);
			assert_int_equal(w.format, CAP_PCAP);
			assert_int_equal(whole_count(&w), 3000);
			assert_int_equal(w.iface_count, 1);
			assert_int_equal(w.ifaces[0].linktype, 113);
			assert_int_equal(w.ifaces[0].ticks,
					 kind == NANO ? 1000000000 : 1000000);
			assert_false(w.notes.cut_short);
#ifdef HAVE_PCAP
			assert_true(oracle_check(&w, mem_span(&b)));
#endif
			whole_free(&w);
			buf_free(&b);
		}
	}
}

static void a_wrong_snaplen_cuts_nothing(void **state)
{
	struct whole w, right;
	struct buf b = make(false, MICRO, 50);

	(void)state;
	whole_read_sizes(&right, mem_span(&b));
	put_le32(b.p + 16, 60);
	whole_read_sizes(&w, mem_span(&b));
	assert_same_whole(&right, &w);
	assert_int_equal(w.ifaces[0].snaplen, 60);
	whole_free(&right);
	whole_free(&w);
	buf_free(&b);
}

static void header_alone_is_an_empty_capture(void **state)
{
	struct whole w;
	struct buf b = make(false, MICRO, 0);

	(void)state;
	whole_read_sizes(&w, mem_span(&b));
	assert_int_equal(w.err, 0);
	assert_int_equal(w.batches, 0);
	assert_int_equal(w.iface_count, 1);
	assert_false(w.notes.cut_short);
	whole_free(&w);
	buf_free(&b);
}

/* Packets whose record ends at or before n. */
static size_t packets_before(const struct whole *w, size_t n)
{
	size_t at = 24, i;

	for (i = 0; i < whole_count(w); i++) {
		at += 16 + whole_packet(w, i)->caplen;
		if (at > n)
			break;
	}
	return i;
}

static void cut_anywhere_gives_what_is_whole(void **state)
{
	struct whole all, w;
	struct buf b = make(false, MICRO, 5);
	size_t full = 24, k;

	(void)state;
	whole_read_mem(&all, mem_span(&b), 1 << 20);
	for (size_t n = 0; n < b.n; n++) {
		whole_read_mem(&w, span_of(b.p, n), 1 << 20);
		if (n < 24) {
			assert_int_equal(w.err, SIANTO_E_FORMAT);
			whole_free(&w);
			continue;
		}
		k = packets_before(&all, n);
		full = 24;
		for (size_t i = 0; i < k; i++)
			full += 16 + whole_packet(&all, i)->caplen;
		assert_int_equal(w.err, 0);
		assert_int_equal(whole_count(&w), k);
		assert_int_equal(w.notes.cut_short, n != full);
		whole_free(&w);
	}
	whole_free(&all);
	buf_free(&b);
}

static void batches_are_cut_by_packets_and_bytes(void **state)
{
	struct whole w;
	struct buf b = buf_of((size_t)1 << 30);
	uint64_t cut[3];

	(void)state;
	put_header(&b, false, MICRO, 4);
	for (unsigned i = 0; i < CAP_BATCH_PACKETS + 1; i++) {
		put32(&b, false, i);
		buf_fill(&b, 0, 12);
	}
	for (unsigned i = 0; i < 7; i++) {
		put32(&b, false, i);
		put32(&b, false, 0);
		put32(&b, false, CAP_PACKET_MAX);
		put32(&b, false, CAP_PACKET_MAX);
		buf_fill(&b, 'a', CAP_PACKET_MAX);
	}
	whole_read_sizes(&w, mem_span(&b));
	assert_int_equal(w.err, 0);
	assert_int_equal(w.batches, 3);
	memcpy(cut, w.cuts.p, sizeof(cut));
	assert_int_equal(cut[0], CAP_BATCH_PACKETS);
	assert_int_equal(cut[2], 24 + 16 * CAP_BATCH_PACKETS);
	memcpy(cut, w.cuts.p + sizeof(cut), sizeof(cut));
	assert_int_equal(cut[0], 5);
	assert_int_equal(cut[1], CAP_BATCH_PACKETS);
	memcpy(cut, w.cuts.p + 2 * sizeof(cut), sizeof(cut));
	assert_int_equal(cut[0], 3);
	assert_int_equal(cut[2], b.n);
	whole_free(&w);
	buf_free(&b);
}

/* One record after a header of the given version; returns the packet. */
static struct cap_packet one(unsigned minor, const uint32_t *field,
			     struct whole *w)
{
	struct buf b = buf_of(1 << 20);
	struct cap_packet p = {0};

	put_header(&b, true, MICRO, minor);
	for (int i = 0; i < 4; i++)
		put32(&b, true, field[i]);
	buf_fill(&b, 'x', 20);
	whole_read_mem(w, mem_span(&b), 1 << 20);
	if (whole_count(w))
		p = *whole_packet(w, 0);
	buf_free(&b);
	return p;
}

static void old_versions_swap_the_lengths(void **state)
{
	static const struct {
		unsigned minor;
		uint32_t a, b, caplen, len;
	} cases[] = {
	    {4, 20, 99, 20, 99},
	    {2, 99, 20, 20, 99},
	    {3, 20, 99, 20, 99},
	    {3, 99, 20, 20, 99},
	};
	struct cap_packet p;
	struct whole w;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		uint32_t f[4] = {1, 2, cases[i].a, cases[i].b};

		p = one(cases[i].minor, f, &w);
		assert_int_equal(w.err, 0);
		assert_int_equal(p.caplen, cases[i].caplen);
		assert_int_equal(p.len, cases[i].len);
		whole_free(&w);
	}
}

static void lying_length_is_raised_and_counted(void **state)
{
	uint32_t f[4] = {5, 2500000, 20, 3};
	struct cap_packet p;
	struct whole w;

	(void)state;
	p = one(4, f, &w);
	assert_int_equal(p.len, 20);
	assert_int_equal(w.notes.lying_len, 1);
	/* A fraction beyond a second is carried. */
	assert_int_equal(p.sec, 7);
	assert_int_equal(p.frac, 500000);
	whole_free(&w);
}

static void damage_is_an_error(void **state)
{
	uint32_t f[4] = {5, 0, CAP_PACKET_MAX + 1, CAP_PACKET_MAX + 1};
	struct whole w;
	struct buf b;

	(void)state;
	(void)one(4, f, &w);
	assert_int_equal(w.err, SIANTO_E_FORMAT);
	whole_free(&w);
	b = make(false, MICRO, 1);
	b.p[4] = 3; /* version 3 */
	whole_read_mem(&w, mem_span(&b), 1 << 20);
	assert_int_equal(w.err, SIANTO_E_FORMAT);
	whole_free(&w);
	b.p[0] = 'S';
	whole_read_mem(&w, mem_span(&b), 1 << 20);
	assert_int_equal(w.err, SIANTO_E_FORMAT);
	whole_free(&w);
	buf_free(&b);
}

/* Fails after `left` bytes. */
static int failing_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	size_t *left = ctx;

	if (*left == 0)
		return SIANTO_E_STOPPED;
	*got = n < *left ? n : *left;
	memset(p, 0, *got);
	if (*left == 24) {
		put_le32(p, 0xa1b2c3d4u);
		put_le16(p + 4, 2);
		put_le16(p + 6, 4);
	}
	*left -= *got;
	return 0;
}

static void errors_of_the_source_come_through_and_stay(void **state)
{
	struct cap_batch *b = test_malloc(sizeof(*b));
	struct cap_reader *r;
	size_t left = 3;

	(void)state;
	assert_int_equal(cap_batch_init(b), 0);
	assert_int_equal(cap_reader_new(&r,
					(struct source){failing_read, &left}),
			 SIANTO_E_STOPPED);
	assert_null(r);
	left = 24;
	assert_int_equal(cap_reader_new(&r,
					(struct source){failing_read, &left}),
			 0);
	assert_int_equal(cap_read(r, b), SIANTO_E_STOPPED);
	left = 100;
	assert_int_equal(cap_read(r, b), SIANTO_E_STOPPED);
	assert_int_equal(b->count, 0);
	cap_reader_free(r);
	cap_reader_free(NULL);
	cap_batch_free(b);
	test_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_magic_and_byte_order),
	    cmocka_unit_test(a_wrong_snaplen_cuts_nothing),
	    cmocka_unit_test(header_alone_is_an_empty_capture),
	    cmocka_unit_test(cut_anywhere_gives_what_is_whole),
	    cmocka_unit_test(batches_are_cut_by_packets_and_bytes),
	    cmocka_unit_test(old_versions_swap_the_lengths),
	    cmocka_unit_test(lying_length_is_raised_and_counted),
	    cmocka_unit_test(damage_is_an_error),
	    cmocka_unit_test(errors_of_the_source_come_through_and_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
