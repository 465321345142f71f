/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "capture/blocks.h"
#include "capture/oracle.h"

static const struct span data5 = {(const uint8_t *)"INV\x01z", 5};

/* One section with all kinds of blocks. */
static void put_all(struct buf *b, bool big)
{
	struct ng_packet p = {1, 0, 9, data5, 0x00010006};

	ng_section(b, big);
	ng_iface(b, big, 1, 0xff, 0);
	ng_other(b, big, 4, SPAN_LIT("LEAK names"));
	ng_iface(b, big, 113, 0x80 | 20, 0);
	p.ts = ((uint64_t)1700000000 << 20) + 524288;
	ng_enhanced(b, big, &p);
	ng_other(b, big, 0x0a, SPAN_LIT("LEAK TLS secrets"));
	ng_other(b, big, 0x0bad, SPAN_LIT("LEAK custom"));
	ng_other(b, big, 0x40000bad, SPAN_LIT("LEAK custom 2"));
	p.iface = 0;
	p.ts = 1700000001000007;
	ng_obsolete(b, big, &p);
	ng_other(b, big, 9, SPAN_LIT("LEAK journal"));
	ng_simple(b, big, 5, data5);
	ng_other(b, big, 5, SPAN_LIT("LEAK statistics"));
}

static void check_all(const struct whole *w, size_t first, uint32_t iface)
{
	const struct cap_packet *p = whole_packet(w, first);

	assert_int_equal(p->iface, iface + 1);
	assert_int_equal(p->sec, 1700000000);
	assert_int_equal(p->frac, 524288);
	assert_int_equal(p->caplen, 5);
	assert_int_equal(p->len, 9);
	assert_int_equal(p->flags, 0x00010006);
	p++;
	assert_int_equal(p->iface, iface);
	assert_int_equal(p->sec, 1700000001);
	assert_int_equal(p->frac, 7);
	assert_int_equal(p->flags, 0);
	p++;
	assert_int_equal(p->iface, iface);
	assert_int_equal(p->sec, 0);
	assert_int_equal(p->caplen, 5);
	assert_int_equal(p->len, 5);
	for (size_t i = first; i < first + 3; i++)
		assert_memory_equal(w->data.p + 5 * i, data5.p, 5);
}

static void sections_of_either_byte_order(void **state)
{
	struct buf b = buf_of(1 << 20);
	struct whole w;

	(void)state;
	put_all(&b, false);
	put_all(&b, true);
	put_all(&b, false);
	whole_read_sizes(&w, mem_span(&b));
	assert_int_equal(w.err, 0);
	assert_int_equal(w.format, CAP_PCAPNG);
	assert_int_equal(whole_count(&w), 9);
	assert_int_equal(w.iface_count, 6);
	assert_int_equal(w.notes.blocks_dropped, 18);
	for (uint32_t i = 0; i < 3; i++)
		check_all(&w, 3 * i, 2 * i);
	assert_int_equal(w.ifaces[3].linktype, 113);
	assert_int_equal(w.ifaces[3].ticks, 1 << 20);
	assert_int_equal(w.ifaces[3].snaplen, 96);
	whole_free(&w);
	buf_free(&b);
}

static void cut_anywhere_is_no_error(void **state)
{
	struct buf b = buf_of(1 << 20);
	struct whole w;
	size_t last = 0;

	(void)state;
	put_all(&b, false);
	put_all(&b, true);
	for (size_t n = 0; n <= b.n; n++) {
		whole_read_mem(&w, span_of(b.p, n), 1 << 20);
		assert_int_equal(w.err, n < 24 ? SIANTO_E_FORMAT : 0);
		assert_true(whole_count(&w) >= last);
		last = whole_count(&w);
		whole_free(&w);
	}
	assert_int_equal(last, 6);
	/* The end itself, and one byte less. */
	whole_read_mem(&w, mem_span(&b), 3);
	assert_false(w.notes.cut_short);
	whole_free(&w);
	whole_read_mem(&w, span_of(b.p, b.n - 1), 3);
	assert_true(w.notes.cut_short);
	whole_free(&w);
	buf_free(&b);
}

/* A capture of one interface and one packet at ts. */
static void read_one(struct whole *w, uint8_t tsresol, int64_t offset,
		     uint64_t ts)
{
	struct ng_packet p = {0, ts, 5, data5, 0};
	struct buf b = buf_of(1 << 20);

	ng_section(&b, true);
	ng_iface(&b, true, 1, tsresol, offset);
	ng_enhanced(&b, true, &p);
	whole_read_sizes(w, mem_span(&b));
	buf_free(&b);
}

static void every_clock(void **state)
{
	static const struct {
		uint8_t tsresol;
		int64_t offset;
		uint64_t ts;
		uint64_t ticks;
		int64_t sec;
		uint64_t frac;
	} cases[] = {
	    {0xff, 0, 5000001, 1000000, 5, 1},
	    {0, 0, 17, 1, 17, 0},
	    {3, 100, 2999, 1000, 102, 999},
	    {9, -10, 2000000003, 1000000000, -8, 3},
	    {19, 1700000000, UINT64_MAX, 10000000000000000000u, 1700000001,
	     8446744073709551615u},
	    {0x80, 0, 17, 1, 17, 0},
	    {0x8a, 1, 1025, 1024, 2, 1},
	    {0x80 | 63, 0, UINT64_MAX, (uint64_t)1 << 63, 1, INT64_MAX},
	    {0, INT64_MAX, UINT64_MAX, 1, CAP_SEC_MAX, 0},
	    {0, INT64_MIN, 5, 1, 5 - CAP_SEC_MAX, 0},
	};
	struct whole w;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_one(&w, cases[i].tsresol, cases[i].offset, cases[i].ts);
		assert_int_equal(w.err, 0);
		assert_true(w.ifaces[0].ticks == cases[i].ticks);
		assert_true(w.ifaces[0].offset == cases[i].offset);
		assert_true(whole_packet(&w, 0)->sec == cases[i].sec);
		assert_true(whole_packet(&w, 0)->frac == cases[i].frac);
		whole_free(&w);
	}
	read_one(&w, 20, 0, 0);
	assert_int_equal(w.err, SIANTO_E_FORMAT);
	whole_free(&w);
	read_one(&w, 0xc0, 0, 0);
	assert_int_equal(w.err, SIANTO_E_FORMAT);
	whole_free(&w);
}

/* Reads a section with one interface and then `tail`. */
static void read_tail(struct whole *w, const struct buf *tail)
{
	struct buf b = buf_of((size_t)1 << 28);

	ng_section(&b, false);
	ng_iface(&b, false, 1, 6, 0);
	buf_put(&b, tail->p, tail->n);
	assert_false(b.bad);
	whole_read_sizes(w, mem_span(&b));
	buf_free(&b);
}

static void blocks_that_cannot_be(void **state)
{
	static const uint32_t bad[][8] = {
	    {6, 30, 0, 0, 0, 0, 0, 0},	/* no multiple of 4 */
	    {6, 28, 0, 0, 0, 0, 0, 28}, /* too short */
	    {6, 32, 1, 0, 0, 0, 0, 32}, /* no such interface */
	    {6, 32, 0, 0, 0, 4, 4, 32}, /* data beyond the block */
	    {6, 32, 0, 0, 0, CAP_PACKET_MAX + 1, 0, 32},
	    {1, 16, 1, 16, 0, 0, 0, 0}, /* interface too short */
	    {77, 8, 0, 0, 0, 0, 0, 0},	/* below the least */
	    {77, 13, 0, 0, 0, 0, 0, 0},
	    {0x0a0d0d0a, 28, 0x11111111, 0, 0, 0, 0, 28},
	    {0x0a0d0d0a, 28, 0x1a2b3c4d, 2, 0, 0, 0, 28},
	    {0x0a0d0d0a, 24, 0x1a2b3c4d, 1, 0, 0, 24, 0},
	    {0, 0, 0, 0, 0, 0, 0, 0},
	};
	struct whole w;
	struct buf b;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		b = buf_of(1 << 20);
		for (size_t k = 0; k < 8; k++)
			put32(&b, false, bad[i][k]);
		read_tail(&w, &b);
		assert_int_equal(w.err, SIANTO_E_FORMAT);
		whole_free(&w);
		buf_free(&b);
	}
}

static void simple_blocks_obey_a_sensible_snaplen(void **state)
{
	struct buf b = buf_of(1 << 20);
	uint8_t data[200] = {0};
	struct whole w;

	(void)state;
	/* The interface says 96. */
	ng_simple(&b, false, 1000, span_of(data, 96));
	ng_simple(&b, false, 95, span_of(data, 95));
	ng_simple(&b, false, 1000, span_of(data, 200));
	ng_simple(&b, false, 0, span_of(data, 0));
	read_tail(&w, &b);
	assert_int_equal(w.err, 0);
	assert_int_equal(whole_packet(&w, 0)->caplen, 96);
	assert_int_equal(whole_packet(&w, 0)->len, 1000);
	assert_int_equal(whole_packet(&w, 1)->caplen, 95);
	assert_int_equal(whole_packet(&w, 2)->caplen, 200);
	assert_int_equal(whole_packet(&w, 3)->caplen, 0);
	whole_free(&w);
	buf_free(&b);
}

static void large_blocks_are_skipped_in_constant_memory(void **state)
{
	struct ng_packet p = {0, 1, 5, data5, 0};
	struct buf b = buf_of((size_t)1 << 28);
	uint8_t *junk = test_calloc(1, 3 << 20);
	struct whole w;
	size_t at;

	(void)state;
	ng_other(&b, false, 0x0a, span_of(junk, 3 << 20));
	ng_enhanced(&b, false, &p);
	ng_other(&b, false, 0x0a, span_of(junk, 3 << 20));
	/* A packet with more options than any sane one. */
	at = ng_begin(&b, false, 6);
	buf_fill(&b, 0, 12);
	put32(&b, false, 5);
	put32(&b, false, 5);
	ng_bytes(&b, data5);
	for (int i = 0; i < 40; i++)
		ng_option(&b, false, 1, span_of(junk, 65000));
	ng_end(&b, false, at);
	ng_enhanced(&b, false, &p);
	read_tail(&w, &b);
	assert_int_equal(w.err, 0);
	assert_int_equal(whole_count(&w), 3);
	assert_int_equal(w.notes.blocks_dropped, 2);
	for (int i = 0; i < 3; i++)
		assert_memory_equal(w.data.p + 5 * i, data5.p, 5);
	whole_free(&w);
	buf_free(&b);
	test_free(junk);
}

static void many_small_other_blocks(void **state)
{
	struct ng_packet p = {0, 1, 5, data5, 0};
	struct buf b = buf_of((size_t)1 << 28);
	struct whole w;

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 150000; i++)
			ng_other(&b, false, 5, span_of(NULL, 0));
		ng_enhanced(&b, false, &p);
		ng_enhanced(&b, false, &p);
	}
	read_tail(&w, &b);
	assert_int_equal(w.err, 0);
	assert_int_equal(whole_count(&w), 6);
	assert_int_equal(w.notes.blocks_dropped, 450000);
	whole_free(&w);
	buf_free(&b);
}

static void too_many_interfaces(void **state)
{
	struct buf b = buf_of(1 << 24);
	struct whole w;

	(void)state;
	for (int i = 0; i < CAP_INTERFACES_MAX - 1; i++)
		ng_iface(&b, false, 1, 6, 0);
	read_tail(&w, &b);
	assert_int_equal(w.err, 0);
	assert_int_equal(w.iface_count, CAP_INTERFACES_MAX);
	whole_free(&w);
	ng_iface(&b, false, 1, 6, 0);
	read_tail(&w, &b);
	assert_int_equal(w.err, SIANTO_E_LIMIT);
	whole_free(&w);
	buf_free(&b);
}

#ifdef HAVE_PCAP
static void libpcap_reads_the_same(void **state)
{
	static const uint8_t clocks[] = {0xff, 3, 9, 0x8a, 0x94, 0x9e};
	struct buf b = buf_of(1 << 20);
	uint32_t random = 99;
	struct ng_packet p;
	struct whole w;

	(void)state;
	ng_section(&b, true);
	for (size_t i = 0; i < sizeof(clocks); i++)
		ng_iface(&b, true, 1, clocks[i], i % 2 ? 1600000000 : 0);
	for (int i = 0; i < 2000; i++) {
		p = (struct ng_packet){mem_random(&random) % 6, 0, 200, data5,
				       0};
		p.ts = (uint64_t)(mem_random(&random) % 1000) << 32 |
		       mem_random(&random);
		p.data.n = mem_random(&random) % 6;
		ng_enhanced(&b, true, &p);
	}
	whole_read_sizes(&w, mem_span(&b));
	assert_int_equal(w.err, 0);
	assert_int_equal(whole_count(&w), 2000);
	assert_true(oracle_check(&w, mem_span(&b)));
	whole_free(&w);
	buf_free(&b);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sections_of_either_byte_order),
	    cmocka_unit_test(cut_anywhere_is_no_error),
	    cmocka_unit_test(every_clock),
	    cmocka_unit_test(blocks_that_cannot_be),
	    cmocka_unit_test(simple_blocks_obey_a_sensible_snaplen),
	    cmocka_unit_test(large_blocks_are_skipped_in_constant_memory),
	    cmocka_unit_test(many_small_other_blocks),
	    cmocka_unit_test(too_many_interfaces),
#ifdef HAVE_PCAP
	    cmocka_unit_test(libpcap_reads_the_same),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
