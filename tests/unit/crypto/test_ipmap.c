/* SPDX-License-Identifier: Apache-2.0 */
#include "addrs.h"

#include <stdlib.h>

#include "crypto/ipmap.h"

static struct ipmap *map_of(uint8_t seed, enum ip_mode mode)
{
	struct keys k = test_keys(seed);
	struct ipmap *m;

	assert_int_equal(ipmap_new(&m, &k, mode), 0);
	return m;
}

static struct ip6 map6(const struct ipmap *m, struct ip_cache *c, struct ip6 a)
{
	uint8_t in[16], out[16];

	ip6_store(a, in);
	ipmap_v6(m, c, in, out);
	return ip6_load(out);
}

static struct ip6 back6(const struct ipmap *m, struct ip6 a)
{
	uint8_t in[16];

	ip6_store(a, in);
	ipmap_v6_back(m, in, in);
	return ip6_load(in);
}

static bool in_teredo(struct ip6 a)
{
	return ip6_embed_of(a) == IP6_TEREDO;
}

/* Millions of pairs; in 2001::/32 nothing is promised. */
static void prefix_keeps_every_common_prefix(void **state)
{
	struct ipmap *m = map_of(1, IP_PREFIX);
	struct ip_cache *c;
	struct rng r = {31};

	(void)state;
	assert_int_equal(ip_cache_new(&c), 0);
	for (int i = 0; i < 200000 * MANY; i++) {
		uint32_t a = rng_ip4(&r);
		uint32_t b = i & 1 ? rng_ip4(&r)
				   : a ^ (uint32_t)rng_next(&r) >> i / 2 % 32;

		assert_int_equal(ip4_common(ipmap_v4(m, c, a),
					    ipmap_v4(m, c, b)),
				 ip4_common(a, b));
	}
	for (int i = 0; i < 50000 * MANY; i++) {
		struct ip6 a = rng_ip6(&r), b = rng_ip6(&r);

		if (in_teredo(a) && in_teredo(b))
			continue;
		assert_int_equal(ip6_common(map6(m, c, a), map6(m, c, b)),
				 ip6_common(a, b));
	}
	ip_cache_free(c);
	ipmap_free(m);
}

static void prefix_keeps_common_prefix_of_all_corners(void **state)
{
	struct ipmap *m = map_of(2, IP_PREFIX);

	(void)state;
	for (size_t i = 0; i < CORNERS4 * CORNERS4; i++) {
		uint32_t a = ip4(corners4[i / CORNERS4]);
		uint32_t b = ip4(corners4[i % CORNERS4]);

		assert_int_equal(ip4_common(ipmap_v4(m, NULL, a),
					    ipmap_v4(m, NULL, b)),
				 ip4_common(a, b));
	}
	for (size_t i = 0; i < CORNERS6 * CORNERS6; i++) {
		struct ip6 a = ip6(corners6[i / CORNERS6]);
		struct ip6 b = ip6(corners6[i % CORNERS6]);

		if (in_teredo(a) && in_teredo(b))
			continue;
		assert_int_equal(ip6_common(map6(m, NULL, a), map6(m, NULL, b)),
				 ip6_common(a, b));
	}
	ipmap_free(m);
}

/* Class, block and kind of embedding are the same before and after. */
static void expect_same_place(struct ip6 a, struct ip6 b)
{
	uint8_t x[16], y[16];

	ip6_store(a, x);
	ip6_store(b, y);
	assert_int_equal(ip6_class(x), ip6_class(y));
	assert_int_equal(ip6_special_of(a), ip6_special_of(b));
	assert_int_equal(ip6_embed_of(a), ip6_embed_of(b));
	assert_int_equal(a.hi >> 61 == 1, b.hi >> 61 == 1);
	if (a.hi >> 56 == 0xff)
		assert_true(a.hi >> 48 == b.hi >> 48);
	if (ip6_class(x) == IP_KEPT)
		assert_true(ip6_same(a, b));
}

static void nothing_leaves_its_block(void **state)
{
	struct ipmap *maps[] = {map_of(3, IP_FLAT), map_of(3, IP_PREFIX)};
	struct ip_cache *c;
	struct rng r = {32};

	(void)state;
	assert_int_equal(ip_cache_new(&c), 0);
	for (int i = 0; i < 5000 * MANY; i++) {
		const struct ipmap *m = maps[i & 1];
		uint32_t a = rng_ip4(&r), b;
		struct ip6 x = rng_ip6(&r);

		if (i / 2 < CORNERS4)
			a = ip4(corners4[i / 2]);
		if (i / 2 < CORNERS6)
			x = ip6(corners6[i / 2]);
		b = ipmap_v4(m, c, a);
		assert_int_equal(ip4_class(a), ip4_class(b));
		assert_int_equal(ip4_special_of(a), ip4_special_of(b));
		assert_true(ip4_class(a) != IP_KEPT || a == b);
		expect_same_place(x, map6(m, c, x));
	}
	ip_cache_free(c);
	ipmap_free(maps[0]);
	ipmap_free(maps[1]);
}

static void way_back_is_exact(void **state)
{
	struct ipmap *maps[] = {map_of(4, IP_FLAT), map_of(4, IP_PREFIX),
				map_of(4, IP_CRYPTOPAN)};
	struct rng r = {33};

	(void)state;
	for (int i = 0; i < 3000 * MANY; i++) {
		const struct ipmap *m = maps[i % 3];
		uint32_t a = rng_ip4(&r);
		struct ip6 x = rng_ip6(&r);

		if (i / 3 < CORNERS4)
			a = ip4(corners4[i / 3]);
		if (i / 3 < CORNERS6)
			x = ip6(corners6[i / 3]);
		assert_int_equal(ipmap_v4_back(m, ipmap_v4(m, NULL, a)), a);
		assert_true(ip6_same(back6(m, map6(m, NULL, x)), x));
		/* onto: what is mapped back comes out again */
		assert_int_equal(ipmap_v4(m, NULL, ipmap_v4_back(m, a)), a);
		assert_true(ip6_same(map6(m, NULL, back6(m, x)), x));
	}
	for (size_t i = 0; i < 3; i++)
		ipmap_free(maps[i]);
}

/* No address stays in flat, unless it is kept (2001::/32: both are). */
static void flat_leaves_only_kept_addresses(void **state)
{
	struct ipmap *m = map_of(5, IP_FLAT);
	struct rng r = {34};

	(void)state;
	for (int i = 0; i < 5000 * MANY; i++) {
		uint32_t a = rng_ip4(&r);
		struct ip6 x = rng_ip6(&r);
		uint8_t p[16];

		ip6_store(x, p);
		assert_int_equal(ipmap_v4(m, NULL, a) == a,
				 ip4_class(a) == IP_KEPT);
		assert_int_equal(ip6_same(map6(m, NULL, x), x),
				 ip6_class(p) == IP_KEPT);
	}
	ipmap_free(m);
}

static void embedded_ip4_is_the_same_host(void **state)
{
	struct rng r = {35};

	(void)state;
	for (int mode = IP_FLAT; mode <= IP_PREFIX; mode++) {
		struct ipmap *m = map_of(6, (enum ip_mode)mode);

		for (int i = 0; i < 500 * MANY; i++) {
			uint32_t s = rng_ip4(&r), a = rng_ip4(&r);
			uint64_t b = ipmap_v4(m, NULL, a);
			uint64_t t = ipmap_v4(m, NULL, s), any = rng_next(&r);
			struct ip6 x;

			x = map6(m, NULL, (struct ip6){0, 0xffffull << 32 | a});
			assert_true(x.hi == 0 && x.lo == (0xffffull << 32 | b));
			x = map6(m, NULL, (struct ip6){0x64ff9bull << 32, a});
			assert_true(x.hi == 0x64ff9bull << 32 && x.lo == b);
			x = map6(m, NULL,
				 (struct ip6){0x2002ull << 48 | (uint64_t)a
								    << 16,
					      any});
			assert_true(x.hi >> 16 == (0x2002ull << 32 | b));
			assert_true(x.lo != any);
			/* Teredo: flags and port stay */
			x = map6(m, NULL,
				 (struct ip6){0x20010000ull << 32 | s,
					      any << 32 | (uint32_t)~a});
			assert_true(x.hi == (0x20010000ull << 32 | t));
			assert_true(x.lo == (any << 32 | (uint32_t)~b));
		}
		ipmap_free(m);
	}
}

/* The same with and without, and with a cache that served others before. */
static void cache_does_not_matter(void **state)
{
	struct ip_cache *c;
	struct rng r = {36};

	(void)state;
	assert_int_equal(ip_cache_new(&c), 0);
	for (int round = 0; round < 12; round++) {
		uint8_t seed = (uint8_t)(7 + round / 3 % 2);
		struct ipmap *m = map_of(seed, (enum ip_mode)(round % 3));
		struct rng again = r;

		for (int i = 0; i < 600 * MANY; i++) {
			/* few addresses, so that the cache hits */
			uint32_t a = rng_ip4(&r) & 0xff0000ff;
			struct ip6 x = rng_ip6(&r);

			x.lo &= 3;
			assert_int_equal(ipmap_v4(m, c, a),
					 ipmap_v4(m, NULL, a));
			assert_true(ip6_same(map6(m, c, x), map6(m, NULL, x)));
		}
		r = round & 1 ? r : again;
		ipmap_free(m);
	}
	ip_cache_free(c);
}

static void key_and_mode_matter(void **state)
{
	struct ipmap *maps[] = {map_of(8, IP_FLAT),
				map_of(9, IP_FLAT),
				map_of(8, IP_PREFIX),
				map_of(9, IP_PREFIX),
				map_of(8, IP_CRYPTOPAN),
				map_of(9, IP_CRYPTOPAN)};
	uint32_t a = ip4("198.51.100.77");

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(ipmap_v4(maps[i], NULL, a),
					     ipmap_v4(maps[j], NULL, a));
	}
	for (size_t i = 0; i < 6; i++)
		ipmap_free(maps[i]);
}

static void cryptopan_with_a_given_key(void **state)
{
	static const char key[] = "32-char-str-for-AES-key-and-pad.";
	struct ip_cache *c;
	struct ipmap *m;

	(void)state;
	assert_int_equal(ip_cache_new(&c), 0);
	assert_int_equal(ipmap_new_cryptopan(&m, (const uint8_t *)key), 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(ipmap_v4(m, c, ip4("192.0.2.1")),
				 ip4("192.0.125.244"));
	assert_int_equal(ipmap_v4_back(m, ip4("192.0.125.244")),
			 ip4("192.0.2.1"));
	ipmap_free(m);
	ip_cache_free(c);
	ipmap_free(NULL);
	ip_cache_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(prefix_keeps_every_common_prefix),
	    cmocka_unit_test(prefix_keeps_common_prefix_of_all_corners),
	    cmocka_unit_test(nothing_leaves_its_block),
	    cmocka_unit_test(way_back_is_exact),
	    cmocka_unit_test(flat_leaves_only_kept_addresses),
	    cmocka_unit_test(embedded_ip4_is_the_same_host),
	    cmocka_unit_test(cache_does_not_matter),
	    cmocka_unit_test(key_and_mode_matter),
	    cmocka_unit_test(cryptopan_with_a_given_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
