/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - trace time for things that wait.
 *
 * Packet clocks step: back when the next file is an earlier one or a clock
 * was set, far ahead when a time is garbage.  The trace clock follows packet
 * times, but a step back of more than a minute counts as no time at all, and
 * so does one ahead of more than a year; smaller steps back are disorder and
 * are followed.  It reads differences only, so a shift does not change it.
 */
#ifndef SIANTO_TRACK_CLOCK_H
#define SIANTO_TRACK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_SECOND INT64_C(1000000)
#define CLOCK_BACK (60 * CLOCK_SECOND)
#define CLOCK_AHEAD (366 * 86400 * CLOCK_SECOND)
/* The first packet's time; so that disorder never gives a negative one. */
#define CLOCK_START (64 * CLOCK_SECOND)
/* Stands still from here on (9,000 years of steps ahead). */
#define CLOCK_END (INT64_C(1) << 58)

struct clock {
	int64_t time; /* of the last packet, on its own clock */
	int64_t at;   /* of the last packet, on the trace clock */
	int64_t now;  /* largest `at` so far */
	uint64_t steps_back, steps_ahead; /* that were not followed */
	bool started;
};

/* The next packet's time; returns it on the trace clock. */
int64_t clock_next(struct clock *c, int64_t time_us);

#endif
