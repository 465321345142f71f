/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include "anon/anon.h"

static void check(const char *text, const char *want)
{
	struct buf out = buf_of(1000);

	scrub_text(span_str(text), &out);
	buf_u8(&out, 0);
	assert_string_equal((const char *)out.p, want);
	buf_free(&out);
}

static void words_no_dictionary_knows_become_x(void **state)
{
	(void)state;
	check("call with Otter", "call with x");
	check("otter's", "x'x");
	check("caf\xc3\xa9 m\xc3\xbcller", "x x");
	check("x@y", "x x");
	check("", "");
}

static void short_numbers_stay(void **state)
{
	(void)state;
	check("call 30 of 60", "call 30 of 60");
	check("room 112", "x 112");
	check("8264", "#");
}

/* An address and a telephone number are short numbers in a row. */
static void numbers_in_pieces_are_numbers(void **state)
{
	(void)state;
	check("192.0.2.17", "#.#.#.#");
	check("+49 30 555 00 117", "+# # # # #");
	check("030/555-00-117.", "#/#-#-#.");
	check("(030) 5 5 5", "(#) # # #");
	check("02:00:5e:10:20:30", "#:#:x:#:#:#");
	check("call 30 with 60", "call 30 with 60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_no_dictionary_knows_become_x),
	    cmocka_unit_test(short_numbers_stay),
	    cmocka_unit_test(numbers_in_pieces_are_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
