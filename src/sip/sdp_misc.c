/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attributes of files, conferences, clocks and the telephone network.
 */
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/sdp.h"

enum {
	PTP_DOMAIN = 255,
};

/* Where the separator c stands in v; v.to when it does not. */
static struct part before(const struct sdp *d, struct part v, uint8_t c)
{
	return (struct part){v.from, lex_find(d->s, v.from, v.to, c)};
}

/* Emits the separator at i, if it is before the end of v; gives the rest. */
static struct part behind(struct sdp *d, uint32_t i, struct part v)
{
	v.from = i < v.to ? i + 1 : v.to;
	sip_emit(d->s->out, SIP_SYNTAX, i, v.from, d->field);
	return v;
}

/* ---- file-selector, RFC 5547 section 6 ------------------------------------ */

/* The end of a selector that begins at i: a quotation may hold blanks. */
static uint32_t selector_end(const struct sdp *d, uint32_t i)
{
	const uint8_t *p = d->s->p;

	while (i < d->end && !chars_is(p[i], CH_BLANK)) {
		if (p[i] == '"')
			i = lex_find(d->s, i + 1, d->end, '"');
		if (i < d->end)
			i++;
	}
	return i;
}

/* Size and type of a file stay; its name and its hash do not. */
void sdp_file(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		struct part key;

		d->pos = v.to = selector_end(d, v.from);
		key = before(d, v, ':');
		if (!sdp_word(d, key, WORDS_SDPVAL)) {
			sdp_put(d, SIP_DROP, v);
			continue;
		}
		v = behind(d, key.to, v);
		if (lex_is(d->s, key, "type") || lex_is(d->s, key, "size"))
			sdp_items(d, v, WORDS_SDPVAL);
		else
			sdp_put(d, SIP_DROP, v);
	}
}

/* ---- conferences ------------------------------------------------------------ */

/* RFC 8856 section 5.3: floorid:1 mstrm:10 11; the labels join to label. */
void sdp_floor(struct sdp *d)
{
	bool labels = false;
	struct part v;

	while (sdp_next(d, &v)) {
		struct part key = before(d, v, ':');

		if (key.to < v.to && sdp_word(d, key, WORDS_SDPVAL)) {
			v = behind(d, key.to, v);
			labels = true;
		}
		if (labels)
			sdp_token(d, SIP_NS_LABEL, SIP_SHAPE_PLAIN, v);
		else
			sdp_item(d, v, WORDS_SDPVAL);
	}
}

/* ---- telephone network, RFC 7195 section 5.2.3 ------------------------------ */

/* callerid:NUMBER; the other ways to find the call hold user data. */
void sdp_correlation(struct sdp *d)
{
	struct part v;

	while (sdp_next(d, &v)) {
		struct part key = before(d, v, ':');
		bool number = lex_is(d->s, key, "callerid");

		if (!sdp_word(d, key, WORDS_SDPVAL)) {
			sdp_put(d, SIP_DROP, v);
			continue;
		}
		v = behind(d, key.to, v);
		if (number && sip_looks_tel(part_span(d->s, v.from, v.to)))
			sip_emit_as(d->s->out,
				    (struct sip_span){v.from, v.to - v.from,
						      SIP_TEL, SIP_ENC_RAW,
						      d->field, 0});
		else
			sdp_put(d, SIP_DROP, v);
	}
}

/* ---- clocks, RFC 7273 section 4.8 ------------------------------------------- */

/* version ":" EUI-64 ":" domain, or version ":traceable" */
static void refclk_ptp(struct sdp *d, struct part v)
{
	struct part f = before(d, v, ':');

	if (!sdp_word(d, f, WORDS_SDPVAL))
		sdp_token(d, SIP_NS_WORD, SIP_SHAPE_PLAIN, f);
	v = behind(d, f.to, v);
	f = before(d, v, ':');
	if (f.from < f.to && !sdp_word(d, f, WORDS_SDPVAL))
		sdp_token(d, SIP_NS_INSTANCE, SIP_SHAPE_PLAIN, f);
	v = behind(d, f.to, v);
	if (v.from < v.to && !sdp_integer(d, v, PTP_DOMAIN))
		sdp_token(d, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v);
}

/* clock, or clock "=" what tells which */
void sdp_refclk(struct sdp *d)
{
	struct part v = sdp_rest(d);
	struct part key = before(d, v, '=');

	if (key.to == v.to) {
		sdp_items(d, v, WORDS_SDPVAL);
		return;
	}
	if (!sdp_word(d, key, WORDS_SDPVAL)) {
		sdp_put(d, SIP_DROP, v);
		return;
	}
	v = behind(d, key.to, v);
	if (v.from == v.to || sdp_word(d, v, WORDS_SDPVAL))
		return;
	if (lex_is(d->s, key, "ptp"))
		refclk_ptp(d, v);
	else if (lex_is(d->s, key, "ntp"))
		sip_hostport(d->s, v, d->field);
	else if (sdp_is_mac(d, v))
		sdp_put(d, SIP_MAC, v);
	else
		sdp_token(d, SIP_NS_INSTANCE, SIP_SHAPE_PLAIN, v);
}
