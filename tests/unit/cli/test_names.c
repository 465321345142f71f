/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cli/names.h"

static struct paths inputs(const char *a, const char *b)
{
	struct paths list = {0};

	assert_true(paths_add(&list, a));
	if (b)
		assert_true(paths_add(&list, b));
	return list;
}

static void without_w_the_input_gives_the_names(void **state)
{
	static const struct {
		const char *in, *out, *stats;
	} cases[] = {
	    {"call.pcap", "call.anon.pcap", "call.anon.json"},
	    {"d/call.pcapng", "d/call.anon.pcapng", "d/call.anon.json"},
	    {"call.pcap.gz", "call.anon.pcap", "call.anon.json"},
	    {"call.PCAPNG.zst", "call.anon.pcapng", "call.anon.json"},
	    {"call.cap.lz4", "call.anon.pcap", "call.anon.json"},
	    {"call", "call.anon.pcap", "call.anon.json"},
	    {"a.b/call", "a.b/call.anon.pcap", "a.b/call.anon.json"},
	    {"d/.pcap", "d/.pcap.anon.pcap", "d/.pcap.anon.json"},
	    {".pcap", ".pcap.anon.pcap", ".pcap.anon.json"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct paths in = inputs(cases[i].in, NULL);
		struct names n;

		assert_true(names_make(&n, &in, NULL, SIANTO_AS_INPUT));
		assert_int_equal(n.count, 1);
		assert_string_equal(n.out[0], cases[i].out);
		assert_string_equal(n.stats, cases[i].stats);
		assert_false(n.directory);
		names_free(&n);
		free(in.item);
	}
}

static void format_decides_the_ending(void **state)
{
	struct paths in = inputs("call.pcap", NULL);
	struct names n;

	(void)state;
	assert_true(names_make(&n, &in, NULL, SIANTO_PCAPNG));
	assert_string_equal(n.out[0], "call.anon.pcapng");
	names_free(&n);
	free(in.item);
}

static void out_gives_the_names_beside_it(void **state)
{
	struct paths in = inputs("call.pcap", NULL);
	struct names n;

	(void)state;
	assert_true(names_make(&n, &in, "x/y.pcapng.gz", SIANTO_AS_INPUT));
	assert_string_equal(n.out[0], "x/y.pcapng.gz");
	assert_string_equal(n.stats, "x/y.json");
	assert_string_equal(n.sheet, "x/y.md");
	names_free(&n);
	assert_true(names_make(&n, &in, "-", SIANTO_AS_INPUT));
	assert_string_equal(n.out[0], "-");
	assert_null(n.stats);
	assert_null(n.sheet);
	names_free(&n);
	free(in.item);
}

static void a_directory_gets_neutral_names(void **state)
{
	struct paths in = inputs("berlin/pbx.pcap", "rome/pbx.pcapng.zst");
	struct names n;

	(void)state;
	assert_true(names_make(&n, &in, "set", SIANTO_AS_INPUT));
	assert_true(n.directory);
	assert_int_equal(n.count, 2);
	assert_string_equal(n.out[0], "set/trace-0001.anon.pcap");
	assert_string_equal(n.out[1], "set/trace-0002.anon.pcapng");
	assert_string_equal(n.stats, "set/trace.anon.json");
	assert_string_equal(n.sheet, "set/trace.anon.md");
	names_free(&n);
	free(in.item);
	in = inputs("berlin/pbx.pcap", NULL);
	assert_true(names_make(&n, &in, "set/", SIANTO_AS_INPUT));
	assert_string_equal(n.out[0], "set/trace-0001.anon.pcap");
	names_free(&n);
	free(in.item);
}

static void names_ask_for_formats(void **state)
{
	(void)state;
	assert_int_equal(names_format("a.pcap"), SIANTO_PCAP);
	assert_int_equal(names_format("a.pcapng"), SIANTO_PCAPNG);
	assert_int_equal(names_format("a.pcapng.lz4"), SIANTO_PCAPNG);
	assert_int_equal(names_format("a.cap"), SIANTO_PCAP);
	assert_int_equal(names_format("a"), SIANTO_AS_INPUT);
	assert_int_equal(names_format("-"), SIANTO_AS_INPUT);
	assert_int_equal(names_format("a.pcapng.old"), SIANTO_AS_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_w_the_input_gives_the_names),
	    cmocka_unit_test(format_decides_the_ending),
	    cmocka_unit_test(out_gives_the_names_beside_it),
	    cmocka_unit_test(a_directory_gets_neutral_names),
	    cmocka_unit_test(names_ask_for_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
