/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.c - a whole message: lines, headers, what they say, body.
 *
 * Line ends are CRLF or LF; when the start line ends in a lone CR, CR too.
 */
#include "sip/header.h"
#include "sip/lex.h"
#include "sip/start.h"

enum {
	LATER_MAX = 4,	  /* lines that wait for the body */
	LATER_SPANS = 64, /* of one such line */
	CONTACT_STAR = 255,
};

/* What was there before. */
enum {
	SEEN_FROM = 1 << 0,
	SEEN_TO = 1 << 1,
	SEEN_CALLID = 1 << 2,
	SEEN_CSEQ = 1 << 3,
	SEEN_CLEN = 1 << 4,
	SEEN_CTYPE = 1 << 5,
	SEEN_HOPS = 1 << 6,
	SEEN_EXPIRES = 1 << 7,
	SEEN_EVENT = 1 << 8,
	SEEN_VIA = 1 << 9,
	SEEN_NUMBER = 1 << 10, /* a CSeq that parses */
};

/* A header whose spans depend on what the body is. */
struct later {
	size_t span;	   /* index of its one span */
	struct part value; /* without the white space around it */
	struct part line;
	uint32_t colon;
	uint16_t row;
};

/* One header line with its folds. */
struct line {
	uint32_t from;
	uint32_t to;   /* the line end */
	uint32_t next; /* behind it */
};

struct message {
	struct scan s;
	struct sip_msg *msg;
	uint32_t n;   /* length of the text */
	uint32_t cut; /* where the incomplete line begins, or n */
	bool whole;
	bool cr;       /* a lone CR ends a line */
	uint32_t seen; /* SEEN_ bits */
	struct later later[LATER_MAX];
	unsigned laters;
};

static void fault(struct message *m, enum sip_fault f)
{
	m->s.faults |= 1u << f;
}

/* ---- lines ---------------------------------------------------------------------- */

/* The next line end at or behind i: its offset; *next is behind it. */
static uint32_t eol_find(const struct message *m, uint32_t i, uint32_t *next)
{
	const uint8_t *p = m->s.p;
	uint32_t lf = lex_find(&m->s, i, m->n, '\n');
	uint32_t cr;

	if (m->cr) {
		cr = lex_find(&m->s, i, lf, '\r');
		if (cr < lf) {
			*next = cr + 1 + (cr + 1 < m->n && p[cr + 1] == '\n');
			return cr;
		}
	}
	*next = lf + (lf < m->n);
	return lf < m->n && lf > i && p[lf - 1] == '\r' ? lf - 1 : lf;
}

static bool folds(const struct message *m, uint32_t i)
{
	return i < m->n && chars_is(m->s.p[i], CH_BLANK);
}

/* Takes the line at i with its continuation lines; false when the snaplen
 * cut it. */
static bool line_take(struct message *m, uint32_t i, struct line *l)
{
	l->from = i;
	l->to = eol_find(m, i, &l->next);
	if (l->next == l->to && !m->whole) {
		m->cut = i;
		return false;
	}
	while (l->next > l->to && l->to > i && folds(m, l->next)) {
		uint32_t next;
		uint32_t to = eol_find(m, l->next, &next);

		if (next == to && !m->whole) {
			m->cut = i;
			return false;
		}
		l->to = to;
		l->next = next;
	}
	return true;
}

static void put_eol(struct message *m, const struct line *l, uint16_t row)
{
	if (l->next - l->to != 2)
		fault(m, SIP_FAULT_BARE_LF);
	sip_emit(m->s.out, SIP_SYNTAX, l->to, l->next, row);
}

/* ---- what headers say ---------------------------------------------------------- */

static struct span text_of(const struct message *m, struct part v)
{
	return part_span(&m->s, v.from, v.to);
}

static void note_single(struct message *m, uint16_t row)
{
	uint32_t bit;

	switch (row) {
	case FIELD_HEADER_FROM:
		bit = SEEN_FROM;
		break;
	case FIELD_HEADER_TO:
		bit = SEEN_TO;
		break;
	case FIELD_HEADER_CALL_ID:
		bit = SEEN_CALLID;
		break;
	case FIELD_HEADER_CSEQ:
		bit = SEEN_CSEQ;
		break;
	case FIELD_HEADER_CONTENT_LENGTH:
		bit = SEEN_CLEN;
		break;
	case FIELD_HEADER_CONTENT_TYPE:
		bit = SEEN_CTYPE;
		break;
	case FIELD_HEADER_MAX_FORWARDS:
		bit = SEEN_HOPS;
		break;
	case FIELD_HEADER_EXPIRES:
		bit = SEEN_EXPIRES;
		break;
	case FIELD_HEADER_EVENT:
		bit = SEEN_EVENT;
		break;
	default:
		return;
	}
	if (m->seen & bit)
		fault(m, SIP_FAULT_DUPLICATE);
	m->seen |= bit;
}

/* Emits the value by its row's grammar. */
static void put_plain(struct message *m, struct part v, uint16_t row)
{
	struct scan *s = &m->s;

	s->values = 0;
	s->head = (struct part){0, 0};
	s->watched = (struct part){0, 0};
	s->unclosed = (struct part){0, 0};
	header_value(s, v, row);
}

static void take_via(struct message *m, struct part v, uint16_t row)
{
	struct sip_msg *msg = m->msg;
	bool top = !(m->seen & SEEN_VIA);

	m->seen |= SEEN_VIA;
	m->s.watch = top ? FIELD_PARAM_VIA_BRANCH : 0;
	put_plain(m, v, row);
	if (top) {
		msg->branch = text_of(m, m->s.watched);
		msg->via_transport = text_of(m, m->s.head);
	}
}

static void take_tag(struct message *m, struct part v, uint16_t row)
{
	bool from = row == FIELD_HEADER_FROM;
	struct span *tag = from ? &m->msg->from_tag : &m->msg->to_tag;

	m->s.watch = FIELD_PARAM_TAG;
	put_plain(m, v, row);
	if (tag->n == 0 && m->s.watched.to)
		*tag = text_of(m, m->s.watched);
}

static void take_contact(struct message *m, struct part v, uint16_t row)
{
	struct sip_msg *msg = m->msg;
	uint32_t n, sum;

	m->s.watch = msg->contacts ? 0 : FIELD_PARAM_CONTACT_EXPIRES;
	put_plain(m, v, row);
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
		msg->cseq_method = (uint8_t)start_method(text_of(m, method));
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
		m->msg->agent = text_of(m, m->s.head);
}

/* A value that waits for the body: one span for now. */
static void take_later(struct message *m, struct part v, struct line l,
		       uint16_t row)
{
	struct sip_out *o = m->s.out;
	bool ctype = row == FIELD_HEADER_CONTENT_TYPE;
	struct later *w = &m->later[m->laters];
	struct part in = {lex_lws(&m->s, v.from, v.to), v.to};

	in.to = lex_trim(&m->s, in.from, in.to);
	if (ctype && m->msg->ctype.n == 0) {
		uint32_t end = lex_bare(&m->s, in.from, in.to);

		m->msg->ctype = text_of(m, (struct part){in.from, end});
	} else if (!ctype && m->msg->cenc.n == 0) {
		m->msg->cenc = text_of(m, in);
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

static void put_value(struct message *m, struct part v, uint16_t row)
{
	struct sip_msg *msg = m->msg;

	switch (row) {
	case FIELD_HEADER_VIA:
		take_via(m, v, row);
		break;
	case FIELD_HEADER_FROM:
	case FIELD_HEADER_TO:
		take_tag(m, v, row);
		break;
	case FIELD_HEADER_CONTACT:
		take_contact(m, v, row);
		break;
	case FIELD_HEADER_CALL_ID:
		put_plain(m, v, row);
		if (msg->callid.n == 0)
			msg->callid = span_trim(text_of(m, v));
		break;
	case FIELD_HEADER_CSEQ:
		take_cseq(m, v, row);
		break;
	case FIELD_HEADER_CONTENT_LENGTH:
		take_clen(m, v, row);
		break;
	case FIELD_HEADER_EXPIRES:
		take_number(m, v, row, &msg->expires);
		break;
	case FIELD_HEADER_RETRY_AFTER:
		take_number(m, v, row, &msg->retry_after);
		break;
	case FIELD_HEADER_EVENT:
		put_plain(m, v, row);
		if (msg->event.n == 0)
			msg->event = text_of(m, m->s.head);
		break;
	case FIELD_HEADER_USER_AGENT:
	case FIELD_HEADER_SERVER:
		take_agent(m, v, row);
		break;
	case FIELD_HEADER_AUTHORIZATION:
	case FIELD_HEADER_PROXY_AUTHORIZATION:
		msg->has_auth = true;
		put_plain(m, v, row);
		break;
	default:
		put_plain(m, v, row);
		break;
	}
}

/* ---- a header line ---------------------------------------------------------------- */

static bool is_name(const struct message *m, uint32_t from, uint32_t to)
{
	return from < to && lex_run(&m->s, from, to, CH_TOKEN) == to;
}

static void put_bad_line(struct message *m, const struct line *l)
{
	fault(m, SIP_FAULT_NO_COLON);
	sip_emit(m->s.out, SIP_BADLINE, l->from, l->to, SIP_FIELD_NONE);
	put_eol(m, l, SIP_FIELD_NONE);
}

/* all: the white space around the value is dropped too. */
static void put_unknown(struct message *m, struct part name, struct part v,
			bool all)
{
	struct sip_out *o = m->s.out;
	uint32_t from = all ? v.from : lex_lws(&m->s, v.from, v.to);
	uint32_t to = all ? v.to : lex_trim(&m->s, from, v.to);

	sip_emit(o, SIP_HNAME, name.from, name.to, SIP_FIELD_NONE);
	sip_emit(o, SIP_SYNTAX, name.to, from, SIP_FIELD_NONE);
	sip_emit(o, SIP_DROP, from, to, SIP_FIELD_NONE);
	sip_emit(o, SIP_SYNTAX, to, v.to, SIP_FIELD_NONE);
}

/* A CR in the middle of a line that ends in LF alone: were the text between
 * the two dropped, they would make a CRLF. */
static bool lone_cr(const struct message *m, struct part v)
{
	for (; (v.from = lex_find(&m->s, v.from, v.to, '\r')) < v.to; v.from++)
		if (v.from + 1 == v.to || m->s.p[v.from + 1] != '\n')
			return true;
	return false;
}

static void put_line(struct message *m, const struct line *l)
{
	struct sip_out *o = m->s.out;
	uint32_t colon = lex_find(&m->s, l->from, l->to, ':');
	struct part name = {l->from, colon};
	struct part v = {colon + 1, l->to};
	bool dropped = l->next - l->to == 1 && colon < l->to && lone_cr(m, v);
	uint16_t row;

	if (colon == l->to) {
		put_bad_line(m, l);
		return;
	}
	name.to = lex_trim(&m->s, l->from, colon);
	row = sip_field_find(SIP_SCOPE_HEADER, 0, text_of(m, name));
	if (!sip_exact_row(row) && !is_name(m, name.from, name.to)) {
		put_bad_line(m, l);
		return;
	}
	if (!row) {
		put_unknown(m, name, v, dropped);
	} else if (sip_strict(o, row) == SIP_DROP_LINE) {
		sip_emit(o, SIP_LINE, l->from, l->next, row);
		return;
	} else if (row == FIELD_HEADER_CONTENT_ENCODING) {
		take_later(m, v, *l, row);
		return;
	} else {
		if (sip_exact_row(row)) {
			sip_emit(o, SIP_SYNTAX, l->from, v.from, row);
		} else {
			sip_emit(o, SIP_HNAME, name.from, name.to, row);
			sip_emit(o, SIP_SYNTAX, name.to, v.from, row);
		}
		note_single(m, row);
		if (dropped) {
			sip_emit(o, SIP_DROP, v.from, v.to, row);
			v.from = v.to;
		}
		if (row == FIELD_HEADER_CONTENT_TYPE)
			take_later(m, v, *l, row);
		else
			put_value(m, v, row);
	}
	put_eol(m, l, row);
}

/* Headers from i; where the body begins. */
static uint32_t put_headers(struct message *m, uint32_t i)
{
	struct line l;

	while (i < m->n) {
		if (!line_take(m, i, &l))
			return m->n;
		if (l.to == i) { /* the empty line */
			put_eol(m, &l, SIP_FIELD_NONE);
			return l.next;
		}
		put_line(m, &l);
		i = l.next;
	}
	/* What the snaplen cut between two lines may have had one. */
	if (m->whole)
		fault(m, SIP_FAULT_NO_END);
	return m->n;
}

/* ---- body -------------------------------------------------------------------------- */

static bool says_sdp(struct span type)
{
	return span_case_eq(type, SPAN_LIT("application/sdp")) ||
	       span_case_eq(type, SPAN_LIT("message/sdp"));
}

/* SDP by type or by content; its spans count from the body. */
static bool put_sdp(struct message *m, struct part body, bool whole)
{
	struct sip_out *o = m->s.out;
	struct span text = text_of(m, body);
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
	o->count = w->span;
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

static void put_body(struct message *m, uint32_t from)
{
	struct sip_msg *msg = m->msg;
	uint32_t avail = m->n - from;
	bool whole = m->whole;
	struct part body = {from, m->n};
	bool emptied = false;

	if (msg->clen >= 0 && msg->clen < avail) {
		body.to = from + (uint32_t)msg->clen;
		fault(m, SIP_FAULT_CLEN_SHORT);
		whole = true;
	} else if (msg->clen > avail && m->whole) {
		fault(m, SIP_FAULT_CLEN_LONG);
	} else if (msg->clen == avail) {
		whole = true;
	}
	msg->body_off = from;
	msg->body_len = body.to - body.from;
	if (body.from < body.to) {
		msg->has_sdp = put_sdp(m, body, whole);
		emptied = !msg->has_sdp;
	}
	if (emptied)
		sip_emit(m->s.out, SIP_BODY, body.from, body.to,
			 FIELD_HEADER_CONTENT_TYPE);
	put_trail(m, body.to);
	while (!emptied && m->laters > 0 && !m->s.out->over)
		later_undo(m, &m->later[--m->laters]);
}

/* ---- all of it -------------------------------------------------------------------- */

static void check_missing(struct message *m)
{
	struct sip_msg *msg = m->msg;

	if (!(m->seen & SEEN_VIA))
		fault(m, SIP_FAULT_NO_VIA);
	if (!(m->seen & SEEN_FROM))
		fault(m, SIP_FAULT_NO_FROM);
	if (!(m->seen & SEEN_TO))
		fault(m, SIP_FAULT_NO_TO);
	if (msg->callid.n == 0)
		fault(m, SIP_FAULT_NO_CALLID);
	if (!(m->seen & SEEN_NUMBER))
		fault(m, SIP_FAULT_NO_CSEQ);
}

/* The start line; where the headers begin, or 0. */
static uint32_t put_start(struct message *m)
{
	struct line l = {.from = 0};
	struct start st;
	struct sip_msg *msg = m->msg;

	l.to = start_end(&m->s, 0, m->n, &l.next);
	if (l.to == 0 || (l.next == l.to && !m->whole))
		return 0;
	m->cr = l.next - l.to == 1 && m->s.p[l.to] == '\r';
	if (!start_parse(&m->s, (struct part){0, l.to}, &st)) {
		start_headless(&m->s, (struct part){0, l.to}, &st);
		if (start_method(text_of(m, st.method)) == SIP_M_OTHER)
			return 0;
	}
	msg->request = st.request;
	msg->code = st.code;
	msg->method = SIP_M_OTHER;
	if (st.request)
		msg->method = (uint8_t)start_method(text_of(m, st.method));
	start_emit(&m->s, (struct part){0, l.to}, &st);
	put_eol(m, &l, SIP_FIELD_NONE);
	return l.next;
}

int sip_scan(struct span text, bool whole, struct sip_out *out,
	     struct sip_msg *msg)
{
	struct message m = {
	    .s = {.p = text.p, .out = out},
	    .msg = msg,
	    .n = (uint32_t)text.n,
	    .cut = (uint32_t)text.n,
	    .whole = whole,
	};
	uint32_t i;

	*msg = (struct sip_msg){
	    .clen = -1,
	    .expires = UINT32_MAX,
	    .retry_after = UINT32_MAX,
	    .contact_expires = UINT32_MAX,
	    .cseq_method = SIP_M_OTHER,
	};
	out->count = 0;
	out->over = false;
	if (text.n == 0 || text.n > INT32_MAX)
		return SIANTO_E_FORMAT;
	i = put_start(&m);
	if (i == 0)
		return SIANTO_E_FORMAT;
	i = put_headers(&m, i);
	if (m.cut < m.n) {
		sip_emit(out, SIP_CUT, m.cut, m.n, SIP_FIELD_NONE);
		i = m.n;
	}
	msg->headers_len = i;
	put_body(&m, i);
	if (!whole)
		fault(&m, SIP_FAULT_CUT);
	check_missing(&m);
	msg->faults = m.s.faults;
	return 0;
}
