/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/screen.h"
#include "stats/random_facts.h"

/* No line is wider than the screen, none ends in blanks, no tabs. */
static void fits(const struct buf *b)
{
	struct span rest = span_of(b->p, b->n);

	assert_false(b->bad);
	while (rest.n) {
		size_t n = span_find(rest, '\n');

		assert_true(n < rest.n);
		assert_true(n <= SCREEN_WIDTH);
		assert_true(n == 0 || rest.p[n - 1] != ' ');
		assert_int_equal(span_find(span_sub(rest, 0, n), '\t'), n);
		rest = span_sub(rest, n + 1, rest.n);
	}
}

static void text_fits_the_screen(void **state)
{
	struct stats_distinct d = {123456, 7654321, 54321, 65432, 1234567};
	struct stats_run run = {.inputs = 1, .cut_short = true};

	(void)state;
	for (unsigned users = 1; users < 200; users += 60) {
		struct random_facts r = {.seed = users,
					 .s = 1000,
					 .users = users};
		struct buf b = buf_of(1 << 20);
		struct stats *s;

		assert_int_equal(stats_new(&s), 0);
		for (int i = 0; i < 20000; i++) {
			struct fact f = random_fact(&r);

			assert_int_equal(stats_add(s, &f), 0);
		}
		for (unsigned i = 0; i < PKT_CUT_COUNT; i++)
			run.cut[i] = 1000 * i;
		stats_set_distinct(s, &d);
		stats_set_run(s, &run);
		stats_text(s, &b);
		if (getenv("SIANTO_SHOW"))
			fwrite(b.p, 1, b.n, stderr);
		fits(&b);
		buf_free(&b);
		stats_free(s);
	}
}

static void nothing_is_said_of_nothing(void **state)
{
	struct buf b = buf_of(1 << 20);
	struct stats *s;

	(void)state;
	assert_int_equal(stats_new(&s), 0);
	stats_text(s, &b);
	fits(&b);
	assert_true(b.n < 400);
	buf_free(&b);
	stats_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_fits_the_screen),
	    cmocka_unit_test(nothing_is_said_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
