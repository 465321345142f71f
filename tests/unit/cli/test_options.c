/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/options.h"

static void profiles_are_three(void **state)
{
	enum sianto_profile p = SIANTO_PAPER;

	(void)state;
	assert_true(option_profile("share", &p));
	assert_int_equal(p, SIANTO_SHARE);
	assert_true(option_profile("support", &p));
	assert_int_equal(p, SIANTO_SUPPORT);
	assert_true(option_profile("paper", &p));
	assert_int_equal(p, SIANTO_PAPER);
	assert_false(option_profile("", &p));
	assert_false(option_profile("Share", &p));
	assert_false(option_profile("shared", &p));
}

static void default_words_cannot_be_typed(void **state)
{
	enum sianto_ip ip = SIANTO_IP_FLAT;
	enum sianto_format format = SIANTO_PCAP;

	(void)state;
	assert_false(option_ip("default", &ip));
	assert_false(option_format("", &format));
	assert_true(option_ip("cryptopan", &ip));
	assert_int_equal(ip, SIANTO_IP_CRYPTOPAN);
	assert_true(option_format("pcapng", &format));
	assert_int_equal(format, SIANTO_PCAPNG);
}

static void numbers_are_decimal_and_in_range(void **state)
{
	static const char *const bad[] = {
	    "", "0", "-1", "+1", " 1", "1 ", "0x10", "257", "99999999999", "1.",
	};
	unsigned n = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(option_threads(bad[i], &n));
	assert_int_equal(n, 7);
	assert_true(option_threads("256", &n));
	assert_int_equal(n, 256);
	assert_true(option_threads_default() >= 1);
}

static void times_are_seconds_or_dates(void **state)
{
	static const struct {
		const char *text;
		double seconds;
	} good[] = {
	    {"0", 0},
	    {"12.5", 12.5},
	    {"1714564800", 1714564800},
	    {"1970-01-01", 0},
	    {"1970-01-01T00:00:01Z", 1},
	    {"2000-02-29", 951782400},
	    {"2000-03-01", 951868800},
	    {"2024-05-01T12:00", 1714564800},
	    {"2024-05-01 12:00:00.25Z", 1714564800.25},
	};
	static const char *const bad[] = {
	    "",		  ".5",		"1.",	       "1e3",
	    "inf",	  "nan",	"0x1",	       "2024-13-01",
	    "2024-05-32", "1969-12-31", "2024-05-01T", "2024-05-01T24:00",
	    "2024-05-1",  "2024-5-01",	"2024-05-01X", "2024-05-01T12:00:00.",
	};
	double at;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(
		    option_time(good[i].text, strlen(good[i].text), &at));
		assert_true(at > good[i].seconds - 1e-6 &&
			    at < good[i].seconds + 1e-6);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(option_time(bad[i], strlen(bad[i]), &at));
}

static void only_takes_five_kinds(void **state)
{
	struct sianto_only only;

	(void)state;
	assert_true(option_only("call-id=a84b4c@192.0.2.1", &only));
	assert_int_equal(only.kind, SIANTO_ONLY_CALLID);
	assert_string_equal(only.text, "a84b4c@192.0.2.1");
	assert_true(option_only("user=bob", &only));
	assert_int_equal(only.kind, SIANTO_ONLY_USER);
	assert_true(option_only("number=+1 (202) 555-0143", &only));
	assert_int_equal(only.kind, SIANTO_ONLY_NUMBER);
	assert_true(option_only("addr=2001:db8::1", &only));
	assert_int_equal(only.kind, SIANTO_ONLY_ADDR);
	assert_true(option_only("addr=192.0.2.77", &only));
	assert_false(option_only("addr=192.0.2", &only));
	assert_false(option_only("number=bob", &only));
	assert_false(option_only("number=+", &only));
	assert_false(option_only("user=", &only));
	assert_false(option_only("method=INVITE", &only));
	assert_false(option_only("", &only));
}

static void only_time_is_a_range_with_open_ends(void **state)
{
	struct sianto_only only;

	(void)state;
	assert_true(option_only("time=10..20", &only));
	assert_int_equal(only.kind, SIANTO_ONLY_TIME);
	assert_true(only.from > 9.9 && only.from < 10.1);
	assert_true(only.to > 19.9 && only.to < 20.1);
	assert_true(option_only("time=..20", &only));
	assert_true(only.from < 0.1);
	assert_true(option_only("time=2024-05-01..", &only));
	assert_true(only.to > 1e12);
	/* one end absolute, the other relative: the job decides */
	assert_true(option_only("time=2024-05-01..60", &only));
	assert_false(option_only("time=20..10", &only));
	assert_false(option_only("time=..", &only));
	assert_false(option_only("time=10", &only));
	assert_false(option_only("time=10-20", &only));
}

static void number_files_have_one_a_line(void **state)
{
	char text[] = "# service\n+49 (30) 5550-100\n\n116117 # doctor\r\n0";
	char bad[] = "112\nbob\n";
	struct paths list = {0};

	(void)state;
	assert_int_equal(option_numbers(text, &list), 0);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.item[0], "49305550100");
	assert_string_equal(list.item[1], "116117");
	assert_string_equal(list.item[2], "0");
	assert_null(list.item[3]);
	free(list.item);
	list = (struct paths){0};
	assert_int_equal(option_numbers(bad, &list), 2);
	free(list.item);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(profiles_are_three),
	    cmocka_unit_test(default_words_cannot_be_typed),
	    cmocka_unit_test(numbers_are_decimal_and_in_range),
	    cmocka_unit_test(times_are_seconds_or_dates),
	    cmocka_unit_test(only_takes_five_kinds),
	    cmocka_unit_test(only_time_is_a_range_with_open_ends),
	    cmocka_unit_test(number_files_have_one_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
