/* SPDX-License-Identifier: Apache-2.0 */
#include "track/table.h"

#include <stdlib.h>

#include "track/mix.h"

enum { SLOTS_MIN = 64 };

static uint64_t *key_of(const struct table *t, uint32_t index)
{
	return table_at(t, index);
}

static uint32_t tag_of(uint64_t key)
{
	return (uint32_t)(mix64(key) >> 32);
}

void table_init(struct table *t, size_t item_len, uint32_t cap)
{
	*t = (struct table){.freed = TABLE_NONE, .cap = cap};
	t->item_len = (uint32_t)item_len;
}

void table_free(struct table *t)
{
	for (uint32_t i = 0; i < t->chunks; i++)
		free(t->chunk[i]);
	free(t->chunk);
	free(t->slot);
	table_init(t, t->item_len, t->cap);
}

uint32_t table_find(const struct table *t, uint64_t key)
{
	uint32_t tag = tag_of(key);

	if (!t->slot)
		return TABLE_NONE;
	for (uint32_t i = tag & t->mask;; i = (i + 1) & t->mask) {
		const struct table_slot *s = &t->slot[i];

		if (s->index == TABLE_NONE)
			return TABLE_NONE;
		if (s->tag == tag && *key_of(t, s->index) == key)
			return s->index;
	}
}

/* Puts a number into the first free slot from its home on. */
static void slot_put(struct table *t, struct table_slot v)
{
	uint32_t i = v.tag & t->mask;

	while (t->slot[i].index != TABLE_NONE)
		i = (i + 1) & t->mask;
	t->slot[i] = v;
}

static int slots_grow(struct table *t)
{
	struct table_slot *old = t->slot;
	uint32_t n = old ? t->mask + 1 : 0;
	uint32_t more = n ? n * 2 : SLOTS_MIN;

	t->slot = malloc(more * sizeof(*t->slot));
	if (!t->slot) {
		t->slot = old;
		return SIANTO_E_NOMEM;
	}
	memset(t->slot, 0xff, more * sizeof(*t->slot));
	t->mask = more - 1;
	for (uint32_t i = 0; i < n; i++)
		if (old[i].index != TABLE_NONE)
			slot_put(t, old[i]);
	free(old);
	return 0;
}

static int chunk_add(struct table *t)
{
	if (t->chunks == t->dir) {
		uint32_t dir = t->dir ? t->dir * 2 : 4;
		uint8_t **p = realloc(t->chunk, dir * sizeof(*p));

		if (!p)
			return SIANTO_E_NOMEM;
		t->chunk = p;
		t->dir = dir;
	}
	t->chunk[t->chunks] = malloc((size_t)TABLE_CHUNK * t->item_len);
	if (!t->chunk[t->chunks])
		return SIANTO_E_NOMEM;
	t->chunks++;
	return 0;
}

/* A number that is not in use. */
static int item_new(struct table *t, uint32_t *index)
{
	if (t->freed != TABLE_NONE) {
		*index = t->freed;
		t->freed = (uint32_t)*key_of(t, *index);
		return 0;
	}
	if (t->made == t->chunks * TABLE_CHUNK && chunk_add(t) < 0)
		return SIANTO_E_NOMEM;
	*index = t->made++;
	return 0;
}

int table_add(struct table *t, uint64_t key, uint32_t *index)
{
	*index = TABLE_NONE;
	if (t->live >= t->cap) {
		t->overflow++;
		return SIANTO_E_LIMIT;
	}
	/* three quarters full is as full as it gets */
	if (!t->slot || t->live >= (t->mask + 1) / 4 * 3)
		if (slots_grow(t) < 0)
			return SIANTO_E_NOMEM;
	if (item_new(t, index) < 0)
		return SIANTO_E_NOMEM;
	memset(table_at(t, *index), 0, t->item_len);
	*key_of(t, *index) = key;
	slot_put(t, (struct table_slot){tag_of(key), *index});
	t->live++;
	return 0;
}

void table_remove(struct table *t, uint32_t index)
{
	uint32_t hole = tag_of(*key_of(t, index)) & t->mask;

	while (t->slot[hole].index != index)
		hole = (hole + 1) & t->mask;
	/* Close the hole: move back what would not be found behind it. */
	for (uint32_t i = hole;;) {
		uint32_t home;

		i = (i + 1) & t->mask;
		if (t->slot[i].index == TABLE_NONE)
			break;
		home = t->slot[i].tag & t->mask;
		if (((i - home) & t->mask) < ((i - hole) & t->mask))
			continue;
		t->slot[hole] = t->slot[i];
		hole = i;
	}
	t->slot[hole].index = TABLE_NONE;
	*key_of(t, index) = t->freed;
	t->freed = index;
	t->live--;
}

/* ---- lists ------------------------------------------------------------- */

struct listed {
	uint64_t key;
	struct table_link link;
};

static struct table_link *link_of(const struct table *t, uint32_t index)
{
	struct listed *item = table_at(t, index);

	return &item->link;
}

void list_init(struct table_list *l)
{
	l->oldest = l->newest = TABLE_NONE;
}

void list_push(struct table_list *l, struct table *t, uint32_t index)
{
	*link_of(t, index) = (struct table_link){l->newest, TABLE_NONE};
	if (l->newest == TABLE_NONE)
		l->oldest = index;
	else
		link_of(t, l->newest)->next = index;
	l->newest = index;
}

void list_unlink(struct table_list *l, struct table *t, uint32_t index)
{
	struct table_link k = *link_of(t, index);

	if (k.prev == TABLE_NONE)
		l->oldest = k.next;
	else
		link_of(t, k.prev)->next = k.next;
	if (k.next == TABLE_NONE)
		l->newest = k.prev;
	else
		link_of(t, k.next)->prev = k.prev;
}
