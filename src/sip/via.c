/* SPDX-License-Identifier: Apache-2.0 */
/* via.c - sent-protocol and sent-by of Via, RFC 3261 section 20.42. */
#include "sip/header.h"
#include "sip/lex.h"
#include "sip/value.h"

/* A token and what ends it in a Via. */
static uint32_t piece_end(const struct scan *s, uint32_t i, uint32_t to)
{
	while (i < to && s->p[i] != '/' && s->p[i] != ';' && s->p[i] != ',' &&
	       !chars_is(s->p[i], CH_LWS))
		i++;
	return i;
}

/* "SIP", "2.0" or "UDP" */
static void put_piece(struct scan *s, struct part v, uint16_t row, int which)
{
	if (which == 0 && lex_is(s, v, "sip"))
		sip_emit(s->out, SIP_SYNTAX, v.from, v.to, row);
	else if (which == 1 && value_version(s, v, row))
		return;
	else
		value_word(s, v, row, WORDS_TRANSPORT);
}

static bool is_usual(const struct scan *s, struct part v)
{
	return v.to - v.from > 12 &&
	       memcmp(s->p + v.from, "SIP/2.0/UDP ", 12) == 0;
}

/* SIP / 2.0 / UDP; the end of it.  The transport goes to s->head. */
static uint32_t put_protocol(struct scan *s, struct part v, uint16_t row)
{
	uint32_t i = v.from;

	/* the usual one at once */
	if (is_usual(s, v)) {
		sip_emit(s->out, SIP_SYNTAX, i, i + 11, row);
		if (s->values == 1)
			s->head = (struct part){i + 8, i + 11};
		return i + 11;
	}
	for (int which = 0; which < 3; which++) {
		uint32_t end = piece_end(s, i, v.to);
		uint32_t next = lex_lws(s, end, v.to);

		put_piece(s, (struct part){i, end}, row, which);
		if (which == 2 && s->values == 1)
			s->head = (struct part){i, end};
		if (which == 2 || next == v.to || s->p[next] != '/')
			return end;
		i = lex_lws(s, next + 1, v.to);
		sip_emit(s->out, SIP_SYNTAX, end, i, row);
	}
	return i;
}

/* host [LWS ":" LWS port] */
static uint32_t sent_by_end(const struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t end, next;

	while (i < to && s->p[i] != ';' && s->p[i] != ',' && s->p[i] != '(' &&
	       !chars_is(s->p[i], CH_LWS))
		i++;
	end = i;
	next = lex_lws(s, i, to);
	if (next < to && s->p[next] == ':') {
		i = lex_lws(s, next + 1, to);
		next = lex_run(s, i, to, CH_DIGIT);
		return next > i ? next : end;
	}
	/* "host:" LWS port */
	if (end > 0 && s->p[end - 1] == ':') {
		i = lex_run(s, next, to, CH_DIGIT);
		return i > next ? i : end;
	}
	return end;
}

/* Are there three pieces with something in each? */
static bool is_protocol(const struct scan *s, struct part v)
{
	uint32_t i = v.from;

	for (int which = 0;; which++) {
		uint32_t end = piece_end(s, i, v.to);

		if (end == i)
			return false;
		if (which == 2)
			return true;
		i = lex_lws(s, end, v.to);
		if (i == v.to || s->p[i] != '/')
			return false;
		i = lex_lws(s, i + 1, v.to);
	}
}

/* What does not begin with a protocol is one opaque word up to the
 * parameters. */
static uint32_t head_other(struct scan *s, struct part v, uint16_t row)
{
	v.to = lex_trim(s, v.from, lex_find(s, v.from, v.to, ';'));
	sip_emit_token(s->out, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v, row);
	return v.to;
}

uint32_t head_via(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end, host;
	size_t at;

	if (!is_usual(s, v) && !is_protocol(s, v))
		return head_other(s, v, row);
	end = put_protocol(s, v, row);
	host = lex_lws(s, end, v.to);
	sip_emit(s->out, SIP_SYNTAX, end, host, row);
	end = sent_by_end(s, host, v.to);
	if (host == end)
		return end;
	at = s->out->count;
	sip_hostport(s, (struct part){host, end}, row);
	if (at < s->out->count && s->out->span[at].cls == SIP_DROP) {
		/* what stands behind it would take its place */
		host = end;
		end = lex_find(s, end, v.to, ';');
		sip_emit(s->out, SIP_DROP, host, end, row);
	}
	return end;
}
