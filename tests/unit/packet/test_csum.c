/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rd.h"
#include "packet/guarded.h"
#include "packet/packet.h"

/* RFC 1071 section 4.1, as written there. */
static uint16_t plain(const uint8_t *p, size_t n)
{
	uint32_t sum = 0;

	for (; n > 1; n -= 2, p += 2)
		sum += get_be16(p);
	if (n)
		sum += (uint32_t)p[0] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static void fill(uint8_t *p, size_t n, uint8_t how)
{
	for (size_t i = 0; i < n; i++)
		p[i] = how ? how : (uint8_t)(i * 151 + i / 7 + 3);
}

static void test_same_as_the_rfc(void **state)
{
	struct guarded g = guarded_new(4096);
	uint8_t bytes[700] = {0};

	(void)state;
	for (unsigned how = 0; how < 256; how += 51) {
		fill(bytes, sizeof(bytes), (uint8_t)how);
		for (size_t n = 0; n <= sizeof(bytes); n++) {
			struct span s = guarded_put(&g, span_of(bytes, n));

			assert_int_equal(csum_fold(csum_add(0, s, false)),
					 plain(bytes, n));
		}
	}
	guarded_free(&g);
}

static void test_parts_add_up(void **state)
{
	uint8_t bytes[301] = {0};
	struct span all = span_of(bytes, sizeof(bytes));
	uint64_t sum;

	(void)state;
	fill(bytes, sizeof(bytes), 0);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		sum = csum_add(0, span_sub(all, 0, n), false);
		sum = csum_add(sum, span_sub(all, n, all.n), n & 1);
		assert_int_equal(csum_fold(sum), plain(bytes, all.n));
	}
}

static void test_fold_never_overflows(void **state)
{
	(void)state;
	assert_int_equal(csum_fold(UINT64_MAX), 0xffff);
	assert_int_equal(csum_fold(0), 0);
	assert_int_equal(csum_fold(0x1fffe), 0xffff);
	assert_int_equal(csum_fold(0xffffffff00000001), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same_as_the_rfc),
	    cmocka_unit_test(test_parts_add_up),
	    cmocka_unit_test(test_fold_never_overflows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
