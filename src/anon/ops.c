/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/ops.h"

#include "base/chars.h"
#include "crypto/token.h"

bool ops_grow(struct anon_plan *p)
{
	uint32_t max = p->max ? p->max * 2 : 4096;
	void *q = realloc(p->op, (size_t)max * sizeof(*p->op));

	if (!q) {
		p->failed = true;
		return false;
	}
	p->op = q;
	p->max = max;
	return true;
}

void ops_copy(struct planner *pl, const struct sip_span *s)
{
	struct anon_plan *p = pl->p;
	struct anon_op *last = p->count ? &p->op[p->count - 1] : NULL;
	unsigned flags = s->cls == SIP_WORD  ? OPF_WORD
			 : s->cls == SIP_NUM ? OPF_NUM
					     : 0;

	if (pl->depth > 0) {
		/* Decoded text is scratch: it is copied while it is there. */
		ops_text(pl, span_of(pl->text.p + s->off, s->len), flags);
		return;
	}
	if (last && !pl->a->explain && last->kind == OP_COPY &&
	    last->at + last->len == s->off) {
		last->len += s->len;
		return;
	}
	ops_add(pl, OP_COPY, s->off, s->len, flags);
}

void ops_percent(struct buf *out, struct span s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (chars_is(c, CH_ALNUM) || memchr("-_.!~*", c, 6)) {
			buf_u8(out, c);
		} else {
			buf_u8(out, '%');
			buf_u8(out, (uint8_t)hex[c >> 4]);
			buf_u8(out, (uint8_t)hex[c & 15]);
		}
	}
}

/* The text from `from` to the end of the plan's text becomes an operation. */
static void text_op(struct planner *pl, size_t from, unsigned flags)
{
	struct buf *b = &pl->p->text;

	if (b->bad)
		pl->p->failed = true;
	else if (b->n > from)
		ops_add(pl, OP_TEXT, (uint32_t)from, (uint32_t)(b->n - from),
			flags);
}

void ops_text(struct planner *pl, struct span text, unsigned flags)
{
	struct buf *b = &pl->p->text;
	size_t from = b->n;

	if (pl->flags & OPF_PERCENT)
		ops_percent(b, text);
	else
		buf_span(b, text);
	text_op(pl, from, flags);
}

void ops_str(struct planner *pl, const char *text)
{
	ops_text(pl, span_str(text), 0);
}

void ops_token(struct planner *pl, const char *prefix, struct hash128 h,
	       size_t n)
{
	uint8_t tmp[48];
	size_t k = strlen(prefix);

	require(k + n <= sizeof(tmp));
	memcpy(tmp, prefix, k);
	hash_base32(h, tmp + k, n);
	/* A token may stand where a scheme does: RFC 3986 section 3.1 wants
	 * a letter first. */
	if (chars_is(tmp[k], CH_DIGIT))
		tmp[k] = (uint8_t)('a' + (tmp[k] - '2'));
	ops_text(pl, span_of(tmp, k + n), OPF_KEYED);
}

void ops_label(struct planner *pl, uint32_t ident, unsigned flags)
{
	if (ident == IDENT_NONE)
		pl->p->failed = true;
	else
		ops_add(pl, OP_LABEL, ident, 0, flags | pl->flags);
}
