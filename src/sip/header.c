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

static uint32_t head_word(struct scan *s, struct part v, uint16_t row)
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

/* ---- values that vendors put anywhere ----------------------------------------- */

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

static void value_guess(struct scan *s, struct part v, uint16_t row)
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
static void value_lead(struct scan *s, struct part v, uint16_t row)
{
	uint32_t end = lex_run(s, v.from, v.to, CH_DIGIT);

	if (!sip_value_num(s, (struct part){v.from, end}, row,
			   sip_fields[row].max))
		end = v.from;
	sip_emit(s->out, SIP_DROP, end, v.to, row);
}

/* name=value with ',' or ';' between them, RTP statistics */
static void value_stats(struct scan *s, struct part v, uint16_t row)
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

static void value_imsi(struct scan *s, struct part v, uint16_t row)
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

/* ---- RFC 3261 and 3262 ----------------------------------------------------------- */

/* words with ',' ';' or blanks between them */
static void value_words(struct scan *s, struct part v, uint16_t row)
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
	value_word(s, *method, row, WORDS_METHOD);
	return true;
}

/* response-num CSeq-num Method */
static void value_rack(struct scan *s, struct part v, uint16_t row)
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
static void value_stamp(struct scan *s, struct part v, uint16_t row)
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
static void value_reason(struct scan *s, struct part v, uint16_t row)
{
	size_t first = s->out->count;
	uint32_t cause = cause_find(s, v);

	header_list(s, v, row, head_word);
	for (size_t i = first; i < s->out->count; i++) {
		if (s->out->span[i].cls == SIP_PHRASE)
			s->out->span[i].num = cause;
	}
}

/* User-Agent and Server are a scanner of their own. */
static void value_agent(struct scan *s, struct part v, uint16_t row)
{
	struct sip_out *o = s->out;
	struct sip_out sub = {.span = o->span + o->count,
			      .max = o->max - o->count};

	sip_scan_agent(part_span(s, v.from, v.to), row, &sub);
	if (sub.over) {
		o->over = true;
		return;
	}
	s->head = (struct part){0, 0};
	for (size_t i = 0; i < sub.count; i++) {
		struct sip_span sp = sub.span[i];

		sp.off += v.from;
		if (sp.cls == SIP_WORD && s->head.to == 0)
			s->head = (struct part){sp.off, sp.off + sp.len};
		sip_emit_as(o, sp);
	}
}

/* ---- by rule --------------------------------------------------------------------- */

static head_fn *list_head(uint8_t rule)
{
	switch (rule) {
	case RULE_ADDR:
	case RULE_ROUTE:
		return head_addr;
	case RULE_VIA:
		return head_via;
	case RULE_WORD:
		return head_word;
	case RULE_MEDIA:
	case RULE_CTYPE:
		return head_media;
	case RULE_LANG:
		return head_lang;
	case RULE_NUM:
		return head_num;
	case RULE_TOKEN:
		return head_token;
	case RULE_PARAMS:
		return head_params;
	case RULE_CALLIDS:
		return head_callid;
	case RULE_HOST:
		return head_host;
	case RULE_JWS:
		return head_jws;
	case RULE_WARNING:
		return head_warning;
	default:
		return NULL;
	}
}

/* Rules that make one span of the value. */
static bool whole_value(struct scan *s, struct part v, uint16_t row)
{
	enum sip_class cls;

	switch (sip_fields[row].rule) {
	case RULE_DATE:
		cls = SIP_DATE;
		break;
	case RULE_TEXT:
		cls = SIP_TEXT;
		break;
	case RULE_DROP:
		cls = SIP_DROP;
		break;
	case RULE_WHOLE:
		sip_emit_token(s->out, (enum sip_space)sip_fields[row].space,
			       SIP_SHAPE_PLAIN, v, row);
		return true;
	default:
		return false;
	}
	sip_emit(s->out, cls, v.from, v.to, row);
	return true;
}

static void value_other(struct scan *s, struct part v, uint16_t row)
{
	struct part method;
	uint32_t n;

	switch (sip_fields[row].rule) {
	case RULE_CALLID:
		value_callid(s, v, row);
		break;
	case RULE_CSEQ:
		header_cseq(s, v, row, &n, &method);
		break;
	case RULE_RACK:
		value_rack(s, v, row);
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
		value_agent(s, v, row);
		break;
	case RULE_WORDS:
		value_words(s, v, row);
		break;
	case RULE_STAMP:
		value_stamp(s, v, row);
		break;
	case RULE_REASON:
		value_reason(s, v, row);
		break;
	case RULE_MSGID:
		value_msgid(s, v, row);
		break;
	case RULE_IMSI:
		value_imsi(s, v, row);
		break;
	case RULE_GUESS:
	case RULE_IPS:
		value_guess(s, v, row);
		break;
	case RULE_STATS:
		value_stats(s, v, row);
		break;
	case RULE_LEAD:
		value_lead(s, v, row);
		break;
	default:
		sip_value(s, v, row);
		break;
	}
}

void header_value(struct scan *s, struct part v, uint16_t row)
{
	head_fn *head = list_head(sip_fields[row].rule);
	uint32_t to = v.to;

	v = lex_inner(s, v, row);
	if (v.from < v.to && !value_strict(s, v, row)) {
		if (head)
			header_list(s, v, row, head);
		else if (!whole_value(s, v, row))
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
