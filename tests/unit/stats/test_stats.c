/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stats/random_facts.h"

static struct stats *begin(void)
{
	struct stats *s;

	assert_int_equal(stats_new(&s), 0);
	return s;
}

static void add(struct stats *s, struct fact f)
{
	assert_int_equal(stats_add(s, &f), 0);
}

static void packets_are_counted_by_kind(void **state)
{
	struct stats *s = begin();
	struct fact f;

	(void)state;
	for (unsigned kind = FACT_SIP; kind <= FACT_OTHER; kind++) {
		f = make_packet(kind, kind);
		f.number = kind;
		f.protocol = kind == FACT_CUT ? LAYER_TCP : LAYER_UDP;
		add(s, f);
	}
	assert_int_equal(s->packets, 4);
	assert_int_equal(s->cut, 1);
	assert_int_equal(s->with_sip, 1);
	assert_int_equal(s->with_keepalive, 1);
	assert_int_equal(s->with_other, 1);
	assert_int_equal(s->protocol[LAYER_UDP], 3);
	assert_int_equal(s->protocol[LAYER_TCP], 1);
	assert_int_equal(s->protocol_cut[LAYER_TCP], 1);
	assert_int_equal(s->ip4, 4);
	assert_int_equal(stats_span_us(s), 3000000);
	stats_free(s);
}

/* Two messages in one segment: one packet. */
static void messages_of_one_packet_count_it_once(void **state)
{
	struct stats *s = begin();
	struct fact f = make_packet(0, FACT_SIP);

	(void)state;
	f.request = true;
	add(s, f);
	add(s, f);
	f.number = 1;
	add(s, f);
	assert_int_equal(s->packets, 2);
	assert_int_equal(s->sip.all, 3);
	assert_int_equal(stats_requests(s), 3);
	stats_free(s);
}

static void quoted_messages_are_apart(void **state)
{
	struct stats *s = begin();
	struct fact f =
	    make_fact((struct made){0, .client = 5, .method = SIP_M_OPTIONS});

	(void)state;
	f.quoted = true;
	add(s, f);
	assert_int_equal(s->sip.all, 0);
	assert_int_equal(s->sip.quoted, 1);
	assert_int_equal(s->with_quoted, 1);
	assert_int_equal(s->with_sip, 0);
	assert_int_equal(
	    track_counts(s->track)->method[SIP_M_OPTIONS].transactions, 0);
	stats_free(s);
}

static void faults_are_counted_by_reason(void **state)
{
	struct stats *s = begin();
	struct fact f = make_packet(0, FACT_SIP);

	(void)state;
	f.faults = 1u << SIP_FAULT_TWO_AT | 1u << SIP_FAULT_CUT;
	add(s, f);
	f.faults = 1u << SIP_FAULT_CUT | 1u << 31; /* an unknown bit */
	add(s, f);
	assert_int_equal(s->sip.malformed, 2);
	assert_int_equal(s->sip.fault[SIP_FAULT_TWO_AT], 1);
	assert_int_equal(s->sip.fault[SIP_FAULT_CUT], 2);
	stats_free(s);
}

/* Time goes on where it was when the next file is an earlier one. */
static void span_is_from_earliest_to_latest(void **state)
{
	struct stats *s = begin();

	(void)state;
	add(s, make_packet(1000, FACT_OTHER));
	add(s, make_packet(1500, FACT_OTHER));
	add(s, make_packet(200, FACT_OTHER));
	add(s, make_packet(300, FACT_OTHER));
	assert_int_equal(stats_span_us(s), 1300 * 1000000);
	assert_int_equal(track_steps(s->track), 1);
	stats_free(s);
}

static void a_day_costs_no_memory(void **state)
{
	struct stats *s = begin();

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct fact f = make_packet(i, FACT_KEEPALIVE);

		f.number = (uint64_t)i;
		add(s, f);
	}
	assert_true(s->series.bins <= SERIES_BINS);
	assert_int_equal(s->series.peak[SERIES_PEAK_PACKETS], 1);
	stats_free(s);
}

/* The same packets under another key and another time: the same numbers. */
static void anonymized_facts_give_the_same_numbers(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct random_facts r = {.seed = seed, .s = 1.5e9, .users = 40};
		struct stats *a = begin(), *b = begin();
		struct buf x = buf_of(1 << 20), y = buf_of(1 << 20);

		for (int i = 0; i < 20000; i++) {
			struct fact f = random_fact(&r);

			add(a, f);
			add(b, rehash_fact(f, seed * 4711, -86400 * 1000));
		}
		stats_json(a, &x);
		stats_json(b, &y);
		assert_false(x.bad || y.bad);
		assert_true(x.n > 1000 && x.n == y.n);
		assert_memory_equal(x.p, y.p, x.n);
		buf_free(&x);
		buf_free(&y);
		stats_free(a);
		stats_free(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(packets_are_counted_by_kind),
	    cmocka_unit_test(messages_of_one_packet_count_it_once),
	    cmocka_unit_test(quoted_messages_are_apart),
	    cmocka_unit_test(faults_are_counted_by_reason),
	    cmocka_unit_test(span_is_from_earliest_to_latest),
	    cmocka_unit_test(a_day_costs_no_memory),
	    cmocka_unit_test(anonymized_facts_give_the_same_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
