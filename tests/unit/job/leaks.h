/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leaks.h - is a secret still in some bytes, in whatever spelling?
 *
 * Raw, case-folded, percent-encoded once and twice, hexadecimal, base64 and
 * base64url at three alignments, UTF-16 of both orders; digits also reversed
 * and nibble-swapped (BCD, as bytes and in hexadecimal); an IPv4 address also
 * as one number in decimal, hexadecimal and octal, and as its four bytes.
 */
#ifndef SIANTO_TESTS_LEAKS_H
#define SIANTO_TESTS_LEAKS_H

#include <arpa/inet.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/chars.h"

/* The bytes to search, in the spellings that are decoded beforehand. */
struct leak_text {
	struct buf raw, low, once, twice;
};

struct leak {
	const char *how; /* NULL: none */
	size_t at;
};

static inline struct buf leak_percent(const struct buf *in)
{
	struct buf out = buf_of(1u << 30);

	for (size_t i = 0; i < in->n; i++) {
		int hi = -1, lo = -1;

		if (in->p[i] == '%' && i + 2 < in->n) {
			hi = chars_hexval(in->p[i + 1]);
			lo = chars_hexval(in->p[i + 2]);
		}
		if (hi >= 0 && lo >= 0) {
			buf_u8(&out, chars_lower((uint8_t)(hi << 4 | lo)));
			i += 2;
		} else {
			buf_u8(&out, in->p[i]);
		}
	}
	return out;
}

static inline void leak_text_of(struct leak_text *t, struct span s)
{
	t->raw = buf_of(1u << 30);
	t->low = buf_of(1u << 30);
	buf_span(&t->raw, s);
	for (size_t i = 0; i < s.n; i++)
		buf_u8(&t->low, chars_lower(s.p[i]));
	t->once = leak_percent(&t->low);
	t->twice = leak_percent(&t->once);
}

static inline void leak_text_free(struct leak_text *t)
{
	buf_free(&t->raw);
	buf_free(&t->low);
	buf_free(&t->once);
	buf_free(&t->twice);
}

static inline size_t leak_search(const struct buf *hay, struct span needle)
{
	const uint8_t *p = hay->p, *end;

	if (needle.n == 0 || hay->n < needle.n)
		return SIZE_MAX;
	end = hay->p + hay->n - needle.n + 1;
	while (p < end) {
		p = memchr(p, needle.p[0], (size_t)(end - p));
		if (!p)
			break;
		if (memcmp(p, needle.p, needle.n) == 0)
			return (size_t)(p - hay->p);
		p++;
	}
	return SIZE_MAX;
}

/* A form shorter than three bytes would be found by chance. */
static inline bool leak_in(const struct buf *hay, struct span form,
			   const char *how, struct leak *l)
{
	size_t at = form.n < 3 ? SIZE_MAX : leak_search(hay, form);

	if (at == SIZE_MAX)
		return false;
	*l = (struct leak){how, at};
	return true;
}

static inline bool leak_str(const struct buf *hay, const char *form,
			    const char *how, struct leak *l)
{
	return leak_in(hay, span_str(form), how, l);
}

static inline size_t leak_hex(struct span s, char *out)
{
	for (size_t i = 0; i < s.n; i++)
		snprintf(out + 2 * i, 3, "%02x", s.p[i]);
	return 2 * s.n;
}

/* The characters that depend on s alone when `lead` bytes come before it; four
 * of them would be found by chance. */
static inline struct span leak_base64(struct span s, unsigned lead,
				      const char *last, uint8_t *out)
{
	static const char common[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t n = 0, from = (lead * 8 + 5) / 6, to = (lead + s.n) * 8 / 6;

	for (size_t k = from; k < to; k++) {
		unsigned v = 0;

		for (size_t bit = k * 6; bit < k * 6 + 6; bit++) {
			size_t i = bit / 8 - lead;

			v = v << 1 | (s.p[i] >> (7 - bit % 8) & 1);
		}
		out[n++] = (uint8_t)(v < 62 ? common[v] : last[v - 62]);
	}
	return span_of(out, n < 5 ? 0 : n);
}

static inline bool leak_bytes(const struct leak_text *t, struct span s,
			      struct leak *l)
{
	uint8_t tmp[512];
	char hex[512];

	for (unsigned lead = 0; lead < 3; lead++) {
		if (leak_in(&t->raw, leak_base64(s, lead, "+/", tmp), "base64",
			    l) ||
		    leak_in(&t->raw, leak_base64(s, lead, "-_", tmp),
			    "base64url", l))
			return true;
	}
	leak_hex(s, hex);
	return leak_str(&t->low, hex, "hexadecimal", l);
}

static inline bool leak_wide(const struct leak_text *t, struct span low,
			     struct leak *l)
{
	uint8_t le[512], be[512];

	for (size_t i = 0; i < low.n; i++) {
		le[2 * i] = be[2 * i + 1] = low.p[i];
		le[2 * i + 1] = be[2 * i] = 0;
	}
	return leak_in(&t->low, span_of(le, 2 * low.n), "UTF-16LE", l) ||
	       leak_in(&t->low, span_of(be, 2 * low.n), "UTF-16BE", l);
}

static inline bool leak_digits(const struct leak_text *t, struct span s,
			       struct leak *l)
{
	uint8_t back[256], bcd[128];
	char hex[260];
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		back[i] = s.p[s.n - 1 - i];
	for (size_t i = 0; i + 1 < s.n; i += 2)
		bcd[n++] = (uint8_t)((s.p[i + 1] - '0') << 4 | (s.p[i] - '0'));
	leak_hex(span_of(bcd, n), hex);
	return leak_in(&t->low, span_of(back, s.n), "reversed", l) ||
	       leak_in(&t->raw, span_of(bcd, n), "BCD", l) ||
	       leak_str(&t->low, hex, "BCD in hexadecimal", l);
}

static inline bool leak_address(const struct leak_text *t, uint32_t a,
				struct leak *l)
{
	uint8_t b[4] = {(uint8_t)(a >> 24), (uint8_t)(a >> 16),
			(uint8_t)(a >> 8), (uint8_t)a};
	static const char *const form[] = {"%u", "0x%x", "0%o"};
	char text[64];

	for (unsigned i = 0; i < 3; i++) {
		/* NOLINTNEXTLINE: formats of this table */
		snprintf(text, sizeof(text), form[i], a);
		if (leak_str(&t->low, text, "address as a number", l))
			return true;
	}
	snprintf(text, sizeof(text), "0%o.0%o.0%o.0%o", b[0], b[1], b[2], b[3]);
	return leak_str(&t->low, text, "address in octal", l) ||
	       leak_in(&t->raw, span_of(b, 4), "address in binary", l) ||
	       leak_bytes(t, span_of(b, 4), l);
}

/* Looks for a secret of at most 200 bytes; .how is NULL when it is nowhere. */
static inline struct leak leak_find(const struct leak_text *t, const char *text)
{
	struct leak l = {NULL, 0};
	struct span s = span_str(text), low;
	uint8_t folded[200], a[4];
	bool digits = s.n > 0;

	if (s.n > sizeof(folded))
		return (struct leak){"too long to be looked for", 0};
	for (size_t i = 0; i < s.n; i++) {
		folded[i] = chars_lower(s.p[i]);
		digits = digits && chars_is(s.p[i], CH_DIGIT);
	}
	low = span_of(folded, s.n);
	if (leak_in(&t->low, low, "as it is", &l) ||
	    leak_in(&t->once, low, "percent-encoded", &l) ||
	    leak_in(&t->twice, low, "percent-encoded twice", &l) ||
	    leak_bytes(t, s, &l) || leak_bytes(t, low, &l) ||
	    leak_wide(t, low, &l) || (digits && leak_digits(t, s, &l)))
		return l;
	if (inet_pton(AF_INET, text, a) == 1)
		leak_address(t,
			     (uint32_t)a[0] << 24 | (uint32_t)a[1] << 16 |
				 (uint32_t)a[2] << 8 | a[3],
			     &l);
	return l;
}

#endif
