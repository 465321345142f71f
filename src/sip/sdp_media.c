/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attributes of codecs, of ICE and of keys.
 */
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/sdp.h"

enum {
	PAYLOAD_MAX = 255,
	CLOCK_MAX = 999999,
	PARAM_MAX = 9999,
	UNKNOWN_MAX = 99, /* a number of a parameter nobody knows */
	LIFETIME_MAX = 64,
};

static bool is_hex(const struct sdp *d, struct part v)
{
	return v.from < v.to && lex_run(d->s, v.from, v.to, CH_HEX) == v.to;
}

/* The next field as a number up to max, else as a token. */
static bool next_number(struct sdp *d, uint32_t max)
{
	struct part v;

	if (!sdp_next(d, &v))
		return false;
	if (!sdp_integer(d, v, max))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, v);
	return true;
}

/* ---- rtpmap, fmtp -------------------------------------------------------- */

/* payload SP encoding "/" clock ["/" channels] */
void sdp_rtpmap(struct sdp *d)
{
	static const uint32_t max[] = {CLOCK_MAX, PAYLOAD_MAX};
	struct part v, name;
	unsigned n = 0;

	if (!next_number(d, PAYLOAD_MAX) || !sdp_next(d, &v))
		return;
	name = (struct part){v.from, lex_find(d->s, v.from, v.to, '/')};
	if (!sdp_word(d, name, WORDS_CODEC))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, name);
	for (uint32_t at = name.to; at < v.to; n++) {
		struct part f = {at + 1, lex_find(d->s, at + 1, v.to, '/')};

		sip_emit(d->s->out, SIP_SYNTAX, at, f.from, d->field);
		if (n >= 2 || !sdp_integer(d, f, max[n]))
			sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, f);
		at = f.to;
	}
}

/* The value of a known parameter of a format. */
static void fmtp_value(struct sdp *d, struct part name, struct part v)
{
	if (sip_word(WORDS_FMTPLONG, part_span(d->s, name.from, name.to)))
		sdp_put(d, SIP_KEY, v);
	else if (lex_is(d->s, name, "profile-level-id") && v.to - v.from == 6 &&
		 is_hex(d, v))
		sdp_put(d, SIP_NUM, v);
	else
		sdp_items(d, v, WORDS_FMTPVAL);
}

/* name "=" value, or a list that stands alone */
static void fmtp_param(struct sdp *d, struct part v)
{
	struct part name = {v.from, lex_find(d->s, v.from, v.to, '=')};
	struct part value = {name.to + 1, v.to};

	if (name.to == v.to) {
		if (!sdp_word(d, v, WORDS_FMTP))
			sdp_items(d, v, WORDS_FMTPVAL);
		return;
	}
	if (sdp_word(d, name, WORDS_FMTP) ||
	    sdp_word(d, name, WORDS_FMTPLONG)) {
		sip_emit(d->s->out, SIP_SYNTAX, name.to, value.from, d->field);
		fmtp_value(d, name, value);
		return;
	}
	sdp_put(d, SIP_PNAME, name);
	sip_emit(d->s->out, SIP_SYNTAX, name.to, value.from, d->field);
	if (value.from < value.to && !sdp_integer(d, value, UNKNOWN_MAX) &&
	    !sdp_word(d, value, WORDS_FMTPVAL))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, value);
}

/* format, then parameters between ';' or blanks */
void sdp_fmtp(struct sdp *d)
{
	const uint8_t *p = d->s->p;
	struct part v;
	uint32_t i;

	if (!sdp_next(d, &v))
		return;
	if (!sdp_integer(d, v, PAYLOAD_MAX) && !sdp_word(d, v, WORDS_SDPFMT))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, v);
	for (i = v.to; i < d->end; i = v.to) {
		v = (struct part){i, i};
		while (v.to < d->end && p[v.to] != ';' &&
		       !chars_is(p[v.to], CH_BLANK))
			v.to++;
		if (v.from < v.to) {
			fmtp_param(d, v);
		} else {
			v.to++;
			sdp_put(d, SIP_SYNTAX, v);
		}
	}
	d->pos = d->end;
}

/* ---- ICE ----------------------------------------------------------------- */

/* A host where one has to be: anything that can be one is. */
static void must_host(struct sdp *d, struct part v)
{
	if (host_name(d->s, v) || host_shaped(d->s, v))
		sip_host(d->s, v, d->field, 0);
	else
		sdp_token(d, SIP_NS_ICE, SIP_SHAPE_PLAIN, v);
}

/* name SP value, behind the type of a candidate */
static void candidate_pair(struct sdp *d, struct part name)
{
	struct part v;
	bool known = sdp_word(d, name, WORDS_SDPVAL);

	if (!known)
		sdp_put(d, SIP_PNAME, name);
	if (!sdp_next(d, &v))
		return;
	if (lex_is(d->s, name, "raddr"))
		must_host(d, v);
	else if (lex_is(d->s, name, "ufrag"))
		sdp_token(d, SIP_NS_ICE, SIP_SHAPE_PLAIN, v);
	else if ((!known || !sdp_word(d, v, WORDS_SDPVAL)) &&
		 !sdp_integer(d, v, known ? UINT16_MAX : UNKNOWN_MAX))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, v);
}

/* Drafts before RFC 5245: fields in another order; each by its look. */
static void candidate_field(struct sdp *d, struct part v)
{
	if (sdp_word(d, v, WORDS_SDPVAL) || sdp_number(d, v, UINT16_MAX))
		return;
	if (host_shaped(d->s, v))
		sip_host(d->s, v, d->field, 0);
	else
		sdp_token(d, SIP_NS_ICE, SIP_SHAPE_PLAIN, v);
}

/*
 * RFC 8839 section 5.1: foundation component transport priority address port
 * "typ" type, then pairs.  The priority says nothing but the kind.
 */
void sdp_candidate(struct sdp *d)
{
	struct part v;
	bool current;

	if (!sdp_next(d, &v))
		return;
	sdp_token(d, SIP_NS_ICE, SIP_SHAPE_PLAIN, v);
	if (!next_number(d, PAYLOAD_MAX) || !sdp_next(d, &v))
		return;
	current = !lex_is(d->s, v, "password") && sdp_word(d, v, WORDS_SDPVAL);
	if (!current) {
		candidate_field(d, v);
		while (sdp_next(d, &v))
			candidate_field(d, v);
		return;
	}
	if (!next_number(d, UINT32_MAX) || !sdp_next(d, &v))
		return;
	must_host(d, v);
	if (!next_number(d, UINT16_MAX))
		return;
	while (sdp_next(d, &v))
		candidate_pair(d, v);
}

/* ---- keys ---------------------------------------------------------------- */

/* "2^20", or a number: how long a key may be used. */
static bool crypto_lifetime(struct sdp *d, struct part v)
{
	uint32_t hat = lex_find(d->s, v.from, v.to, '^');
	uint32_t n;

	if (hat == v.to)
		return sdp_integer(d, v, CLOCK_MAX);
	if (hat != v.from + 1 || d->s->p[v.from] != '2' ||
	    !sip_decimal(d->s, (struct part){hat + 1, v.to}, LIFETIME_MAX, &n))
		return false;
	sdp_put(d, SIP_NUM, v);
	return true;
}

/* key ["|" lifetime] ["|" MKI ":" length], behind "inline:" */
static void crypto_key(struct sdp *d, struct part v)
{
	uint32_t bar = lex_find(d->s, v.from, v.to, '|');

	sdp_put(d, SIP_KEY, (struct part){v.from, bar});
	while (bar < v.to) {
		struct part f = {bar + 1, lex_find(d->s, bar + 1, v.to, '|')};

		if (lex_find(d->s, f.from, f.to, ':') < f.to) {
			sip_emit(d->s->out, SIP_DROP, bar, f.to, d->field);
		} else {
			sip_emit(d->s->out, SIP_SYNTAX, bar, f.from, d->field);
			if (f.from < f.to && !crypto_lifetime(d, f))
				sdp_put(d, SIP_DROP, f);
		}
		bar = f.to;
	}
}

/* What stands between ';': a key method and its key. */
static void crypto_method(struct sdp *d, struct part v)
{
	uint32_t colon = lex_find(d->s, v.from, v.to, ':');

	struct part name = {v.from, colon};

	if (colon == v.to) {
		sdp_put(d, SIP_KEY, v);
		return;
	}
	if (lex_is(d->s, name, "inline"))
		sdp_put(d, SIP_WORD, name);
	else
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, name);
	sip_emit(d->s->out, SIP_SYNTAX, colon, colon + 1, d->field);
	crypto_key(d, (struct part){colon + 1, v.to});
}

static void crypto_methods(struct sdp *d, struct part v)
{
	while (v.from < v.to) {
		struct part m = {v.from, lex_find(d->s, v.from, v.to, ';')};

		crypto_method(d, m);
		v.from = m.to < v.to ? m.to + 1 : v.to;
		sip_emit(d->s->out, SIP_SYNTAX, m.to, v.from, d->field);
	}
}

/* Session parameters, RFC 4568 section 6.3; FEC_KEY holds a key. */
static void crypto_param(struct sdp *d, struct part v)
{
	struct part name = {v.from, lex_find(d->s, v.from, v.to, '=')};
	struct part value = {name.to + 1, v.to};

	if (d->s->p[name.from] == '-') {
		sip_emit(d->s->out, SIP_SYNTAX, name.from, name.from + 1,
			 d->field);
		name.from++;
	}
	if (!sdp_word(d, name, WORDS_SRTPPARAM)) {
		sip_emit(d->s->out, SIP_KEY, name.from, v.to, d->field);
		return;
	}
	if (name.to == v.to)
		return;
	sip_emit(d->s->out, SIP_SYNTAX, name.to, value.from, d->field);
	if (lex_is(d->s, name, "fec_key"))
		crypto_methods(d, value);
	else if (value.from < value.to && !sdp_integer(d, value, PARAM_MAX) &&
		 !sdp_word(d, value, WORDS_SRTPPARAM))
		sdp_put(d, SIP_DROP, value);
}

/* RFC 4568 section 9.1: tag suite key-params session-params */
void sdp_crypto(struct sdp *d)
{
	struct part v;

	if (!next_number(d, PARAM_MAX) || !sdp_next(d, &v))
		return;
	if (!sdp_word(d, v, WORDS_SUITE))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, v);
	if (!sdp_next(d, &v))
		return;
	crypto_methods(d, v);
	while (sdp_next(d, &v))
		crypto_param(d, v);
}

/* Hash function or protocol version, then the hash. */
void sdp_fingerprint(struct sdp *d)
{
	struct part v;

	if (!sdp_next(d, &v))
		return;
	if (!sdp_word(d, v, WORDS_HASHFUNC) && !sdp_number(d, v, PAYLOAD_MAX))
		sdp_token(d, SIP_NS_FP, SIP_SHAPE_PLAIN, v);
	while (sdp_next(d, &v)) {
		uint32_t i = v.from;

		while (i < v.to && (chars_is(d->s->p[i], CH_HEX) ||
				    (d->s->p[i] == ':' && i > v.from)))
			i++;
		sdp_token(d, SIP_NS_FP,
			  i == v.to ? SIP_SHAPE_HEXN : SIP_SHAPE_PLAIN, v);
	}
}

/* ---- sources and header extensions ---------------------------------------- */

static void put_source(struct sdp *d, struct part v)
{
	uint32_t n;

	sdp_token(d, SIP_NS_SSRC,
		  sip_decimal(d->s, v, UINT32_MAX, &n) ? SIP_SHAPE_U32
						       : SIP_SHAPE_PLAIN,
		  v);
}

/* Source numbers and ranges of them, a word (the semantics) before. */
void sdp_ssrcs(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		uint32_t dash = lex_find(d->s, v.from, v.to, '-');
		uint32_t n;

		if (sdp_word(d, v, WORDS_SDPVAL))
			continue;
		if (dash < v.to &&
		    sip_decimal(d->s, (struct part){v.from, dash}, UINT32_MAX,
				&n)) {
			put_source(d, (struct part){v.from, dash});
			v.from = dash + 1;
			sip_emit(d->s->out, SIP_SYNTAX, dash, v.from, d->field);
		}
		if (v.from < v.to)
			put_source(d, v);
	}
}

/* RFC 5576 section 4.1: a source and an attribute of it. */
void sdp_ssrc(struct sdp *d)
{
	struct part v;

	if (!sdp_next(d, &v))
		return;
	put_source(d, v);
	sdp_attr(d);
}

/* RFC 8285 section 8: id["/" direction] URI attributes */
void sdp_extmap(struct sdp *d)
{
	struct part v;
	uint32_t slash;

	if (!sdp_next(d, &v))
		return;
	slash = lex_find(d->s, v.from, v.to, '/');
	if (!sdp_integer(d, (struct part){v.from, slash}, UINT16_MAX))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN,
			  (struct part){v.from, slash});
	if (slash < v.to) {
		sip_emit(d->s->out, SIP_SYNTAX, slash, slash + 1, d->field);
		sdp_item(d, (struct part){slash + 1, v.to}, WORDS_SDPVAL);
	}
	if (!sdp_next(d, &v))
		return;
	if (!sdp_word(d, v, WORDS_EXTMAP))
		sdp_token(d, SIP_NS_URN, SIP_SHAPE_PLAIN, v);
	while (sdp_next(d, &v)) {
		/* behind urn:ietf:params:rtp-hdrext:encrypt stands another */
		if (!sdp_word(d, v, WORDS_EXTMAP))
			sdp_items(d, v, WORDS_SDPVAL);
	}
}
