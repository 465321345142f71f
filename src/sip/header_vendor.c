/* SPDX-License-Identifier: Apache-2.0 */
/* header_vendor.c - values that vendors put anywhere. */
#include "sip/header.h"
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"
#include "sip/value.h"

/* The end of a piece between commas. */
static uint32_t comma_end(struct scan *s, struct part v)
{
	uint32_t i = v.from;

	while (i < v.to && s->p[i] != ',') {
		uint32_t end = s->p[i] == '"' ? lex_quoted(s, i, v.to) : 0;

		i = end ? end : i + 1;
	}
	return i;
}

/* An address, a URI, a number; anything else is dropped. */
static void put_guess(struct scan *s, struct part v, uint16_t row)
{
	uint32_t lt = lex_find(s, v.from, v.to, '<');

	if (lt < v.to && uri_begins(s, (struct part){lt + 1, v.to}))
		header_params(s, head_addr(s, v, row), v.to, row);
	else if (sip_value_exact(s, v, row))
		return;
	else if (v.to - v.from <= 64 &&
		 sip_looks_tel(part_span(s, v.from, v.to)))
		sip_emit(s->out, SIP_TEL, v.from, v.to, row);
	else
		sip_emit(s->out, SIP_DROP, v.from, v.to, row);
}

void header_guess(struct scan *s, struct part v, uint16_t row)
{
	bool ips = sip_fields[row].rule == RULE_IPS;

	while (v.from < v.to) {
		uint32_t end = comma_end(s, v);
		struct part e = lex_inner(s, (struct part){v.from, end}, row);

		if (!ips && e.from < e.to)
			put_guess(s, e, row);
		else if (e.from < e.to && !value_addr(s, e, row))
			sip_emit(s->out, SIP_DROP, e.from, e.to, row);
		v.from = end + (end < v.to);
		sip_emit(s->out, SIP_SYNTAX, e.to, v.from, row);
	}
}

/* A number up to the maximum, then anything, which is dropped. */
void header_lead(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_run(s, v.from, v.to, CH_DIGIT);

	if (!sip_value_num(s, (struct part){v.from, end}, row,
			   sip_fields[row].max))
		end = v.from;
	sip_emit(s->out, SIP_DROP, end, v.to, row);
}

/* name=value with ',' or ';' between them, RTP statistics */
void header_stats(struct scan *s, struct part v, uint16_t row)
{
	while (v.from < v.to) {
		uint32_t i = v.from;
		struct part name, val;

		while (i < v.to && (s->p[i] == ',' || s->p[i] == ';' ||
				    chars_is(s->p[i], CH_LWS)))
			i++;
		sip_emit(s->out, SIP_SYNTAX, v.from, i, row);
		if (i == v.to)
			return;
		name = (struct part){i, lex_bare(s, i, v.to)};
		name.to = lex_find(s, i, name.to, '=');
		val.from = name.to;
		if (val.from < v.to && s->p[val.from] == '=')
			val.from++;
		val.to = val.from;
		while (val.to < v.to && s->p[val.to] != ',' &&
		       s->p[val.to] != ';' && !chars_is(s->p[val.to], CH_LWS))
			val.to++;
		if (!sip_value_word(s, name, row, WORDS_STATNAME))
			sip_emit(s->out, SIP_PNAME, name.from, name.to, row);
		sip_emit(s->out, SIP_SYNTAX, name.to, val.from, row);
		if (val.from < val.to)
			sip_value(s, val,
				  sip_field_find(SIP_SCOPE_PARAM, row,
						 SPAN_LIT("value")));
		v.from = val.to;
	}
}

void header_imsi(struct scan *s, struct part v, uint16_t row)
{
	struct part in = v;

	if (v.to - v.from >= 2 && s->p[v.from] == '"' &&
	    s->p[v.to - 1] == '"') {
		in.from++;
		in.to--;
	}
	sip_emit(s->out, SIP_SYNTAX, v.from, in.from, row);
	if (in.to - in.from == 15 &&
	    lex_run(s, in.from, in.to, CH_DIGIT) == in.to)
		sip_emit(s->out, SIP_IMSI, in.from, in.to, row);
	else if (!sip_value_word(s, in, row, WORDS_RESTORE))
		sip_emit_token(s->out, SIP_NS_VALUE, SIP_SHAPE_PLAIN, in, row);
	sip_emit(s->out, SIP_SYNTAX, in.to, v.to, row);
}
