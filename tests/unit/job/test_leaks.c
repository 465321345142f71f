/* SPDX-License-Identifier: Apache-2.0 */
/* The search for secrets finds them: a search that cannot proves nothing. */
#include "testing.h"

#include "leaks.h"

static const char *found(const char *text, size_t n, const char *secret)
{
	struct leak_text t;
	struct leak l;

	leak_text_of(&t, span_of(text, n));
	l = leak_find(&t, secret);
	leak_text_free(&t);
	return l.how;
}

static void every_spelling_is_found(void **state)
{
	static const struct {
		const char *text, *secret, *how;
	} c[] = {
	    {"to Otter77 now", "oTTer77", "as it is"},
	    {"to %6f%74t%65r77 now", "otter77", "percent-encoded"},
	    {"to %256F%2574ter77 now", "otter77", "percent-encoded twice"},
	    {"b3R0ZXI3Nw==", "otter77", "base64"},
	    {"QW90dGVyNzdC", "otter77", "base64"},     /* AotterB */
	    {"QUFvdHRlcjc3QQ==", "otter77", "base64"}, /* AAotter77A */
	    {"_z_-_w==", "\xff\x3f\xfe\xff", "base64url"},
	    {"x6F7474657237372e", "otter77", "hexadecimal"},
	    {"call 7110005559403", "3049555000117", "reversed"},
	    {"0394550500110700", "304955050011", NULL},
	    {"039455051071", "304955500117", "BCD in hexadecimal"},
	    {"host 3221225985", "192.0.2.1", "address as a number"},
	    {"host 0xC0000201", "192.0.2.1", "address as a number"},
	    {"host 030000001001", "192.0.2.1", "address as a number"},
	    {"host 0300.00.02.01", "192.0.2.1", "address in octal"},
	    {"wAACAQ==", "192.0.2.1", "base64"},
	    {"nothing of it", "otter77", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		const char *how =
		    found(c[i].text, strlen(c[i].text), c[i].secret);

		if (!how != !c[i].how || (how && strcmp(how, c[i].how) != 0))
			fail_msg("%s in %s: %s", c[i].secret, c[i].text,
				 how ? how : "not found");
	}
}

static void bytes_are_found_too(void **state)
{
	(void)state;
	assert_string_equal(found("ab\xc0\x00\x02\x01z", 7, "192.0.2.1"),
			    "address in binary");
	assert_string_equal(found("\x94\x03\x55\x05", 4, "49305550"), "BCD");
	assert_string_equal(found("o\0T\0t\0e\0r\0", 10, "otter"), "UTF-16LE");
	assert_string_equal(found("\0o\0T\0t\0e\0r", 10, "otter"), "UTF-16BE");
	assert_null(found("\xc0\x00\x02", 3, "192.0.2.1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_spelling_is_found),
	    cmocka_unit_test(bytes_are_found_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
