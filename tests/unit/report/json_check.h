/* SPDX-License-Identifier: Apache-2.0 */
/* json_check.h - is a text one JSON value (RFC 8259)?  For tests. */
#ifndef SIANTO_TEST_JSON_CHECK_H
#define SIANTO_TEST_JSON_CHECK_H

#include "base/chars.h"
#include "base/rd.h"

static inline bool json_check_value(struct rd *r, int depth);

static inline int json_check_peek(struct rd *r)
{
	while (rd_left(r) && chars_is(r->in.p[r->pos], CH_LWS))
		r->pos++;
	return rd_left(r) ? r->in.p[r->pos] : -1;
}

static inline bool json_check_string(struct rd *r)
{
	if (rd_u8(r) != '"')
		return false;
	for (;;) {
		uint8_t c = rd_u8(r);

		if (r->bad || c < 0x20)
			return false;
		if (c == '"')
			return true;
		if (c != '\\')
			continue;
		c = rd_u8(r);
		if (c == 'u')
			for (int i = 0; i < 4; i++) {
				if (chars_hexval(rd_u8(r)) < 0)
					return false;
			}
		else if (!c || !strchr("\"\\/bfnrt", c))
			return false;
	}
}

static inline bool json_check_digits(struct rd *r)
{
	size_t from = r->pos;

	while (rd_left(r) && chars_is(r->in.p[r->pos], CH_DIGIT))
		r->pos++;
	return r->pos > from;
}

static inline bool json_check_number(struct rd *r)
{
	size_t from = r->pos;

	if (!json_check_digits(r))
		return false;
	if (r->in.p[from] == '0' && r->pos > from + 1)
		return false;
	if (rd_left(r) && r->in.p[r->pos] == '.') {
		r->pos++;
		return json_check_digits(r);
	}
	return true;
}

static inline bool json_check_members(struct rd *r, uint8_t end, int depth)
{
	rd_skip(r, 1);
	if (json_check_peek(r) == end) {
		rd_skip(r, 1);
		return true;
	}
	for (;;) {
		int c;

		if (end == '}') {
			if (json_check_peek(r) < 0 || !json_check_string(r) ||
			    json_check_peek(r) != ':')
				return false;
			rd_skip(r, 1);
		}
		if (!json_check_value(r, depth + 1))
			return false;
		c = json_check_peek(r);
		rd_skip(r, 1);
		if (c == end)
			return true;
		if (c != ',')
			return false;
	}
}

static inline bool json_check_word(struct rd *r, const char *w)
{
	struct span s = span_str(w);

	return span_eq(rd_take(r, s.n), s);
}

static inline bool json_check_value(struct rd *r, int depth)
{
	int c = json_check_peek(r);

	if (depth > 50)
		return false;
	switch (c) {
	case '{':
		return json_check_members(r, '}', depth);
	case '[':
		return json_check_members(r, ']', depth);
	case '"':
		return json_check_string(r);
	case 't':
		return json_check_word(r, "true");
	case 'f':
		return json_check_word(r, "false");
	default:
		return json_check_number(r);
	}
}

static inline bool json_check(struct span s)
{
	struct rd r = rd_of(s);

	return json_check_value(&r, 0) && json_check_peek(&r) == -1;
}

#endif
