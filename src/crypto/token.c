/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/token.h"

#include "base/err.h"

/* Byte i of the hash, in the order of the reference code. */
static unsigned hash_byte(struct hash128 h, size_t i)
{
	uint64_t half = i < 8 ? h.lo : h.hi;

	return (unsigned)(half >> (8 * (i & 7)) & 0xff);
}

void hash_base32(struct hash128 h, uint8_t *out, size_t chars)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned acc = 0, bits = 0;
	size_t next = 0;

	require(chars <= HASH_BASE32_MAX);
	for (size_t i = 0; i < chars; i++) {
		if (bits < 5) {
			acc = (acc << 8 | hash_byte(h, next++)) & 0xfff;
			bits += 8;
		}
		bits -= 5;
		out[i] = (uint8_t)alphabet[acc >> bits & 31];
	}
}

/* Eight hex digits of four bytes, all at once: a nibble to a byte, then the
 * distance from '9' to 'a' added where the nibble is ten or more. */
static uint64_t hex8(uint32_t v)
{
	const uint64_t ones = 0x0101010101010101;
	const uint64_t low = 0x000f000f000f000f;
	uint64_t x = (uint64_t)(v >> 24) << 48 |
		     (uint64_t)(v >> 16 & 0xff) << 32 |
		     (uint64_t)(v >> 8 & 0xff) << 16 | (v & 0xff);

	x = (x >> 4 & low) | (x & low) << 8;
	return x + ones * '0' +
	       (((x + ones * 6) >> 4) & ones) * ('a' - '0' - 10);
}

void hash_hex(struct hash128 h, uint8_t *out, size_t chars)
{
	require(chars <= HASH_HEX_MAX);
	for (size_t i = 0; i < chars; i += 8) {
		uint64_t half = i < 16 ? h.lo : h.hi;
		uint64_t x = hex8((uint32_t)(half >> (i % 16 * 4)));

		for (size_t k = i; k < chars && k < i + 8; k++)
			out[k] = (uint8_t)(x >> (8 * (k - i)));
	}
}
