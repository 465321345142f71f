/* SPDX-License-Identifier: Apache-2.0 */
/*
 * P12: input made to be slow or to break something. Four times as much takes
 * less than eight times as long, and every packet comes out again.
 *
 * Time is that of the processor, the best of some tries; what is too short to
 * be measured is repeated.
 */
#include "calls.h"

#include <time.h>

#include "random_sip.h"
#include "sip/sip.h"

enum { SMALL = 15000, FACTOR = 4, TRIES = 5, COPIES = 24 };

/* A message of about n bytes: head, the piece again and again, tail. */
struct shape {
	const char *name, *head, *piece, *tail;
};

#define SHAPES_HEAD "INVITE sip:a@b.example SIP/2.0\r\nCall-ID: x@y\r\n"

static const struct shape shapes[] = {
    {"headers", SHAPES_HEAD, "a:b\r\n", "\r\n"},
    {"unknown headers", SHAPES_HEAD, "X-Ab: c;d=e\r\n", "\r\n"},
    {"no colon", SHAPES_HEAD, "x\r\n", "\r\n"},
    {"bare LF", SHAPES_HEAD, "\n \n\t", "\r\n"},
    {"folds", SHAPES_HEAD "Subject: a", "\r\n b", "\r\n\r\n"},
    {"folded From", SHAPES_HEAD "From:", "\r\n ", "<sip:a@b>\r\n\r\n"},
    {"one long line", SHAPES_HEAD "Subject: ", "abc ", "\r\n\r\n"},
    {"quotes", SHAPES_HEAD "From: ", "\"", "\r\n\r\n"},
    {"quotes in a list", SHAPES_HEAD "Contact: ", "\"a,", "\r\n\r\n"},
    {"escapes", SHAPES_HEAD "From: \"", "\\\"", "\" <sip:a@b>\r\n\r\n"},
    {"quotes that end late", SHAPES_HEAD "Contact: ", "\"<\" <", "\r\n\r\n"},
    {"brackets", SHAPES_HEAD "Contact: ", "<", "\r\n\r\n"},
    {"closing brackets", SHAPES_HEAD "Contact: ", ">", "\r\n\r\n"},
    {"commas", SHAPES_HEAD "Contact: ", ",", "\r\n\r\n"},
    {"contacts", SHAPES_HEAD "Contact: ", "<sip:a@b>,", "\r\n\r\n"},
    {"parameters", SHAPES_HEAD "Via: SIP/2.0/UDP a", ";a=b", "\r\n\r\n"},
    {"semicolons", SHAPES_HEAD "Via: SIP/2.0/UDP a", ";", "\r\n\r\n"},
    {"Vias", SHAPES_HEAD "Via: ", "SIP/2.0/UDP a,", "\r\n\r\n"},
    {"Via lines", SHAPES_HEAD, "v:SIP/2.0/UDP a\r\n", "\r\n"},
    {"comments", SHAPES_HEAD "User-Agent: ", "(", "\r\n\r\n"},
    {"closing comments", SHAPES_HEAD "User-Agent: (", ")(", "\r\n\r\n"},
    {"agents", SHAPES_HEAD "User-Agent: ", "a/1 ", "\r\n\r\n"},
    {"digest", SHAPES_HEAD "Authorization: Digest ", "a=\"b\",", "\r\n\r\n"},
    {"equals", SHAPES_HEAD "Authorization: Digest a", "=", "\r\n\r\n"},
    {"at signs", "INVITE sip:a", "@a", " SIP/2.0\r\n\r\n"},
    {"percent", "INVITE sip:a", "%25", "@b SIP/2.0\r\n\r\n"},
    {"URI parameters", "INVITE sip:a@b", ";a=b", " SIP/2.0\r\n\r\n"},
    {"URI headers", "INVITE sip:a@b?c=d", "&a=b", " SIP/2.0\r\n\r\n"},
    {"nested URIs", SHAPES_HEAD "Refer-To: <sip:a@b?Refer-To=",
     "%3Csip%3Aa%40b%3FRefer-To%3D", ">\r\n\r\n"},
    {"colons", "INVITE sip:", ":", "@b SIP/2.0\r\n\r\n"},
    {"blanks", "INVITE", " ", "sip:a@b SIP/2.0\r\n\r\n"},
    {"dots", "INVITE sip:a@", "a.", "example SIP/2.0\r\n\r\n"},
    {"digits", "INVITE sip:+", "9", "@a SIP/2.0\r\n\r\n"},
    {"zeros", SHAPES_HEAD "CSeq: ", "0", " INVITE\r\n\r\n"},
    {"NULs", SHAPES_HEAD "Subject: ", "\\0", "\r\n\r\n"},
    {"blanks before", "", "\r\n", SHAPES_HEAD "\r\n"},
    {"SDP lines", SHAPES_HEAD "\r\nv=0\r\n", "a=b\r\n", ""},
    {"SDP attributes", SHAPES_HEAD "\r\nv=0\r\n", "a=fmtp:0 a=b;\r\n", ""},
    {"SDP media", SHAPES_HEAD "\r\nv=0\r\n", "m=audio 1 RTP/AVP 0\r\n", ""},
    {"SDP formats", SHAPES_HEAD "\r\nv=0\r\nm=audio 1 RTP/AVP", " 0", "\r\n"},
    {"SDP one line", SHAPES_HEAD "\r\nv=0\r\na=", "candidate:", "\r\n"},
    {"SDP equals", SHAPES_HEAD "\r\nv=0\r\n", "=", "\r\n"},
    {"body", SHAPES_HEAD "\r\n", "--a\r\n\r\n", ""},
    {"names", SHAPES_HEAD, "a", ":b\r\n\r\n"},
    {"start line", "INVITE sip:a@b SIP/2.0", "", "\r\n\r\n"},
};

static struct buf make(const struct shape *s, size_t n)
{
	struct buf b = buf_of(1 << 24);
	size_t tail = strlen(s->tail);

	buf_str(&b, s->head);
	while (s->piece[0] && b.n + tail + strlen(s->piece) < n) {
		if (!strcmp(s->piece, "\\0"))
			buf_u8(&b, 0);
		else
			buf_str(&b, s->piece);
	}
	buf_str(&b, s->tail);
	return b;
}

/* The best time for some copies of a message through a job. */
static double job_time(const struct sianto_options *opt, struct span msg)
{
	struct buf cap, out;
	double best = 1e9;

	rc_begin(&cap, 1);
	for (unsigned i = 0; i < COPIES; i++)
		rc_message(&cap, i, msg);
	for (unsigned i = 0; i < TRIES; i++) {
		struct sianto_job *job = jobs_new(opt);
		clock_t from = clock();
		double t;

		assert_int_equal(jobs_run(job, &cap, &out), 0);
		t = (double)(clock() - from) / CLOCKS_PER_SEC;
		best = t < best ? t : best;
		assert_int_equal(jobs_count(&out), COPIES);
		sianto_job_free(job);
		buf_free(&out);
	}
	buf_free(&cap);
	return best;
}

static void time_is_linear_in_the_length_of_a_message(void **state)
{
	unsigned slow = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct sianto_options opt =
		    jobs_opt(i % 2 ? SIANTO_SHARE : SIANTO_SUPPORT);
		struct buf small = make(&shapes[i], SMALL);
		struct buf large = make(&shapes[i], FACTOR * SMALL);
		double a, b;

		for (unsigned again = 0; again < 3; again++) {
			a = job_time(&opt, span_of(small.p, small.n));
			b = job_time(&opt, span_of(large.p, large.n));
			/* half a millisecond is the clock's own doing */
			if (b < 2 * FACTOR * a + 0.0005)
				break;
		}
		if (b >= 2 * FACTOR * a + 0.0005) {
			print_error("%s: %.2f ms, four times as much %.2f\n",
				    shapes[i].name, a * 1e3, b * 1e3);
			slow++;
		}
		buf_free(&small);
		buf_free(&large);
	}
	assert_int_equal(slow, 0);
}

/* The scanner alone, where no datagram ends: 10^5 headers and more. */
static double scan_time(const struct shape *s, size_t n)
{
	struct buf b = make(s, n);
	struct sip_out out = {.max = n + 16};
	double best = 1e9;

	out.span = calloc(out.max, sizeof(*out.span));
	assert_non_null(out.span);
	for (unsigned i = 0; i < TRIES; i++) {
		struct sip_msg msg;
		clock_t from = clock();
		double t;
		size_t at = sip_find(span_of(b.p, b.n));

		out.count = 0;
		if (at != SIZE_MAX) {
			int e = sip_scan(span_of(b.p + at, b.n - at), true,
					 &out, &msg);

			assert_true(e == 0 || out.count <= out.max);
		}
		t = (double)(clock() - from) / CLOCKS_PER_SEC;
		best = t < best ? t : best;
	}
	free(out.span);
	buf_free(&b);
	return best;
}

static void scanning_is_linear_beyond_any_datagram(void **state)
{
	unsigned slow = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		double a, b;

		for (unsigned again = 0; again < 3; again++) {
			a = scan_time(&shapes[i], 150000);
			b = scan_time(&shapes[i], 600000);
			if (b < 2 * FACTOR * a + 0.0005)
				break;
		}
		if (b >= 2 * FACTOR * a + 0.0005) {
			print_error("%s: %.2f ms, four times as much %.2f\n",
				    shapes[i].name, a * 1e3, b * 1e3);
			slow++;
		}
	}
	assert_int_equal(slow, 0);
}

/* ---- nothing breaks ---------------------------------------------------- */

/* Bytes of a message changed, cut, doubled and moved at random. */
static void mutate(struct random_sip *r, struct buf *b)
{
	static const char odd[] = "\"\\<>@;,:?&=%()[]{} \t\r\n\0\x80\xff'/*";

	for (unsigned n = 1 + random_below(r, 12); n > 0 && b->n > 4; n--) {
		uint32_t at = random_below(r, (uint32_t)b->n);
		uint32_t len = random_below(r, 20);

		if (at + len > b->n)
			len = (uint32_t)b->n - at;
		switch (random_below(r, 4)) {
		case 0:
			b->p[at] = (uint8_t)odd[random_below(r, sizeof(odd))];
			break;
		case 1:
			memmove(b->p + at, b->p + at + len, b->n - at - len);
			b->n -= len;
			break;
		case 2:
			memset(b->p + at, odd[random_below(r, sizeof(odd))],
			       len);
			break;
		default:
			b->p[at] ^= (uint8_t)(1 << random_below(r, 8));
			break;
		}
	}
}

static void broken_messages_break_nothing(void **state)
{
	struct random_sip *r = calloc(1, sizeof(*r));

	(void)state;
	assert_non_null(r);
	r->state = 4711;
	for (unsigned round = 0; round < 60; round++) {
		struct sianto_options opt = jobs_opt(round % 3);
		struct buf cap, out;

		rc_begin(&cap, 1);
		for (unsigned i = 0; i < 50; i++) {
			struct buf m = buf_of(1 << 16);

			r->count = 0;
			random_message(r, &m);
			mutate(r, &m);
			rc_message(&cap, i, span_of(m.p, m.n));
			buf_free(&m);
		}
		jobs_once(&opt, &cap, &out);
		if (opt.profile != SIANTO_PAPER) {
			assert_int_equal(jobs_count(&out), 50);
			if (!jobs_same_stats(&cap, &out))
				fail_msg("round %u", round);
		}
		buf_free(&out);
		buf_free(&cap);
	}
	free(r);
}

/* Any length of capture of any packet: the rest is left out, no more. */
static void every_cut_of_a_capture(void **state)
{
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);
	struct buf cap = jobs_cap(calls_small);
	size_t all = cap.n;

	(void)state;
	for (cap.n = 24; cap.n < all; cap.n += 1 + cap.n % 7) {
		struct buf out;

		jobs_once(&opt, &cap, &out);
		assert_true(out.n >= 24);
		buf_free(&out);
	}
	cap.n = all;
	buf_free(&cap);
}

/* A snaplen at every place of a message: what is left scans as cut. */
static void every_snaplen_of_a_message(void **state)
{
	static const char text[] =
	    "INVITE sip:desk@corp.example SIP/2.0\r\n"
	    "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKs\r\n"
	    "From: \"Ida\" <sip:ida@corp.example>;tag=s\r\n"
	    "To: <sip:desk@corp.example>\r\nCall-ID: s@192.0.2.10\r\n"
	    "CSeq: 1 INVITE\r\nContent-Type: application/sdp\r\n"
	    "Content-Length: 63\r\n\r\nv=0\r\no=ida 1 1 IN IP4 192.0.2.10\r\n"
	    "s=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n";
	struct sianto_options opt = jobs_opt(SIANTO_SHARE);

	(void)state;
	for (size_t n = 0; n < sizeof(text) - 1; n++) {
		char head[] = "packet 0 192.0.2.10:5060 > 198.51.100.1:5060";
		struct rc_packet r;
		struct buf cap, out;
		char *t;

		assert_true(rc_head(head, &r));
		buf_str(&r.payload, text);
		r.snap = (long)n;
		rc_begin(&cap, 1);
		rc_packet_put(&cap, &r);
		jobs_once(&opt, &cap, &out);
		t = jobs_messages(&out);
		assert_false(jobs_has(t, "[Ii]da|corp|desk|192\\.0\\.2"));
		if (!jobs_same_stats(&cap, &out))
			fail_msg("cut at %zu", n);
		free(t);
		buf_free(&cap);
		buf_free(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(time_is_linear_in_the_length_of_a_message),
	    cmocka_unit_test(scanning_is_linear_beyond_any_datagram),
	    cmocka_unit_test(broken_messages_break_nothing),
	    cmocka_unit_test(every_cut_of_a_capture),
	    cmocka_unit_test(every_snaplen_of_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
