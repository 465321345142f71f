/* SPDX-License-Identifier: Apache-2.0 */
#include "report/datasheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stats/random_facts.h"

static struct stats *some_stats(unsigned users, bool sweep)
{
	struct random_facts r = {.seed = 4, .s = 1000, .users = users};
	struct stats_distinct d = {users, 0, 3, 4, 50};
	struct stats_run run = {.inputs = 1, .packets_in = 4000};
	struct stats *s;

	run.cut[PKT_CUT_TCP] = 12345;
	assert_int_equal(stats_new(&s), 0);
	for (int i = 0; i < 4000; i++) {
		struct fact f = random_fact(&r);

		f.request_aor = 1;
		assert_int_equal(stats_add(s, &f), 0);
	}
	for (uint32_t i = 0; i < 60 && sweep; i++) {
		struct fact f = make_fact((struct made){r.s, .client = 9999,
							.method = SIP_M_OPTIONS,
							.cseq = i});

		f.number = 4000 + i;
		f.request_aor = 5000 + i;
		assert_int_equal(stats_add(s, &f), 0);
	}
	stats_set_distinct(s, &d);
	stats_set_run(s, &run);
	return s;
}

static char *write(const struct datasheet *d)
{
	static char text[1 << 16];
	struct buf b = buf_of(sizeof(text) - 1);

	datasheet_write(d, &b);
	assert_false(b.bad);
	memcpy(text, b.p, b.n);
	text[b.n] = '\0';
	buf_free(&b);
	if (getenv("SIANTO_SHOW"))
		fputs(text, stderr);
	return text;
}

static void has(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("not found: %s", what);
}

static void hasnot(const char *text, const char *what)
{
	if (strstr(text, what))
		fail_msg("found: %s", what);
}

static void share_says_what_matters(void **state)
{
	static const char *const options[] = {"--ip prefix", "-j 2", NULL};
	struct datasheet d = {.profile = SIANTO_SHARE,
			      .ip = SIANTO_IP_PREFIX,
			      .version = "0.1.0",
			      .run_id = "4f0a99c1",
			      .options = options,
			      .above_mtu = 17};
	const char *text;

	(void)state;
	d.stats = some_stats(3000, true);
	text = write(&d);
	has(text, "profile `share`");
	has(text, "4f0a99c1");
	has(text, "`--ip prefix`, `-j 2`");
	has(text, "destroyed");
	has(text, "| Payload cut: TCP payload | 12,345 |");
	has(text, "1,500 bytes | 17 |");
	has(text, "do not call, probe");
	has(text, "A sweep is in this capture");
	has(text, "moved back");
	has(text, "leading bits");
	hasnot(text, "Key: kept");
	hasnot(text, "leaks by design");
	hasnot(text, "(null)");
	stats_free((struct stats *)d.stats);
}

static void support_names_the_way_back(void **state)
{
	struct datasheet d = {.profile = SIANTO_SUPPORT,
			      .key_given = true,
			      .ip = SIANTO_IP_PREFIX};
	const char *text;

	(void)state;
	d.stats = some_stats(20, false);
	text = write(&d);
	has(text, "profile `support`");
	has(text, "personal data");
	has(text, "Key: kept by whom");
	has(text, "20 users and numbers: whoever knows");
	hasnot(text, "moved back");
	hasnot(text, "A sweep");
	hasnot(text, "(null)");
	stats_free((struct stats *)d.stats);
}

static void paper_ends_with_its_leaks(void **state)
{
	static const char end[] = "leaks by design: 1 digest, 2,000 Call-IDs, "
				  "0 user agents kept; not for sharing\n";
	struct datasheet d = {.profile = SIANTO_PAPER,
			      .key_given = true,
			      .ip = SIANTO_IP_CRYPTOPAN,
			      .kept_digests = 1,
			      .kept_callids = 2000,
			      .dropped_ip6 = 5};
	const char *text;
	size_t n;

	(void)state;
	d.stats = some_stats(300, false);
	text = write(&d);
	n = strlen(text);
	assert_true(n > sizeof(end));
	assert_string_equal(text + n - (sizeof(end) - 1), end);
	has(text, "IPv6 packets left out | 5");
	hasnot(text, "One packet in");
	stats_free((struct stats *)d.stats);
}

static void an_unsafe_policy_is_said(void **state)
{
	struct datasheet d = {.ip = SIANTO_IP_FLAT,
			      .policy_changed = true,
			      .policy_unsafe = true,
			      .keep_time = true};
	const char *text;

	(void)state;
	d.stats = some_stats(100, false);
	text = write(&d);
	has(text, "less strict");
	hasnot(text, "moved back");
	has(text, "* Options that are not default: none\n");
	stats_free((struct stats *)d.stats);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(share_says_what_matters),
	    cmocka_unit_test(support_names_the_way_back),
	    cmocka_unit_test(paper_ends_with_its_leaks),
	    cmocka_unit_test(an_unsafe_policy_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
