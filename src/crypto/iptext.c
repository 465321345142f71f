/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses as text: RFC 4291 section 2.2 in the form of RFC 5952. */
#include "base/rd.h"
#include "crypto/ipmap.h"

static uint8_t *put_dec(uint8_t *p, unsigned v)
{
	if (v >= 100)
		*p++ = (uint8_t)('0' + v / 100);
	if (v >= 10)
		*p++ = (uint8_t)('0' + v / 10 % 10);
	*p++ = (uint8_t)('0' + v % 10);
	return p;
}

static uint8_t *put_quad(uint8_t *p, uint32_t addr)
{
	p = put_dec(p, addr >> 24);
	*p++ = '.';
	p = put_dec(p, addr >> 16 & 0xff);
	*p++ = '.';
	p = put_dec(p, addr >> 8 & 0xff);
	*p++ = '.';
	return put_dec(p, addr & 0xff);
}

size_t ip4_text(uint32_t addr, uint8_t out[static IP4_TEXT_MAX])
{
	return (size_t)(put_quad(out, addr) - out);
}

/* Lower case, no leading zeros: RFC 5952 sections 4.1 and 4.3. */
static uint8_t *put_group(uint8_t *p, unsigned v)
{
	static const char digits[] = "0123456789abcdef";

	if (v >= 0x1000)
		*p++ = (uint8_t)digits[v >> 12];
	if (v >= 0x100)
		*p++ = (uint8_t)digits[v >> 8 & 15];
	if (v >= 0x10)
		*p++ = (uint8_t)digits[v >> 4 & 15];
	*p++ = (uint8_t)digits[v & 15];
	return p;
}

/* The longest run of two and more zero groups, the first of equals: RFC 5952
 * section 4.2.  *from is 8 when there is none. */
static void zero_run(const unsigned g[static 8], size_t *from, size_t *len)
{
	*from = 8;
	*len = 1;
	for (size_t i = 0; i < 8; i++) {
		size_t n = 0;

		while (i + n < 8 && g[i + n] == 0)
			n++;
		if (n > *len) {
			*from = i;
			*len = n;
		}
		i += n;
	}
}

size_t ip6_text(const uint8_t addr[static 16], uint8_t out[static IP6_TEXT_MAX])
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	uint8_t *p = out;
	unsigned g[8];
	size_t from, len;

	if (memcmp(addr, mapped, sizeof(mapped)) == 0) {
		memcpy(p, "::ffff:", 7);
		return (size_t)(put_quad(p + 7, get_be32(addr + 12)) - out);
	}
	for (size_t i = 0; i < 8; i++)
		g[i] = get_be16(addr + 2 * i);
	zero_run(g, &from, &len);
	for (size_t i = 0; i < 8; i++) {
		if (i == from) {
			*p++ = ':';
			if (from + len == 8)
				*p++ = ':';
			i += len - 1;
			continue;
		}
		if (i > 0)
			*p++ = ':';
		p = put_group(p, g[i]);
	}
	return (size_t)(p - out);
}
