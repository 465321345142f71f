/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "recipe.h"

static size_t parse(struct recipe *r, const char *text)
{
	recipe_init(r);
	return recipe_parse(r, text, strlen(text));
}

static void test_sets_what_it_names(void **state)
{
	struct recipe r;

	(void)state;
	assert_int_equal(parse(&r, "# a comment\n"
				   "\n"
				   "users 12\t# twelve\r\n"
				   "  keepalive ping 7.5 20\n"
				   "scanner 5 100 2\n"
				   "outage 60 30"),
			 0);
	assert_true(r.users == 12);
	assert_true(r.ka[KA_PING].share == 7.5);
	assert_true(r.ka[KA_PING].interval == 20);
	assert_true(r.scan_start == 5 && r.scan_count == 100);
	assert_true(r.outage_start == 60 && r.outage_length == 30);
	assert_true(r.ipv6 == 0);
}

static void test_names_the_line_it_does_not_understand(void **state)
{
	static const struct {
		const char *text;
		size_t line;
	} cases[] = {
	    {"users", 1},
	    {"users 1 2", 1},
	    {"users x", 1},
	    {"users -1", 1},
	    {"users 1x", 1},
	    {"users nan", 1},
	    {"users 1e99", 1},
	    {"seed 1\nuser 2", 2},
	    {"\n\nkeepalive pong 1 2", 3},
	    {"keepalive ping 1 0", 1},
	    {"keepalive ping 1", 1},
	    {"one two three four five six", 1},
	    {"averyveryveryveryverylongwordindeedtoolong 1", 1},
	};
	struct recipe r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(parse(&r, cases[i].text), cases[i].line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sets_what_it_names),
	    cmocka_unit_test(test_names_the_line_it_does_not_understand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
