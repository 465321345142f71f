/* SPDX-License-Identifier: Apache-2.0 */
#include "track/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define S CLOCK_SECOND

static void clock_follows_small_steps(void **state)
{
	struct clock c = {0};

	(void)state;
	assert_int_equal(clock_next(&c, 500 * S), CLOCK_START);
	assert_int_equal(clock_next(&c, 510 * S), CLOCK_START + 10 * S);
	assert_int_equal(clock_next(&c, 460 * S), CLOCK_START - 40 * S);
	assert_int_equal(c.now, CLOCK_START + 10 * S);
	assert_int_equal(clock_next(&c, 511 * S), CLOCK_START + 11 * S);
	assert_int_equal(c.steps_back, 0);
}

/* An earlier file behind a later one: time goes on from where it was. */
static void clock_ignores_steps_back(void **state)
{
	struct clock c = {0};

	(void)state;
	clock_next(&c, 1000 * S);
	clock_next(&c, 1100 * S);
	assert_int_equal(clock_next(&c, 0), CLOCK_START + 100 * S);
	assert_int_equal(clock_next(&c, 5 * S), CLOCK_START + 105 * S);
	assert_int_equal(c.steps_back, 1);
}

static void clock_ignores_garbage(void **state)
{
	static const int64_t t[] = {INT64_MAX, INT64_MIN,     0,
				    INT64_MAX, INT64_MIN + 1, -1,
				    INT64_MAX};
	struct clock c = {0};
	int64_t now = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t at = clock_next(&c, t[(size_t)i % 7]);

		assert_true(at > 0 && at <= c.now && c.now >= now);
		now = c.now;
	}
	assert_true(c.now < INT64_MAX / 2);
	/* a year at a time, for ever */
	for (int i = 0; i < 100000; i++) {
		clock_next(&c, i % 2 ? CLOCK_AHEAD : 0);
		assert_true(c.now < INT64_MAX / 2);
	}
}

static void clock_shift_changes_nothing(void **state)
{
	static const int64_t t[] = {0, 7, 3, 61, 900, 2, 40, 50, 90000000, 5};
	struct clock a = {0}, b = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(clock_next(&a, t[i] * S),
				 clock_next(&b, t[i] * S - 123456789 * S));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clock_follows_small_steps),
	    cmocka_unit_test(clock_ignores_steps_back),
	    cmocka_unit_test(clock_ignores_garbage),
	    cmocka_unit_test(clock_shift_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
