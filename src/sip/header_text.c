/* SPDX-License-Identifier: Apache-2.0 */
/* header_text.c - numbers, clocks and texts of RFC 3261, 3262 and 3326. */
#include "sip/agent.h"
#include "sip/header.h"
#include "sip/lex.h"
#include "sip/start.h"
#include "sip/value.h"

/* words with ',' ';' or blanks between them */
void header_words(struct scan *s, struct part v, uint16_t row)
{
	while (v.from < v.to) {
		uint32_t end = lex_bare(s, v.from, v.to);
		uint32_t next = end;

		if (v.from < end)
			value_word(s, (struct part){v.from, end}, row,
				   (enum sip_words)sip_fields[row].words);
		while (next < v.to && (s->p[next] == ';' || s->p[next] == ',' ||
				       chars_is(s->p[next], CH_LWS)))
			next++;
		sip_emit(s->out, SIP_SYNTAX, end, next, row);
		v.from = next;
	}
}

bool header_cseq(struct scan *s, struct part v, uint16_t row, uint32_t *number,
		 struct part *method)
{
	uint32_t end = lex_run(s, v.from, v.to, CH_DIGIT);
	uint32_t next = lex_lws(s, end, v.to);

	*method = (struct part){next, lex_run(s, next, v.to, CH_TOKEN)};
	if (!sip_decimal(s, (struct part){v.from, end}, UINT32_MAX, number) ||
	    next == end || method->from == method->to || method->to != v.to) {
		sip_emit(s->out, SIP_UNKNOWN, v.from, v.to, row);
		return false;
	}
	sip_emit(s->out, SIP_NUM, v.from, end, row);
	sip_emit(s->out, SIP_SYNTAX, end, next, row);
	start_put_method(s, *method, row);
	return true;
}

/* response-num CSeq-num Method */
void header_rack(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_run(s, v.from, v.to, CH_DIGIT);
	uint32_t next = lex_lws(s, end, v.to);
	struct part method;
	uint32_t n;

	if (next == end ||
	    !sip_value_num(s, (struct part){v.from, end}, row, UINT32_MAX)) {
		sip_emit(s->out, SIP_UNKNOWN, v.from, v.to, row);
		return;
	}
	sip_emit(s->out, SIP_SYNTAX, end, next, row);
	header_cseq(s, (struct part){next, v.to}, row, &n, &method);
}

/* Timestamp: one decimal number and a delay */
void header_stamp(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_run(s, v.from, v.to, CH_DIGIT);
	uint32_t next;

	if (end > v.from && end < v.to && s->p[end] == '.')
		end = lex_run(s, end + 1, v.to, CH_DIGIT);
	next = lex_lws(s, end, v.to);
	if (end == v.from || (next == end && end < v.to)) {
		sip_emit(s->out, SIP_UNKNOWN, v.from, v.to, row);
		return;
	}
	sip_emit(s->out, SIP_STAMP, v.from, end, row);
	sip_emit(s->out, SIP_SYNTAX, end, next, row);
	v.from = next;
	if (v.from < v.to && !value_decimal(s, v, row))
		sip_emit(s->out, SIP_UNKNOWN, v.from, v.to, row);
}

/* A quoted text with a canonical form for num. */
static void put_phrase(struct scan *s, struct part v, uint16_t row,
		       uint32_t num)
{
	struct part in = v;

	if (in.from < in.to && s->p[in.from] == '"') {
		in.from++;
		in.to -= in.to > in.from && s->p[in.to - 1] == '"';
	}
	sip_emit(s->out, SIP_SYNTAX, v.from, in.from, row);
	sip_emit_as(s->out, (struct sip_span){in.from, in.to - in.from,
					      SIP_PHRASE, 0, row, num});
	sip_emit(s->out, SIP_SYNTAX, in.to, v.to, row);
}

/* warn-code SP warn-agent SP warn-text, RFC 3261 section 20.43 */
uint32_t head_warning(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_run(s, v.from, v.to, CH_DIGIT);
	uint32_t next = lex_lws(s, end, v.to);
	uint32_t num = 0;

	if (!sip_decimal(s, (struct part){v.from, end}, 999, &num)) {
		end = lex_value(s, v.from, v.to);
		end += end == v.from;
		sip_emit(s->out, SIP_UNKNOWN, v.from, end, row);
		return end;
	}
	sip_emit(s->out, SIP_NUM, v.from, end, row);
	sip_emit(s->out, SIP_SYNTAX, end, next, row);
	end = next;
	if (next < v.to && s->p[next] != '"') {
		end = lex_bare(s, next, v.to);
		if (next < end)
			sip_hostport(s, (struct part){next, end}, row);
		next = lex_lws(s, end, v.to);
	}
	if (next < v.to && s->p[next] == '"') {
		sip_emit(s->out, SIP_SYNTAX, end, next, row);
		end = lex_value(s, next, v.to);
		put_phrase(s, (struct part){next, end}, row, num);
	}
	return end;
}

/* The cause of a Reason value that begins at v.from. */
static uint32_t cause_find(struct scan *s, struct part v)
{
	uint32_t i = v.from;
	uint32_t n;

	while (i < v.to && s->p[i] != ',') {
		struct part rest;

		if (s->p[i] == '"') {
			i = lex_value(s, i, v.to);
			continue;
		}
		i++;
		if (s->p[i - 1] != ';')
			continue;
		rest = (struct part){lex_lws(s, i, v.to), v.to};
		if (lex_begins(s, rest, "cause=")) {
			rest.from += 6;
			rest.to = lex_run(s, rest.from, v.to, CH_DIGIT);
			return sip_decimal(s, rest, 999, &n) ? n : 0;
		}
	}
	return 0;
}

/* The texts of a Reason get the number of its cause, RFC 3326. */
void header_reason(struct scan *s, struct part v, uint16_t row)
{
	size_t first = s->out->count;
	uint32_t cause = cause_find(s, v);

	header_list(s, v, row, header_head_word);
	for (size_t i = first; i < s->out->count; i++) {
		if (s->out->span[i].cls == SIP_PHRASE)
			s->out->span[i].num = cause;
	}
}

/* User-Agent and Server are a scanner of their own; the head is the first
 * product it knows. */
void header_agent(struct scan *s, struct part v, uint16_t row)
{
	s->head = (struct part){0, 0};
	sip_agent(s, v, row);
}
