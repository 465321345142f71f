/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wheel.h - items of a table that end at a stated second.
 *
 * A timing wheel with one slot a second: setting, cancelling and firing cost
 * O(1), empty slots are skipped 64 at a time.  An end further away than the
 * wheel is long comes round once a turn.
 *
 * An item of the table is a struct that begins with struct wheel_item.
 */
#ifndef SIANTO_TRACK_WHEEL_H
#define SIANTO_TRACK_WHEEL_H

#include "track/table.h"

enum { WHEEL_SLOTS = 8192 };

struct wheel_item {
	uint64_t key;
	struct table_link link; /* within its slot */
	int64_t end;		/* second, on the trace clock */
	uint32_t slot;		/* TABLE_NONE: not set; so in a new item */
};

struct wheel {
	int64_t now;  /* second: all that ends up to here has fired */
	uint32_t set; /* items set */
	uint64_t used[WHEEL_SLOTS / 64];
	uint32_t head[WHEEL_SLOTS];
};

/* Called with the second and the item; the item is no longer set and may be
 * removed, but no other may be set from inside. */
typedef void (*wheel_fn)(void *ctx, int64_t second, uint32_t index);

void wheel_init(struct wheel *w, int64_t now);

/* Sets or moves the end of an item; one not after `now` becomes now + 1. */
void wheel_set(struct wheel *w, struct table *t, uint32_t index, int64_t end);
void wheel_cancel(struct wheel *w, struct table *t, uint32_t index);

/* Goes on to second `to`, firing what ends until then, second by second. */
void wheel_run(struct wheel *w, struct table *t, int64_t to, wheel_fn fn,
	       void *ctx);

#endif
