/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "stats/counts.h"

static void every_family_finds_itself(void **state)
{
	unsigned families = 0;

	(void)state;
	assert_true(stats_agents() > 10);
	assert_true(stats_agents() < 4096);
	for (uint16_t i = 2; i < stats_agents(); i++) {
		const char *name = stats_agent_name(i);
		uint16_t found = stats_agent_of(span_str(name));

		/* other sets stand among the products */
		if (found > 1)
			assert_true(
			    span_case_eq(span_str(stats_agent_name(found)),
					 span_str(name)));
		families += found == i;
	}
	assert_true(families > 100);
}

static void case_does_not_matter(void **state)
{
	(void)state;
	assert_int_equal(stats_agent_of(SPAN_LIT("kamailio")),
			 stats_agent_of(SPAN_LIT("KAMAILIO")));
	assert_true(stats_agent_of(SPAN_LIT("kamailio")) > 1);
}

static void what_is_not_in_the_table_is_other(void **state)
{
	static const char *const name[] = {
	    "",	       "x",	   "SIPAUA.build.bob0001", "ua-k3j5h2g8",
	    "Kamaili", "Kamailioo"};

	(void)state;
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		assert_int_equal(stats_agent_of(span_str(name[i])), 1);
	assert_string_equal(stats_agent_name(0), "none");
	assert_string_equal(stats_agent_name(1), "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_family_finds_itself),
	    cmocka_unit_test(case_does_not_matter),
	    cmocka_unit_test(what_is_not_in_the_table_is_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
