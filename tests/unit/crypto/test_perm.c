/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include <stdlib.h>

#include "crypto/perm.h"

/* Every number once, and back again. */
static void expect_bijection(const struct perm *p, uint64_t tweak)
{
	uint8_t *seen = calloc(1, (size_t)p->size);

	assert_non_null(seen);
	for (uint64_t x = 0; x < p->size; x++) {
		uint64_t y = perm_apply(p, tweak, x);

		assert_true(y < p->size);
		assert_int_equal(seen[y]++, 0);
		assert_true(perm_invert(p, tweak, y) == x);
	}
	free(seen);
}

static void bijection_on_small_ranges(void **state)
{
	struct keys k = test_keys(1);
	struct perm p;

	(void)state;
	for (uint64_t size = 2; size <= 70; size++) {
		perm_init(&p, &k, "t", size);
		for (uint64_t tweak = 0; tweak < 10; tweak++)
			expect_bijection(&p, tweak);
	}
	perm_init(&p, &k, "t", 1000);
	expect_bijection(&p, 5);
	perm_init(&p, &k, "t", 1 << 16);
	expect_bijection(&p, UINT64_MAX);
	perm_init(&p, &k, "t", (1 << 14) + 1);
	expect_bijection(&p, 0);
}

static void inverse_on_large_ranges(void **state)
{
	static const uint64_t sizes[] = {10000000,    100000000,
					 10000000000, 1ull << 32,
					 1ull << 46,  1ull << 57,
					 1ull << 61,  (1ull << 63) + 1,
					 UINT64_MAX,  0};
	struct keys k = test_keys(2);
	struct rng r = {5};
	struct perm p;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint64_t size = sizes[i], edge[2] = {0, size - 1};

		perm_init(&p, &k, "t", size);
		for (int n = 0; n < 2000 * MANY; n++) {
			uint64_t tweak = rng_next(&r), x = rng_next(&r), y;

			x = n < 2 ? edge[n] : size ? x % size : x;
			y = perm_apply(&p, tweak, x);
			assert_true(!size || y < size);
			assert_true(perm_invert(&p, tweak, y) == x);
		}
	}
}

/* Pearson's chi-square of images in 256 bins; 255 degrees of freedom have a
 * standard deviation of 22.6. */
static void images_are_spread_evenly(void **state)
{
	enum { BINS = 256, DRAWS = 100 * BINS };
	struct keys k = test_keys(3);
	uint64_t bins[BINS] = {0};
	double chi = 0;
	struct perm p;

	(void)state;
	perm_init(&p, &k, "t", 10000000);
	for (uint64_t x = 0; x < DRAWS; x++)
		bins[perm_apply(&p, 0, x) * BINS / 10000000]++;
	for (size_t i = 0; i < BINS; i++) {
		double d = (double)bins[i] - 100;

		chi += d * d / 100;
	}
	assert_true(chi > 255 - 5 * 22.6 && chi < 255 + 5 * 22.6);
}

/* One changed bit of input changes half of the bits of the image. */
static void avalanche(void **state)
{
	struct keys k = test_keys(4);
	struct rng r = {6};
	int ones = 0, bits = 0;
	struct perm p;

	(void)state;
	perm_init(&p, &k, "t", 0);
	for (int n = 0; n < 400; n++) {
		uint64_t x = rng_next(&r);
		uint64_t y = perm_apply(&p, 0, x);

		for (int i = 0; i < 64; i += 7, bits += 64)
			ones += __builtin_popcountll(
			    y ^ perm_apply(&p, 0, x ^ 1ull << i));
	}
	assert_in_range(ones * 1000L / bits, 490, 510);
}

static void tweak_key_and_purpose_matter(void **state)
{
	struct keys k = test_keys(5), other = test_keys(6);
	struct perm p, q, s;
	int same = 0;

	(void)state;
	perm_init(&p, &k, "a", 1 << 20);
	perm_init(&q, &k, "b", 1 << 20);
	perm_init(&s, &other, "a", 1 << 20);
	for (uint64_t x = 0; x < 1000; x++) {
		uint64_t y = perm_apply(&p, 0, x);

		same += y == x;
		same += y == perm_apply(&p, 1, x);
		same += y == perm_apply(&q, 0, x);
		same += y == perm_apply(&s, 0, x);
	}
	assert_true(same < 4);
}

/* All six orders of three things turn up, about equally often. */
static void tiny_range_uses_all_orders(void **state)
{
	struct keys k = test_keys(7);
	int count[27] = {0};
	struct perm p;

	(void)state;
	perm_init(&p, &k, "t", 3);
	for (uint64_t t = 0; t < 6000; t++)
		count[perm_apply(&p, t, 0) * 9 + perm_apply(&p, t, 1) * 3 +
		      perm_apply(&p, t, 2)]++;
	for (int i = 0; i < 27; i++)
		assert_true(count[i] == 0 ||
			    (count[i] > 800 && count[i] < 1200));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bijection_on_small_ranges),
	    cmocka_unit_test(inverse_on_large_ranges),
	    cmocka_unit_test(images_are_spread_evenly),
	    cmocka_unit_test(avalanche),
	    cmocka_unit_test(tweak_key_and_purpose_matter),
	    cmocka_unit_test(tiny_range_uses_all_orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
