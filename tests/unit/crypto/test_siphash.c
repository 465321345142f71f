/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "crypto/siphash.h"
#include "crypto/sipround.h"

/* Key 00 01 .. 0f, input 00 01 .. of n bytes: appendix A of the paper and
 * the vectors of the authors' reference code. */
static const struct {
	size_t n;
	const char *h64, *h128;
} vectors[] = {
    {0, "310e0edd47db6f72", "a3817f04ba25a8e66df67214c7550293"},
    {1, "fd67dc93c539f874", "da87c1d86b99af44347659119b22fc45"},
    {7, "37d1018bf50002ab", "a1f1ebbed8dbc153c0b84aa61ff08239"},
    {8, "6224939a79f5f593", "3b62a9ba6258f5610f83e264f31497b4"},
    {9, "b0e4a90bdf82009e", "264499060ad9baabc47f8b02bb6d71ed"},
    {15, "e545be4961ca29a1", "5493e99933b0a8117e08ec0f97cfc3d9"},
    {17, "9447be2cf5e99a69", "473d06e8738db89854c066c47ae47740"},
    {31, "42c341d8fa92d832", "2939b0183223fafc1723de4f52c43d35"},
    {32, "ce7cf2722f512771", "7c3956ca5eeafc3e363e9d556546eb68"},
    {63, "724506eb4c328a95", "5150d1772f50834a503e069a973fbd7c"},
};

static void store(uint64_t v, uint8_t *p)
{
	for (size_t i = 0; i < 8; i++)
		p[i] = (uint8_t)(v >> (8 * i));
}

static void count(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)i;
}

static void published_vectors(void **state)
{
	uint8_t raw[16], in[64], out[16];
	struct sipkey key;

	(void)state;
	count(raw, sizeof(raw));
	count(in, sizeof(in));
	key = sipkey_load(raw);
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct span s = span_of(in, vectors[i].n);
		struct hash128 h = siphash128(&key, s);

		store(h.lo, out);
		store(h.hi, out + 8);
		expect_hex(out, 16, vectors[i].h128);
		store(sip_hash(&key, s, 2, 4, false).lo, out);
		expect_hex(out, 8, vectors[i].h64);
	}
}

/* OpenSSL's SipHash with c and d rounds and a result of n bytes. */
static void oracle(const uint8_t key[16], struct span in, unsigned c,
		   unsigned d, uint8_t *out, size_t n)
{
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "SIPHASH", NULL);
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(mac);
	OSSL_PARAM params[] = {
	    OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &n),
	    OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_C_ROUNDS, &c),
	    OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_D_ROUNDS, &d),
	    OSSL_PARAM_construct_end(),
	};
	size_t got = 0;

	assert_true(EVP_MAC_CTX_set_params(ctx, params));
	assert_true(EVP_MAC_init(ctx, key, 16, NULL));
	assert_true(EVP_MAC_update(ctx, in.p, in.n));
	assert_true(EVP_MAC_final(ctx, out, &got, n));
	assert_int_equal(got, n);
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
}

static void all_lengths_as_openssl(void **state)
{
	uint8_t raw[16], in[300], want[16], got[16];
	struct rng r = {1};

	(void)state;
	for (size_t n = 0; n <= sizeof(in); n++) {
		struct sipkey key;
		struct hash128 h;

		for (size_t i = 0; i < sizeof(raw); i++)
			raw[i] = (uint8_t)rng_next(&r);
		for (size_t i = 0; i < n; i++)
			in[i] = (uint8_t)rng_next(&r);
		key = sipkey_load(raw);
		h = siphash128(&key, span_of(in, n));
		store(h.lo, got);
		store(h.hi, got + 8);
		oracle(raw, span_of(in, n), 2, 4, want, 16);
		assert_memory_equal(got, want, 16);
		store(siphash13(&key, span_of(in, n)), got);
		oracle(raw, span_of(in, n), 1, 3, want, 8);
		assert_memory_equal(got, want, 8);
	}
}

static void empty_span_without_pointer(void **state)
{
	struct sipkey key = {1, 2};
	struct hash128 a = siphash128(&key, span_of(NULL, 0));
	struct hash128 b = siphash128(&key, SPAN_LIT(""));

	(void)state;
	assert_true(a.lo == b.lo && a.hi == b.hi);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(published_vectors),
	    cmocka_unit_test(all_lengths_as_openssl),
	    cmocka_unit_test(empty_span_without_pointer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
