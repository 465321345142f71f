/* SPDX-License-Identifier: Apache-2.0 */
/* What a message says: the facts of struct sip_msg. */
#include "sip/spans.h"

static struct spans r;

static void scan(const char *text)
{
	spans_message(&r, span_str(text), true, true);
	assert_int_equal(r.result, 0);
}

static void is(struct span v, const char *want)
{
	assert_int_equal(v.n, strlen(want));
	if (v.n)
		assert_memory_equal(v.p, want, v.n);
}

static void a_request(void **state)
{
	(void)state;
	scan("SUBSCRIBE sip:a@example.com SIP/2.0\r\n"
	     "Via: SIP/2.0/TCP 192.0.2.1 ;branch=z9hG4bK1,SIP/2.0/UDP h\r\n"
	     "v: SIP/2.0/UDP h2;branch=z9hG4bK2\r\n"
	     "f: <sip:a@example.com>;tag=one\r\nt: sip:b@example.com\r\n"
	     "i:\r\n abc@192.0.2.1 \r\nCSeq: 42 SUBSCRIBE\r\n"
	     "m: <sip:a@192.0.2.1>;expires=60, <sip:b@192.0.2.1>;expires=9\r\n"
	     "Contact: sip:c@192.0.2.1\r\nExpires: 3600\r\n"
	     "o: dialog;id=1\r\nUser-Agent: Bria 3\r\n"
	     "c: application/sdp;x=y\r\n"
	     "Proxy-Authorization: Digest username=\"a\"\r\n\r\n");
	assert_true(r.msg.request);
	assert_int_equal(r.msg.method, SIP_M_SUBSCRIBE);
	assert_int_equal(r.msg.cseq_method, SIP_M_SUBSCRIBE);
	assert_int_equal(r.msg.cseq, 42);
	assert_int_equal(r.msg.faults, 0);
	assert_int_equal(r.msg.clen, -1);
	assert_int_equal(r.msg.expires, 3600);
	assert_int_equal(r.msg.retry_after, UINT32_MAX);
	assert_int_equal(r.msg.contacts, 3);
	assert_int_equal(r.msg.contact_expires, 60);
	assert_true(r.msg.has_auth && r.msg.has_agent && !r.msg.has_sdp);
	is(r.msg.callid, "abc@192.0.2.1");
	is(r.msg.from_tag, "one");
	is(r.msg.to_tag, "");
	is(r.msg.branch, "z9hG4bK1");
	is(r.msg.via_transport, "TCP");
	is(r.msg.event, "dialog");
	is(r.msg.ctype, "application/sdp");
	is(r.msg.agent, "Bria");
}

static void a_response(void **state)
{
	(void)state;
	scan("SIP/2.0 503 Busy\r\nVia: SIP / 2.0 / UDP h\r\n"
	     "From: <sip:a@a>;tag=1\r\nTo: <sip:a@a>;tag=\"2\"\r\n"
	     "Call-ID: 1\r\nCSeq: 7 INVITE\r\nRetry-After: 30 (x)\r\n"
	     "Contact: *\r\nContent-Length: 0\r\n\r\n");
	assert_false(r.msg.request);
	assert_int_equal(r.msg.code, 503);
	assert_int_equal(r.msg.method, SIP_M_INVITE);
	assert_int_equal(r.msg.retry_after, 30);
	assert_int_equal(r.msg.contacts, 255);
	assert_int_equal(r.msg.clen, 0);
	is(r.msg.branch, "");
	is(r.msg.via_transport, "UDP");
	is(r.msg.to_tag, "\"2\"");
}

static void a_body(void **state)
{
	const char *text = "MESSAGE sip:a SIP/2.0\r\nContent-Length: 3\r\n\r\n"
			   "abcdef";

	(void)state;
	scan(text);
	assert_int_equal(r.msg.headers_len, strlen(text) - 6);
	assert_int_equal(r.msg.body_off, strlen(text) - 6);
	assert_int_equal(r.msg.body_len, 3);
	assert_int_equal(r.msg.clen, 3);
	assert_true(r.msg.faults >> SIP_FAULT_CLEN_SHORT & 1);
}

static void a_huge_length_is_only_long(void **state)
{
	(void)state;
	scan("MESSAGE sip:a SIP/2.0\r\nContent-Length: "
	     "99999999999999999999999999\r\n\r\nabc");
	assert_true(r.msg.clen > UINT32_MAX);
	assert_int_equal(r.msg.body_len, 3);
	assert_true(r.msg.faults >> SIP_FAULT_CLEN_LONG & 1);
}

static void without_a_start_line_nothing(void **state)
{
	static const char *const text[] = {
	    "", "\r\n", "SIP/2.0", "foo\r\n\r\n", "Via: x\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		spans_message(&r, span_str(text[i]), true, false);
		assert_int_equal(r.result, SIANTO_E_FORMAT);
	}
	spans_message(&r, SPAN_LIT("OPTIONS sip:a SIP/2.0"), false, false);
	assert_int_equal(r.result, SIANTO_E_FORMAT);
	spans_message(&r, SPAN_LIT("OPTIONS sip:a SIP/2.0"), true, false);
	assert_int_equal(r.result, 0);
}

/* The owner of the output may want a field treated more strictly. */
static void a_strict_row_is_one_span(void **state)
{
	static uint8_t strict[4096];
	struct span text = SPAN_LIT("OPTIONS sip:a@example.com SIP/2.0\r\n"
				    "Supported: 100rel, timer\r\n"
				    "Allow: INVITE\r\nEvent: dialog\r\n"
				    "To: <sip:a@b;lr>;tag=1\r\n\r\n");
	char shown[512];

	(void)state;
	assert_true(sip_field_count < sizeof(strict));
	memset(strict, SIP_BY_CLASS, sizeof(strict));
	strict[sip_field_find(SIP_SCOPE_HEADER, 0, SPAN_LIT("Supported"))] =
	    SIP_AS_TOKEN;
	strict[sip_field_find(SIP_SCOPE_HEADER, 0, SPAN_LIT("Allow"))] =
	    SIP_DROP_VALUE;
	strict[sip_row(SIP_ROW_EVENT)] = SIP_DROP_LINE;
	strict[sip_field_find(SIP_SCOPE_PARAM, 0, SPAN_LIT("tag"))] =
	    SIP_DROP_VALUE;
	spans_begin(&r, true);
	r.out.strict = strict;
	r.result = sip_scan(text, true, &r.out, &r.msg);
	assert_int_equal(r.result, 0);
	spans_check(&r, text);
	spans_show(&r, text, shown, sizeof(shown));
	assert_string_equal(shown, "USER a\nHOST example.com\n"
				   "TOKEN(VALUE) 100rel, timer\nDROP INVITE\n"
				   "LINE Event: dialog\\r\\n\nUSER a\nHOST b\n"
				   "DROP 1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_request),
	    cmocka_unit_test(a_response),
	    cmocka_unit_test(a_body),
	    cmocka_unit_test(a_huge_length_is_only_long),
	    cmocka_unit_test(without_a_start_line_nothing),
	    cmocka_unit_test(a_strict_row_is_one_span),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
