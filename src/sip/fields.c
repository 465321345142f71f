/* SPDX-License-Identifier: Apache-2.0 */
/* fields.c - names to rows of the compiled tables. */
#include "sip/hash.h"
#include "sip/scan.h"

/*
 * The row of an exact name in a scope: that of header row `of`, else the one
 * of any header.  mktables puts the latter behind all others of its name.
 */
static uint16_t find_exact(enum sip_scope scope, uint16_t of, struct span name)
{
	struct hash_key key = hash_key(name);
	uint32_t hash = hash_mix((uint32_t)scope, key, name.n);

	for (uint32_t i = hash;; i++) {
		struct hash_slot at = sip_name_slot[i & (SIP_NAME_SLOTS - 1)];
		const struct sip_field *f = &sip_fields[at.item];

		if (at.item == 0)
			return SIP_FIELD_NONE;
		if (at.hash != hash || at.len != name.n || f->scope != scope ||
		    (sip_name_of[at.item] != of && sip_name_of[at.item] != 0))
			continue;
		if (name.n == 1 && f->compact == chars_lower(name.p[0]))
			return at.item;
		if (sip_name_len[at.item] == name.n &&
		    hash_same(f->name, name, key))
			return at.item;
	}
}

/* The longest beginning among the rows whose name ends in '*'. */
static uint16_t find_prefix(enum sip_scope scope, uint16_t of, struct span name)
{
	uint16_t best = SIP_FIELD_NONE;
	size_t best_len = 0;

	for (const uint16_t *r = sip_prefix_row; *r; r++) {
		size_t len = sip_name_len[*r];

		if (sip_fields[*r].scope != scope || sip_name_of[*r] != of ||
		    len > name.n || (best && len <= best_len) ||
		    !span_case_eq(span_of(sip_fields[*r].name, len),
				  span_sub(name, 0, len)))
			continue;
		best = *r;
		best_len = len;
	}
	return best;
}

uint16_t sip_field_find(enum sip_scope scope, uint16_t of, struct span name)
{
	uint16_t row;

	if (name.n == 0 || name.n > 200)
		return SIP_FIELD_NONE;
	if (scope != SIP_SCOPE_PARAM)
		of = 0;
	row = find_exact(scope, of, name);
	if (!row)
		row = find_prefix(scope, of, name);
	if (!row && of)
		row = find_prefix(scope, 0, name);
	return row;
}

uint16_t sip_row(enum sip_row row)
{
	return sip_row_field[row];
}
