/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>
#include <dirent.h>

#include "sip/guard.h"
#include "sip/sdp.h"

enum { TEXT_MAX = 65536, SPAN_MAX = 65536, SHOWN_MAX = 65536 };

static const char *const class_name[] = {
#define SIP_X(name, text) #name,
    SIP_CLASSES(SIP_X)
#undef SIP_X
};

static const char *const space_name[] = {
#define SIP_X(name) #name,
    SIP_SPACES(SIP_X)
#undef SIP_X
};

static const char *const shape_name[] = {"", "/UUID", "/HEX32", "/U32",
					 "/HEXN"};

static uint64_t seed = 0x9e3779b97f4a7c15u;

static uint32_t rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % below;
}

struct scanned {
	struct sip_span span[SPAN_MAX];
	struct sip_out out;
	bool sdp;
};

/* Scans and checks that the spans cover the text. */
static void scan(struct scanned *r, struct span text, bool whole)
{
	size_t end = 0;

	r->out = (struct sip_out){.span = r->span, .max = SPAN_MAX};
	r->sdp = sip_scan_sdp(text, whole, &r->out);
	if (!r->sdp) {
		assert_int_equal(r->out.count, 0);
		return;
	}
	assert_false(r->out.over);
	for (size_t i = 0; i < r->out.count; i++) {
		assert_int_equal(r->span[i].off, end);
		assert_true(r->span[i].len > 0);
		end += r->span[i].len;
	}
	assert_int_equal(end, text.n);
}

/* ---- a planner for the tests: every class gets some fixed text ---------- */

static const char *fixed_text(const struct sip_span *sp)
{
	switch (sp->cls) {
	case SIP_USER:
		return "u1234567";
	case SIP_TEL:
		return "99912345678";
	case SIP_HOST:
		return "h1234567.d1234567.invalid";
	case SIP_IP4:
		return "198.51.100.7";
	case SIP_IP6:
		return "2001:db8:0:0:0:0:0:7"; /* a port may follow */
	case SIP_MAC:
		return "02-00-5e-10-20-30";
	case SIP_ATTR:
	case SIP_PNAME:
		return "x-k7q2hm5x";
	case SIP_AGENT:
		return "ua-k7q2hm5x";
	case SIP_TEXT:
		return "-";
	case SIP_NTP:
	case SIP_SDPID:
		return "3900000000";
	case SIP_TOKEN:
		return sp->num == SIP_SHAPE_U32	    ? "123456789"
		       : sp->num == SIP_SHAPE_HEX32 ? "0123456789abcdef"
						      "0123456789abcdef"
						    : "abcdefgh234567zz";
	default:
		return "";
	}
}

/* as many hex digits or filler characters as the original has */
static size_t put_masked(const struct sip_span *sp, struct span t, uint8_t *out)
{
	for (size_t i = 0; i < t.n; i++)
		out[i] = sp->cls == SIP_KEY ? 'A' : t.p[i] == ':' ? ':' : 'b';
	return t.n;
}

/* What would be written; SIZE_MAX when there is more than fits. */
static size_t written(const struct scanned *r, struct span text, uint8_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < r->out.count; i++) {
		const struct sip_span *sp = &r->span[i];
		struct span t = span_sub(text, sp->off, sp->off + sp->len);
		const char *fix = fixed_text(sp);

		if (TEXT_MAX - n < t.n + 64)
			return SIZE_MAX;
		if (sp->cls == SIP_KEY ||
		    (sp->cls == SIP_TOKEN && sp->num == SIP_SHAPE_HEXN)) {
			n += put_masked(sp, t, out + n);
		} else if (sp->cls <= SIP_NUM) {
			memcpy(out + n, t.p, t.n);
			n += t.n;
		} else {
			memcpy(out + n, fix, strlen(fix));
			n += strlen(fix);
		}
	}
	return n;
}

/* ---- cases from Markdown --------------------------------------------------- */

/* Every span but separators, one a line. */
static void show(const struct scanned *r, struct span text, char *out)
{
	size_t n = 0;

	if (!r->sdp)
		n = (size_t)snprintf(out, SHOWN_MAX, "not SDP\n");
	for (size_t i = 0; i < r->out.count; i++) {
		const struct sip_span *sp = &r->span[i];
		struct span t = span_sub(text, sp->off, sp->off + sp->len);

		if (sp->cls == SIP_SYNTAX)
			continue;
		n += (size_t)snprintf(out + n, SHOWN_MAX - n, "%s",
				      class_name[sp->cls]);
		if (sp->cls == SIP_TOKEN)
			n += (size_t)snprintf(out + n, SHOWN_MAX - n, "(%s%s)",
					      space_name[sp->ns],
					      shape_name[sp->num]);
		n += (size_t)snprintf(out + n, SHOWN_MAX - n, " ");
		for (size_t k = 0; k < t.n; k++)
			if (t.p[k] != '\r' && t.p[k] != '\n')
				out[n++] = (char)t.p[k];
		out[n++] = '\n';
	}
	out[n] = 0;
}

/* The text between "```what\n" and "```" at or behind *at; NULL if none. */
static char *block(char **at, const char *what)
{
	char fence[32], *from, *to;

	snprintf(fence, sizeof(fence), "```%s\n", what);
	from = strstr(*at, fence);
	if (!from)
		return NULL;
	from += strlen(fence);
	to = strstr(from, "```");
	assert_non_null(to);
	*to = 0;
	*at = to + 3;
	return from;
}

/* Lines end with CRLF on the wire; a line "<cut>" ends the text before it. */
static size_t wire(const char *from, char *out, bool *whole)
{
	const char *cut = strstr(from, "<cut>");
	size_t n = 0;

	*whole = !cut;
	for (; *from && from != cut; from++) {
		if (*from == '\n')
			out[n++] = '\r';
		out[n++] = *from;
	}
	if (cut && n >= 2)
		n -= 2;
	return n;
}

static void run_file(const char *path, struct scanned *r, unsigned *count)
{
	static char file[TEXT_MAX * 4], text[TEXT_MAX], shown[SHOWN_MAX];
	struct guard g = guard_new(TEXT_MAX);
	FILE *f = fopen(path, "r");
	char *at = file, *in, *want;

	assert_non_null(f);
	file[fread(file, 1, sizeof(file) - 1, f)] = 0;
	fclose(f);
	while ((in = block(&at, "sdp")) != NULL) {
		bool whole;
		size_t n = wire(in, text, &whole);
		struct span s = guard_put(&g, span_of(text, n));

		want = block(&at, "spans");
		assert_non_null(want);
		scan(r, s, whole);
		show(r, s, shown);
		if (strcmp(shown, want) != 0)
			print_error("%s:\n%s\ngot:\n%s\n", path, in, shown);
		assert_string_equal(shown, want);
		++*count;
	}
	guard_free(&g);
}

static struct scanned one, two;

static void cases_of_the_manual(void **state)
{
	const char *dir = SIANTO_SOURCE_DIR "/tests/cases/sdp";
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
		run_file(path, &one, &count);
	}
	closedir(d);
	assert_true(count > 20);
}

/* The corpus of the fuzzer, at the end of memory. */
static void corpus_is_covered(void **state)
{
	const char *dir = SIANTO_SOURCE_DIR "/fuzz/corpus/sdp";
	static uint8_t text[TEXT_MAX];
	struct guard g = guard_new(TEXT_MAX);
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[1024];

	(void)state;
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		struct span s;
		FILE *f;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		f = fopen(path, "rb");
		assert_non_null(f);
		s = span_of(text, fread(text, 1, sizeof(text), f));
		fclose(f);
		s = guard_put(&g, s);
		scan(&one, s, true);
		scan(&one, s, false);
		one.out = (struct sip_out){.span = one.span, .max = SPAN_MAX};
		sip_scan_agent(s, 0, &one.out);
		assert_false(one.out.over);
	}
	closedir(d);
	guard_free(&g);
}

/* ---- properties ------------------------------------------------------------ */

static const char *const line_piece[] = {
    "v=0\r\n",
    "o=- 1 2 IN IP4 192.0.2.1\r\n",
    "o=alice 3909234600 3909234601 IN IP4 host.example.com\r\n",
    "s=-\r\n",
    "s=Bob's call\r\n",
    "i=x\r\n",
    "e=a@example.com\r\n",
    "c=IN IP4 224.2.1.1/127/3\r\n",
    "c=PSTN E164 +493055501234\r\n",
    "c=IN IP6 2001:db8::1\r\n",
    "b=AS:64\r\n",
    "b=X-foo:1\r\n",
    "t=3909234600 0\r\n",
    "t=0 0\r\n",
    "r=7d 1h 0 25h\r\n",
    "k=prompt\r\n",
    "k=clear:x\r\n",
    "z=0 0\r\n",
    "x=y\r\n",
    "garbage\r\n",
    "m=audio 49170/2 RTP/AVP 0 8 101\r\n",
    "m=foo 1 bar baz\r\n",
    "a=rtpmap:101 telephone-event/8000\r\n",
    "a=fmtp:101 0-15,16\r\n",
    "a=fmtp:96 profile-level-id=42e01f; x-who=alice;mode=20\r\n",
    "a=candidate:1 1 UDP 1 192.0.2.1 5 typ srflx raddr 10.0.0.1 foo bar\r\n",
    "a=candidate:1 1 UDP 1 192.0.2.1 5 typ host ufrag abcd rport 9\r\n",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AbCd|2^20|1:4 KDR=1\r\n",
    "a=acap:1 crypto:1 X inline:k\r\n",
    "a=acap:1 acap:2 acap:3 x:y\r\n",
    "a=ssrc:1234 cname:alice@host\r\n",
    "a=ssrc-group:FID 1 2\r\n",
    "a=fingerprint:sha-256 AB:CD:EF\r\n",
    "a=sendrecv\r\n",
    "a=x-what:192.0.2.7:5060\r\n",
    "a=unknown: some value\r\n",
    "a=cs-correlation:callerid:+4930555 uuie:aa\r\n",
    "a=path:msrp://192.0.2.1:9/abc;tcp\r\n",
    "a=lang:de-AT\r\n",
    "a=file-selector:name:\"a b.jpg\" type:image/jpeg size:3\r\n",
    "a=ts-refclk:ptp=IEEE1588-2008:39-A7-94-FF-FE-07-CB-D0:0\r\n",
    "a=tool:Asterisk PBX 16.2 (x)\r\n",
    "a=\r\n",
    "a=:\r\n",
    "\r\n",
};

enum { PIECES = sizeof(line_piece) / sizeof(line_piece[0]) };

/* A random description, some bytes of it changed. */
static size_t random_text(uint8_t *out, bool spoilt)
{
	static const char bytes[] = " :;=/,-|\"\r\n\t0aA.@<>\xc3\xff";
	size_t n = 5;

	memcpy(out, "v=0\r\n", 5);
	for (uint32_t i = rnd(12); i > 0; i--) {
		const char *p = line_piece[rnd(PIECES)];

		memcpy(out + n, p, strlen(p));
		n += strlen(p);
	}
	for (uint32_t i = spoilt ? rnd(10) : 0; i > 0 && n > 2; i--)
		out[2 + rnd((uint32_t)n - 2)] =
		    (uint8_t)bytes[rnd(sizeof(bytes) - 1)];
	return n;
}

/* Kept bytes, and a mark for each thing that something is written for. */
static size_t skeleton(const struct scanned *r, struct span text, uint8_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < r->out.count; i++) {
		const struct sip_span *sp = &r->span[i];

		if (sp->cls <= SIP_NUM) {
			memcpy(out + n, text.p + sp->off, sp->len);
			n += sp->len;
		} else if (sp->cls == SIP_TEXT) {
			out[n++] = '-';
		} else if (sp->cls == SIP_KEY || fixed_text(sp)[0]) {
			out[n++] = 1;
		}
	}
	return n;
}

/* Scanned again, what is written is kept and replaced at the same places. */
static void written_again_it_is_the_same(void **state)
{
	static uint8_t in[TEXT_MAX], out[TEXT_MAX];
	static uint8_t bones[TEXT_MAX], again[TEXT_MAX];

	(void)state;
	for (int round = 0; round < 100000; round++) {
		size_t n = random_text(in, round % 2), len, b, c;

		scan(&one, span_of(in, n), true);
		b = skeleton(&one, span_of(in, n), bones);
		len = written(&one, span_of(in, n), out);
		scan(&two, span_of(out, len), true);
		c = skeleton(&two, span_of(out, len), again);
		if (b != c || memcmp(bones, again, b) != 0)
			print_error("in:\n%.*s\nout:\n%.*s\n", (int)n, in,
				    (int)len, out);
		assert_int_equal(b, c);
		assert_memory_equal(bones, again, b);
	}
}

/* Nothing of a secret is in a kept span, wherever it stands. */
static void a_canary_is_never_kept(void **state)
{
	static uint8_t in[TEXT_MAX], out[TEXT_MAX + 1];

	(void)state;
	for (int round = 0; round < 100000; round++) {
		size_t n = random_text(in, true), at = 4 + rnd((uint32_t)n - 4);
		size_t len;

		memmove(in + at + 8, in + at, n - at);
		memcpy(in + at, "canary77", 8);
		scan(&one, span_of(in, n + 8), true);
		len = written(&one, span_of(in, n + 8), out);
		out[len] = 0;
		if (one.sdp && memmem(out, len, "canary7", 7))
			print_error("in:\n%.*s\nout:\n%s\n", (int)n + 8, in,
				    out);
		assert_true(!one.sdp || !memmem(out, len, "canary7", 7));
	}
}

static void every_cut_is_covered(void **state)
{
	struct guard g = guard_new(TEXT_MAX);
	static char text[TEXT_MAX];
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < PIECES; i++) {
		memcpy(text + n, line_piece[i], strlen(line_piece[i]));
		n += strlen(line_piece[i]);
	}
	for (size_t cut = 0; cut <= n; cut++) {
		const struct sip_span *last;
		struct span s = guard_put(&g, span_of(text, cut));

		scan(&one, s, true);
		scan(&two, s, false);
		assert_int_equal(one.sdp, cut >= 2);
		assert_int_equal(two.sdp, cut >= 2);
		if (cut < 2)
			continue;
		last = &two.span[two.out.count - 1];
		assert_int_equal(last->cls == SIP_CUT, text[cut - 1] != '\n');
	}
	guard_free(&g);
}

static void only_a_description_is_taken(void **state)
{
	(void)state;
	scan(&one, SPAN_LIT("\r\n\r\nv=0\r\n"), true);
	assert_true(one.sdp);
	scan(&one, SPAN_LIT("v="), true);
	assert_true(one.sdp);
	scan(&one, SPAN_LIT("v"), true);
	assert_false(one.sdp);
	scan(&one, SPAN_LIT(" v=0"), true);
	assert_false(one.sdp);
	scan(&one, SPAN_LIT("o=- 0 0 IN IP4 x"), true);
	assert_false(one.sdp);
	scan(&one, SPAN_LIT(""), true);
	assert_false(one.sdp);
}

static void a_stricter_row_is_one_span(void **state)
{
	static const char text[] = "v=0\r\na=rtpmap:0 PCMU/8000\r\n"
				   "a=ptime: 20 \r\na=mid:0\r\n";
	static uint8_t strict[4096];
	static const enum sip_class want[] = {
	    SIP_SYNTAX, SIP_NUM,    SIP_SYNTAX, SIP_SYNTAX, SIP_SYNTAX,
	    SIP_SYNTAX, SIP_TOKEN,  SIP_SYNTAX, SIP_SYNTAX, SIP_SYNTAX,
	    SIP_DROP,	SIP_SYNTAX, SIP_SYNTAX, SIP_LINE};
	struct sip_out out = {.span = one.span,
			      .max = SPAN_MAX,
			      .strict = strict};

	(void)state;
	assert_true(sip_field_count <= sizeof(strict));
	strict[FIELD_ATTR_RTPMAP] = SIP_AS_TOKEN;
	strict[FIELD_ATTR_PTIME] = SIP_DROP_VALUE;
	strict[FIELD_ATTR_MID] = SIP_DROP_LINE;
	assert_true(sip_scan_sdp(SPAN_LIT(text), true, &out));
	assert_int_equal(out.count, sizeof(want) / sizeof(want[0]));
	for (size_t i = 0; i < out.count; i++)
		assert_int_equal(one.span[i].cls, want[i]);
}

/* A full list of spans is noticed, not overrun. */
static void too_many_spans_are_over(void **state)
{
	struct sip_out out = {.span = one.span, .max = 5};

	(void)state;
	assert_true(
	    sip_scan_sdp(SPAN_LIT("v=0\r\nt=0 0\r\na=x:1\r\n"), true, &out));
	assert_true(out.over);
	assert_int_equal(out.count, 5);
}

/* One long line of each kind costs no more than twice for twice as long. */
static void time_is_linear(void **state)
{
	static const char *const head[] = {"o=",
					   "s=",
					   "c=IN IP4 ",
					   "t=",
					   "r=",
					   "m=audio 1 RTP/AVP ",
					   "a=",
					   "a=x:",
					   "a=fmtp:96 ",
					   "a=candidate:",
					   "a=crypto:1 x inline:",
					   "a=ssrc:1 cname:",
					   "a=acap:1 acap:1 acap:1 ",
					   "a=file-selector:",
					   "a=tool:",
					   "a=cs-correlation:",
					   "a=group:",
					   "a=path:",
					   "a=lang:"};
	static const char *const fill[] = {"a",	 " ",	"1 ",	       "\"",
					   ";",	 "|",	":",	       "(",
					   "a-", "-a ", "callerid:1 ", "1=",
					   "[",	 "@",	"Asterisk "};
	static uint8_t text[TEXT_MAX / 2];
	clock_t start = clock();

	(void)state;
	for (size_t h = 0; h < sizeof(head) / sizeof(head[0]); h++) {
		for (size_t k = 0; k < sizeof(fill) / sizeof(fill[0]); k++) {
			size_t n = (size_t)snprintf((char *)text, 64, "v=0\n%s",
						    head[h]);
			size_t len = strlen(fill[k]);

			for (; n + len <= sizeof(text); n += len)
				memcpy(text + n, fill[k], len);
			scan(&one, span_of(text, n), true);
		}
	}
	/* 285 texts of 32 KiB; quadratic time would take minutes */
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cases_of_the_manual),
	    cmocka_unit_test(corpus_is_covered),
	    cmocka_unit_test(only_a_description_is_taken),
	    cmocka_unit_test(a_stricter_row_is_one_span),
	    cmocka_unit_test(too_many_spans_are_over),
	    cmocka_unit_test(every_cut_is_covered),
	    cmocka_unit_test(written_again_it_is_the_same),
	    cmocka_unit_test(a_canary_is_never_kept),
	    cmocka_unit_test(time_is_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
