/* SPDX-License-Identifier: Apache-2.0 */
#include "track/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "track/mix.h"

struct item {
	uint64_t key;
	struct table_link link;
	uint64_t value;
};

enum { KEYS = 4096, STEPS = 200000 };

/* A table agrees with an array on random additions and removals. */
static void table_holds_what_was_added(void **state)
{
	static uint32_t where[KEYS];
	struct table t;
	uint64_t seed = 7;
	uint32_t live = 0;

	(void)state;
	table_init(&t, sizeof(struct item), KEYS);
	memset(where, 0xff, sizeof(where));
	for (int i = 0; i < STEPS; i++) {
		uint32_t k, index;

		seed = mix64(seed + 1);
		k = (uint32_t)(seed % KEYS);
		index = table_find(&t, k);
		assert_int_equal(index, where[k]);
		if (index != TABLE_NONE) {
			struct item *item = table_at(&t, index);

			assert_int_equal(item->value, k * 3);
			table_remove(&t, index);
			where[k] = TABLE_NONE;
			live--;
			continue;
		}
		assert_int_equal(table_add(&t, k, &index), 0);
		((struct item *)table_at(&t, index))->value = k * 3;
		where[k] = index;
		live++;
		assert_int_equal(t.live, live);
	}
	assert_true(t.made <= KEYS);
	table_free(&t);
}

static void table_pointers_stay(void **state)
{
	struct table t;
	uint32_t index;
	void *first;

	(void)state;
	table_init(&t, sizeof(struct item), 100000);
	assert_int_equal(table_add(&t, 1, &index), 0);
	first = table_at(&t, index);
	for (uint64_t k = 2; k < 50000; k++)
		assert_int_equal(table_add(&t, k, &index), 0);
	assert_ptr_equal(table_at(&t, table_find(&t, 1)), first);
	table_free(&t);
}

static void table_full_counts(void **state)
{
	struct table t;
	uint32_t index;

	(void)state;
	table_init(&t, sizeof(struct item), 10);
	for (uint64_t k = 0; k < 10; k++)
		assert_int_equal(table_add(&t, k, &index), 0);
	assert_int_equal(table_add(&t, 10, &index), SIANTO_E_LIMIT);
	assert_int_equal(index, TABLE_NONE);
	assert_int_equal(t.overflow, 1);
	table_remove(&t, table_find(&t, 3));
	assert_int_equal(table_add(&t, 10, &index), 0);
	assert_int_equal(table_find(&t, 3), TABLE_NONE);
	table_free(&t);
}

static void table_empty_finds_nothing(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, sizeof(struct item), 10);
	assert_int_equal(table_find(&t, 0), TABLE_NONE);
	table_free(&t);
}

static void list_keeps_order(void **state)
{
	struct table t;
	struct table_list l;
	uint32_t index[4];

	(void)state;
	table_init(&t, sizeof(struct item), 10);
	list_init(&l);
	for (uint64_t k = 0; k < 4; k++) {
		assert_int_equal(table_add(&t, k, &index[k]), 0);
		list_push(&l, &t, index[k]);
	}
	list_touch(&l, &t, index[0]); /* 1 2 3 0 */
	assert_int_equal(l.oldest, index[1]);
	assert_int_equal(l.newest, index[0]);
	list_unlink(&l, &t, index[2]); /* 1 3 0 */
	list_unlink(&l, &t, index[1]); /* 3 0 */
	assert_int_equal(l.oldest, index[3]);
	list_unlink(&l, &t, index[0]);
	assert_int_equal(l.newest, index[3]);
	list_unlink(&l, &t, index[3]);
	assert_int_equal(l.oldest, TABLE_NONE);
	assert_int_equal(l.newest, TABLE_NONE);
	table_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table_holds_what_was_added),
	    cmocka_unit_test(table_pointers_stay),
	    cmocka_unit_test(table_full_counts),
	    cmocka_unit_test(table_empty_finds_nothing),
	    cmocka_unit_test(list_keeps_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
