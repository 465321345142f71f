/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "sip/canon.h"
#include "sip/guard.h"
#include "sip/sip.h"

static uint64_t seed = 0x9e3779b97f4a7c15u;

static uint32_t rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % below;
}

static void same(const uint8_t *out, size_t n, const char *want)
{
	assert_int_equal(n, strlen(want));
	assert_memory_equal(out, want, n);
}

struct pair {
	const char *in;
	const char *out; /* NULL: not of the class */
};

static void user_is_decoded_and_keeps_case(void **state)
{
	static const struct pair t[] = {
	    {"alice", "alice"},
	    {"Alice", "Alice"},
	    {"%61lice", "alice"},
	    {"%2561lice", "alice"},
	    {"%252561lice", "alice"},
	    {"%25252561x", "%61x"},
	    {"100%", "100%"},
	    {"a%4", "a%4"},
	    {"a%zz", "a%zz"},
	    {"alice%40example.com", "alice@example.com"},
	    {"%", "%"},
	};
	uint8_t out[SIP_CANON_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same(out, sip_canon_user(span_str(t[i].in), false, out),
		     t[i].out);
	same(out, sip_canon_user(SPAN_LIT("%61"), true, out), "%61");
	assert_int_equal(sip_canon_user(SPAN_LIT(""), false, out), 0);
}

static void long_text_is_no_identity(void **state)
{
	static uint8_t big[SIP_CANON_MAX * 3 + 3];
	uint8_t out[SIP_CANON_MAX];

	(void)state;
	memset(big, 'a', sizeof(big));
	assert_int_equal(sip_canon_user(span_of(big, SIP_CANON_MAX), false,
					out),
			 SIP_CANON_MAX);
	assert_int_equal(sip_canon_user(span_of(big, SIP_CANON_MAX + 1), false,
					out),
			 0);
	assert_int_equal(sip_canon_user(span_of(big, SIP_CANON_MAX + 1), true,
					out),
			 0);
	for (size_t i = 0; i < sizeof(big); i += 3)
		memcpy(big + i, "%61", 3);
	assert_int_equal(sip_canon_user(span_of(big, SIP_CANON_MAX * 3), false,
					out),
			 SIP_CANON_MAX);
	assert_int_equal(sip_canon_user(span_of(big, sizeof(big)), false, out),
			 0);
}

static void tel_spellings_agree(void **state)
{
	static const struct pair t[] = {
	    {"+49305550123", "49305550123"},
	    {"+49-(30)-555.0123", "49305550123"},
	    {"%2B49305550123", "49305550123"},
	    {"%252B49 30 555 0123", "49305550123"},
	    {"*21*5550#", "*21*5550#"},
	    {"5550a", NULL},
	    {"+", NULL},
	    {"", NULL},
	    {"49+30", NULL},
	};
	uint8_t out[SIP_CANON_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same(out, sip_canon_tel(span_str(t[i].in), false, out),
		     t[i].out ? t[i].out : "");
}

static void host_is_folded(void **state)
{
	static const struct pair t[] = {
	    {"Example.COM", "example.com"},
	    {"example.com.", "example.com"},
	    {"example.com..", "example.com."},
	    {"ex%61mple.com", "example.com"},
	    {"b\xc3\xbc"
	     "cher.example",
	     "xn--bcher-kva.example"},
	    {"B\xc3\x9c"
	     "CHER.example",
	     "xn--bcher-kva.example"},
	    {"b%C3%BCcher.Example.", "xn--bcher-kva.example"},
	    {"XN--bcher-KVA.example", "xn--bcher-kva.example"},
	    {"\xc4\x8c\xc3\xa1slav.example", "xn--slav-4na7x.example"},
	    /* RFC 3492 section 7.1 (I) and (A) in lower case */
	    {"\xd0\xbf\xd0\xbe\xd1\x87\xd0\xb5\xd0\xbc\xd1\x83\xd0\xb6"
	     "\xd0\xb5\xd0\xbe\xd0\xbd\xd0\xb8\xd0\xbd\xd0\xb5\xd0\xb3"
	     "\xd0\xbe\xd0\xb2\xd0\xbe\xd1\x80\xd1\x8f\xd1\x82\xd0\xbf"
	     "\xd0\xbe\xd1\x80\xd1\x83\xd1\x81\xd1\x81\xd0\xba\xd0\xb8",
	     "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"},
	    {"3\xe5\xb9\xb4"
	     "b\xe7\xb5\x84\xe9\x87\x91\xe5\x85\xab\xe5"
	     "\x85\x88\xe7\x94\x9f",
	     "xn--3b-ww4c5e180e575a65lsy2b"},
	    {"bad\xff.example", "bad\xff.example"},
	    {"a..b", "a..b"},
	    {"_sip._udp.example.com", "_sip._udp.example.com"},
	    {"", NULL},
	    {".", NULL},
	    {"a b", NULL},
	    {"a@b", NULL},
	    {"a:5060", NULL},
	    {"a\tb", NULL},
	};
	uint8_t out[SIP_CANON_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		same(out, sip_canon_host(span_str(t[i].in), out),
		     t[i].out ? t[i].out : "");
}

/* What comes out is a canonical form already. */
static void canonical_is_fixed(void **state)
{
	uint8_t in[64], one[SIP_CANON_MAX], two[SIP_CANON_MAX];
	static const char alphabet[] = "aZ09.-_%4125\xc3\xbc\xd0\x96\xff";

	(void)state;
	for (int round = 0; round < 100000; round++) {
		size_t len = 1 + rnd(24), n;

		for (size_t i = 0; i < len; i++)
			in[i] = (uint8_t)alphabet[rnd(sizeof(alphabet) - 1)];
		n = sip_canon_host(span_of(in, len), one);
		if (n == 0 || one[n - 1] == '.' || memchr(one, '%', n) != NULL)
			continue;
		assert_int_equal(sip_canon_host(span_of(one, n), two), n);
		assert_memory_equal(one, two, n);
	}
}

/* The largest code points, as many as a label holds, fit. */
static void longest_labels_fit(void **state)
{
	uint8_t out[SIP_LABEL_OUT];
	uint8_t in[(SIP_LABEL_POINTS + 1) * 4];
	size_t n = 0;

	(void)state;
	for (int i = 0; i <= SIP_LABEL_POINTS; i++) {
		static const uint8_t top[] = {0xf4, 0x8f, 0xbf, 0xbf};

		memcpy(in + n, top, 4);
		in[n + 3] = (uint8_t)(0xbf - i);
		n += 4;
	}
	assert_in_range(sip_label_ascii(span_of(in, n - 4), out), 5,
			SIP_LABEL_OUT);
	assert_int_equal(sip_label_ascii(span_of(in, n), out), 0);
	for (int round = 0; round < 20000; round++) {
		for (size_t i = 0; i + 4 < n; i += 4) {
			in[i] = (uint8_t)(0xf1 + rnd(3));
			for (int k = 1; k < 4; k++)
				in[i + k] = (uint8_t)(0x80 + rnd(64));
		}
		assert_in_range(sip_label_ascii(span_of(in, n - 4), out), 5,
				SIP_LABEL_OUT);
	}
}

static void ip4_spellings_agree(void **state)
{
	static const struct {
		const char *in;
		uint32_t addr; /* 0: no address */
	} t[] = {
	    {"192.0.2.1", 0xc0000201},
	    {"192.000.002.001", 0xc0000201},
	    {"3221225985", 0xc0000201},
	    {"0xC0000201", 0xc0000201},
	    {"0xc0.0x0.2.1", 0xc0000201},
	    {"030000001001", 0xc0000201},
	    {"192.0.2.1.", 0xc0000201},
	    {"192.0.2.%31", 0xc0000201},
	    {"010.1.1.1", 0x0a010101},
	    {"255.255.255.255", 0xffffffff},
	    {"192.0.2", 0},
	    {"192.0.2.256", 0},
	    {"192.0.2.1.5", 0},
	    {"4294967296", 0},
	    {"1000", 0},
	    {"", 0},
	    {".", 0},
	    {"192..2.1", 0},
	    {"0x", 0},
	    {"192.0.2.1a", 0},
	    {"49305550123", 0},
	    {"-1", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		uint32_t addr = 0;
		bool ok = sip_canon_ip4(span_str(t[i].in), &addr);

		assert_int_equal(ok, t[i].addr != 0);
		if (ok)
			assert_int_equal(addr, t[i].addr);
	}
}

static void ip6_spellings_agree(void **state)
{
	static const char *const same_addr[] = {
	    "2001:db8:12::abcd",	   "2001:DB8:12:0:0:0:0:ABCD",
	    "2001:0db8:0012::0.0.171.205", "2001:db8:12::abcd%25eth0",
	    "2001:db8:12::abcd%eth0",
	};
	uint8_t want[16], got[16];

	(void)state;
	assert_int_equal(inet_pton(AF_INET6, same_addr[0], want), 1);
	for (size_t i = 0; i < sizeof(same_addr) / sizeof(char *); i++) {
		assert_true(sip_canon_ip6(span_str(same_addr[i]), got));
		assert_memory_equal(want, got, 16);
	}
	assert_false(sip_canon_ip6(SPAN_LIT("[::1]"), got));
	assert_false(sip_canon_ip6(SPAN_LIT("%eth0"), got));
	assert_false(sip_canon_ip6(SPAN_LIT(":"), got));
}

/* The C library is the oracle for random texts that look like addresses. */
static void ip6_is_what_inet_pton_says(void **state)
{
	static const char *const piece[] = {":",	 "::",	  "0",
					    "1",	 "abcd",  "ffff",
					    "192.0.2.1", "12345", ":",
					    ":",	 "g",	  "7",
					    "203.0.113"};
	struct guard g = guard_new(128);
	unsigned found = 0;

	(void)state;
	for (int round = 0; round < 400000; round++) {
		char text[128] = "";
		size_t n = 0;
		uint8_t want[16], got[16];
		uint32_t count = 1 + rnd(17);
		bool good;

		for (uint32_t i = 0; i < count; i++) {
			uint32_t k = i % 2 ? rnd(2) * rnd(2) : rnd(13);

			memcpy(text + n, piece[k], strlen(piece[k]));
			n += strlen(piece[k]);
		}
		text[n] = 0;
		good = inet_pton(AF_INET6, text, want) == 1;
		found += good;
		assert_int_equal(sip_canon_ip6(guard_put(&g, span_of(text, n)),
					       got),
				 good);
		if (good)
			assert_memory_equal(want, got, 16);
	}
	assert_true(found > 1000);
	guard_free(&g);
}

static void numbers_are_recognised(void **state)
{
	static const char *const yes[] = {"100",      "+49305550123",
					  "5550-100", "*21*5550#",
					  "%2B4930",  "(030)555",
					  "112",      "3221225985"};
	static const char *const no[] = {"",	   "12",       "+12",
					 "alice",  "1a2b3c",   "192.0.2.1",
					 "---",	   "u4830917", "5550;ext=1",
					 "1++2345"};

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(sip_looks_tel(span_str(yes[i])));
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(sip_looks_tel(span_str(no[i])));
}

static void some_names_stay(void **state)
{
	(void)state;
	assert_true(sip_user_kept(SPAN_LIT("Anonymous")));
	assert_true(sip_user_kept(SPAN_LIT("unavailable")));
	assert_true(sip_user_kept(SPAN_LIT("restricted")));
	assert_true(sip_user_kept(SPAN_LIT("unknown")));
	assert_true(sip_user_kept(SPAN_LIT("")));
	assert_false(sip_user_kept(SPAN_LIT("anonymous2")));
	assert_true(sip_host_kept(SPAN_LIT("localhost")));
	assert_true(sip_host_kept(SPAN_LIT("anonymous.invalid")));
	assert_true(sip_host_kept(SPAN_LIT("invalid")));
	assert_false(sip_host_kept(SPAN_LIT("h0000001.d0000001.invalid")));
	assert_true(sip_tel_kept(SPAN_LIT("112")));
	assert_true(sip_tel_kept(SPAN_LIT("911")));
	assert_false(sip_tel_kept(SPAN_LIT("110")));
}

/* Random bytes at the end of memory: nothing is read behind them. */
static void never_reads_past_the_end(void **state)
{
	static const char alphabet[] = "%%%40aF19.:+-x0\xc3\xbc\xe4\xf0";
	struct guard g = guard_new(64);
	uint8_t in[32], out[SIP_CANON_MAX];
	uint32_t addr;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		size_t len = rnd(sizeof(in));
		struct span s;

		for (size_t i = 0; i < len; i++)
			in[i] = (uint8_t)alphabet[rnd(sizeof(alphabet) - 1)];
		s = guard_put(&g, span_of(in, len));
		sip_canon_user(s, false, out);
		sip_canon_tel(s, false, out);
		sip_canon_host(s, out);
		(void)sip_canon_ip4(s, &addr);
		(void)sip_canon_ip6(s, out);
		(void)sip_looks_tel(s);
		(void)sip_host_kept(s);
	}
	guard_free(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(user_is_decoded_and_keeps_case),
	    cmocka_unit_test(long_text_is_no_identity),
	    cmocka_unit_test(tel_spellings_agree),
	    cmocka_unit_test(host_is_folded),
	    cmocka_unit_test(canonical_is_fixed),
	    cmocka_unit_test(longest_labels_fit),
	    cmocka_unit_test(ip4_spellings_agree),
	    cmocka_unit_test(ip6_spellings_agree),
	    cmocka_unit_test(ip6_is_what_inet_pton_says),
	    cmocka_unit_test(numbers_are_recognised),
	    cmocka_unit_test(some_names_stay),
	    cmocka_unit_test(never_reads_past_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
