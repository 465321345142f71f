/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.c - a whole message: lines, header fields, body.
 *
 * Line ends are CRLF or LF; when the start line ends in a lone CR, CR too.
 */
#include "sip/message.h"

#include "sip/lex.h"
#include "sip/start.h"

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
	const uint8_t *p = m->s.p;
	uint32_t lf = lex_find(&m->s, i, m->n, '\n');

	l->from = i;
	/* as a rule: CRLF, and no fold behind it */
	if (lf + 1 < m->n && lf > i && p[lf - 1] == '\r' && !m->cr &&
	    !chars_is(p[lf + 1], CH_BLANK)) {
		l->to = lf - 1;
		l->next = lf + 1;
		return true;
	}
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
		message_fault(m, SIP_FAULT_BARE_LF);
	sip_emit(m->s.out, SIP_SYNTAX, l->to, l->next, row);
}

/* ---- a header line ---------------------------------------------------------------- */

static bool is_name(const struct message *m, uint32_t from, uint32_t to)
{
	return from < to && lex_run(&m->s, from, to, CH_TOKEN) == to;
}

static void put_bad_line(struct message *m, const struct line *l)
{
	message_fault(m, SIP_FAULT_NO_COLON);
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

#define IS(text) (n >= sizeof(text) - 1 && !memcmp(p, text, sizeof(text) - 1))
#define USUAL(text, row)                              \
	if (IS(text)) {                               \
		*colon += (uint32_t)sizeof(text) - 2; \
		return FIELD_HEADER_##row;            \
	}

/* The row of a line that begins with one of the names nearly all lines begin
 * with, as RFC 3261 spells them; *colon goes to the ':'.  0 for the rest. */
static uint16_t usual_name(const uint8_t *p, size_t n, uint32_t *colon)
{
	switch (n ? p[0] : 0) {
	case 'C':
		USUAL("CSeq:", CSEQ)
		USUAL("Call-ID:", CALL_ID)
		USUAL("Contact:", CONTACT)
		USUAL("Content-Length:", CONTENT_LENGTH)
		break;
	case 'V':
		USUAL("Via:", VIA)
		break;
	case 'F':
		USUAL("From:", FROM)
		break;
	case 'T':
		USUAL("To:", TO)
		break;
	case 'M':
		USUAL("Max-Forwards:", MAX_FORWARDS)
		break;
	case 'U':
		USUAL("User-Agent:", USER_AGENT)
		break;
	case 'S':
		USUAL("Server:", SERVER)
		USUAL("Supported:", SUPPORTED)
		break;
	case 'E':
		USUAL("Expires:", EXPIRES)
		USUAL("Event:", EVENT)
		break;
	default:
		break;
	}
	return SIP_FIELD_NONE;
}

#undef USUAL
#undef IS

/* A line with such a name and CRLF: nothing of what put_line() asks can be.
 * False when it is another; nothing is emitted then. */
static bool usual_line(struct message *m, const struct line *l)
{
	uint32_t colon = l->from;
	uint16_t row = usual_name(m->s.p + l->from, l->to - l->from, &colon);

	if (!row || l->next - l->to != 2 ||
	    sip_strict(m->s.out, row) == SIP_DROP_LINE)
		return false;
	m->s.ended = true;
	sip_emit(m->s.out, SIP_SYNTAX, l->from, colon + 1, row);
	message_note(m, row);
	message_value(m, (struct part){colon + 1, l->to}, row);
	sip_emit(m->s.out, SIP_SYNTAX, l->to, l->next, row);
	return true;
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
	row = sip_field_find(SIP_SCOPE_HEADER, 0, message_text(m, name));
	m->s.ended = l->next - l->to == 2;
	if (name.from == name.to) {
		put_bad_line(m, l);
		return;
	}
	/* A name out of grammar is still one: the line has a colon. */
	if (!sip_exact_row(row) && !is_name(m, name.from, name.to))
		row = SIP_FIELD_NONE;
	if (!row) {
		put_unknown(m, name, v, dropped);
	} else if (sip_strict(o, row) == SIP_DROP_LINE) {
		sip_emit(o, SIP_LINE, l->from, l->next, row);
		return;
	} else if (row == FIELD_HEADER_CONTENT_ENCODING) {
		message_later(m, v, *l, row);
		return;
	} else {
		if (sip_exact_row(row)) {
			sip_emit(o, SIP_SYNTAX, l->from, v.from, row);
		} else {
			sip_emit(o, SIP_HNAME, name.from, name.to, row);
			sip_emit(o, SIP_SYNTAX, name.to, v.from, row);
		}
		message_note(m, row);
		if (dropped) {
			sip_emit(o, SIP_DROP, v.from, v.to, row);
			v.from = v.to;
		}
		if (row == FIELD_HEADER_CONTENT_TYPE)
			message_later(m, v, *l, row);
		else
			message_value(m, v, row);
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
		if (!usual_line(m, &l))
			put_line(m, &l);
		i = l.next;
	}
	/* What the snaplen cut between two lines may have had one. */
	if (m->whole)
		message_fault(m, SIP_FAULT_NO_END);
	return m->n;
}

/* ---- all of it -------------------------------------------------------------------- */

static void check_missing(struct message *m)
{
	struct sip_msg *msg = m->msg;

	if (!(m->seen & SEEN_VIA))
		message_fault(m, SIP_FAULT_NO_VIA);
	if (!(m->seen & SEEN_FROM))
		message_fault(m, SIP_FAULT_NO_FROM);
	if (!(m->seen & SEEN_TO))
		message_fault(m, SIP_FAULT_NO_TO);
	if (msg->callid.n == 0)
		message_fault(m, SIP_FAULT_NO_CALLID);
	if (!(m->seen & SEEN_NUMBER))
		message_fault(m, SIP_FAULT_NO_CSEQ);
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
		if (start_method(message_text(m, st.method)) == SIP_M_OTHER)
			return 0;
	}
	msg->request = st.request;
	msg->code = st.code;
	msg->method = SIP_M_OTHER;
	if (st.request)
		msg->method = (uint8_t)start_method(message_text(m, st.method));
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
	sip_emit_back(out, 0);
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
	message_body(&m, i);
	if (!whole)
		message_fault(&m, SIP_FAULT_CUT);
	check_missing(&m);
	msg->faults = m.s.faults;
	return 0;
}
