/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipe.h - batches through four steps, by any number of threads.
 *
 *	read     one at a time, in file order
 *	scan     in parallel
 *	number   one at a time, in file order
 *	render   in parallel
 *	write    one at a time, in file order
 *
 * Every thread takes whatever step is next; nobody is dedicated to a step.
 * The only lock is taken once a step, never once a packet.  With one thread
 * nothing is started and everything happens in the caller.
 */
#ifndef SIANTO_JOB_PIPE_H
#define SIANTO_JOB_PIPE_H

#include "base/err.h"

/* Steps return 0 or an error, which stops the pipe.  `slot` is one of the
 * caller's batch slots, `thread` 0 .. threads-1 tells who works. */
struct pipe_steps {
	void *ctx;
	/* *more = false when there was nothing left to read. */
	int (*read)(void *ctx, unsigned slot, bool *more);
	int (*scan)(void *ctx, unsigned slot, unsigned thread);
	int (*number)(void *ctx, unsigned slot);
	int (*render)(void *ctx, unsigned slot, unsigned thread);
	int (*write)(void *ctx, unsigned slot);
	/* Called by the calling thread after each of its steps. */
	int (*tick)(void *ctx);
};

enum { PIPE_THREADS_MAX = 256 };

/* Slots a pipe of that many threads wants. */
static inline unsigned pipe_slots(unsigned threads)
{
	return threads == 1 ? 1 : threads * 2 + 2;
}

/* Runs until the input is at its end and all is written, or an error.
 * Returns the first error; SIANTO_E_NOMEM when threads cannot be started. */
MUST_CHECK int pipe_run(const struct pipe_steps *steps, unsigned threads);

#endif
