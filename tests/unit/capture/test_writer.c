/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "capture/blocks.h"
#include "capture/copy.h"
#include "capture/oracle.h"
#include "sianto/version.h"

static const struct span data5 = {(const uint8_t *)"BYE\x02z", 5};

static bool contains(const struct buf *b, struct span what)
{
	for (size_t i = 0; i + what.n <= b->n; i++) {
		if (memcmp(b->p + i, what.p, what.n) == 0)
			return true;
	}
	return false;
}

/* Random packets over three interfaces in two sections. */
static struct buf make(unsigned packets)
{
	struct buf b = buf_of((size_t)1 << 30);
	uint8_t data[1500];
	uint32_t random = 7;
	struct ng_packet p;

	ng_section(&b, true);
	ng_iface(&b, true, 1, 0xff, 0);
	ng_iface(&b, true, 1, 9, 0);
	for (unsigned i = 0; i < packets; i++) {
		if (i == packets / 2) {
			ng_section(&b, false);
			ng_iface(&b, false, 1, 0x94, 0);
		}
		for (size_t k = 0; k < sizeof(data); k++)
			data[k] = (uint8_t)mem_random(&random);
		p.iface = i < packets / 2 ? i % 2 : 0;
		p.ts = ((uint64_t)1700000000 + i) * (i >= packets / 2 ? 1 << 20
						     : p.iface ? 1000000000
							       : 1000000);
		p.ts += mem_random(&random) % 1000000;
		p.data = span_of(data, mem_random(&random) % 1500);
		p.len = (uint32_t)p.data.n + mem_random(&random) % 2;
		p.flags = i % 3 ? 0 : 0x40000001;
		ng_enhanced(&b, i < packets / 2, &p);
		ng_other(&b, i < packets / 2, 0x0a, SPAN_LIT("LEAK key"));
	}
	assert_false(b.bad);
	return b;
}

static void pcapng_keeps_packets_and_nothing_else(void **state)
{
	struct buf in = make(3000), out = buf_of((size_t)1 << 30);
	struct buf again = buf_of((size_t)1 << 30);
	struct whole a, b;

	(void)state;
	assert_int_equal(copy_mem(mem_span(&in), CAP_PCAPNG, false, &out), 0);
	whole_read_mem(&a, mem_span(&in), 1 << 20);
	whole_read_mem(&b, mem_span(&out), 1 << 20);
	assert_same_buf(&a.packets, &b.packets);
	assert_same_buf(&a.data, &b.data);
	assert_int_equal(b.iface_count, 3);
	assert_int_equal(b.notes.blocks_dropped, 0);
	assert_int_equal(b.ifaces[2].ticks, 1 << 20);
	assert_int_equal(b.ifaces[2].snaplen, 262144);
	assert_true(contains(&in, SPAN_LIT("LEAK")));
	assert_false(contains(&out, SPAN_LIT("LEAK")));
	assert_true(contains(&out, SPAN_LIT("sianto " SIANTO_VERSION)));
#ifdef HAVE_PCAP
	assert_true(oracle_check(&b, mem_span(&out)));
#endif
	/* A fixed point: the same file again. */
	assert_int_equal(copy_mem(mem_span(&out), CAP_PCAPNG, false, &again),
			 0);
	assert_same_buf(&out, &again);
	whole_free(&a);
	whole_free(&b);
	buf_free(&in);
	buf_free(&out);
	buf_free(&again);
}

static void pcap_keeps_the_digits_it_can(void **state)
{
	struct buf in = make(1500), out;
	const struct cap_packet *p, *q;
	struct whole a, b;
	uint64_t ticks, want;

	(void)state;
	whole_read_mem(&a, mem_span(&in), 1 << 20);
	for (int nano = 0; nano < 2; nano++) {
		out = buf_of((size_t)1 << 30);
		assert_int_equal(copy_mem(mem_span(&in), CAP_PCAP, nano, &out),
				 0);
		whole_read_mem(&b, mem_span(&out), 1 << 20);
		assert_same_buf(&a.data, &b.data);
		assert_int_equal(whole_count(&a), whole_count(&b));
		for (size_t i = 0; i < whole_count(&a); i++) {
			p = whole_packet(&a, i);
			q = whole_packet(&b, i);
			ticks = a.ifaces[p->iface].ticks;
			want =
			    p->frac * (nano ? 1000000000u : 1000000u) / ticks;
			assert_int_equal(p->sec, q->sec);
			assert_int_equal(q->frac, want);
			assert_int_equal(p->len, q->len);
		}
#ifdef HAVE_PCAP
		assert_true(oracle_check(&b, mem_span(&out)));
#endif
		whole_free(&b);
		buf_free(&out);
	}
	whole_free(&a);
	buf_free(&in);
}

#ifdef HAVE_PCAP
static void what_libpcap_writes_comes_back(void **state)
{
	char name[] = "/tmp/sianto-test-XXXXXX";
	struct pcap_pkthdr h = {0};
	uint8_t data[1500], *file = test_malloc(4 << 20);
	struct buf out = buf_of((size_t)1 << 30);
	int fd = mkstemp(name);
	pcap_t *p =
	    pcap_open_dead_with_tstamp_precision(DLT_EN10MB, 65535,
						 PCAP_TSTAMP_PRECISION_NANO);
	uint32_t random = 3;
	pcap_dumper_t *d;
	size_t n;

	(void)state;
	assert_true(fd >= 0);
	d = pcap_dump_fopen(p, fdopen(fd, "w+"));
	assert_non_null(d);
	for (int i = 0; i < 2000; i++) {
		for (size_t k = 0; k < sizeof(data); k++)
			data[k] = (uint8_t)mem_random(&random);
		h.ts.tv_sec = 1700000000 + i;
		h.ts.tv_usec = mem_random(&random) % 1000000000;
		h.caplen = mem_random(&random) % 1500;
		h.len = h.caplen + mem_random(&random) % 5;
		pcap_dump((u_char *)d, &h, data);
	}
	assert_int_equal(pcap_dump_flush(d), 0);
	rewind(pcap_dump_file(d));
	n = fread(file, 1, 4 << 20, pcap_dump_file(d));
	assert_int_equal(copy_mem(span_of(file, n), CAP_PCAP, true, &out), 0);
	/* Byte for byte, but for the snaplen. */
	assert_int_equal(out.n, n);
	assert_memory_equal(out.p, file, 16);
	assert_memory_equal(out.p + 20, file + 20, n - 20);
	pcap_dump_close(d);
	pcap_close(p);
	remove(name);
	buf_free(&out);
	test_free(file);
}
#endif

/* The time of a packet at sec and frac of a clock, written and read. */
static struct cap_packet through(enum cap_format format, bool nano,
				 struct cap_iface iface, struct cap_packet p)
{
	struct buf out = buf_of(1 << 20), rec = buf_of(1 << 20);
	struct cap_writer *w;
	struct whole all;

	p.data = data5.p;
	p.caplen = p.len = 5;
	assert_int_equal(cap_writer_new(&w, mem_sink(&out), format, nano), 0);
	assert_int_equal(cap_writer_iface(w, &iface), 0);
	cap_record_begin(w, &rec, &p);
	buf_span(&rec, data5);
	cap_record_end(w, &rec, &p);
	assert_int_equal(cap_write(w, mem_span(&rec)), 0);
	assert_int_equal(cap_writer_end(w), 0);
	whole_read_mem(&all, mem_span(&out), 1 << 20);
	assert_int_equal(whole_count(&all), 1);
	p = *whole_packet(&all, 0);
	p.frac = p.frac * 1000000000 / all.ifaces[0].ticks;
	cap_writer_free(w);
	whole_free(&all);
	buf_free(&out);
	buf_free(&rec);
	return p;
}

static void times_outside_are_moved_to_the_border(void **state)
{
	static const struct {
		enum cap_format format;
		uint64_t ticks;
		int64_t sec;
		uint64_t frac;
		int64_t want_sec;
		uint64_t want_nano;
	} cases[] = {
	    {CAP_PCAP, 1000000, -1, 999999, 0, 0},
	    {CAP_PCAP, 1000000, UINT32_MAX, 5, UINT32_MAX, 5000},
	    {CAP_PCAP, 1000000, (int64_t)1 << 32, 5, UINT32_MAX, 999999999},
	    {CAP_PCAPNG, 1000000, -5, 3, 0, 0},
	    {CAP_PCAPNG, 1000000, (int64_t)1 << 33, 3, (int64_t)1 << 33, 3000},
	    {CAP_PCAPNG, 1000000000, CAP_SEC_MAX, 3, 18446744072, 999999999},
	    {CAP_PCAPNG, 10000000000000000000u, 1700000000,
	     1234567891234567891u, 1700000000, 123456789},
	    {CAP_PCAPNG, (uint64_t)1 << 63, 1700000000, ((uint64_t)1 << 62) + 1,
	     1700000000, 500000000},
	    {CAP_PCAPNG, (uint64_t)1 << 32, 1700000000, UINT32_MAX, 1700000000,
	     999999999},
	    {CAP_PCAP, 16, 1, 15, 1, 937500000},
	    {CAP_PCAP, 1, 1, 0, 1, 0},
	};
	struct cap_packet p, got;
	struct cap_iface iface;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		iface = (struct cap_iface){1, 0, cases[i].ticks, 0};
		memset(&p, 0, sizeof(p));
		p.sec = cases[i].sec;
		p.frac = cases[i].frac;
		got = through(cases[i].format, true, iface, p);
		assert_int_equal(got.sec, cases[i].want_sec);
		assert_int_equal(got.frac, cases[i].want_nano);
	}
}

static void flags_lose_what_is_not_true_any_more(void **state)
{
	struct cap_iface iface = {1, 0, 1000000, 0};
	struct cap_packet p = {0};

	(void)state;
	p.flags = UINT32_MAX;
	assert_int_equal(through(CAP_PCAPNG, false, iface, p).flags,
			 0xffff001f);
	p.flags = 0x1e0;
	assert_int_equal(through(CAP_PCAPNG, false, iface, p).flags, 0);
}

static void pcap_refuses_a_second_link_type(void **state)
{
	struct cap_iface iface = {1, 0, 1000000, 0};
	struct buf out = buf_of(1 << 20);
	struct cap_writer *w;

	(void)state;
	assert_int_equal(cap_writer_new(&w, mem_sink(&out), CAP_PCAP, false),
			 0);
	assert_int_equal(cap_writer_iface(w, &iface), 0);
	assert_int_equal(cap_writer_iface(w, &iface), 0);
	iface.linktype = 113;
	assert_int_equal(cap_writer_iface(w, &iface), SIANTO_E_MIXED);
	assert_int_equal(cap_writer_end(w), 0);
	assert_int_equal(out.n, 24);
	cap_writer_free(w);
	buf_free(&out);
}

static void too_many_interfaces(void **state)
{
	struct cap_iface iface = {1, 0, 1000000, 0};
	struct buf out = buf_of(1 << 20);
	struct cap_writer *w;

	(void)state;
	assert_int_equal(cap_writer_new(&w, mem_sink(&out), CAP_PCAPNG, false),
			 0);
	for (int i = 0; i < CAP_INTERFACES_MAX; i++)
		assert_int_equal(cap_writer_iface(w, &iface), 0);
	assert_int_equal(cap_writer_iface(w, &iface), SIANTO_E_LIMIT);
	assert_int_equal(cap_writer_end(w), 0);
	cap_writer_free(w);
	buf_free(&out);
}

static void empty_captures_are_captures(void **state)
{
	struct buf out;
	struct cap_writer *w;
	struct whole all;

	(void)state;
	for (int f = CAP_PCAP; f <= CAP_PCAPNG; f++) {
		out = buf_of(1 << 20);
		assert_int_equal(cap_writer_new(&w, mem_sink(&out),
						(enum cap_format)f, false),
				 0);
		assert_int_equal(cap_write(w, span_of(NULL, 0)), 0);
		assert_int_equal(cap_writer_end(w), 0);
		whole_read_mem(&all, mem_span(&out), 1 << 20);
		assert_int_equal(all.err, 0);
		assert_int_equal(all.format, f);
		assert_int_equal(whole_count(&all), 0);
		cap_writer_free(w);
		whole_free(&all);
		buf_free(&out);
	}
}

/* Two packets on two interfaces; `early` tells of both before the first. */
static struct buf two_ifaces(bool early)
{
	struct cap_iface iface = {1, 0, 1000000, 0};
	struct buf out = buf_of(1 << 20), rec = buf_of(1 << 20);
	struct cap_packet p = {0};
	struct cap_writer *w;

	p.data = data5.p;
	p.caplen = p.len = 5;
	assert_int_equal(cap_writer_new(&w, mem_sink(&out), CAP_PCAPNG, false),
			 0);
	assert_int_equal(cap_writer_iface(w, &iface), 0);
	iface.linktype = 113;
	if (early)
		assert_int_equal(cap_writer_iface(w, &iface), 0);
	for (p.iface = 0; p.iface < 2; p.iface++) {
		if (!early && p.iface == 1)
			assert_int_equal(cap_writer_iface(w, &iface), 0);
		buf_reset(&rec);
		cap_record_begin(w, &rec, &p);
		buf_span(&rec, data5);
		cap_record_end(w, &rec, &p);
		assert_int_equal(cap_write(w, mem_span(&rec)), 0);
	}
	assert_int_equal(cap_writer_end(w), 0);
	cap_writer_free(w);
	buf_free(&rec);
	return out;
}

static void output_does_not_tell_when_interfaces_came(void **state)
{
	struct buf a = two_ifaces(true), b = two_ifaces(false);

	(void)state;
	assert_same_buf(&a, &b);
	buf_free(&a);
	buf_free(&b);
}

static int full_write(void *ctx, const uint8_t *p, size_t n)
{
	(void)ctx, (void)p, (void)n;
	return SIANTO_E_IO;
}

static void errors_of_the_sink_come_through(void **state)
{
	struct cap_writer *w;

	(void)state;
	for (int f = CAP_PCAP; f <= CAP_PCAPNG; f++) {
		assert_int_equal(cap_writer_new(&w,
						(struct sink){full_write, NULL},
						(enum cap_format)f, false),
				 0);
		assert_int_equal(cap_writer_end(w), SIANTO_E_IO);
		cap_writer_free(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pcapng_keeps_packets_and_nothing_else),
	    cmocka_unit_test(pcap_keeps_the_digits_it_can),
#ifdef HAVE_PCAP
	    cmocka_unit_test(what_libpcap_writes_comes_back),
#endif
	    cmocka_unit_test(times_outside_are_moved_to_the_border),
	    cmocka_unit_test(flags_lose_what_is_not_true_any_more),
	    cmocka_unit_test(pcap_refuses_a_second_link_type),
	    cmocka_unit_test(too_many_interfaces),
	    cmocka_unit_test(empty_captures_are_captures),
	    cmocka_unit_test(output_does_not_tell_when_interfaces_came),
	    cmocka_unit_test(errors_of_the_sink_come_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
