/* SPDX-License-Identifier: Apache-2.0 */
#include "track/wheel.h"

enum { SLOT_MASK = WHEEL_SLOTS - 1 };

static struct wheel_item *item_at(const struct table *t, uint32_t index)
{
	return table_at(t, index);
}

void wheel_init(struct wheel *w, int64_t now)
{
	w->now = now;
	w->set = 0;
	memset(w->used, 0, sizeof(w->used));
	memset(w->head, 0xff, sizeof(w->head)); /* TABLE_NONE */
}

static void slot_push(struct wheel *w, struct table *t, uint32_t index,
		      uint32_t slot)
{
	struct wheel_item *item = item_at(t, index);

	item->slot = slot;
	item->link = (struct table_link){TABLE_NONE, w->head[slot]};
	if (item->link.next != TABLE_NONE)
		item_at(t, item->link.next)->link.prev = index;
	w->head[slot] = index;
	w->used[slot / 64] |= UINT64_C(1) << slot % 64;
	w->set++;
}

void wheel_cancel(struct wheel *w, struct table *t, uint32_t index)
{
	struct wheel_item *item = item_at(t, index);
	uint32_t slot = item->slot;

	if (slot == TABLE_NONE)
		return;
	if (item->link.next != TABLE_NONE)
		item_at(t, item->link.next)->link.prev = item->link.prev;
	if (item->link.prev != TABLE_NONE)
		item_at(t, item->link.prev)->link.next = item->link.next;
	else
		w->head[slot] = item->link.next;
	if (w->head[slot] == TABLE_NONE)
		w->used[slot / 64] &= ~(UINT64_C(1) << slot % 64);
	item->slot = TABLE_NONE;
	w->set--;
}

void wheel_set(struct wheel *w, struct table *t, uint32_t index, int64_t end)
{
	int64_t at;

	wheel_cancel(w, t, index);
	if (end <= w->now)
		end = w->now + 1;
	item_at(t, index)->end = end;
	at = end - w->now < WHEEL_SLOTS ? end : w->now + WHEEL_SLOTS - 1;
	slot_push(w, t, index, (uint32_t)at & SLOT_MASK);
}

/* The first second after w->now, at most `to`, whose slot is in use; to + 1
 * when there is none.  to - now < WHEEL_SLOTS. */
static int64_t slot_next(const struct wheel *w, int64_t to)
{
	int64_t s = w->now + 1;

	while (s <= to) {
		uint32_t slot = (uint32_t)s & SLOT_MASK;
		uint64_t rest = w->used[slot / 64] >> slot % 64;

		if (rest)
			s += __builtin_ctzll(rest);
		else
			s += 64 - slot % 64;
		if (rest)
			break;
	}
	return s <= to ? s : to + 1;
}

/* Everything in the slot of the second w->now. */
static void slot_fire(struct wheel *w, struct table *t, wheel_fn fn, void *ctx)
{
	uint32_t slot = (uint32_t)w->now & SLOT_MASK;
	uint32_t index = w->head[slot];

	w->head[slot] = TABLE_NONE;
	w->used[slot / 64] &= ~(UINT64_C(1) << slot % 64);
	while (index != TABLE_NONE) {
		struct wheel_item *item = item_at(t, index);
		uint32_t next = item->link.next;

		item->slot = TABLE_NONE;
		w->set--;
		if (item->end > w->now)
			wheel_set(w, t, index, item->end); /* another turn */
		else
			fn(ctx, w->now, index);
		index = next;
	}
}

void wheel_run(struct wheel *w, struct table *t, int64_t to, wheel_fn fn,
	       void *ctx)
{
	while (w->now < to && w->set) {
		int64_t turn = w->now + WHEEL_SLOTS - 1;
		int64_t until = to < turn ? to : turn;
		int64_t s = slot_next(w, until);

		if (s > until) {
			w->now = until;
			continue;
		}
		w->now = s;
		slot_fire(w, t, fn, ctx);
	}
	if (w->now < to)
		w->now = to;
}
