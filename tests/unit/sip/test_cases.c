/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cases of tests/cases/sip: a text and its spans.  The block "message"
 * is a whole message, "message lf" one with bare LF, "message cut" one the
 * snaplen cut; "value NAME" a header's value, "uri" a URI.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "sip/spans.h"

#include <dirent.h>

#include "sip/guard.h"

enum { SHOWN_MAX = 1 << 16, FILE_MAX = 1 << 18 };

static struct spans one, two;
static char file[FILE_MAX], text[FILE_MAX], shown[SHOWN_MAX];

/* The next fenced block: its info string and content; NULL at the end. */
static char *block(char **at, char **info)
{
	char *from = strstr(*at, "```"), *end, *to;

	if (!from)
		return NULL;
	*info = from + 3;
	end = strchr(*info, '\n');
	assert_non_null(end);
	*end = '\0';
	to = strstr(end + 1, "```");
	assert_non_null(to);
	*to = '\0';
	*at = to + 3;
	return end + 1;
}

/* Lines end with CRLF on the wire unless `lf`. */
static size_t wire(const char *from, bool lf)
{
	size_t n = 0;

	for (; *from; from++) {
		if (*from == '\n' && !lf)
			text[n++] = '\r';
		text[n++] = *from;
	}
	return n;
}

static void scan_message(struct guard *g, const char *info, const char *in)
{
	bool cut = strstr(info, " cut") != NULL;
	size_t n = wire(in, strstr(info, " lf") != NULL);
	struct span s;

	if (cut)
		n -= 2;
	s = guard_put(g, span_of(text, n));
	assert_int_equal(sip_find(s), 0);
	spans_message(&one, s, !cut, false);
	assert_int_equal(one.result, 0);
	n = spans_show(&one, s, shown, SHOWN_MAX);
	spans_show_faults(one.msg.faults, shown + n, SHOWN_MAX - n);
	/* joining neighbours changes nothing else */
	spans_message(&two, s, !cut, true);
	assert_int_equal(two.msg.faults, one.msg.faults);
}

static void scan_piece(struct guard *g, const char *info, const char *in)
{
	size_t n = wire(in, false);
	struct span s = guard_put(g, span_of(text, n - 2));

	spans_begin(&one, false);
	if (strcmp(info, "uri") == 0) {
		sip_scan_uri(s, SIP_FIELD_NONE, &one.out);
	} else {
		uint16_t row =
		    sip_field_find(SIP_SCOPE_HEADER, 0, span_str(info + 6));

		assert_int_not_equal(row, SIP_FIELD_NONE);
		sip_scan_value(s, row, &one.out);
	}
	spans_check(&one, s);
	spans_show(&one, s, shown, SHOWN_MAX);
}

static unsigned run_file(const char *path)
{
	struct guard g = guard_new(FILE_MAX);
	FILE *f = fopen(path, "r");
	char *at = file, *info, *want_info, *in, *want;
	unsigned count = 0;

	assert_non_null(f);
	file[fread(file, 1, sizeof(file) - 1, f)] = '\0';
	fclose(f);
	while ((in = block(&at, &info)) != NULL) {
		want = block(&at, &want_info);
		assert_non_null(want);
		assert_string_equal(want_info, "spans");
		if (strncmp(info, "message", 7) == 0)
			scan_message(&g, info, in);
		else
			scan_piece(&g, info, in);
		if (strcmp(shown, want) != 0)
			print_error("%s:\n%s\ngot:\n%s\n", path, in, shown);
		assert_string_equal(shown, want);
		count++;
	}
	guard_free(&g);
	return count;
}

static void cases_of_the_manual(void **state)
{
	const char *dir = SIANTO_SOURCE_DIR "/tests/cases/sip";
	DIR *d = opendir(dir);
	struct dirent *e;
	unsigned count = 0;
	char path[1024];

	(void)state;
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		size_t n = strlen(e->d_name);

		if (n < 3 || strcmp(e->d_name + n - 3, ".md") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		count += run_file(path);
	}
	closedir(d);
	assert_true(count >= 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cases_of_the_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
