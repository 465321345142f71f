/* SPDX-License-Identifier: Apache-2.0 */
/*
 * progress.c - the line that tells how far a run is.
 */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>

#include "cli/process.h"
#include "cli/terminal.h"

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_begin(struct progress *p, bool wanted, uint64_t total)
{
	p->live = wanted && terminal_is_live(stderr);
	p->visible = false;
	p->total = total;
	p->done = 0;
	p->start = p->shown = now_s();
}

static void show_share(const struct progress *p, double elapsed)
{
	uint64_t done = p->done;
	double share, left;

	if (p->total == 0 || done == 0)
		return;
	share = (double)done / (double)p->total;
	if (share > 1)
		share = 1;
	left = elapsed * (1 - share) / share;
	fprintf(stderr, "  %3.0f %%", share * 100);
	if (left < 360000)
		fprintf(stderr, "  %u:%02u left", (unsigned)left / 60,
			(unsigned)left % 60);
}

bool progress_tick(void *ctx, const struct sianto_progress *now)
{
	struct progress *p = ctx;
	double at, elapsed;

	if (process_stopped())
		return true;
	if (!p->live)
		return false;
	at = now_s();
	elapsed = at - p->start;
	if (at - p->shown < 0.2 || elapsed < 0.5)
		return false;
	p->shown = at;
	p->visible = true;
	fprintf(stderr, "\r%s packets, %s/s", grouped(now->packets).text,
		grouped((uint64_t)((double)now->packets / elapsed)).text);
	show_share(p, elapsed);
	fprintf(stderr, "\033[K");
	fflush(stderr);
	return false;
}

void progress_clear(struct progress *p)
{
	if (p->visible)
		fprintf(stderr, "\r\033[K");
	p->visible = false;
	p->live = false;
}
