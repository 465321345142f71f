/* SPDX-License-Identifier: Apache-2.0 */
/* facts.c - what headers say: struct sip_msg. */
#include "sip/header.h"
#include "sip/lex.h"
#include "sip/message.h"
#include "sip/start.h"
#include "sip/usual.h"

enum {
	CONTACT_STAR = 255,
};

void message_note(struct message *m, uint16_t row)
{
	static const uint16_t bits[] = {
	    [FIELD_HEADER_FROM] = SEEN_FROM,
	    [FIELD_HEADER_TO] = SEEN_TO,
	    [FIELD_HEADER_CALL_ID] = SEEN_CALLID,
	    [FIELD_HEADER_CSEQ] = SEEN_CSEQ,
	    [FIELD_HEADER_CONTENT_LENGTH] = SEEN_CLEN,
	    [FIELD_HEADER_CONTENT_TYPE] = SEEN_CTYPE,
	    [FIELD_HEADER_MAX_FORWARDS] = SEEN_HOPS,
	    [FIELD_HEADER_EXPIRES] = SEEN_EXPIRES,
	    [FIELD_HEADER_EVENT] = SEEN_EVENT,
	};
	uint32_t bit = row < sizeof(bits) / sizeof(bits[0]) ? bits[row] : 0;

	if (m->seen & bit)
		message_fault(m, SIP_FAULT_DUPLICATE);
	m->seen |= bit;
}

static void begin_value(struct message *m)
{
	struct scan *s = &m->s;

	s->values = 0;
	s->head = (struct part){0, 0};
	s->watched = (struct part){0, 0};
	s->unclosed = (struct part){0, 0};
}

/* Emits the value by its row's grammar. */
static void put_plain(struct message *m, struct part v, uint16_t row)
{
	begin_value(m);
	header_value(&m->s, v, row);
}

/* The same for Via and addresses, the first value of which is watched. */
static void put_watched(struct message *m, struct part v, uint16_t row)
{
	begin_value(m);
	if (!usual_value(&m->s, v, row))
		header_value(&m->s, v, row);
}

static void take_via(struct message *m, struct part v, uint16_t row)
{
	struct sip_msg *msg = m->msg;
	bool top = !(m->seen & SEEN_VIA);

	m->seen |= SEEN_VIA;
	m->s.watch = top ? FIELD_PARAM_VIA_BRANCH : 0;
	put_watched(m, v, row);
	if (top) {
		msg->branch = message_text(m, m->s.watched);
		msg->via_transport = message_text(m, m->s.head);
	}
}

static void take_tag(struct message *m, struct part v, uint16_t row)
{
	bool from = row == FIELD_HEADER_FROM;
	struct span *tag = from ? &m->msg->from_tag : &m->msg->to_tag;

	m->s.watch = FIELD_PARAM_TAG;
	put_watched(m, v, row);
	if (tag->n == 0 && m->s.watched.to)
		*tag = message_text(m, m->s.watched);
}

static void take_contact(struct message *m, struct part v, uint16_t row)
{
	struct sip_msg *msg = m->msg;
	uint32_t n, sum;

	m->s.watch = msg->contacts ? 0 : FIELD_PARAM_CONTACT_EXPIRES;
	put_watched(m, v, row);
	if (m->s.values == 0)
		return;
	if (msg->contacts == 0 && m->s.watched.to &&
	    sip_decimal(&m->s, m->s.watched,
			sip_fields[FIELD_PARAM_CONTACT_EXPIRES].max, &n))
		msg->contact_expires = n;
	sum = msg->contacts + m->s.values;
	if (m->s.head.to - m->s.head.from == 1 && m->s.p[m->s.head.from] == '*')
		msg->contacts = CONTACT_STAR;
	else if (msg->contacts != CONTACT_STAR)
		msg->contacts =
		    (uint8_t)(sum < CONTACT_STAR ? sum : CONTACT_STAR - 1);
}

static void take_cseq(struct message *m, struct part v, uint16_t row)
{
	struct sip_msg *msg = m->msg;
	struct part in = lex_inner(&m->s, v, row);
	struct part method;
	uint32_t n;
	bool first = !(m->seen & SEEN_NUMBER);

	if (header_cseq(&m->s, in, row, &n, &method) && first) {
		m->seen |= SEEN_NUMBER;
		msg->cseq = n;
		msg->cseq_method =
		    (uint8_t)start_method(message_text(m, method));
		if (!msg->request)
			msg->method = msg->cseq_method;
	}
	sip_emit(m->s.out, SIP_SYNTAX, in.to, v.to, row);
}

/* Digits of any number, the value saturated. */
static void take_clen(struct message *m, struct part v, uint16_t row)
{
	struct part in = lex_inner(&m->s, v, row);
	int64_t n = 0;

	if (in.from == in.to ||
	    lex_run(&m->s, in.from, in.to, CH_DIGIT) != in.to) {
		sip_emit(m->s.out, SIP_UNKNOWN, in.from, in.to, row);
	} else {
		for (uint32_t i = in.from; i < in.to; i++) {
			if (n < INT64_MAX / 100)
				n = n * 10 + (m->s.p[i] - '0');
		}
		sip_emit(m->s.out, SIP_CLEN, in.from, in.to, row);
		if (m->msg->clen < 0)
			m->msg->clen = n;
	}
	sip_emit(m->s.out, SIP_SYNTAX, in.to, v.to, row);
}

static void take_number(struct message *m, struct part v, uint16_t row,
			uint32_t *value)
{
	uint32_t n;

	put_plain(m, v, row);
	if (*value == UINT32_MAX && m->s.head.to &&
	    sip_decimal(&m->s, m->s.head, sip_fields[row].max, &n))
		*value = n;
}

static void take_agent(struct message *m, struct part v, uint16_t row)
{
	put_plain(m, v, row);
	m->msg->has_agent = true;
	if (m->msg->agent.n == 0 && m->s.head.to)
		m->msg->agent = message_text(m, m->s.head);
}

/* A value that waits for the body: one span for now. */
void message_later(struct message *m, struct part v, struct line l,
		   uint16_t row)
{
	struct sip_out *o = m->s.out;
	bool ctype = row == FIELD_HEADER_CONTENT_TYPE;
	struct later *w = &m->later[m->laters];
	struct part in = {lex_lws(&m->s, v.from, v.to), v.to};

	in.to = lex_trim(&m->s, in.from, in.to);
	if (ctype && m->msg->ctype.n == 0) {
		uint32_t end = lex_bare(&m->s, in.from, in.to);

		m->msg->ctype = message_text(m, (struct part){in.from, end});
	} else if (!ctype && m->msg->cenc.n == 0) {
		m->msg->cenc = message_text(m, in);
	}
	if (ctype && (in.from == in.to || m->laters == LATER_MAX ||
		      sip_strict(o, row) != SIP_BY_CLASS)) {
		sip_emit(o, SIP_SYNTAX, v.from, in.from, row);
		sip_emit(o, SIP_DROP, in.from, in.to, row);
		sip_emit(o, SIP_SYNTAX, in.to, v.to, row);
		return;
	}
	if (ctype) {
		sip_emit(o, SIP_SYNTAX, v.from, in.from, row);
		sip_emit(o, SIP_BODYTYPE, in.from, in.to, row);
	} else {
		sip_emit(o, SIP_LINE, l.from, l.next, row);
	}
	if (m->laters < LATER_MAX && !o->over) {
		*w = (struct later){
		    o->count - 1, in, {l.from, l.next}, v.from, row};
		m->laters++;
	}
	if (ctype)
		sip_emit(o, SIP_SYNTAX, in.to, v.to, row);
}

static void take_callid(struct message *m, struct part v, uint16_t row)
{
	put_plain(m, v, row);
	if (m->msg->callid.n == 0)
		m->msg->callid = span_trim(message_text(m, v));
}

static void take_expires(struct message *m, struct part v, uint16_t row)
{
	take_number(m, v, row, &m->msg->expires);
}

static void take_retry(struct message *m, struct part v, uint16_t row)
{
	take_number(m, v, row, &m->msg->retry_after);
}

static void take_event(struct message *m, struct part v, uint16_t row)
{
	put_plain(m, v, row);
	if (m->msg->event.n == 0)
		m->msg->event = message_text(m, m->s.head);
}

static void take_auth(struct message *m, struct part v, uint16_t row)
{
	m->msg->has_auth = true;
	put_plain(m, v, row);
}

void message_value(struct message *m, struct part v, uint16_t row)
{
	typedef void take_fn(struct message * m, struct part v, uint16_t row);
	static take_fn *const take[] = {
	    [FIELD_HEADER_VIA] = take_via,
	    [FIELD_HEADER_FROM] = take_tag,
	    [FIELD_HEADER_TO] = take_tag,
	    [FIELD_HEADER_CONTACT] = take_contact,
	    [FIELD_HEADER_CALL_ID] = take_callid,
	    [FIELD_HEADER_CSEQ] = take_cseq,
	    [FIELD_HEADER_CONTENT_LENGTH] = take_clen,
	    [FIELD_HEADER_EXPIRES] = take_expires,
	    [FIELD_HEADER_RETRY_AFTER] = take_retry,
	    [FIELD_HEADER_EVENT] = take_event,
	    [FIELD_HEADER_USER_AGENT] = take_agent,
	    [FIELD_HEADER_SERVER] = take_agent,
	    [FIELD_HEADER_AUTHORIZATION] = take_auth,
	    [FIELD_HEADER_PROXY_AUTHORIZATION] = take_auth,
	};

	if (row < sizeof(take) / sizeof(take[0]) && take[row])
		take[row](m, v, row);
	else
		put_plain(m, v, row);
}
