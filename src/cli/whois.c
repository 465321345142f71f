/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whois.c - sianto whois: who is behind a label, and the other way round.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/keyfile.h"
#include "cli/options.h"
#include "cli/run.h"
#include "cli/terminal.h"

static const char help[] =
    "usage: sianto whois --key-file K [--map M] LABEL...\n"
    "       sianto whois --key-file K [--map M] --of TEXT...\n"
    "Tells who is behind labels, numbers, hosts and addresses of a capture\n"
    "made with `--profile support`; with --of, what stands for a user, "
    "number,\n"
    "host, address or Call-ID.  `-` reads one a line from standard input,\n"
    "which keeps names out of the list of processes.\n"
    "\n"
    "  --key-file K        the key the capture was made with\n"
    "  --map M             its map, default K.map\n"
    "  --profile P         its profile, default the map's\n"
    "  --ip MODE           its address mode, if one was given\n"
    "  --of                the arguments are originals\n"
    "\n"
    "Prints kind, label and original, with tabs between them.  Exit status 1\n"
    "when one of them is not known.\n";

enum { OPT_KEY_FILE = 256, OPT_MAP, OPT_PROFILE, OPT_IP, OPT_OF };

static const struct option long_options[] = {
    {"key-file", required_argument, NULL, OPT_KEY_FILE},
    {"map", required_argument, NULL, OPT_MAP},
    {"profile", required_argument, NULL, OPT_PROFILE},
    {"ip", required_argument, NULL, OPT_IP},
    {"of", no_argument, NULL, OPT_OF},
    {"help", no_argument, NULL, 'h'},
    {0},
};

#define MAP_FILE_MAX ((size_t)1 << 33)

struct whois {
	struct paths texts;
	const char *key_path, *map_path;
	bool forward;
	struct sianto_options opt;
	char *map_default;
	uint8_t *map;
	struct keyfile key;
	struct run run;
};

static bool take(struct whois *w, int c, const char *text)
{
	switch (c) {
	case OPT_KEY_FILE:
		w->key_path = text;
		return true;
	case OPT_MAP:
		w->map_path = text;
		return true;
	case OPT_OF:
		w->forward = true;
		return true;
	case OPT_PROFILE:
		return option_profile(text, &w->opt.profile) &&
		       w->opt.profile != SIANTO_SHARE;
	case OPT_IP:
		return option_ip(text, &w->opt.ip);
	default: /* a plain argument */
		return paths_add(&w->texts, text);
	}
}

/* Exit status; -1 to go on. */
static int parse(struct whois *w, int argc, char **argv)
{
	int c;

	while ((c = option_next("whois", argc, argv, "-:h", long_options)) !=
	       -1) {
		if (c == 'h')
			return option_help(help);
		if (c == OPTION_BAD)
			return EXIT_USAGE;
		if (!take(w, c, optarg))
			return usage_error("whois", "`%s` is not valid here",
					   optarg);
	}
	for (int i = optind; i < argc; i++) {
		if (!paths_add(&w->texts, argv[i]))
			return failure("out of memory");
	}
	if (!w->key_path)
		return usage_error("whois", "without `--key-file` nobody can "
					    "tell");
	if (w->texts.count == 0)
		return usage_error("whois", "give one or more labels, or "
					    "`--of` and originals");
	return -1;
}

static int load(struct whois *w)
{
	int status = keyfile_open(&w->key, w->key_path);

	w->opt.key = w->key.key;
	if (status != EXIT_DONE)
		return status;
	if (!w->map_path)
		w->map_path = w->map_default = keyfile_map(w->key_path);
	if (!w->map_path)
		return failure("out of memory");
	status =
	    file_slurp(w->map_path, MAP_FILE_MAX, &w->map, &w->opt.map_len);
	w->opt.map = w->map;
	return status;
}

/* EXIT_FAILED when text is not known; what was typed is not echoed, an
 * original would be an identity in a log. */
static int ask(struct whois *w, const char *text, size_t number)
{
	const struct sianto_output out = stdout_output();
	size_t found = 0;
	int code = sianto_job_whois(w->run.job, text, w->forward, &out, &found);

	if (code)
		return run_check(&w->run, code, "whois");
	if (found)
		return EXIT_DONE;
	return failure("%s %zu is not in the map",
		       w->forward ? "text" : "label", number);
}

static int ask_lines(struct whois *w)
{
	char *line = NULL;
	size_t cap = 0, number = 0;
	ssize_t n;
	int status = EXIT_DONE;

	while ((n = getline(&line, &cap, stdin)) > 0) {
		number++;
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] && ask(w, line, number) != EXIT_DONE)
			status = EXIT_FAILED;
	}
	free(line);
	if (ferror(stdin))
		return failure("cannot read standard input: %s",
			       strerror(errno));
	return status;
}

static int whois(struct whois *w)
{
	const struct paths none = {0};
	int status = load(w), written;

	if (status == EXIT_DONE)
		status = run_new(&w->run, &w->opt, &none, false);
	if (status != EXIT_DONE)
		return status;
	for (size_t i = 0; i < w->texts.count; i++) {
		const char *text = w->texts.item[i];
		int known =
		    strcmp(text, "-") ? ask(w, text, i + 1) : ask_lines(w);

		if (known != EXIT_DONE)
			status = EXIT_FAILED;
	}
	written = stdout_done();
	return status == EXIT_DONE ? written : status;
}

int whois_main(int argc, char **argv)
{
	struct whois w = {
	    .key = {.fd = -1},
	    .opt = {.mode = SIANTO_RESTORE, .profile = SIANTO_SUPPORT},
	};
	int status = parse(&w, argc, argv);

	if (status < 0)
		status = whois(&w);
	run_free(&w.run);
	keyfile_close(&w.key);
	free(w.texts.item);
	free(w.map_default);
	free(w.map);
	return status;
}
