/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary.h - what a person reads when a run has ended, on stderr.
 */
#ifndef SIANTO_CLI_SUMMARY_H
#define SIANTO_CLI_SUMMARY_H

#include <stdbool.h>

#include "cli/run.h"
#include "sianto/job.h"

/* Counts, of what was read and of what became of it. */
void summary_counts(const struct sianto_summary *s);
/* When no SIP was found: why that may be. */
void summary_nothing(const struct sianto_summary *s);
/* What the user has to know of any run: inputs that end early. */
void summary_inputs(const struct run *r, const struct sianto_summary *s);
/* What the user has to know of an anonymized capture. */
void summary_warnings(const struct sianto_summary *s,
		      const struct sianto_options *opt);

#endif
