/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.h - a job over files: reading, writing, and saying what went wrong.
 */
#ifndef SIANTO_CLI_RUN_H
#define SIANTO_CLI_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/options.h"
#include "cli/progress.h"
#include "sianto/file.h"
#include "sianto/job.h"

struct run {
	struct sianto_job *job; /* owned */
	struct progress progress;
	uint64_t done;	/* bytes of the inputs before the current one */
	bool input_cut; /* a compressed input ended early */
};

/* Makes the job; opt->progress is set here.  wanted: show progress.  Exit
 * status, said why; after EXIT_DONE run_free(). */
int run_new(struct run *r, struct sianto_options *opt,
	    const struct paths *inputs, bool wanted);
void run_free(struct run *r);

/* What run_input() does with an input. */
enum run_pass { RUN_SURVEY, RUN_JOB };

/* One pass over one input; out and its name are NULL without output.  Exit
 * status, said why. */
int run_input(struct run *r, enum run_pass pass, const char *path,
	      const struct sianto_output *out, const char *out_name);

/* Says why a call of the library failed, if it did; exit status. */
int run_check(struct run *r, int code, const char *what);

/* Prints to stdout; stdout_done() tells whether it worked. */
struct sianto_output stdout_output(void);

#endif
