/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mapfile.h - the label map as bytes: which name got which number.
 *
 * The order of the entries is the order of the numbers; labels themselves are
 * not stored, they follow from key and number.  Sealed with the same key.
 */
#ifndef SIANTO_ANON_MAPFILE_H
#define SIANTO_ANON_MAPFILE_H

#include "anon/ident.h"
#include "crypto/keys.h"

/* Appends the sealed map of all names of a table. */
MUST_CHECK int mapfile_write(const struct ident_table *t, const struct keys *k,
			     bool paper, struct buf *out);

/* Reads a sealed map into an empty table.  SIANTO_E_MAP. */
MUST_CHECK int mapfile_read(struct ident_table *t, const struct keys *k,
			    struct span sealed, bool *paper);

#endif
