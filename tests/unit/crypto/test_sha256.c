/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include "crypto/sha256.h"

static void both(struct span in, const char *hex)
{
	uint8_t out[SHA256_LEN];

	sha256(in, out);
	expect_hex(out, sizeof(out), hex);
	sha256_soft(in, out);
	expect_hex(out, sizeof(out), hex);
}

/* The examples of FIPS 180-4 (NIST's collection). */
static void fips_180_vectors(void **state)
{
	static uint8_t million[1000000];

	(void)state;
	memset(million, 'a', sizeof(million));
	both(SPAN_LIT("abc"), "ba7816bf8f01cfea414140de5dae2223"
			      "b00361a396177a9cb410ff61f20015ad");
	both(SPAN_LIT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmno"
		      "mnopnopq"),
	     "248d6a61d20638b8e5c026930c3e6039"
	     "a33ce45964ff2167f6ecedd419db06c1");
	both(span_of(NULL, 0), "e3b0c44298fc1c149afbf4c8996fb924"
			       "27ae41e4649b934ca495991b7852b855");
	both(span_of(million, sizeof(million)),
	     "cdc76e5c9914fb9281a1c7e284d73e67"
	     "f1809a48a497200e046d39ccc7112cd0");
}

static const struct {
	const char *key, *in, *mac;
} hmac_vectors[] = {
    /* RFC 4231, cases 1, 2, 3, 6 */
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddddddddd",
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
};

static void rfc4231_vectors(void **state)
{
	uint8_t key[131], in[64], out[SHA256_LEN];
	const struct span text =
	    SPAN_LIT("Test Using Larger Than Block-Size Key - Hash Key First");
	const char *mac = "60e431591ee0b67f0d8a26aacbf5b77f"
			  "8e0bc6213728c5140546040f0ee37f54";

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct span k = span_of(key, unhex(hmac_vectors[i].key, key));
		struct span s = span_of(in, unhex(hmac_vectors[i].in, in));

		hmac_sha256(k, s, out);
		expect_hex(out, sizeof(out), hmac_vectors[i].mac);
		hmac_sha256_soft(k, s, out);
		expect_hex(out, sizeof(out), hmac_vectors[i].mac);
	}
	memset(key, 0xaa, sizeof(key));
	hmac_sha256(span_of(key, sizeof(key)), text, out);
	expect_hex(out, sizeof(out), mac);
	hmac_sha256_soft(span_of(key, sizeof(key)), text, out);
	expect_hex(out, sizeof(out), mac);
}

static void twins_agree_at_every_length(void **state)
{
	uint8_t in[300], a[SHA256_LEN], b[SHA256_LEN];
	struct rng r = {3};

	(void)state;
	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)rng_next(&r);
	for (size_t n = 0; n <= sizeof(in); n++) {
		sha256(span_of(in, n), a);
		sha256_soft(span_of(in, n), b);
		assert_memory_equal(a, b, sizeof(a));
		hmac_sha256(span_of(in, n), span_of(in, 300 - n), a);
		hmac_sha256_soft(span_of(in, n), span_of(in, 300 - n), b);
		assert_memory_equal(a, b, sizeof(a));
	}
}

static const struct {
	const char *ikm, *salt, *info, *prk, *okm;
} hkdf_vectors[] = {
    /* RFC 5869, A.1, A.2, A.3 */
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
     "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
     "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
     "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
     "34007208d5b887185865"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
     "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
     "404142434445464748494a4b4c4d4e4f",
     "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
     "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
     "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
     "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
     "d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeef"
     "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
     "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
     "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
     "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
     "cc30c58179ec3e87c14c01d5c1f3434f1d87"},
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
     "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
     "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
     "9d201395faa4b61a96c8"},
};

static void rfc5869_vectors(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		uint8_t ikm[128], salt[128], info[128], okm[128], prk[32];
		size_t n = strlen(hkdf_vectors[i].okm) / 2;

		hkdf_extract(span_of(salt, unhex(hkdf_vectors[i].salt, salt)),
			     span_of(ikm, unhex(hkdf_vectors[i].ikm, ikm)),
			     prk);
		expect_hex(prk, sizeof(prk), hkdf_vectors[i].prk);
		hkdf_expand(prk,
			    span_of(info, unhex(hkdf_vectors[i].info, info)),
			    okm, n);
		expect_hex(okm, n, hkdf_vectors[i].okm);
	}
}

static void longest_output_begins_like_a_short_one(void **state)
{
	static uint8_t all[HKDF_MAX];
	uint8_t prk[SHA256_LEN] = {1}, some[100];

	(void)state;
	hkdf_expand(prk, SPAN_LIT("x"), all, sizeof(all));
	hkdf_expand(prk, SPAN_LIT("x"), some, sizeof(some));
	assert_memory_equal(all, some, sizeof(some));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fips_180_vectors),
	    cmocka_unit_test(rfc4231_vectors),
	    cmocka_unit_test(twins_agree_at_every_length),
	    cmocka_unit_test(rfc5869_vectors),
	    cmocka_unit_test(longest_output_begins_like_a_short_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
