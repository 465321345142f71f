/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Session descriptions, RFC 8866: the body, its lines, pieces of values.
 */
#include "sip/sdp.h"

#include "sip/host.h"
#include "sip/lex.h"

enum {
	FRACTION_DIGITS = 3,
	MAC_TEXT = 17, /* xx:xx:xx:xx:xx:xx */
};

/* ---- pieces ------------------------------------------------------------ */

bool sdp_separator(uint8_t c)
{
	return chars_is(c, CH_BLANK) ||
	       (c > ' ' && c < 0x7f && strchr(",;/=:[](){}|\"<>", c));
}

/* Emits the ':' before a value and blanks; gives where they end. */
static uint32_t skip_blanks(struct sdp *d)
{
	uint32_t i = d->pos + d->colon;

	while (i < d->end && chars_is(d->s->p[i], CH_BLANK))
		i++;
	sip_emit(d->s->out, SIP_SYNTAX, d->pos, i, d->field);
	d->colon = false;
	return i;
}

bool sdp_next(struct sdp *d, struct part *v)
{
	const uint8_t *p = d->s->p;
	uint32_t i = skip_blanks(d);

	v->from = i;
	while (i < d->end && !chars_is(p[i], CH_BLANK))
		i++;
	v->to = d->pos = i;
	return v->from < v->to;
}

struct part sdp_rest(struct sdp *d)
{
	struct part v = {skip_blanks(d), d->end};

	while (v.from < v.to && chars_is(d->s->p[v.to - 1], CH_BLANK))
		v.to--;
	d->pos = v.to;
	return v;
}

void sdp_drop(struct sdp *d)
{
	uint32_t from = d->pos;
	struct part v;

	if (!d->colon) {
		sdp_put(d, SIP_DROP, sdp_rest(d));
		return;
	}
	v = (struct part){from + 1, d->end};
	while (v.from < v.to && chars_is(d->s->p[v.to - 1], CH_BLANK))
		v.to--;
	if (v.from == v.to)
		return;
	d->colon = false;
	d->pos = v.to;
	sip_emit(d->s->out, SIP_DROP, from, v.to, d->field);
}

void sdp_put(struct sdp *d, enum sip_class cls, struct part v)
{
	sip_emit(d->s->out, cls, v.from, v.to, d->field);
}

void sdp_token(struct sdp *d, enum sip_space ns, uint32_t shape, struct part v)
{
	sip_emit_token(d->s->out, ns, shape, v, d->field);
}

bool sdp_word(struct sdp *d, struct part v, enum sip_words set)
{
	if (!sip_word(set, part_span(d->s, v.from, v.to)))
		return false;
	sdp_put(d, SIP_WORD, v);
	return true;
}

/*
 * Digits with an optional fraction, up to max; gives their end, 0 if not.
 * A number that begins with 0 is none: people's numbers do.
 */
static uint32_t number_end(const struct sdp *d, struct part v, uint32_t max)
{
	const uint8_t *p = d->s->p;
	uint32_t i = lex_run(d->s, v.from, v.to, CH_DIGIT), dot = i, n;

	if ((i - v.from > 1 && p[v.from] == '0') ||
	    !sip_decimal(d->s, (struct part){v.from, i}, max, &n))
		return 0;
	if (i == v.to || p[i] != '.')
		return i;
	i = lex_run(d->s, i + 1, v.to, CH_DIGIT);
	return i - dot - 1 >= 1 && i - dot - 1 <= FRACTION_DIGITS ? i : 0;
}

bool sdp_number(struct sdp *d, struct part v, uint32_t max)
{
	struct part n = v;
	uint32_t end;

	if (n.from < n.to && d->s->p[n.from] == '-')
		n.from++;
	end = number_end(d, n, max);
	if (end != 0 && end < v.to && d->s->p[end] == '-')
		end = number_end(d, (struct part){end + 1, v.to}, max);
	if (end != v.to || end == 0)
		return false;
	sdp_put(d, SIP_NUM, v);
	return true;
}

bool sdp_integer(struct sdp *d, struct part v, uint32_t max)
{
	return sip_value_num(d->s, v, d->field, max);
}

/* The name space of the row; rows without one have that of parameters. */
static enum sip_space space_of(const struct sdp *d)
{
	uint8_t ns = sip_fields[d->field].space;

	return ns ? (enum sip_space)ns : SIP_NS_PARAM;
}

/* d.d.d.d, no other spelling: numbers are numbers here. */
static bool is_quad(const struct sdp *d, struct part v)
{
	return span_find(part_span(d->s, v.from, v.to), '.') < v.to - v.from &&
	       host_ip4(d->s, v);
}

void sdp_item(struct sdp *d, struct part v, enum sip_words set)
{
	if (v.from < v.to && d->s->p[v.from] == '~') {
		sip_emit(d->s->out, SIP_SYNTAX, v.from, v.from + 1, d->field);
		v.from++;
	}
	if (v.from == v.to || sdp_word(d, v, set) ||
	    sdp_number(d, v, sip_fields[d->field].max))
		return;
	if (is_quad(d, v))
		sdp_put(d, SIP_IP4, v);
	else
		sdp_token(d, space_of(d), SIP_SHAPE_PLAIN, v);
}

bool sdp_is_mac(const struct sdp *d, struct part v)
{
	if (v.to - v.from != MAC_TEXT)
		return false;
	for (uint32_t i = 0; i < MAC_TEXT; i++) {
		uint8_t c = d->s->p[v.from + i];

		if (i % 3 == 2 ? c != '-' && c != ':' : !chars_is(c, CH_HEX))
			return false;
	}
	return true;
}

/*
 * An IPv6 or hardware address where items begin: its colons would part it
 * into small numbers, which stay.
 */
static bool put_colons(struct sdp *d, struct part *v)
{
	const uint8_t *p = d->s->p;
	struct part a = {v->from, v->from};
	uint32_t colons = 0;

	for (; a.to < v->to; a.to++) {
		if (p[a.to] == ':')
			colons++;
		else if (!chars_is(p[a.to], CH_HEX) && p[a.to] != '.')
			break;
	}
	if (colons < 2 || (a.to < v->to && !sdp_separator(p[a.to])))
		return false;
	if (sdp_is_mac(d, a))
		sdp_put(d, SIP_MAC, a);
	else if (host_ip6(d->s, a))
		sdp_put(d, SIP_IP6, a);
	else
		return false;
	v->from = a.to;
	return true;
}

void sdp_items(struct sdp *d, struct part v, enum sip_words set)
{
	const uint8_t *p = d->s->p;

	while (v.from < v.to) {
		struct part item = {v.from, v.from};

		if (put_colons(d, &v))
			item.from = item.to = v.from;
		while (item.to < v.to && !sdp_separator(p[item.to]))
			item.to++;
		sdp_item(d, item, set);
		v.from = item.to;
		while (v.from < v.to && sdp_separator(p[v.from]))
			v.from++;
		sip_emit(d->s->out, SIP_SYNTAX, item.to, v.from, d->field);
	}
}

/* ---- lines --------------------------------------------------------------- */

/* A value that is to be one thing, whatever is in it. */
static void put_strict(struct sdp *d, enum sip_strict how)
{
	if (how == SIP_AS_TOKEN)
		sdp_token(d, SIP_NS_VALUE, SIP_SHAPE_PLAIN, sdp_rest(d));
	else
		sdp_drop(d);
}

void sdp_strictly(struct sdp *d)
{
	enum sip_strict how = sip_strict(d->s->out, d->field);

	if (how == SIP_BY_CLASS)
		sdp_value(d);
	else
		put_strict(d, how);
	sdp_put(d, SIP_DROP, sdp_rest(d));
	sip_emit_to(d->s->out, SIP_SYNTAX, d->end, d->field);
	d->pos = d->end;
}

/* The row of the attribute of a line "a=". */
static uint16_t attr_row(const struct scan *s, struct part v)
{
	struct span t = part_span(s, v.from, v.to);
	struct span name = span_trim(span_sub(t, 0, span_find(t, ':')));

	return sip_field_find(SIP_SCOPE_ATTR, 0, name);
}

/* Is a line with this row dropped?  A key stays if it is "prompt" alone. */
static bool is_dropped(const struct scan *s, uint16_t row, struct part v)
{
	if (row == SIP_FIELD_NONE || sip_strict(s->out, row) == SIP_DROP_LINE)
		return true;
	if (row == FIELD_SDP_K)
		return !span_eq(span_trim(part_span(s, v.from, v.to)),
				SPAN_LIT("prompt"));
	if (row != FIELD_SDP_A)
		return false;
	row = attr_row(s, v);
	return row && sip_strict(s->out, row) == SIP_DROP_LINE;
}

/* One line; `next` is behind its line end. */
static void put_line(struct scan *s, struct part v, uint32_t next)
{
	struct sdp d = {.s = s, .pos = v.from + 2, .end = v.to};
	struct span t = part_span(s, v.from, v.to);

	if (span_trim(t).n == 0) {
		sip_emit(s->out, SIP_SYNTAX, v.from, next, 0);
		return;
	}
	if (t.n >= 2 && t.p[1] == '=' && t.p[0] >= 'a' && t.p[0] <= 'z')
		d.field = sip_field_find(SIP_SCOPE_SDP, 0, span_sub(t, 0, 1));
	if (is_dropped(s, d.field, (struct part){v.from + 2, v.to})) {
		sip_emit(s->out, SIP_LINE, v.from, next, d.field);
		return;
	}
	sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 2, d.field);
	sdp_strictly(&d);
	sip_emit(s->out, SIP_SYNTAX, v.to, next, d.field);
}

/* The length of the line end t begins with: CRLF, LF or CR. */
static uint32_t eol_len(struct span t)
{
	if (t.n == 0 || (t.p[0] != '\r' && t.p[0] != '\n'))
		return 0;
	return t.n > 1 && t.p[0] == '\r' && t.p[1] == '\n' ? 2 : 1;
}

void sip_sdp(struct scan *s, struct part body, bool whole)
{
	uint32_t from = body.from;

	while (from < body.to) {
		uint32_t to = from, eol;

		while (to < body.to && s->p[to] != '\r' && s->p[to] != '\n')
			to++;
		eol = eol_len(part_span(s, to, body.to));
		/* a CR at the cut may be half of a line end */
		if (!whole && (eol == 0 || (to + eol == body.to &&
					    s->p[body.to - 1] == '\r'))) {
			sip_emit(s->out, SIP_CUT, from, body.to, 0);
			return;
		}
		put_line(s, (struct part){from, to}, to + eol);
		from = to + eol;
	}
}

bool sip_sdp_is(struct span body)
{
	size_t i = 0;

	while (i < body.n && chars_is(body.p[i], CH_LWS))
		i++;
	return body.n - i >= 2 && body.p[i] == 'v' && body.p[i + 1] == '=' &&
	       (i == 0 || body.p[i - 1] == '\n' || body.p[i - 1] == '\r');
}

bool sip_scan_sdp(struct span body, bool whole, struct sip_out *out)
{
	struct scan s = {.p = body.p, .out = out};

	if (body.n > UINT32_MAX || !sip_sdp_is(body))
		return false;
	sip_sdp(&s, (struct part){0, (uint32_t)body.n}, whole);
	return true;
}
