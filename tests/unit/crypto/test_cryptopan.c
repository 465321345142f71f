/* SPDX-License-Identifier: Apache-2.0 */
#include "addrs.h"

#include "crypto/cryptopan.h"

/* The key of the authors' sample, and one of later implementations. */
static const uint8_t key1[32] = {21,  34,  23,	141, 51,  164, 207, 128,
				 19,  10,  91,	22,  73,  144, 125, 16,
				 216, 152, 143, 131, 121, 121, 101, 39,
				 98,  87,  76,	45,  42,  132, 34,  2};
static const char key2[] = "32-char-str-for-AES-key-and-pad.";

static struct cryptopan pan_of(const void *key)
{
	struct cryptopan p;

	assert_int_equal(cryptopan_init(&p, key), 0);
	return p;
}

static void expect4(const struct cryptopan *p, const char *in, const char *out)
{
	struct aes_fast *fast = aes_fast_new(&p->key);

	assert_int_equal(cryptopan_v4(p, NULL, ip4(in)), ip4(out));
	assert_int_equal(cryptopan_v4(p, fast, ip4(in)), ip4(out));
	assert_int_equal(cryptopan_v4_back(p, ip4(out)), ip4(in));
	aes_fast_free(fast);
}

static void published_vectors(void **state)
{
	struct cryptopan a = pan_of(key1), b = pan_of(key2);

	(void)state;
	expect4(&a, "128.11.68.132", "135.242.180.132");
	expect4(&a, "129.118.74.4", "134.136.186.123");
	expect4(&b, "192.0.2.1", "192.0.125.244");
}

static void pairs_keep_their_common_prefix(void **state)
{
	struct cryptopan p = pan_of(key1);
	struct aes_fast *fast = aes_fast_new(&p.key);
	struct rng r = {12};

	(void)state;
	for (int i = 0; i < 5000 * MANY; i++) {
		uint32_t a = rng_ip4(&r);
		uint32_t b = a ^ (uint32_t)rng_next(&r) >> i % 32;
		struct ip6 c = rng_ip6(&r), d = rng_ip6(&r);

		assert_int_equal(ip4_common(cryptopan_v4(&p, fast, a),
					    cryptopan_v4(&p, fast, b)),
				 ip4_common(a, b));
		assert_int_equal(ip6_common(cryptopan_v6(&p, fast, c),
					    cryptopan_v6(&p, fast, d)),
				 ip6_common(c, d));
	}
	aes_fast_free(fast);
}

static void way_back(void **state)
{
	struct cryptopan p = pan_of(key2);
	struct rng r = {13};

	(void)state;
	for (int i = 0; i < 500 * MANY; i++) {
		uint32_t a = rng_ip4(&r);
		struct ip6 b = rng_ip6(&r), c = cryptopan_v6(&p, NULL, b);

		assert_int_equal(cryptopan_v4_back(&p,
						   cryptopan_v4(&p, NULL, a)),
				 a);
		assert_true(ip6_same(cryptopan_v6_back(&p, c), b));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(published_vectors),
	    cmocka_unit_test(pairs_keep_their_common_prefix),
	    cmocka_unit_test(way_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
