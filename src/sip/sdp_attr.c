/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attributes of a session description: names, and values by rule.
 */
#include "sip/agent.h"
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"
#include "sip/sdp.h"

enum { DEPTH_MAX = 4 };

/* ---- values by rule ------------------------------------------------------- */

static const struct sip_field *row(const struct sdp *d)
{
	return &sip_fields[d->field];
}

static void rule_num(struct sdp *d)
{
	struct part v;

	if (sdp_next(d, &v) && !sdp_integer(d, v, row(d)->max))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, v);
}

static void rule_token(struct sdp *d)
{
	sdp_token(d, (enum sip_space)row(d)->space, row(d)->shape, sdp_rest(d));
}

static void rule_agent(struct sdp *d)
{
	struct part v = sdp_rest(d);

	sip_agent(d->s, v, d->field);
}

/* Nothing but "prompt" comes here, see is_dropped(). */
static void rule_key(struct sdp *d)
{
	sdp_put(d, SIP_WORD, sdp_rest(d));
}

static void rule_list(struct sdp *d)
{
	uint8_t words = row(d)->words;

	sdp_items(d, sdp_rest(d), words ? (enum sip_words)words : WORDS_SDPVAL);
}

/* Fields that are words, numbers, addresses, or opaque. */
static void rule_addrs(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		if (v.to - v.from == 1 && d->s->p[v.from] == ':')
			sdp_put(d, SIP_SYNTAX, v);
		else if (sdp_word(d, v, WORDS_SDPVAL) ||
			 sdp_integer(d, v, row(d)->max))
			continue;
		else if (host_shaped(d->s, v))
			sip_host(d->s, v, d->field, 0);
		else
			sdp_token(d, SIP_NS_ICE, SIP_SHAPE_PLAIN, v);
	}
}

/* 3GPP TS 29.079: instance realm "IN" type address port */
static void rule_realm(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		if (sdp_word(d, v, WORDS_SDPVAL) ||
		    sdp_integer(d, v, row(d)->max))
			continue;
		if (host_name(d->s, v) || host_shaped(d->s, v))
			sip_host(d->s, v, d->field, 0);
		else
			sdp_token(d, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v);
	}
}

/* port ["IN" type address] */
static void rule_rtcp(struct sdp *d)
{
	struct part v;

	if (!sdp_next(d, &v))
		return;
	if (!sdp_integer(d, v, UINT16_MAX))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, v);
	sdp_conn(d);
}

/* Opaque ids between blanks; "-" and "*" stand for none and all. */
static void put_ids(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		uint8_t c = d->s->p[v.from];

		if (v.to - v.from == 1 && (c == '-' || c == '*'))
			sdp_put(d, SIP_SYNTAX, v);
		else
			sdp_token(d, (enum sip_space)row(d)->space,
				  SIP_SHAPE_PLAIN, v);
	}
}

static void rule_semantic(struct sdp *d)
{
	struct part v;

	if (sdp_next(d, &v) && !sdp_word(d, v, WORDS_SDPVAL))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, v);
	put_ids(d);
}

/* A number, then an attribute. */
static void rule_inner(struct sdp *d)
{
	struct part v;

	if (!sdp_next(d, &v))
		return;
	if (!sdp_integer(d, v, row(d)->max))
		sdp_token(d, SIP_NS_PARAM, SIP_SHAPE_PLAIN, v);
	sdp_attr(d);
}

/* A URI, or something in its place. */
static void put_uri(struct sdp *d, struct part v)
{
	if (uri_begins(d->s, v))
		sip_uri(d->s, v, d->field);
	else
		sdp_token(d, SIP_NS_PATH, SIP_SHAPE_PLAIN, v);
}

/* MSRP URIs end with their transport, RFC 4975 section 9. */
static void rule_uris(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		uint32_t semi = lex_rfind(d->s, v.from, v.to, ';');
		struct part last = {semi + 1, v.to};

		if (semi == v.to ||
		    !sip_word(WORDS_TRANSPORT,
			      part_span(d->s, last.from, last.to))) {
			put_uri(d, v);
			continue;
		}
		put_uri(d, (struct part){v.from, semi});
		sip_emit(d->s->out, SIP_SYNTAX, semi, last.from, d->field);
		sdp_put(d, SIP_WORD, last);
	}
}

/* RTSP: a URI, "*", or a path. */
static void rule_control(struct sdp *d)
{
	struct part v = sdp_rest(d);

	if (v.from < v.to && !sdp_word(d, v, WORDS_STAR))
		put_uri(d, v);
}

/* The value behind the ':', not emitted. */
static struct part peek(const struct sdp *d)
{
	struct part v = {d->pos + d->colon, d->end};

	v.from = lex_run(d->s, v.from, v.to, CH_BLANK);
	v.to = lex_trim(d->s, v.from, v.to);
	return v;
}

/* An address with or without a port, or a URI; false when it is neither. */
static bool put_exact(struct sdp *d)
{
	struct sip_out nowhere = {.max = 0};
	struct scan dry = {.p = d->s->p, .out = &nowhere};
	struct part v = peek(d);

	if (v.from == v.to || !sip_value_exact(&dry, v, d->field))
		return false;
	return sip_value_exact(d->s, sdp_rest(d), d->field);
}

/* What address translators leave behind. */
static void rule_exact(struct sdp *d)
{
	struct part v = peek(d);
	uint32_t n;

	if (sip_word(WORDS_SDPVAL, part_span(d->s, v.from, v.to)))
		sdp_put(d, SIP_WORD, sdp_rest(d));
	else if (sip_decimal(d->s, v, row(d)->max, &n))
		sdp_put(d, SIP_NUM, sdp_rest(d));
	else if (!put_exact(d))
		sdp_drop(d);
}

static void rule_keymgmt(struct sdp *d)
{
	struct part v;

	if (sdp_next(d, &v) && !sdp_word(d, v, WORDS_SDPVAL))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, v);
	sdp_drop(d);
}

/* RFC 5646: the primary subtag stays. */
static void rule_lang(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		struct part tag = {v.from, lex_find(d->s, v.from, v.to, '-')};

		if (sdp_word(d, tag, WORDS_LANG) ||
		    sdp_word(d, tag, WORDS_STAR))
			sip_emit(d->s->out, SIP_LANG, tag.to, v.to, d->field);
		else
			sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, v);
	}
}

typedef void (*rule_fn)(struct sdp *d);

static const rule_fn rules[RULE_COUNT] = {
    [RULE_NUM] = rule_num,
    [RULE_TOKEN] = rule_token,
    [RULE_DROP] = sdp_drop,
    [RULE_AGENT] = rule_agent,
    [RULE_SDP_ORIGIN] = sdp_origin,
    [RULE_SDP_NAME] = sdp_name,
    [RULE_SDP_DROP] = sdp_drop,
    [RULE_SDP_CONN] = sdp_conn,
    [RULE_SDP_BANDWIDTH] = sdp_bandwidth,
    [RULE_SDP_TIME] = sdp_time,
    [RULE_SDP_REPEAT] = sdp_repeat,
    [RULE_SDP_KEY] = rule_key,
    [RULE_SDP_MEDIA] = sdp_media,
    [RULE_SDP_ATTR] = sdp_attr,
    [RULE_SDP_RTPMAP] = sdp_rtpmap,
    [RULE_SDP_FMTP] = sdp_fmtp,
    [RULE_SDP_LIST] = rule_list,
    [RULE_SDP_FLAG] = sdp_drop,
    [RULE_SDP_RTCP] = rule_rtcp,
    [RULE_SDP_SSRC] = sdp_ssrc,
    [RULE_SDP_SSRCS] = sdp_ssrcs,
    [RULE_SDP_TOKENS] = put_ids,
    [RULE_SDP_SEMANTIC] = rule_semantic,
    [RULE_SDP_EXTMAP] = sdp_extmap,
    [RULE_SDP_ADDRS] = rule_addrs,
    [RULE_SDP_CANDIDATE] = sdp_candidate,
    [RULE_SDP_FINGERPRINT] = sdp_fingerprint,
    [RULE_SDP_CRYPTO] = sdp_crypto,
    [RULE_SDP_KEYMGMT] = rule_keymgmt,
    [RULE_SDP_INNER] = rule_inner,
    [RULE_SDP_CORRELATION] = sdp_correlation,
    [RULE_SDP_URIS] = rule_uris,
    [RULE_SDP_FILE] = sdp_file,
    [RULE_SDP_FLOOR] = sdp_floor,
    [RULE_SDP_REFCLK] = sdp_refclk,
    [RULE_SDP_REALM] = rule_realm,
    [RULE_SDP_LANG] = rule_lang,
    [RULE_SDP_CONTROL] = rule_control,
    [RULE_SDP_EXACT] = rule_exact,
};

void sdp_value(struct sdp *d)
{
	rule_fn rule = rules[row(d)->rule];

	if (rule)
		rule(d);
}

/* ---- names ----------------------------------------------------------------- */

/* Behind the ':' of an attribute no row knows. */
static void unknown_value(struct sdp *d)
{
	if (!put_exact(d))
		sdp_drop(d);
	sip_emit_to(d->s->out, SIP_SYNTAX, d->end, d->field);
}

/* In ssrc, label is what msid has in second place. */
static uint16_t row_of(const struct sdp *d, struct span name)
{
	uint16_t n = sip_field_find(SIP_SCOPE_ATTR, 0, name);

	if (n == FIELD_ATTR_LABEL && d->field == FIELD_ATTR_SSRC)
		return FIELD_ATTR_MSLABEL;
	return sip_exact_row(n) ? n : SIP_FIELD_NONE;
}

void sdp_attr(struct sdp *d)
{
	struct part v = sdp_rest(d);
	struct part name = {v.from, lex_find(d->s, v.from, v.to, ':')};
	uint32_t colon = name.to;
	struct sdp in = {.s = d->s, .end = v.to, .depth = d->depth + 1};
	uint16_t known;

	name.to = lex_trim(d->s, name.from, name.to);
	known = row_of(d, part_span(d->s, name.from, name.to));
	in.field = known ? known : d->field;
	if (in.depth > DEPTH_MAX ||
	    (d->depth > 0 && known &&
	     sip_strict(d->s->out, known) == SIP_DROP_LINE)) {
		sdp_put(d, SIP_DROP, v);
		return;
	}
	sip_emit(d->s->out, known ? SIP_SYNTAX : SIP_ATTR, name.from, name.to,
		 in.field);
	sip_emit(d->s->out, SIP_SYNTAX, name.to, colon, in.field);
	in.pos = colon;
	in.colon = colon < v.to;
	if (known)
		sdp_strictly(&in);
	else
		unknown_value(&in);
}
