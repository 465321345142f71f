/* SPDX-License-Identifier: Apache-2.0 */
#include "report/screen.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void says(struct buf *b, const char *text)
{
	buf_u8(b, 0);
	assert_false(b->bad);
	assert_string_equal((char *)b->p, text);
	buf_free(b);
}

static void numbers(void **state)
{
	static const struct {
		uint64_t n;
		const char *text;
	} c[] = {{0, "0"},
		 {999, "999"},
		 {1000, "1,000"},
		 {1128074, "1,128,074"},
		 {1000000, "1,000,000"}};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct buf b = buf_of(100);

		screen_num(&b, c[i].n);
		says(&b, c[i].text);
	}
}

static void spans(void **state)
{
	static const struct {
		uint64_t us;
		const char *text;
	} c[] = {
	    {0, "0 us"},	   {999, "999 us"},
	    {1000, "1.0 ms"},	   {999949, "999.9 ms"},
	    {999950, "1.0 s"},	   {59940000, "59.9 s"},
	    {59999999, "1 min"},   {125000000, "2 min 5 s"},
	    {3600000000, "1 h"},   {5000000000, "1 h 23 min"},
	    {172800000000, "2 d"}, {180000000000, "2 d 2 h"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct buf b = buf_of(100);

		screen_span(&b, c[i].us);
		says(&b, c[i].text);
	}
}

static void percents(void **state)
{
	static const struct {
		uint64_t part, whole;
		const char *text;
	} c[] = {{0, 0, "-"},	    {0, 5, "0.0 %"},
		 {1, 3, "33.3 %"},  {1, 100000, "<0.1 %"},
		 {5, 5, "100.0 %"}, {99999, 100000, ">99.9 %"}};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct buf b = buf_of(100);

		screen_percent(&b, c[i].part, c[i].whole);
		says(&b, c[i].text);
	}
}

static void lists_wrap_and_sum_up(void **state)
{
	struct buf b = buf_of(4096);
	struct screen_item item[] = {
	    {"a", 1}, {"bb", 0}, {"ccc", 5}, {"d", 1}, {"e", 3},
	};

	(void)state;
	screen_sort(item, 5);
	assert_string_equal(item[0].name, "ccc");
	assert_string_equal(item[2].name, "a"); /* before d, as given */
	screen_label(&b, "Things");
	screen_list(&b, item, 5, 2);
	says(&b, "Things         ccc 5 (50.0 %)   e 3 (30.0 %)   "
		 "rest 2 (20.0 %)\n");
	screen_list(&b, item, 0, 2);
	says(&b, "none\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(spans),
	    cmocka_unit_test(percents),
	    cmocka_unit_test(lists_wrap_and_sum_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
