/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 1071 */
#include "packet/packet.h"

uint16_t csum_fold(uint64_t sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static uint64_t load64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* One's complement addition of 64-bit words is associative and blind to byte
 * order but for one swap at the end (RFC 1071 section 2(B)). */
static uint64_t add64(uint64_t a, uint64_t b)
{
	a += b;
	return a + (a < b);
}

uint64_t csum_add(uint64_t sum, struct span s, bool odd)
{
	const uint8_t *p = s.p;
	size_t n = s.n;
	uint64_t a = 0, b = 0;
	uint8_t rest[8] = {0}, two[2];
	uint16_t v;

	for (; n >= 16; n -= 16, p += 16) {
		a = add64(a, load64(p));
		b = add64(b, load64(p + 8));
	}
	if (n >= 8) {
		a = add64(a, load64(p));
		p += 8;
		n -= 8;
	}
	if (n > 0) {
		memcpy(rest, p, n);
		b = add64(b, load64(rest));
	}
	v = csum_fold(add64(a, b));
	memcpy(two, &v, sizeof(v));
	return sum + (odd ? (uint32_t)(two[1] << 8 | two[0])
			  : (uint32_t)(two[0] << 8 | two[1]));
}
