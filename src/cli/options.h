/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h - what the subcommands share in reading their arguments.
 *
 * Parsers are bool: true when the text is valid.  Nothing is kept of argv but
 * pointers.
 */
#ifndef SIANTO_CLI_OPTIONS_H
#define SIANTO_CLI_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include "sianto/job.h"

enum {
	OPTION_BAD = -2,  /* of option_next(): said why, now EXIT_USAGE */
	OPTION_PLAIN = 1, /* of option_next(): an argument, in optarg */
};

/*
 * The next option, as getopt_long() returns it, -1 at the end.  Prints what is
 * wrong with an unknown one.  shorts begins with "-" to get plain arguments in
 * their order among the options (those behind "--" are at optind).
 */
int option_next(const char *command, int argc, char **argv, const char *shorts,
		const struct option *options);

/* Prints the help text; returns the exit status. */
int option_help(const char *text);

#define OPTION_NO_PROFILE "there is no profile `%s`: share, support or paper"

bool option_profile(const char *text, enum sianto_profile *out);
bool option_ip(const char *text, enum sianto_ip *out);
bool option_format(const char *text, enum sianto_format *out);
/* A decimal number from min to max. */
bool option_number(const char *text, unsigned min, unsigned max, unsigned *out);
/* -j: 1 to 256. */
bool option_threads(const char *text, unsigned *out);
/* Threads when -j is not given: one a processor, at most 16. */
unsigned option_threads_default(void);

/* call-id=, user=, number=, addr= or time=A..B; out->text points into text. */
bool option_only(const char *text, struct sianto_only *out);
/* Seconds, or YYYY-MM-DD[THH:MM[:SS[.F]]][Z] in UTC. */
bool option_time(const char *text, size_t n, double *out);

/* A list of pointers that grows; free() .item. */
struct paths {
	const char **item;
	size_t count;
};
/* False when out of memory.  A NULL stands behind the last item. */
bool paths_add(struct paths *list, const char *item);

/*
 * The numbers of a --keep-numbers file: one a line, '#' begins a comment,
 * separators and '+' do not count.  Works in text, to which the list points.
 * Returns 0, or the number of the first line that is not a number.
 */
size_t option_numbers(char *text, struct paths *out);

#endif
