/* SPDX-License-Identifier: Apache-2.0 */
/* header.c - header values by the grammar of their row. */
#include "sip/header.h"

#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"
#include "sip/value.h"

/* ---- lists ------------------------------------------------------------------ */

void header_list(struct scan *s, struct part v, uint16_t row, head_fn *head)
{
	uint32_t i = v.from;
	uint32_t from;

	for (;;) {
		from = i;
		while (i < v.to &&
		       (s->p[i] == ',' || chars_is(s->p[i], CH_LWS)))
			i++;
		sip_emit(s->out, SIP_SYNTAX, from, i, row);
		if (i >= v.to)
			return;
		s->values++;
		if (s->p[i] != ';') {
			from = i;
			i = head(s, (struct part){i, v.to}, row);
			if (s->values == 1 && s->head.to == 0)
				s->head = (struct part){from, i};
		}
		i = header_params(s, i, v.to, row);
		s->watch = 0;
	}
}

/* The end of a token at the head of a value. */
static uint32_t head_end(struct scan *s, struct part v)
{
	uint32_t end;

	if (s->p[v.from] == '"') {
		end = lex_quoted(s, v.from, v.to);
		return end ? end : v.to;
	}
	return lex_bare(s, v.from, v.to);
}

/* name=value where a head is due: a parameter then */
static bool is_param(const struct scan *s, struct part head, uint32_t to)
{
	uint32_t end = lex_lws(s, head.to, to);

	return lex_find(s, head.from, head.to, '=') < head.to ||
	       (end < to && s->p[end] == '=');
}

uint32_t header_head_word(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = head_end(s, v);

	if (is_param(s, (struct part){v.from, end}, v.to))
		return v.from;
	value_word(s, (struct part){v.from, end}, row,
		   (enum sip_words)sip_fields[row].words);
	return end;
}

static uint32_t head_media(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = head_end(s, v);

	value_media(s, (struct part){v.from, end}, row);
	return end;
}

static uint32_t head_lang(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = head_end(s, v);

	value_lang(s, (struct part){v.from, end}, row);
	return end;
}

static uint32_t head_num(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = head_end(s, v);
	struct part n = {v.from, end};

	if (!sip_value_num(s, n, row, sip_fields[row].max))
		sip_emit(s->out, SIP_UNKNOWN, n.from, n.to, row);
	return end;
}

static uint32_t head_token(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = head_end(s, v);
	struct part t = {v.from, end};

	if (sip_fields[row].space == SIP_NS_SESSID && value_nil_uuid(s, t, row))
		return end;
	if (sip_fields[row].space == SIP_NS_ETAG && t.to - t.from == 1 &&
	    s->p[t.from] == '*')
		sip_emit(s->out, SIP_SYNTAX, t.from, t.to, row);
	else
		value_token(s, t, row);
	return end;
}

static uint32_t head_params(struct scan *s, struct part v, uint16_t row)
{
	(void)s;
	(void)row;
	return v.from;
}

static uint32_t head_callid(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_bare(s, v.from, v.to);

	value_callid(s, (struct part){v.from, end}, row);
	return end;
}

/* A domain, an address, or else any token or quoted string. */
static uint32_t head_host(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_value(s, v.from, v.to);
	struct part h = {v.from, end};
	uint32_t colon;

	if (h.to - h.from >= 2 && s->p[h.from] == '"') {
		sip_emit(s->out, SIP_SYNTAX, h.from, h.from + 1, row);
		h.from++;
		h.to -= s->p[h.to - 1] == '"' && h.to > h.from;
	}
	colon = lex_find(s, h.from, h.to, ':');
	if (host_shaped(s, h))
		sip_host(s, h, row, 0);
	else if (value_addr(s, h, row))
		;
	else if (host_shaped(s, (struct part){h.from, colon}))
		sip_hostport(s, h, row);
	else
		sip_emit_token(s->out, SIP_NS_VALUE, SIP_SHAPE_PLAIN, h, row);
	sip_emit(s->out, SIP_SYNTAX, h.to, end, row);
	return end;
}

/* JWS or, in RFC 4474, a quoted signature: nothing of it stays. */
static uint32_t head_jws(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_value(s, v.from, v.to);

	while (end < v.to && s->p[end] != ';' && s->p[end] != ',')
		end++;
	sip_emit(s->out, SIP_DROP, v.from, end, row);
	return end;
}

/* ---- by rule --------------------------------------------------------------------- */

static head_fn *const list_head[RULE_COUNT] = {
    [RULE_ADDR] = head_addr,	  [RULE_ROUTE] = head_addr,
    [RULE_VIA] = head_via,	  [RULE_WORD] = header_head_word,
    [RULE_MEDIA] = head_media,	  [RULE_CTYPE] = head_media,
    [RULE_LANG] = head_lang,	  [RULE_NUM] = head_num,
    [RULE_TOKEN] = head_token,	  [RULE_PARAMS] = head_params,
    [RULE_CALLIDS] = head_callid, [RULE_HOST] = head_host,
    [RULE_JWS] = head_jws,	  [RULE_WARNING] = head_warning,
};

static void value_other(struct scan *s, struct part v, uint16_t row)
{
	struct part method;
	uint32_t n;

	switch (sip_fields[row].rule) {
	case RULE_DATE:
		sip_emit(s->out, SIP_DATE, v.from, v.to, row);
		break;
	case RULE_TEXT:
		sip_emit(s->out, SIP_TEXT, v.from, v.to, row);
		break;
	case RULE_DROP:
		sip_emit(s->out, SIP_DROP, v.from, v.to, row);
		break;
	case RULE_WHOLE:
		sip_emit_token(s->out, (enum sip_space)sip_fields[row].space,
			       SIP_SHAPE_PLAIN, v, row);
		break;
	case RULE_CALLID:
		value_callid(s, v, row);
		break;
	case RULE_CSEQ:
		header_cseq(s, v, row, &n, &method);
		break;
	case RULE_RACK:
		header_rack(s, v, row);
		break;
	case RULE_CLEN:
		if (lex_run(s, v.from, v.to, CH_DIGIT) == v.to)
			sip_emit(s->out, SIP_CLEN, v.from, v.to, row);
		break;
	case RULE_VERSION:
		value_version(s, v, row);
		break;
	case RULE_AUTH:
	case RULE_AUTHINFO:
		header_auth(s, v, row);
		break;
	case RULE_AGENT:
		header_agent(s, v, row);
		break;
	case RULE_WORDS:
		header_words(s, v, row);
		break;
	case RULE_STAMP:
		header_stamp(s, v, row);
		break;
	case RULE_REASON:
		header_reason(s, v, row);
		break;
	case RULE_MSGID:
		value_msgid(s, v, row);
		break;
	case RULE_IMSI:
		header_imsi(s, v, row);
		break;
	case RULE_GUESS:
	case RULE_IPS:
		header_guess(s, v, row);
		break;
	case RULE_STATS:
		header_stats(s, v, row);
		break;
	case RULE_LEAD:
		header_lead(s, v, row);
		break;
	default:
		sip_value(s, v, row);
		break;
	}
}

void header_value(struct scan *s, struct part v, uint16_t row)
{
	head_fn *head = list_head[sip_fields[row].rule];
	uint32_t to = v.to;

	v = lex_inner(s, v, row);
	if (v.from < v.to && !value_strict(s, v, row)) {
		if (head)
			header_list(s, v, row, head);
		else
			value_other(s, v, row);
		/* what the rule did not claim */
		if (sip_emitted(s->out) < v.to)
			sip_emit_to(s->out, SIP_UNKNOWN, v.to, row);
	}
	if (v.to < to)
		sip_emit(s->out, SIP_SYNTAX, v.to, to, row);
}

void sip_scan_value(struct span value, uint16_t field, struct sip_out *out)
{
	struct scan s = {.p = value.p, .out = out};
	struct part v = {0, (uint32_t)value.n};

	if (sip_fields[field].scope == SIP_SCOPE_HEADER)
		header_value(&s, v, field);
	else
		sip_value(&s, v, field);
}
