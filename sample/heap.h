/* SPDX-License-Identifier: Apache-2.0 */
/* heap.h - events in the order of their time (a binary heap). */
#ifndef SIANTO_SAMPLE_HEAP_H
#define SIANTO_SAMPLE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event {
	uint64_t us;	/* when */
	uint32_t order; /* of scheduling: breaks ties, so runs repeat */
	uint32_t who;	/* person */
	uint8_t kind;	/* enum event_kind */
	uint8_t slot;	/* or a count, as the kind likes */
};

struct heap {
	struct event *e;
	size_t n, size;
	uint32_t order;
	bool bad; /* no memory */
};

void heap_free(struct heap *h);
void heap_put(struct heap *h, struct event e);
/* The earliest event; false when there is none. */
bool heap_get(struct heap *h, struct event *out);

#endif
