/* SPDX-License-Identifier: Apache-2.0 */
#include "addrs.h"

#include <stdlib.h>

#include "crypto/flat.h"

static struct flat flat_of(uint8_t seed)
{
	struct keys k = test_keys(seed);
	struct flat f;

	flat_init(&f, &k);
	return f;
}

/* A whole block: onto itself, each once, kept ones kept, no other fixed. */
static void expect_block(const struct flat *f, uint32_t base, unsigned len)
{
	size_t size = (size_t)1 << (32 - len);
	uint8_t *seen = calloc(1, size);

	assert_non_null(seen);
	for (size_t i = 0; i < size; i++) {
		uint32_t a = base + (uint32_t)i, b = flat_v4(f, a);

		assert_true(b - base < size);
		assert_int_equal(seen[b - base]++, 0);
		assert_int_equal(a == b, ip4_is_kept(a));
	}
	free(seen);
}

static void special_blocks_are_permuted_without_fixed_points(void **state)
{
	struct flat f = flat_of(1), g = flat_of(2);

	(void)state;
	expect_block(&f, ip4("192.168.0.0"), 16);
	expect_block(&g, ip4("192.168.0.0"), 16);
	expect_block(&f, ip4("169.254.0.0"), 16);
	if (MANY >= 10) {
		expect_block(&f, ip4("172.16.0.0"), 12);
		expect_block(&f, ip4("100.64.0.0"), 10);
		expect_block(&f, ip4("127.0.0.0"), 8);
	}
}

static void ip4_stays_in_its_class_and_comes_back(void **state)
{
	struct flat f = flat_of(3);
	struct rng r = {21};

	(void)state;
	for (int i = 0; i < 20000 * MANY; i++) {
		uint32_t a = rng_ip4(&r), b;

		if (i < CORNERS4)
			a = ip4(corners4[i]);
		b = flat_v4(&f, a);
		assert_int_equal(flat_v4_back(&f, b), a);
		assert_int_equal(ip4_special_of(a), ip4_special_of(b));
		assert_int_equal(ip4_is_kept(a), ip4_is_kept(b));
		assert_int_equal(a == b, ip4_is_kept(a));
	}
}

static void ip6_stays_in_its_block_and_comes_back(void **state)
{
	struct flat f = flat_of(4);
	struct rng r = {22};

	(void)state;
	for (int i = 0; i < 10000 * MANY; i++) {
		struct ip6 a = rng_ip6(&r), b;

		if (i < CORNERS6)
			a = ip6(corners6[i]);
		if (ip6_embed_of(a) != IP6_PLAIN)
			continue;
		b = flat_v6(&f, a);
		assert_true(ip6_same(flat_v6_back(&f, b), a));
		assert_int_equal(ip6_special_of(a), ip6_special_of(b));
		assert_int_equal(ip6_is_kept(a), ip6_is_kept(b));
		assert_int_equal(ip6_same(a, b), ip6_is_kept(a));
		assert_int_equal(ip6_embed_of(b), IP6_PLAIN);
		assert_true(a.hi >> 61 == b.hi >> 61);
		if (a.hi >> 56 == 0xff)
			assert_true(a.hi >> 48 == b.hi >> 48);
	}
}

static void equal_nets_stay_equal_and_hide_the_rest(void **state)
{
	struct flat f = flat_of(5);
	struct rng r = {23};

	(void)state;
	for (int i = 0; i < 2000 * MANY; i++) {
		struct ip6 a = rng_ip6(&r), b = {a.hi, rng_next(&r)};
		struct ip6 c = {a.hi ^ 1, a.lo}, x, y, z;

		if (ip6_embed_of(a) != IP6_PLAIN ||
		    ip6_embed_of(b) != IP6_PLAIN ||
		    ip6_embed_of(c) != IP6_PLAIN || ip6_is_kept(a) ||
		    ip6_is_kept(b) || ip6_is_kept(c))
			continue;
		x = flat_v6(&f, a);
		y = flat_v6(&f, b);
		z = flat_v6(&f, c);
		assert_true(x.hi == y.hi);
		assert_true(a.lo == b.lo || x.lo != y.lo);
		/* another /64: the same interface looks different */
		assert_true(x.hi != z.hi && x.lo != z.lo);
	}
}

static void six_to_four_hides_site_and_interface(void **state)
{
	struct flat f = flat_of(6);
	struct rng r = {24};

	(void)state;
	for (int i = 0; i < 2000 * MANY; i++) {
		struct ip6 a = {0x2002ull << 48 | rng_next(&r) >> 16,
				rng_next(&r)};
		struct ip6 b = flat_6to4(&f, a), c;

		assert_true(a.hi >> 16 == b.hi >> 16);
		assert_true(a.lo != b.lo);
		assert_true(ip6_same(flat_6to4_back(&f, b), a));
		c = flat_6to4(&f, (struct ip6){a.hi, a.lo ^ 1});
		assert_true(c.hi == b.hi && c.lo != b.lo);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(special_blocks_are_permuted_without_fixed_points),
	    cmocka_unit_test(ip4_stays_in_its_class_and_comes_back),
	    cmocka_unit_test(ip6_stays_in_its_block_and_comes_back),
	    cmocka_unit_test(equal_nets_stay_equal_and_hide_the_rest),
	    cmocka_unit_test(six_to_four_hides_site_and_interface),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
