/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.c - sianto policy: every field and what happens to it.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/run.h"
#include "cli/terminal.h"

static const char help[] =
    "usage: sianto policy show PROFILE\n"
    "Prints every header, parameter, SDP line, attribute and body type that\n"
    "the program knows, and what PROFILE (share, support or paper) does to\n"
    "it.  What is not in the list is replaced (in paper: copied).\n"
    "\n"
    "Lines in the same form, in a file given to `sianto anonymize --policy`,\n"
    "make single fields stricter; with `--unsafe` also less strict.\n";

int policy_main(int argc, char **argv)
{
	const struct option options[] = {{"help", no_argument, NULL, 'h'}, {0}};
	const struct sianto_output out = stdout_output();
	int c = option_next("policy", argc, argv, "h", options);
	enum sianto_profile profile;
	int code;

	if (c == 'h')
		return option_help(help);
	if (c == OPTION_BAD)
		return EXIT_USAGE;
	if (argc - optind != 2 || strcmp(argv[optind], "show") != 0)
		return usage_error("policy", "write `sianto policy show "
					     "PROFILE`");
	if (!option_profile(argv[optind + 1], &profile))
		return usage_error("policy", OPTION_NO_PROFILE,
				   argv[optind + 1]);
	code = sianto_policy_show(profile, &out);
	if (code && code != SIANTO_E_IO)
		return failure("cannot show the policy: %s",
			       sianto_strerror(code));
	return stdout_done();
}
