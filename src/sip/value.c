/* SPDX-License-Identifier: Apache-2.0 */
/* value.c - pieces of values: numbers, words, addresses, tokens. */
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
};

/* ---- numbers and words ----------------------------------------------------- */

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
	/* without zeros in front what is no greater is no longer */
	return n <= max && (s->p[v.from] != '0' || !too_long(s, v, max));
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

void value_nested(struct scan *s, enum sip_nested kind, struct part v,
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
		value_nested(s, SIP_IN_PCT_URI, v, field);
		return true;
	}
	return false;
}

/* ---- ids -------------------------------------------------------------------- */

/* What is in <...>, when v is that; the bracket in front is emitted, the one
 * behind is left to the caller. */
struct part value_angle(struct scan *s, struct part v, uint16_t field)
{
	if (v.to - v.from < 2 || s->p[v.from] != '<' || s->p[v.to - 1] != '>')
		return v;
	sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, field);
	return (struct part){v.from + 1, v.to - 1};
}

/* call id: left and right of the @, when the right part is a host */
void value_callid(struct scan *s, struct part v, uint16_t field)
{
	uint32_t at = lex_find(s, v.from, v.to, '@');

	if (at < v.to)
		at = lex_rfind(s, v.from, v.to, '@');
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

	v = value_angle(s, v, field);
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
