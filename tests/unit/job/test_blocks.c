/* SPDX-License-Identifier: Apache-2.0 */
/*
 * D49: what pcapng holds beside packets. Comments, names, filters, secrets and
 * blocks of others are not in the output, neither as pcapng nor as pcap.
 */
#include "capture/blocks.h"

#include "calls.h"
#include "leaks.h"

/* A block whose body is text. */
static void text_block(struct buf *b, uint32_t type, const char *body)
{
	size_t at = ng_begin(b, false, type);

	ng_bytes(b, span_str(body));
	ng_end(b, false, at);
}

/* The packets of calls_small in a file with a secret in every other place. */
static struct buf everywhere(void)
{
	struct buf cap = jobs_cap(calls_small), out = buf_of(1 << 20);
	struct record r;
	size_t at = 0;

	ng_section(&out, false);
	ng_iface(&out, false, 1, 6, 0);
	text_block(&out, 4, "LEAK1 name resolution 203.0.113.49");
	text_block(&out, 5, "LEAK2 interface statistics");
	text_block(&out, 10, "LEAK3 CLIENT_RANDOM of a session");
	text_block(&out, 9, "LEAK4 journal entry of a host");
	text_block(&out, 0xbad, "LEAK5 custom block, may be copied");
	text_block(&out, 0x40000bad, "LEAK6 custom block");
	text_block(&out, 0x204, "LEAK7 sysdig event");
	while (jobs_next(&cap, &at, &r)) {
		struct ng_packet p = {
		    .ts = (uint64_t)r.sec * 1000000 + r.usec,
		    .len = r.len,
		    .data = r.frame,
		};

		ng_enhanced(&out, false, &p);
	}
	text_block(&out, 5, "LEAK8 interface statistics");
	buf_free(&cap);
	return out;
}

static void blocks_of_pcapng_leave_nothing(void **state)
{
	static const enum sianto_profile profile[] = {SIANTO_SHARE,
						      SIANTO_SUPPORT,
						      SIANTO_PAPER};
	static const enum sianto_format format[] = {SIANTO_AS_INPUT,
						    SIANTO_PCAP, SIANTO_PCAPNG};
	struct buf cap = everywhere(), out;

	(void)state;
	for (unsigned i = 0; i < 9; i++) {
		struct sianto_options opt = jobs_opt(profile[i / 3]);
		struct leak_text t;

		opt.format = format[i % 3];
		jobs_once(&opt, &cap, &out);
		assert_true(out.n > 500);
		assert_int_equal(jobs_le32(out.p), opt.format == SIANTO_PCAP
						       ? 0xa1b2c3d4
						       : 0x0a0d0d0a);
		leak_text_of(&t, span_of(out.p, out.n));
		assert_null(leak_find(&t, "LEAK").how);
		assert_null(leak_find(&t, "203.0.113.49").how);
		assert_null(leak_find(&t, "eth0").how);
		leak_text_free(&t);
		buf_free(&out);
	}
	buf_free(&cap);
}

/* The packets are those of the same capture as pcap. */
static void pcapng_and_pcap_give_the_same_packets(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf ng = everywhere(), cap = jobs_cap(calls_small), a, b;
	char *x, *y;

	(void)state;
	opt.format = SIANTO_PCAP;
	jobs_once(&opt, &ng, &a);
	jobs_once(&opt, &cap, &b);
	jobs_same_bytes(&a, &b);
	x = jobs_stats_of(&ng);
	y = jobs_stats_of(&cap);
	assert_string_equal(x, y);
	free(x);
	free(y);
	buf_free(&a);
	buf_free(&b);
	buf_free(&ng);
	buf_free(&cap);
}

static void two_link_types_do_not_fit_into_pcap(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = everywhere(), out;
	struct sianto_job *job;
	static const uint8_t frame[40] = {0x45, 0, 0, 40};
	const struct ng_packet p = {
	    1, 1700000000000000, 40, {frame, sizeof(frame)}, 0};

	(void)state;
	ng_iface(&cap, false, 101, 6, 0);
	ng_enhanced(&cap, false, &p);
	jobs_once(&opt, &cap, &out);
	buf_free(&out);
	opt.format = SIANTO_PCAP;
	job = jobs_new(&opt);
	assert_int_equal(jobs_run(job, &cap, &out), SIANTO_E_MIXED);
	sianto_job_free(job);
	buf_free(&out);
	buf_free(&cap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(blocks_of_pcapng_leave_nothing),
	    cmocka_unit_test(pcapng_and_pcap_give_the_same_packets),
	    cmocka_unit_test(two_link_types_do_not_fit_into_pcap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
