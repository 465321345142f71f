/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canonical forms of users, numbers and hosts: two spellings of one identity
 * give the same bytes, so that they get the same pseudonym.
 */
#include "sip/canon.h"

#include "base/chars.h"
#include "sip/sip.h"

enum { PCT_LEVELS = 3 };

/* Is there "%hh" at offset i? */
static bool pct_at(struct span in, size_t i)
{
	return in.n - i >= 3 && in.p[i] == '%' &&
	       chars_is(in.p[i + 1], CH_HEX) && chars_is(in.p[i + 2], CH_HEX);
}

/*
 * Takes one level of percent-encoding away; out may be in.p, because writing
 * never overtakes reading.  SIZE_MAX when max bytes do not suffice.
 */
static size_t pct_level(uint8_t *out, size_t max, struct span in, bool *any)
{
	size_t n = 0;

	*any = false;
	for (size_t i = 0; i < in.n; n++) {
		if (n == max)
			return SIZE_MAX;
		if (pct_at(in, i)) {
			out[n] = (uint8_t)(chars_hexval(in.p[i + 1]) * 16 +
					   chars_hexval(in.p[i + 2]));
			i += 3;
			*any = true;
		} else {
			out[n] = in.p[i++];
		}
	}
	return n;
}

size_t sip_pct_decode(struct span text, uint8_t *out, size_t max)
{
	bool any;
	size_t n = pct_level(out, max, text, &any);

	for (int level = 1; level < PCT_LEVELS && any && n != SIZE_MAX; level++)
		n = pct_level(out, max, span_of(out, n), &any);
	return n;
}

/* The text, decoded unless raw; 0 when it is longer than a canonical form. */
static size_t canon_text(struct span text, bool raw,
			 uint8_t out[static SIP_CANON_MAX])
{
	size_t n;

	if (!raw) {
		n = sip_pct_decode(text, out, SIP_CANON_MAX);
		return n == SIZE_MAX ? 0 : n;
	}
	if (text.n == 0 || text.n > SIP_CANON_MAX)
		return 0;
	memcpy(out, text.p, text.n);
	return text.n;
}

size_t sip_canon_user(struct span text, bool raw,
		      uint8_t out[static SIP_CANON_MAX])
{
	/* RFC 3261 section 19.1.4: the user part is case-sensitive. */
	return canon_text(text, raw, out);
}

size_t sip_canon_tel(struct span text, bool raw,
		     uint8_t out[static SIP_CANON_MAX])
{
	size_t n = canon_text(text, raw, out);
	size_t len = 0;
	size_t i = n > 0 && out[0] == '+';

	for (; i < n; i++) {
		uint8_t c = out[i];

		if (chars_is(c, CH_DIGIT) || c == '*' || c == '#')
			out[len++] = c;
		else if (!chars_is(c, CH_DIAL) && c != ' ')
			return 0;
	}
	return len;
}

/* ---- host names -------------------------------------------------------- */

/*
 * Capital letters of the scripts names are written with (Latin, Greek,
 * Cyrillic); other scripts of host names have no case.  A pair is a capital
 * and its small letter behind it: step 0 where capitals are even, step 1
 * where they are odd; else step is the distance.
 */
static const struct capitals {
	uint16_t first, last, step;
} capitals[] = {
    {0xc0, 0xd6, 32},	 {0xd8, 0xde, 32},   {0x100, 0x12f, 0},
    {0x132, 0x137, 0},	 {0x139, 0x148, 1},  {0x14a, 0x177, 0},
    {0x179, 0x17e, 1},	 {0x391, 0x3a1, 32}, {0x3a3, 0x3ab, 32},
    {0x400, 0x40f, 80},	 {0x410, 0x42f, 32}, {0x460, 0x481, 0},
    {0x48a, 0x4bf, 0},	 {0x4d0, 0x52f, 0},  {0x1e00, 0x1e95, 0},
    {0x1ea0, 0x1eff, 0},
};

static uint32_t lower_point(uint32_t c)
{
	for (size_t i = 0; i < sizeof(capitals) / sizeof(capitals[0]); i++) {
		const struct capitals *r = &capitals[i];

		if (c < r->first || c > r->last)
			continue;
		if (r->step > 1)
			return c + r->step;
		return c % 2 == r->step ? c + 1 : c;
	}
	return c;
}

/*
 * One code point of well-formed UTF-8 (RFC 3629 section 4) at in.p[*i]; moves
 * *i behind it.  UINT32_MAX when it is not well-formed.
 */
static uint32_t utf8_next(struct span in, size_t *i)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	uint8_t c = in.p[*i];
	unsigned more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
	uint32_t v = more == 0 ? c : c & (0x3fu >> more);

	if ((c >= 0x80 && c < 0xc2) || c > 0xf4 || in.n - *i <= more)
		return UINT32_MAX;
	for (unsigned k = 1; k <= more; k++) {
		if ((in.p[*i + k] & 0xc0) != 0x80)
			return UINT32_MAX;
		v = v << 6 | (in.p[*i + k] & 0x3fu);
	}
	*i += more + 1;
	if (v < least[more] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return UINT32_MAX;
	return v;
}

/* Constants of RFC 3492 section 5. */
enum {
	PUNY_BASE = 36,
	PUNY_TMIN = 1,
	PUNY_TMAX = 26,
	PUNY_SKEW = 38,
	PUNY_DAMP = 700,
	PUNY_BIAS = 72,
	PUNY_FIRST = 0x80,
};

/* RFC 3492 section 6.1. */
static uint32_t puny_adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / PUNY_DAMP : delta / 2;
	delta += delta / points;
	while (delta > (PUNY_BASE - PUNY_TMIN) * PUNY_TMAX / 2) {
		delta /= PUNY_BASE - PUNY_TMIN;
		k += PUNY_BASE;
	}
	return k + (PUNY_BASE - PUNY_TMIN + 1) * delta / (delta + PUNY_SKEW);
}

static uint8_t puny_digit(uint32_t d)
{
	return (uint8_t)(d < 26 ? 'a' + d : '0' + d - 26);
}

/* delta as a number of variable length, RFC 3492 section 3.3. */
static size_t puny_number(uint32_t delta, uint32_t bias, uint8_t *out)
{
	size_t n = 0;

	for (uint32_t k = PUNY_BASE;; k += PUNY_BASE) {
		uint32_t t = k <= bias		     ? PUNY_TMIN
			     : k >= bias + PUNY_TMAX ? PUNY_TMAX
						     : k - bias;

		if (delta < t)
			break;
		out[n++] = puny_digit(t + (delta - t) % (PUNY_BASE - t));
		delta = (delta - t) / (PUNY_BASE - t);
	}
	out[n++] = puny_digit(delta);
	return n;
}

/* The least code point not below m, and what delta grows by to get there. */
static uint32_t puny_least(const uint32_t *cp, size_t count, uint32_t m)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < count; i++) {
		if (cp[i] >= m && cp[i] < least)
			least = cp[i];
	}
	return least;
}

/*
 * RFC 3492 section 6.3.  At most SIP_LABEL_POINTS code points below 0x110000:
 * delta stays below 2^27 and a number below eight digits.
 */
static size_t puny_encode(const uint32_t *cp, size_t count, uint8_t *out)
{
	uint32_t delta = 0, bias = PUNY_BIAS, m = PUNY_FIRST;
	uint32_t done = 0, basic;
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (cp[i] < PUNY_FIRST)
			out[n++] = (uint8_t)cp[i];
	}
	basic = done = (uint32_t)n;
	if (basic > 0)
		out[n++] = '-';
	while (done < count) {
		uint32_t next = puny_least(cp, count, m);

		delta += (next - m) * (done + 1);
		m = next;
		for (size_t i = 0; i < count; i++) {
			if (cp[i] < m) {
				delta++;
			} else if (cp[i] == m) {
				n += puny_number(delta, bias, out + n);
				bias =
				    puny_adapt(delta, done + 1, done == basic);
				delta = 0;
				done++;
			}
		}
		delta++;
		m++;
	}
	return n;
}

size_t sip_label_ascii(struct span label, uint8_t out[static SIP_LABEL_OUT])
{
	uint32_t cp[SIP_LABEL_POINTS];
	size_t count = 0;
	bool ascii = true;

	for (size_t i = 0; i < label.n; count++) {
		uint32_t c = count < SIP_LABEL_POINTS ? utf8_next(label, &i)
						      : UINT32_MAX;

		if (c == UINT32_MAX)
			return 0;
		ascii = ascii && c < 0x80;
		cp[count] = c < 0x80 ? chars_lower((uint8_t)c) : lower_point(c);
	}
	if (ascii)
		return 0;
	memcpy(out, "xn--", 4);
	return 4 + puny_encode(cp, count, out + 4);
}

/* Bytes that cannot be in a host name in any spelling. */
static bool host_byte_bad(uint8_t c)
{
	return c <= ' ' || c == 0x7f ||
	       (c < 0x80 && strchr("\"<>@[]:/?#\\^`{|};,", c) != NULL);
}

/* Lower case in place; false when a byte is not of a host name. */
static bool host_lower(uint8_t *p, size_t n, bool *ascii)
{
	*ascii = true;
	for (size_t i = 0; i < n; i++) {
		if (host_byte_bad(p[i]))
			return false;
		*ascii = *ascii && p[i] < 0x80;
		p[i] = chars_lower(p[i]);
	}
	return true;
}

/* Every label in its ASCII form; 0 when that is too long. */
static size_t host_ascii(struct span in, uint8_t out[static SIP_CANON_MAX])
{
	uint8_t label[SIP_LABEL_OUT];
	size_t n = 0;

	for (size_t i = 0; i <= in.n;) {
		struct span rest = span_sub(in, i, in.n);
		struct span part = span_sub(rest, 0, span_find(rest, '.'));
		size_t dot = part.n < rest.n;
		size_t len = sip_label_ascii(part, label);
		struct span put = len > 0 ? span_of(label, len) : part;

		if (put.n + dot > SIP_CANON_MAX - n)
			return 0;
		if (put.n > 0)
			memcpy(out + n, put.p, put.n);
		n += put.n;
		if (dot)
			out[n++] = '.';
		i += part.n + 1;
	}
	return n;
}

size_t sip_canon_host(struct span text, uint8_t out[static SIP_CANON_MAX])
{
	uint8_t copy[SIP_CANON_MAX];
	size_t n = canon_text(text, false, out);
	bool ascii;

	if (n > 0 && out[n - 1] == '.')
		n--;
	if (n == 0 || !host_lower(out, n, &ascii))
		return 0;
	if (ascii)
		return n;
	memcpy(copy, out, n);
	return host_ascii(span_of(copy, n), out);
}

/* ---- what a text looks like -------------------------------------------- */

/* d.d.d.d and nothing else: a user part that is an address is no number. */
static bool is_quad(struct span s)
{
	size_t dots = 0;
	uint32_t addr;

	for (size_t i = 0; i < s.n; i++)
		dots += s.p[i] == '.';
	return dots == 3 && sip_canon_ip4(s, &addr);
}

bool sip_looks_tel(struct span text)
{
	uint8_t out[SIP_CANON_MAX];
	size_t n = canon_text(text, false, out);
	size_t i = n > 0 && out[0] == '+';
	size_t digits = 0;

	for (size_t k = i; k < n; k++) {
		if (!chars_is(out[k], CH_DIAL))
			return false;
		digits += chars_is(out[k], CH_DIGIT);
	}
	return digits >= 3 && !is_quad(span_of(out, n));
}

static bool one_of(struct span s, const struct span *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (span_case_eq(s, list[i]))
			return true;
	}
	return false;
}

#define WORD(s)                                     \
	{                                           \
		(const uint8_t *)(s), sizeof(s) - 1 \
	}
#define ONE_OF(s, list) one_of(s, list, sizeof(list) / sizeof((list)[0]))

bool sip_host_kept(struct span host)
{
	static const struct span kept[] = {WORD("localhost"), WORD("invalid"),
					   WORD("anonymous.invalid")};

	return ONE_OF(host, kept);
}

bool sip_user_kept(struct span user)
{
	static const struct span kept[] = {WORD("anonymous"),
					   WORD("unavailable"),
					   WORD("restricted"), WORD("unknown")};

	return user.n == 0 || ONE_OF(user, kept);
}

bool sip_tel_kept(struct span digits)
{
	static const struct span kept[] = {WORD("112"), WORD("911")};

	return ONE_OF(digits, kept);
}
