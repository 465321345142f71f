/* SPDX-License-Identifier: Apache-2.0 */
/*
 * label.h - the text of labels: u4830917, 99948309174, h….d….invalid.
 *
 * The n-th identity of a kind gets the number pi(n), pi a keyed permutation
 * of the kind's range: short, of fixed width, and it says nothing about the
 * order of appearance.  In the paper profile the label is n + 1 in decimal.
 */
#ifndef SIANTO_ANON_LABEL_H
#define SIANTO_ANON_LABEL_H

#include "anon/ident.h"
#include "crypto/perm.h"

struct labels {
	struct perm perm[IDENT_KINDS];
};

void labels_init(struct labels *l, const struct keys *k);

/* An ident_label_fn; ctx is a struct labels. */
size_t label_make(void *ctx, const struct ident *id, const struct ident *parent,
		  uint8_t out[IDENT_LABEL_MAX]);

/*
 * The way back: which identity a label text stands for.  `text` is what
 * stands at a place of the given kind (a whole host name for hosts; hosts
 * may turn out to be domains: *kind is changed then).  False when it is not
 * a label.
 */
bool label_parse(const struct labels *l, struct span text,
		 enum ident_kind *kind, uint64_t *n);

#endif
