/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/json_check.h"
#include "stats/random_facts.h"

static void has(const struct buf *b, const char *text)
{
	if (!strstr((const char *)b->p, text))
		fail_msg("not found: %s", text);
}

static struct buf json_of(const struct stats *s)
{
	struct buf b = buf_of(1 << 20);

	stats_json(s, &b);
	assert_false(b.bad);
	assert_true(json_check(span_of(b.p, b.n)));
	buf_u8(&b, 0);
	return b;
}

static void nothing_is_valid_json(void **state)
{
	struct stats *s;
	struct buf b;

	(void)state;
	assert_int_equal(stats_new(&s), 0);
	b = json_of(s);
	has(&b, "\"format\": \"sianto-stats\"");
	has(&b, "\"span_s\": 0");
	has(&b, "\"packets\": []");
	assert_null(strstr((char *)b.p, "\"run\""));
	assert_null(strstr((char *)b.p, "\"distinct\""));
	buf_free(&b);
	stats_free(s);
}

static void everything_is_valid_json(void **state)
{
	struct random_facts r = {.seed = 9, .s = 1000, .users = 50};
	struct stats_distinct d = {1, 2, 3, 4, 5};
	struct stats_run run = {.bytes_in = 10, .packets_in = 3, .inputs = 1};
	struct stats *s;
	struct buf b;

	(void)state;
	run.cut[PKT_CUT_NOT_SIP] = 7;
	assert_int_equal(stats_new(&s), 0);
	for (int i = 0; i < 5000; i++) {
		struct fact f = random_fact(&r);

		assert_int_equal(stats_add(s, &f), 0);
	}
	stats_set_distinct(s, &d);
	stats_set_run(s, &run);
	b = json_of(s);
	has(&b, "\"all\": 5000");
	has(&b, "\"not-sip\": 7");
	has(&b, "\"domains\": 3");
	has(&b, "\"REGISTER\": {\"requests\": ");
	buf_free(&b);
	stats_free(s);
}

/* Every key is described in doc/formats/stats.md. */
static void every_key_is_documented(void **state)
{
	static char doc[1 << 16];
	struct random_facts r = {.seed = 9, .s = 1000, .users = 50};
	struct stats_distinct d = {0};
	struct stats_run run = {0};
	struct stats *s;
	struct buf b;
	FILE *f = fopen(SIANTO_SOURCE_DIR "/doc/formats/stats.md", "r");

	(void)state;
	if (!f)
		skip();
	doc[fread(doc, 1, sizeof(doc) - 1, f)] = '\0';
	fclose(f);
	assert_int_equal(stats_new(&s), 0);
	for (int i = 0; i < 5000; i++) {
		struct fact x = random_fact(&r);

		x.agent = 0;
		assert_int_equal(stats_add(s, &x), 0);
	}
	stats_set_distinct(s, &d);
	stats_set_run(s, &run);
	b = json_of(s);
	for (char *p = (char *)b.p; (p = strchr(p, '"')) != NULL; p++) {
		char key[64] = "`";
		char *end = strchr(p + 1, '"');
		size_t n = (size_t)(end - p - 1);

		assert_true(n < 60);
		memcpy(key + 1, p + 1, n);
		key[n + 1] = '`';
		key[n + 2] = '\0';
		if (end[1] == ':' && !chars_is((uint8_t)key[1], CH_DIGIT) &&
		    !strstr(doc, key))
			fail_msg("no word about %s", key);
		p = end;
	}
	buf_free(&b);
	stats_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_valid_json),
	    cmocka_unit_test(everything_is_valid_json),
	    cmocka_unit_test(every_key_is_documented),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
