/* SPDX-License-Identifier: Apache-2.0 */
/* value.c - a value that stands alone, by the rule of its row. */
#include "sip/value.h"

#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"

enum {
	NUM_DIGITS = 10,    /* more than a 32-bit number has */
	ZERO_DIGITS = 5,    /* of a number that begins with 0 */
	LIMIT_MIN = 99999,  /* least maximum with a "no limit" */
	VERSION_DIGITS = 2, /* of one number in 1.2.3 */
	VERSION_PARTS = 16,
	VERSION_PAIRS = 3,  /* of the numbers that have two digits */
	DECIMAL_DIGITS = 3, /* behind the point */
	DECIMAL_MAX = 99999,
	COUNT_MAX = 0xfffff, /* of requests with one nonce */
};

/* ---- pieces ---------------------------------------------------------------- */

/* What programs write for "no limit", above any maximum of a table. */
static bool is_no_limit(uint64_t n)
{
	return n == UINT32_MAX || n == INT32_MAX || n == INT32_MAX / 2;
}

/* Leading zeros make a number as long as somebody's. */
static bool too_long(const struct scan *s, struct part v, uint32_t max)
{
	uint32_t digits = 1;

	for (; max >= 10; max /= 10)
		digits++;
	return v.to - v.from > (digits > ZERO_DIGITS && s->p[v.from] == '0'
				    ? ZERO_DIGITS
				    : digits);
}

bool sip_decimal(const struct scan *s, struct part v, uint32_t max,
		 uint32_t *value)
{
	uint64_t n = 0;

	if (v.from >= v.to || v.to - v.from > NUM_DIGITS)
		return false;
	for (uint32_t i = v.from; i < v.to; i++) {
		uint8_t c = s->p[i];

		if (c < '0' || c > '9')
			return false;
		n = n * 10 + (uint64_t)(c - '0');
	}
	*value = (uint32_t)n;
	if (max >= LIMIT_MIN && is_no_limit(n) && s->p[v.from] != '0')
		return true;
	return n <= max && !too_long(s, v, max);
}

bool sip_value_num(struct scan *s, struct part v, uint16_t field, uint32_t max)
{
	uint32_t n;

	if (!sip_decimal(s, v, max, &n))
		return false;
	sip_emit(s->out, SIP_NUM, v.from, v.to, field);
	return true;
}

bool sip_value_word(struct scan *s, struct part v, uint16_t field,
		    enum sip_words set)
{
	if (v.from >= v.to || !sip_word(set, part_span(s, v.from, v.to)))
		return false;
	sip_emit(s->out, SIP_WORD, v.from, v.to, field);
	return true;
}

static void token(struct scan *s, enum sip_space ns, struct part v,
		  uint16_t field)
{
	sip_emit_token(s->out, ns, SIP_SHAPE_PLAIN, v, field);
}

/* A word of the set, or a token; "*" is syntax; methods are a class. */
void value_word(struct scan *s, struct part v, uint16_t field,
		enum sip_words set)
{
	if (v.to - v.from == 1 && s->p[v.from] == '*')
		sip_emit(s->out, SIP_SYNTAX, v.from, v.to, field);
	else if (sip_value_word(s, v, field, set))
		return;
	else if (set == WORDS_METHOD)
		sip_emit(s->out, SIP_METHOD, v.from, v.to, field);
	else
		token(s, SIP_NS_WORD, v, field);
}

/* type "/" subtype */
void value_media(struct scan *s, struct part v, uint16_t field)
{
	uint32_t slash = lex_find(s, v.from, v.to, '/');
	struct part type = {v.from, slash}, sub = {slash + 1, v.to};

	if (sip_value_word(s, v, field, WORDS_MEDIA))
		return;
	value_word(s, type, field, WORDS_TYPE);
	if (slash == v.to)
		return;
	sip_emit(s->out, SIP_SYNTAX, slash, slash + 1, field);
	value_word(s, sub, field, WORDS_STAR);
}

/* RFC 5646: the primary subtag stays, the rest singles people out */
void value_lang(struct scan *s, struct part v, uint16_t field)
{
	uint32_t dash = lex_find(s, v.from, v.to, '-');

	value_word(s, (struct part){v.from, dash}, field, WORDS_LANG);
	sip_emit(s->out, SIP_LANG, dash, v.to, field);
}

/*
 * Numbers with dots: 1.0, index=1.2.1.  Few of them have two digits, and none
 * begins with 0, so that neither an address nor a number of somebody fits.
 */
bool value_version(struct scan *s, struct part v, uint16_t field)
{
	uint32_t digits = 0, parts = 1, pairs = 0;

	for (uint32_t i = v.from; i < v.to; i++) {
		if (s->p[i] == '.' && digits > 0) {
			parts++;
			digits = 0;
			continue;
		}
		if (!chars_is(s->p[i], CH_DIGIT) ||
		    (digits > 0 && s->p[i - 1] == '0' && digits == 1) ||
		    ++digits > VERSION_DIGITS)
			return false;
		pairs += digits == 2;
	}
	if (digits == 0 || parts > VERSION_PARTS || pairs > VERSION_PAIRS ||
	    (parts == 4 && v.to - v.from > 1 && s->p[v.from + 1] != '.'))
		return false;
	sip_emit(s->out, SIP_NUM, v.from, v.to, field);
	return true;
}

/* Digits, perhaps "." and few digits: q=0.5, delays, rates; up to the row's
 * maximum. */
bool value_decimal(struct scan *s, struct part v, uint16_t field)
{
	uint32_t dot = lex_find(s, v.from, v.to, '.');
	uint32_t max = sip_fields[field].max;
	uint32_t n;

	if (dot > v.from && !sip_decimal(s, (struct part){v.from, dot},
					 max ? max : DECIMAL_MAX, &n))
		return false;
	if (dot < v.to && (v.to - dot > DECIMAL_DIGITS + 1 ||
			   lex_run(s, dot + 1, v.to, CH_DIGIT) != v.to))
		return false;
	if (v.to - v.from <= (uint32_t)(dot < v.to))
		return false;
	sip_emit(s->out, SIP_NUM, v.from, v.to, field);
	return true;
}

/* ---- addresses in disguise -------------------------------------------------- */

/* ":port" or "~port~number" behind an address */
static bool tail_ok(const struct scan *s, struct part v)
{
	uint32_t n, tilde;

	if (v.from == v.to)
		return true;
	if (s->p[v.from] == ':')
		return sip_decimal(s, (struct part){v.from + 1, v.to},
				   UINT16_MAX, &n);
	if (s->p[v.from] != '~')
		return false;
	tilde = lex_find(s, v.from + 1, v.to, '~');
	return sip_decimal(s, (struct part){v.from + 1, tilde}, UINT16_MAX,
			   &n) &&
	       (tilde == v.to ||
		sip_decimal(s, (struct part){tilde + 1, v.to}, 255, &n));
}

/* Where an address with a tail ends; 0 when v is none.  A plain number is
 * no address here. */
static uint32_t addr_end(const struct scan *s, struct part v)
{
	uint32_t end = v.from;

	if (s->p[v.from] == '[') {
		end = lex_find(s, v.from, v.to, ']');
		if (end == v.to || !host_ip6(s, (struct part){v.from + 1, end}))
			return 0;
		end++;
	} else if (chars_is(s->p[v.from], CH_DIGIT)) {
		while (end < v.to && s->p[end] != ':' && s->p[end] != '~')
			end++;
		if (lex_find(s, v.from, end, '.') == end ||
		    !host_ip4(s, (struct part){v.from, end}))
			end = 0;
	} else {
		end = 0;
	}
	if (end)
		return tail_ok(s, (struct part){end, v.to}) ? end : 0;
	if (host_ip6(s, v))
		return v.to;
	end = lex_find(s, v.from, v.to, '~');
	if (end < v.to && host_ip6(s, (struct part){v.from, end}) &&
	    tail_ok(s, (struct part){end, v.to}))
		return end;
	return 0;
}

/* Exactly an address, perhaps with port and protocol behind it. */
bool value_addr(struct scan *s, struct part v, uint16_t field)
{
	uint32_t end;

	if (v.from >= v.to || v.to - v.from > 200)
		return false;
	end = addr_end(s, v);
	if (!end)
		return false;
	sip_host(s, (struct part){v.from, end}, field, 0);
	sip_emit(s->out, SIP_NUM, end, v.to, field);
	return true;
}

/* scheme "%3A": a percent-encoded URI */
static bool pct_uri(const struct scan *s, struct part v)
{
	uint32_t i = lex_run(s, v.from, v.to, CH_ALNUM);

	return i > v.from && lex_begins(s, (struct part){i, v.to}, "%3a") &&
	       sip_word(WORDS_SCHEME, part_span(s, v.from, i));
}

static void nested(struct scan *s, enum sip_nested kind, struct part v,
		   uint16_t field)
{
	sip_emit_as(s->out, (struct sip_span){v.from, v.to - v.from, SIP_NESTED,
					      (uint8_t)kind, field, 0});
}

bool sip_value_exact(struct scan *s, struct part v, uint16_t field)
{
	if (value_addr(s, v, field))
		return true;
	if (uri_begins(s, v)) {
		sip_uri(s, v, field);
		return true;
	}
	if (pct_uri(s, v)) {
		nested(s, SIP_IN_PCT_URI, v, field);
		return true;
	}
	return false;
}

/* ---- rules ------------------------------------------------------------------- */

/* host, host:port, or aaa://host in parameters of charging headers */
static void rule_host(struct scan *s, struct part v, uint16_t field)
{
	if (lex_find(s, v.from, v.to, '/') < v.to && uri_begins(s, v))
		sip_uri(s, v, field);
	else
		sip_hostport(s, v, field);
}

/* What is in <...>, when v is that; the bracket in front is emitted, the one
 * behind is left to the caller. */
static struct part angle(struct scan *s, struct part v, uint16_t field)
{
	if (v.to - v.from < 2 || s->p[v.from] != '<' || s->p[v.to - 1] != '>')
		return v;
	sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, field);
	return (struct part){v.from + 1, v.to - 1};
}

/* a URI, in quotes perhaps with escapes */
static void rule_uri(struct scan *s, struct part v, uint16_t field)
{
	uint16_t user_as = s->user_as;
	uint32_t to = v.to;

	if (field == FIELD_PARAM_CONTACT_TEMP_GRUU)
		s->user_as = SIP_NS_GRUU + 1;
	v = angle(s, v, field);
	if (lex_find(s, v.from, v.to, '\\') < v.to)
		nested(s, SIP_IN_QUOTED_URI, v, field);
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

	v = angle(s, v, field);
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

	if (lex_begins(s, v, "z9hg4bk"))
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

/* call id: left and right of the @, when the right part is a host */
void value_callid(struct scan *s, struct part v, uint16_t field)
{
	uint32_t at = lex_rfind(s, v.from, v.to, '@');

	if (at == v.to || at == v.from ||
	    !host_shaped(s, (struct part){at + 1, v.to})) {
		token(s, SIP_NS_CALLID, v, field);
		return;
	}
	token(s, SIP_NS_CALLID, (struct part){v.from, at}, field);
	sip_emit(s->out, SIP_SYNTAX, at, at + 1, field);
	sip_host(s, (struct part){at + 1, v.to}, field, 0);
}

/* <left@host>; brackets may be missing */
void value_msgid(struct scan *s, struct part v, uint16_t field)
{
	uint32_t to = v.to;

	v = angle(s, v, field);
	uri_cid(s, v, field);
	sip_emit(s->out, SIP_SYNTAX, v.to, to, field);
}

/* token:SPACE:SHAPE; the shape only where the original has it */
void value_token(struct scan *s, struct part v, uint16_t field)
{
	const struct sip_field *f = &sip_fields[field];
	uint32_t len = v.to - v.from;
	uint32_t shape = f->shape;
	uint32_t n;

	switch (shape) {
	case SIP_SHAPE_UUID:
		if (!uri_is_uuid(s, v))
			shape = SIP_SHAPE_PLAIN;
		break;
	case SIP_SHAPE_HEX32:
		if (len != 32 || lex_run(s, v.from, v.to, CH_HEX) != v.to)
			shape = SIP_SHAPE_PLAIN;
		break;
	case SIP_SHAPE_U32:
		if (!sip_decimal(s, v, UINT32_MAX, &n))
			shape = SIP_SHAPE_PLAIN;
		break;
	default:
		break;
	}
	sip_emit_token(s->out, (enum sip_space)f->space, shape, v, field);
}

/* The nil UUID says that there is none, RFC 7989 section 4.2. */
bool value_nil_uuid(struct scan *s, struct part v, uint16_t field)
{
	if (v.to - v.from != 32)
		return false;
	for (uint32_t i = v.from; i < v.to; i++) {
		if (s->p[i] != '0')
			return false;
	}
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
	const struct sip_field *f = &sip_fields[field];

	switch (f->rule) {
	case RULE_NUM:
		return sip_value_num(s, v, field, f->max);
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
		nested(s, SIP_IN_PCT_URI, v, field);
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

/* The treatment out's owner wants instead of the rule's. */
bool value_strict(struct scan *s, struct part v, uint16_t field)
{
	switch (sip_strict(s->out, field)) {
	case SIP_BY_CLASS:
		return false;
	case SIP_AS_TOKEN:
		token(s, SIP_NS_VALUE, v, field);
		return true;
	default:
		sip_emit(s->out, SIP_DROP, v.from, v.to, field);
		return true;
	}
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
