/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sdp.h - session descriptions (RFC 8866), for the scanners of this room.
 */
#ifndef SIANTO_SIP_SDP_H
#define SIANTO_SIP_SDP_H

#include "sip/scan.h"

/* Does body begin as a session description: "v=", empty lines before it? */
bool sip_sdp_is(struct span body);

/*
 * Scans the lines of [body.from, body.to), whatever the first is: an SDP
 * fragment too.  whole is false when the snaplen cut it: then an incomplete
 * last line is SIP_CUT.
 */
void sip_sdp(struct scan *s, struct part body, bool whole);

/* ---- inside the SDP scanner ---------------------------------------------- */

/* A value and how far it has been emitted. */
struct sdp {
	struct scan *s;
	uint32_t pos, end;
	uint16_t field;
	uint8_t depth; /* attributes inside attributes */
	bool colon;    /* pos is at the ':' before the value */
};

/* Bytes of a value that no rule takes: separators inside lists. */
bool sdp_separator(uint8_t c);

/* The next field between blanks; the blanks are emitted, the field is the
 * caller's.  False at the end. */
bool sdp_next(struct sdp *d, struct part *v);

/* The rest of the value without the blanks at its end, which are emitted
 * when the next field is looked for. */
struct part sdp_rest(struct sdp *d);

/* Drops the rest with its ':'.  An attribute with a ':' and no value behind
 * it is no attribute (RFC 8866 section 5.13), so it stays one of those
 * without a value. */
void sdp_drop(struct sdp *d);

/* Emit v as a class, and as a token of a name space. */
void sdp_put(struct sdp *d, enum sip_class cls, struct part v);
void sdp_token(struct sdp *d, enum sip_space ns, uint32_t shape, struct part v);

/* Emits v when it is a word of the set, or a number with an optional sign,
 * fraction and range behind it, each up to max.  Else nothing, and false. */
bool sdp_word(struct sdp *d, struct part v, enum sip_words set);
bool sdp_number(struct sdp *d, struct part v, uint32_t max);
bool sdp_integer(struct sdp *d, struct part v, uint32_t max); /* digits only */

/* xx-xx-xx-xx-xx-xx or with colons? */
bool sdp_is_mac(const struct sdp *d, struct part v);

/* Emits v: a word of the set, a number up to the row's maximum, an IPv4
 * address, else a token of the row's name space. */
void sdp_item(struct sdp *d, struct part v, enum sip_words set);

/* Emits v, items between separators. */
void sdp_items(struct sdp *d, struct part v, enum sip_words set);

/* Emits [pos, end): "IN IP4 address" and its like. */
void sdp_conn(struct sdp *d);

/* Emits [pos, end): name or name:value of an attribute. */
void sdp_attr(struct sdp *d);

/* Emits [pos, end) by the rule of the row; what the rule leaves over is the
 * caller's to drop. */
void sdp_value(struct sdp *d);

/* The same as strictly as the row wants it, to the last byte. */
void sdp_strictly(struct sdp *d);

/* Rules with a grammar of their own (sdp_line.c, sdp_media.c, sdp_misc.c). */
void sdp_origin(struct sdp *d);
void sdp_name(struct sdp *d);
void sdp_time(struct sdp *d);
void sdp_repeat(struct sdp *d);
void sdp_bandwidth(struct sdp *d);
void sdp_media(struct sdp *d);
void sdp_rtpmap(struct sdp *d);
void sdp_fmtp(struct sdp *d);
void sdp_candidate(struct sdp *d);
void sdp_crypto(struct sdp *d);
void sdp_fingerprint(struct sdp *d);
void sdp_file(struct sdp *d);
void sdp_refclk(struct sdp *d);
void sdp_correlation(struct sdp *d);
void sdp_floor(struct sdp *d);
void sdp_ssrcs(struct sdp *d);
void sdp_ssrc(struct sdp *d);
void sdp_extmap(struct sdp *d);

#endif
