/* SPDX-License-Identifier: Apache-2.0 */
#include "addrs.h"

#include "crypto/ipmap.h"

static void ip4_classes(void **state)
{
	static const struct {
		const char *addr;
		enum ip_class c;
	} rows[] = {
	    {"0.0.0.0", IP_KEPT},
	    {"0.0.0.1", IP_ORDINARY},
	    {"9.255.255.255", IP_ORDINARY},
	    {"10.0.0.0", IP_SPECIAL},
	    {"10.255.255.255", IP_SPECIAL},
	    {"11.0.0.0", IP_ORDINARY},
	    {"100.63.255.255", IP_ORDINARY},
	    {"100.64.0.0", IP_SPECIAL},
	    {"100.127.255.255", IP_SPECIAL},
	    {"100.128.0.0", IP_ORDINARY},
	    {"127.0.0.0", IP_SPECIAL},
	    {"127.0.0.1", IP_KEPT},
	    {"127.255.255.255", IP_SPECIAL},
	    {"128.0.0.0", IP_ORDINARY},
	    {"169.254.0.0", IP_SPECIAL},
	    {"169.255.0.0", IP_ORDINARY},
	    {"172.15.255.255", IP_ORDINARY},
	    {"172.16.0.0", IP_SPECIAL},
	    {"172.31.255.255", IP_SPECIAL},
	    {"172.32.0.0", IP_ORDINARY},
	    {"192.0.2.1", IP_ORDINARY},
	    {"192.168.0.0", IP_SPECIAL},
	    {"192.168.255.255", IP_SPECIAL},
	    {"192.169.0.0", IP_ORDINARY},
	    {"198.18.0.1", IP_ORDINARY},
	    {"223.255.255.255", IP_ORDINARY},
	    {"224.0.0.0", IP_KEPT},
	    {"224.0.0.255", IP_KEPT},
	    {"224.0.1.0", IP_SPECIAL},
	    {"224.0.1.75", IP_KEPT},
	    {"239.255.255.255", IP_SPECIAL},
	    {"240.0.0.0", IP_ORDINARY},
	    {"255.255.255.254", IP_ORDINARY},
	    {"255.255.255.255", IP_KEPT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(ip4_class(ip4(rows[i].addr)), rows[i].c);
}

static void ip6_classes(void **state)
{
	static const struct {
		const char *addr;
		enum ip_class c;
	} rows[] = {
	    {"::", IP_KEPT},
	    {"::1", IP_KEPT},
	    {"::2", IP_ORDINARY},
	    {"2001:db8::1", IP_ORDINARY},
	    {"::ffff:192.0.2.1", IP_ORDINARY},
	    {"::ffff:10.0.0.1", IP_SPECIAL},
	    {"::ffff:0.0.0.0", IP_KEPT},
	    {"64:ff9b::192.168.0.1", IP_SPECIAL},
	    {"64:ff9b::127.0.0.1", IP_KEPT},
	    {"64:ff9b:1::10.0.0.1", IP_ORDINARY},
	    {"2002:c000:201::1", IP_ORDINARY},
	    {"2002:a00:1::1", IP_SPECIAL},
	    {"2002:7f00:1::1", IP_SPECIAL},
	    {"2001:0:c000:201::f5ff:fffe", IP_SPECIAL},	 /* 10.0.0.1 */
	    {"2001:0:c000:201::3fff:fdfe", IP_ORDINARY}, /* 192.0.2.1 */
	    {"2001:0:c000:201::80ff:fffe", IP_SPECIAL},	 /* 127.0.0.1 */
	    {"2001:0:7f00:1::80ff:fffe", IP_KEPT},
	    {"2001:1::", IP_ORDINARY},
	    {"fbff::", IP_ORDINARY},
	    {"fc00::", IP_SPECIAL},
	    {"fdff::1", IP_SPECIAL},
	    {"fe00::", IP_ORDINARY},
	    {"fe80::1", IP_SPECIAL},
	    {"febf::1", IP_SPECIAL},
	    {"fec0::1", IP_ORDINARY},
	    {"ff02::1", IP_KEPT},
	    {"ff02::2", IP_KEPT},
	    {"ff02::3", IP_SPECIAL},
	    {"ff02::fb", IP_KEPT},
	    {"ff02::1:2", IP_KEPT},
	    {"ff01::1", IP_SPECIAL},
	    {"ff05::1:3", IP_SPECIAL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t a[16];

		ip6_store(ip6(rows[i].addr), a);
		assert_int_equal(ip6_class(a), rows[i].c);
	}
}

static void frozen_bits_of_known_places(void **state)
{
	(void)state;
	assert_int_equal(ip4_frozen(ip4("0.0.0.0")), 32);
	assert_int_equal(ip4_frozen(ip4("0.0.0.1")), 32);
	assert_int_equal(ip4_frozen(ip4("224.0.0.9")), 32);
	assert_int_equal(ip4_frozen(ip4("10.200.0.1")), 8);
	assert_int_equal(ip4_frozen(ip4("192.168.3.4")), 16);
	/* 0.0.0.0 and this have 3 bits in common: 0 .. 3 bits are ancestors */
	assert_int_equal(ip4_frozen(ip4("16.0.0.0")), 4);
	assert_int_equal(ip6_frozen(ip6("fe80::1")), 10);
	assert_int_equal(ip6_frozen(ip6("ff0e::1")), 16);
	assert_int_equal(ip6_frozen(ip6("::1")), 128);
	assert_int_equal(ip6_frozen(ip6("3000::1")), 4);
	assert_int_equal(ip6_frozen(ip6("2001:1::1")), 32);
}

/* No bit below the frozen ones changes the answer. */
static void frozen_bits_depend_on_themselves_only(void **state)
{
	struct rng r = {11};

	(void)state;
	for (int i = 0; i < 20000 * MANY; i++) {
		uint32_t a = rng_ip4(&r), b = (uint32_t)rng_next(&r);
		unsigned n = ip4_frozen(a);
		struct ip6 c = rng_ip6(&r), d = rng_ip6(&r);
		unsigned m = ip6_frozen(c);

		if (n < 32 && !ip4_is_kept((a & ~(UINT32_MAX >> n)) |
					   (b & UINT32_MAX >> n)))
			assert_int_equal(ip4_frozen((a & ~(UINT32_MAX >> n)) |
						    (b & UINT32_MAX >> n)),
					 n);
		if (m < 64) {
			uint64_t mask = UINT64_MAX >> m;

			c.hi = (c.hi & ~mask) | (d.hi & mask);
			c.lo = d.lo;
			if (!ip6_is_kept(c))
				assert_in_range(ip6_frozen(c), m, 128);
		}
	}
}

static void load_and_store(void **state)
{
	uint8_t a[16], b[16];

	(void)state;
	for (uint8_t i = 0; i < 16; i++)
		a[i] = (uint8_t)(i * 17);
	ip6_store(ip6_load(a), b);
	assert_memory_equal(a, b, 16);
	assert_true(ip6_load(a).hi == 0x0011223344556677);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ip4_classes),
	    cmocka_unit_test(ip6_classes),
	    cmocka_unit_test(frozen_bits_of_known_places),
	    cmocka_unit_test(frozen_bits_depend_on_themselves_only),
	    cmocka_unit_test(load_and_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
