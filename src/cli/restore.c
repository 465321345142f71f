/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restore.c - sianto restore: the way back, for those who hold the key.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/keyfile.h"
#include "cli/names.h"
#include "cli/options.h"
#include "cli/outputs.h"
#include "cli/run.h"
#include "cli/summary.h"
#include "cli/terminal.h"

static const char help[] =
    "usage: sianto restore -r ANON -w OUT --key-file K [--map M] [OPTION...]\n"
    "Puts names, numbers, hosts and addresses back into a capture that was\n"
    "made with `--profile support` (or paper) and the same key.  What the\n"
    "profile did not keep (bodies, free text, digests) stays away.\n"
    "\n"
    "  -r ANON             the capture; `-` is standard input\n"
    "  -w OUT              where to write, mode 0600; `-` is standard output\n"
    "  --key-file K        the key it was made with\n"
    "  --map M             its map, default K.map\n"
    "  --profile P         the profile it was made with, default the map's\n"
    "  --ip MODE           the address mode, if one was given then\n"
    "  --format F          pcap or pcapng\n"
    "  -j N                threads, default one a processor\n"
    "  -q, --quiet         no progress, no summary\n";

enum { OPT_KEY_FILE = 256, OPT_MAP, OPT_PROFILE, OPT_IP, OPT_FORMAT };

static const struct option long_options[] = {
    {"key-file", required_argument, NULL, OPT_KEY_FILE},
    {"map", required_argument, NULL, OPT_MAP},
    {"profile", required_argument, NULL, OPT_PROFILE},
    {"ip", required_argument, NULL, OPT_IP},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {0},
};

#define MAP_FILE_MAX ((size_t)1 << 33)

struct restore {
	struct paths inputs;
	const char *want, *key_path, *map_path;
	bool quiet;
	struct sianto_options opt;
	char *map_default;
	uint8_t *map;
	struct keyfile key;
	struct outputs outputs;
	struct run run;
};

static bool take(struct restore *r, int c, const char *text)
{
	switch (c) {
	case 'q':
		r->quiet = true;
		return true;
	case 'w':
		r->want = text;
		return true;
	case OPT_KEY_FILE:
		r->key_path = text;
		return true;
	case OPT_MAP:
		r->map_path = text;
		return true;
	case OPT_PROFILE:
		return option_profile(text, &r->opt.profile) &&
		       r->opt.profile != SIANTO_SHARE;
	case OPT_IP:
		return option_ip(text, &r->opt.ip);
	case OPT_FORMAT:
		return option_format(text, &r->opt.format);
	case 'j':
		return option_threads(text, &r->opt.threads);
	default: /* -r, or a plain argument */
		return paths_add(&r->inputs, text);
	}
}

/* Exit status; -1 to go on. */
static int parse(struct restore *r, int argc, char **argv)
{
	int c;

	while ((c = option_next("restore", argc, argv,
				"-:hqr:w:j:", long_options)) != -1) {
		if (c == 'h')
			return option_help(help);
		if (c == OPTION_BAD)
			return EXIT_USAGE;
		if (!take(r, c, optarg))
			return usage_error("restore", "`%s` is not valid here",
					   optarg);
	}
	for (int i = optind; i < argc; i++) {
		if (!paths_add(&r->inputs, argv[i]))
			return failure("out of memory");
	}
	return -1;
}

static int check(struct restore *r)
{
	if (r->inputs.count != 1)
		return usage_error("restore", "give one capture with `-r`");
	if (!r->want)
		return usage_error("restore", "say with `-w OUT` where the "
					      "names shall go");
	if (!r->key_path)
		return usage_error("restore",
				   "without `--key-file` there is no way back");
	if (sianto_file_same(r->inputs.item[0], r->want))
		return usage_error("restore",
				   "`%s` is the input and would be "
				   "overwritten",
				   r->want);
	if (r->opt.format == SIANTO_AS_INPUT)
		r->opt.format = names_format(r->want);
	return EXIT_DONE;
}

static int load(struct restore *r)
{
	int status = keyfile_open(&r->key, r->key_path);

	r->opt.key = r->key.key;
	if (status != EXIT_DONE)
		return status;
	if (!r->map_path)
		r->map_path = r->map_default = keyfile_map(r->key_path);
	if (!r->map_path)
		return failure("out of memory");
	if (sianto_file_same(r->map_path, r->want) ||
	    sianto_file_same(r->key_path, r->want))
		return usage_error("restore",
				   "`%s` is read and would be overwritten",
				   r->want);
	status =
	    file_slurp(r->map_path, MAP_FILE_MAX, &r->map, &r->opt.map_len);
	r->opt.map = r->map;
	return status;
}

static int open_output(struct restore *r)
{
	int status;

	if (!strcmp(r->want, "-") && isatty(STDOUT_FILENO))
		return usage_error("restore", "a capture does not belong on a "
					      "terminal");
	status = outputs_new(&r->outputs, 1);
	/* It holds the names again. */
	return status == EXIT_DONE ? outputs_open(&r->outputs, r->want, 0600)
				   : status;
}

static int restore(struct restore *r)
{
	struct sianto_summary summary;
	struct sianto_output out;
	int status = check(r);

	if (status == EXIT_DONE)
		status = load(r);
	if (status == EXIT_DONE)
		status = run_new(&r->run, &r->opt, &r->inputs, !r->quiet);
	if (status == EXIT_DONE)
		status = open_output(r);
	if (status != EXIT_DONE)
		return status;
	out = outputs_at(&r->outputs, 0);
	status = run_input(&r->run, RUN_JOB, r->inputs.item[0], &out, r->want);
	progress_clear(&r->run.progress);
	if (status == EXIT_DONE)
		status = outputs_commit(&r->outputs, 0);
	if (status != EXIT_DONE)
		return status;
	sianto_job_summary(r->run.job, &summary);
	if (!r->quiet)
		note("%s packets, %s SIP messages; `%s` holds names again: do "
		     "not pass it on",
		     grouped(summary.packets).text, grouped(summary.sip).text,
		     r->want);
	summary_inputs(&r->run, &summary);
	return EXIT_DONE;
}

int restore_main(int argc, char **argv)
{
	struct restore r = {
	    .key = {.fd = -1},
	    .opt = {.mode = SIANTO_RESTORE,
		    .profile = SIANTO_SUPPORT,
		    .threads = option_threads_default()},
	};
	int status = parse(&r, argc, argv);

	if (status < 0)
		status = restore(&r);
	outputs_free(&r.outputs);
	run_free(&r.run);
	keyfile_close(&r.key);
	free(r.inputs.item);
	free(r.map_default);
	free(r.map);
	return status;
}
