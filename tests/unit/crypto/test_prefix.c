/* SPDX-License-Identifier: Apache-2.0 */
#include "addrs.h"

#include "crypto/prefix.h"

/* draft-denis-ipcrypt-13, test vectors of ipcrypt-pfx. */
static const char key1[] = "0123456789abcdeffedcba9876543210"
			   "1032547698badcfeefcdab8967452301";
static const char key2[] = "2b7e151628aed2a6abf7158809cf4f3c"
			   "a9f5ba40db214c3798f2e1c23456789a";

static const struct {
	const char *key, *in, *out;
} vectors4[] =
    {
	{key1, "0.0.0.0", "151.82.155.134"},
	{key1, "255.255.255.255", "94.185.169.89"},
	{key1, "192.0.2.1", "100.115.72.131"},
	{key2, "10.0.0.47", "19.214.210.244"},
	{key2, "10.0.0.129", "19.214.210.80"},
	{key2, "10.0.0.234", "19.214.210.30"},
	{key2, "172.16.5.193", "210.78.229.136"},
	{key2, "172.16.97.42", "210.78.179.241"},
	{key2, "172.16.248.177", "210.78.121.215"},
},
  vectors6[] = {
      {key1, "2001:db8::1", "c180:5dd4:2587:3524:30ab:fa65:6ab6:f88"},
      {key2, "2001:db8::a5c9:4e2f:bb91:5a7d",
       "7cec:702c:1243:f70:1956:125:b9bd:1aba"},
      {key2, "2001:db8::7234:d8f1:3c6e:9a52",
       "7cec:702c:1243:f70:a3ef:c8e:95c1:cd0d"},
      {key2, "2001:db8::f1e0:937b:26d4:8c1a",
       "7cec:702c:1243:f70:443c:c8e:6a62:b64d"},
      {key2, "2001:db8:3a5c:0:e7d1:4b9f:2c8a:f673",
       "7cec:702c:3503:bef:e616:96bd:be33:a9b9"},
      {key2, "2001:db8:9f27:0:b4e2:7a3d:5f91:c8e6",
       "7cec:702c:a504:b74e:194a:3d90:b047:2d1a"},
      {key2, "2001:db8:d8b4:0:193c:a5e7:8b2f:46d1",
       "7cec:702c:f840:aa67:1b8:e84f:ac9d:77fb"},
};

static struct prefix prefix_of(const char *hex, struct aes_fast *fast[2])
{
	struct prefix p;
	uint8_t key[32];

	unhex(hex, key);
	assert_int_equal(prefix_init(&p, key), 0);
	fast[0] = aes_fast_new(&p.key[0]);
	fast[1] = aes_fast_new(&p.key[1]);
	return p;
}

static void fast_free(struct aes_fast *fast[2])
{
	aes_fast_free(fast[0]);
	aes_fast_free(fast[1]);
}

static void published_vectors(void **state)
{
	struct aes_fast *none[2] = {NULL, NULL}, *fast[2];

	(void)state;
	for (size_t i = 0; i < sizeof(vectors4) / sizeof(vectors4[0]); i++) {
		struct prefix p = prefix_of(vectors4[i].key, fast);
		uint32_t a = ip4(vectors4[i].in), b = ip4(vectors4[i].out);

		assert_int_equal(prefix_v4(&p, fast, a, 0), b);
		assert_int_equal(prefix_v4(&p, none, a, 0), b);
		assert_int_equal(prefix_v4_back(&p, b, 0), a);
		fast_free(fast);
	}
	for (size_t i = 0; i < sizeof(vectors6) / sizeof(vectors6[0]); i++) {
		struct prefix p = prefix_of(vectors6[i].key, fast);
		struct ip6 a = ip6(vectors6[i].in), b = ip6(vectors6[i].out);

		assert_true(ip6_same(prefix_v6(&p, fast, a, 0), b));
		assert_true(ip6_same(prefix_v6(&p, none, a, 0), b));
		assert_true(ip6_same(prefix_v6_back(&p, b, 0), a));
		fast_free(fast);
	}
}

static void leading_bits_stay_and_the_rest_is_the_same(void **state)
{
	struct aes_fast *fast[2];
	struct prefix p = prefix_of(key1, fast);
	struct ip6 a = ip6("2001:db8:1:2:3:4:5:6"), all, some;
	uint32_t b = ip4("192.0.2.77"), all4, some4;

	(void)state;
	all = prefix_v6(&p, fast, a, 0);
	all4 = prefix_v4(&p, fast, b, 0);
	for (unsigned n = 0; n <= 128; n++) {
		uint64_t hi = n >= 64 ? 0 : UINT64_MAX >> n;
		uint64_t lo = n >= 128 ? 0
			      : n > 64 ? UINT64_MAX >> (n - 64)
				       : UINT64_MAX;

		some = prefix_v6(&p, fast, a, n);
		assert_true(some.hi == ((a.hi & ~hi) | (all.hi & hi)));
		assert_true(some.lo == ((a.lo & ~lo) | (all.lo & lo)));
		assert_true(ip6_same(prefix_v6_back(&p, some, n), a));
	}
	for (unsigned n = 0; n <= 32; n++) {
		uint32_t m = n == 32 ? 0 : UINT32_MAX >> n;

		some4 = prefix_v4(&p, fast, b, n);
		assert_int_equal(some4, (b & ~m) | (all4 & m));
		assert_int_equal(prefix_v4_back(&p, some4, n), b);
	}
	fast_free(fast);
}

static void equal_halves_refused(void **state)
{
	uint8_t key[32] = {0};
	struct prefix p;

	(void)state;
	assert_int_equal(prefix_init(&p, key), SIANTO_E_KEY);
	key[31] = 1;
	assert_int_equal(prefix_init(&p, key), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(published_vectors),
	    cmocka_unit_test(leading_bits_stay_and_the_rest_is_the_same),
	    cmocka_unit_test(equal_halves_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
