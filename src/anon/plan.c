/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.c - one span, one decision.
 *
 * The only place where bytes of the input are copied is ops_copy(), and it is
 * reached for the three classes the scanner vouches for, and no other.
 */
#include "anon/ops.h"

#include "base/chars.h"

enum { NEST_DEPTH = 3, NEST_MAX = 4096, NEST_SPANS = 512 };

static struct span bytes_of(const struct planner *pl, const struct sip_span *s)
{
	return span_of(pl->text.p + s->off, s->len);
}

static void plan_spans(struct planner *pl, const struct sip_span *s, size_t n);

/* ---- encoded pieces ---------------------------------------------------- */

static size_t percent_decode(struct span v, uint8_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		int hi, lo;

		if (v.p[i] == '%' && i + 2 < v.n &&
		    (hi = chars_hexval(v.p[i + 1])) >= 0 &&
		    (lo = chars_hexval(v.p[i + 2])) >= 0) {
			out[n++] = (uint8_t)(hi << 4 | lo);
			i += 2;
		} else {
			out[n++] = v.p[i];
		}
	}
	return n;
}

static size_t unescape(struct span v, uint8_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '\\' && i + 1 < v.n)
			i++;
		out[n++] = v.p[i];
	}
	return n;
}

/*
 * Decodes a piece, scans it, plans it with the encoding switched on.  What is
 * too long or too deep is replaced, like everything else nobody claims.
 */
static void plan_nested(struct planner *pl, const struct sip_span *s)
{
	uint8_t text[NEST_MAX];
	struct sip_span span[NEST_SPANS];
	struct sip_out out = {.span = span, .max = NEST_SPANS};
	struct planner in = *pl;
	struct span v = bytes_of(pl, s);

	if (v.n > sizeof(text) || pl->depth >= NEST_DEPTH) {
		ops_str(pl, "x");
		return;
	}
	out.merge = !pl->a->explain;
	out.strict = pl->a->strict;
	in.depth++;
	if (s->ns == SIP_IN_QUOTED_URI) {
		in.text = span_of(text, unescape(v, text));
	} else {
		in.text = span_of(text, percent_decode(v, text));
		in.flags |= OPF_PERCENT;
	}
	if (s->ns == SIP_IN_PCT_HEADER)
		sip_scan_value(in.text, s->field, &out);
	else
		sip_scan_uri(in.text, s->field, &out);
	if (out.over) {
		ops_str(pl, "x");
		return;
	}
	plan_spans(&in, span, out.count);
}

/* ---- the decision ------------------------------------------------------ */

/*
 * The policy of classes: what each becomes, done and said.  A class is copied
 * here (ops_copy) or not at all.
 */
const struct class_rule class_rules[SIP_CLASS_COUNT] = {
    [SIP_SYNTAX] = {ops_copy, "keep", NULL},
    [SIP_WORD] = {ops_copy, "keep", NULL},
    [SIP_NUM] = {ops_copy, "keep", NULL},
    [SIP_USER] = {plan_identity, "label u0000000", "label, in the map"},
    [SIP_TEL] = {plan_identity, "label 99900000000", "label, in the map"},
    [SIP_IMSI] = {plan_identity, "label 00101...", "label, in the map"},
    [SIP_IMEI] = {plan_identity, "label 00000000...", "label, in the map"},
    [SIP_HOST] = {plan_identity, "label h.d.invalid", "label, in the map"},
    [SIP_IP4] = {plan_identity, "address map", NULL},
    [SIP_IP6] = {plan_identity, "address map", NULL},
    [SIP_DISPLAY] = {plan_identity, "remove", "label \"n0000000\", in the map"},
    [SIP_EMAIL] = {plan_identity, "remove", "labels of user and host"},
    [SIP_MAC] = {plan_identity, "address map", NULL},
    [SIP_TOKEN] = {plan_opaque, "token", NULL},
    [SIP_BRANCH] = {plan_opaque, "token", NULL},
    [SIP_METHOD] = {plan_opaque, "token X.......", NULL},
    [SIP_HNAME] = {plan_opaque, "token X-H-......", NULL},
    [SIP_PNAME] = {plan_opaque, "token x-........", NULL},
    [SIP_ATTR] = {plan_opaque, "token x-........", NULL},
    [SIP_AGENT] = {plan_opaque, "token ua-........", NULL},
    [SIP_REASON] = {plan_phrase, "registered phrase of the code", NULL},
    [SIP_PHRASE] = {plan_phrase, "registered phrase of the code, or nothing",
		    NULL},
    [SIP_TEXT] = {plan_text, "remove", "unknown words become x"},
    [SIP_COMMENT] = {plan_comment, "remove", NULL},
    [SIP_LANG] = {plan_lang, "remove", "keep"},
    [SIP_DATE] = {plan_when, "shift", NULL},
    [SIP_NTP] = {plan_when, "shift", NULL},
    [SIP_EPOCH] = {plan_when, "shift", NULL},
    [SIP_STAMP] = {plan_stamp, "offset a Call-ID", "keep"},
    [SIP_SDPID] = {plan_sdp_id, "offset a session", NULL},
    [SIP_PASSWORD] = {plan_nothing, "remove", NULL},
    [SIP_DIGEST] = {plan_digest, "zeros", NULL},
    [SIP_KEY] = {plan_key, "filler", NULL},
    [SIP_DROP] = {plan_nothing, "remove", NULL},
    [SIP_LINE] = {plan_nothing, "remove the line", NULL},
    [SIP_CLEN] = {plan_clen, "compute", NULL},
    [SIP_NESTED] = {plan_nested, "decode, scan, encode", NULL},
    [SIP_BODY] = {plan_body, "filler of a length class", NULL},
    [SIP_BODYTYPE] = {plan_body_type, "text/plain", NULL},
    [SIP_TRAIL] = {plan_trail, "as many x", NULL},
    [SIP_BADLINE] = {plan_bad_line, "x", NULL},
    [SIP_CUT] = {plan_cut, "remove", NULL},
    [SIP_UNKNOWN] = {plan_unknown, "x, counted", NULL},
};

/* Statistics need the identities at the places that count, no text. */
static void count_span(struct planner *pl, const struct sip_span *s)
{
	if (s->cls >= SIP_USER && s->cls <= SIP_IP6 &&
	    pl->a->place[s->field] != PLACE_NONE)
		plan_identity(pl, s);
	else if (s->cls == SIP_UNKNOWN && !pl->a->paper)
		pl->w->counts.unclaimed += s->len;
}

static void plan_spans(struct planner *pl, const struct sip_span *s, size_t n)
{
	/* Half of all spans are kept bytes of a message: no call for them. */
	bool plain = pl->depth == 0 && !pl->a->explain && !pl->a->paper;

	for (size_t i = 0; i < n; i++) {
		pl->field = s[i].field;
		if (plain && s[i].cls <= SIP_NUM)
			ops_add(pl, OP_COPY, s[i].off, s[i].len, 0);
		else if (pl->a->paper)
			paper_plan(pl, &s[i]);
		else if (pl->a->mode == ANON_RESTORE &&
			 s[i].cls != SIP_NESTED && s[i].cls != SIP_CLEN)
			plan_back(pl, &s[i]);
		else
			class_rules[s[i].cls].plan(pl, &s[i]);
	}
}

static void forget(struct anon_seen *seen)
{
	memset(seen->user, 0xff, sizeof(seen->user));
	memset(seen->host, 0xff, sizeof(seen->host));
	seen->contact_port = 0;
}

void anon_count(const struct anon *a, struct anon_work *w, struct anon_plan *p,
		const struct anon_text *t, struct anon_seen *seen)
{
	struct planner pl = {
	    .a = a, .w = w, .p = p, .seen = seen, .text = t->text};
	uint32_t count = p->count;

	forget(seen);
	for (size_t i = 0; i < t->count; i++) {
		pl.field = t->span[i].field;
		count_span(&pl, &t->span[i]);
	}
	p->count = count;
}

void anon_message(const struct anon *a, struct anon_work *w,
		  struct anon_plan *p, const struct anon_text *t,
		  struct anon_seen *seen)
{
	struct planner pl = {.a = a,
			     .w = w,
			     .p = p,
			     .seen = seen,
			     .text = t->text,
			     .packet_sec = t->packet_sec,
			     .quoted = t->quoted};

	if (a->mode == ANON_COUNT) {
		anon_count(a, w, p, t, seen);
		return;
	}
	if (seen)
		forget(seen);
	plan_spans(&pl, t->span, t->count);
	if (p->ids.failed || p->text.bad)
		p->failed = true;
}
