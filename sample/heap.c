/* SPDX-License-Identifier: Apache-2.0 */
#include "heap.h"

#include <stdlib.h>

void heap_free(struct heap *h)
{
	free(h->e);
	*h = (struct heap){0};
}

static bool before(const struct event *a, const struct event *b)
{
	if (a->us != b->us)
		return a->us < b->us;
	return (int32_t)(a->order - b->order) < 0;
}

void heap_put(struct heap *h, struct event e)
{
	size_t i = h->n;

	if (h->n == h->size) {
		size_t size = h->size ? h->size * 2 : 1024;
		struct event *p = realloc(h->e, size * sizeof(*p));

		if (!p) {
			h->bad = true;
			return;
		}
		h->e = p;
		h->size = size;
	}
	e.order = h->order++;
	h->n++;
	while (i > 0 && before(&e, &h->e[(i - 1) / 2])) {
		h->e[i] = h->e[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	h->e[i] = e;
}

bool heap_get(struct heap *h, struct event *out)
{
	struct event last;
	size_t i = 0;

	if (h->n == 0)
		return false;
	*out = h->e[0];
	last = h->e[--h->n];
	for (;;) {
		size_t c = 2 * i + 1;

		if (c >= h->n)
			break;
		if (c + 1 < h->n && before(&h->e[c + 1], &h->e[c]))
			c++;
		if (!before(&h->e[c], &last))
			break;
		h->e[i] = h->e[c];
		i = c;
	}
	if (h->n)
		h->e[i] = last;
	return true;
}
