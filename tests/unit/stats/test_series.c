/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/series.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void bins_double_and_lose_nothing(void **state)
{
	static struct series s;
	uint64_t sum = 0;

	(void)state;
	series_init(&s, 64);
	for (int64_t t = 64; t < 64 + 100000; t++)
		series_count(&s, SERIES_PACKETS, series_bin(&s, t));
	assert_int_equal(s.width, 256);
	assert_true(s.bins <= SERIES_BINS);
	for (uint32_t i = 0; i < s.bins; i++)
		sum += s.n[SERIES_PACKETS][i];
	assert_int_equal(sum, 100000);
	assert_int_equal(s.n[SERIES_PACKETS][7], 256);
	/* what is earlier than the first goes to the first bin */
	assert_int_equal(series_bin(&s, 0), 0);
	/* the end of time */
	assert_true(series_bin(&s, INT64_MAX / 2) < SERIES_BINS);
	assert_true(s.bins <= SERIES_BINS);
}

static void users_are_those_at_the_end_of_a_bin(void **state)
{
	static struct series s;

	(void)state;
	series_init(&s, 0);
	series_users(&s, 0, 5);
	series_users(&s, 3, 7);
	(void)series_bin(&s, 5);
	series_users(&s, 5, 6);
	assert_int_equal(s.users[0], 5);
	assert_int_equal(s.users[2], 5);
	assert_int_equal(s.users[3], 7);
	assert_int_equal(s.users[4], 7);
	assert_int_equal(s.users[5], 6);
	(void)series_bin(&s, SERIES_BINS); /* two seconds a bin */
	assert_int_equal(s.users[0], 5);
	assert_int_equal(s.users[1], 7);
	assert_int_equal(s.users[2], 6);
	assert_int_equal(s.users[SERIES_BINS / 2], 6);
}

static void peak_is_of_one_second(void **state)
{
	static struct series s;

	(void)state;
	series_init(&s, 64);
	for (int i = 0; i < 10; i++)
		series_peak(&s, SERIES_PEAK_PACKETS, 100);
	for (int i = 0; i < 6; i++)
		series_peak(&s, SERIES_PEAK_PACKETS, 101);
	for (int i = 0; i < 6; i++) /* late ones count in their second */
		series_peak(&s, SERIES_PEAK_PACKETS, 100);
	assert_int_equal(s.peak[SERIES_PEAK_PACKETS], 16);
	series_peak(&s, SERIES_PEAK_PACKETS, 100 + SERIES_RING);
	series_peak(&s, SERIES_PEAK_PACKETS, 100); /* too late */
	assert_int_equal(s.peak[SERIES_PEAK_PACKETS], 16);
	assert_int_equal(s.peak[SERIES_PEAK_MESSAGES], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bins_double_and_lose_nothing),
	    cmocka_unit_test(users_are_those_at_the_end_of_a_bin),
	    cmocka_unit_test(peak_is_of_one_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
