/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ident.h - identities: who and what is named, each with one pseudonym.
 *
 * Workers collect the distinct identities of a batch (struct ident_batch);
 * one ordered step looks each of them up in the table of the whole run, in
 * order of first appearance, and gives new ones the next number n; the label
 * is made from pi(n).  So the work may be done in any order and by any number
 * of threads, and the labels are the same.
 *
 * A label text, once made, never moves and never changes: batches keep
 * pointers to it.
 */
#ifndef SIANTO_ANON_IDENT_H
#define SIANTO_ANON_IDENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "crypto/siphash.h"

enum ident_kind {
	IDENT_USER,
	IDENT_TEL,
	IDENT_IMSI,
	IDENT_IMEI,
	IDENT_DOMAIN,
	IDENT_HOST, /* below a domain, which is .parent */
	IDENT_DISPLAY,
	IDENT_IP4,	  /* 4 bytes, network order; no label, counted */
	IDENT_IP6,	  /* 16 bytes */
	IDENT_PAPER_USER, /* the published method's own two tables */
	IDENT_PAPER_DOMAIN,
	IDENT_KINDS
};

/* Where an identity was seen; statistics count those with IDENT_COUNTED. */
enum ident_where {
	IDENT_COUNTED = 1, /* start line, From, To, Contact, Via, digest; for
			      addresses also the IP header */
	IDENT_AS_HOST = 2, /* a domain that was itself the host name */
};

/* Names in a table, at most; the last number of a label range is reserved
 * for what comes after (digits) or unused (names get a token). */
enum { IDENT_NAMES_MAX = 9999999, IDENT_IMEI_MAX = 999999 };
/* No identity. */
#define IDENT_NONE UINT32_MAX

/* One distinct identity of a batch. */
struct ident_local {
	uint64_t hash; /* keyed hash of kind and text */
	uint32_t text; /* offset of its canonical bytes in batch->text */
	uint16_t len;
	uint8_t kind;
	uint8_t where;	   /* enum ident_where */
	uint32_t parent;   /* of a host: index of its domain */
	struct span label; /* filled by the ordered step */
};

struct ident_batch {
	struct ident_local *item;
	uint32_t count, max;
	uint32_t *index; /* open addressing, item + 1, 0 empty */
	uint32_t mask;
	struct buf text;
	struct arena spill; /* labels of names that found a table full */
	struct sipkey key;  /* of the hash: the same in a run */
	bool failed;	    /* out of memory: the batch is not usable */
};

MUST_CHECK int ident_batch_init(struct ident_batch *b,
				const struct sipkey *key);
void ident_batch_reset(struct ident_batch *b);
void ident_batch_free(struct ident_batch *b);

/* The index of an identity, added when new; IDENT_NONE without memory (and
 * b->failed).  Text longer than 65,535 bytes is cut there. */
uint32_t ident_put(struct ident_batch *b, enum ident_kind kind,
		   struct span canonical, unsigned where);

static inline struct span ident_text(const struct ident_batch *b,
				     const struct ident_local *l)
{
	return span_of(b->text.p + l->text, l->len);
}

/* ---- the table of a run ------------------------------------------------ */

struct ident {
	uint64_t hash;
	struct span text;  /* canonical, in the table's arena */
	struct span label; /* in the table's arena; empty for addresses */
	uint32_t n;	   /* order of appearance within its kind, from 0 */
	uint32_t parent;   /* of a host: index of its domain in the table */
	uint8_t kind;
	uint8_t where;
};

/* Makes the label of the n-th identity of a kind: at most IDENT_LABEL_MAX
 * bytes to out, the length back.  `parent` is the domain of a host. */
enum { IDENT_LABEL_MAX = 48 };
typedef size_t ident_label_fn(void *ctx, const struct ident *id,
			      const struct ident *parent,
			      uint8_t out[IDENT_LABEL_MAX]);

struct ident_table {
	struct ident *item;
	uint32_t count, max;
	uint32_t *index;
	uint64_t mask;
	uint32_t counts[IDENT_KINDS];  /* by kind */
	uint32_t counted[IDENT_KINDS]; /* with IDENT_COUNTED */
	uint32_t domain_hosts;	       /* domains with IDENT_AS_HOST */
	uint64_t overflowed;
	struct arena arena;
	ident_label_fn *label; /* NULL: statistics, no labels */
	void *label_ctx;
	struct sipkey key; /* same hash as the batches' */
};

MUST_CHECK int ident_table_init(struct ident_table *t, const struct sipkey *key,
				ident_label_fn *label, void *ctx);
void ident_table_free(struct ident_table *t);

/* The ordered step: numbers what is new and fills every .label of the batch.
 * SIANTO_E_NOMEM. */
MUST_CHECK int ident_number(struct ident_table *t, struct ident_batch *b);

/* Finds an identity; NULL when it is not there. */
const struct ident *ident_find(const struct ident_table *t,
			       enum ident_kind kind, struct span canonical);

/* Adds one (from a map) as the next of its kind; parent is the table's index
 * of a host's domain.  SIANTO_E_MAP when it is there already or cannot be. */
MUST_CHECK int ident_add(struct ident_table *t, enum ident_kind kind,
			 struct span canonical, uint32_t parent);

/* The n-th identity of a kind, NULL beyond the end: for the way back, from
 * a table that no longer grows. */
struct ident_order {
	uint32_t *at[IDENT_KINDS];
};
MUST_CHECK int ident_order_init(struct ident_order *o,
				const struct ident_table *t);
void ident_order_free(struct ident_order *o);
const struct ident *ident_nth(const struct ident_table *t,
			      const struct ident_order *o, enum ident_kind kind,
			      uint64_t n);

#endif
