/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two-pass options: --only, --min-users, --drop-scanners.
 */
#include "calls.h"

/* ---- only -------------------------------------------------------------- */

/* Three dialogs over one proxy, a keep-alive and a packet of media:
 *	one	Ada calls Kai; the answer comes ten seconds later
 *	two	Kai asks with OPTIONS, by number
 *	three	somebody else, from another address
 */
static const char three_dialogs[] =
    "packet 0.0 192.0.2.10:5060 > 198.51.100.1:5060\n"
    "INVITE sip:kai@corp.example SIP/2.0\n"
    "Via: SIP/2.0/UDP gw.corp.example:5060;branch=z9hG4bKa1\n"
    "From: <sip:ada@corp.example>;tag=a1\n"
    "To: <sip:kai@corp.example>\n"
    "Call-ID: one@corp.example\n"
    "CSeq: 1 INVITE\n"
    "@end\n"
    ".\n"
    "packet 1.0 192.0.2.11:5060 > 198.51.100.1:5060\n"
    "OPTIONS sip:+493055500142@corp.example SIP/2.0\n"
    "Via: SIP/2.0/UDP gw.corp.example:5060;branch=z9hG4bKb1\n"
    "From: <sip:kai@corp.example>;tag=b1\n"
    "To: <sip:+49-30-555-00142@corp.example>\n"
    "Call-ID: two@corp.example\n"
    "CSeq: 1 OPTIONS\n"
    "@end\n"
    ".\n"
    "packet 2.0 203.0.113.77:5060 > 198.51.100.1:5060\n"
    "OPTIONS sip:desk@corp.example SIP/2.0\n"
    "Via: SIP/2.0/UDP far.net.example:5060;branch=z9hG4bKc1\n"
    "From: <sip:lin@net.example>;tag=c1\n"
    "To: <sip:desk@corp.example>\n"
    "Call-ID: three@net.example\n"
    "CSeq: 1 OPTIONS\n"
    "@end\n"
    ".\n"
    "packet 3.0 203.0.113.77:5060 > 198.51.100.1:5060\n"
    "\n"
    ".\n"
    "packet 10.0 198.51.100.1:5060 > 192.0.2.10:5060\n"
    "SIP/2.0 486 Busy Here\n"
    "Via: SIP/2.0/UDP gw.corp.example:5060;branch=z9hG4bKa1\n"
    "From: <sip:ada@corp.example>;tag=a1\n"
    "To: <sip:kai@corp.example>;tag=k1\n"
    "Call-ID: one@corp.example\n"
    "CSeq: 1 INVITE\n"
    "@end\n"
    ".\n"
    "packet 11.0 192.0.2.10:40000 > 203.0.113.77:40000 hex\n"
    "80000001\n"
    ".\n";

struct only_case {
	struct sianto_only only[2];
	size_t count;
	const char *seconds; /* of the packets that stay */
};

static void try_only(const struct buf *cap, const struct only_case *c)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct sianto_job *job;
	struct sianto_summary sum;
	struct buf out;
	struct record r;
	size_t at = 0, n = 0;
	char seconds[64] = "";

	opt.only = c->only;
	opt.only_count = c->count;
	opt.keep_time = true;
	assert_true(sianto_job_two_pass(&opt));
	job = jobs_new(&opt);
	jobs_survey(job, cap);
	assert_int_equal(jobs_run(job, cap, &out), 0);
	while (jobs_next(&out, &at, &r))
		n += (size_t)snprintf(seconds + n, sizeof(seconds) - n, "%s%u",
				      n ? " " : "", r.sec - RECIPE_EPOCH);
	if (strcmp(seconds, c->seconds) != 0)
		fail_msg("kind %d, %s: packets %s, not %s", c->only[0].kind,
			 c->only[0].text ? c->only[0].text : "(time)", seconds,
			 c->seconds);
	sianto_job_summary(job, &sum);
	assert_int_equal(sum.packets, 6);
	assert_int_equal(sum.written, jobs_count(&out));
	sianto_job_free(job);
	buf_free(&out);
}

static void only_keeps_whole_dialogs(void **state)
{
	static const struct only_case cases[] = {
	    {{{SIANTO_ONLY_CALLID, "one@corp.example", 0, 0}}, 1, "0 10"},
	    {{{SIANTO_ONLY_CALLID, "nobody", 0, 0}}, 1, ""},
	    {{{SIANTO_ONLY_USER, "ada", 0, 0}}, 1, "0 10"},
	    {{{SIANTO_ONLY_USER, "kai", 0, 0}}, 1, "0 1 10"},
	    {{{SIANTO_ONLY_USER, "%6bai", 0, 0}}, 1, "0 1 10"},
	    {{{SIANTO_ONLY_NUMBER, "+49 30 555 00 142", 0, 0}}, 1, "1"},
	    {{{SIANTO_ONLY_NUMBER, "493055500142", 0, 0}}, 1, "1"},
	    {{{SIANTO_ONLY_ADDR, "203.0.113.77", 0, 0}}, 1, "2 3 11"},
	    {{{SIANTO_ONLY_ADDR, "192.0.2.10", 0, 0}}, 1, "0 10 11"},
	    /* a dialog that meets the condition once stays as a whole */
	    {{{SIANTO_ONLY_TIME, NULL, 9.5, 10.5}}, 1, "0 10"},
	    {{{SIANTO_ONLY_TIME, NULL, 1, 3}}, 1, "1 2 3"},
	    {{{SIANTO_ONLY_TIME, NULL, RECIPE_EPOCH + 2.5, RECIPE_EPOCH + 3.5}},
	     1,
	     "3"},
	    {{{SIANTO_ONLY_USER, "lin", 0, 0},
	      {SIANTO_ONLY_CALLID, "two@corp.example", 0, 0}},
	     2,
	     "1 2"},
	};
	struct buf cap = jobs_cap(three_dialogs);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		try_only(&cap, &cases[i]);
	buf_free(&cap);
}

/* What is left out is not counted, and none of its names gets a label. */
static void what_only_leaves_out_leaves_no_trace(void **state)
{
	static const struct sianto_only only = {SIANTO_ONLY_USER, "lin", 0, 0};
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(three_dialogs), out;
	struct sianto_job *job;
	struct sianto_summary sum;
	char *during, *after;

	(void)state;
	opt.only = &only;
	opt.only_count = 1;
	job = jobs_new(&opt);
	jobs_survey(job, &cap);
	assert_int_equal(jobs_run(job, &cap, &out), 0);
	sianto_job_summary(job, &sum);
	assert_int_equal(sum.users, 2);
	assert_int_equal(sum.numbers, 0);
	during = jobs_json(job);
	after = jobs_stats_of(&out);
	assert_string_equal(during, after);
	free(during);
	free(after);
	sianto_job_free(job);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- user agents ------------------------------------------------------- */

static void an_agent_few_users_share_becomes_other(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(
	    "packet 0 192.0.2.10:5060 > 198.51.100.1:5060\n"
	    "REGISTER sip:corp.example SIP/2.0\n@via\n"
	    "From: <sip:ann@corp.example>;tag=1\n@to\n@callid\n"
	    "@cseq REGISTER\nUser-Agent: Bria 3 release 3.5.5\n@end\n.\n"
	    "packet 1 192.0.2.10:5060 > 198.51.100.1:5060\n"
	    "REGISTER sip:corp.example SIP/2.0\n@via\n"
	    "From: <sip:ben@corp.example>;tag=2\n@to\n@callid\n"
	    "@cseq REGISTER\nUser-Agent: Bria 3 release 3.5.5\n@end\n.\n"
	    "packet 2 192.0.2.10:5060 > 198.51.100.1:5060\n"
	    "REGISTER sip:corp.example SIP/2.0\n@via\n"
	    "From: <sip:cyd@corp.example>;tag=3\n@to\n@callid\n"
	    "@cseq REGISTER\nUser-Agent: Linphone/3.12.0\n@end\n.\n"
	    "packet 3 192.0.2.10:5060 > 198.51.100.1:5060\n"
	    "REGISTER sip:corp.example SIP/2.0\n@via\n"
	    "From: <sip:cyd@corp.example>;tag=4\n@to\n@callid\n"
	    "@cseq REGISTER\nUser-Agent: Linphone/3.12.0\n@end\n.\n");
	struct buf out;
	char *t;

	(void)state;
	opt.min_users = 2;
	jobs_once(&opt, &cap, &out);
	t = jobs_messages(&out);
	jobs_expect(t, "^User-Agent: Bria 3 release 3\\.5\\.5$");
	jobs_expect(t, "^User-Agent: ua-other$");
	assert_false(jobs_has(t, "Linphone|3\\.12"));
	free(t);
	buf_free(&out);
	opt.min_users = 3;
	jobs_once(&opt, &cap, &out);
	t = jobs_messages(&out);
	assert_false(jobs_has(t, "Bria|Linphone"));
	free(t);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- scanners ---------------------------------------------------------- */

/* One source that asks for 100 numbers in a row, and is refused. */
static struct buf sweep(void)
{
	struct buf text = buf_of(1 << 22), cap;

	for (unsigned i = 0; i < 100; i++) {
		buf_printf(&text,
			   "packet %u.0 203.0.113.66:5060 > 192.0.2.1:5060\n"
			   "INVITE sip:%u@corp.example SIP/2.0\n@via\n"
			   "From: <sip:probe@corp.example>;tag=p%u\n"
			   "To: <sip:%u@corp.example>\nCall-ID: p%u\n"
			   "@cseq INVITE\n@end\n.\n",
			   i, 1000 + i, i, 1000 + i, i);
		buf_printf(&text,
			   "packet %u.1 192.0.2.1:5060 > 203.0.113.66:5060\n"
			   "SIP/2.0 404 Not Found\n@via\n"
			   "From: <sip:probe@corp.example>;tag=p%u\n"
			   "To: <sip:%u@corp.example>;tag=r%u\nCall-ID: p%u\n"
			   "@cseq INVITE\n@end\n.\n",
			   i, i, 1000 + i, i, i);
	}
	buf_str(&text, calls_small);
	buf_u8(&text, 0);
	cap = jobs_cap((const char *)text.p);
	buf_free(&text);
	return cap;
}

static void a_sweep_is_told_and_cut_on_demand(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = sweep(), out;
	struct sianto_job *job = jobs_new(&opt);
	struct sianto_summary sum;
	char *t;

	(void)state;
	assert_int_equal(jobs_run(job, &cap, &out), 0);
	sianto_job_summary(job, &sum);
	assert_int_equal(sum.sweep_sources, 1);
	assert_true(sum.sweep_targets >= 100);
	assert_int_equal(sum.sip, 206);
	sianto_job_free(job);
	buf_free(&out);

	opt.drop_scanners = true;
	job = jobs_new(&opt);
	jobs_survey(job, &cap);
	assert_int_equal(jobs_run(job, &cap, &out), 0);
	sianto_job_summary(job, &sum);
	assert_int_equal(jobs_count(&out), jobs_count(&cap));
	assert_int_equal(sum.sip, 6);
	t = jobs_messages(&out);
	assert_false(jobs_has(t, "404"));
	jobs_expect(t, "^SIP/2\\.0 401 Unauthorized$");
	free(t);
	sianto_job_free(job);
	buf_free(&out);
	buf_free(&cap);
}

/* Ordinary traffic is no sweep: many users of one proxy's address. */
static void many_users_behind_a_proxy_are_no_sweep(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = calls_many(400), out;
	struct sianto_job *job = jobs_new(&opt);
	struct sianto_summary sum;

	(void)state;
	assert_int_equal(jobs_run(job, &cap, &out), 0);
	sianto_job_summary(job, &sum);
	assert_int_equal(sum.sweep_sources, 0);
	sianto_job_free(job);
	buf_free(&out);
	buf_free(&cap);
}

/* Two passes give the same bytes with any number of threads, too. */
static void two_passes_and_threads(void **state)
{
	static const struct sianto_only only = {SIANTO_ONLY_USER, "person77", 0,
						0};
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = calls_many(2500), one, three;

	(void)state;
	opt.min_users = 5;
	opt.drop_scanners = true;
	jobs_once(&opt, &cap, &one);
	opt.threads = 3;
	jobs_once(&opt, &cap, &three);
	jobs_same_bytes(&one, &three);
	buf_free(&one);
	buf_free(&three);
	opt.only = &only;
	opt.only_count = 1;
	jobs_once(&opt, &cap, &three);
	opt.threads = 1;
	jobs_once(&opt, &cap, &one);
	assert_int_equal(jobs_count(&one), 2);
	jobs_same_bytes(&one, &three);
	buf_free(&one);
	buf_free(&three);
	buf_free(&cap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_keeps_whole_dialogs),
	    cmocka_unit_test(what_only_leaves_out_leaves_no_trace),
	    cmocka_unit_test(an_agent_few_users_share_becomes_other),
	    cmocka_unit_test(a_sweep_is_told_and_cut_on_demand),
	    cmocka_unit_test(many_users_behind_a_proxy_are_no_sweep),
	    cmocka_unit_test(two_passes_and_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
