/* SPDX-License-Identifier: Apache-2.0 */
/* screen.h - numbers and tables for people, 80 columns wide. */
#ifndef SIANTO_REPORT_SCREEN_H
#define SIANTO_REPORT_SCREEN_H

#include "base/buf.h"

enum { SCREEN_WIDTH = 80, SCREEN_LABEL = 15 };

/* 1,128,074 */
void screen_num(struct buf *out, uint64_t n);
/* v thousandths with one decimal: 225.0; from 1,000 on without. */
void screen_milli(struct buf *out, uint64_t v);
/* part of whole in percent: 12.3 %; "<0.1 %" for something, "-" of nothing */
void screen_percent(struct buf *out, uint64_t part, uint64_t whole);
/* 2 d 3 h, 1 h 23 min, 4 min 5 s, 12.3 s, 40 ms, 250 us */
void screen_span(struct buf *out, uint64_t us);

/* n and a noun: "1 packet", "3,000 packets". */
void screen_count(struct buf *out, uint64_t n, const char *one,
		  const char *many);

/* A heading of a line of the screen: text, then blanks up to the values. */
void screen_label(struct buf *out, const char *text);

/* ---- lists of counts --------------------------------------------------- */

struct screen_item {
	const char *name;
	uint64_t n;
};

/* Largest first, equals in the order given. */
void screen_sort(struct screen_item *item, size_t count);

/*
 * "NAME n (p %)   NAME n (p %) ..." as many in a line as fit, wrapped under
 * the values; items without a count are left out; after `most` of them the
 * rest is summed up.  Begins behind a label, ends with a line end.
 */
void screen_list(struct buf *out, const struct screen_item *item, size_t count,
		 size_t most);

/* The same without percentages, with those of no count, not summed up. */
void screen_counts(struct buf *out, const struct screen_item *item,
		   size_t count);

#endif
