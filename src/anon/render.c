/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/ops.h"

enum { CLEN_MAX = 8 };

static void put_label(const struct anon_render *r, const struct anon_op *op,
		      struct buf *out)
{
	struct span label = r->plan->ids.item[op->at].label;

	if (op->flags & OPF_DASHES && label.n == 15) {
		buf_put(out, label.p, 8);
		buf_u8(out, '-');
		buf_put(out, label.p + 8, 6);
		buf_u8(out, '-');
		buf_put(out, label.p + 14, 1);
	} else if (op->flags & OPF_PERCENT) {
		ops_percent(out, label);
	} else {
		buf_put_short(out, label.p, label.n);
	}
}

static unsigned source_of(const struct anon_op *op)
{
	switch (op->kind) {
	case OP_COPY:
		return op->flags & OPF_WORD  ? FROM_WORD
		       : op->flags & OPF_NUM ? FROM_NUMBER
					     : FROM_SYNTAX;
	case OP_TEXT:
		return op->flags & OPF_KEYED  ? FROM_KEYED
		       : op->flags & OPF_WORD ? FROM_WORD
		       : op->flags & OPF_NUM  ? FROM_NUMBER
					      : FROM_FILLER;
	case OP_LABEL:
		return FROM_LABEL;
	case OP_FILL:
		return FROM_FILLER;
	case OP_CLEN:
		return FROM_NUMBER;
	default:
		return FROM_NOWHERE;
	}
}

/* Puts the digits of the new Content-Length where the old ones were: known
 * only now that the body is written. */
static void insert_clen(struct buf *out, const size_t *at, size_t count,
			uint64_t value)
{
	uint8_t tmp[20];
	struct buf digits = {tmp, 0, sizeof(tmp), sizeof(tmp), false};

	buf_dec(&digits, value);
	while (count-- > 0) {
		size_t tail = out->n - at[count];

		if (!buf_room(out, digits.n))
			return;
		memmove(out->p + at[count] + digits.n, out->p + at[count],
			tail);
		memcpy(out->p + at[count], digits.p, digits.n);
		out->n += digits.n;
	}
}

/* The body begins behind the first empty line of what was written. */
static size_t body_at(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		i += span_find(span_sub(s, i, s.n), '\n');
		if (i + 1 < s.n && s.p[i + 1] == '\n')
			return i + 2;
		if (i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n')
			return i + 3;
	}
	return s.n;
}

void anon_render(struct anon_work *w, const struct anon_render *r,
		 struct buf *out)
{
	size_t start = out->n, clen[CLEN_MAX], clens = 0, body, end = 0;
	uint64_t value;

	for (uint32_t i = 0; i < r->count; i++) {
		const struct anon_op *op = &r->op[i];
		size_t before = out->n;

		switch (op->kind) {
		case OP_COPY:
			buf_put_short(out, r->text.p + op->at, op->len);
			break;
		case OP_TEXT:
			buf_put_short(out, r->plan->text.p + op->at, op->len);
			break;
		case OP_LABEL:
			put_label(r, op, out);
			break;
		case OP_FILL:
			buf_fill(out, 'x', op->len);
			break;
		case OP_END:
			end = out->n;
			break;
		default:
			if (clens < CLEN_MAX)
				clen[clens++] = out->n;
			break;
		}
		if (w->explain)
			w->explain[op->field][source_of(op)] += out->n - before;
	}
	if (clens == 0)
		return;
	body = start + body_at(span_of(out->p + start, out->n - start));
	if (end == 0)
		end = out->n - r->trail;
	value = (end > body ? end - body : 0) + r->missing;
	if (r->clen_sign > 0)
		value++;
	insert_clen(out, clen, clens, value);
}
