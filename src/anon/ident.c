/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/ident.h"

#include <stdlib.h>

enum { BATCH_INDEX_MIN = 1024, TABLE_INDEX_MIN = 4096 };

/* The kind goes into the key, so that equal text of two kinds differs. */
static uint64_t hash_of(const struct sipkey *key, unsigned kind,
			struct span text)
{
	struct sipkey k = {key->k0 ^ kind, key->k1};

	return siphash13(&k, text);
}

/* ---- batches ----------------------------------------------------------- */

int ident_batch_init(struct ident_batch *b, const struct sipkey *key)
{
	memset(b, 0, sizeof(*b));
	b->key = *key;
	b->text = buf_of(64u << 20);
	b->mask = BATCH_INDEX_MIN - 1;
	b->index = calloc(BATCH_INDEX_MIN, sizeof(*b->index));
	return b->index ? 0 : SIANTO_E_NOMEM;
}

void ident_batch_reset(struct ident_batch *b)
{
	memset(b->index, 0, (b->mask + 1) * sizeof(*b->index));
	b->count = 0;
	b->failed = false;
	buf_reset(&b->text);
	arena_reset(&b->spill);
}

void ident_batch_free(struct ident_batch *b)
{
	free(b->item);
	free(b->index);
	buf_free(&b->text);
	arena_free(&b->spill);
	memset(b, 0, sizeof(*b));
}

static bool batch_grow(struct ident_batch *b)
{
	if (b->count == b->max) {
		uint32_t max = b->max ? b->max * 2 : 512;
		void *p = realloc(b->item, max * sizeof(*b->item));

		if (!p)
			return false;
		b->item = p;
		b->max = max;
	}
	if (b->count * 2 > b->mask) {
		uint32_t mask = b->mask * 2 + 1;
		uint32_t *index = calloc((size_t)mask + 1, sizeof(*index));

		if (!index)
			return false;
		for (uint32_t i = 0; i < b->count; i++) {
			uint32_t at = (uint32_t)b->item[i].hash & mask;

			while (index[at])
				at = (at + 1) & mask;
			index[at] = i + 1;
		}
		free(b->index);
		b->index = index;
		b->mask = mask;
	}
	return true;
}

uint32_t ident_put(struct ident_batch *b, enum ident_kind kind,
		   struct span text, unsigned where)
{
	uint64_t hash;
	uint32_t at;
	struct ident_local *l;

	if (text.n > UINT16_MAX)
		text.n = UINT16_MAX;
	hash = hash_of(&b->key, kind, text);
	for (at = (uint32_t)hash & b->mask; b->index[at];
	     at = (at + 1) & b->mask) {
		l = &b->item[b->index[at] - 1];
		if (l->hash == hash && l->kind == kind &&
		    span_eq(ident_text(b, l), text)) {
			l->where |= (uint8_t)where;
			return b->index[at] - 1;
		}
	}
	if (!batch_grow(b) || !buf_room(&b->text, text.n)) {
		b->failed = true;
		return IDENT_NONE;
	}
	for (at = (uint32_t)hash & b->mask; b->index[at];)
		at = (at + 1) & b->mask;
	b->index[at] = b->count + 1;
	l = &b->item[b->count];
	*l = (struct ident_local){.hash = hash,
				  .text = (uint32_t)b->text.n,
				  .len = (uint16_t)text.n,
				  .kind = (uint8_t)kind,
				  .where = (uint8_t)where,
				  .parent = IDENT_NONE};
	buf_span(&b->text, text);
	return b->count++;
}

/* ---- the table --------------------------------------------------------- */

int ident_table_init(struct ident_table *t, const struct sipkey *key,
		     ident_label_fn *label, void *ctx)
{
	memset(t, 0, sizeof(*t));
	t->key = *key;
	t->label = label;
	t->label_ctx = ctx;
	t->mask = TABLE_INDEX_MIN - 1;
	t->index = calloc(TABLE_INDEX_MIN, sizeof(*t->index));
	return t->index ? 0 : SIANTO_E_NOMEM;
}

void ident_table_free(struct ident_table *t)
{
	free(t->item);
	free(t->index);
	arena_free(&t->arena);
	memset(t, 0, sizeof(*t));
}

static struct ident *find(const struct ident_table *t, unsigned kind,
			  uint64_t hash, struct span text)
{
	for (uint64_t at = hash & t->mask; t->index[at];
	     at = (at + 1) & t->mask) {
		struct ident *id = &t->item[t->index[at] - 1];

		if (id->hash == hash && id->kind == kind &&
		    span_eq(id->text, text))
			return id;
	}
	return NULL;
}

const struct ident *ident_find(const struct ident_table *t,
			       enum ident_kind kind, struct span text)
{
	return find(t, kind, hash_of(&t->key, kind, text), text);
}

static bool table_grow(struct ident_table *t)
{
	if (t->count == t->max) {
		uint32_t max = t->max ? t->max * 2 : 4096;
		void *p = realloc(t->item, (size_t)max * sizeof(*t->item));

		if (!p)
			return false;
		t->item = p;
		t->max = max;
	}
	if ((uint64_t)t->count * 2 > t->mask) {
		uint64_t mask = t->mask * 2 + 1;
		uint32_t *index = calloc(mask + 1, sizeof(*index));

		if (!index)
			return false;
		for (uint32_t i = 0; i < t->count; i++) {
			uint64_t at = t->item[i].hash & mask;

			while (index[at])
				at = (at + 1) & mask;
			index[at] = i + 1;
		}
		free(t->index);
		t->index = index;
		t->mask = mask;
	}
	return true;
}

static uint32_t kind_max(unsigned kind)
{
	return kind == IDENT_IMEI ? IDENT_IMEI_MAX : IDENT_NAMES_MAX;
}

/* The domain a new host belongs to; an item index, or IDENT_NONE. */
static const struct ident *parent_of(const struct ident_table *t,
				     uint32_t parent)
{
	return parent == IDENT_NONE ? NULL : &t->item[parent];
}

static bool give_label(struct ident_table *t, struct ident *id,
		       const struct ident *parent)
{
	uint8_t label[IDENT_LABEL_MAX];
	size_t n;

	if (!t->label || id->kind == IDENT_IP4 || id->kind == IDENT_IP6)
		return true;
	n = t->label(t->label_ctx, id, parent, label);
	id->label = arena_dup(&t->arena, span_of(label, n));
	return id->label.p != NULL;
}

/* Appends a new identity; NULL without memory. */
static struct ident *append(struct ident_table *t, uint64_t hash, unsigned kind,
			    struct span text, uint32_t parent)
{
	struct ident *id;
	uint64_t at;

	if (!table_grow(t))
		return NULL;
	id = &t->item[t->count];
	*id = (struct ident){.hash = hash,
			     .kind = (uint8_t)kind,
			     .n = t->counts[kind],
			     .parent = parent};
	id->text = arena_dup(&t->arena, text);
	if (!id->text.p || !give_label(t, id, parent_of(t, parent)))
		return NULL;
	for (at = hash & t->mask; t->index[at];)
		at = (at + 1) & t->mask;
	t->index[at] = ++t->count;
	t->counts[kind]++;
	return id;
}

static void note_where(struct ident_table *t, struct ident *id, unsigned where)
{
	unsigned fresh = where & ~(unsigned)id->where;

	if (fresh & IDENT_COUNTED)
		t->counted[id->kind]++;
	if (fresh & IDENT_AS_HOST)
		t->domain_hosts++;
	id->where |= (uint8_t)where;
}

/* A name that finds its table full: a token of its hash, in the batch. */
static int overflow(struct ident_table *t, struct ident_batch *b,
		    struct ident_local *l)
{
	struct ident id = {.hash = l->hash,
			   .kind = l->kind,
			   .n = UINT32_MAX,
			   .text = ident_text(b, l)};
	uint8_t label[IDENT_LABEL_MAX];
	size_t n;

	t->overflowed++;
	if (!t->label || l->kind == IDENT_IP4 || l->kind == IDENT_IP6)
		return 0;
	n = t->label(t->label_ctx, &id, NULL, label);
	l->label = arena_dup(&b->spill, span_of(label, n));
	return l->label.p ? 0 : SIANTO_E_NOMEM;
}

/* The table's index of a new host's domain. */
static uint32_t domain_of(const struct ident_table *t,
			  const struct ident_batch *b,
			  const struct ident_local *host)
{
	const struct ident_local *d;
	const struct ident *id;

	if (host->kind != IDENT_HOST || host->parent == IDENT_NONE)
		return IDENT_NONE;
	d = &b->item[host->parent];
	id = find(t, d->kind, d->hash, ident_text(b, d));
	return id ? (uint32_t)(id - t->item) : IDENT_NONE;
}

static int number_one(struct ident_table *t, struct ident_batch *b,
		      struct ident_local *l)
{
	struct span text = ident_text(b, l);
	struct ident *id = find(t, l->kind, l->hash, text);

	if (!id && t->counts[l->kind] >= kind_max(l->kind))
		return overflow(t, b, l);
	if (!id)
		id = append(t, l->hash, l->kind, text, domain_of(t, b, l));
	if (!id)
		return SIANTO_E_NOMEM;
	note_where(t, id, l->where);
	/* Addresses have their text already: it needs no number. */
	if (id->label.n)
		l->label = id->label;
	return 0;
}

int ident_number(struct ident_table *t, struct ident_batch *b)
{
	if (b->failed)
		return SIANTO_E_NOMEM;
	/* A host's domain was put before the host, so it has its number. */
	for (uint32_t i = 0; i < b->count; i++) {
		int e = number_one(t, b, &b->item[i]);

		if (e)
			return e;
	}
	return 0;
}

int ident_add(struct ident_table *t, enum ident_kind kind, struct span text,
	      uint32_t parent)
{
	uint64_t hash = hash_of(&t->key, kind, text);

	if (find(t, kind, hash, text) || t->counts[kind] >= kind_max(kind))
		return SIANTO_E_MAP;
	if (parent != IDENT_NONE && (kind != IDENT_HOST || parent >= t->count ||
				     t->item[parent].kind != IDENT_DOMAIN))
		return SIANTO_E_MAP;
	return append(t, hash, kind, text, parent) ? 0 : SIANTO_E_NOMEM;
}

int ident_order_init(struct ident_order *o, const struct ident_table *t)
{
	memset(o, 0, sizeof(*o));
	for (unsigned k = 0; k < IDENT_KINDS; k++) {
		o->at[k] = calloc((size_t)t->counts[k] + 1, sizeof(*o->at[k]));
		if (!o->at[k]) {
			ident_order_free(o);
			return SIANTO_E_NOMEM;
		}
	}
	for (uint32_t i = 0; i < t->count; i++)
		o->at[t->item[i].kind][t->item[i].n] = i;
	return 0;
}

void ident_order_free(struct ident_order *o)
{
	for (unsigned k = 0; k < IDENT_KINDS; k++)
		free(o->at[k]);
	memset(o, 0, sizeof(*o));
}

const struct ident *ident_nth(const struct ident_table *t,
			      const struct ident_order *o, enum ident_kind kind,
			      uint64_t n)
{
	return n < t->counts[kind] ? &t->item[o->at[kind][n]] : NULL;
}
