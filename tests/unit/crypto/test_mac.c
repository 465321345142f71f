/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include "crypto/mac.h"

static struct mac_map mac_map_of(uint8_t seed)
{
	struct keys k = test_keys(seed);
	struct mac_map m;

	mac_map_init(&m, &k);
	return m;
}

static void kept_and_recomputed_addresses(void **state)
{
	static const struct {
		const char *mac;
		bool kept, multicast;
	} rows[] = {
	    {"000000000000", true, false},  {"ffffffffffff", true, false},
	    {"0180c2000000", true, false},  {"0180c200000e", true, false},
	    {"0180c2000100", false, false}, {"01005e000001", true, true},
	    {"01005e7fffff", true, true},   {"01005e800001", false, false},
	    {"333300000001", true, true},   {"3333ff001122", true, true},
	    {"01000ccccccc", false, false}, {"00005e005301", false, false},
	    {"000000000001", false, false}, {"02000000005e", false, false},
	};
	struct mac_map m = mac_map_of(1);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t a[MAC_LEN], b[MAC_LEN];

		unhex(rows[i].mac, a);
		assert_int_equal(mac_kept(a), rows[i].kept);
		assert_int_equal(mac_is_ip_multicast(a), rows[i].multicast);
		mac_map_apply(&m, a, b);
		assert_int_equal(memcmp(a, b, MAC_LEN) == 0, rows[i].kept);
		mac_map_invert(&m, b, b);
		a[0] = (uint8_t)(rows[i].kept ? a[0] : a[0] & ~2);
		assert_memory_equal(a, b, MAC_LEN);
	}
}

static void images_are_local_and_come_back(void **state)
{
	struct mac_map m = mac_map_of(2);
	struct rng r = {41};

	(void)state;
	for (int i = 0; i < 10000 * MANY; i++) {
		uint8_t a[MAC_LEN], b[MAC_LEN];
		uint64_t x = rng_next(&r);

		memcpy(a, &x, MAC_LEN);
		memcpy(b, a, MAC_LEN);
		b[0] |= 2;
		if (mac_kept(a) || mac_kept(b))
			continue; /* the exception that mac.c names */
		mac_map_apply(&m, a, b);
		assert_int_equal(b[0] & 3, (a[0] & 1) | 2);
		assert_false(mac_kept(b));
		mac_map_invert(&m, b, b);
		a[0] = (uint8_t)(a[0] & ~2);
		assert_memory_equal(a, b, MAC_LEN);
	}
}

static void vendor_is_hidden_and_key_matters(void **state)
{
	struct mac_map m = mac_map_of(3), n = mac_map_of(4);
	uint8_t a[MAC_LEN] = {0x00, 0x00, 0x5e, 0x00, 0x53, 0x01};
	uint8_t b[MAC_LEN], c[MAC_LEN];

	(void)state;
	mac_map_apply(&m, a, b);
	mac_map_apply(&n, a, c);
	assert_memory_not_equal(b, c, MAC_LEN);
	a[5] = 2;
	mac_map_apply(&m, a, c);
	assert_memory_not_equal(b, c, 3);
	/* in place */
	mac_map_apply(&m, a, a);
	assert_memory_equal(a, c, MAC_LEN);
	mac_map_wipe(&m);
	assert_true(m.perm.key.k0 == 0 && m.perm.key.k1 == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kept_and_recomputed_addresses),
	    cmocka_unit_test(images_are_local_and_come_back),
	    cmocka_unit_test(vendor_is_hidden_and_key_matters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
