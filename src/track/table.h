/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.h - items found by a 64-bit hash, numbered, never moved.
 *
 * Open addressing with linear probing over an index; the items themselves
 * stand in chunks, so that pointers and numbers stay valid until the item is
 * removed.  Numbers of removed items are used again; memory follows the
 * largest number of items alive at a time.  A table holds at most `cap`
 * items; what did not fit is counted.
 *
 * What a table holds never depends on the values of the keys, only on the
 * order of calls: so an original and its anonymized form fill it alike.
 *
 * An item is a struct that begins with `uint64_t key`; one that is to stand
 * in a list goes on with `struct table_link link`.
 */
#ifndef SIANTO_TRACK_TABLE_H
#define SIANTO_TRACK_TABLE_H

#include "base/err.h"
#include "base/span.h"

#define TABLE_NONE UINT32_MAX
enum { TABLE_CHUNK = 256 }; /* items a chunk */

struct table_slot {
	uint32_t tag;	/* hash of the key; its low bits are the home */
	uint32_t index; /* TABLE_NONE: empty */
};

struct table {
	struct table_slot *slot;
	uint8_t **chunk;
	uint32_t mask;	 /* slots - 1, when slot is not NULL */
	uint32_t chunks; /* allocated */
	uint32_t dir;	 /* room in chunk[] */
	uint32_t live;
	uint32_t made;	/* numbers below this have been in use */
	uint32_t freed; /* first removed item, TABLE_NONE */
	uint32_t cap;
	uint32_t item_len;
	uint64_t overflow; /* table_add() calls that found it full */
};

/* Allocates nothing.  item_len is a multiple of 8; cap < 2^30. */
void table_init(struct table *t, size_t item_len, uint32_t cap);
void table_free(struct table *t);

static inline void *table_at(const struct table *t, uint32_t index)
{
	return t->chunk[index / TABLE_CHUNK] +
	       (size_t)(index % TABLE_CHUNK) * t->item_len;
}

/* The number of the item with this key, or TABLE_NONE. */
uint32_t table_find(const struct table *t, uint64_t key);

/*
 * A new item, zeroed but for its key, which must not be in the table.
 * Returns 0, SIANTO_E_NOMEM, or SIANTO_E_LIMIT when the table is full
 * (*index is TABLE_NONE then).
 */
MUST_CHECK int table_add(struct table *t, uint64_t key, uint32_t *index);

void table_remove(struct table *t, uint32_t index);

/* ---- lists of items, oldest first -------------------------------------- */

struct table_link {
	uint32_t prev, next;
};

struct table_list {
	uint32_t oldest, newest;
};

void list_init(struct table_list *l);
void list_push(struct table_list *l, struct table *t, uint32_t index);
void list_unlink(struct table_list *l, struct table *t, uint32_t index);

/* Makes it the newest one. */
static inline void list_touch(struct table_list *l, struct table *t,
			      uint32_t index)
{
	if (l->newest == index)
		return;
	list_unlink(l, t, index);
	list_push(l, t, index);
}

#endif
