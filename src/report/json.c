/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include "base/err.h"

static void indent(struct json *j)
{
	buf_u8(j->out, '\n');
	buf_fill(j->out, ' ', 2 * (size_t)j->depth);
}

/* The length of the UTF-8 sequence at the start of s (RFC 3629), 0 if bad. */
static size_t utf8_len(struct span s)
{
	uint8_t c = s.p[0];
	size_t n = c < 0x80   ? 1
		   : c < 0xc2 ? 0
		   : c < 0xe0 ? 2
		   : c < 0xf0 ? 3
		   : c < 0xf5 ? 4
			      : 0;

	if (n == 0 || n > s.n)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s.p[i] & 0xc0) != 0x80)
			return 0;
	/* overlong forms, surrogates, beyond U+10FFFF */
	if ((c == 0xe0 && s.p[1] < 0xa0) || (c == 0xed && s.p[1] > 0x9f) ||
	    (c == 0xf0 && s.p[1] < 0x90) || (c == 0xf4 && s.p[1] > 0x8f))
		return 0;
	return n;
}

static void escape(struct buf *out, uint8_t c)
{
	static const char hex[] = "0123456789abcdef";

	buf_str(out, "\\u00");
	buf_u8(out, (uint8_t)hex[c >> 4]);
	buf_u8(out, (uint8_t)hex[c & 15]);
}

static void quoted(struct buf *out, struct span s)
{
	buf_u8(out, '"');
	while (s.n) {
		uint8_t c = s.p[0];
		size_t n = utf8_len(s);

		if (n == 0) {
			buf_str(out, "\xef\xbf\xbd");
			n = 1;
		} else if (c == '"' || c == '\\') {
			buf_u8(out, '\\');
			buf_u8(out, c);
		} else if (c < 0x20 || c == 0x7f) {
			escape(out, c);
		} else {
			buf_put(out, s.p, n);
		}
		s = span_sub(s, n, s.n);
	}
	buf_u8(out, '"');
}

/* Comma, line and key before a value. */
static void member(struct json *j, const char *key)
{
	unsigned top = j->depth;

	if (top > 0) {
		if (j->any[top - 1])
			buf_u8(j->out, ',');
		if (!j->line[top - 1])
			indent(j);
		else if (j->any[top - 1])
			buf_u8(j->out, ' ');
		j->any[top - 1] = true;
	}
	if (key) {
		quoted(j->out, span_str(key));
		buf_str(j->out, ": ");
	}
}

static void open_as(struct json *j, const char *key, char kind, bool line)
{
	require(j->depth < JSON_DEPTH);
	member(j, key);
	buf_u8(j->out, (uint8_t)kind);
	/* inside one line all is on that line */
	if (j->depth > 0 && j->line[j->depth - 1])
		line = true;
	j->end[j->depth] = kind == '{' ? '}' : ']';
	j->any[j->depth] = false;
	j->line[j->depth] = line;
	j->depth++;
}

void json_open(struct json *j, const char *key, char kind)
{
	open_as(j, key, kind, false);
}

void json_open_line(struct json *j, const char *key, char kind)
{
	open_as(j, key, kind, true);
}

void json_close(struct json *j)
{
	require(j->depth > 0);
	j->depth--;
	if (j->any[j->depth] && !j->line[j->depth])
		indent(j);
	buf_u8(j->out, (uint8_t)j->end[j->depth]);
	if (j->depth == 0)
		buf_u8(j->out, '\n');
}

void json_num(struct json *j, const char *key, uint64_t v)
{
	member(j, key);
	buf_dec(j->out, v);
}

void json_fixed(struct json *j, const char *key, uint64_t v, unsigned decimals)
{
	uint64_t one = 1;

	for (unsigned i = 0; i < decimals; i++)
		one *= 10;
	member(j, key);
	buf_dec(j->out, v / one);
	v %= one;
	if (v == 0)
		return;
	while (v % 10 == 0) {
		v /= 10;
		decimals--;
	}
	buf_u8(j->out, '.');
	buf_dec_pad(j->out, v, decimals);
}

void json_bool(struct json *j, const char *key, bool v)
{
	member(j, key);
	buf_str(j->out, v ? "true" : "false");
}

void json_span(struct json *j, const char *key, struct span v)
{
	member(j, key);
	quoted(j->out, v);
}

void json_text(struct json *j, const char *key, const char *v)
{
	json_span(j, key, span_str(v));
}
