/* SPDX-License-Identifier: Apache-2.0 */
/* rule.c - a value that stands alone, by the rule of its row. */
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"
#include "sip/value.h"

enum {
	COUNT_MAX = 0xfffff, /* of requests with one nonce */
};

static void token(struct scan *s, enum sip_space ns, struct part v,
		  uint16_t field)
{
	sip_emit_token(s->out, ns, SIP_SHAPE_PLAIN, v, field);
}

/* host, host:port, or aaa://host in parameters of charging headers */
static void rule_host(struct scan *s, struct part v, uint16_t field)
{
	if (host_ip4(s, v)) /* as a rule: received=192.0.2.1 */
		sip_emit(s->out, SIP_IP4, v.from, v.to, field);
	else if (lex_find(s, v.from, v.to, '/') < v.to && uri_begins(s, v))
		sip_uri(s, v, field);
	else
		sip_hostport(s, v, field);
}

/* a URI, in quotes perhaps with escapes */
static void rule_uri(struct scan *s, struct part v, uint16_t field)
{
	uint16_t user_as = s->user_as;
	uint32_t to = v.to;

	if (field == FIELD_PARAM_CONTACT_TEMP_GRUU)
		s->user_as = SIP_NS_GRUU + 1;
	v = value_angle(s, v, field);
	if (lex_find(s, v.from, v.to, '\\') < v.to)
		value_nested(s, SIP_IN_QUOTED_URI, v, field);
	else
		sip_uri(s, v, field);
	sip_emit(s->out, SIP_SYNTAX, v.to, to, field);
	s->user_as = user_as;
}

/* URIs with blanks between them: digest domain */
static void rule_uris(struct scan *s, struct part v, uint16_t field)
{
	while (v.from < v.to) {
		uint32_t end = v.from;

		while (end < v.to && !chars_is(s->p[end], CH_LWS))
			end++;
		if (v.from < end && s->p[v.from] == '/')
			token(s, SIP_NS_PATH, (struct part){v.from, end},
			      field);
		else if (v.from < end)
			rule_uri(s, (struct part){v.from, end}, field);
		v.from = lex_lws(s, end, v.to);
		sip_emit(s->out, SIP_SYNTAX, end, v.from, field);
	}
}

/* words with ',' or blanks between them; "!word" and "#=5" of RFC 3840 */
static void rule_list(struct scan *s, struct part v, uint16_t field)
{
	const struct sip_field *f = &sip_fields[field];

	while (v.from < v.to) {
		uint32_t end = v.from;
		uint32_t i;

		while (end < v.to && !chars_is(s->p[end], CH_LWS) &&
		       s->p[end] != ',')
			end++;
		i = v.from + (v.from < end && s->p[v.from] == '!');
		if (f->words == WORDS_MEDIA)
			value_media(s, (struct part){v.from, end}, field);
		else if (f->words == WORDS_LANG)
			value_lang(s, (struct part){v.from, end}, field);
		else if (i < end) {
			sip_emit(s->out, SIP_SYNTAX, v.from, i, field);
			value_word(s, (struct part){i, end}, field,
				   (enum sip_words)f->words);
		} else {
			sip_emit(s->out, SIP_SYNTAX, v.from, end, field);
		}
		for (i = end;
		     i < v.to && (chars_is(s->p[i], CH_LWS) || s->p[i] == ',');
		     i++)
			;
		sip_emit(s->out, SIP_SYNTAX, end, i, field);
		v.from = i;
	}
}

/* gr= and +sip.instance=: a URN keeps its type, RFC 5627 and RFC 5626 */
static void rule_instance(struct scan *s, struct part v, uint16_t field,
			  enum sip_space ns)
{
	uint32_t to = v.to;

	v = value_angle(s, v, field);
	if (lex_begins(s, v, "urn:"))
		sip_uri(s, v, field);
	else if (uri_is_uuid(s, v))
		sip_emit_token(s->out, SIP_NS_INSTANCE, SIP_SHAPE_UUID, v,
			       field);
	else
		token(s, ns, v, field);
	sip_emit(s->out, SIP_SYNTAX, v.to, to, field);
}

/* A number; a token when it is none. */
static void rule_tel(struct scan *s, struct part v, uint16_t field)
{
	uint32_t i = v.from + (v.from < v.to && s->p[v.from] == '+');

	if (i < v.to && v.to - v.from <= 64 &&
	    lex_run(s, i, v.to, CH_DIAL) == v.to)
		sip_emit(s->out, SIP_TEL, v.from, v.to, field);
	else if (!sip_value_exact(s, v, field))
		token(s, SIP_NS_VALUE, v, field);
}

/* phone-context and its like, RFC 3966 section 5.1.5: "+49..." or a domain */
static void rule_context(struct scan *s, struct part v, uint16_t field)
{
	if (v.from < v.to &&
	    (s->p[v.from] == '+' || lex_run(s, v.from, v.to, CH_DIGIT) == v.to))
		rule_tel(s, v, field);
	else
		sip_host(s, v, field, 0);
}

/* operators: host, host, ..., with ".1" and "void" between, TS 24.229 */
static void rule_ioi(struct scan *s, struct part v, uint16_t field)
{
	while (v.from < v.to) {
		uint32_t end = lex_find(s, v.from, v.to, ',');
		struct part e = lex_inner(s, (struct part){v.from, end}, field);
		uint32_t dot = lex_rfind(s, e.from, e.to, '.');
		uint32_t n;

		if (dot < e.to &&
		    !sip_decimal(s, (struct part){dot + 1, e.to}, 255, &n))
			dot = e.to;
		if (host_ip4(s, e))
			dot = e.to;
		if (lex_is(s, e, "void"))
			sip_emit(s->out, SIP_SYNTAX, e.from, e.to, field);
		else if (e.from < dot)
			sip_host(s, (struct part){e.from, dot}, field, 0);
		sip_emit(s->out, SIP_NUM, dot, e.to, field);
		sip_emit(s->out, SIP_SYNTAX, e.to, end + (end < v.to), field);
		v.from = end + (end < v.to);
	}
}

/* z9hG4bK cookie, RFC 3261 section 8.1.1.7 */
static void rule_branch(struct scan *s, struct part v, uint16_t field)
{
	uint32_t i = v.from;

	if (v.to - v.from >= 7 && (memcmp(s->p + i, "z9hG4bK", 7) == 0 ||
				   lex_begins(s, v, "z9hg4bk")))
		i += 7;
	sip_emit(s->out, SIP_SYNTAX, v.from, i, field);
	sip_emit(s->out, SIP_BRANCH, i, v.to, field);
}

/* Hexadecimal digits, the row's maximum says how many: the nonce count.  It
 * begins at 1 with every nonce, so it is small. */
static bool rule_hex(struct scan *s, struct part v, uint16_t field)
{
	uint32_t n = 0;

	if (v.to - v.from > sip_fields[field].max ||
	    lex_run(s, v.from, v.to, CH_HEX) != v.to)
		return false;
	for (uint32_t i = v.from; i < v.to; i++)
		n = n << 4 | (uint32_t)chars_hexval(s->p[i]);
	if (n > COUNT_MAX)
		return false;
	sip_emit(s->out, SIP_NUM, v.from, v.to, field);
	return true;
}

/* A number of an RTP statistics header: plain or a/b or with a point. */
static void rule_statvalue(struct scan *s, struct part v, uint16_t field)
{
	uint32_t slash = lex_find(s, v.from, v.to, '/');

	if (value_addr(s, v, field))
		return;
	if (!value_decimal(s, (struct part){v.from, slash}, field)) {
		token(s, SIP_NS_PARAM, v, field);
		return;
	}
	if (slash == v.to)
		return;
	sip_emit(s->out, SIP_SYNTAX, slash, slash + 1, field);
	v.from = slash + 1;
	if (!value_decimal(s, v, field))
		token(s, SIP_NS_PARAM, v, field);
}

/* Rules whose whole value is one span of a class. */
static bool rule_class(struct scan *s, struct part v, uint16_t field)
{
	enum sip_class cls;

	switch (sip_fields[field].rule) {
	case RULE_DROP:
		cls = SIP_DROP;
		break;
	case RULE_TEXT:
		cls = SIP_TEXT;
		break;
	case RULE_PHRASE:
		cls = SIP_PHRASE;
		break;
	case RULE_DIGEST:
		cls = SIP_DIGEST;
		break;
	case RULE_EPOCH:
		cls = SIP_EPOCH;
		break;
	default:
		return false;
	}
	sip_emit(s->out, cls, v.from, v.to, field);
	return true;
}

/* Rules that a value may fail; then it is a token. */
static bool rule_checked(struct scan *s, struct part v, uint16_t field)
{
	switch (sip_fields[field].rule) {
	case RULE_DECIMAL:
		return value_decimal(s, v, field);
	case RULE_VERSION:
		return value_version(s, v, field);
	case RULE_HEX:
		return rule_hex(s, v, field);
	default:
		return false;
	}
}

static bool rule_structured(struct scan *s, struct part v, uint16_t field)
{
	switch (sip_fields[field].rule) {
	case RULE_LIST:
		rule_list(s, v, field);
		return true;
	case RULE_MEDIA:
		value_media(s, v, field);
		return true;
	case RULE_LANG:
		value_lang(s, v, field);
		return true;
	case RULE_CALLID:
		value_callid(s, v, field);
		return true;
	case RULE_CID:
		value_msgid(s, v, field);
		return true;
	case RULE_INSTANCE:
		rule_instance(s, v, field, SIP_NS_INSTANCE);
		return true;
	case RULE_GR:
		rule_instance(s, v, field, SIP_NS_GRUU);
		return true;
	case RULE_IOI:
		rule_ioi(s, v, field);
		return true;
	case RULE_STATVALUE:
		rule_statvalue(s, v, field);
		return true;
	case RULE_URIS:
		rule_uris(s, v, field);
		return true;
	case RULE_PCTURI:
		value_nested(s, SIP_IN_PCT_URI, v, field);
		return true;
	default:
		return false;
	}
}

/* The value between its quotes. */
static void by_rule(struct scan *s, struct part v, uint16_t field)
{
	switch (sip_fields[field].rule) {
	case RULE_WORD:
		value_word(s, v, field,
			   (enum sip_words)sip_fields[field].words);
		return;
	case RULE_TOKEN:
		if (sip_fields[field].space != SIP_NS_SESSID ||
		    !value_nil_uuid(s, v, field))
			value_token(s, v, field);
		return;
	case RULE_BRANCH:
		rule_branch(s, v, field);
		return;
	case RULE_HOST:
		rule_host(s, v, field);
		return;
	case RULE_URI:
		rule_uri(s, v, field);
		return;
	case RULE_TEL:
		rule_tel(s, v, field);
		return;
	case RULE_CONTEXT:
		rule_context(s, v, field);
		return;
	case RULE_NUM:
		if (!sip_value_num(s, v, field, sip_fields[field].max))
			token(s, SIP_NS_PARAM, v, field);
		return;
	case RULE_EXACT:
		sip_value_unknown(s, v, field);
		return;
	default:
		break;
	}
	if (!rule_class(s, v, field) && !rule_checked(s, v, field) &&
	    !rule_structured(s, v, field))
		token(s, SIP_NS_PARAM, v, field);
}

void value_as_told(struct scan *s, struct part v, uint16_t field)
{
	if (sip_strict(s->out, field) == SIP_AS_TOKEN)
		token(s, SIP_NS_VALUE, v, field);
	else
		sip_emit(s->out, SIP_DROP, v.from, v.to, field);
}

/* What is between quotes; the opening one is emitted. */
static struct part unquote(struct scan *s, struct part v, uint16_t field)
{
	if (v.from >= v.to || s->p[v.from] != '"')
		return v;
	sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, field);
	v.from++;
	if (v.to > v.from && s->p[v.to - 1] == '"')
		v.to--;
	return v;
}

void sip_value(struct scan *s, struct part v, uint16_t field)
{
	uint32_t to = v.to;

	v = lex_inner(s, v, field);
	if (v.from < v.to && s->p[v.from] == '"')
		v = unquote(s, v, field);
	if (v.from < v.to && !value_strict(s, v, field))
		by_rule(s, v, field);
	sip_emit(s->out, SIP_SYNTAX, v.to, to, field);
}

void sip_value_bare(struct scan *s, struct part v, uint16_t field)
{
	if (!value_strict(s, v, field))
		by_rule(s, v, field);
}

void sip_value_unknown(struct scan *s, struct part v, uint16_t field)
{
	uint32_t to = v.to;

	v = lex_inner(s, v, field);
	if (v.from < v.to && s->p[v.from] == '"')
		v = unquote(s, v, field);
	if (v.from < v.to && !sip_value_word(s, v, field, WORDS_BOOL) &&
	    !sip_value_exact(s, v, field))
		token(s, SIP_NS_PARAM, v, field);
	sip_emit(s->out, SIP_SYNTAX, v.to, to, field);
}
