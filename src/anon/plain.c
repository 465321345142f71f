/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plain.c - what is neither identity nor token: text, times, secrets, bodies.
 */
#include "anon/ops.h"
#include "base/chars.h"

enum { STAMP_PLACES = 6 }; /* digits of a Timestamp behind the point */

static struct span bytes_of(const struct planner *pl, const struct sip_span *s)
{
	return span_of(pl->text.p + s->off, s->len);
}

/* ---- text, times, secrets ---------------------------------------------- */

void plan_text(struct planner *pl, const struct sip_span *s)
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

void plan_phrase(struct planner *pl, const struct sip_span *s)
{
	struct span p;

	if (s->cls == SIP_REASON) {
		p = phrase_status(s->num);
		if (p.n == 0 && s->len)
			p = SPAN_LIT("Unknown");
	} else if (span_eq(span_str(sip_fields[s->field].name),
			   SPAN_LIT("Warning"))) {
		p = phrase_warning(s->num);
	} else if (s->num == 200) {
		p = SPAN_LIT("Call completed elsewhere"); /* RFC 3326 */
	} else {
		p = s->num < 128 ? phrase_q850(s->num) : phrase_status(s->num);
	}
	if (p.n == 0)
		plan_text(pl, s);
	else
		ops_text(pl, p, OPF_WORD);
}

void plan_when(struct planner *pl, const struct sip_span *s)
{
	static const uint8_t kind[] = {
	    [SIP_DATE] = WHEN_DATE,
	    [SIP_NTP] = WHEN_NTP,
	    [SIP_EPOCH] = WHEN_EPOCH,
	};
	const struct when_clock clock = {pl->a->shift, pl->packet_sec,
					 pl->a->keep_time};
	uint8_t tmp[64];
	struct buf out = {tmp, 0, sizeof(tmp), sizeof(tmp), false};

	when_shift(kind[s->cls], bytes_of(pl, s), &clock, &out,
		   &pl->w->counts.dates_moved);
	ops_text(pl, span_of(tmp, out.n), OPF_KEYED);
}

static bool is_decimal(struct span v)
{
	size_t dots = 0;

	for (size_t i = 0; i < v.n; i++) {
		if (!chars_is(v.p[i], CH_DIGIT) && (v.p[i] != '.' || dots++))
			return false;
	}
	return v.n > dots;
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
 * differences inside a call stay and uptimes do not.  The offset has a
 * fraction too: no digit of the original is in the result.
 */
void plan_stamp(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	uint8_t tmp[32];
	struct buf out = {tmp, 0, sizeof(tmp), sizeof(tmp), false};
	struct hash128 off;
	uint64_t x, f = 0, unit = 1;
	unsigned places = 0;
	size_t n;

	if (!is_decimal(v)) {
		ops_str(pl, "x");
		return;
	}
	if (pl->a->mode == ANON_SUPPORT) {
		ops_text(pl, v, OPF_NUM);
		return;
	}
	off = siphash128(&pl->a->stamps, span_of(&pl->call, sizeof(pl->call)));
	x = whole_part(v, &n);
	if (n < v.n && v.p[n] != '.')
		n = v.n;
	for (n++; n < v.n && places < STAMP_PLACES; n++, places++) {
		f = f * 10 + (uint64_t)(v.p[n] - '0');
		unit *= 10;
	}
	f += off.hi % unit;
	buf_dec(&out, (x + off.lo % 1000000000 + f / unit) % 10000000000);
	if (places) {
		buf_u8(&out, '.');
		buf_dec_pad(&out, f % unit, places);
	}
	ops_text(pl, span_of(tmp, out.n), OPF_KEYED);
}

/*
 * o= ids are often NTP times.  The id becomes a number of ten digits; the
 * version moves by an offset of that id, so that its steps stay.
 */
void plan_sdp_id(struct planner *pl, const struct sip_span *s)
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
void plan_digest(struct planner *pl, const struct sip_span *s)
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

void plan_trail(struct planner *pl, const struct sip_span *s)
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
void plan_lang(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s), part;
	bool script = false, region = false;
	size_t at = 0;

	if (pl->a->mode != ANON_SUPPORT)
		return;
	while (at < v.n && v.p[at] == '-') {
		part = span_sub(v, at + 1, v.n);
		part.n = span_find(part, '-');
		/* one of each, RFC 5646 section 2.1; more would be data */
		if (is_region(part) ? region : !is_script(part) || script)
			return;
		region |= is_region(part);
		script |= !is_region(part);
		ops_text(pl, span_sub(v, at, at + 1 + part.n), OPF_WORD);
		at += 1 + part.n;
	}
}

void plan_comment(struct planner *pl, const struct sip_span *s)
{
	(void)s;
	ops_str(pl, "()");
}

/* Lengths that the cipher suites of RFC 4568, 6188 and 7714 make, in base64,
 * stay; others show their class. */
void plan_key(struct planner *pl, const struct sip_span *s)
{
	size_t n = s->len;

	if (n != 40 && n != 52 && n != 60 && n != 64)
		n = length_class(n);
	plan_fill(pl, n, 'A');
}

void plan_clen(struct planner *pl, const struct sip_span *s)
{
	ops_add(pl, OP_CLEN, s->off, s->len, 0);
}

void plan_body(struct planner *pl, const struct sip_span *s)
{
	pl->w->counts.emptied++;
	ops_add(pl, OP_FILL, 0, (uint32_t)length_class(s->len), 0);
}

void plan_body_type(struct planner *pl, const struct sip_span *s)
{
	(void)s;
	ops_str(pl, "text/plain");
}

/* Without a colon it stays without one, with an empty name or one of two
 * words it stays so. */
void plan_bad_line(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	size_t colon = span_find(v, ':');

	if (colon == v.n)
		ops_str(pl, "x");
	else
		ops_str(pl, colon ? "x x:" : ":");
}

void plan_nothing(struct planner *pl, const struct sip_span *s)
{
	(void)pl;
	(void)s;
}

void plan_cut(struct planner *pl, const struct sip_span *s)
{
	(void)s;
	/* A quote ends inside a line: to end at a line end would say that the
	 * headers are over (no dissector knows better, since nothing says how
	 * long they were). */
	if (pl->quoted)
		ops_str(pl, "X-H: x");
}

void plan_unknown(struct planner *pl, const struct sip_span *s)
{
	pl->w->counts.unclaimed += s->len;
	ops_str(pl, "x");
}
