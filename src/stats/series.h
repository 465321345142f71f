/* SPDX-License-Identifier: Apache-2.0 */
/*
 * series.h - counts over time, in at most SERIES_BINS bins.
 *
 * A bin is one second wide until the trace is longer than SERIES_BINS
 * seconds; then two, four, ... so memory does not depend on the length.
 * Beside it a ring of the last seconds finds the busiest single second.
 */
#ifndef SIANTO_STATS_SERIES_H
#define SIANTO_STATS_SERIES_H

#include "base/span.h"

enum { SERIES_BINS = 600, SERIES_RING = 128 };

/* X(name, key in JSON): what is counted. */
#define SERIES_COLUMNS(X)                 \
	X(PACKETS, "packets")             \
	X(REQUESTS, "requests")           \
	X(RESPONSES, "responses")         \
	X(REGISTERS, "register_requests") \
	X(ERRORS, "server_errors")        \
	X(KEEPALIVES, "blank_keepalives")

enum series_column {
#define SERIES_X(name, key) SERIES_##name,
	SERIES_COLUMNS(SERIES_X)
#undef SERIES_X
	    SERIES_COLUMN_COUNT
};

/* Busiest seconds are kept of these. */
enum series_peak {
	SERIES_PEAK_PACKETS,
	SERIES_PEAK_MESSAGES,
	SERIES_PEAK_REGISTERS,
	SERIES_PEAK_COUNT
};

struct series_second {
	int64_t second;
	uint32_t n[SERIES_PEAK_COUNT];
};

struct series {
	int64_t first;	/* second of bin 0 */
	uint64_t width; /* seconds a bin; a power of two */
	uint32_t bins;	/* in use */
	uint64_t n[SERIES_COLUMN_COUNT][SERIES_BINS];
	/* registered users at the end of each bin */
	uint64_t users[SERIES_BINS];
	uint64_t users_now;
	struct series_second ring[SERIES_RING];
	uint64_t peak[SERIES_PEAK_COUNT];
};

/* `first` is the second of the first packet. */
void series_init(struct series *s, int64_t first);

/* The bin of a second (the first one for earlier seconds), made if needed. */
uint32_t series_bin(struct series *s, int64_t second);

static inline void series_count(struct series *s, enum series_column c,
				uint32_t bin)
{
	s->n[c][bin]++;
}

/* Counts for the busiest second; seconds more than SERIES_RING - 1 before the
 * latest one are not looked at. */
void series_peak(struct series *s, enum series_peak p, int64_t second);

/* From this second on n users are registered. */
void series_users(struct series *s, int64_t second, uint64_t n);

#endif
