/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Properties that hold for any message: no secret survives, equal stays equal
 * and different different, a second pass changes nothing that counts, lengths
 * and checksums are right, and the length of a secret does not show.
 */
#include "calls.h"
#include "leaks.h"
#include "random_sip.h"

enum { ROUNDS = 30, MESSAGES = 40 };

/* A capture of random messages; the secrets stay in r. */
static struct buf random_capture(struct random_sip *r, uint64_t seed)
{
	struct buf cap;

	memset(r, 0, sizeof(*r));
	r->state = seed * 0x9e3779b97f4a7c15u + 1;
	rc_begin(&cap, 1);
	for (unsigned i = 0; i < MESSAGES; i++) {
		struct buf msg = buf_of(1 << 16);

		random_message(r, &msg);
		rc_message(&cap, i * 0.25, span_of(msg.p, msg.n));
		buf_free(&msg);
	}
	return cap;
}

static struct random_sip *random_new(void)
{
	struct random_sip *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	return r;
}

/* ---- P1, P10 ----------------------------------------------------------- */

static void show_leak(const struct leak_text *t, const char *secret,
		      struct leak l)
{
	size_t from = l.at < 120 ? 0 : l.at - 120;
	struct span s = span_sub(span_of(t->low.p, t->low.n), from, l.at + 60);

	print_error("%s is there, %s, near:\n%.*s\n", secret, l.how, (int)s.n,
		    (const char *)s.p);
}

static unsigned leaks_in(const struct random_sip *r, const struct buf *out)
{
	struct leak_text t;
	unsigned found = 0;

	leak_text_of(&t, span_of(out->p, out->n));
	for (size_t i = 0; i < r->count; i++) {
		struct leak l = leak_find(&t, r->secret[i]);

		if (l.how && found++ < 3)
			show_leak(&t, r->secret[i], l);
	}
	leak_text_free(&t);
	return found;
}

static void no_secret_survives(void **state)
{
	struct random_sip *r = random_new();
	unsigned found = 0;

	(void)state;
	for (unsigned seed = 0; seed < ROUNDS; seed++) {
		struct sianto_options opt =
		    jobs_opt(seed % 3 ? SIANTO_SHARE : SIANTO_SUPPORT);
		struct buf cap = random_capture(r, seed), out;

		jobs_once(&opt, &cap, &out);
		found += leaks_in(r, &out);
		buf_free(&out);
		buf_free(&cap);
	}
	assert_int_equal(found, 0);
	free(r);
}

static void no_byte_comes_from_nowhere(void **state)
{
	struct random_sip *r = random_new();

	(void)state;
	for (unsigned seed = 100; seed < 100 + ROUNDS; seed++) {
		struct sianto_options opt = jobs_opt(SIANTO_SHARE);
		struct buf cap = random_capture(r, seed), out;
		struct sianto_job *job;
		char *text, *save = NULL;

		opt.explain = true;
		job = jobs_new(&opt);
		assert_int_equal(jobs_run(job, &cap, &out), 0);
		text = jobs_text(job, sianto_job_explain);
		for (char *l = strtok_r(text, "\n", &save); l;
		     l = strtok_r(NULL, "\n", &save)) {
			if (!strncmp(l, "field", 5))
				continue;
			assert_string_equal(strrchr(l, '\t') + 1, "0");
		}
		free(text);
		sianto_job_free(job);
		buf_free(&out);
		buf_free(&cap);
	}
	free(r);
}

/* ---- P2 ---------------------------------------------------------------- */

enum { POOL = 300, CALLS = 3000 };

static void spell(struct random_sip *r, struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (random_below(r, 5) == 0)
			buf_printf(b, "%%%02x", (unsigned)(uint8_t)*s);
		else
			buf_u8(b, (uint8_t)*s);
	}
}

/* Calls by a pool of users at hosts, each time spelled in another way. */
static struct buf spelled_calls(struct random_sip *r, unsigned *who)
{
	struct buf cap;

	rc_begin(&cap, 1);
	for (unsigned i = 0; i < CALLS; i++) {
		struct buf m = buf_of(4096);
		char user[32], number[32];
		unsigned k = who[i] = random_below(r, POOL);

		snprintf(user, sizeof(user), "person.%u", k);
		snprintf(number, sizeof(number), "49305550%04u", k);
		buf_str(&m, "INVITE sip:");
		spell(r, &m, user);
		buf_printf(&m, "@%s%u.eXample%s SIP/2.0\r\nTo: <sip:+",
			   random_below(r, 2) ? "Host" : "hOST", k,
			   random_below(r, 2) ? "." : "");
		for (size_t n = 0; number[n]; n++)
			buf_printf(&m, "%s%c",
				   n && random_below(r, 4) == 0 ? "-" : "",
				   number[n]);
		buf_str(&m, "@h;user=phone>\r\n\r\n");
		rc_message(&cap, i, span_of(m.p, m.n));
		buf_free(&m);
	}
	return cap;
}

/* seen[k] is the pseudonym of k; nobody else has it. */
static void note_pseudonym(char *seen[POOL], unsigned k, const char *line,
			   const char *pattern)
{
	char *label = jobs_find(line, pattern);

	if (!label)
		fail_msg("no %s in %s", pattern, line);
	if (!seen[k]) {
		for (unsigned i = 0; i < POOL; i++) {
			if (seen[i])
				assert_string_not_equal(seen[i], label);
		}
		seen[k] = label;
		return;
	}
	assert_string_equal(seen[k], label);
	free(label);
}

static void equal_stays_equal_and_different_different(void **state)
{
	static const char *const pattern[3] = {
	    "^INVITE sip:(u[0-9]{7})@", "@([hd][0-9.hd]*\\.invalid) SIP/2",
	    "^To: <sip:\\+(999[0-9]{8})@"};
	struct random_sip *r = random_new();
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	char *seen[3][POOL] = {{NULL}}, *text, *save = NULL;
	unsigned who[CALLS];
	struct buf cap, out;
	size_t i = 0;

	(void)state;
	r->state = 77;
	cap = spelled_calls(r, who);
	jobs_once(&opt, &cap, &out);
	text = jobs_messages(&out);
	for (char *l = strtok_r(text, "\n", &save); l;
	     l = strtok_r(NULL, "\n", &save)) {
		if (!strncmp(l, "INVITE", 6)) {
			note_pseudonym(seen[0], who[i], l, pattern[0]);
			note_pseudonym(seen[1], who[i], l, pattern[1]);
		} else if (!strncmp(l, "To:", 3)) {
			note_pseudonym(seen[2], who[i++], l, pattern[2]);
		}
	}
	assert_int_equal(i, CALLS);
	for (unsigned k = 0; k < 3 * POOL; k++)
		free(seen[k / POOL][k % POOL]);
	free(text);
	buf_free(&out);
	buf_free(&cap);
	free(r);
}

static int compare_labels(const void *a, const void *b)
{
	return memcmp(a, b, 8);
}

/* Many users, no two with one label. */
static void many_users_have_many_labels(void **state)
{
	enum { MANY = 20000 };
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap, out;
	struct record rec;
	uint8_t(*label)[8] = calloc(MANY, sizeof(*label));
	size_t at = 0, n = 0;

	(void)state;
	assert_non_null(label);
	rc_begin(&cap, 1);
	for (unsigned i = 0; i < MANY; i++) {
		char m[64];
		int len = snprintf(m, sizeof(m),
				   "OPTIONS sip:name%u@h SIP/2.0\r\n\r\n", i);

		rc_message(&cap, i * 0.001, span_of(m, (size_t)len));
	}
	opt.threads = 2;
	jobs_once(&opt, &cap, &out);
	while (jobs_next(&out, &at, &rec))
		memcpy(label[n++], jobs_payload(rec.frame).p + 12, 8);
	assert_int_equal(n, MANY);
	qsort(label, n, sizeof(*label), compare_labels);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(label[i][0], 'u');
		if (i)
			assert_memory_not_equal(label[i], label[i - 1], 8);
	}
	free(label);
	buf_free(&out);
	buf_free(&cap);
}

/* ---- P4, P11 ----------------------------------------------------------- */

static void again_has_the_same_shape(void **state)
{
	struct random_sip *r = random_new();

	(void)state;
	for (unsigned seed = 200; seed < 200 + ROUNDS; seed++) {
		struct sianto_options opt =
		    jobs_opt(seed % 2 ? SIANTO_SHARE : SIANTO_SUPPORT);
		struct buf cap = random_capture(r, seed), one, two;
		char *x, *y, *z;

		jobs_once(&opt, &cap, &one);
		opt.profile = SIANTO_SHARE;
		jobs_once(&opt, &one, &two);
		x = jobs_stats_of(&cap);
		y = jobs_stats_of(&one);
		z = jobs_stats_of(&two);
		if (strcmp(x, y) != 0 || strcmp(y, z) != 0)
			print_error("seed %u\n", seed);
		assert_string_equal(x, y);
		assert_string_equal(y, z);
		free(x);
		free(y);
		free(z);
		buf_free(&cap);
		buf_free(&one);
		buf_free(&two);
	}
	free(r);
}

/* ---- P6 ---------------------------------------------------------------- */

/* The sum of a UDP datagram of which only `got` is there, rest zeros. */
static bool udp_sum_good(const uint8_t *ip, const uint8_t *udp, size_t got)
{
	uint8_t tail[4] = {0, 17, udp[4], udp[5]};
	uint32_t sum = rc_sum(0, ip + 12, 8);

	sum = rc_sum(sum, tail, 4);
	return rc_sum(sum, udp, got) == 0xffff;
}

static void check_frame(const struct record *r)
{
	const uint8_t *ip = r->frame.p + 14, *udp = ip + 20;
	size_t total = get_be16(ip + 2), len = get_be16(udp + 4), got;

	assert_int_equal(get_be16(ip - 2), 0x0800);
	assert_int_equal(rc_sum(0, ip, 20), 0xffff);
	assert_int_equal(total, len + 20);
	assert_int_equal(r->len, total + 14);
	got = r->caplen - 34;
	assert_true(got <= len);
	assert_true(udp_sum_good(ip, udp, got));
}

static void lengths_and_checksums_are_right(void **state)
{
	struct random_sip *r = random_new();
	unsigned cut = 0;

	(void)state;
	for (unsigned seed = 300; seed < 300 + ROUNDS; seed++) {
		struct sianto_options opt =
		    jobs_opt(seed % 2 ? SIANTO_SHARE : SIANTO_SUPPORT);
		struct buf cap = random_capture(r, seed), out;
		struct record rec;
		size_t at = 0;

		rc_message(&cap, 99, SPAN_LIT("neither SIP nor blank"));
		rc_message(&cap, 100, SPAN_LIT("\r\n\r\n"));
		rc_message(&cap, 101, SPAN_LIT(""));
		jobs_once(&opt, &cap, &out);
		while (jobs_next(&out, &at, &rec)) {
			check_frame(&rec);
			cut += rec.caplen < rec.len;
		}
		buf_free(&out);
		buf_free(&cap);
	}
	assert_true(cut >= ROUNDS);
	free(r);
}

/* What was wrong is as wrong after: one more than the right sum. */
static void bad_checksums_stay_bad(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small), out;
	struct record r;
	size_t at = 0, n = 0;

	(void)state;
	while (jobs_next(&cap, &at, &r)) {
		uint8_t *ip = cap.p + (r.frame.p - cap.p) + 14;

		if (get_be16(ip - 2) != 0x0800)
			continue;
		if (n % 3 == 0)
			ip[10] ^= 0x5a;
		else if (n % 3 == 1)
			ip[26] ^= 0x5a;
		else
			ip[26] = ip[27] = 0;
		n++;
	}
	jobs_once(&opt, &cap, &out);
	at = n = 0;
	while (jobs_next(&out, &at, &r)) {
		const uint8_t *ip = r.frame.p + 14;

		if (get_be16(ip - 2) != 0x0800)
			continue;
		assert_int_equal(rc_sum(0, ip, 20) == 0xffff, n % 3 != 0);
		if (n % 3 == 2)
			assert_int_equal(get_be16(ip + 26), 0);
		else
			assert_int_equal(udp_sum_good(ip, ip + 20,
						      r.caplen - 34),
					 n % 3 != 1);
		n++;
	}
	buf_free(&out);
	buf_free(&cap);
}

/* ---- P7, P8 ------------------------------------------------------------ */

/* Every template once, in one spelling; words are longer by `grow`. */
static struct buf templates(struct random_sip *r, unsigned grow, bool sdp)
{
	struct buf cap;
	size_t n = sdp ? sizeof(random_sdp) / sizeof(random_sdp[0])
		       : sizeof(random_line) / sizeof(random_line[0]);

	memset(r, 0, sizeof(*r));
	r->state = 5;
	r->grow = grow;
	r->plain = true;
	rc_begin(&cap, 1);
	for (size_t i = 0; i < n; i++) {
		struct buf m = buf_of(1 << 16);

		random_fill(r, &m, "INVITE sip:%U@%H SIP/2.0\r\n");
		if (sdp) {
			buf_str(&m, "Content-Type: application/sdp\r\n\r\n"
				    "v=0\r\n");
			random_fill(r, &m, random_sdp[i]);
		} else {
			random_fill(r, &m, random_line[i]);
		}
		buf_str(&m, "\r\n\r\n");
		rc_message(&cap, (double)i, span_of(m.p, m.n));
		buf_free(&m);
	}
	return cap;
}

/* Addresses are written as they come, a key has the length its suite says
 * (RFC 4568 section 6.2), and only a short number is a time. */
static bool length_shows(const char *line)
{
	return strstr(line, "%I") || strstr(line, "inline:") ||
	       strstr(line, "t=%N");
}

static void the_length_of_a_secret_does_not_show(void **state)
{
	struct random_sip *r = random_new();

	(void)state;
	for (unsigned i = 0; i < 6; i++) {
		struct sianto_options opt = jobs_opt(SIANTO_SHARE);
		bool sdp = i % 2;
		struct buf a = templates(r, 0, sdp), x, y;
		struct buf b = templates(r, 1 + i * 3, sdp);
		struct record p, q;
		size_t s = 0, t = 0, n = 0;

		jobs_once(&opt, &a, &x);
		jobs_once(&opt, &b, &y);
		for (; jobs_next(&x, &s, &p); n++) {
			const char *line = sdp ? random_sdp[n] : random_line[n];

			assert_true(jobs_next(&y, &t, &q));
			if (length_shows(line))
				continue;
			if (p.len != q.len)
				fail_msg("%u and %u bytes of %s:\n%.*s\n%.*s",
					 p.len, q.len, line, (int)p.caplen - 42,
					 (const char *)p.frame.p + 42,
					 (int)q.caplen - 42,
					 (const char *)q.frame.p + 42);
		}
		buf_free(&a);
		buf_free(&b);
		buf_free(&x);
		buf_free(&y);
	}
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_secret_survives),
	    cmocka_unit_test(no_byte_comes_from_nowhere),
	    cmocka_unit_test(equal_stays_equal_and_different_different),
	    cmocka_unit_test(many_users_have_many_labels),
	    cmocka_unit_test(again_has_the_same_shape),
	    cmocka_unit_test(lengths_and_checksums_are_right),
	    cmocka_unit_test(bad_checksums_stay_bad),
	    cmocka_unit_test(the_length_of_a_secret_does_not_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
