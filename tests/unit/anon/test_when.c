/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include "anon/anon.h"

static void shifted(enum when_kind kind, const char *in, int64_t shift,
		    int64_t packet, const char *want, unsigned moved)
{
	struct buf out = buf_of(100);
	/* Without a shift as in support: clocks stay as they are. */
	const struct when_clock clock = {shift, packet, shift == 0};
	uint64_t count = 0;

	when_shift(kind, span_str(in), &clock, &out, &count);
	assert_true(span_eq(span_of(out.p, out.n), span_str(want)));
	assert_int_equal(count, moved);
	buf_free(&out);
}

/* 1289690940 = Sat, 13 Nov 2010 23:29:00 GMT, the date of RFC 3261. */
static void dates_move_with_their_packet(void **state)
{
	(void)state;
	shifted(WHEN_DATE, "Sat, 13 Nov 2010 23:29:00 GMT", -86400, 1289690945,
		"Fri, 12 Nov 2010 23:29:00 GMT", 0);
	shifted(WHEN_DATE, "Sat, 13 Nov 2010 23:29:00 GMT", 0, 1289690945,
		"Sat, 13 Nov 2010 23:29:00 GMT", 0);
	shifted(WHEN_DATE, "Mon, 01 Mar 2004 00:00:00 GMT", -86400, 1078099200,
		"Sun, 29 Feb 2004 00:00:00 GMT", 0);
}

/* A clock that is years off would publish the shift. */
static void foreign_dates_become_the_packets_time(void **state)
{
	(void)state;
	shifted(WHEN_DATE, "Sat, 13 Nov 2010 23:29:00 GMT", -86400, 86400 * 365,
		"Thu, 31 Dec 1970 00:00:00 GMT", 1);
	shifted(WHEN_DATE, "yesterday", -86400, 86400 * 365,
		"Thu, 31 Dec 1970 00:00:00 GMT", 1);
	shifted(WHEN_EPOCH, "17", -100, 1000000, "999900", 1);
}

/* Where times are kept a number that is none must not pass for one. */
static void numbers_are_no_times(void **state)
{
	(void)state;
	shifted(WHEN_NTP, "47623273245", 0, 1700000000, "3908988800", 1);
	shifted(WHEN_EPOCH, "493055500117", 0, 1700000000, "1700000000", 1);
	shifted(WHEN_NTP, "2873397496", 0, 1700000000, "2873397496", 0);
	shifted(WHEN_NTP, "17", 0, 1700000000, "3908988800", 1);
}

static void ntp_zero_means_no_time(void **state)
{
	(void)state;
	shifted(WHEN_NTP, "0", -1000, 1289690940, "0", 0);
	shifted(WHEN_NTP, "3498679740", -1000, 1289690940, "3498678740", 0);
}

static void the_shift_is_whole_years_backwards(void **state)
{
	uint8_t master[KEY_LEN] = {0};
	struct keys k;

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		int64_t s;

		master[0] = (uint8_t)i;
		assert_int_equal(keys_init(&k, master, span_of(NULL, 0)), 0);
		s = anon_shift(&k, 1700000000);
		assert_true(s <= -31557600 && s > -15ll * 31557600);
		assert_int_equal(anon_shift(&k, 300000000), 0);
	}
	keys_wipe(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dates_move_with_their_packet),
	    cmocka_unit_test(foreign_dates_become_the_packets_time),
	    cmocka_unit_test(numbers_are_no_times),
	    cmocka_unit_test(ntp_zero_means_no_time),
	    cmocka_unit_test(the_shift_is_whole_years_backwards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
