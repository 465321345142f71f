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

/* ---- text, times, secrets ---------------------------------------------- */

static void plan_text(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	struct buf *b = &pl->p->text;
	size_t from = b->n;

	if (pl->a->mode == ANON_SUPPORT && pl->flags == 0) {
		scrub_text(v, b);
		if (b->n > from)
			ops_add(pl, OP_TEXT, (uint32_t)from,
				(uint32_t)(b->n - from), OPF_WORD);
		return;
	}
	/* "s=" may not be empty: RFC 8866 section 5.3. */
	if (sip_fields[s->field].scope == SIP_SCOPE_SDP)
		ops_str(pl, "-");
}

static void plan_phrase(struct planner *pl, const struct sip_span *s)
{
	struct span p;

	if (s->cls == SIP_REASON) {
		p = phrase_status(s->num);
		if (p.n == 0 && s->len)
			p = SPAN_LIT("Unknown");
	} else if (span_eq(span_str(sip_fields[s->field].name),
			   SPAN_LIT("Warning"))) {
		p = phrase_warning(s->num);
	} else {
		p = s->num < 128 ? phrase_q850(s->num) : phrase_status(s->num);
	}
	ops_text(pl, p, OPF_WORD);
}

static void plan_when(struct planner *pl, const struct sip_span *s)
{
	static const uint8_t kind[] = {
	    [SIP_DATE] = WHEN_DATE,
	    [SIP_NTP] = WHEN_NTP,
	    [SIP_EPOCH] = WHEN_EPOCH,
	};
	uint8_t tmp[64];
	struct buf out = {tmp, 0, sizeof(tmp), sizeof(tmp), false};

	when_shift(kind[s->cls], bytes_of(pl, s), pl->a->shift, pl->packet_sec,
		   &out, &pl->w->counts.dates_moved);
	ops_text(pl, span_of(tmp, out.n), OPF_KEYED);
}

/* digits[.digits]: the whole part, and how long it is. */
static uint64_t whole_part(struct span v, size_t *n)
{
	uint64_t x = 0;
	size_t i = 0;

	for (; i < v.n && i < 15 && chars_is(v.p[i], CH_DIGIT); i++)
		x = x * 10 + (uint64_t)(v.p[i] - '0');
	*n = i;
	return x;
}

/*
 * Timestamp, RFC 3261 section 20.38: a keyed offset a Call-ID, so that
 * differences inside a call stay and uptimes do not.
 */
static void plan_stamp(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	uint8_t tmp[32];
	struct buf out = {tmp, 0, sizeof(tmp), sizeof(tmp), false};
	uint64_t off = pl->call.lo ^ pl->a->stamps.k0, x;
	size_t n;

	if (pl->a->mode == ANON_SUPPORT) {
		ops_text(pl, v, OPF_NUM);
		return;
	}
	x = whole_part(v, &n);
	buf_dec(&out, (x + off % 1000000000) % 10000000000);
	if (n < v.n && v.p[n] == '.') {
		buf_u8(&out, '.');
		for (n++; n < v.n && chars_is(v.p[n], CH_DIGIT) && out.n < 24;
		     n++)
			buf_u8(&out, v.p[n]);
	}
	ops_text(pl, span_of(tmp, out.n), OPF_KEYED);
}

/*
 * o= ids are often NTP times.  The id becomes a number of ten digits; the
 * version moves by an offset of that id, so that its steps stay.
 */
static void plan_sdp_id(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	uint8_t tmp[32];
	struct buf out = {tmp, 0, sizeof(tmp), sizeof(tmp), false};
	const uint64_t range = 10000000000;
	size_t n;

	if (s->num == 0) {
		pl->sdp_id = siphash128(&pl->a->stamps, v);
		buf_dec_pad(&out, pl->sdp_id.lo % range, 10);
	} else {
		buf_dec_pad(&out,
			    (whole_part(v, &n) + pl->sdp_id.hi % range) % range,
			    10);
	}
	ops_text(pl, span_of(tmp, out.n), OPF_KEYED);
}

static void plan_fill(struct planner *pl, size_t n, char c)
{
	struct buf *b = &pl->p->text;
	size_t from = b->n;

	buf_fill(b, (uint8_t)c, n);
	if (b->bad)
		pl->p->failed = true;
	else if (n)
		ops_add(pl, OP_TEXT, (uint32_t)from, (uint32_t)n, 0);
}

/* A digest response is a password oracle: zeros of its algorithm's length. */
static void plan_digest(struct planner *pl, const struct sip_span *s)
{
	if (s->len)
		plan_fill(pl, s->len <= 32 ? 32 : s->len <= 64 ? 64 : 128, '0');
}

static size_t length_class(size_t n)
{
	size_t c = 64;

	while (c < n)
		c *= 2;
	return c;
}

static void plan_trail(struct planner *pl, const struct sip_span *s)
{
	if (sip_is_blank(bytes_of(pl, s)))
		ops_copy(pl, s);
	else
		ops_add(pl, OP_FILL, 0, s->len, 0);
}

/* Scripts that say how a language is written, not who writes it. */
static bool is_script(struct span v)
{
	return span_case_eq(v, SPAN_LIT("Hans")) ||
	       span_case_eq(v, SPAN_LIT("Hant")) ||
	       span_case_eq(v, SPAN_LIT("Latn")) ||
	       span_case_eq(v, SPAN_LIT("Cyrl"));
}

static bool is_region(struct span v)
{
	unsigned mask = v.n == 2 ? CH_ALPHA : CH_DIGIT;

	if (v.n != 2 && v.n != 3)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (!chars_is(v.p[i], mask))
			return false;
	}
	return true;
}

/*
 * Script and region stay in support; variants, extensions and private use
 * (RFC 5646 section 2.2.7: anything at all) do not.
 */
static void plan_lang(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s), part;
	size_t at = 0;

	if (pl->a->mode != ANON_SUPPORT)
		return;
	while (at < v.n && v.p[at] == '-') {
		part = span_sub(v, at + 1, v.n);
		part.n = span_find(part, '-');
		if (!is_region(part) && !is_script(part))
			return;
		ops_text(pl, span_sub(v, at, at + 1 + part.n), OPF_WORD);
		at += 1 + part.n;
	}
}

/* ---- the decision ------------------------------------------------------ */

static void plan_span(struct planner *pl, const struct sip_span *s)
{
	switch ((enum sip_class)s->cls) {
	case SIP_SYNTAX:
	case SIP_WORD:
	case SIP_NUM:
		ops_copy(pl, s);
		return;
	case SIP_USER:
	case SIP_TEL:
	case SIP_IMSI:
	case SIP_IMEI:
	case SIP_HOST:
	case SIP_IP4:
	case SIP_IP6:
	case SIP_DISPLAY:
	case SIP_EMAIL:
	case SIP_MAC:
		plan_identity(pl, s);
		return;
	case SIP_TOKEN:
	case SIP_BRANCH:
	case SIP_METHOD:
	case SIP_HNAME:
	case SIP_PNAME:
	case SIP_ATTR:
	case SIP_AGENT:
		plan_opaque(pl, s);
		return;
	case SIP_REASON:
	case SIP_PHRASE:
		plan_phrase(pl, s);
		return;
	case SIP_TEXT:
		plan_text(pl, s);
		return;
	case SIP_COMMENT:
		ops_str(pl, "()");
		return;
	case SIP_LANG:
		plan_lang(pl, s);
		return;
	case SIP_DATE:
	case SIP_NTP:
	case SIP_EPOCH:
		plan_when(pl, s);
		return;
	case SIP_STAMP:
		plan_stamp(pl, s);
		return;
	case SIP_SDPID:
		plan_sdp_id(pl, s);
		return;
	case SIP_DIGEST:
		plan_digest(pl, s);
		return;
	case SIP_KEY:
		plan_fill(pl, s->len, 'A');
		return;
	case SIP_CLEN:
		ops_add(pl, OP_CLEN, s->off, s->len, 0);
		return;
	case SIP_NESTED:
		plan_nested(pl, s);
		return;
	case SIP_BODY:
		pl->w->counts.emptied++;
		ops_add(pl, OP_FILL, 0, (uint32_t)length_class(s->len), 0);
		return;
	case SIP_BODYTYPE:
		ops_str(pl, "text/plain");
		return;
	case SIP_TRAIL:
		plan_trail(pl, s);
		return;
	case SIP_BADLINE:
		ops_str(pl, "x");
		return;
	case SIP_PASSWORD:
	case SIP_DROP:
	case SIP_LINE:
		return;
	case SIP_CUT:
		/* A quote ends inside a line: to end at a line end would say
		 * that the headers are over (no dissector knows better, since
		 * nothing says how long they were). */
		if (pl->quoted)
			ops_str(pl, "X-H: x");
		return;
	case SIP_UNKNOWN:
	case SIP_CLASS_COUNT:
		break;
	}
	pl->w->counts.unclaimed += s->len;
	ops_str(pl, "x");
}

/* Statistics need the identities at the places that count, no text. */
static void count_span(struct planner *pl, const struct sip_span *s)
{
	if (s->cls >= SIP_USER && s->cls <= SIP_IP6 &&
	    pl->a->place[s->field] != PLACE_NONE)
		plan_identity(pl, s);
	else if (s->cls == SIP_UNKNOWN)
		pl->w->counts.unclaimed += s->len;
}

static void plan_spans(struct planner *pl, const struct sip_span *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		pl->field = s[i].field;
		if (pl->a->paper)
			paper_plan(pl, &s[i]);
		else if (pl->a->mode == ANON_RESTORE &&
			 s[i].cls != SIP_NESTED && s[i].cls != SIP_CLEN)
			plan_back(pl, &s[i]);
		else
			plan_span(pl, &s[i]);
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
