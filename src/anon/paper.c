/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paper.c - the published method: patterns in text, everything else copied.
 *
 * Stanek, Kencl, Kuthan, "Analyzing anomalies in anonymized SIP traffic":
 * user and domain of sip and sips URIs become sequence numbers, IPv4
 * addresses go through Crypto-PAn, e-mail addresses are removed, so are
 * display names before a URI and the SDP lines u=, e= and p=.  Patterns are
 * tried at each byte from the left: URI, address, e-mail; the first that
 * matches takes as much as it can.
 *
 * It is here for comparison.  It leaks by design: it is the only profile that
 * copies bytes nobody looked at.
 */
#include "anon/ops.h"

#include "base/chars.h"

struct paper {
	struct span t;
	struct sip_out *out;
	struct anon_counts *counts;
	size_t item; /* where a display name of this value would begin */
	bool callid; /* the line holds Call-IDs: no e-mail in there */
};

static void emit(struct paper *s, enum sip_class cls, size_t from, size_t to)
{
	struct sip_out *o = s->out;
	struct sip_span *last = o->count ? &o->span[o->count - 1] : NULL;

	if (from >= to)
		return;
	if (last && cls == SIP_SYNTAX && last->cls == SIP_SYNTAX) {
		last->len += (uint32_t)(to - from);
		return;
	}
	if (o->count == o->max) {
		o->over = true;
		return;
	}
	o->span[o->count++] = (struct sip_span){.off = (uint32_t)from,
						.len = (uint32_t)(to - from),
						.cls = (uint8_t)cls};
}

static bool at_str(struct span t, size_t i, struct span word)
{
	return span_case_prefix(span_sub(t, i, t.n), word);
}

/* Length of a dotted quad at i that is not part of something longer. */
static size_t quad_at(struct span t, size_t i)
{
	size_t k = i;

	if (i > 0 && (chars_is(t.p[i - 1], CH_ALNUM) || t.p[i - 1] == '.'))
		return 0;
	for (unsigned part = 0; part < 4; part++) {
		unsigned v = 0, digits = 0;

		if (part && (k >= t.n || t.p[k++] != '.'))
			return 0;
		while (k < t.n && chars_is(t.p[k], CH_DIGIT) && digits < 4) {
			v = v * 10 + (unsigned)(t.p[k++] - '0');
			digits++;
		}
		if (digits == 0 || digits > 3 || v > 255)
			return 0;
	}
	if (k < t.n &&
	    (chars_is(t.p[k], CH_ALNUM) ||
	     (t.p[k] == '.' && k + 1 < t.n && chars_is(t.p[k + 1], CH_ALNUM))))
		return 0;
	return k - i;
}

static void emit_host(struct paper *s, size_t from, size_t to)
{
	emit(s, quad_at(s->t, from) == to - from ? SIP_IP4 : SIP_HOST, from,
	     to);
}

static bool ends_uri(uint8_t c)
{
	return c <= ' ' || c == '>' || c == '<' || c == '"' || c == ',';
}

/* A URI whose scheme ends at `i`: user@host or host. */
static size_t scan_uri(struct paper *s, size_t start, size_t i)
{
	struct span t = s->t;
	size_t end = i, at = SIZE_MAX, host, stop;

	while (end < t.n && !ends_uri(t.p[end])) {
		if (t.p[end] == '@')
			at = end;
		else if ((t.p[end] == ';' || t.p[end] == '?') && at != SIZE_MAX)
			break;
		end++;
	}
	host = at == SIZE_MAX ? i : at + 1;
	for (stop = host; stop < end && chars_is(t.p[stop], CH_HOST);)
		stop++;
	emit(s, SIP_SYNTAX, start, i);
	if (at != SIZE_MAX) {
		emit(s, SIP_USER, i, at);
		emit(s, SIP_SYNTAX, at, host);
	}
	emit_host(s, host, stop);
	return stop > i ? stop : i;
}

/* The display name before a '<' that opens a sip URI. */
static void drop_display(struct paper *s, size_t bracket)
{
	struct sip_out *o = s->out;
	struct sip_span *last = o->count ? &o->span[o->count - 1] : NULL;

	/* Whatever was copied since the value began is taken back. */
	while (last && last->off >= s->item) {
		o->count--;
		last = o->count ? &o->span[o->count - 1] : NULL;
	}
	if (last && last->off + last->len > s->item)
		last->len = (uint32_t)s->item - last->off;
	emit(s, SIP_DISPLAY, s->item, bracket);
}

/* An e-mail address at i: a local part, @, a host name. */
static size_t mail_at(const struct paper *s, size_t i)
{
	struct span t = s->t;
	size_t k = i, host;

	if (s->callid || (i > 0 && chars_is(t.p[i - 1], CH_TOKEN)))
		return 0;
	while (k < t.n && chars_is(t.p[k], CH_TOKEN))
		k++;
	if (k == i || k >= t.n || t.p[k] != '@')
		return 0;
	for (host = ++k; k < t.n && chars_is(t.p[k], CH_HOST);)
		k++;
	return k > host ? k - i : 0;
}

static bool callid_line(struct span line)
{
	static const struct span names[] = {
	    {(const uint8_t *)"Call-ID", 7},
	    {(const uint8_t *)"In-Reply-To", 11},
	    {(const uint8_t *)"Replaces", 8},
	    {(const uint8_t *)"Target-Dialog", 13},
	    {(const uint8_t *)"Join", 4},
	    {(const uint8_t *)"i", 1},
	};
	struct span name = span_trim(span_sub(line, 0, span_find(line, ':')));

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (span_case_eq(name, names[i]))
			return true;
	}
	return false;
}

static bool named(struct span line, struct span name, struct span compact)
{
	struct span n = span_trim(span_sub(line, 0, span_find(line, ':')));

	return n.n < line.n &&
	       (span_case_eq(n, name) || span_case_eq(n, compact));
}

static void scan_clen(struct paper *s, size_t from, size_t to)
{
	size_t i = from + span_find(span_sub(s->t, from, to), ':') + 1, k;

	while (i < to && chars_is(s->t.p[i], CH_BLANK))
		i++;
	for (k = i; k < to && chars_is(s->t.p[k], CH_DIGIT);)
		k++;
	emit(s, SIP_SYNTAX, from, i);
	emit(s, SIP_CLEN, i, k);
	emit(s, SIP_SYNTAX, k, to);
}

static size_t pattern_at(struct paper *s, size_t i)
{
	struct span t = s->t;
	size_t k, n;

	if ((at_str(t, i, SPAN_LIT("sip:")) ||
	     at_str(t, i, SPAN_LIT("sips:"))) &&
	    (i == 0 || !chars_is(t.p[i - 1], CH_ALNUM))) {
		n = at_str(t, i, SPAN_LIT("sips:")) ? 5 : 4;
		if (i > s->item && t.p[i - 1] == '<')
			drop_display(s, i - 1);
		if (i > s->item && t.p[i - 1] == '<')
			emit(s, SIP_SYNTAX, i - 1, i);
		k = scan_uri(s, i, i + n);
		s->item = k;
		return k - i;
	}
	n = chars_is(t.p[i], CH_DIGIT) ? quad_at(t, i) : 0;
	if (n) {
		emit(s, SIP_IP4, i, i + n);
		return n;
	}
	n = mail_at(s, i);
	if (n)
		emit(s, SIP_EMAIL, i, i + n);
	return n;
}

static void scan_line(struct paper *s, size_t from, size_t to, bool body)
{
	struct span line = span_sub(s->t, from, to);
	size_t i = from, n, colon = span_find(line, ':');

	if (body && line.n > 2 && line.p[1] == '=' &&
	    memchr("uep", line.p[0], 3)) {
		emit(s, SIP_LINE, from, to);
		return;
	}
	if (!body && named(line, SPAN_LIT("Content-Length"), SPAN_LIT("l"))) {
		scan_clen(s, from, to);
		return;
	}
	s->callid = !body && callid_line(line);
	s->counts->kept_callids += s->callid;
	s->counts->kept_agents +=
	    !body && named(line, SPAN_LIT("User-Agent"), SPAN_LIT("Server"));
	if (!body && (named(line, SPAN_LIT("Authorization"),
			    SPAN_LIT("Proxy-Authorization"))))
		s->counts->kept_digests++;
	s->item = colon < line.n ? from + colon + 1 : from;
	while (s->item < to && chars_is(s->t.p[s->item], CH_BLANK))
		s->item++;
	while (i < to) {
		n = pattern_at(s, i);
		if (n == 0) {
			emit(s, SIP_SYNTAX, i, i + 1);
			if (s->t.p[i] == ',')
				s->item = i + 1;
			n = 1;
		}
		i += n;
	}
}

void paper_scan(struct span text, struct sip_out *out,
		struct anon_counts *counts)
{
	struct paper s = {.t = text, .out = out, .counts = counts};
	size_t i = 0, n;
	bool body = false;

	while (i < text.n) {
		n = span_find(span_sub(text, i, text.n), '\n') + 1;
		if (n > text.n - i)
			n = text.n - i;
		if (span_trim(span_sub(text, i, i + n)).n == 0)
			body = true;
		scan_line(&s, i, i + n, body);
		i += n;
	}
}

/* ---- planning ---------------------------------------------------------- */

static void plan_label(struct planner *pl, const struct sip_span *s,
		       enum ident_kind kind)
{
	struct span v = span_of(pl->text.p + s->off, s->len);
	uint64_t n;
	const struct ident *id;

	if (pl->a->mode != ANON_RESTORE) {
		ops_label(pl, ident_put(&pl->p->ids, kind, v, 0), 0);
		return;
	}
	id = label_parse(&pl->a->labels, v, &kind, &n)
		 ? ident_nth(pl->a->known, pl->a->order, kind, n)
		 : NULL;
	if (id)
		ops_text(pl, id->text, 0);
	else
		ops_copy(pl, s);
}

void paper_plan(struct planner *pl, const struct sip_span *s)
{
	switch (s->cls) {
	case SIP_USER:
		plan_label(pl, s, IDENT_PAPER_USER);
		return;
	case SIP_HOST:
		plan_label(pl, s, IDENT_PAPER_DOMAIN);
		return;
	case SIP_IP4:
		if (pl->a->mode == ANON_RESTORE)
			plan_back(pl, s);
		else
			plan_identity(pl, s);
		return;
	case SIP_CLEN:
		ops_add(pl, OP_CLEN, s->off, s->len, 0);
		return;
	case SIP_EMAIL:
	case SIP_DISPLAY:
	case SIP_LINE:
		return;
	default:
		ops_copy(pl, s);
		return;
	}
}
