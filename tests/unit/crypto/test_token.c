/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include "crypto/token.h"

/* The first 16 bytes of s as a hash. */
static struct hash128 hash_of(const char *s)
{
	uint8_t b[16];
	struct sipkey k;

	memset(b, 0, sizeof(b));
	memcpy(b, s, strlen(s));
	k = sipkey_load(b);
	return (struct hash128){k.k0, k.k1};
}

static void base32_as_rfc4648(void **state)
{
	uint8_t out[HASH_BASE32_MAX + 1];

	(void)state;
	/* RFC 4648 section 10: BASE32("foobar") = MZXW6YTBOI====== */
	memset(out, '!', sizeof(out));
	hash_base32(hash_of("foobar"), out, 9);
	assert_memory_equal(out, "mzxw6ytbo!", 10);
	hash_base32(hash_of("foobarfoobarfoob"), out, 25);
	assert_memory_equal(out, "mzxw6ytbojtg633cmfzgm33pm!", 26);
}

static void hex_in_byte_order(void **state)
{
	uint8_t out[HASH_HEX_MAX + 1];

	(void)state;
	memset(out, '!', sizeof(out));
	hash_hex(hash_of("foobar"), out, 5);
	assert_memory_equal(out, "666f6!", 6);
	hash_hex(hash_of("foobarfoobarfoob"), out, 32);
	assert_memory_equal(out, "666f6f626172666f6f626172666f6f62!", 33);
}

static void nothing_asked_nothing_written(void **state)
{
	uint8_t out[1] = {'!'};

	(void)state;
	hash_base32(hash_of("foobar"), out, 0);
	hash_hex(hash_of("foobar"), out, 0);
	assert_int_equal(out[0], '!');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(base32_as_rfc4648),
	    cmocka_unit_test(hex_in_byte_order),
	    cmocka_unit_test(nothing_asked_nothing_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
