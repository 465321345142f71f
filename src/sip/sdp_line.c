/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a session description, RFC 8866 section 5.
 */
#include "sip/agent.h"
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"
#include "sip/sdp.h"

enum {
	ORIGIN_FIELDS = 5, /* behind the user name */
	SDPID_DIGITS = 19, /* fits into 64 bits */
	NTP_DIGITS = 11,
	PAYLOAD_MAX = 255,
};

static bool all_digits(const struct scan *s, struct part v, uint32_t most)
{
	return v.from < v.to && v.to - v.from <= most &&
	       lex_run(s, v.from, v.to, CH_DIGIT) == v.to;
}

/* A word of the set, else a token. */
static void word_or_token(struct sdp *d, struct part v, enum sip_words set)
{
	if (!sdp_word(d, v, set))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, v);
}

static void number_or_token(struct sdp *d, struct part v, uint32_t max)
{
	if (!sdp_integer(d, v, max))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, v);
}

/* ---- c= ------------------------------------------------------------------ */

static void put_raw(struct sdp *d, enum sip_class cls, struct part v)
{
	sip_emit_as(d->s->out,
		    (struct sip_span){v.from, v.to - v.from, (uint8_t)cls,
				      SIP_ENC_RAW, d->field, 0});
}

/* address["/" ttl ["/" count]] */
static void conn_address(struct sdp *d, struct part v)
{
	struct part host = {v.from, lex_find(d->s, v.from, v.to, '/')};

	if (host_name(d->s, host) || host_shaped(d->s, host))
		sip_host(d->s, host, d->field, 0);
	else
		sdp_token(d, SIP_NS_VALUE, SIP_SHAPE_PLAIN, host);
	for (uint32_t at = host.to; at < v.to;) {
		struct part n = {at + 1, lex_find(d->s, at + 1, v.to, '/')};

		sip_emit(d->s->out, SIP_SYNTAX, at, n.from, d->field);
		number_or_token(d, n, PAYLOAD_MAX);
		at = n.to;
	}
}

/* A telephone number, RFC 7195 section 5.2.1; "-" for none. */
static void conn_number(struct sdp *d, struct part v)
{
	if (sdp_word(d, v, WORDS_SDPUSER))
		return;
	if (sip_looks_tel(part_span(d->s, v.from, v.to)))
		put_raw(d, SIP_TEL, v);
	else
		sdp_token(d, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v);
}

void sdp_conn(struct sdp *d)
{
	struct part net, type, addr;

	if (!sdp_next(d, &net))
		return;
	word_or_token(d, net, WORDS_SDPNET);
	if (!sdp_next(d, &type))
		return;
	if (!sdp_word(d, type, WORDS_SDPADDR) &&
	    !sdp_word(d, type, WORDS_SDPUSER))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, type);
	if (!sdp_next(d, &addr))
		return;
	if (lex_is(d->s, net, "in"))
		conn_address(d, addr);
	else
		conn_number(d, addr);
}

/* ---- o= ------------------------------------------------------------------ */

/* Where the last five fields begin; v.from when there are fewer. */
static uint32_t origin_split(const struct scan *s, struct part v)
{
	uint32_t i = v.to;

	for (int n = 0; n < ORIGIN_FIELDS; n++) {
		while (i > v.from && chars_is(s->p[i - 1], CH_BLANK))
			i--;
		while (i > v.from && !chars_is(s->p[i - 1], CH_BLANK))
			i--;
	}
	return i;
}

/* A word of the set with "-" and a version behind it, or a product. */
static bool is_product(struct span t)
{
	size_t dash = span_rfind(t, '-');
	struct span version = span_sub(t, dash + 1, t.n);

	if (version.n > 0 && sip_agent_version(version) == version.n &&
	    sip_word(WORDS_SDPUSER, span_sub(t, 0, dash)))
		return true;
	return sip_agent_product(t);
}

/* A piece of a user name between its @. */
static void origin_user(struct sdp *d, struct part v, struct part host)
{
	if (host_ip4(d->s, v) && lex_find(d->s, v.from, v.to, '.') < v.to)
		sdp_put(d, SIP_IP4, v);
	else
		put_raw(d, uri_user_class(d->s, v, host), v);
}

/*
 * The user name: a login or a whole address of record; some write blanks
 * into it.
 */
static void origin_name(struct sdp *d, struct part v)
{
	struct part host = {lex_rfind(d->s, v.from, v.to, '@'), v.to};
	struct span text = part_span(d->s, v.from, v.to);

	if (sdp_word(d, v, WORDS_SDPUSER))
		return;
	if (is_product(text)) {
		sdp_put(d, SIP_WORD, v);
		return;
	}
	if (host.from < v.to)
		host.from++;
	if (!host_name(d->s, host) && !host_shaped(d->s, host)) {
		origin_user(d, v, (struct part){v.to, v.to});
		return;
	}
	v.to = host.from - 1;
	origin_user(d, v, host);
	sip_emit(d->s->out, SIP_SYNTAX, v.to, host.from, d->field);
	sip_host(d->s, host, d->field, 0);
}

static void origin_id(struct sdp *d, struct part v, uint32_t which)
{
	if (all_digits(d->s, v, SDPID_DIGITS))
		sip_emit_as(d->s->out,
			    (struct sip_span){v.from, v.to - v.from, SIP_SDPID,
					      0, d->field, which});
	else
		sdp_token(d, SIP_NS_SESSID, SIP_SHAPE_PLAIN, v);
}

/* Fields are missing: each is what it looks like, the first the name. */
static void origin_short(struct sdp *d)
{
	struct part f;

	if (sdp_next(d, &f))
		origin_name(d, f);
	while (sdp_next(d, &f)) {
		if (all_digits(d->s, f, SDPID_DIGITS))
			origin_id(d, f, 0);
		else if (!sdp_word(d, f, WORDS_SDPVAL))
			conn_address(d, f);
	}
}

/* RFC 8866 section 5.2; the five last fields count from the end. */
void sdp_origin(struct sdp *d)
{
	struct part v = sdp_rest(d), f;
	uint32_t split = origin_split(d->s, v);
	struct part user = {v.from, lex_trim(d->s, v.from, split)};

	d->pos = user.to;
	if (user.from == user.to) {
		origin_short(d);
		return;
	}
	origin_name(d, user);
	for (uint32_t which = 0; which < 2; which++) {
		if (sdp_next(d, &f))
			origin_id(d, f, which);
	}
	sdp_conn(d);
}

/* ---- s= ------------------------------------------------------------------ */

/* Is this field of a session name known?  *product: a product came before. */
static bool name_known(struct span t, bool *product)
{
	if (*product && sip_agent_version(t) == t.n) {
		*product = false;
		return true;
	}
	if (*product && sip_word(WORDS_PRODUCTWORD, t))
		return true;
	*product = sip_agent_product(t);
	return *product || sip_word(WORDS_SDPNAME, t);
}

/* Only known words stay; "Asterisk PBX 16.2" does, "Bob's call" does not. */
void sdp_name(struct sdp *d)
{
	struct part v = sdp_rest(d);
	bool product = false;

	for (uint32_t i = v.from; i < v.to;) {
		struct part f = {lex_lws(d->s, i, v.to), 0};

		for (f.to = f.from;
		     f.to < v.to && !chars_is(d->s->p[f.to], CH_LWS);)
			f.to++;
		if (!name_known(part_span(d->s, f.from, f.to), &product)) {
			sdp_put(d, SIP_TEXT, v);
			return;
		}
		i = f.to;
	}
	sdp_put(d, SIP_WORD, v);
}

/* ---- t=, r=, b= ---------------------------------------------------------- */

void sdp_time(struct sdp *d)
{
	struct part v;

	for (int n = 0; n < 2 && sdp_next(d, &v); n++) {
		if (sdp_integer(d, v, 0))
			continue;
		if (all_digits(d->s, v, NTP_DIGITS))
			sdp_put(d, SIP_NTP, v);
		else
			sdp_token(d, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v);
	}
}

/* Durations, RFC 8866 section 5.10: a number and a unit. */
void sdp_repeat(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		struct part n = v;

		if (!chars_is(d->s->p[n.to - 1], CH_DIGIT))
			n.to--;
		if ((n.to == v.to ||
		     sip_word(WORDS_SDPUNIT, part_span(d->s, n.to, v.to))) &&
		    sdp_number(d, n, sip_fields[d->field].max))
			sip_emit(d->s->out, SIP_WORD, n.to, v.to, d->field);
		else
			sdp_token(d, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v);
	}
}

/* modifier ":" number */
void sdp_bandwidth(struct sdp *d)
{
	struct part v = sdp_rest(d);
	uint32_t colon = lex_find(d->s, v.from, v.to, ':');
	struct part n = {colon + 1, v.to};

	word_or_token(d, (struct part){v.from, colon}, WORDS_SDPBW);
	if (colon == v.to)
		return;
	sip_emit(d->s->out, SIP_SYNTAX, colon, n.from, d->field);
	n.from = lex_lws(d->s, n.from, n.to);
	sip_emit_to(d->s->out, SIP_SYNTAX, n.from, d->field);
	if (n.from < n.to)
		number_or_token(d, n, sip_fields[d->field].max);
}

/* ---- m= ------------------------------------------------------------------ */

/* media port["/" count] proto format ... */
void sdp_media(struct sdp *d)
{
	struct part v;
	uint32_t slash;

	if (!sdp_next(d, &v))
		return;
	word_or_token(d, v, WORDS_SDPMEDIA);
	if (!sdp_next(d, &v))
		return;
	slash = lex_find(d->s, v.from, v.to, '/');
	number_or_token(d, (struct part){v.from, slash}, UINT16_MAX);
	if (slash < v.to) {
		sip_emit(d->s->out, SIP_SYNTAX, slash, slash + 1, d->field);
		number_or_token(d, (struct part){slash + 1, v.to}, UINT16_MAX);
	}
	if (!sdp_next(d, &v))
		return;
	word_or_token(d, v, WORDS_SDPPROTO);
	while (sdp_next(d, &v)) {
		if (!sdp_integer(d, v, PAYLOAD_MAX))
			word_or_token(d, v, WORDS_SDPFMT);
	}
}
