/* SPDX-License-Identifier: Apache-2.0 */
#include "sip/start.h"

#include "sip/lex.h"
#include "sip/value.h"

static bool status_parse(const struct scan *s, struct part line,
			 uint32_t version, struct start *st)
{
	uint32_t i = version;
	uint32_t end;
	uint32_t code;

	while (i < line.to && chars_is(s->p[i], CH_BLANK))
		i++;
	end = lex_run(s, i, line.to, CH_DIGIT);
	if (i == version || end - i != 3 ||
	    (end < line.to && !chars_is(s->p[end], CH_LWS)) ||
	    !sip_decimal(s, (struct part){i, end}, 999, &code))
		return false;
	st->request = false;
	st->code = (uint16_t)code;
	st->version = (struct part){line.from, version};
	st->method = (struct part){i, end};
	st->uri = (struct part){end + (end < line.to), line.to};
	st->odd =
	    i - version != 1 || end == line.to || code < 100 || code > 699;
	return true;
}

/* Where the last word of the line begins. */
static uint32_t last_word(const struct scan *s, struct part line)
{
	uint32_t i = line.to;

	while (i > line.from && !chars_is(s->p[i - 1], CH_BLANK))
		i--;
	return i;
}

static bool is_bracketed(const struct scan *s, struct part v)
{
	return v.to - v.from >= 2 && s->p[v.from] == '<' &&
	       s->p[v.to - 1] == '>';
}

bool start_parse(const struct scan *s, struct part line, struct start *st)
{
	uint32_t i = start_version(s, line.from, line.to);
	uint32_t end;

	*st = (struct start){.request = true};
	if (i)
		return status_parse(s, line, i, st);
	/* what does not end in a version is no request line */
	end = lex_trim(s, line.from, line.to);
	i = last_word(s, (struct part){line.from, end});
	if (start_version(s, i, end) != end)
		return false;
	st->version = (struct part){i, end};
	st->method =
	    (struct part){line.from, lex_run(s, line.from, i, CH_TOKEN)};
	st->uri.from = lex_lws(s, st->method.to, i);
	st->uri.to = lex_trim(s, st->uri.from, i);
	if (st->method.from == st->method.to || st->uri.from == st->method.to ||
	    st->uri.from == st->uri.to)
		return false;
	st->odd = st->uri.from - st->method.to != 1 || i - st->uri.to != 1 ||
		  end != line.to || is_bracketed(s, st->uri) ||
		  lex_find(s, st->uri.from, st->uri.to, ' ') < st->uri.to;
	return true;
}

void start_headless(const struct scan *s, struct part line, struct start *st)
{
	uint32_t end = lex_trim(s, line.from, line.to);

	*st = (struct start){.request = true, .odd = true};
	st->method =
	    (struct part){line.from, lex_run(s, line.from, end, CH_TOKEN)};
	st->uri.from = lex_lws(s, st->method.to, end);
	st->uri.to = end;
	st->version = (struct part){end, end};
}

void start_put_method(struct scan *s, struct part v, uint16_t field)
{
	if (start_method(part_span(s, v.from, v.to)) != SIP_M_OTHER)
		sip_emit(s->out, SIP_WORD, v.from, v.to, field);
	else
		value_word(s, v, field, WORDS_METHOD);
}

static void put_version(struct scan *s, struct part v)
{
	if (v.from == v.to)
		return;
	sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 4, SIP_FIELD_NONE);
	sip_emit(s->out, SIP_NUM, v.from + 4, v.to, SIP_FIELD_NONE);
	if (v.to - v.from != 7 || (memcmp(s->p + v.from, "SIP/2.0", 7) != 0 &&
				   !lex_is(s, v, "sip/2.0")))
		s->faults |= 1u << SIP_FAULT_VERSION;
}

static void put_request_uri(struct scan *s, struct part v)
{
	struct part in = v;
	uint32_t end;

	if (is_bracketed(s, v)) {
		in.from++;
		in.to--;
	}
	end = in.to;
	sip_emit(s->out, SIP_SYNTAX, v.from, in.from, SIP_FIELD_NONE);
	in.to = lex_find(s, in.from, in.to, ' ');
	if (lex_find(s, in.from, in.to, '\t') == in.to) {
		sip_uri(s, in, SIP_FIELD_NONE);
	} else {
		s->faults |= 1u << SIP_FAULT_BAD_URI;
		sip_emit_token(s->out, SIP_NS_PARAM, SIP_SHAPE_PLAIN, in,
			       SIP_FIELD_NONE);
	}
	while (in.to < end) { /* blanks in it stay blanks */
		in.from = lex_lws(s, in.to, end);
		sip_emit(s->out, SIP_SYNTAX, in.to, in.from, SIP_FIELD_NONE);
		in.to = lex_find(s, in.from, end, ' ');
		sip_emit_token(s->out, SIP_NS_PARAM, SIP_SHAPE_PLAIN, in,
			       SIP_FIELD_NONE);
	}
	sip_emit(s->out, SIP_SYNTAX, end, v.to, SIP_FIELD_NONE);
}

void start_emit(struct scan *s, struct part line, const struct start *st)
{
	if (st->odd)
		s->faults |= 1u << SIP_FAULT_START_LINE;
	if (st->request) {
		start_put_method(s, st->method, SIP_FIELD_NONE);
		sip_emit(s->out, SIP_SYNTAX, st->method.to, st->uri.from,
			 SIP_FIELD_NONE);
		put_request_uri(s, st->uri);
		sip_emit(s->out, SIP_SYNTAX, st->uri.to, st->version.from,
			 SIP_FIELD_NONE);
		put_version(s, st->version);
		sip_emit(s->out, SIP_SYNTAX, st->version.to, line.to,
			 SIP_FIELD_NONE);
		return;
	}
	put_version(s, st->version);
	sip_emit(s->out, SIP_SYNTAX, st->version.to, st->method.from,
		 SIP_FIELD_NONE);
	sip_emit(s->out, SIP_NUM, st->method.from, st->method.to,
		 SIP_FIELD_NONE);
	sip_emit(s->out, SIP_SYNTAX, st->method.to, st->uri.from,
		 SIP_FIELD_NONE);
	sip_emit_as(s->out,
		    (struct sip_span){st->uri.from, st->uri.to - st->uri.from,
				      SIP_REASON, 0, SIP_FIELD_NONE, st->code});
}
