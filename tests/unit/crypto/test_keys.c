/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include "crypto/sha256.h"

static void derives_by_hkdf(void **state)
{
	uint8_t master[KEY_LEN], prk[32], want[48], got[48];
	struct keys k;

	(void)state;
	memset(master, 9, sizeof(master));
	assert_int_equal(keys_init(&k, master, SPAN_LIT("set")), 0);
	keys_derive(&k, "user", got, sizeof(got));
	hkdf_extract(SPAN_LIT("set"), span_of(master, KEY_LEN), prk);
	hkdf_expand(prk, SPAN_LIT("sianto/1/user"), want, sizeof(want));
	assert_memory_equal(got, want, sizeof(want));
	keys_wipe(&k);
	for (size_t i = 0; i < sizeof(k.opaque); i++)
		assert_int_equal(k.opaque[i], 0);
}

static void purpose_dataset_and_master_matter(void **state)
{
	uint8_t master[KEY_LEN] = {1}, out[4][16];
	struct keys k;

	(void)state;
	assert_int_equal(keys_init(&k, master, SPAN_LIT("")), 0);
	keys_derive(&k, "user", out[0], 16);
	keys_derive(&k, "host", out[1], 16);
	assert_int_equal(keys_init(&k, master, SPAN_LIT("b")), 0);
	keys_derive(&k, "user", out[2], 16);
	master[31] = 1;
	assert_int_equal(keys_init(&k, master, SPAN_LIT("")), 0);
	keys_derive(&k, "user", out[3], 16);
	for (size_t i = 0; i < 4; i++) {
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(out[i], out[j], 16);
	}
}

static void key_text_and_back(void **state)
{
	uint8_t master[KEY_LEN], again[KEY_LEN];
	char text[KEY_TEXT_LEN + 1];

	(void)state;
	for (uint8_t i = 0; i < KEY_LEN; i++)
		master[i] = (uint8_t)(i * 37);
	key_text(master, text);
	assert_int_equal(strlen(text), KEY_TEXT_LEN);
	assert_memory_equal(text, "sianto-key-1 00254a6f", 21);
	assert_int_equal(key_parse(span_str(text), again), 0);
	assert_memory_equal(master, again, KEY_LEN);
	/* no line end; CR LF; upper case */
	assert_int_equal(key_parse(span_of(text, KEY_TEXT_LEN - 1), again), 0);
	text[KEY_TEXT_LEN - 1] = '\r';
	text[KEY_TEXT_LEN] = '\n';
	assert_int_equal(key_parse(span_of(text, KEY_TEXT_LEN + 1), again), 0);
	text[17] = 'A';
	assert_int_equal(key_parse(span_of(text, KEY_TEXT_LEN), again), 0);
}

static void damaged_key_text_refused(void **state)
{
	uint8_t master[KEY_LEN] = {0xab}, again[KEY_LEN];
	char text[KEY_TEXT_LEN + 2];

	(void)state;
	key_text(master, text);
	for (size_t n = 0; n < KEY_TEXT_LEN - 1; n++)
		assert_int_equal(key_parse(span_of(text, n), again),
				 SIANTO_E_KEY);
	for (size_t i = 0; i < KEY_TEXT_LEN - 1; i++) {
		key_text(master, text);
		text[i] = 'g' + (text[i] == 'g');
		assert_int_equal(key_parse(span_str(text), again),
				 SIANTO_E_KEY);
	}
	key_text(master, text);
	text[KEY_TEXT_LEN] = '\n';
	assert_int_equal(key_parse(span_of(text, KEY_TEXT_LEN + 1), again),
			 SIANTO_E_KEY);
	assert_int_equal(key_parse(span_of(NULL, 0), again), SIANTO_E_KEY);
}

static void random_is_random(void **state)
{
	uint8_t a[300], b[300];

	(void)state;
#ifdef SIANTO_PORTABLE_CRYPTO
	assert_int_equal(key_random(a, sizeof(a)), SIANTO_E_RANDOM);
#else
	assert_int_equal(key_random(a, sizeof(a)), 0);
	assert_int_equal(key_random(b, sizeof(b)), 0);
	assert_memory_not_equal(a, b, sizeof(a));
	assert_int_equal(key_random(a, 0), 0);
#endif
	(void)b;
}

static void wipe_wipes(void **state)
{
	uint8_t a[33];

	(void)state;
	memset(a, 1, sizeof(a));
	key_wipe(a, 32);
	for (size_t i = 0; i < 32; i++)
		assert_int_equal(a[i], 0);
	assert_int_equal(a[32], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(derives_by_hkdf),
	    cmocka_unit_test(purpose_dataset_and_master_matter),
	    cmocka_unit_test(key_text_and_back),
	    cmocka_unit_test(damaged_key_text_refused),
	    cmocka_unit_test(random_is_random),
	    cmocka_unit_test(wipe_wipes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
