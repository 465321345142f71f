/* SPDX-License-Identifier: Apache-2.0 */
#include "report/wrap.h"

/* Words of text, lines after the first one indented by `hang` blanks. */
static void wrap(struct buf *out, struct span text, size_t hang)
{
	size_t column = hang;
	bool first = true;

	while (text.n) {
		size_t n = span_find(text, ' ');

		if (!first && column + 1 + n > WRAP_WIDTH) {
			buf_u8(out, '\n');
			buf_fill(out, ' ', hang);
			column = hang;
		} else if (!first) {
			buf_u8(out, ' ');
			column++;
		}
		buf_span(out, span_sub(text, 0, n));
		column += n;
		text = span_sub(text, n + 1, text.n);
		first = false;
	}
	buf_u8(out, '\n');
}

void wrap_para(struct buf *out, const char *text)
{
	wrap(out, span_str(text), 0);
}

void wrap_item(struct buf *out, const char *text)
{
	buf_str(out, "* ");
	wrap(out, span_str(text), 2);
}

void wrap_item_buf(struct buf *out, struct buf *text)
{
	buf_str(out, "* ");
	wrap(out, span_of(text->p, text->n), 2);
	if (text->bad)
		out->bad = true;
	buf_free(text);
}
