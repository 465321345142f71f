/* SPDX-License-Identifier: Apache-2.0 */
/* fields.c - names to rows of the compiled tables. */
#include "sip/hash.h"
#include "sip/scan.h"

static bool name_is(uint16_t row, struct span name)
{
	const char *known = sip_fields[row].name;
	const struct span text = span_of(known, name.n);

	/* most names are spelled as registered */
	if (memcmp(known, name.p, name.n) == 0)
		return true;
	return span_case_eq(text, name);
}

/* The row of an exact name in a scope, of header row `of` (0: any). */
static uint16_t find_exact(enum sip_scope scope, uint16_t of, struct span name)
{
	uint32_t seed = (uint32_t)of << 8 | (uint32_t)scope;
	uint32_t i = hash_name(seed, name);

	for (;; i++) {
		uint16_t row = sip_name_slot[i & (SIP_NAME_SLOTS - 1)];

		if (row == 0)
			return SIP_FIELD_NONE;
		if (sip_fields[row].scope != scope || sip_name_of[row] != of)
			continue;
		if (sip_name_len[row] == name.n) {
			if (name_is(row, name))
				return row;
		} else if (name.n == 1 && sip_fields[row].compact && sip_fields[row].compact ==
						  chars_lower(name.p[0])) {
			return row;
		}
	}
}

/* The longest beginning among the rows whose name ends in '*'. */
static uint16_t find_prefix(enum sip_scope scope, uint16_t of,
			    struct span name)
{
	uint16_t best = SIP_FIELD_NONE;
	size_t best_len = 0;

	for (const uint16_t *r = sip_prefix_row; *r; r++) {
		size_t len = sip_name_len[*r];

		if (sip_fields[*r].scope != scope || sip_name_of[*r] != of ||
		    len > name.n || (best && len <= best_len) ||
		    !name_is(*r, span_sub(name, 0, len)))
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
	if (!row && of)
		row = find_exact(scope, 0, name);
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
