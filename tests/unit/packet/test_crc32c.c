/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "packet/packet.h"
#include "packet/sum.h"

/* RFC 3720 appendix B.4. */
static void test_published_vectors(void **state)
{
	uint8_t bytes[32];

	(void)state;
	memset(bytes, 0, 32);
	assert_int_equal(crc32c(span_of(bytes, 32)), 0x8a9136aa);
	memset(bytes, 0xff, 32);
	assert_int_equal(crc32c(span_of(bytes, 32)), 0x62a8ab43);
	for (unsigned i = 0; i < 32; i++)
		bytes[i] = (uint8_t)i;
	assert_int_equal(crc32c(span_of(bytes, 32)), 0x46dd794e);
	assert_int_equal(crc32c(SPAN_LIT("123456789")), 0xe3069283);
}

static void test_zeros_behind(void **state)
{
	static uint8_t bytes[3000];
	uint32_t crc;

	(void)state;
	for (unsigned i = 0; i < 40; i++)
		bytes[i] = (uint8_t)(i * 7 + 1);
	memset(bytes + 8, 0, 4);
	for (uint32_t n = 0; n < 2900; n += n < 70 ? 1 : 97)
		assert_int_equal(pkt__sctp_crc(span_of(bytes, 40), n),
				 crc32c(span_of(bytes, 40 + n)));
	/* The field itself counts as zero. */
	bytes[9] = 77;
	crc = pkt__sctp_crc(span_of(bytes, 40), 0);
	bytes[9] = 0;
	assert_int_equal(crc, crc32c(span_of(bytes, 40)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_published_vectors),
	    cmocka_unit_test(test_zeros_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
