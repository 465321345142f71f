/* SPDX-License-Identifier: Apache-2.0 */
/* body.c - bodies, and the header lines that depend on them. */
#include "sip/header.h"
#include "sip/lex.h"
#include "sip/message.h"

enum {
	LATER_SPANS = 64, /* of a line that waited */
};

static bool says_sdp(struct span type)
{
	return span_case_eq(type, SPAN_LIT("application/sdp")) ||
	       span_case_eq(type, SPAN_LIT("message/sdp"));
}

/* SDP by type or by content; its spans count from the body. */
static bool put_sdp(struct message *m, struct part body, bool whole)
{
	struct sip_out *o = m->s.out;
	struct span text = message_text(m, body);
	struct sip_out sub = {.span = o->span + o->count,
			      .max = o->max - o->count,
			      .merge = o->merge,
			      .strict = o->strict};

	if (!says_sdp(m->msg->ctype) &&
	    !(text.n >= 2 && text.p[0] == 'v' && text.p[1] == '='))
		return false;
	if (!sip_scan_sdp(text, whole, &sub))
		return false;
	if (sub.over)
		o->over = true;
	for (size_t i = 0; i < sub.count && !o->over; i++) {
		struct sip_span sp = sub.span[i];

		sp.off += body.from;
		sip_emit_as(o, sp);
	}
	return true;
}

/* The spans of a line that waited, when the body is not emptied. */
static void later_undo(struct message *m, const struct later *w)
{
	struct sip_span buf[LATER_SPANS];
	struct sip_out sub = {.span = buf,
			      .max = LATER_SPANS,
			      .strict = m->s.out->strict};
	struct sip_out *o = m->s.out;
	struct scan s = {.p = m->s.p + o->span[w->span].off, .out = &sub};
	uint32_t base = o->span[w->span].off;
	struct part v = {w->value.from - base, w->value.to - base};
	size_t tail = o->count - w->span - 1;

	/* of a Content-Encoding line the name and line end come first */
	if (v.from)
		sip_emit(&sub, SIP_SYNTAX, 0, v.from, w->row);
	header_value(&s, v, w->row);
	sip_emit(&sub, SIP_SYNTAX, v.to, o->span[w->span].len, w->row);
	if (sub.over)
		return;
	if (o->max - o->count + 1 < sub.count) {
		o->over = true;
		return;
	}
	memmove(&o->span[w->span + sub.count], &o->span[w->span + 1],
		tail * sizeof(o->span[0]));
	/* emitted again, so that neighbours are joined */
	sip_emit_back(o, w->span);
	for (size_t i = 0; i < sub.count; i++) {
		sub.span[i].off += base;
		sip_emit_as(o, sub.span[i]);
	}
	for (size_t i = 0; i < tail; i++)
		sip_emit_as(o, o->span[w->span + sub.count + i]);
}

static void put_trail(struct message *m, uint32_t from)
{
	struct span t = part_span(&m->s, from, m->n);

	sip_emit(m->s.out, sip_is_blank(t) ? SIP_SYNTAX : SIP_TRAIL, from, m->n,
		 SIP_FIELD_NONE);
}

void message_body(struct message *m, uint32_t from)
{
	struct sip_msg *msg = m->msg;
	uint32_t avail = m->n - from;
	bool whole = m->whole;
	struct part body = {from, m->n};
	bool emptied = false;

	if (msg->clen >= 0 && msg->clen < avail) {
		body.to = from + (uint32_t)msg->clen;
		message_fault(m, SIP_FAULT_CLEN_SHORT);
		whole = true;
	} else if (msg->clen > avail && m->whole) {
		message_fault(m, SIP_FAULT_CLEN_LONG);
	} else if (msg->clen == avail) {
		whole = true;
	}
	msg->body_off = from;
	msg->body_len = body.to - body.from;
	if (body.from < body.to) {
		emptied = !put_sdp(m, body, whole);
		/* Of one cut inside its first line nothing is left. */
		msg->has_sdp =
		    !emptied && (whole || lex_find(&m->s, body.from, body.to,
						   '\n') < body.to);
	}
	if (emptied)
		sip_emit(m->s.out, SIP_BODY, body.from, body.to,
			 FIELD_HEADER_CONTENT_TYPE);
	put_trail(m, body.to);
	while (!emptied && m->laters > 0 && !m->s.out->over)
		later_undo(m, &m->later[--m->laters]);
}
