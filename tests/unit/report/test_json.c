/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "report/json_check.h"

static void says(struct buf *b, const char *text)
{
	assert_false(b->bad);
	buf_u8(b, 0);
	assert_string_equal((char *)b->p, text);
	buf_free(b);
}

static void objects_and_arrays_nest(void **state)
{
	struct buf b = buf_of(4096);
	struct json j = json_to(&b);

	(void)state;
	json_open(&j, NULL, '{');
	json_num(&j, "a", 1);
	json_open(&j, "empty", '{');
	json_close(&j);
	json_open_line(&j, "list", '[');
	json_num(&j, NULL, 1);
	json_num(&j, NULL, 2);
	json_open(&j, NULL, '{');
	json_bool(&j, "x", true);
	json_bool(&j, "y", false);
	json_close(&j);
	json_close(&j);
	json_close(&j);
	says(&b, "{\n  \"a\": 1,\n  \"empty\": {},\n  \"list\": [1, 2, "
		 "{\"x\": true, \"y\": false}]\n}\n");
}

static void decimals(void **state)
{
	static const struct {
		uint64_t v;
		unsigned decimals;
		const char *text;
	} c[] = {{0, 3, "0"},	     {1, 3, "0.001"},
		 {1000, 3, "1"},     {12340, 3, "12.34"},
		 {1, 6, "0.000001"}, {123456789, 6, "123.456789"},
		 {7, 0, "7"},	     {UINT64_MAX, 1, "1844674407370955161.5"}};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct buf b = buf_of(100);
		struct json j = json_to(&b);

		json_fixed(&j, NULL, c[i].v, c[i].decimals);
		says(&b, c[i].text);
	}
}

static void text_is_escaped(void **state)
{
	static const struct {
		const char *in, *out;
	} c[] = {
	    {"plain", "\"plain\""},
	    {"a\"b\\c", "\"a\\\"b\\\\c\""},
	    {"\n\x01\x7f", "\"\\u000a\\u0001\\u007f\""},
	    {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
	     "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\""},
	    /* not UTF-8: lone, overlong, surrogate, cut, too high */
	    {"\x80", "\"\xef\xbf\xbd\""},
	    {"\xc0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	    {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	    {"\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	    {"\xf5", "\"\xef\xbf\xbd\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct buf b = buf_of(100);
		struct json j = json_to(&b);

		json_text(&j, NULL, c[i].in);
		assert_true(json_check(span_of(b.p, b.n)));
		says(&b, c[i].out);
	}
}

static void a_full_buffer_is_bad_not_broken(void **state)
{
	struct buf b = buf_of(300);
	struct json j = json_to(&b);

	(void)state;
	json_open(&j, NULL, '{');
	for (int i = 0; i < 20; i++)
		json_text(&j, "key", "a long text that does not fit");
	json_close(&j);
	assert_true(b.bad);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(objects_and_arrays_nest),
	    cmocka_unit_test(decimals),
	    cmocka_unit_test(text_is_escaped),
	    cmocka_unit_test(a_full_buffer_is_bad_not_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
