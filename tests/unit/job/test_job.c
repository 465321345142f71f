/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole jobs through the public interface: what has to be the same, and what
 * must not be.
 */
#include "calls.h"

#include <time.h>

static const uint8_t other_key[SIANTO_KEY_LEN] =
    "another key, of the same length";

/* ---- the same bytes ---------------------------------------------------- */

static void threads_do_not_change_a_byte(void **state)
{
	static const unsigned threads[] = {2, 3, 7};
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = calls_many(3000), one, many;

	(void)state;
	jobs_once(&opt, &cap, &one);
	assert_int_equal(jobs_count(&one), 6000);
	for (size_t i = 0; i < 3; i++) {
		opt.threads = threads[i];
		jobs_once(&opt, &cap, &many);
		jobs_same_bytes(&one, &many);
		buf_free(&many);
	}
	buf_free(&one);
	buf_free(&cap);
}

static void one_key_gives_the_same_bytes_in_share(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), a, b;

	(void)state;
	jobs_once(&opt, &cap, &a);
	jobs_once(&opt, &cap, &b);
	jobs_same_bytes(&a, &b);
	buf_free(&b);
	opt.key = NULL;
	jobs_once(&opt, &cap, &b);
	assert_true(a.n != b.n || memcmp(a.p, b.p, a.n) != 0);
	buf_free(&a);
	buf_free(&b);
	buf_free(&cap);
}

/* P9: with another key nothing a key has made is left as it was. */
static void another_key_changes_every_pseudonym(void **state)
{
	static const char *const made[] = {
	    "branch=z9hG4bK([a-z0-9]+)",
	    "^From: .*sip:(u[0-9]{7})@",
	    "^From: .*@(d[0-9]{7})\\.invalid",
	    "^From: .*tag=([a-z0-9]+)",
	    "^To: .*tag=([a-z0-9]+)",
	    "^Call-ID: ([a-z0-9]+)@",
	    "^Call-ID: [a-z0-9]+@([0-9.]+)",
	    "^Contact: <sip:u[0-9]+@([0-9.]+)",
	    "received=([0-9.]+)",
	    "nonce=\"([a-z0-9]+)\"",
	    "username=\"(u[0-9]{7})\"",
	    "sip:\\+(999[0-9]{8})@",
	    "@(h[0-9]{7})\\.d",
	    "^o=u[0-9]{7} ([0-9]+) ",
	    "^c=IN IP4 ([0-9.]+)",
	    "^Date: (.*)",
	};
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), a, b;
	char *x, *y;

	(void)state;
	jobs_once(&opt, &cap, &a);
	opt.key = other_key;
	jobs_once(&opt, &cap, &b);
	x = jobs_messages(&a);
	y = jobs_messages(&b);
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		char *p, *q;

		jobs_expect(x, made[i]);
		jobs_expect(y, made[i]);
		p = jobs_find(x, made[i]);
		q = jobs_find(y, made[i]);
		if (strcmp(p, q) == 0)
			fail_msg("%s is %s with both keys", made[i], p);
		free(p);
		free(q);
	}
	free(x);
	free(y);
	buf_free(&a);
	buf_free(&b);
	buf_free(&cap);
}

static void small_reads_do_not_change_a_byte(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), a, b = buf_of(1 << 20);
	struct jobs_source src = {span_of(cap.p, cap.n), 0, 3};
	struct sianto_input in = {jobs_read, &src, 0};
	struct sianto_output out = {jobs_write, &b};
	struct sianto_job *job = jobs_new(&opt);

	(void)state;
	assert_int_equal(sianto_job_run(job, &in, &out), 0);
	sianto_job_free(job);
	jobs_once(&opt, &cap, &a);
	jobs_same_bytes(&a, &b);
	buf_free(&a);
	buf_free(&b);
	buf_free(&cap);
}

/* ---- one data set ------------------------------------------------------ */

static void labels_go_on_over_several_inputs(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap[2] = {jobs_cap(calls_small), jobs_cap(calls_other)};
	struct sianto_job *job = jobs_new(&opt);
	struct sianto_summary sum;
	struct buf out[2];
	char *text[2], *n[2];

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(jobs_run(job, &cap[i], &out[i]), 0);
		text[i] = jobs_messages(&out[i]);
		n[i] =
		    jobs_find(text[i], "^INVITE sip:(\\+999[0-9]+@[hd0-9.]+)");
		assert_non_null(n[i]);
	}
	assert_string_equal(n[0], n[1]);
	sianto_job_summary(job, &sum);
	assert_int_equal(sum.packets, 10);
	assert_int_equal(sum.sip, 8);
	assert_int_equal(sum.users, 2);
	assert_int_equal(sum.numbers, 1);
	assert_int_equal(sum.keepalives, 1);
	assert_int_equal(sum.cut, 1);
	assert_int_equal(sum.unclaimed, 0);
	sianto_job_free(job);
	for (unsigned i = 0; i < 2; i++) {
		free(text[i]);
		free(n[i]);
		buf_free(&cap[i]);
		buf_free(&out[i]);
	}
}

static void same_entity_same_pseudonym_in_every_place(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), out;
	char *t;

	(void)state;
	jobs_once(&opt, &cap, &out);
	t = jobs_messages(&out);
	jobs_expect_equal(t, "^From: .*sip:([^@]+)@", "^To: .*sip:([^@]+)@",
			  false);
	jobs_expect_equal(t, "^From: .*sip:([^@]+)@", "username=\"([^\"]+)\"",
			  false);
	jobs_expect_equal(t, "^From: .*sip:([^@]+)@", "^o=([^ ]+) ", false);
	jobs_expect_equal(t, "^Contact: .*@([0-9.]+)", "^c=IN IP4 ([0-9.]+)",
			  false);
	jobs_expect_equal(t, "^Contact: .*@([0-9.]+)",
			  "^Call-ID: [^@]+@([0-9.]+)", false);
	jobs_expect_equal(t, "^From: .*@([^>;]+)", "realm=\"([^\"]+)\"", false);
	jobs_expect_equal(t, "^REGISTER sip:([^ ]+)", "realm=\"([^\"]+)\"",
			  false);
	jobs_expect(t, "^User-Agent: Bria 3 release 3\\.5\\.5$");
	assert_false(jobs_has(t, "Brook|[Ii]da|corp|pbx|about|calls"));
	free(t);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- statistics -------------------------------------------------------- */

static void statistics_are_the_same_before_and_after(void **state)
{
	static const enum sianto_profile profile[] = {SIANTO_SHARE,
						      SIANTO_SUPPORT};
	struct buf cap[3] = {jobs_cap(calls_small), jobs_cap(calls_other),
			     calls_many(500)};

	(void)state;
	for (unsigned i = 0; i < 6; i++) {
		struct sianto_options opt = jobs_opt(profile[i % 2]);
		struct sianto_job *job = jobs_new(&opt);
		struct buf out;
		char *during, *before, *after;

		assert_int_equal(jobs_run(job, &cap[i / 2], &out), 0);
		during = jobs_json(job);
		before = jobs_stats_of(&cap[i / 2]);
		after = jobs_stats_of(&out);
		assert_string_equal(before, during);
		assert_string_equal(before, after);
		free(during);
		free(before);
		free(after);
		sianto_job_free(job);
		buf_free(&out);
	}
	for (unsigned i = 0; i < 3; i++)
		buf_free(&cap[i]);
}

/* P10, and nothing of these captures is of class unknown. */
static void no_output_byte_comes_from_nowhere(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), out, plain;
	struct sianto_job *job;
	char *text, *line, *save = NULL;

	(void)state;
	opt.explain = true;
	job = jobs_new(&opt);
	assert_int_equal(jobs_run(job, &cap, &out), 0);
	text = jobs_text(job, sianto_job_explain);
	line = strtok_r(text, "\n", &save);
	assert_string_equal(strrchr(line, '\t') + 1, "nowhere");
	for (line = strtok_r(NULL, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		assert_string_equal(strrchr(line, '\t') + 1, "0");
	opt.explain = false;
	jobs_once(&opt, &cap, &plain);
	jobs_same_bytes(&plain, &out);
	free(text);
	sianto_job_free(job);
	buf_free(&plain);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- time -------------------------------------------------------------- */

/* P5: every packet, and the Date header, by the same whole seconds. */
static void one_shift_for_every_clock(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), out;
	struct record a, b;
	size_t i = 0, k = 0;
	int64_t shift = 0;
	time_t shifted;
	struct tm tm;
	char date[64], *text;

	(void)state;
	jobs_once(&opt, &cap, &out);
	while (jobs_next(&cap, &i, &a)) {
		assert_true(jobs_next(&out, &k, &b));
		assert_int_equal(a.usec, b.usec);
		if (!shift)
			shift = (int64_t)b.sec - a.sec;
		assert_int_equal((int64_t)b.sec - a.sec, shift);
	}
	assert_in_range(-shift, 365 * 86400, 15 * 366 * 86400);
	shifted = (time_t)(RECIPE_EPOCH + shift);
	assert_non_null(gmtime_r(&shifted, &tm));
	strftime(date, sizeof(date), "^Date: %a, %d %b %Y %H:%M:%S GMT$", &tm);
	text = jobs_messages(&out);
	jobs_expect(text, date);
	free(text);
	buf_free(&out);
	opt.keep_time = true;
	jobs_once(&opt, &cap, &out);
	k = 0;
	assert_true(jobs_next(&out, &k, &b));
	assert_int_equal(b.sec, RECIPE_EPOCH);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- bad input --------------------------------------------------------- */

static void a_capture_cut_in_mid_packet_is_input_like_any_other(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), out;
	struct sianto_job *job = jobs_new(&opt);
	struct sianto_summary sum;

	(void)state;
	cap.n -= 5;
	assert_int_equal(jobs_run(job, &cap, &out), 0);
	sianto_job_summary(job, &sum);
	assert_true(sum.cut_short);
	assert_int_equal(sum.packets, 7);
	assert_int_equal(jobs_count(&out), 7);
	sianto_job_free(job);
	buf_free(&out);
	buf_free(&cap);
}

static void a_link_type_nobody_decodes_is_refused(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	static const uint8_t frame[60] = {1, 2, 3};
	struct sianto_job *job = jobs_new(&opt);
	struct buf cap, out;

	(void)state;
	rc_begin(&cap, 147);
	rc_record(&cap, 0, span_of(frame, 60), 60);
	assert_int_equal(jobs_run(job, &cap, &out), SIANTO_E_LINKTYPE);
	assert_int_equal(out.n, 0);
	assert_true(strlen(sianto_job_detail(job)) > 0);
	sianto_job_free(job);
	buf_free(&out);
	buf_free(&cap);
}

static void what_is_no_capture_is_refused(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct sianto_job *job = jobs_new(&opt);
	struct buf cap = buf_of(100), out;

	(void)state;
	buf_str(&cap, "REGISTER sip:corp.example SIP/2.0\r\n\r\n");
	assert_int_equal(jobs_run(job, &cap, &out), SIANTO_E_FORMAT);
	assert_int_equal(out.n, 0);
	sianto_job_free(job);
	buf_free(&cap);
	buf_free(&out);
}

static void a_capture_without_packets_gives_one(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap, out;

	(void)state;
	rc_begin(&cap, 1);
	jobs_once(&opt, &cap, &out);
	assert_int_equal(out.n, 24);
	buf_free(&out);
	buf_free(&cap);
}

static void options_that_do_not_fit_are_refused(void **state)
{
	struct sianto_options opt = {.profile = SIANTO_SUPPORT};
	struct sianto_job *job;

	(void)state;
	assert_int_equal(sianto_job_new(&job, &opt), SIANTO_E_KEY);
	sianto_job_free(job);
	opt = jobs_opt(SIANTO_SHARE);
	opt.map = jobs_key;
	opt.map_len = sizeof(jobs_key);
	assert_int_equal(sianto_job_new(&job, &opt), SIANTO_E_USAGE);
	sianto_job_free(job);
	opt.mode = SIANTO_RESTORE;
	assert_int_equal(sianto_job_new(&job, &opt), SIANTO_E_MAP);
	sianto_job_free(job);
}

static bool stop(void *ctx, const struct sianto_progress *p)
{
	(void)p;
	(*(unsigned *)ctx)++;
	return true;
}

static void progress_may_stop_the_job(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), out;
	struct sianto_job *job;
	unsigned calls = 0;

	(void)state;
	opt.progress = stop;
	opt.progress_ctx = &calls;
	job = jobs_new(&opt);
	assert_int_equal(jobs_run(job, &cap, &out), SIANTO_E_STOPPED);
	assert_int_equal(calls, 1);
	sianto_job_free(job);
	buf_free(&out);
	buf_free(&cap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(threads_do_not_change_a_byte),
	    cmocka_unit_test(one_key_gives_the_same_bytes_in_share),
	    cmocka_unit_test(another_key_changes_every_pseudonym),
	    cmocka_unit_test(small_reads_do_not_change_a_byte),
	    cmocka_unit_test(labels_go_on_over_several_inputs),
	    cmocka_unit_test(same_entity_same_pseudonym_in_every_place),
	    cmocka_unit_test(statistics_are_the_same_before_and_after),
	    cmocka_unit_test(no_output_byte_comes_from_nowhere),
	    cmocka_unit_test(one_shift_for_every_clock),
	    cmocka_unit_test(
		a_capture_cut_in_mid_packet_is_input_like_any_other),
	    cmocka_unit_test(a_link_type_nobody_decodes_is_refused),
	    cmocka_unit_test(what_is_no_capture_is_refused),
	    cmocka_unit_test(a_capture_without_packets_gives_one),
	    cmocka_unit_test(options_that_do_not_fit_are_refused),
	    cmocka_unit_test(progress_may_stop_the_job),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
