/* SPDX-License-Identifier: Apache-2.0 */
/*
 * anonymize.c - sianto anonymize: makes a capture that can be shared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
    "usage: sianto anonymize [OPTION...] IN...\n"
    "Makes IN.anon.pcap, its statistics IN.anon.json and data sheet "
    "IN.anon.md.\n"
    "IN is pcap or pcapng, also .gz .zst .lz4; `-` is standard input.\n"
    "  -r IN               one more input; several are one data set\n"
    "  -w OUT              output file, or directory (for several inputs)\n"
    "  --profile P         share (default), support or paper\n"
    "  --key-file K        key, needed for support; `sianto keygen` makes it\n"
    "  --map M             map for the way back, default K.map\n"
    "  --ip MODE           addresses: flat, prefix or cryptopan\n"
    "  --only COND         call-id=, user=, number=, addr=, time=A..B; any of\n"
    "  --min-users N       user agents of fewer users become `other`\n"
    "  --drop-scanners     cut the requests of sweeps, and their answers\n"
    "  --keep-time         do not shift the clock\n"
    "  --keep-numbers F    numbers to keep (service numbers), one a line\n"
    "  --policy F          stricter rules for single fields; with --unsafe\n"
    "                      any rules\n"
    "  --format F          pcap or pcapng, default that of OUT's name or IN\n"
    "  -j N                threads, default one a processor\n"
    "  --explain           print what the output's bytes are made of\n"
    "  -q, --quiet         no progress, no summary\n";

enum {
	OPT_PROFILE = 256,
	OPT_KEY_FILE,
	OPT_MAP,
	OPT_IP,
	OPT_ONLY,
	OPT_MIN_USERS,
	OPT_DROP_SCANNERS,
	OPT_KEEP_TIME,
	OPT_KEEP_NUMBERS,
	OPT_POLICY,
	OPT_UNSAFE,
	OPT_FORMAT,
	OPT_EXPLAIN,
};

static const struct option long_options[] = {
    {"profile", required_argument, NULL, OPT_PROFILE},
    {"key-file", required_argument, NULL, OPT_KEY_FILE},
    {"map", required_argument, NULL, OPT_MAP},
    {"ip", required_argument, NULL, OPT_IP},
    {"only", required_argument, NULL, OPT_ONLY},
    {"min-users", required_argument, NULL, OPT_MIN_USERS},
    {"drop-scanners", no_argument, NULL, OPT_DROP_SCANNERS},
    {"keep-time", no_argument, NULL, OPT_KEEP_TIME},
    {"keep-numbers", required_argument, NULL, OPT_KEEP_NUMBERS},
    {"policy", required_argument, NULL, OPT_POLICY},
    {"unsafe", no_argument, NULL, OPT_UNSAFE},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"explain", no_argument, NULL, OPT_EXPLAIN},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {0},
};

/* Policies and lists of numbers are text that a person wrote. */
enum { TEXT_FILE_MAX = 16 << 20 };
#define MAP_FILE_MAX ((size_t)1 << 33)

struct anonymize {
	/* as given */
	struct paths inputs;
	const char *want, *key_path, *policy_path, *numbers_path;
	char *map_path;
	bool quiet;
	struct sianto_options opt;
	/* owned; opt points into them */
	struct sianto_only *only;
	struct paths numbers;
	uint8_t *map, *policy, *numbers_text;
	struct keyfile key;
	struct names names;
	struct outputs outputs;
	struct run run;
};

static bool add_only(struct anonymize *a, const char *text)
{
	struct sianto_only *more;
	size_t n = a->opt.only_count;

	more = realloc(a->only, (n + 1) * sizeof(*more));
	if (!more)
		return false;
	a->only = more;
	a->opt.only = more;
	if (!option_only(text, &more[n]))
		return false;
	a->opt.only_count++;
	return true;
}

static bool set_map(struct anonymize *a, const char *path)
{
	free(a->map_path);
	a->map_path = strdup(path);
	return a->map_path;
}

/* An option whose value has to be parsed; false when it is not valid. */
static bool take_value(struct anonymize *a, int c, const char *text)
{
	struct sianto_options *opt = &a->opt;

	switch (c) {
	case OPT_PROFILE:
		return option_profile(text, &opt->profile);
	case OPT_IP:
		return option_ip(text, &opt->ip);
	case OPT_ONLY:
		return add_only(a, text);
	case OPT_MIN_USERS:
		return option_number(text, 1, 1000000, &opt->min_users);
	case OPT_FORMAT:
		return option_format(text, &opt->format);
	case 'j':
		return option_threads(text, &opt->threads);
	case OPT_MAP:
		return set_map(a, text);
	default: /* -r, or a plain argument */
		return paths_add(&a->inputs, text);
	}
}

/* An option that is only stored; false when c is not one. */
static bool take_plain(struct anonymize *a, int c, const char *text)
{
	switch (c) {
	case 'w':
		a->want = text;
		return true;
	case 'q':
		a->quiet = true;
		return true;
	case OPT_KEY_FILE:
		a->key_path = text;
		return true;
	case OPT_KEEP_NUMBERS:
		a->numbers_path = text;
		return true;
	case OPT_POLICY:
		a->policy_path = text;
		return true;
	case OPT_DROP_SCANNERS:
		a->opt.drop_scanners = true;
		return true;
	case OPT_KEEP_TIME:
		a->opt.keep_time = true;
		return true;
	case OPT_UNSAFE:
		a->opt.policy_unsafe = true;
		return true;
	case OPT_EXPLAIN:
		a->opt.explain = true;
		return true;
	default:
		return false;
	}
}

static const char *expected(int c)
{
	switch (c) {
	case OPT_PROFILE:
		return "share, support or paper";
	case OPT_IP:
		return "flat, prefix or cryptopan";
	case OPT_ONLY:
		return "call-id=ID, user=NAME, number=DIGITS, addr=ADDRESS or "
		       "time=A..B";
	case OPT_FORMAT:
		return "pcap or pcapng";
	case OPT_MIN_USERS:
		return "a number from 1 to 1000000";
	case 'j':
		return "a number from 1 to 256";
	default:
		return "less (out of memory)";
	}
}

/* Exit status; -1 to go on. */
static int parse(struct anonymize *a, int argc, char **argv)
{
	int c;

	while ((c = option_next("anonymize", argc, argv,
				"-:hqr:w:j:", long_options)) != -1) {
		if (c == 'h')
			return option_help(help);
		if (c == OPTION_BAD)
			return EXIT_USAGE;
		if (!take_plain(a, c, optarg) && !take_value(a, c, optarg))
			return usage_error("anonymize", "`%s` is not %s",
					   optarg, expected(c));
	}
	for (int i = optind; i < argc; i++) {
		if (!paths_add(&a->inputs, argv[i]))
			return failure("out of memory");
	}
	return -1;
}

/* Options that do not fit together.  Exit status. */
static int check_profile(const struct anonymize *a)
{
	switch (a->opt.profile) {
	case SIANTO_SHARE:
		if (a->map_path)
			return usage_error("anonymize",
					   "share leaves no way back, so no "
					   "`--map`; take `--profile support`");
		return EXIT_DONE;
	case SIANTO_SUPPORT:
		if (!a->key_path)
			return usage_error("anonymize",
					   "support needs `--key-file FILE`, "
					   "which `sianto keygen` makes");
		return EXIT_DONE;
	default:
		if (a->map_path && !a->key_path)
			return usage_error("anonymize",
					   "a map needs `--key-file FILE`, "
					   "which `sianto keygen` makes");
		return EXIT_DONE;
	}
}

static int check_inputs(const struct anonymize *a)
{
	bool twice = sianto_job_two_pass(&a->opt);
	size_t standard = 0;

	if (a->inputs.count == 0)
		return usage_error("anonymize", "no input was given");
	if (a->inputs.count > 1 && !a->want)
		return usage_error("anonymize",
				   "several inputs need `-w DIRECTORY`");
	if (a->inputs.count > 1 && !strcmp(a->want, "-"))
		return usage_error("anonymize", "several inputs cannot go to "
						"standard output");
	for (size_t i = 0; i < a->inputs.count; i++) {
		const char *path = a->inputs.item[i];
		bool pipe = !strcmp(path, "-");
		struct stat st;

		standard += pipe;
		if (!stat(path, &st) && !S_ISREG(st.st_mode))
			pipe = true;
		if (pipe && twice)
			return usage_error("anonymize",
					   "these options read the input "
					   "twice, so `%s` must be a file",
					   path);
	}
	if (standard > 1)
		return usage_error("anonymize",
				   "standard input can be read only once");
	return EXIT_DONE;
}

static int check(struct anonymize *a)
{
	int status = check_profile(a);

	if (status == EXIT_DONE)
		status = check_inputs(a);
	if (status == EXIT_DONE && a->opt.policy_unsafe && !a->policy_path)
		status = usage_error("anonymize",
				     "`--unsafe` belongs to `--policy`");
	return status;
}

static int load_key(struct anonymize *a)
{
	int status;

	if (!a->key_path) {
		if (a->opt.profile != SIANTO_PAPER)
			return EXIT_DONE;
		/* paper for a look, without a way back */
		if (sianto_key_new(a->key.key))
			return failure("no random numbers to be had");
		a->opt.key = a->key.key;
		return EXIT_DONE;
	}
	status = keyfile_open(&a->key, a->key_path);
	a->opt.key = a->key.key;
	if (status != EXIT_DONE || a->opt.profile == SIANTO_SHARE)
		return status;
	if (!a->map_path)
		a->map_path = keyfile_map(a->key_path);
	if (!a->map_path)
		return failure("out of memory");
	return keyfile_lock(&a->key, a->key_path);
}

/* An existing map is gone on with. */
static int load_map(struct anonymize *a)
{
	int status;

	if (!a->map_path || access(a->map_path, F_OK))
		return EXIT_DONE;
	status =
	    file_slurp(a->map_path, MAP_FILE_MAX, &a->map, &a->opt.map_len);
	a->opt.map = a->map;
	return status;
}

static int load_texts(struct anonymize *a)
{
	size_t len, line;
	int status;

	if (a->policy_path) {
		status =
		    file_slurp(a->policy_path, TEXT_FILE_MAX, &a->policy, &len);
		if (status != EXIT_DONE)
			return status;
		a->opt.policy = (const char *)a->policy;
	}
	if (!a->numbers_path)
		return EXIT_DONE;
	status =
	    file_slurp(a->numbers_path, TEXT_FILE_MAX, &a->numbers_text, &len);
	if (status != EXIT_DONE)
		return status;
	line = option_numbers((char *)a->numbers_text, &a->numbers);
	if (line)
		return failure("`%s`, line %zu: not a telephone number",
			       a->numbers_path, line);
	a->opt.keep_numbers = a->numbers.item;
	return EXIT_DONE;
}

/* Would writing `path` destroy something that is read? */
static int check_target(const struct anonymize *a, const char *path)
{
	const char *others[] = {a->key_path, a->policy_path, a->numbers_path};

	if (!path || !strcmp(path, "-"))
		return EXIT_DONE;
	for (size_t i = 0; i < a->inputs.count; i++) {
		if (sianto_file_same(a->inputs.item[i], path))
			return usage_error("anonymize",
					   "`%s` is an input and would be "
					   "overwritten",
					   path);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (others[i] && sianto_file_same(others[i], path))
			return usage_error("anonymize",
					   "`%s` is read and would be "
					   "overwritten",
					   path);
	}
	if (a->map_path && path != a->map_path &&
	    (!strcmp(a->map_path, path) || sianto_file_same(a->map_path, path)))
		return usage_error("anonymize",
				   "`%s` is the map and would be overwritten",
				   path);
	return EXIT_DONE;
}

/* Opens, before anything is read, all but the map: the captures, then
 * statistics and data sheet. */
static int open_outputs(struct anonymize *a)
{
	struct names *n = &a->names;
	int status = EXIT_DONE;

	for (size_t i = 0; i < n->count && status == EXIT_DONE; i++)
		status = check_target(a, n->out[i]);
	if (status == EXIT_DONE)
		status = check_target(a, n->stats);
	if (status == EXIT_DONE)
		status = check_target(a, n->sheet);
	if (status == EXIT_DONE)
		status = check_target(a, a->map_path);
	if (status == EXIT_DONE)
		status = outputs_new(&a->outputs, n->count + 3);
	if (status == EXIT_DONE && n->directory)
		status = outputs_directory(&a->outputs, a->want);
	for (size_t i = 0; i < n->count && status == EXIT_DONE; i++)
		status = outputs_open(&a->outputs, n->out[i], 0644);
	if (status == EXIT_DONE && n->stats)
		status = outputs_open(&a->outputs, n->stats, 0644);
	if (status == EXIT_DONE && n->stats)
		status = outputs_open(&a->outputs, n->sheet, 0644);
	return status;
}

static int name_outputs(struct anonymize *a)
{
	const char *first = a->inputs.item[0];
	const char *want = a->want;

	/* A filter writes to standard output. */
	if (!want && !strcmp(first, "-"))
		want = "-";
	if (want && a->opt.format == SIANTO_AS_INPUT)
		a->opt.format = names_format(want);
	if (!names_make(&a->names, &a->inputs, want, a->opt.format))
		return failure("out of memory");
	if (a->names.directory)
		return EXIT_DONE;
	if (!outputs_is_stream(a->names.out[0]))
		return EXIT_DONE;
	/* No file, no files beside it. */
	free(a->names.stats);
	free(a->names.sheet);
	a->names.stats = a->names.sheet = NULL;
	if (!strcmp(a->names.out[0], "-") && isatty(STDOUT_FILENO))
		return usage_error("anonymize",
				   "a capture does not belong on a terminal: "
				   "give `-w OUT`");
	return EXIT_DONE;
}

static int read_inputs(struct anonymize *a)
{
	int status = EXIT_DONE;

	if (sianto_job_two_pass(&a->opt)) {
		for (size_t i = 0; i < a->inputs.count; i++) {
			status = run_input(&a->run, RUN_SURVEY,
					   a->inputs.item[i], NULL, NULL);
			if (status != EXIT_DONE)
				return status;
		}
	}
	for (size_t i = 0; i < a->inputs.count && status == EXIT_DONE; i++) {
		struct sianto_output out = outputs_at(&a->outputs, i);

		status = run_input(&a->run, RUN_JOB, a->inputs.item[i], &out,
				   a->names.out[i]);
	}
	return status;
}

/* What is known at the end: statistics, data sheet, map.  Then all appear. */
static int finish(struct anonymize *a)
{
	struct sianto_job *job = a->run.job;
	size_t at = a->names.count;
	struct sianto_output out;
	int status = EXIT_DONE;

	if (a->names.stats) {
		out = outputs_at(&a->outputs, at++);
		status =
		    run_check(&a->run, sianto_job_stats(job, SIANTO_JSON, &out),
			      a->names.stats);
		out = outputs_at(&a->outputs, at++);
		if (status == EXIT_DONE)
			status =
			    run_check(&a->run, sianto_job_datasheet(job, &out),
				      a->names.sheet);
	}
	if (status == EXIT_DONE && a->map_path) {
		status = outputs_open(&a->outputs, a->map_path, 0600);
		if (status != EXIT_DONE)
			return status;
		out = outputs_at(&a->outputs, at);
		status =
		    run_check(&a->run, sianto_job_map(job, &out), a->map_path);
	}
	if (status != EXIT_DONE)
		return status;
	return outputs_commit(&a->outputs, a->map_path ? at : 0);
}

/* The last words to a person. */
static void tell(struct anonymize *a, const struct sianto_summary *s)
{
	const struct names *n = &a->names;

	if (!a->quiet) {
		summary_counts(s);
		if (n->count > 1)
			note("written: %zu captures in `%s`, %s, %s", n->count,
			     a->want, n->stats, n->sheet);
		else if (n->stats)
			note("written: %s, %s, %s", n->out[0], n->stats,
			     n->sheet);
		if (a->map_path)
			note("map: %s (with the key: the way back)",
			     a->map_path);
		if (a->opt.profile == SIANTO_SHARE && !a->key_path)
			note("key destroyed; use `--profile support` for a "
			     "way back");
	}
	if (a->opt.only_count && s->written == 0)
		note("no packet meets `--only`: the output is empty");
	else
		summary_nothing(s);
	summary_inputs(&a->run, s);
	summary_warnings(s, &a->opt);
}

/* To standard output, or where that is the capture to stderr. */
static int explain(struct anonymize *a)
{
	struct sianto_output out = stdout_output();

	if (!a->opt.explain)
		return EXIT_DONE;
	if (!a->names.stats)
		out.ctx = stderr;
	if (run_check(&a->run, sianto_job_explain(a->run.job, &out),
		      "`--explain`") != EXIT_DONE)
		return EXIT_FAILED;
	return a->names.stats ? stdout_done() : EXIT_DONE;
}

static int anonymize(struct anonymize *a)
{
	struct sianto_summary summary;
	int status = check(a);

	if (status == EXIT_DONE)
		status = load_key(a);
	if (status == EXIT_DONE)
		status = load_map(a);
	if (status == EXIT_DONE)
		status = load_texts(a);
	if (status == EXIT_DONE)
		status = name_outputs(a);
	if (status == EXIT_DONE)
		status = run_new(&a->run, &a->opt, &a->inputs, !a->quiet);
	if (status == EXIT_DONE)
		status = open_outputs(a);
	if (status == EXIT_DONE)
		status = read_inputs(a);
	progress_clear(&a->run.progress);
	if (status == EXIT_DONE)
		status = finish(a);
	if (status != EXIT_DONE)
		return status;
	sianto_job_summary(a->run.job, &summary);
	tell(a, &summary);
	return explain(a);
}

int anonymize_main(int argc, char **argv)
{
	struct anonymize a = {
	    .key = {.fd = -1},
	    .opt = {.threads = option_threads_default()},
	};
	int status = parse(&a, argc, argv);

	if (status < 0)
		status = anonymize(&a);
	outputs_free(&a.outputs);
	run_free(&a.run);
	names_free(&a.names);
	keyfile_close(&a.key);
	free(a.inputs.item);
	free(a.map_path);
	free(a.only);
	free(a.numbers.item);
	free(a.map);
	free(a.policy);
	free(a.numbers_text);
	return status;
}
