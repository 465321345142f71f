/* SPDX-License-Identifier: Apache-2.0 */
/* addr.c - name-addr and addr-spec, RFC 3261 sections 20.10 and 25.1. */
#include "sip/header.h"
#include "sip/lex.h"

/* May a comma stand in front of the '<'?  Where there is one value only, an
 * unquoted "Family, Given <...>" is a name. */
static bool single(uint16_t row)
{
	return row == FIELD_HEADER_FROM || row == FIELD_HEADER_TO;
}

/* The '<' of a name-addr at i, or `to` when an addr-spec stands there. */
static uint32_t bracket_find(struct scan *s, uint32_t i, uint32_t to,
			     bool commas)
{
	uint32_t end;

	if (i < s->nameless) /* seen once is enough: linear time */
		return to;
	while ((i = lex_run(s, i, to, CH_TOKEN | CH_BLANK)) < to &&
	       s->p[i] != '<') {
		if (s->p[i] == '"') {
			end = lex_quoted(s, i, to);
			i = end ? end : i + 1;
			continue;
		}
		if (s->p[i] == ';' || (s->p[i] == ',' && !commas))
			break;
		i++;
	}
	if (i < to && s->p[i] == '<')
		return i;
	s->nameless = i;
	return to;
}

/* "<" URI ">" */
static uint32_t put_bracketed(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_find(s, v.from, v.to, '>');

	sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, row);
	if (end == v.to)
		s->faults |= 1u << SIP_FAULT_BAD_URI;
	sip_uri(s, (struct part){v.from + 1, end}, row);
	if (end == v.to)
		return end;
	sip_emit(s->out, SIP_SYNTAX, end, end + 1, row);
	return end + 1;
}

/* Without brackets ';' ',' and '?' end the URI, RFC 3261 section 20. */
static uint32_t put_spec(struct scan *s, struct part v, uint16_t row)
{
	uint32_t i = v.from;
	uint32_t end;

	while (i < v.to && s->p[i] != ';' && s->p[i] != ',' && s->p[i] != '?' &&
	       !chars_is(s->p[i], CH_LWS)) {
		end = s->p[i] == '"' ? lex_quoted(s, i, v.to) : 0;
		i = end ? end : i + 1;
	}
	end = i;
	if (i < v.to && s->p[i] == '?') /* headers of the URI all the same */
		end = lex_bare(s, i, v.to);
	v.to = end;
	if (v.from < end && s->p[v.from] == '"') { /* a name without URI */
		s->faults |= 1u << SIP_FAULT_BAD_URI;
		sip_emit_token(s->out, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v, row);
	} else if (v.from < end) {
		sip_uri(s, v, row);
	}
	return end;
}

uint32_t head_addr(struct scan *s, struct part v, uint16_t row)
{
	uint16_t user_as = s->user_as;
	uint32_t lt = v.from;
	uint32_t end;

	if (s->p[v.from] == '*' && lex_bare(s, v.from, v.to) == v.from + 1) {
		sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, row);
		return v.from + 1;
	}
	if (sip_fields[row].rule == RULE_ROUTE)
		s->user_as = SIP_NS_FLOW + 1;
	if (s->p[lt] != '<')
		lt = bracket_find(s, v.from, v.to,
				  s->values <= 1 && single(row));
	if (lt < v.to) {
		sip_emit(s->out, SIP_DISPLAY, v.from, lt, row);
		end = put_bracketed(s, (struct part){lt, v.to}, row);
	} else {
		end = put_spec(s, v, row);
	}
	s->user_as = user_as;
	return end;
}
