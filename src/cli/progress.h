/* SPDX-License-Identifier: Apache-2.0 */
/*
 * progress.h - the line that tells how far a run is: packets a second, share
 * done, time left.  Shown on a terminal only.
 */
#ifndef SIANTO_CLI_PROGRESS_H
#define SIANTO_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "sianto/job.h"

struct progress {
	bool live;    /* show it at all */
	bool visible; /* a line stands on the terminal */
	double start, shown;
	uint64_t total;	       /* bytes to read in all passes, 0: unknown */
	_Atomic uint64_t done; /* set by whatever thread reads */
};

/* total: bytes to read in all passes, 0 when unknown. */
void progress_begin(struct progress *p, bool wanted, uint64_t total);
/* The callback of struct sianto_options, ctx is the struct progress; true
 * after a signal. */
bool progress_tick(void *ctx, const struct sianto_progress *now);
/* Takes the line away, before anything else is printed. */
void progress_clear(struct progress *p);

#endif
