/* SPDX-License-Identifier: Apache-2.0 */
/* param.c - parameters of headers and URIs, and the headers of URIs. */
#include "sip/param.h"

#include "sip/lex.h"

/* A parameter: its pieces as offsets. */
struct pieces {
	struct part name;
	struct part value; /* empty without one */
	uint32_t eq;	   /* the '=', or value.from */
	uint32_t end;
};

/* What is in front of the value: known names are syntax. */
static void put_name(struct scan *s, uint32_t from, const struct pieces *pc,
		     uint16_t row, uint16_t field)
{
	if (sip_exact_row(row)) {
		sip_emit(s->out, SIP_SYNTAX, from, pc->value.from, row);
		return;
	}
	sip_emit(s->out, SIP_SYNTAX, from, pc->name.from, field);
	sip_emit(s->out, SIP_PNAME, pc->name.from, pc->name.to, field);
	sip_emit(s->out, SIP_SYNTAX, pc->name.to, pc->value.from, field);
}

static void put_value(struct scan *s, struct part v, uint16_t row,
		      uint16_t field)
{
	if (row)
		sip_value(s, v, row);
	else
		sip_value_unknown(s, v, field);
}

/* ---- headers ------------------------------------------------------------------ */

static bool ends_name(uint8_t c)
{
	return c == '=' || c == ';' || c == ',' || c == '"' || c == '<' ||
	       chars_is(c, CH_LWS);
}

/* name [LWS "=" LWS value] at i */
static struct pieces pieces_at(struct scan *s, uint32_t i, uint32_t to)
{
	struct pieces pc;
	uint32_t eq;

	pc.name.from = i;
	while (i < to && !ends_name(s->p[i]))
		i++;
	pc.name.to = i;
	eq = lex_lws(s, i, to);
	if (eq < to && s->p[eq] == '=') {
		pc.eq = eq;
		pc.value.from = lex_lws(s, eq + 1, to);
		pc.value.to = lex_value(s, pc.value.from, to);
		pc.end = pc.value.to;
	} else {
		pc.eq = i;
		pc.value = (struct part){i, i};
		pc.end = i;
	}
	return pc;
}

/* One parameter at i; `from` is where what is not emitted yet begins.  The
 * end of it; i when there is none. */
static uint32_t param_one(struct scan *s, uint32_t from, struct part v,
			  uint16_t header)
{
	struct pieces pc = pieces_at(s, v.from, v.to);
	uint16_t row;

	if (pc.name.from == pc.name.to) {
		sip_emit(s->out, SIP_SYNTAX, from, v.from, header);
		sip_emit(s->out, SIP_UNKNOWN, v.from, pc.end, header);
		return pc.end;
	}
	row = sip_field_find(SIP_SCOPE_PARAM, header,
			     part_span(s, pc.name.from, pc.name.to));
	put_name(s, from, &pc, row, header);
	if (row && row == s->watch && s->watched.to == 0)
		s->watched = pc.value;
	put_value(s, pc.value, row, header);
	return pc.end;
}

/* The row of a name nearly every message has, without a look-up. */
static uint16_t usual_row(struct span name, uint16_t header)
{
	bool via = header == FIELD_HEADER_VIA;
	bool tagged = header == FIELD_HEADER_FROM || header == FIELD_HEADER_TO;

	if (tagged && name.n == 3 && memcmp(name.p, "tag", 3) == 0)
		return FIELD_PARAM_TAG;
	if (via && name.n == 6 && memcmp(name.p, "branch", 6) == 0)
		return FIELD_PARAM_VIA_BRANCH;
	if (via && name.n == 5 && memcmp(name.p, "rport", 5) == 0)
		return FIELD_PARAM_VIA_RPORT;
	return sip_field_find(SIP_SCOPE_PARAM, header, name);
}

/*
 * ";name" or ";name=value" at i, in one pass, when the name is a token of an
 * exact row and the value bare, in a URI a token; false when it is anything
 * else.  *i goes behind it.  As s->ended, no run has to look where the text
 * ends.  header: SIP_FIELD_NONE in a URI.
 */
static inline bool usual_param(struct scan *s, uint32_t *i, uint32_t end,
			       uint16_t header)
{
	unsigned bare = header ? CH_BARE : CH_TOKEN;
	uint32_t name = *i + 1;
	uint32_t to = lex_run_on(s, name, CH_TOKEN);
	struct part v = {to, to};
	uint16_t row;

	if (s->p[to] == '=') {
		v.from = to + 1;
		v.to = lex_run_on(s, v.from, bare);
		if (v.from == v.to || s->p[v.from] == '"' ||
		    s->p[v.from] == '<' || s->p[v.from] == '(')
			return false;
	}
	if (name == to || (s->p[v.to] != ';' && v.to != end))
		return false;
	if (header)
		row = usual_row(part_span(s, name, to), header);
	else
		row = sip_field_find(SIP_SCOPE_URI, 0, part_span(s, name, to));
	if (!sip_exact_row(row))
		return false;
	sip_emit(s->out, SIP_SYNTAX, *i, v.from, row);
	if (row == s->watch && s->watched.to == 0)
		s->watched = v;
	if (v.from < v.to)
		sip_value_bare(s, v, row);
	*i = v.to;
	return true;
}

uint32_t header_params(struct scan *s, uint32_t i, uint32_t to, uint16_t header)
{
	bool first = true;

	for (;;) {
		uint32_t from, end;

		while (s->ended && s->p[i] == ';' &&
		       usual_param(s, &i, to, header))
			first = false;
		from = i;
		i = lex_lws(s, i, to);
		if (i >= to || s->p[i] == ',') {
			sip_emit(s->out, SIP_SYNTAX, from, i, header);
			return i;
		}
		if (s->p[i] == ';' || first) {
			i = lex_lws(s, i + (s->p[i] == ';'), to);
			if (i < to && s->p[i] != ';' && s->p[i] != ',' &&
			    s->p[i] != '(')
				i = param_one(s, from, (struct part){i, to},
					      header);
			else
				sip_emit(s->out, SIP_SYNTAX, from, i, header);
		} else if (s->p[i] == '(') {
			end = lex_comment(s, i, to);
			sip_emit(s->out, SIP_SYNTAX, from, i, header);
			sip_emit(s->out, SIP_COMMENT, i, end, header);
			i = end;
		} else { /* no rule for this */
			end = lex_value(s, i, to);
			sip_emit(s->out, SIP_SYNTAX, from, i, header);
			sip_emit(s->out, SIP_UNKNOWN, i, end, header);
			i = end;
		}
		first = false;
	}
}

/* ---- URIs --------------------------------------------------------------------- */

/* The end of a URI parameter's value. */
static uint32_t uri_value_end(struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t end;

	if (i < to && s->p[i] == '"') {
		end = lex_quoted(s, i, to);
		if (end)
			return end;
	}
	i = lex_run(s, i, to, CH_TOKEN);
	while (i < to && s->p[i] != ';' && !chars_is(s->p[i], CH_LWS))
		i++;
	return i;
}

static struct pieces uri_pieces_at(struct scan *s, uint32_t i, uint32_t to)
{
	struct pieces pc;

	pc.name.from = i;
	i = lex_run(s, i, to, CH_TOKEN);
	while (i < to && s->p[i] != '=' && s->p[i] != ';' &&
	       !chars_is(s->p[i], CH_LWS))
		i++;
	pc.name.to = i;
	pc.eq = i;
	pc.value = (struct part){i, i};
	if (i < to && s->p[i] == '=') {
		pc.value.from = i + 1;
		pc.value.to = uri_value_end(s, i + 1, to);
	}
	pc.end = pc.value.to;
	return pc;
}

void uri_params(struct scan *s, struct part v, uint16_t field)
{
	while (s->ended && v.from < v.to && s->p[v.from] == ';' &&
	       usual_param(s, &v.from, v.to, SIP_FIELD_NONE))
		;
	while (v.from < v.to) {
		uint32_t from = v.from;
		uint32_t i = lex_lws(s, from, v.to);
		struct pieces pc;
		uint16_t row;

		while (i < v.to &&
		       (s->p[i] == ';' || chars_is(s->p[i], CH_LWS)))
			i++;
		pc = uri_pieces_at(s, i, v.to);
		v.from = pc.end;
		if (pc.name.from == pc.name.to) {
			sip_emit(s->out, SIP_SYNTAX, from, i, field);
			sip_emit(s->out, SIP_UNKNOWN, i, pc.end, field);
			continue;
		}
		row = sip_field_find(SIP_SCOPE_URI, 0,
				     part_span(s, pc.name.from, pc.name.to));
		put_name(s, from, &pc, row, field);
		/* an unknown name becomes one with x- */
		put_value(s, pc.value, row ? row : FIELD_URI_X_STAR, field);
	}
}

static void put_uri_header(struct scan *s, const struct pieces *pc,
			   uint32_t from, uint16_t field)
{
	struct part name = pc->name;
	uint16_t row = sip_field_find(SIP_SCOPE_HEADER, 0,
				      part_span(s, name.from, name.to));
	bool body = lex_is(s, name, "body");

	if (sip_exact_row(row) || body) {
		sip_emit(s->out, SIP_SYNTAX, from, pc->value.from, field);
	} else {
		sip_emit(s->out, SIP_SYNTAX, from, name.from, field);
		sip_emit(s->out, SIP_HNAME, name.from, name.to, field);
		sip_emit(s->out, SIP_SYNTAX, name.to, pc->value.from, field);
	}
	if (row && !body && sip_strict(s->out, row) < SIP_DROP_VALUE)
		sip_emit_as(s->out,
			    (struct sip_span){pc->value.from,
					      pc->value.to - pc->value.from,
					      SIP_NESTED, SIP_IN_PCT_HEADER,
					      row, 0});
	else
		sip_emit(s->out, SIP_DROP, pc->value.from, pc->value.to, field);
}

void uri_headers(struct scan *s, struct part v, uint16_t field)
{
	while (v.from < v.to) {
		struct pieces pc = {.name = {v.from + 1, v.from + 1}};
		uint32_t i = v.from + 1; /* behind '?' or '&' */

		pc.end = lex_find(s, i, v.to, '&');
		i = lex_find(s, i, pc.end, '=');
		pc.name.to = i;
		pc.value.from = i + (i < pc.end);
		pc.value.to = pc.end;
		if (pc.name.from < pc.name.to)
			put_uri_header(s, &pc, v.from, field);
		else {
			sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, field);
			sip_emit(s->out, SIP_UNKNOWN, v.from + 1, pc.end,
				 field);
		}
		v.from = pc.end;
	}
}
