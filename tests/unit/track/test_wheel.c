/* SPDX-License-Identifier: Apache-2.0 */
#include "track/wheel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "track/mix.h"

enum { ITEMS = 500 };

struct seen {
	struct table *t;
	struct wheel *w;
	int64_t last;
	int64_t to;
	int fired;
};

static void fired(void *ctx, int64_t second, uint32_t index)
{
	struct seen *s = ctx;
	struct wheel_item *item = table_at(s->t, index);

	assert_int_equal(second, item->end);
	assert_true(second >= s->last && second <= s->to);
	s->last = second;
	s->fired++;
	table_remove(s->t, index);
}

/* Every item fires once, in the second it ends, near or far. */
static void wheel_fires_in_order(void **state)
{
	static struct wheel w;
	struct table t;
	struct seen s = {&t, &w, 0, 0, 0};
	uint64_t seed = 3;

	(void)state;
	table_init(&t, sizeof(struct wheel_item), ITEMS);
	wheel_init(&w, 100);
	for (uint64_t k = 0; k < ITEMS; k++) {
		uint32_t index;

		seed = mix64(seed + 1);
		assert_int_equal(table_add(&t, k, &index), 0);
		((struct wheel_item *)table_at(&t, index))->slot = TABLE_NONE;
		wheel_set(&w, &t, index, 101 + (int64_t)(seed % 100000));
	}
	assert_int_equal(w.set, ITEMS);
	for (int64_t to = 101; to < 101000; to += 997) {
		s.to = to;
		wheel_run(&w, &t, to, fired, &s);
		assert_int_equal(w.now, to);
	}
	assert_int_equal(s.fired, ITEMS);
	assert_int_equal(t.live, 0);
	table_free(&t);
}

static void wheel_moves_and_cancels(void **state)
{
	static struct wheel w;
	struct table t;
	struct seen s = {&t, &w, 0, 1000000, 0};
	uint32_t a, b, c;

	(void)state;
	table_init(&t, sizeof(struct wheel_item), 3);
	wheel_init(&w, 0);
	assert_int_equal(table_add(&t, 1, &a), 0);
	assert_int_equal(table_add(&t, 2, &b), 0);
	assert_int_equal(table_add(&t, 3, &c), 0);
	for (uint32_t i = 0; i < 3; i++)
		((struct wheel_item *)table_at(&t, i))->slot = TABLE_NONE;
	wheel_set(&w, &t, a, 10);
	wheel_set(&w, &t, b, 10);
	wheel_set(&w, &t, c, 10);
	wheel_set(&w, &t, b, 20000); /* two turns and more */
	wheel_cancel(&w, &t, a);
	wheel_cancel(&w, &t, a);
	wheel_run(&w, &t, 10, fired, &s);
	assert_int_equal(s.fired, 1);
	wheel_run(&w, &t, 19999, fired, &s);
	assert_int_equal(s.fired, 1);
	wheel_run(&w, &t, 1000000, fired, &s);
	assert_int_equal(s.fired, 2);
	assert_int_equal(s.last, 20000);
	assert_int_equal(w.set, 0);
	table_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wheel_fires_in_order),
	    cmocka_unit_test(wheel_moves_and_cancels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
