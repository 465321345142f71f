/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold for any text: coverage, no byte read behind the end, the
 * same spans with and without joining, linear time, and that a rewritten
 * message says what the original said.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "sip/spans.h"

#include <dirent.h>
#include <time.h>

#include "base/chars.h"
#include "sip/guard.h"

enum { TEXT_MAX = 1 << 16 };

static struct spans one, two;
static uint64_t seed = 0x9e3779b97f4a7c15u;

static uint32_t rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % below;
}

static const char registration[] =
    "REGISTER sip:example.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnashds7;rport\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Anna \\\" N\" <sip:anna@example.com>;tag=456248\r\n"
    "To: Anna\r\n <sip:+4930555709;ext=7@example.com;user=phone>\r\n"
    "Call-ID: 843817637684230@192.0.2.1\r\n"
    "CSeq: 1826 REGISTER\r\n"
    "Contact: <sip:anna:pw@[2001:db8::1]:5060;transport=udp>;"
    "expires=60;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-"
    "00005E005301>\", sip:b@192.0.2.2?Subject=a%20b\r\n"
    "Authorization: Digest username=\"anna@example.com\", realm=\"x\", "
    "nonce=\"84a4\", uri=\"sip:example.com\", response=\"7587\"\r\n"
    "Warning: 399 host:5060 \"text \\\" more\"\r\n"
    "Reason: SIP;cause=200;text=\"x\"\r\n"
    "User-Agent: Bria 3 release 3.5.5 (x)\r\n"
    "X-Acme: secret\r\n"
    "Content-Encoding: gzip\r\n"
    "Content-Type: text/plain;charset=utf-8\r\n"
    "Content-Length: 5\r\n"
    "\r\n"
    "hello, and more";

static const char invitation[] =
    "\r\nINVITE tel:+49-30-5550-1;phone-context=+49 SIP/2.0\n"
    "v: SIP / 2.0 / TCP h.example.com : 5060 (c\\)omment);branch=1\n"
    "f: sip:a@b@example.com;tag=1\n"
    "no colon here\n"
    "t : <sip:b@example.com\n"
    "i: 1\n"
    "CSeq: 1 INVITE\n"
    "c: application/sdp\n"
    "\n"
    "v=0\r\no=anna 1 2 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n"
    "m=audio 4000 RTP/AVP 0\r\n";

/* Both ways of emitting give the same but for joined neighbours. */
static void same_but_joined(const struct spans *plain,
			    const struct spans *joined)
{
	size_t k = 0;

	assert_int_equal(plain->msg.faults, joined->msg.faults);
	assert_int_equal(plain->msg.code, joined->msg.code);
	assert_int_equal(plain->msg.contacts, joined->msg.contacts);
	for (size_t i = 0; i < plain->out.count; i++) {
		const struct sip_span *a = &plain->span[i];
		const struct sip_span *b;

		if (a->cls <= SIP_NUM)
			continue;
		while (joined->span[k].cls <= SIP_NUM)
			k++;
		b = &joined->span[k++];
		assert_int_equal(a->off, b->off);
		assert_int_equal(a->len, b->len);
		assert_int_equal(a->cls, b->cls);
		assert_int_equal(a->ns, b->ns);
		assert_int_equal(a->num, b->num);
		assert_int_equal(a->field, b->field);
	}
}

static void scan_both(struct span s, bool whole)
{
	spans_message(&one, s, whole, false);
	spans_message(&two, s, whole, true);
	assert_int_equal(one.result, two.result);
	if (one.result == 0)
		same_but_joined(&one, &two);
}

/* Scans every beginning of a text, its end at the end of memory. */
static void every_cut(struct guard *g, struct span text)
{
	for (size_t n = 0; n <= text.n; n++) {
		struct span s = guard_put(g, span_sub(text, 0, n));
		size_t at = sip_find(s);

		if (at == SIZE_MAX)
			at = 0;
		s = span_sub(s, at, s.n);
		scan_both(s, true);
		scan_both(s, false);
	}
}

static void no_byte_behind_the_end_is_read(void **state)
{
	struct guard g = guard_new(TEXT_MAX);

	(void)state;
	every_cut(&g, SPAN_LIT(registration));
	every_cut(&g, SPAN_LIT(invitation));
	guard_free(&g);
}

/* The texts of the case files are good seeds too. */
static void values_end_anywhere(void **state)
{
	static const char *const value[] = {
	    "\"a\\\"b\" <sip:a@b>;tag=\"x\"",
	    "<sip:a@[::1]:5>;x=[::1]:5",
	    "SIP / 2.0 / UDP h : 5 (c\\)",
	    "392 h:1 \"a\\\"\", 399",
	    "Digest a=\"b\\\"\", c = d, e",
	    "16;text=\"a\\\"b\";cause=3",
	    "eyJ.x.y;info=<https://a/b?c>;alg=x",
	    "<a@b>",
	    "a@b@",
	    "*;+sip.instance=\"<urn:uuid:1>\"",
	    "1 2 3",
	    "a=b;c",
	    "%",
	    "\"",
	    "<",
	    "(",
	    "[",
	    "sip:",
	    "sip:@",
	    "sip:a?b=c&d=e&",
	    "urn:gsma:imei:",
	    "tel:",
	    "http://a@b:1/c?d#e",
	    "!a,#=1,b",
	};
	struct guard g = guard_new(4096);

	(void)state;
	for (size_t row = 1; row < sip_field_count; row++) {
		if (sip_fields[row].scope >= SIP_SCOPE_SDP)
			continue;
		for (size_t i = 0; i < sizeof(value) / sizeof(value[0]); i++)
			for (size_t n = 0; n <= strlen(value[i]); n++) {
				struct span s =
				    guard_put(&g, span_of(value[i], n));

				spans_begin(&one, n & 1);
				sip_scan_value(s, (uint16_t)row, &one.out);
				spans_check(&one, s);
			}
	}
	guard_free(&g);
}

/* ---- random messages --------------------------------------------------------- */

static const char *const line[] = {
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n",
    "v: SIP/2.0/TLS [2001:db8::1]:5061;received=192.0.2.1;x=\"y\"\r\n",
    "From: \"A, B\" <sip:a@example.com>;tag=1\r\n",
    "To: A\r\n <sip:+49305550@example.com;user=phone>;tag=2\r\n",
    "t: sip:a@b@example.com;tag=3\r\n",
    "From: <sip:a b@ex\"ample>\r\n",
    "Call-ID: a@192.0.2.1\r\n",
    "i: abc@host\r\n",
    "CSeq: 1 INVITE\r\n",
    "CSeq: 99999999999 X\r\n",
    "Contact: *\r\n",
    "Contact: \"x\", y\r\n",
    "m: <sip:a@192.0.2.1:5060;ob;x=y>;expires=60;q=0.1, <tel:112>\r\n",
    "Contact: sip:a@host:99999, <sip:x:y@[::1]>\r\n",
    "Expires: 60\r\n",
    "Max-Forwards: 70\r\n",
    "Bad line\r\n",
    "Authorization: Digest username=\"a@example.com\",realm=\"r.x\"\r\n",
    "Authorization: Digest username=\"001010123456789\", nc=1\r\n",
    "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n",
    "Proxy-Authorization: Basic YTpi\r\n",
    "X-Acme: 1\r\n",
    "P-Asserted-Identity: <tel:+49-30>\r\n",
    "Route: <sip:abc@192.0.2.1;lr>\r\n",
    "Event: dialog;id=7\r\n",
    "Refer-To: <sip:a@b?Replaces=c%40d&x=y>\r\n",
    "Warning: 399 192.0.2.1:5 \"a\"\r\n",
    "Subject: a b\r\n",
    "Reason: SIP ;cause=480 ;text=\"a\"\r\n",
    "Retry-After: 5 (a)\r\n",
    "Encryption: a\r\n",
    "Supported: 100rel, x\r\n",
    "User-Agent: A/1\r\n",
    "Content-Type: text/plain\r\n",
    "Content-Type: application/sdp\r\n",
    "Content-Encoding: gzip\r\n",
    "Content-Length: 3\r\n",
    "Refer-To: 1\r\n",
    "Content-Length: 40\r\n",
    "Content-Length: 0\r\n",
    "\r\n",
    "P-Charging-Vector: icid-value=a;orig-ioi=b.c\r\n",
    "Identity: a.b.c;info=<https://d/e>\r\n",
    "Privacy: id;x\r\n",
    "Contact: foo:bar, <urn:uuid:1>, <http://x/y>\r\n",
};

enum { LINES = sizeof(line) / sizeof(line[0]) };

static size_t put(uint8_t *out, size_t n, const char *text)
{
	memcpy(out + n, text, strlen(text));
	return n + strlen(text);
}

/* A message of random lines, some of its bytes changed. */
static size_t random_text(uint8_t *out, bool spoilt)
{
	static const char *const start[] = {
	    "INVITE sip:a@example.com SIP/2.0\r\n",
	    "REGISTER sip:a@b@c SIP/2.0\r\n",
	    "SIP/2.0 200 OK\r\n",
	    "XPING tel:112;x=y SIP/2.0\r\n",
	    "SIP/2.0 486 \n",
	};
	static const char bytes[] = " :;=/,-|\"\r\n\t0aA.@<>?&%[]()\\\xc3\xff";
	size_t n = put(out, 0, start[rnd(5)]);
	size_t from = n;

	for (uint32_t i = rnd(14); i > 0; i--)
		n = put(out, n, line[rnd(LINES)]);
	if (rnd(2))
		n = put(out, n, "\r\nv=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n");
	for (uint32_t i = spoilt ? rnd(12) : 0; i > 0 && n > from; i--)
		out[from + rnd((uint32_t)(n - from))] =
		    (uint8_t)bytes[rnd(sizeof(bytes) - 1)];
	return n;
}

/* What stands for a span in a rewritten message. */
static const char *stand_in(const struct sip_span *sp)
{
	switch (sp->cls) {
	case SIP_USER:
		return "u1234567";
	case SIP_TEL:
		return "99912345678";
	case SIP_IMSI:
		return "001011234567890";
	case SIP_HOST:
		return "h1234567.d1234567.invalid";
	case SIP_IP4:
		return "198.51.100.7";
	case SIP_IP6:
		return "2001:db8::7";
	case SIP_METHOD:
		return "XABCDEFG";
	case SIP_HNAME:
		return "X-H-abcdef";
	case SIP_PNAME:
	case SIP_ATTR:
		return "x-abcdefgh";
	case SIP_TOKEN:
	case SIP_BRANCH:
		return "abcdefghijklmnop";
	case SIP_AGENT:
		return "ua-abcdefgh";
	case SIP_NESTED:
		return sp->ns == SIP_IN_QUOTED_URI ? "sip:u\\1@a.invalid"
						   : "a%20b";
	case SIP_COMMENT:
		return "()";
	case SIP_BODYTYPE:
		return "text/plain";
	case SIP_BADLINE:
	case SIP_UNKNOWN:
		return "x";
	case SIP_NTP:
	case SIP_SDPID:
		return "3900000000";
	case SIP_DATE:
		return "Sat, 13 Nov 2010 23:29:00 GMT";
	default:
		return "";
	}
}

static size_t written(const struct spans *r, struct span text, uint8_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < r->out.count; i++) {
		const struct sip_span *sp = &r->span[i];

		if (sp->cls <= SIP_NUM) {
			memcpy(out + n, text.p + sp->off, sp->len);
			n += sp->len;
		} else if (sp->cls == SIP_BODY || sp->cls == SIP_TRAIL) {
			memset(out + n, 'x', sp->len);
			n += sp->len;
		} else if (sp->cls == SIP_CLEN) {
			/* the test keeps no lengths right */
			n = put(out, n, "0");
		} else {
			n = put(out, n, stand_in(sp));
		}
	}
	return n;
}

/* Faults of lengths depend on lengths, which this test does not keep. */
static uint32_t kind(uint32_t faults)
{
	return faults &
	       ~(1u << SIP_FAULT_CLEN_SHORT | 1u << SIP_FAULT_CLEN_LONG);
}

static void say_the_same(struct span in, struct span out)
{
	bool same = one.result == 0 && two.result == 0 &&
		    kind(one.msg.faults) == kind(two.msg.faults) &&
		    one.msg.request == two.msg.request &&
		    one.msg.code == two.msg.code &&
		    one.msg.method == two.msg.method &&
		    one.msg.cseq == two.msg.cseq &&
		    one.msg.contacts == two.msg.contacts &&
		    one.msg.expires == two.msg.expires &&
		    one.msg.contact_expires == two.msg.contact_expires &&
		    (one.msg.callid.n == 0) == (two.msg.callid.n == 0) &&
		    (one.msg.from_tag.n == 0) == (two.msg.from_tag.n == 0) &&
		    one.msg.has_auth == two.msg.has_auth;

	if (!same)
		print_error("in (%x):\n%.*s\nout (%x):\n%.*s\n", one.msg.faults,
			    (int)in.n, in.p, two.msg.faults, (int)out.n, out.p);
	assert_true(same);
}

static void a_rewritten_message_says_the_same(void **state)
{
	static uint8_t in[TEXT_MAX], out[TEXT_MAX];

	(void)state;
	for (int round = 0; round < 60000; round++) {
		size_t n = random_text(in, round % 2), len;
		struct span text = span_of(in, n);

		scan_both(text, true);
		spans_message(&one, text, true, false);
		if (one.result)
			continue;
		len = written(&one, text, out);
		spans_message(&two, span_of(out, len), true, false);
		say_the_same(text, span_of(out, len));
	}
}

/* The quick way for the usual URI and the general one agree: only the quick
 * one wants the scheme in lower case. */
static void two_ways_of_uris_agree(void **state)
{
	static const char *const piece[] = {
	    "a",
	    "alice",
	    "1001",
	    "+4930555",
	    "@",
	    "@",
	    ":",
	    "5060",
	    ";",
	    "lr",
	    "x=y",
	    "user=phone",
	    "?",
	    "a=b",
	    ".",
	    "example.com",
	    "192.0.2.1",
	    "[2001:db8::1]",
	    "%41",
	    "262019999999999",
	    "ims.mnc001.mcc001.3gppnetwork.org",
	    "-",
	    " ",
	};
	uint8_t low[512], up[512];

	(void)state;
	for (int round = 0; round < 100000; round++) {
		size_t n = put(low, 0, "sip:");

		for (uint32_t i = rnd(8); i > 0; i--)
			n = put(low, n,
				piece[rnd(sizeof(piece) / sizeof(piece[0]))]);
		memcpy(up, low, n);
		up[0] = 'S';
		spans_begin(&one, true);
		spans_begin(&two, true);
		sip_scan_uri(span_of(low, n), 0, &one.out);
		sip_scan_uri(span_of(up, n), 0, &two.out);
		spans_check(&one, span_of(low, n));
		if (one.out.count != two.out.count)
			print_error("%.*s\n", (int)n, low);
		assert_int_equal(one.out.count, two.out.count);
		for (size_t i = 0; i < one.out.count; i++)
			assert_memory_equal(&one.span[i], &two.span[i],
					    sizeof(one.span[0]));
	}
}

/* ---- limits -------------------------------------------------------------------- */

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* 64 KiB of one piece, behind each of a few beginnings, take no longer than
 * a linear scanner may need. */
static void time_is_linear(void **state)
{
	static const char *const begin[] = {
	    "From: ",	       "Contact: ",
	    "Via: ",	       "Authorization: Digest ",
	    "Reason: ",	       "Warning: ",
	    "Call-ID: ",       "X: ",
	    "Accept: ",	       "",
	    "Refer-To: <sip:", "Refer-To: sip:a?",
	    "P-RTP-Stat: ",
	};
	static const char *const piece[] = {
	    "@",
	    "@[",
	    "\"",
	    "\\\"",
	    "\"<a>,\\",
	    "<",
	    "<,",
	    "(",
	    ";",
	    ",",
	    ";a=\"",
	    ";a=<",
	    "?a=",
	    "a:b,",
	    "\r\n ",
	    "a\r\n",
	    "=",
	    "\\",
	    "username=\"0123456789abcdef0123456789abcdef\",",
	    ";cause=",
	    "Content-Type: a\r\n",
	    "Content-Encoding: a\r\n",
	    "sip:",
	    "a@b,",
	    "1 a \"x\\\",",
	    "%40",
	    "[",
	    "]",
	    "a=b;",
	    ":",
	};
	static uint8_t text[SPANS_TEXT];
	double worst = 0;

	(void)state;
	for (size_t b = 0; b < sizeof(begin) / sizeof(begin[0]); b++) {
		for (size_t i = 0; i < sizeof(piece) / sizeof(piece[0]); i++) {
			size_t n = put(text, 0, "OPTIONS sip:a SIP/2.0\r\n");
			double start, took;

			n = put(text, n, begin[b]);
			while (n < 65000)
				n = put(text, n, piece[i]);
			spans_begin(&one, false);
			start = seconds();
			one.result = sip_scan(span_of(text, n), true, &one.out,
					      &one.msg);
			took = seconds() - start;
			worst = took > worst ? took : worst;
			if (took > 0.1)
				print_message("%.0f ms: %s%s\n", took * 1e3,
					      begin[b], piece[i]);
		}
	}
	print_message("worst 64 KiB: %.1f ms\n", worst * 1e3);
	assert_true(worst < 0.5);
}

static void too_many_spans_say_so(void **state)
{
	struct sip_span span[10];
	struct sip_out out = {.span = span, .max = 10};
	struct sip_msg msg;

	(void)state;
	for (size_t max = 0; max <= 10; max++) {
		out.max = max;
		assert_int_equal(sip_scan(SPAN_LIT(registration), true, &out,
					  &msg),
				 0);
		assert_true(out.over);
		assert_true(out.count <= max);
	}
}

/* ---- other people's messages ------------------------------------------------------ */

static unsigned corpus_dir(struct guard *g, const char *dir)
{
	static uint8_t text[TEXT_MAX];
	DIR *d = opendir(dir);
	struct dirent *e;
	unsigned count = 0;
	char path[2048];

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		struct span s;
		size_t at;
		FILE *f;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		f = fopen(path, "rb");
		assert_non_null(f);
		s = guard_put(g,
			      span_of(text, fread(text, 1, sizeof(text), f)));
		fclose(f);
		at = sip_find(s);
		if (at == SIZE_MAX)
			continue;
		scan_both(span_sub(s, at, s.n), true);
		assert_int_equal(one.result, 0);
		scan_both(span_sub(s, at, s.n), false);
		count++;
	}
	closedir(d);
	return count;
}

static void torture_messages_are_covered(void **state)
{
	static const char *const sub[] = {"rfc4475", "rfc5118", "other"};
	static const unsigned least[] = {28, 7, 250};
	struct guard g = guard_new(TEXT_MAX);
	char dir[1024];

	(void)state;
	for (int i = 0; i < 3; i++) {
		snprintf(dir, sizeof(dir), "%s/../shared/corpus/messages/%s",
			 SIANTO_SOURCE_DIR, sub[i]);
		if (access(dir, R_OK) != 0) {
			print_message("no corpus beside the sources\n");
			guard_free(&g);
			skip();
		}
		assert_true(corpus_dir(&g, dir) >= least[i]);
	}
	guard_free(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_byte_behind_the_end_is_read),
	    cmocka_unit_test(values_end_anywhere),
	    cmocka_unit_test(a_rewritten_message_says_the_same),
	    cmocka_unit_test(two_ways_of_uris_agree),
	    cmocka_unit_test(time_is_linear),
	    cmocka_unit_test(too_many_spans_say_so),
	    cmocka_unit_test(torture_messages_are_covered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
