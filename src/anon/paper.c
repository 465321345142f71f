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
 * Where the text of the paper leaves a choice: an address in the domain
 * position goes through the map of addresses; what looks like an e-mail
 * address in a Call-ID stays, or no dialog would; a display name goes, not
 * the name of its header; two spellings of a user are one user; tel: is not
 * mentioned and stays.
 *
 * It is here for comparison.  It leaks by design: it is the only profile that
 * copies bytes nobody looked at.
 */
#include "anon/ops.h"

#include "base/chars.h"

/* User parts and addresses in brackets that are looked for, at most; what is
 * longer is copied. */
enum { USER_MAX = SIP_CANON_MAX, LITERAL_MAX = 80 };

struct paper {
	struct span t;
	struct sip_out *out;
	struct anon_counts *counts;
	size_t clear;  /* no @ and no end of a URI before */
	size_t item;   /* where a display name of this value would begin */
	size_t quote;  /* the quoted-string at hand ends here */
	bool unclosed; /* no quoted-string of this header ends any more */
	bool header;
	bool used;   /* the value at hand has its URI */
	bool callid; /* the header holds Call-IDs: no e-mail in there */
	bool sdp;    /* the body is a session description */
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

/* ---- patterns ---------------------------------------------------------- */

/* Is the byte before i the last one of a %HH? */
static bool behind_percent(struct span t, size_t i)
{
	return i >= 3 && t.p[i - 3] == '%' && chars_is(t.p[i - 2], CH_HEX) &&
	       chars_is(t.p[i - 1], CH_HEX);
}

/* Length of a dotted quad at i that is not part of something longer. */
static size_t quad_at(struct span t, size_t i)
{
	size_t k = i;

	if (i > 0 && (chars_is(t.p[i - 1], CH_ALNUM) || t.p[i - 1] == '.') &&
	    !behind_percent(t, i))
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

/* The domain position at i: its end. */
static size_t scan_host(struct paper *s, size_t i, size_t end)
{
	struct span t = s->t;
	size_t stop = i;

	if (i < end && t.p[i] == '[') {
		if (end - i > LITERAL_MAX)
			end = i + LITERAL_MAX;
		stop = i + span_find(span_sub(t, i, end), ']');
		if (stop == end)
			return i;
		emit(s, SIP_SYNTAX, i, i + 1);
		emit(s, SIP_IP6, i + 1, stop);
		return stop;
	}
	while (stop < end && chars_is(t.p[stop], CH_HOST))
		stop++;
	emit(s, quad_at(t, i) == stop - i ? SIP_IP4 : SIP_HOST, i, stop);
	return stop;
}

static bool ends_uri(uint8_t c)
{
	return c <= ' ' || c == '>' || c == '<' || c == '"' || c == ',';
}

/* The pieces of a user part: two @ stay two. */
static void scan_users(struct paper *s, size_t i, size_t at)
{
	while (i < at) {
		size_t n = span_find(span_sub(s->t, i, at), '@');

		emit(s, SIP_USER, i, i + n);
		if (i + n < at)
			emit(s, SIP_SYNTAX, i + n, i + n + 1);
		i += n + 1;
	}
}

/* A URI whose scheme ends at `i`: user@host or host. */
static size_t scan_uri(struct paper *s, size_t start, size_t i)
{
	struct span t = s->t;
	size_t end = i > s->clear ? i : s->clear, at = SIZE_MAX, host, stop;

	while (end < t.n && end - i < USER_MAX && !ends_uri(t.p[end])) {
		if (t.p[end] == '@')
			at = end;
		else if ((t.p[end] == ';' || t.p[end] == '?') && at != SIZE_MAX)
			break;
		end++;
	}
	emit(s, SIP_SYNTAX, start, i);
	host = i;
	if (at == SIZE_MAX) {
		s->clear = end;
	} else {
		host = at + 1;
		scan_users(s, i, at);
		emit(s, SIP_SYNTAX, at, host);
	}
	stop = scan_host(s, host, end);
	return stop > i ? stop : i;
}

/* The display name before a '<' that opens a sip URI. */
static void drop_display(struct paper *s, size_t bracket)
{
	struct sip_out *o = s->out;
	struct sip_span *last = o->count ? &o->span[o->count - 1] : NULL;
	struct span v;

	/* Whatever was copied since the value began is taken back. */
	while (last && last->off >= s->item) {
		o->count--;
		last = o->count ? &o->span[o->count - 1] : NULL;
	}
	if (last && last->off + last->len > s->item)
		last->len = (uint32_t)s->item - last->off;
	v = span_trim(span_sub(s->t, s->item, bracket));
	/* A quote that never ends stays one. */
	if (v.n && v.p[0] == '"' && (v.n == 1 || v.p[v.n - 1] != '"')) {
		emit(s, SIP_SYNTAX, s->item, s->item + 1);
		s->item++;
	}
	emit(s, SIP_DISPLAY, s->item, bracket);
	emit(s, SIP_SYNTAX, bracket, bracket + 1);
}

/* Is it the value of a parameter that names a dialog? */
static bool callid_param(struct span t, size_t i)
{
	static const struct span name = {(const uint8_t *)"call-id=", 8};

	if (i > 0 && t.p[i - 1] == '"')
		i--;
	return i >= name.n && at_str(t, i - name.n, name);
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
	if (k == i || k >= t.n || t.p[k] != '@' || callid_param(t, i))
		return 0;
	for (host = ++k; k < t.n && chars_is(t.p[k], CH_HOST);)
		k++;
	return k > host ? k - i : 0;
}

static size_t uri_at(struct paper *s, size_t i)
{
	struct span t = s->t;
	size_t n, k;

	if (i > 0 && chars_is(t.p[i - 1], CH_ALNUM))
		return 0;
	if (at_str(t, i, SPAN_LIT("sip:")))
		n = 4;
	else if (at_str(t, i, SPAN_LIT("sips:")))
		n = 5;
	else
		return 0;
	if (i > s->item && t.p[i - 1] == '<' && i > s->quote)
		drop_display(s, i - 1);
	k = scan_uri(s, i, i + n);
	if (i > s->quote) {
		s->item = k;
		s->used = true;
	}
	return k - i;
}

static size_t pattern_at(struct paper *s, size_t i, size_t line_end)
{
	struct span t = s->t;
	bool alone = i == 0 || t.p[i - 1] == '\n';
	size_t n = uri_at(s, i);

	if (n)
		return n;
	n = chars_is(t.p[i], CH_DIGIT) ? quad_at(t, i) : 0;
	if (n) {
		emit(s, SIP_IP4, i, i + n);
		return n;
	}
	n = mail_at(s, i);
	/* A line that is gone would end the headers. */
	if (n && s->header && alone &&
	    span_trim(span_sub(t, i + n, line_end)).n == 0)
		emit(s, SIP_BADLINE, i, i + n);
	else if (n)
		emit(s, SIP_EMAIL, i, i + n);
	return n;
}

/* ---- lines ------------------------------------------------------------- */

static struct span name_of(struct span line)
{
	return span_trim(span_sub(line, 0, span_find(line, ':')));
}

static bool callid_line(struct span line)
{
	static const char *const names[] = {"Call-ID",	     "i",
					    "In-Reply-To",   "Replaces",
					    "Target-Dialog", "Join"};
	struct span name = name_of(line);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (span_case_eq(name, span_str(names[i])))
			return true;
	}
	return false;
}

static bool named(struct span line, const char *name, const char *other)
{
	struct span n = name_of(line);

	return span_find(line, ':') < line.n &&
	       (span_case_eq(n, span_str(name)) ||
		span_case_eq(n, span_str(other)));
}

static void scan_clen(struct paper *s, size_t from, size_t to)
{
	size_t i = from + span_find(span_sub(s->t, from, to), ':') + 1, k;

	while (i < to && chars_is(s->t.p[i], CH_LWS))
		i++;
	for (k = i; k < to && chars_is(s->t.p[k], CH_DIGIT);)
		k++;
	emit(s, SIP_SYNTAX, from, i);
	emit(s, SIP_CLEN, i, k);
	emit(s, SIP_SYNTAX, k, to);
}

/* A '"' at i outside a quoted-string opens one, if that ever ends. */
static void open_quote(struct paper *s, size_t i, size_t to)
{
	for (size_t k = i + 1; k < to && !s->unclosed; k++) {
		if (s->t.p[k] == '\\')
			k++;
		else if (s->t.p[k] == '"') {
			s->quote = k;
			return;
		}
	}
	s->unclosed = true;
}

/*
 * Where a display name may begin, after the byte at i outside quotes.  A comma
 * or semicolon before any URI is part of a name that should have been quoted.
 */
static void note_item(struct paper *s, size_t i, size_t to)
{
	uint8_t c = s->t.p[i];

	if (i < s->quote || !memchr(",;=>", c, 4))
		return;
	if (c == '>')
		s->used = true;
	else if (c != '=' && !s->used)
		return;
	if (c == ',')
		s->used = false;
	for (i++; i < to && chars_is(s->t.p[i], CH_LWS);)
		i++;
	s->item = i;
}

/* One header with its folded lines, or one line of a body. */
static void scan_text(struct paper *s, size_t from, size_t to)
{
	size_t i = from, n;

	while (i < to) {
		if (s->header && i > s->quote && s->t.p[i] == '"')
			open_quote(s, i, to);
		n = pattern_at(s, i, to);
		if (n == 0) {
			emit(s, SIP_SYNTAX, i, i + 1);
			if (s->header)
				note_item(s, i, to);
			n = 1;
		}
		i += n;
	}
}

static void scan_header(struct paper *s, size_t from, size_t to)
{
	struct span line = span_sub(s->t, from, to);
	size_t colon = span_find(line, ':');

	if (named(line, "Content-Length", "l")) {
		scan_clen(s, from, to);
		return;
	}
	s->callid = callid_line(line);
	s->counts->kept_callids += s->callid;
	s->counts->kept_agents += named(line, "User-Agent", "Server");
	s->counts->kept_digests +=
	    named(line, "Authorization", "Proxy-Authorization");
	s->quote = from;
	s->unclosed = s->used = false;
	s->item = from;
	if (from > 0 && colon < line.n)
		s->item = from + colon + 1;
	while (s->item < to && chars_is(s->t.p[s->item], CH_LWS))
		s->item++;
	scan_text(s, from, to);
}

static void scan_body_line(struct paper *s, size_t from, size_t to)
{
	struct span line = span_sub(s->t, from, to);
	bool typed = line.n > 2 && line.p[1] == '=';

	s->sdp = s->sdp || (typed && line.p[0] == 'v');
	if (s->sdp && typed && memchr("uep", line.p[0], 3)) {
		emit(s, SIP_LINE, from, to);
		return;
	}
	s->item = from + span_find(line, ':') + 1;
	if (s->item > to)
		s->item = from;
	while (s->item < to && chars_is(s->t.p[s->item], CH_LWS))
		s->item++;
	scan_text(s, from, to);
}

static size_t line_end(struct span t, size_t i, size_t end, bool folds)
{
	for (;;) {
		i += span_find(span_sub(t, i, end), '\n') + 1;
		if (i >= end)
			return end;
		if (!folds || !chars_is(t.p[i], CH_BLANK))
			return i;
	}
}

/* Where a text that the snaplen cut ends: behind its last whole line. */
static size_t last_line(struct span t)
{
	size_t n = t.n;

	while (n > 0 && t.p[n - 1] != '\n')
		n--;
	return n;
}

void paper_scan(struct span text, const struct sip_msg *m, bool whole,
		struct sip_out *out, struct anon_counts *counts)
{
	size_t all = whole ? text.n : last_line(text);
	size_t body = m->body_off < all ? m->body_off : all;
	size_t end = m->body_len < all - body ? body + m->body_len : all;
	struct paper s = {.t = span_sub(text, 0, body),
			  .out = out,
			  .counts = counts,
			  .header = true};
	size_t i = 0, k;

	for (; i < body; i = k) {
		k = line_end(s.t, i, body, true);
		scan_header(&s, i, k);
	}
	s.header = s.callid = false;
	s.t = span_sub(text, 0, end);
	s.quote = 0;
	for (; i < end; i = k) {
		k = line_end(s.t, i, end, false);
		scan_body_line(&s, i, k);
	}
	/* Of the bytes behind the body the length does not speak. */
	if (end < all && out->count < out->max)
		out->span[out->count++] =
		    (struct sip_span){.off = (uint32_t)end, .cls = SIP_TRAIL};
	s.t = span_sub(text, 0, all);
	s.sdp = false;
	for (; i < all; i = k) {
		k = line_end(s.t, i, all, false);
		scan_body_line(&s, i, k);
	}
	emit(&s, SIP_CUT, all, text.n);
}

/* ---- planning ---------------------------------------------------------- */

/* What is one user, one domain: the same as in the other profiles, so that
 * they count the same. */
static struct span identity_of(const struct sip_span *s, struct span v,
			       uint8_t *canon)
{
	struct span head;

	if (s->cls == SIP_HOST)
		return span_of(canon, sip_canon_host(v, canon));
	v = span_sub(v, 0, span_find(v, ':')); /* no password */
	head = span_sub(v, 0, span_find(v, ';'));
	if (sip_looks_tel(head))
		return span_of(canon, sip_canon_tel(head, false, canon));
	return span_of(canon, sip_canon_user(v, false, canon));
}

static void plan_label(struct planner *pl, const struct sip_span *s,
		       enum ident_kind kind)
{
	uint8_t canon[SIP_CANON_MAX];
	struct span v = span_of(pl->text.p + s->off, s->len), id = v;

	if (v.n <= sizeof(canon))
		id = identity_of(s, v, canon);
	if (id.n == 0)
		id = v;
	ops_label(pl, ident_put(&pl->p->ids, kind, id, 0), 0);
}

static void plan_name(struct planner *pl, const struct sip_span *s,
		      enum ident_kind kind)
{
	struct span v = span_of(pl->text.p + s->off, s->len);
	uint64_t n;
	const struct ident *id;

	if (pl->a->mode != ANON_RESTORE) {
		plan_label(pl, s, kind);
		return;
	}
	id = label_parse(&pl->a->labels, v, &kind, &n)
		 ? ident_nth(pl->a->known, pl->a->order, kind, n)
		 : NULL;
	if (!id)
		ops_copy(pl, s);
	else if (s->cls == SIP_USER)
		back_put_user(pl, id->text, 0);
	else
		ops_text(pl, id->text, 0);
}

void paper_plan(struct planner *pl, const struct sip_span *s)
{
	switch (s->cls) {
	case SIP_USER:
		plan_name(pl, s, IDENT_PAPER_USER);
		return;
	case SIP_HOST:
		plan_name(pl, s, IDENT_PAPER_DOMAIN);
		return;
	case SIP_IP4:
	case SIP_IP6:
		if (pl->a->mode == ANON_RESTORE)
			plan_back(pl, s);
		else
			plan_identity(pl, s);
		return;
	case SIP_CLEN:
		ops_add(pl, OP_CLEN, s->off, s->len, 0);
		return;
	case SIP_TRAIL:
		ops_add(pl, OP_END, s->off, 0, 0);
		return;
	case SIP_BADLINE:
		ops_str(pl, "x");
		return;
	case SIP_EMAIL:
	case SIP_DISPLAY:
	case SIP_LINE:
	case SIP_CUT:
		return;
	default:
		ops_copy(pl, s);
		return;
	}
}
