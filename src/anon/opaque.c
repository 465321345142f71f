/* SPDX-License-Identifier: Apache-2.0 */
/*
 * opaque.c - values that only have to stay equal where they were equal.
 *
 * A token is SipHash-2-4-128 under the key of its name space, written in a
 * fixed width that depends on its shape only, never on the length of what it
 * stands for.
 */
#include "anon/ops.h"

#include "base/chars.h"
#include "crypto/token.h"

enum { TOKEN_LEN = 16, HEX_MIN = 8 };

struct hash128 anon_hash(const struct anon *a, unsigned space, struct span s)
{
	return siphash128(&a->space[space], s);
}

static bool all_hex(struct span s)
{
	if (s.n < HEX_MIN)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!chars_is(s.p[i], CH_HEX))
			return false;
	}
	return true;
}

/*
 * The whole Call-ID a left part belongs to: up to the first byte that cannot
 * be in a callid (RFC 3261 section 25.1), so that two Call-IDs that differ in
 * their right part only stay two.  A quote is such a byte where the Call-ID
 * is the value of a parameter in quotes (RFC 4235 section 3.2).
 */
static struct span whole_callid(struct span text, const struct sip_span *s)
{
	bool quoted = s->off > 0 && text.p[s->off - 1] == '"';
	size_t end = s->off + s->len;

	if (end < text.n && text.p[end] == '@') {
		while (end < text.n && !(quoted && text.p[end] == '"') &&
		       (chars_is(text.p[end], CH_WORD | CH_TOKEN) ||
			text.p[end] == '@'))
			end++;
	}
	return span_sub(text, s->off, end);
}

static void put_uuid(struct planner *pl, struct hash128 h)
{
	uint8_t hex[32], out[36];
	size_t k = 0;

	hash_hex(h, hex, sizeof(hex));
	for (size_t i = 0; i < sizeof(hex); i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			out[k++] = '-';
		out[k++] = hex[i];
	}
	ops_text(pl, span_of(out, k), OPF_KEYED);
}

/* As many hex digits as the original had; what is no digit stays (colons of
 * a fingerprint, RFC 8122). */
static void put_hex_like(struct planner *pl, struct span v, struct hash128 h)
{
	uint8_t hex[32], out[256];
	size_t used = sizeof(hex);

	if (v.n > sizeof(out))
		v.n = sizeof(out);
	for (size_t i = 0; i < v.n; i++) {
		if (!chars_is(v.p[i], CH_HEX)) {
			out[i] = v.p[i] == ':' ? ':' : '-';
			continue;
		}
		if (used == sizeof(hex)) {
			hash_hex(h, hex, sizeof(hex));
			h = siphash128(&pl->a->names,
				       span_of(hex, sizeof(hex)));
			used = 0;
		}
		out[i] = hex[used++];
	}
	ops_text(pl, span_of(out, v.n), OPF_KEYED);
}

/* A 32-bit number keeps its range: the same map as in binary headers. */
static void put_u32(struct planner *pl, const struct sip_span *s, struct span v)
{
	const struct perm *perm =
	    s->ns == SIP_NS_SSRC ? &pl->a->ssrc : &pl->a->spi;
	uint8_t tmp[20];
	uint64_t n = 0;
	struct buf out = {tmp, 0, sizeof(tmp), sizeof(tmp), false};

	for (size_t i = 0; i < v.n && n <= UINT32_MAX; i++)
		n = n * 10 + (uint64_t)(v.p[i] - '0');
	buf_dec(&out, perm_apply(perm, 0, n & UINT32_MAX));
	ops_text(pl, span_of(tmp, out.n), OPF_KEYED);
}

static bool all_digits(struct span v)
{
	for (size_t i = 0; i < v.n; i++) {
		if (!chars_is(v.p[i], CH_DIGIT))
			return false;
	}
	return v.n > 0;
}

static bool nil_uuid(struct span v)
{
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] != '0' && v.p[i] != '-')
			return false;
	}
	return v.n >= 32;
}

static void put_plain(struct planner *pl, struct span v, struct hash128 h)
{
	uint8_t hex[TOKEN_LEN];

	if (!all_hex(v)) {
		ops_token(pl, "", h, TOKEN_LEN);
		return;
	}
	hash_hex(h, hex, sizeof(hex));
	ops_text(pl, span_of(hex, sizeof(hex)), OPF_KEYED);
}

static void plan_token(struct planner *pl, const struct sip_span *s)
{
	struct span v = span_of(pl->text.p + s->off, s->len);
	unsigned space = s->ns < SIP_SPACE_COUNT ? s->ns : SIP_NS_VALUE;
	struct hash128 h;

	if (v.n == 0)
		return;
	h = anon_hash(pl->a, space,
		      space == SIP_NS_CALLID ? whole_callid(pl->text, s) : v);
	if (space == SIP_NS_CALLID && pl->call == 0)
		pl->call = h.lo;
	if (s->num == SIP_SHAPE_UUID && !nil_uuid(v)) {
		put_uuid(pl, h);
	} else if (s->num == SIP_SHAPE_HEX32 && !nil_uuid(v)) {
		uint8_t hex[32];

		hash_hex(h, hex, sizeof(hex));
		ops_text(pl, span_of(hex, sizeof(hex)), OPF_KEYED);
	} else if (nil_uuid(v)) {
		/* RFC 7989 section 5: no session yet; says nothing */
		ops_text(pl, v, 0);
	} else if (s->num == SIP_SHAPE_U32 && all_digits(v)) {
		put_u32(pl, s, v);
	} else if (s->num == SIP_SHAPE_HEXN) {
		put_hex_like(pl, v, h);
	} else {
		put_plain(pl, v, h);
	}
}

static void upper(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (uint8_t)(p[i] - 32);
	}
}

static void plan_opaque_new(struct planner *pl, const struct sip_span *s)
{
	struct span v = span_of(pl->text.p + s->off, s->len);
	struct hash128 h;
	uint8_t name[8] = "X";

	switch (s->cls) {
	case SIP_TOKEN:
		plan_token(pl, s);
		return;
	case SIP_BRANCH:
		h = anon_hash(pl->a, SIP_NS_BRANCH, v);
		if (v.n)
			put_plain(pl, v, h);
		return;
	case SIP_METHOD:
		h = siphash128(&pl->a->names, v);
		hash_base32(h, name + 1, 7);
		upper(name, sizeof(name));
		ops_text(pl, span_of(name, sizeof(name)), OPF_KEYED);
		return;
	default:
		break;
	}
	/* Names are compared without case: so is their token. */
	h = siphash128(&pl->a->names, v);
	if (s->cls != SIP_AGENT && v.n <= 128) {
		uint8_t low[128];

		for (size_t i = 0; i < v.n; i++)
			low[i] = chars_lower(v.p[i]);
		h = siphash128(&pl->a->names, span_of(low, v.n));
	}
	if (s->cls == SIP_HNAME)
		ops_token(pl, "X-H-", h, 6);
	else if (s->cls == SIP_AGENT && s->num == 1)
		ops_str(pl, "ua-other"); /* too few users share it */
	else if (s->cls == SIP_AGENT)
		ops_token(pl, "ua-", h, 8);
	else
		ops_token(pl, "x-", h, 8);
}

/* Tokens of the usual shape, which come back in the answer. */
static void plan_seen(struct planner *pl, const struct sip_span *s)
{
	bool call = s->cls == SIP_TOKEN && s->ns == SIP_NS_CALLID;
	struct span v = call ? whole_callid(pl->text, s)
			     : span_of(pl->text.p + s->off, s->len);
	uint8_t cls = (uint8_t)(SPELL_TOKEN +
				(s->cls == SIP_BRANCH ? SIP_NS_BRANCH : s->ns));
	struct spell *sp = spell_at(pl->p->spells, v, cls);
	uint32_t before = pl->p->count;

	if (spell_is(sp, v, cls)) {
		if (call && pl->call == 0)
			pl->call = sp->hash;
		ops_add(pl, OP_TEXT, sp->at, sp->len, OPF_KEYED);
		return;
	}
	plan_opaque_new(pl, s);
	if (pl->p->count == before + 1) {
		const struct anon_op *op = &pl->p->op[before];

		*sp = (struct spell){.text = v,
				     .hash = call ? pl->call : 0,
				     .at = op->at,
				     .len = (uint8_t)op->len,
				     .cls = cls};
	}
}

void plan_opaque(struct planner *pl, const struct sip_span *s)
{
	bool usual = (s->cls == SIP_TOKEN && s->num == SIP_SHAPE_PLAIN &&
		      s->ns < SIP_SPACE_COUNT) ||
		     s->cls == SIP_BRANCH;

	if (usual && pl->depth == 0 && s->len >= SPELL_MIN &&
	    s->len <= SPELL_MAX)
		plan_seen(pl, s);
	else
		plan_opaque_new(pl, s);
}
