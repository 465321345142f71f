/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity.c - who and what is named: one pseudonym each, everywhere.
 *
 * The canonical form decides what is one identity; the label is the same in
 * every place, only its spelling fits the place (percent-encoding, dashes).
 */
#include "anon/ops.h"

#include "base/chars.h"

static struct span bytes_of(const struct planner *pl, const struct sip_span *s)
{
	return span_of(pl->text.p + s->off, s->len);
}

static unsigned place_of(const struct planner *pl, const struct sip_span *s)
{
	return pl->depth == 0 ? pl->a->place[s->field] : PLACE_NONE;
}

static unsigned where_of(unsigned place)
{
	return place != PLACE_NONE ? IDENT_COUNTED : 0;
}

static void see_user(struct planner *pl, unsigned place, uint32_t id)
{
	if (place && pl->seen && pl->seen->user[place] == IDENT_NONE)
		pl->seen->user[place] = id;
}

/* The port right behind the first Contact's host, for the fact. */
static uint16_t port_behind(struct span text, size_t at)
{
	unsigned v = 0;

	if (at < text.n && text.p[at] == ']')
		at++;
	if (at >= text.n || text.p[at] != ':')
		return 0;
	for (at++; at < text.n && chars_is(text.p[at], CH_DIGIT) && v < 65536;
	     at++)
		v = v * 10 + (unsigned)(text.p[at] - '0');
	return (uint16_t)v;
}

static void see_host(struct planner *pl, const struct sip_span *s,
		     unsigned place, uint32_t id)
{
	if (!place || !pl->seen || pl->seen->host[place] != IDENT_NONE)
		return;
	pl->seen->host[place] = id;
	if (place == PLACE_CONTACT)
		pl->seen->contact_port = port_behind(pl->text, s->off + s->len);
}

/* What has no canonical form is still somebody's: an opaque token. */
static void plan_other(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);

	ops_token(pl, "x", anon_hash(pl->a, SIP_NS_VALUE, v), 15);
}

/* Without the escapes of a quoted-string, RFC 3261 section 25.1. */
static struct span unescaped(struct span v, uint8_t *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < v.n && n < max; i++) {
		if (v.p[i] == '\\' && i + 1 < v.n)
			i++;
		out[n++] = v.p[i];
	}
	return span_of(out, n);
}

static void plan_user(struct planner *pl, const struct sip_span *s)
{
	uint8_t canon[SIP_CANON_MAX];
	struct span v = bytes_of(pl, s);
	unsigned place = place_of(pl, s);
	uint32_t id;

	/* In a digest username too: clients copy it from the URI. */
	if (v.n && memchr(v.p, '%', v.n))
		v = span_of(canon, sip_canon_user(v, false, canon));
	else if (v.n && memchr(v.p, '\\', v.n) && (s->ns & SIP_ENC_QUOTED))
		v = unescaped(v, canon, sizeof(canon));
	if (v.n == 0)
		v = bytes_of(pl, s); /* has no other form than this */
	if (v.n == 0)
		return;
	if (sip_user_kept(v)) {
		ops_text(pl, v, OPF_WORD);
		return;
	}
	id = ident_put(&pl->p->ids, IDENT_USER, v, where_of(place));
	see_user(pl, place, id);
	ops_label(pl, id, 0);
}

static bool tel_kept(const struct anon *a, struct span digits)
{
	if (sip_tel_kept(digits))
		return true;
	for (const char *const *k = a->keep_numbers; k && *k; k++) {
		if (span_eq(span_str(*k), digits))
			return true;
	}
	return false;
}

/* A digit or a sign of a number; '#' has to be %23 in a user part, and stays
 * as it was written (RFC 3261 section 25.1, user-unreserved). */
static void put_sign(struct planner *pl, uint8_t c, bool encoded)
{
	if (c == '#' && encoded)
		ops_text(pl, SPAN_LIT("%23"), OPF_NUM);
	else
		ops_text(pl, span_of(&c, 1), OPF_NUM);
}

/*
 * A feature code with a number behind it, *21*0301234567#: the code is the
 * same for everybody and stays, the number is mapped, and digits behind the
 * number (PINs) become zeros.  False when it is not of this form.
 */
static bool plan_feature(struct planner *pl, struct span d, unsigned place,
			 bool encoded)
{
	size_t code = 0, from, to;
	uint32_t id;

	while (code < d.n && !chars_is(d.p[code], CH_DIGIT))
		code++;
	for (from = code;
	     from < d.n && from < code + 3 && chars_is(d.p[from], CH_DIGIT);)
		from++;
	if (code == 0 || code > 2 || from == code || from >= d.n ||
	    chars_is(d.p[from], CH_DIGIT))
		return false;
	for (to = ++from; to < d.n && chars_is(d.p[to], CH_DIGIT);)
		to++;
	if (to - from < 3)
		return false;
	for (size_t i = 0; i < from; i++)
		put_sign(pl, d.p[i], encoded);
	id = ident_put(&pl->p->ids, IDENT_TEL, span_sub(d, from, to),
		       where_of(place));
	see_user(pl, place, id);
	ops_label(pl, id, 0);
	for (; to < d.n; to++) {
		if (chars_is(d.p[to], CH_DIGIT))
			ops_str(pl, "0");
		else
			put_sign(pl, d.p[to], encoded);
	}
	return true;
}

/*
 * In a Contact a phone writes its IMSI before an address, and only the domain
 * of the other headers says what it is: 15 digits that begin with a country
 * code of ITU-T E.212.  No number is so long without a '+'.
 */
static bool like_imsi(struct span digits)
{
	if (digits.n != 15 || digits.p[0] < '2' || digits.p[0] > '7')
		return false;
	for (size_t i = 0; i < digits.n; i++) {
		if (!chars_is(digits.p[i], CH_DIGIT))
			return false;
	}
	return true;
}

static void plan_tel(struct planner *pl, const struct sip_span *s)
{
	uint8_t canon[SIP_CANON_MAX];
	struct span v = bytes_of(pl, s), digits;
	unsigned place = place_of(pl, s);
	bool plus =
	    (v.n > 0 && v.p[0] == '+') || span_case_prefix(v, SPAN_LIT("%2b"));
	uint32_t id;

	/* In a digest username too: clients copy it from the URI. */
	digits = span_of(canon, sip_canon_tel(v, false, canon));
	if (digits.n == 0) {
		plan_user(pl, s);
		return;
	}
	if (plus)
		ops_str(pl, "+");
	if (tel_kept(pl->a, digits)) {
		ops_text(pl, digits, OPF_NUM);
		return;
	}
	if (!chars_is(digits.p[0], CH_DIGIT) &&
	    plan_feature(pl, digits, place, memchr(v.p, '%', v.n) != NULL))
		return;
	id = ident_put(&pl->p->ids,
		       !plus && like_imsi(digits) ? IDENT_IMSI : IDENT_TEL,
		       digits, where_of(place));
	see_user(pl, place, id);
	ops_label(pl, id, 0);
}

/* IMSI and IMEI: digits only are the identity. */
static void plan_equipment(struct planner *pl, const struct sip_span *s)
{
	uint8_t digits[16];
	struct span v = bytes_of(pl, s);
	unsigned place = place_of(pl, s);
	bool imei = s->cls == SIP_IMEI;
	size_t n = 0;
	uint32_t id;

	for (size_t i = 0; i < v.n && n < sizeof(digits); i++) {
		if (chars_is(v.p[i], CH_DIGIT))
			digits[n++] = v.p[i];
	}
	if (n < 14) {
		plan_other(pl, s);
		return;
	}
	/* The last digit of an IMEI is a check or spare digit, not identity:
	 * 3GPP TS 23.003 section 6.2. */
	id = ident_put(&pl->p->ids, imei ? IDENT_IMEI : IDENT_IMSI,
		       span_of(digits, imei ? 14 : n), where_of(place));
	see_user(pl, place, id);
	ops_label(pl, id, imei && memchr(v.p, '-', v.n) ? OPF_DASHES : 0);
}

static uint32_t put_domain(struct anon_plan *p, struct span name,
			   unsigned where)
{
	return ident_put(&p->ids, IDENT_DOMAIN, name,
			 where | (where ? IDENT_AS_HOST : 0));
}

static uint32_t put_host(struct anon_plan *p, struct span host, unsigned where)
{
	size_t at = sip_domain_at(host);
	uint32_t domain, id;

	if (at == 0)
		return put_domain(p, host, where);
	domain =
	    ident_put(&p->ids, IDENT_DOMAIN, span_sub(host, at, host.n), where);
	id = ident_put(&p->ids, IDENT_HOST, host, where);
	if (id != IDENT_NONE)
		p->ids.item[id].parent = domain;
	return id;
}

static void plan_host(struct planner *pl, const struct sip_span *s)
{
	uint8_t canon[SIP_CANON_MAX];
	struct span v = bytes_of(pl, s);
	unsigned place = place_of(pl, s);
	uint32_t id;

	v = span_of(canon, sip_canon_host(v, canon));
	if (sip_host_kept(v)) {
		ops_text(pl, v, OPF_WORD);
		return;
	}
	if (v.n)
		id = put_host(pl->p, v, where_of(place));
	else if (s->len) /* out of grammar: a name as it is written */
		id = put_domain(pl->p, bytes_of(pl, s), where_of(place));
	else
		return;
	see_host(pl, s, place, id);
	ops_label(pl, id, 0);
}

uint32_t anon_ip4(struct anon_plan *p, uint32_t addr, unsigned where)
{
	uint8_t b[4] = {(uint8_t)(addr >> 24), (uint8_t)(addr >> 16),
			(uint8_t)(addr >> 8), (uint8_t)addr};

	return ident_put(&p->ids, IDENT_IP4, span_of(b, 4), where);
}

uint32_t anon_ip6(struct anon_plan *p, const uint8_t addr[static 16],
		  unsigned where)
{
	return ident_put(&p->ids, IDENT_IP6, span_of(addr, 16), where);
}

/* Addresses count in IP headers, Via and Contact (DESIGN section 3). */
static unsigned where_address(unsigned place)
{
	return place == PLACE_VIA || place == PLACE_CONTACT ? IDENT_COUNTED : 0;
}

static void plan_address(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	unsigned place = place_of(pl, s);
	uint8_t six[16];
	uint32_t four, id;

	if (s->cls == SIP_IP4 && sip_canon_ip4(v, &four)) {
		id = anon_ip4(pl->p, four, where_address(place));
	} else if (s->cls == SIP_IP6 && sip_canon_ip6(v, six)) {
		id = anon_ip6(pl->p, six, where_address(place));
	} else {
		plan_host(pl, s);
		return;
	}
	see_host(pl, s, place, id);
	ops_label(pl, id, 0);
}

/* A display name without quotes, escapes and surrounding blanks. */
static struct span display_of(struct span v, uint8_t *out, size_t max)
{
	v = span_trim(v);
	if (v.n >= 2 && v.p[0] == '"')
		v = span_sub(v, 1, v.n - (v.p[v.n - 1] == '"'));
	return unescaped(v, out, max);
}

/* Does it begin with a quote that never ends?  It stays so. */
static bool open_quote(struct span v)
{
	bool open = false;

	if (v.n == 0 || v.p[0] != '"')
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (open && v.p[i] == '\\')
			i++;
		else if (v.p[i] == '"')
			open = !open;
	}
	return open;
}

static void plan_display(struct planner *pl, const struct sip_span *s)
{
	uint8_t name[SIP_CANON_MAX];
	bool open = open_quote(span_trim(bytes_of(pl, s)));
	struct span v;

	if (pl->a->mode != ANON_SUPPORT) {
		if (open)
			ops_str(pl, "\"");
		return;
	}
	v = display_of(bytes_of(pl, s), name, sizeof(name));
	if (v.n == 0)
		return;
	ops_str(pl, "\"");
	ops_label(pl, ident_put(&pl->p->ids, IDENT_DISPLAY, v, 0), 0);
	ops_str(pl, open ? " " : "\" ");
}

static void plan_email(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	size_t at = span_rfind(v, '@');
	struct sip_span part = *s;

	if (pl->a->mode != ANON_SUPPORT || at == v.n || at == 0 ||
	    at + 1 == v.n) {
		ops_str(pl, "x");
		return;
	}
	part.len = (uint32_t)at;
	plan_user(pl, &part);
	ops_str(pl, "@");
	part.off = s->off + (uint32_t)at + 1;
	part.len = s->len - (uint32_t)at - 1;
	plan_host(pl, &part);
}

static void plan_mac(struct planner *pl, const struct sip_span *s)
{
	static const char hex[] = "0123456789abcdef";
	struct span v = bytes_of(pl, s);
	uint8_t in[6] = {0}, out[6], text[17];
	size_t n = 0, digits = 0;
	uint8_t sep = 0;

	for (size_t i = 0; i < v.n; i++) {
		int d = chars_hexval(v.p[i]);

		if (d < 0) {
			sep = v.p[i] == '-' ? '-' : ':';
		} else if (digits < 12) {
			in[digits / 2] = (uint8_t)(in[digits / 2] << 4 | d);
			digits++;
		}
	}
	if (digits != 12) {
		plan_other(pl, s);
		return;
	}
	mac_map_apply(&pl->a->mac, in, out);
	for (size_t i = 0; i < 6; i++) {
		if (i && sep)
			text[n++] = sep;
		text[n++] = (uint8_t)hex[out[i] >> 4];
		text[n++] = (uint8_t)hex[out[i] & 15];
	}
	ops_text(pl, span_of(text, n), OPF_KEYED);
}

/* What noting an identity at a place does, for one that is known already. */
static void note_again(struct planner *pl, const struct sip_span *s,
		       uint32_t id)
{
	struct ident_local *l = &pl->p->ids.item[id];
	unsigned place = place_of(pl, s);
	bool host = s->cls == SIP_HOST || s->cls == SIP_IP4;

	if (place == PLACE_NONE)
		return;
	if (host)
		see_host(pl, s, place, id);
	else
		see_user(pl, place, id);
	l->where |= (uint8_t)(l->kind == IDENT_IP4 ? where_address(place)
						   : where_of(place));
	if (l->kind == IDENT_HOST && l->parent != IDENT_NONE)
		pl->p->ids.item[l->parent].where |= IDENT_COUNTED;
	if (l->kind == IDENT_DOMAIN)
		l->where |= IDENT_AS_HOST;
}

/* Classes whose whole planning is one label of one identity. */
static bool one_label(const struct sip_span *s)
{
	return s->cls == SIP_USER || s->cls == SIP_HOST || s->cls == SIP_IP4;
}

static void plan_by_class(struct planner *pl, const struct sip_span *s)
{
	switch (s->cls) {
	case SIP_USER:
		plan_user(pl, s);
		break;
	case SIP_TEL:
		plan_tel(pl, s);
		break;
	case SIP_IMSI:
	case SIP_IMEI:
		plan_equipment(pl, s);
		break;
	case SIP_HOST:
		plan_host(pl, s);
		break;
	case SIP_IP4:
	case SIP_IP6:
		plan_address(pl, s);
		break;
	case SIP_DISPLAY:
		plan_display(pl, s);
		break;
	case SIP_EMAIL:
		plan_email(pl, s);
		break;
	default:
		plan_mac(pl, s);
		break;
	}
}

void plan_identity(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	struct anon_plan *p = pl->p;
	uint32_t before = p->count;
	struct spell *sp;

	if (!one_label(s) || pl->depth || v.n < SPELL_MIN || v.n > SPELL_MAX) {
		plan_by_class(pl, s);
		return;
	}
	sp = spell_at(p->spells, v, s->cls);
	if (spell_is(sp, v, s->cls)) {
		note_again(pl, s, sp->at);
		ops_label(pl, sp->at, 0);
		return;
	}
	plan_by_class(pl, s);
	if (p->count == before + 1 && p->op[before].kind == OP_LABEL)
		*sp = (struct spell){.text = v,
				     .at = p->op[before].at,
				     .cls = s->cls};
}

void anon_map_addresses(const struct anon *a, struct anon_work *w,
			struct anon_plan *p)
{
	for (uint32_t i = 0; i < p->ids.count; i++) {
		struct ident_local *l = &p->ids.item[i];
		struct span t = ident_text(&p->ids, l);
		uint8_t text[IP6_TEXT_MAX], six[16];
		size_t n;

		if (l->kind == IDENT_IP4) {
			uint32_t v = (uint32_t)t.p[0] << 24 |
				     (uint32_t)t.p[1] << 16 |
				     (uint32_t)t.p[2] << 8 | t.p[3];

			n = ip4_text(ipmap_v4(a->ip, w->cache, v), text);
		} else if (l->kind == IDENT_IP6) {
			ipmap_v6(a->ip, w->cache, t.p, six);
			n = ip6_text(six, text);
		} else {
			continue;
		}
		l->label = arena_dup(&p->ids.spill, span_of(text, n));
		if (!l->label.p)
			p->failed = true;
	}
}
