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

void hash_hex(struct hash128 h, uint8_t *out, size_t chars)
{
	static const char digits[] = "0123456789abcdef";

	require(chars <= HASH_HEX_MAX);
	for (size_t i = 0; i < chars; i++) {
		unsigned b = hash_byte(h, i / 2);

		out[i] = (uint8_t)digits[i & 1 ? b & 15 : b >> 4];
	}
}
