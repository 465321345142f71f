/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The short ways for usual shapes give the spans of the general scanner.
 *
 * They are for lines that end in CRLF.  So each message is scanned twice,
 * with CRLF and with LF: spans and facts have to be the same, but for the CR.
 */
#include "spans.h"

enum { ROUNDS = 20000, TEXT = 4096 };

static const char *const seeds[] = {
    "REGISTER sip:example.net SIP/2.0\n"
    "Via: SIP/2.0/UDP 192.0.2.17:5060;branch=z9hG4bKca881a4a7681;rport\n"
    "Via: SIP/2.0/TCP host.example.org;received=198.51.100.7;branch=abc\n"
    "Max-Forwards: 70\n"
    "From: \"Ann \\\"x\\\" Ex\" <sip:+493055500123@example.net;user=phone>;"
    "tag=1a41b6e9ec\n"
    "To: Ann Example <sip:ann.example@example.net>\n"
    "Call-ID: 647292c2-1cda-4b2a-a1cd-837f58e0e391@192.0.2.17\n"
    "CSeq: 17 REGISTER\n"
    "Contact: <sip:ann@192.0.2.17:5060;line=42b92ca4>;expires=180;q=0.5\n"
    "User-Agent: Asterisk PBX 16.2.0\n"
    "Expires: 180\n"
    "Supported: replaces, timer, path\n"
    "Content-Length: 0\n\n",
    "SIP/2.0 200 OK\n"
    "v: SIP/2.0/UDP [2001:db8::17]:5060;rport=5060;branch=z9hG4bK1\n"
    "f: <sips:5550101@example.net:5061;transport=tcp;lr>;tag=a;x=y\n"
    "To: <sip:100@203.0.113.9>;tag=b\n"
    "Call-ID: 0123456789abcdef\n"
    "CSeq: 2 NOTIFY\n"
    "Contact: \"B\" <sip:b@example.org>, C <sip:c@192.0.2.1>;expires=3600\n"
    "Server: kamailio (5.6.3 (x86_64/linux))\n"
    "Event: presence;id=5\n"
    "Content-Length: 0\n\n",
    "INVITE sip:bob@192.0.2.5:5070;transport=udp SIP/2.0\n"
    "Via: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK77;alias\n"
    "From: 262010123456789 <sip:001010123456789@ims.example>;tag=9\n"
    "To: \"Bob <B>\" <sip:bob%40home@example.org>\n"
    "P-Asserted-Identity: <sip:+4930555001@example.net>, "
    "<tel:+4930555001>\n"
    "Record-Route: <sip:192.0.2.10;lr=on;ftag=9>\n"
    "Route: <sip:r@192.0.2.11;lr>\n"
    "Refer-To: <sip:x@example.org?Replaces=a%3bto-tag%3db>\n"
    "Call-ID: x@example.net\nCSeq: 1 INVITE\n"
    "Contact: *\nMax-Forwards: 69\nContent-Length: 0\n\n",
};

static const char *const bits[] = {
    "@",	   "<",	     ">",      ";",   ",",	   "\"",
    "\\",	   ":",	     "[",      "]",   " ",	   "\t",
    "\n ",	   "\n",     "=",      "(",   ")",	   "*",
    "?",	   "&",	     "%40",    "0",   "+",	   "sip:",
    "SIP:",	   ";tag=",  ";rport", ";lr", "..",	   "1.2.3.4",
    "2001:db8::1", "tAg",    "/",      "~",   "\xc3\xbc",  "99999999",
    "\"\"",	   "<>",     " , ",    "UDP", "00",	   "-",
    ";user=phone", "=\"a\"", "; ",     " ;",  "001.2.3.4", "256.1.1.1",
};

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* Puts in, takes out or copies a few bytes. */
static size_t mutate(char *t, size_t n, uint32_t *state)
{
	for (uint32_t k = next(state) % 3 + 1; k > 0; k--) {
		size_t at = next(state) % n;
		const char *bit =
		    bits[next(state) % (sizeof(bits) / sizeof(bits[0]))];
		size_t len = strlen(bit);

		if (next(state) % 4 == 0 && n - at > 4) {
			len = next(state) % 4 + 1;
			memmove(t + at, t + at + len, n - at - len);
			n -= len;
		} else {
			memmove(t + at + len, t + at, n - at);
			memcpy(t + at, bit, len);
			n += len;
		}
	}
	return n;
}

/* The bytes [from, to) without CR. */
static uint32_t plain(const char *t, uint32_t from, uint32_t to)
{
	uint32_t n = 0;

	for (; from < to; from++)
		n += t[from] != '\r';
	return n;
}

static void same_text(struct span lf, struct span a, struct span crlf,
		      struct span b)
{
	const char *t = (const char *)crlf.p;
	uint32_t from = b.n ? (uint32_t)(b.p - crlf.p) : 0;

	assert_int_equal(a.n, plain(t, from, from + (uint32_t)b.n));
	if (a.n)
		assert_int_equal(a.p - lf.p, plain(t, 0, from));
}

static void same_facts(const struct sip_msg *a, struct span lf,
		       const struct sip_msg *b, struct span crlf)
{
	uint32_t bare = 1u << SIP_FAULT_BARE_LF;

	assert_int_equal(a->request, b->request);
	assert_int_equal(a->method, b->method);
	assert_int_equal(a->cseq_method, b->cseq_method);
	assert_int_equal(a->cseq, b->cseq);
	assert_int_equal(a->faults & ~bare, b->faults & ~bare);
	assert_int_equal(a->clen, b->clen);
	assert_int_equal(a->expires, b->expires);
	assert_int_equal(a->contacts, b->contacts);
	assert_int_equal(a->contact_expires, b->contact_expires);
	same_text(lf, a->callid, crlf, b->callid);
	same_text(lf, a->from_tag, crlf, b->from_tag);
	same_text(lf, a->to_tag, crlf, b->to_tag);
	same_text(lf, a->branch, crlf, b->branch);
	same_text(lf, a->via_transport, crlf, b->via_transport);
	same_text(lf, a->event, crlf, b->event);
	same_text(lf, a->agent, crlf, b->agent);
}

static void same(const char *lf, size_t n)
{
	static char crlf[2 * TEXT];
	static struct spans a, b;
	struct span ta = span_of(lf, n), tb;
	uint32_t from = 0;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (lf[i] == '\n')
			crlf[m++] = '\r';
		crlf[m++] = lf[i];
	}
	tb = span_of(crlf, m);
	spans_message(&a, ta, true, false);
	spans_message(&b, tb, true, false);
	assert_int_equal(a.result, b.result);
	/* what stands behind the headers differs in length */
	if (a.result || a.msg.headers_len < n || a.msg.body_len)
		return;
	assert_int_equal(a.out.count, b.out.count);
	for (size_t i = 0; i < a.out.count; i++) {
		struct sip_span x = a.span[i], y = b.span[i];

		assert_int_equal(x.len, plain(crlf, y.off, y.off + y.len));
		assert_int_equal(x.cls, y.cls);
		assert_int_equal(x.ns, y.ns);
		assert_int_equal(x.field, y.field);
		assert_int_equal(x.num, y.num);
		from += x.len;
	}
	assert_int_equal(from, n);
	same_facts(&a.msg, ta, &b.msg, tb);
}

static void usual_messages_are_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++)
		same(seeds[i], strlen(seeds[i]));
}

static void unusual_messages_are_the_same(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char text[TEXT];
		const char *from =
		    seeds[(size_t)i % (sizeof(seeds) / sizeof(seeds[0]))];
		size_t n = strlen(from);

		memcpy(text, from, n);
		same(text, mutate(text, n, &seed));
	}
}

static void usual_names_are_those_of_the_table(void **state)
{
	static const char *const names[] = {
	    "CSeq",	 "Call-ID", "Contact",	    "Content-Length", "Via",
	    "From",	 "To",	    "Max-Forwards", "User-Agent",     "Server",
	    "Supported", "Expires", "Event",
	};
	static struct spans r;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char text[200];
		int n = snprintf(text, sizeof(text),
				 "OPTIONS sip:a@b SIP/2.0\r\n%s:?\r\n\r\n",
				 names[i]);
		uint16_t row =
		    sip_field_find(SIP_SCOPE_HEADER, 0, span_str(names[i]));
		bool seen = false;

		assert_int_not_equal(row, SIP_FIELD_NONE);
		spans_message(&r, span_of(text, (size_t)n), true, false);
		for (size_t k = 0; k < r.out.count; k++)
			seen |= r.span[k].off == 25 && r.span[k].field == row;
		assert_true(seen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(usual_messages_are_the_same),
	    cmocka_unit_test(unusual_messages_are_the_same),
	    cmocka_unit_test(usual_names_are_those_of_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
