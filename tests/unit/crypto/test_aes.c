/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include "crypto/aes.h"

/* FIPS 197 appendix B, C.1, C.3; SP 800-38A F.1.1 and F.1.5 first blocks. */
static const struct {
	const char *key, *in, *out;
} vectors[] = {
    {"2b7e151628aed2a6abf7158809cf4f3c", "3243f6a8885a308d313198a2e0370734",
     "3925841d02dc09fbdc118597196a0b32"},
    {"000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
     "69c4e0d86a7b0430d8cdb78070b4c55a"},
    {"000102030405060708090a0b0c0d0e0f"
     "101112131415161718191a1b1c1d1e1f",
     "00112233445566778899aabbccddeeff", "8ea2b7ca516745bfeafc49904b496089"},
    {"2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a",
     "3ad77bb40d7a3660a89ecaf32466ef97"},
    {"603deb1015ca71be2b73aef0857d7781"
     "1f352c073b6108d72d9810a30914dff4",
     "6bc1bee22e409f96e93d7e117393172a", "f3eed1bdb5d2a03c064b5a7e3db181f8"},
};

static void both_backends_as_published(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		uint8_t key[32], in[16], out[16];
		size_t n = unhex(vectors[i].key, key);
		struct aes_fast *f;
		struct aes_key k;

		unhex(vectors[i].in, in);
		assert_int_equal(aes_key_init(&k, key, n), 0);
		aes_ecb_soft(&k, in, out, 1);
		expect_hex(out, 16, vectors[i].out);
		f = aes_fast_new(&k);
#ifndef SIANTO_PORTABLE_CRYPTO
		assert_non_null(f);
#endif
		aes_ecb(&k, f, in, in, 1);
		expect_hex(in, 16, vectors[i].out);
		aes_fast_free(f);
	}
}

static void backends_agree(void **state)
{
	enum { MOST = 70 };
	uint8_t key[32], in[MOST * 16], a[MOST * 16], b[MOST * 16];
	struct rng r = {7};

	(void)state;
	for (size_t n = 0; n <= MOST; n++) {
		struct aes_key k;
		struct aes_fast *f;

		for (size_t i = 0; i < sizeof(key); i++)
			key[i] = (uint8_t)rng_next(&r);
		for (size_t i = 0; i < sizeof(in); i++)
			in[i] = (uint8_t)rng_next(&r);
		assert_int_equal(aes_key_init(&k, key, n & 1 ? 32 : 16), 0);
		f = aes_fast_new(&k);
		memset(a, 0, sizeof(a));
		memset(b, 0, sizeof(b));
		/* Twice, so that no state is left from the first time. */
		aes_ecb(&k, f, in, a, n);
		aes_ecb(&k, f, in, a, n);
		aes_ecb(&k, NULL, in, b, n);
		assert_memory_equal(a, b, sizeof(a));
		aes_fast_free(f);
	}
}

static void other_key_lengths_refused(void **state)
{
	uint8_t key[64] = {0};
	struct aes_key k;

	(void)state;
	for (size_t n = 0; n <= sizeof(key); n++) {
		int want = n == 16 || n == 32 ? 0 : SIANTO_E_KEY;

		assert_int_equal(aes_key_init(&k, key, n), want);
	}
	aes_fast_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_backends_as_published),
	    cmocka_unit_test(backends_agree),
	    cmocka_unit_test(other_key_lengths_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
