/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lex.h - the small pieces of RFC 3261 section 25.1, as ends of runs.
 *
 * Every function takes offsets [i, to) and gives an offset in [i, to].
 */
#ifndef SIANTO_SIP_LEX_H
#define SIANTO_SIP_LEX_H

#include "sip/scan.h"

/* Behind white space; folds are white space. */
static inline uint32_t lex_lws(const struct scan *s, uint32_t i, uint32_t to)
{
	while (i < to && chars_is(s->p[i], CH_LWS))
		i++;
	return i;
}

/* Before the white space at the end of [from, to). */
static inline uint32_t lex_trim(const struct scan *s, uint32_t from,
				uint32_t to)
{
	while (to > from && chars_is(s->p[to - 1], CH_LWS))
		to--;
	return to;
}

/* Behind the bytes of a class. */
static inline uint32_t lex_run(const struct scan *s, uint32_t i, uint32_t to,
			       unsigned mask)
{
	while (i < to && chars_is(s->p[i], mask))
		i++;
	return i;
}

/* The same where a byte not of the class ends the text (struct scan.ended);
 * four at a time, as names are long. */
static inline uint32_t lex_run_on(const struct scan *s, uint32_t i,
				  unsigned mask)
{
	const uint8_t *p = s->p;

	for (;; i += 4) {
		if (!chars_is(p[i], mask))
			return i;
		if (!chars_is(p[i + 1], mask))
			return i + 1;
		if (!chars_is(p[i + 2], mask))
			return i + 2;
		if (!chars_is(p[i + 3], mask))
			return i + 3;
	}
}

/* The first byte c, or `to`. */
static inline uint32_t lex_find(const struct scan *s, uint32_t i, uint32_t to,
				uint8_t c)
{
	const uint8_t *q = i < to ? memchr(s->p + i, c, to - i) : NULL;

	return q ? (uint32_t)(q - s->p) : to;
}

/* The last byte c, or `to`. */
static inline uint32_t lex_rfind(const struct scan *s, uint32_t from,
				 uint32_t to, uint8_t c)
{
	for (uint32_t i = to; i > from; i--) {
		if (s->p[i - 1] == c)
			return i - 1;
	}
	return to;
}

/* Is the text at i the word w (lower case), ASCII case ignored? */
static inline bool lex_is(const struct scan *s, struct part v, const char *w)
{
	uint32_t i = v.from;

	for (; *w && i < v.to; i++, w++) {
		if (chars_lower(s->p[i]) != (uint8_t)*w)
			return false;
	}
	return !*w && i == v.to;
}

/* The same for the beginning of v. */
static inline bool lex_begins(const struct scan *s, struct part v,
			      const char *w)
{
	for (uint32_t i = v.from; *w; i++, w++) {
		if (i >= v.to || chars_lower(s->p[i]) != (uint8_t)*w)
			return false;
	}
	return true;
}

/* Ends a bare value: ';' ',' and white space. */
static inline uint32_t lex_bare(const struct scan *s, uint32_t i, uint32_t to)
{
	while (i < to && chars_is(s->p[i], CH_BARE))
		i++;
	return i;
}

/* Behind the quotation that begins at i; 0 when it is not closed. */
uint32_t lex_quoted(struct scan *s, uint32_t i, uint32_t to);

/* Behind the comment that begins at i; `to` when it is not closed. */
uint32_t lex_comment(const struct scan *s, uint32_t i, uint32_t to);

/* The end of a parameter's value: a quotation, <...>, (...) or bare. */
uint32_t lex_value(struct scan *s, uint32_t i, uint32_t to);

/* v without the white space around it; that in front is emitted, that behind
 * is the caller's. */
static inline struct part lex_inner(struct scan *s, struct part v,
				    uint16_t field)
{
	uint32_t from = v.from;

	if (v.from >= v.to)
		return v;
	if (chars_is(s->p[from], CH_LWS)) {
		v.from = lex_lws(s, from, v.to);
		sip_emit(s->out, SIP_SYNTAX, from, v.from, field);
	}
	if (chars_is(s->p[v.to - 1], CH_LWS))
		v.to = lex_trim(s, v.from, v.to);
	return v;
}

#endif
