/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/terminal.h"

static void numbers_are_grouped_by_three(void **state)
{
	(void)state;
	assert_string_equal(grouped(0).text, "0");
	assert_string_equal(grouped(999).text, "999");
	assert_string_equal(grouped(1000).text, "1,000");
	assert_string_equal(grouped(1234567).text, "1,234,567");
	assert_string_equal(grouped(UINT64_MAX).text,
			    "18,446,744,073,709,551,615");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_grouped_by_three),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
