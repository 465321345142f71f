/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stats.c - sianto stats: what is in a capture.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/run.h"
#include "cli/summary.h"
#include "cli/terminal.h"

static const char help[] =
    "usage: sianto stats [OPTION...] IN...\n"
    "Prints what is in a capture: packets, messages by method and code,\n"
    "transactions, dialogs, registrations, keep-alives, rates.  An original\n"
    "and what `sianto anonymize` made of it (profiles share and support) have\n"
    "the same statistics.\n"
    "\n"
    "IN is pcap or pcapng, also .gz .zst .lz4; `-` is standard input; several\n"
    "are one data set.\n"
    "\n"
    "  -r IN               one more input\n"
    "  --json              JSON instead of text\n"
    "  -j N                threads, default one a processor\n"
    "  -q, --quiet         no progress\n";

enum { OPT_JSON = 256 };

static const struct option long_options[] = {
    {"json", no_argument, NULL, OPT_JSON},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {0},
};

struct stats {
	struct paths inputs;
	enum sianto_view view;
	bool quiet;
	struct sianto_options opt;
	struct run run;
};

/* Exit status; -1 to go on. */
static int parse(struct stats *s, int argc, char **argv)
{
	int c;

	while ((c = option_next("stats", argc, argv,
				"-:hqr:j:", long_options)) != -1) {
		switch (c) {
		case 'h':
			return option_help(help);
		case OPTION_BAD:
			return EXIT_USAGE;
		case OPT_JSON:
			s->view = SIANTO_JSON;
			break;
		case 'q':
			s->quiet = true;
			break;
		case 'j':
			if (!option_threads(optarg, &s->opt.threads))
				return usage_error("stats",
						   "`%s` is not a number from "
						   "1 to 256",
						   optarg);
			break;
		default: /* -r, or a plain argument */
			if (!paths_add(&s->inputs, optarg))
				return failure("out of memory");
		}
	}
	for (int i = optind; i < argc; i++) {
		if (!paths_add(&s->inputs, argv[i]))
			return failure("out of memory");
	}
	if (s->inputs.count == 0)
		return usage_error("stats", "no input was given");
	return -1;
}

static int stats(struct stats *s)
{
	const struct sianto_output out = stdout_output();
	struct sianto_summary summary;
	int status = run_new(&s->run, &s->opt, &s->inputs, !s->quiet);

	for (size_t i = 0; i < s->inputs.count && status == EXIT_DONE; i++)
		status =
		    run_input(&s->run, RUN_JOB, s->inputs.item[i], NULL, NULL);
	progress_clear(&s->run.progress);
	if (status != EXIT_DONE)
		return status;
	if (sianto_job_stats(s->run.job, s->view, &out) == SIANTO_E_NOMEM)
		return failure("out of memory");
	sianto_job_summary(s->run.job, &summary);
	summary_nothing(&summary);
	summary_inputs(&s->run, &summary);
	return stdout_done();
}

int stats_main(int argc, char **argv)
{
	struct stats s = {
	    .opt = {.mode = SIANTO_STATS, .threads = option_threads_default()},
	};
	int status = parse(&s, argc, argv);

	if (status < 0)
		status = stats(&s);
	run_free(&s.run);
	free(s.inputs.item);
	return status;
}
