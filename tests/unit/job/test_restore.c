/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way back: support and paper, their maps, whois.
 */
#include "calls.h"

/* Runs captures one after the other through one job; gives the map. */
static struct buf forth(const struct sianto_options *opt, const struct buf *cap,
			struct buf *out, size_t n)
{
	struct sianto_job *job = jobs_new(opt);
	struct buf map = buf_of(1u << 28);
	struct sianto_output o = {jobs_write, &map};

	for (size_t i = 0; i < n; i++)
		assert_int_equal(jobs_run(job, &cap[i], &out[i]), 0);
	assert_int_equal(sianto_job_map(job, &o), 0);
	sianto_job_free(job);
	return map;
}

static struct sianto_options back_opt(enum sianto_profile p,
				      const struct buf *map)
{
	struct sianto_options opt = jobs_opt(p);

	opt.mode = SIANTO_RESTORE;
	opt.map = map->p;
	opt.map_len = map->n;
	return opt;
}

/* Everything the group of a pattern matches, one a line. */
static char *all_of(const char *text, const char *pattern)
{
	struct buf b = buf_of(1u << 24);
	regmatch_t m[2];
	regex_t re;

	assert_int_equal(regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE), 0);
	while (regexec(&re, text, 2, m, 0) == 0) {
		buf_put(&b, text + m[1].rm_so,
			(size_t)(m[1].rm_eo - m[1].rm_so));
		buf_u8(&b, '\n');
		text += m[1].rm_eo;
	}
	regfree(&re);
	buf_u8(&b, 0);
	return (char *)b.p;
}

static const char *const names[] = {
    "sips?:([^@;>? ]+)@",    "sips?:([^@;>? :]+)[;>? ]",
    "tel:([^;>]+)",	     "@([][0-9A-Za-z.:-]+)",
    "username=\"([^\"]*)\"", "realm=\"([^\"]*)\"",
    "IN IP[46] ([^ ]+)$",    "SIP/2.0/UDP ([^; ]+)",
    "received=([^;]+)",	     "^[A-Z].*: \"([^\"]+)\" <",
    "^o=([^ ]+) ",
};

static void same_names(const struct buf *cap, const struct buf *back)
{
	char *x = jobs_messages(cap), *y = jobs_messages(back);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *p = all_of(x, names[i]), *q = all_of(y, names[i]);

		if (strcmp(p, q) != 0)
			print_error("%s\n", names[i]);
		assert_string_equal(p, q);
		free(p);
		free(q);
	}
	free(x);
	free(y);
}

/* Addresses and the clock are as they were; of hardware addresses the bit that
 * says who gave them is not kept (mac.h). */
static void same_headers(const struct buf *cap, const struct buf *back)
{
	struct record a, b;
	size_t i = 0, k = 0;

	while (jobs_next(cap, &i, &a)) {
		size_t vlan = get_be16(a.frame.p + 12) == 0x8100 ? 4 : 0;
		bool six = get_be16(a.frame.p + 12 + vlan) == 0x86dd;

		assert_true(jobs_next(back, &k, &b));
		assert_int_equal(a.sec, b.sec);
		assert_int_equal(a.usec, b.usec);
		assert_int_equal(a.frame.p[0] | 2, b.frame.p[0] | 2);
		assert_memory_equal(a.frame.p + 1, b.frame.p + 1, 5);
		if (six)
			assert_memory_equal(a.frame.p + vlan + 22,
					    b.frame.p + vlan + 22, 32);
		else
			assert_memory_equal(a.frame.p + vlan + 26,
					    b.frame.p + vlan + 26, 8);
	}
}

static void support_and_back_gives_every_name(void **state)
{
	static const enum sianto_ip ip[] = {SIANTO_IP_DEFAULT, SIANTO_IP_FLAT,
					    SIANTO_IP_CRYPTOPAN};
	struct buf cap[3] = {jobs_cap(calls_small), jobs_cap(calls_other),
			     calls_many(300)};

	(void)state;
	for (size_t m = 0; m < 3; m++) {
		struct sianto_options opt = jobs_opt(SIANTO_SUPPORT), back;
		struct buf out[3], map, again;

		opt.ip = ip[m];
		map = forth(&opt, cap, out, 3);
		for (size_t i = 0; i < 3; i++) {
			back = back_opt(SIANTO_SUPPORT, &map);
			back.ip = ip[m];
			jobs_once(&back, &out[i], &again);
			same_names(&cap[i], &again);
			same_headers(&cap[i], &again);
			buf_free(&again);
			buf_free(&out[i]);
		}
		buf_free(&map);
	}
	for (size_t i = 0; i < 3; i++)
		buf_free(&cap[i]);
}

/* Threads read the map while others count: it must not move. */
static void the_way_back_is_the_same_for_any_threads(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SUPPORT), back;
	struct buf cap = calls_many(4000), out, one, many;
	struct buf map = forth(&opt, &cap, &out, 1);

	(void)state;
	back = back_opt(SIANTO_SUPPORT, &map);
	jobs_once(&back, &out, &one);
	same_headers(&cap, &one);
	for (unsigned i = 0; i < 4; i++) {
		back.threads = 2 + i;
		jobs_once(&back, &out, &many);
		jobs_same_bytes(&one, &many);
		buf_free(&many);
	}
	buf_free(&one);
	buf_free(&map);
	buf_free(&out);
	buf_free(&cap);
}

/* Case and spelling are folded: the normal form comes back. */
static void spellings_come_back_in_normal_form(void **state)
{
	struct buf cap = jobs_cap(
	    "packet 0 192.0.2.10:5060 > 198.51.100.1:5060\n"
	    "INVITE sip:%64esk@Corp.EXAMPLE. SIP/2.0\n"
	    "@via\n"
	    "From: \"Ilse \\\"Il\\\" Ek\" <sip:il%20se@corp.example>;tag=s1\n"
	    "To: Bo Ek <tel:+49-30-555(00)117>\n"
	    "@callid\n"
	    "@cseq INVITE\n"
	    "P-Asserted-Identity: <sip:Exit.7@corp.example;user=phone>\n"
	    "Contact: <sip:bo@[2001:DB8:0:0::17]>;"
	    "+sip.instance=\"<urn:gsma:imei:35710216-437821-5>\"\n"
	    "Authorization: Digest username=\"bo ek\\\"\", "
	    "realm=\"Old Switch\", nonce=\"n\", uri=\"sip:x\", "
	    "response=\"00\"\n"
	    "@end\n"
	    ".\n");
	struct sianto_options opt = jobs_opt(SIANTO_SUPPORT), back;
	struct buf out, map = forth(&opt, &cap, &out, 1), again;
	char *t;

	(void)state;
	back = back_opt(SIANTO_SUPPORT, &map);
	jobs_once(&back, &out, &again);
	t = jobs_messages(&again);
	jobs_expect(t, "^INVITE sip:desk@corp\\.example SIP/2\\.0$");
	jobs_expect(t, "^From: \"Ilse \\\\\"Il\\\\\" Ek\" <sip:il%20se@corp");
	jobs_expect(t, "^To: \"Bo Ek\" <tel:\\+493055500117>$");
	jobs_expect(t, "<sip:Exit\\.7@corp\\.example;user=phone>$");
	jobs_expect(t, "^Contact: <sip:bo@\\[2001:db8::17\\]>");
	jobs_expect(t, "urn:gsma:imei:35710216-437821-[0-9]>");
	jobs_expect(t, "username=\"bo ek\\\\\"\"");
	free(t);
	buf_free(&again);
	buf_free(&map);
	buf_free(&out);
	buf_free(&cap);
}

static void a_map_keeps_labels_from_run_to_run(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SUPPORT), back;
	struct buf cap[2] = {jobs_cap(calls_small), jobs_cap(calls_other)};
	struct buf out[2], map[2], again, fresh;
	char *a, *b;

	(void)state;
	map[0] = forth(&opt, &cap[0], &out[0], 1);
	opt.map = map[0].p;
	opt.map_len = map[0].n;
	map[1] = forth(&opt, &cap[1], &out[1], 1);
	a = jobs_messages(&out[0]);
	b = jobs_messages(&out[1]);
	for (unsigned i = 0; i < 2; i++) {
		static const char *const shared[] = {
		    "^INVITE sip:\\+(999[0-9]{8})@",
		    "^INVITE sip:.*@(h[0-9.hd]*\\.invalid)",
		};
		char *p = jobs_find(a, shared[i]), *q = jobs_find(b, shared[i]);

		assert_non_null(p);
		assert_non_null(q);
		assert_string_equal(p, q);
		free(p);
		free(q);
	}
	/* The second map knows the names of both runs. */
	for (unsigned i = 0; i < 2; i++) {
		back = back_opt(SIANTO_SUPPORT, &map[1]);
		jobs_once(&back, &out[i], &again);
		same_names(&cap[i], &again);
		buf_free(&again);
	}
	/* One run over both gives the same as two with the map. */
	opt.map = map[0].p;
	opt.map_len = map[0].n;
	jobs_once(&opt, &cap[1], &fresh);
	jobs_same_bytes(&fresh, &out[1]);
	free(a);
	free(b);
	buf_free(&fresh);
	for (unsigned i = 0; i < 2; i++) {
		buf_free(&map[i]);
		buf_free(&cap[i]);
		buf_free(&out[i]);
	}
}

static void a_map_of_another_key_is_refused(void **state)
{
	static const uint8_t other[SIANTO_KEY_LEN] = "some other key";
	struct sianto_options opt = jobs_opt(SIANTO_SUPPORT), back;
	struct buf cap = jobs_cap(calls_small), out;
	struct buf map = forth(&opt, &cap, &out, 1);
	struct sianto_job *job;

	(void)state;
	back = back_opt(SIANTO_SUPPORT, &map);
	back.key = other;
	assert_int_equal(sianto_job_new(&job, &back), SIANTO_E_MAP);
	sianto_job_free(job);
	for (size_t i = 0; i < map.n; i += map.n / 40 + 1) {
		back = back_opt(SIANTO_SUPPORT, &map);
		map.p[i] ^= 1;
		assert_int_equal(sianto_job_new(&job, &back), SIANTO_E_MAP);
		sianto_job_free(job);
		map.p[i] ^= 1;
	}
	for (size_t n = 0; n < map.n; n += map.n / 40 + 1) {
		back = back_opt(SIANTO_SUPPORT, &map);
		back.map_len = n;
		assert_int_equal(sianto_job_new(&job, &back), SIANTO_E_MAP);
		sianto_job_free(job);
	}
	buf_free(&map);
	buf_free(&out);
	buf_free(&cap);
}

/* No name stands in the sealed map. */
static void a_map_shows_nothing(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SUPPORT);
	struct buf cap = jobs_cap(calls_small), out;
	struct buf map = forth(&opt, &cap, &out, 1);

	(void)state;
	for (size_t i = 0; i + 3 <= map.n; i++) {
		assert_memory_not_equal(map.p + i, "ida", 3);
		assert_memory_not_equal(map.p + i, "+49", 3);
	}
	buf_free(&map);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- whois ------------------------------------------------------------- */

static char *ask(struct sianto_job *job, const char *text, bool forward)
{
	struct buf b = buf_of(1 << 16);
	struct sianto_output o = {jobs_write, &b};
	size_t found = 0, lines = 0;

	assert_int_equal(sianto_job_whois(job, text, forward, &o, &found), 0);
	for (size_t i = 0; i < b.n; i++)
		lines += b.p[i] == '\n';
	assert_int_equal(lines, found);
	buf_u8(&b, 0);
	return (char *)b.p;
}

/* What stands in the output at a pattern is `original`, both ways. */
static void both_ways(struct sianto_job *job, const char *text,
		      const char *pattern, const char *original)
{
	char *label = jobs_find(text, pattern), *there, *back;

	assert_non_null(label);
	there = ask(job, original, true);
	if (!strstr(there, label))
		fail_msg("%s is not %s but %s", original, label, there);
	free(there);
	back = ask(job, label, false);
	if (!strstr(back, original))
		fail_msg("%s is not %s but %s", label, original, back);
	free(back);
	free(label);
}

static void whois_knows_both_ways(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SUPPORT), back;
	struct buf cap[2] = {jobs_cap(calls_small), jobs_cap(calls_other)};
	struct buf out[2], map = forth(&opt, cap, out, 2);
	struct sianto_job *job;
	char *t[2] = {jobs_messages(&out[0]), jobs_messages(&out[1])}, *s;

	(void)state;
	back = back_opt(SIANTO_SUPPORT, &map);
	job = jobs_new(&back);
	both_ways(job, t[0], "^From: .*sip:(u[0-9]+)@", "ida");
	both_ways(job, t[0], "^From: \"(n[0-9]+)\"", "Ida Brook");
	both_ways(job, t[0], "^INVITE sip:\\+(999[0-9]+)@", "493055500117");
	both_ways(job, t[0], "^INVITE sip:.*@(h[0-9]+\\.d[0-9]+\\.invalid)",
		  "pbx.corp.example");
	both_ways(job, t[0], "realm=\"(d[0-9]+\\.invalid)\"", "corp.example");
	both_ways(job, t[0], "^Contact: .*@([0-9.]+):", "192.0.2.10");
	both_ways(job, t[0], "received=([0-9.]+)", "203.0.113.9");
	both_ways(job, t[1], "^Contact: .*@\\[([0-9a-f:]+)\\]",
		  "2001:db8:7::20");
	s = ask(job, "+99900000000", false);
	assert_string_equal(s, "");
	free(s);
	s = ask(job, "nobody at all", true);
	assert_false(jobs_has(s, "^(user|number|host|domain|display)"));
	free(s);
	sianto_job_free(job);
	for (unsigned i = 0; i < 2; i++) {
		free(t[i]);
		buf_free(&cap[i]);
		buf_free(&out[i]);
	}
	buf_free(&map);
}

/* Tokens have no way back, but what is asked for can be made again. */
static void whois_makes_tokens_again(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SUPPORT), back;
	struct buf cap = jobs_cap(calls_small), out;
	struct buf map = forth(&opt, &cap, &out, 1);
	struct sianto_job *job;
	char *t = jobs_messages(&out), *invite = strstr(t, "\nINVITE"), *token,
	     *s;

	(void)state;
	assert_non_null(invite);
	back = back_opt(SIANTO_SUPPORT, &map);
	job = jobs_new(&back);
	token = jobs_find(invite, "^Call-ID: ([a-z0-9]+)@");
	s = ask(job, "call2@192.0.2.10", true);
	assert_non_null(token);
	if (!strstr(s, token))
		fail_msg("Call-ID is %s, whois says %s", token, s);
	free(token);
	free(s);
	token = jobs_find(invite, "branch=z9hG4bK([a-z0-9]+)");
	s = ask(job, "z9hG4bKi1", true);
	assert_non_null(token);
	if (!strstr(s, token))
		fail_msg("branch is %s, whois says %s", token, s);
	free(token);
	free(s);
	free(t);
	sianto_job_free(job);
	buf_free(&map);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- paper ------------------------------------------------------------- */

static void paper_does_what_the_method_says(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_PAPER), back;
	struct buf cap[2] = {jobs_cap(calls_small), jobs_cap(calls_other)};
	struct sianto_job *job = jobs_new(&opt);
	struct sianto_summary sum;
	struct buf out[2], map = buf_of(1 << 20), again;
	struct sianto_output o = {jobs_write, &map};
	char *t, *x, *y;

	(void)state;
	for (unsigned i = 0; i < 2; i++)
		assert_int_equal(jobs_run(job, &cap[i], &out[i]), 0);
	assert_int_equal(sianto_job_map(job, &o), 0);
	sianto_job_summary(job, &sum);
	assert_int_equal(sum.packets, 10);
	assert_int_equal(sum.written, 6); /* IPv4, UDP, SIP */
	assert_int_equal(jobs_count(&out[1]), 0);
	assert_int_equal(sum.kept_digests, 1);
	assert_true(sum.kept_callids >= 6);
	t = jobs_messages(&out[0]);
	jobs_expect(t, "^From: <sip:1@1>;tag=f1$");
	jobs_expect(t, "^Call-ID: reg1@[0-9.]+$");
	jobs_expect(t, "username=\"ida\"");
	assert_false(jobs_has(t, "^From: .*Brook|192\\.0\\.2\\.10"));
	free(t);
	back = back_opt(SIANTO_PAPER, &map);
	jobs_once(&back, &out[0], &again);
	t = jobs_messages(&again);
	x = jobs_find(t, "^REGISTER (sip:.*) SIP");
	y = jobs_find(t, "^From: (<sip:ida@corp\\.example>;tag=f1)$");
	assert_string_equal(x, "sip:corp.example");
	assert_non_null(y);
	jobs_expect(t, "^c=IN IP4 192\\.0\\.2\\.10$");
	free(x);
	free(y);
	free(t);
	sianto_job_free(job);
	buf_free(&map);
	buf_free(&again);
	for (unsigned i = 0; i < 2; i++) {
		buf_free(&cap[i]);
		buf_free(&out[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(support_and_back_gives_every_name),
	    cmocka_unit_test(the_way_back_is_the_same_for_any_threads),
	    cmocka_unit_test(spellings_come_back_in_normal_form),
	    cmocka_unit_test(a_map_keeps_labels_from_run_to_run),
	    cmocka_unit_test(a_map_of_another_key_is_refused),
	    cmocka_unit_test(a_map_shows_nothing),
	    cmocka_unit_test(whois_knows_both_ways),
	    cmocka_unit_test(whois_makes_tokens_again),
	    cmocka_unit_test(paper_does_what_the_method_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
