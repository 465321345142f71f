/* SPDX-License-Identifier: Apache-2.0 */
#include "report/screen.h"

#include "report/names.h"

void screen_num(struct buf *out, uint64_t n)
{
	if (n >= 1000) {
		screen_num(out, n / 1000);
		buf_u8(out, ',');
		buf_dec_pad(out, n % 1000, 3);
	} else {
		buf_dec(out, n);
	}
}

/* v tenths */
static void tenths(struct buf *out, uint64_t v)
{
	screen_num(out, v / 10);
	buf_u8(out, '.');
	buf_dec(out, v % 10);
}

void screen_milli(struct buf *out, uint64_t v)
{
	if (v >= 1000000)
		screen_num(out, (v + 500) / 1000);
	else
		tenths(out, (v + 50) / 100);
}

void screen_percent(struct buf *out, uint64_t part, uint64_t whole)
{
	uint64_t v = share_of(part, whole, 1000);

	if (whole == 0)
		buf_str(out, "-");
	else if (part && v == 0)
		buf_str(out, "<0.1 %");
	else if (part < whole && v == 1000)
		buf_str(out, ">99.9 %");
	else
		tenths(out, v);
	if (whole && !(part && v == 0) && !(part < whole && v == 1000))
		buf_str(out, " %");
}

static void two(struct buf *out, uint64_t a, const char *ua, uint64_t b,
		const char *ub)
{
	screen_num(out, a);
	buf_printf(out, " %s", ua);
	if (b)
		buf_printf(out, " %u %s", (unsigned)b, ub);
}

void screen_span(struct buf *out, uint64_t us)
{
	uint64_t s = (us + 500000) / 1000000;

	if (us < 1000) {
		buf_dec(out, us);
		buf_str(out, " us");
	} else if (us < 999950) {
		tenths(out, (us + 50) / 100);
		buf_str(out, " ms");
	} else if (us < 60000000 - 50000) {
		tenths(out, (us + 50000) / 100000);
		buf_str(out, " s");
	} else if (s < 3600) {
		two(out, s / 60, "min", s % 60, "s");
	} else if (s < 86400) {
		two(out, s / 3600, "h", s / 60 % 60, "min");
	} else {
		two(out, s / 86400, "d", s / 3600 % 24, "h");
	}
}

void screen_count(struct buf *out, uint64_t n, const char *one,
		  const char *many)
{
	screen_num(out, n);
	buf_printf(out, " %s", n == 1 ? one : many);
}

void screen_label(struct buf *out, const char *text)
{
	size_t n = strlen(text);

	buf_str(out, text);
	buf_fill(out, ' ', n < SCREEN_LABEL ? SCREEN_LABEL - n : 1);
}

void screen_sort(struct screen_item *item, size_t count)
{
	/* few items: insertion keeps equals in order */
	for (size_t i = 1; i < count; i++) {
		struct screen_item v = item[i];
		size_t k = i;

		for (; k > 0 && item[k - 1].n < v.n; k--)
			item[k] = item[k - 1];
		item[k] = v;
	}
}

struct line {
	struct buf *out;
	size_t column;
	bool first;
};

/* One more piece of a wrapped line. */
static void line_put(struct line *w, struct span s)
{
	if (!w->first && w->column + 3 + s.n > SCREEN_WIDTH) {
		buf_u8(w->out, '\n');
		buf_fill(w->out, ' ', SCREEN_LABEL);
		w->column = SCREEN_LABEL;
	} else if (!w->first) {
		buf_str(w->out, "   ");
		w->column += 3;
	}
	buf_span(w->out, s);
	w->column += s.n;
	w->first = false;
}

/* whole is 0: without a percentage. */
static void line_item(struct line *w, const struct screen_item *item,
		      uint64_t whole)
{
	struct buf one = buf_of(256);

	buf_str(&one, item->name);
	buf_u8(&one, ' ');
	screen_num(&one, item->n);
	if (whole && item->n != whole) {
		buf_str(&one, " (");
		screen_percent(&one, item->n, whole);
		buf_u8(&one, ')');
	}
	if (one.bad)
		w->out->bad = true;
	else
		line_put(w, span_of(one.p, one.n));
	buf_free(&one);
}

void screen_list(struct buf *out, const struct screen_item *item, size_t count,
		 size_t most)
{
	struct line w = {out, SCREEN_LABEL, true};
	struct screen_item rest = {"rest", 0};
	uint64_t whole = 0;
	size_t shown = 0;

	for (size_t i = 0; i < count; i++)
		whole += item[i].n;
	for (size_t i = 0; i < count; i++) {
		if (!item[i].n)
			continue;
		if (shown++ < most)
			line_item(&w, &item[i], whole);
		else
			rest.n += item[i].n;
	}
	if (rest.n)
		line_item(&w, &rest, whole);
	if (w.first)
		buf_str(out, "none");
	buf_u8(out, '\n');
}

void screen_counts(struct buf *out, const struct screen_item *item,
		   size_t count)
{
	struct line w = {out, SCREEN_LABEL, true};

	for (size_t i = 0; i < count; i++)
		line_item(&w, &item[i], 0);
	buf_u8(out, '\n');
}
