/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IP addresses in text, in every spelling that stacks take.
 */
#include "base/chars.h"
#include "sip/canon.h"
#include "sip/sip.h"

enum { IP4_TEXT_MAX = 64, IP6_TEXT_MAX = 64 };

/* All of s as a number of the given base; false beyond 2^32 - 1. */
static bool number(struct span s, unsigned base, uint32_t *value)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int d = chars_hexval(s.p[i]);

		if (d < 0 || (unsigned)d >= base)
			return false;
		v = v * base + (unsigned)d;
		if (v > UINT32_MAX)
			return false;
	}
	*value = (uint32_t)v;
	return true;
}

static bool has_hex_prefix(struct span s)
{
	return s.n > 2 && s.p[0] == '0' && chars_lower(s.p[1]) == 'x';
}

/* One of the four parts; leading zeros are decimal, as in traces. */
static bool ip4_part(struct span s, uint32_t *value)
{
	if (has_hex_prefix(s))
		return number(span_sub(s, 2, s.n), 16, value) && *value < 256;
	return number(s, 10, value) && *value < 256;
}

static bool ip4_dotted(struct span s, uint32_t *addr)
{
	uint32_t v = 0, part;

	for (int i = 0; i < 4; i++) {
		size_t end = i < 3 ? span_find(s, '.') : s.n;

		if (end == s.n && i < 3)
			return false;
		if (!ip4_part(span_sub(s, 0, end), &part))
			return false;
		v = v << 8 | part;
		s = span_sub(s, end + 1, s.n);
	}
	*addr = v;
	return true;
}

/*
 * The whole address as one number: 0x..., 0... (octal) or decimal.  What is
 * below 1.0.0.0 is no address of a host but an extension in its place.
 */
static bool ip4_number(struct span s, uint32_t *addr)
{
	bool ok;

	if (has_hex_prefix(s))
		ok = number(span_sub(s, 2, s.n), 16, addr);
	else
		ok = number(s, s.n > 1 && s.p[0] == '0' ? 8 : 10, addr);
	return ok && *addr >= 1u << 24;
}

bool sip_canon_ip4(struct span text, uint32_t *addr)
{
	uint8_t plain[IP4_TEXT_MAX];

	if (span_find(text, '%') < text.n) {
		size_t n = sip_pct_decode(text, plain, sizeof(plain));

		if (n == SIZE_MAX)
			return false;
		text = span_of(plain, n);
	}
	if (text.n > 0 && text.p[text.n - 1] == '.')
		text.n--;
	if (text.n == 0 || text.n > IP4_TEXT_MAX)
		return false;
	if (span_find(text, '.') < text.n)
		return ip4_dotted(text, addr);
	return ip4_number(text, addr);
}

/* ---- IPv6, RFC 4291 section 2.2 ---------------------------------------- */

struct ip6 {
	uint8_t byte[16];
	size_t n;    /* bytes so far */
	size_t skip; /* where "::" stands; SIZE_MAX without one */
};

/* The dotted quad that may end an address; leading zeros are decimal. */
static bool ip6_quad(struct ip6 *a, struct span s)
{
	uint32_t v;

	if (a->n > 12 || !ip4_dotted(s, &v))
		return false;
	for (int shift = 24; shift >= 0; shift -= 8)
		a->byte[a->n++] = (uint8_t)(v >> shift);
	return true;
}

static bool ip6_group(struct ip6 *a, struct span s)
{
	uint32_t v;

	if (a->n > 14 || s.n > 4 || !number(s, 16, &v))
		return false;
	a->byte[a->n++] = (uint8_t)(v >> 8);
	a->byte[a->n++] = (uint8_t)v;
	return true;
}

/* Groups and at most one "::", from the start of s to its end. */
static bool ip6_groups(struct ip6 *a, struct span s)
{
	if (s.n >= 2 && s.p[0] == ':' && s.p[1] == ':') {
		a->skip = 0;
		s = span_sub(s, 2, s.n);
	}
	while (s.n > 0) {
		size_t end = span_find(s, ':');
		struct span part = span_sub(s, 0, end);

		if (end == s.n && span_find(part, '.') < part.n)
			return ip6_quad(a, part);
		if (!ip6_group(a, part))
			return false;
		if (end == s.n)
			return true;
		s = span_sub(s, end + 1, s.n);
		if (s.n == 0)
			return false;
		if (s.p[0] == ':') {
			if (a->skip != SIZE_MAX)
				return false;
			a->skip = a->n;
			s = span_sub(s, 1, s.n);
		}
	}
	return true;
}

bool sip_canon_ip6(struct span text, uint8_t addr[static 16])
{
	struct ip6 a = {.skip = SIZE_MAX};
	struct span s = span_sub(text, 0, span_find(text, '%'));
	size_t tail;

	if (s.n < 2 || s.n > IP6_TEXT_MAX || !ip6_groups(&a, s))
		return false;
	if (a.skip == SIZE_MAX && a.n != 16)
		return false;
	if (a.skip != SIZE_MAX && a.n == 16)
		return false;
	memset(addr, 0, 16);
	if (a.skip == SIZE_MAX)
		a.skip = a.n;
	tail = a.n - a.skip;
	memcpy(addr, a.byte, a.skip);
	memcpy(addr + 16 - tail, a.byte + a.skip, tail);
	return true;
}
