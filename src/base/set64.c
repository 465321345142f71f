/* SPDX-License-Identifier: Apache-2.0 */
#include "base/set64.h"

#include <stdlib.h>

static struct set64_item *slot(const struct set64 *s, uint64_t key)
{
	uint64_t at = key & s->mask;

	while (s->item[at].key && s->item[at].key != key)
		at = (at + 1) & s->mask;
	return &s->item[at];
}

static bool grow(struct set64 *s)
{
	struct set64 big = *s;

	big.mask = s->item ? s->mask * 2 + 1 : 1023;
	big.item = calloc(big.mask + 1, sizeof(*big.item));
	if (!big.item)
		return false;
	for (uint64_t i = 0; s->item && i <= s->mask; i++) {
		if (s->item[i].key)
			*slot(&big, s->item[i].key) = s->item[i];
	}
	free(s->item);
	*s = big;
	return true;
}

struct set64_item *set64_put(struct set64 *s, uint64_t key)
{
	struct set64_item *i;

	if (key == 0)
		return NULL;
	if ((!s->item || s->count * 2 > s->mask) && !grow(s))
		return NULL;
	i = slot(s, key);
	if (i->key == key)
		return i;
	if (s->count >= s->cap)
		return NULL;
	i->key = key;
	s->count++;
	return i;
}

const struct set64_item *set64_get(const struct set64 *s, uint64_t key)
{
	const struct set64_item *i;

	if (key == 0 || !s->item)
		return NULL;
	i = slot(s, key);
	return i->key == key ? i : NULL;
}

void set64_free(struct set64 *s)
{
	free(s->item);
	*s = set64_of(s->cap);
}
