/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include <arpa/inet.h>

#include "crypto/ipmap.h"

static void expect_text6(const char *in, const char *want)
{
	uint8_t addr[16], out[IP6_TEXT_MAX];
	size_t n;

	assert_int_equal(inet_pton(AF_INET6, in, addr), 1);
	n = ip6_text(addr, out);
	assert_int_equal(n, strlen(want));
	assert_memory_equal(out, want, n);
}

static void rfc5952_rules(void **state)
{
	(void)state;
	expect_text6("2001:0db8::0001", "2001:db8::1");
	expect_text6("2001:db8:0:0:0:0:2:1", "2001:db8::2:1");
	expect_text6("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
	expect_text6("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
	expect_text6("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
	expect_text6("2001:DB8:AAAA::", "2001:db8:aaaa::");
	expect_text6("0:0:0:0:0:0:0:0", "::");
	expect_text6("0:0:0:0:0:0:0:1", "::1");
	expect_text6("1:0:0:0:0:0:0:0", "1::");
	expect_text6("0:1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7");
	expect_text6("::ffff:192.0.2.1", "::ffff:192.0.2.1");
	expect_text6("64:ff9b::192.0.2.1", "64:ff9b::c000:201");
	expect_text6("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		     "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

static void ip4_as_inet_ntop(void **state)
{
	struct rng r = {1};

	(void)state;
	for (int i = 0; i < 20000 * MANY; i++) {
		uint32_t a = (uint32_t)rng_next(&r) >> (rng_next(&r) & 24);
		uint8_t out[IP4_TEXT_MAX];
		struct in_addr in = {htonl(a)};
		char want[INET_ADDRSTRLEN];
		size_t n = ip4_text(a, out);

		inet_ntop(AF_INET, &in, want, sizeof(want));
		assert_int_equal(n, strlen(want));
		assert_memory_equal(out, want, n);
	}
}

static void ip6_as_inet_ntop(void **state)
{
	static const uint8_t none[12];
	struct rng r = {2};

	(void)state;
	for (int i = 0; i < 20000 * MANY; i++) {
		uint64_t zero = rng_next(&r), small = rng_next(&r);
		uint8_t addr[16], out[IP6_TEXT_MAX];
		char want[INET6_ADDRSTRLEN];
		size_t n;

		for (unsigned g = 0; g < 8; g++) {
			uint16_t v = (uint16_t)rng_next(&r);

			v = (uint16_t)(v >> (small >> 4 * g & 12));
			put_be16(addr + 2 * g, zero >> g & 1 ? 0 : v);
		}
		if (memcmp(addr, none, sizeof(none)) == 0)
			continue; /* glibc's ::a.b.c.d is not RFC 5952 */
		n = ip6_text(addr, out);
		inet_ntop(AF_INET6, addr, want, sizeof(want));
		assert_int_equal(n, strlen(want));
		assert_memory_equal(out, want, n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rfc5952_rules),
	    cmocka_unit_test(ip4_as_inet_ntop),
	    cmocka_unit_test(ip6_as_inet_ntop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
