/* SPDX-License-Identifier: Apache-2.0 */
#include "sip/sip.h"
#include "testing.h"

#define FIND(text) sip_find(SPAN_LIT(text))

static void start_lines_are_sip(void **state)
{
	(void)state;
	assert_int_equal(FIND("INVITE sip:a@example.com SIP/2.0\r\n\r\n"), 0);
	assert_int_equal(FIND("OPTIONS sip:a SIP/2.0"), 0);
	assert_int_equal(FIND("XPING tel:1 SIP/3.0\n"), 0);
	assert_int_equal(FIND("!x-*+`%' sip:a SIP/2.0\r\n"), 0);
	assert_int_equal(FIND("SIP/2.0 200 OK\r\n"), 0);
	assert_int_equal(FIND("SIP/2.0 100\r\n"), 0);
	assert_int_equal(FIND("INVITE  sip:a b;c  SIP/2.0 \r\n"), 0);
	assert_int_equal(FIND("INVITE sip:a SIP/2.0\rVia: x\r"), 0);
}

static void line_ends_in_front_are_skipped(void **state)
{
	(void)state;
	assert_int_equal(FIND("\r\n\r\nSIP/2.0 200 OK\r\n"), 4);
	assert_int_equal(FIND("\0\0\nOPTIONS sip:a SIP/2.0\r\n"), 3);
	assert_int_equal(FIND(" OPTIONS sip:a SIP/2.0\r\n"), SIZE_MAX);
}

static void a_method_and_a_header_will_do(void **state)
{
	(void)state;
	assert_int_equal(FIND("NOTIFY sip:a\r\nVia: SIP/2.0/UDP a\r\n"), 0);
	assert_int_equal(FIND("INVITE sip:a SIP/2.\r\nv : x\r\n"), 0);
	assert_int_equal(FIND("NOTIFY sip:a\r\nX-Acme: 1\r\n"), SIZE_MAX);
	assert_int_equal(FIND("XPING sip:a\r\nVia: 1\r\n"), SIZE_MAX);
	assert_int_equal(FIND("NOTIFY sip:a\r\n"), SIZE_MAX);
}

static void other_protocols_are_not(void **state)
{
	(void)state;
	assert_int_equal(FIND("OPTIONS * HTTP/1.1\r\nDate: x\r\n"), SIZE_MAX);
	assert_int_equal(FIND("OPTIONS rtsp://a RTSP/1.0\r\nCSeq: 1\r\n"),
			 SIZE_MAX);
	assert_int_equal(FIND("HTTP/1.1 200 OK\r\n"), SIZE_MAX);
	assert_int_equal(FIND("MSRP a786hjs2 SEND\r\n"), SIZE_MAX);
	assert_int_equal(FIND("SIP/2.0 4294967301 better not\r\n"), SIZE_MAX);
	assert_int_equal(FIND("SIP/2.0 20 OK\r\n"), SIZE_MAX);
	assert_int_equal(FIND("SIP/2 200 OK\r\n"), SIZE_MAX);
	assert_int_equal(FIND("INVITE SIP/2.0\r\n"), SIZE_MAX);
	assert_int_equal(FIND("IN VITE\"\r\n"), SIZE_MAX);
	assert_int_equal(FIND("\x80\x00\x12\x34"), SIZE_MAX);
	assert_int_equal(FIND("\r\n\r\n"), SIZE_MAX);
	assert_int_equal(sip_find(span_of(NULL, 0)), SIZE_MAX);
}

static void keepalives_are_blank(void **state)
{
	(void)state;
	assert_true(sip_is_blank(SPAN_LIT("\r\n\r\n")));
	assert_true(sip_is_blank(SPAN_LIT("\0")));
	assert_false(sip_is_blank(SPAN_LIT("\r\n ")));
	assert_false(sip_is_blank(span_of(NULL, 0)));
}

static void methods_have_names(void **state)
{
	(void)state;
	assert_string_equal(sip_method_name(SIP_M_ACK), "ACK");
	assert_string_equal(sip_method_name(SIP_M_UPDATE), "UPDATE");
	assert_string_equal(sip_method_name(SIP_M_OTHER), "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(start_lines_are_sip),
	    cmocka_unit_test(line_ends_in_front_are_skipped),
	    cmocka_unit_test(a_method_and_a_header_will_do),
	    cmocka_unit_test(other_protocols_are_not),
	    cmocka_unit_test(keepalives_are_blank),
	    cmocka_unit_test(methods_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
