/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "sip/agent.h"
#include "sip/guard.h"

enum { TEXT_MAX = 512 };

static uint64_t seed = 0x9e3779b97f4a7c15u;

static uint32_t rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % below;
}

/*
 * What is written for a value: kept bytes, a fixed label for an unknown
 * product, `comment` for each comment, nothing for what is dropped.  Checks
 * that every byte has a span.
 */
static size_t written_as(struct span value, const char *comment,
			 char out[static TEXT_MAX])
{
	struct sip_span span[TEXT_MAX];
	struct sip_out o = {.span = span, .max = TEXT_MAX};
	size_t n = 0, end = 0;

	sip_scan_agent(value, 0, &o);
	assert_false(o.over);
	for (size_t i = 0; i < o.count; i++) {
		const struct sip_span *sp = &span[i];

		assert_int_equal(sp->off, end);
		assert_true(sp->len > 0);
		assert_int_not_equal(sp->cls, SIP_UNKNOWN);
		end += sp->len;
		if (sp->cls <= SIP_NUM) {
			memcpy(out + n, value.p + sp->off, sp->len);
			n += sp->len;
		} else if (sp->cls == SIP_AGENT) {
			memcpy(out + n, "ua-k7q2hm5x", 11);
			n += 11;
		} else if (sp->cls == SIP_COMMENT) {
			memcpy(out + n, comment, strlen(comment));
			n += strlen(comment);
		} else {
			assert_int_equal(sp->cls, SIP_DROP);
		}
	}
	assert_int_equal(end, value.n);
	out[n] = 0;
	return n;
}

static size_t written(struct span value, char out[static TEXT_MAX])
{
	return written_as(value, "", out);
}

static void becomes(const char *value, const char *want)
{
	char out[TEXT_MAX], again[TEXT_MAX];
	size_t n = written(span_str(value), out);

	assert_string_equal(out, want);
	written(span_of(out, n), again);
	assert_string_equal(again, want);
}

static void products_and_versions_stay(void **state)
{
	(void)state;
	becomes("Bria 3 release 3.5.5", "Bria 3 release 3.5.5");
	becomes("Bria 3 release 3.5.1 stamp 69738",
		"Bria 3 release 3.5.1 stamp ");
	becomes("sipcli/v1.8", "sipcli/v1.8");
	becomes("friendly-scanner", "friendly-scanner");
	becomes("Asterisk PBX 16.2.1~dfsg-1", "Asterisk PBX 16.2.1");
	becomes("Cisco-SIPGateway/IOS-12.x", "Cisco-SIPGateway/IOS-12.x");
	becomes("sip-router", "sip-router");
	becomes("Grandstream GXP2160 1.0.9.26", "Grandstream GXP2160 1.0.9.26");
	becomes("snom370/8.7.3.25", "snom370/8.7.3.25");
	becomes("Zoiper rv2.8.15", "Zoiper rv2.8.15");
	becomes("X-Lite release 4.1", "X-Lite release 4.1");
	becomes("X-Lite 4 release 4.0 stamp 58832",
		"X-Lite 4 release 4.0 stamp ");
	becomes("eyeBeam", "eyeBeam");
	becomes("SJphone", "SJphone");
	becomes("Twinkle/1.4.2", "Twinkle/1.4.2");
	becomes("PolycomVVX-VVX_500-UA/5.4", "PolycomVVX-VVX_500-UA/5.4");
	becomes("FreeSWITCH-mod_sofia/1.6.12-20-b91a0a6~64bit",
		"FreeSWITCH-mod_sofia/1.6.12-");
	becomes("Grandstream HT-502  V1.2A 1.0.0.6",
		"Grandstream HT-502  V1. 1.0.0.6");
	becomes("asterisk pbx", "asterisk pbx");
	becomes("Asterisk", "Asterisk");
	becomes("", "");
	becomes("  Asterisk ", "  Asterisk ");
	becomes("Asterisk\r\n 16.2", "Asterisk\r\n 16.2");
}

static void comments_go(void **state)
{
	(void)state;
	becomes("FPBX-14.0.5.25(13.22.0)", "FPBX-14.0.5.25");
	becomes("Linphone/3.6.1 (eXosip2/4.1.0)", "Linphone/3.6.1 ");
	becomes("kamailio (5.6.3 (x86_64/linux))", "kamailio ");
	becomes("OpenSIPS (2.4.2 (x86_64/linux))", "OpenSIPS ");
	becomes("baresip v1.0.0 (x86_64/linux)", "baresip v1.0.0 ");
	becomes("(bob) Asterisk (carol) 1.2", " Asterisk  1.2");
	becomes("Asterisk (bob \\) carol) PBX", "Asterisk  PBX");
	becomes("Asterisk (never closed PBX", "Asterisk ");
	becomes("Asterisk (a\\", "Asterisk ");
}

static void what_identifies_a_device_goes(void **state)
{
	(void)state;
	becomes("UA SIPAUA.build.bob0001", "ua-k7q2hm5x");
	becomes("SIPAUA.build.bob0001", "ua-k7q2hm5x");
	becomes("Yealink SIP-T46G 28.83.0.120 001565CA0017",
		"Yealink SIP-T46G 28.83.0.120 ");
	becomes("Linksys/SPA942-6.1.5(a)-000E08636A3A",
		"Linksys/SPA942-6.1.5-");
	becomes("Cisco/SPA112-1.3.2(014) 000E0865A612", "Cisco/SPA112-1.3.2 ");
	becomes("LinphoneiOS/5.0.1 (Jane Canary17's iPhone) "
		"LinphoneSDK/5.1.48",
		"LinphoneiOS/5.0.1  LinphoneSDK/5.1.48");
	becomes("Home of lukasz - VoIP box v0.9", "ua-k7q2hm5x");
	becomes("Asterisk at bobs house 16.2 (x) y Linux 5.4",
		"Asterisk  Linux 5.4");
	becomes("Patton SN4112 JS EUI 00A0BA0A0A0A", "Patton SN4112 ");
	becomes("Asterisk 123456", "Asterisk ");
	becomes("Asterisk 12ab34cd", "Asterisk ");
	becomes("Asterisk alice@example.com", "Asterisk ");
	becomes("Asterisk@example.com PBX", "Asterisk PBX");
	becomes("Zoiper\xc3\xa9 PBX", "Zoiper PBX");
	becomes("Zo\xc3\xafper PBX", "ua-k7q2hm5x");
	becomes("ua-k7q2hm5x", "ua-k7q2hm5x");
}

static void no_address_passes_for_a_version(void **state)
{
	(void)state;
	becomes("Asterisk 192.0.2.55", "Asterisk ");
	becomes("Asterisk 198.51.100.7", "Asterisk ");
	becomes("Asterisk/203.0.113.7.1", "Asterisk/");
	becomes("Asterisk 10.1.2.3", "Asterisk 10.1.");
	becomes("Asterisk 127.0.0.1", "Asterisk ");
	becomes("Asterisk 100.64.0.1", "Asterisk ");
	becomes("Asterisk 1.2.3.4.5.6", "Asterisk 1.2.3.4.");
	becomes("Asterisk 203-0-113-5", "Asterisk 203-");
}

static void family_is_the_first_known_product(void **state)
{
	static const char *const t[][2] = {
	    {"Asterisk PBX 1.2", "Asterisk"},
	    {"(x) snom370/8", "snom370"},
	    {" \r\n Zoiper", "Zoiper"},
	    {"Home of Asterisk", ""},
	    {"PBX", ""},
	    {"", ""},
	    {"(", ""},
	    {"Asteriskx", ""},
	    {"ua-k7q2hm5x", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_true(span_eq(sip_agent_family(span_str(t[i][0])),
				    span_str(t[i][1])));
	assert_true(sip_agent_product(SPAN_LIT("FreeSWITCH")));
	assert_true(sip_agent_product(SPAN_LIT("Asterisk-16.2.1")));
	assert_false(sip_agent_product(SPAN_LIT("Asterisk-16.2.1b")));
	assert_false(sip_agent_product(SPAN_LIT("PBX")));
	assert_false(sip_agent_product(SPAN_LIT("Asterisk-")));
}

/* What was written is written again: the property the store relies on. */
static void written_again_it_is_the_same(void **state)
{
	static const char *const piece[] = {
	    "Asterisk", "PBX",	       "Yealink", "SIP",      "-",
	    "T46G",	"SIP-T46G",    " ",	  " ",	      "/",
	    ".",	"1",	       "2.3",	  "10.1.2.3", "v",
	    "rv2",	"release",     "build",	  "bob",      "(",
	    ")",	"\\",	       "x",	  "~",	      "\r\n ",
	    "\t",	"203.0.113.9", "99999",	  "_",	      "X-Lite",
	    "X",	"Lite",	       "VVX",	  "_500",     "\xc3\xa9",
	    "@",	"FPBX",	       "12a",	  "rev.",     "X-"};
	struct guard g = guard_new(TEXT_MAX);
	char one[TEXT_MAX], two[TEXT_MAX], in[TEXT_MAX];

	(void)state;
	for (int round = 0; round < 300000; round++) {
		const char *comment = round % 2 ? "()" : "";
		size_t n = 0, len;

		for (uint32_t i = rnd(14); i > 0; i--) {
			const char *p =
			    piece[rnd(sizeof(piece) / sizeof(piece[0]))];

			memcpy(in + n, p, strlen(p));
			n += strlen(p);
		}
		len = written_as(guard_put(&g, span_of(in, n)), comment, one);
		written_as(guard_put(&g, span_of(one, len)), comment, two);
		if (strcmp(one, two) != 0)
			print_error("input: %.*s\n", (int)n, in);
		assert_string_equal(one, two);
	}
	guard_free(&g);
}

static void every_cut_is_covered(void **state)
{
	static const char text[] =
	    "Yealink (a\\)b) SIP-T46G release "
	    "28.83.0.120 001565CA0017 FPBX-14.0.5.25(13.22.0) x/1";
	struct guard g = guard_new(TEXT_MAX);
	char out[TEXT_MAX];

	(void)state;
	for (size_t n = 0; n < sizeof(text); n++) {
		written(guard_put(&g, span_of(text, n)), out);
		(void)sip_agent_family(guard_put(&g, span_of(text, n)));
	}
	guard_free(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(products_and_versions_stay),
	    cmocka_unit_test(comments_go),
	    cmocka_unit_test(what_identifies_a_device_goes),
	    cmocka_unit_test(no_address_passes_for_a_version),
	    cmocka_unit_test(family_is_the_first_known_product),
	    cmocka_unit_test(written_again_it_is_the_same),
	    cmocka_unit_test(every_cut_is_covered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
