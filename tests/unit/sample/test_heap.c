/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap.h"
#include "rng.h"

static void test_gives_events_in_order_of_time(void **state)
{
	struct heap h = {0};
	struct rng r = {7};
	struct event e, before = {0};

	(void)state;
	for (uint32_t i = 0; i < 5000; i++) {
		e = (struct event){.us = rng_below(&r, 700), .who = i};
		heap_put(&h, e);
	}
	for (unsigned i = 0; i < 5000; i++) {
		assert_true(heap_get(&h, &e));
		assert_true(e.us >= before.us);
		/* at the same time: as they were put in */
		if (i && e.us == before.us)
			assert_true(e.who > before.who);
		before = e;
	}
	assert_false(heap_get(&h, &e));
	heap_free(&h);
}

static void test_goes_on_when_the_order_number_wraps(void **state)
{
	struct heap h = {.order = UINT32_MAX - 1};
	struct event e;

	(void)state;
	for (uint32_t i = 0; i < 4; i++)
		heap_put(&h, (struct event){.us = 1, .who = i});
	for (uint32_t i = 0; i < 4; i++) {
		assert_true(heap_get(&h, &e));
		assert_int_equal(e.who, i);
	}
	heap_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_gives_events_in_order_of_time),
	    cmocka_unit_test(test_goes_on_when_the_order_number_wraps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
