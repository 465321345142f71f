/* SPDX-License-Identifier: Apache-2.0 */
#include "sip/lex.h"

uint32_t lex_quoted(struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t start = i;

	/* Escapes fall on the same bytes wherever a quotation begins behind
	 * one that never ended, so none of them ends either. */
	if (start >= s->unclosed.from && to <= s->unclosed.to)
		return 0;
	/* as a rule the next quote closes it */
	i = lex_find(s, start + 1, to, '"');
	if (i < to && s->p[i - 1] != '\\')
		return i + 1;
	for (i = start + 1; i < to; i++) {
		if (s->p[i] == '"')
			return i + 1;
		if (s->p[i] == '\\')
			i++;
	}
	s->unclosed = (struct part){start, to};
	return 0;
}

uint32_t lex_comment(const struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t depth = 0;

	for (; i < to; i++) {
		if (s->p[i] == '\\')
			i++;
		else if (s->p[i] == '(')
			depth++;
		else if (s->p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return to;
}

uint32_t lex_value(struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t end;

	if (i >= to)
		return to;
	switch (s->p[i]) {
	case '"':
		end = lex_quoted(s, i, to);
		return end ? end : to;
	case '<':
		end = lex_find(s, i, to, '>');
		return end < to ? end + 1 : to;
	case '(':
		return lex_comment(s, i, to);
	default:
		return lex_bare(s, i, to);
	}
}
