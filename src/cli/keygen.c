/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keygen.c - sianto keygen: makes a key file.
 */
#include <getopt.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/keyfile.h"
#include "cli/options.h"
#include "cli/terminal.h"

static const char help[] =
    "usage: sianto keygen FILE\n"
    "Makes a new random key in FILE, readable by its owner only (mode 0600).\n"
    "An existing FILE is never overwritten.\n"
    "\n"
    "The key is for `sianto anonymize --profile support`: who holds it and\n"
    "the map FILE.map can go back from labels to names.  Give it to nobody,\n"
    "and keep it as long as questions about the capture may come.\n";

int keygen_main(int argc, char **argv)
{
	const struct option options[] = {{"help", no_argument, NULL, 'h'}, {0}};
	int c = option_next("keygen", argc, argv, "h", options);

	if (c == 'h')
		return option_help(help);
	if (c == OPTION_BAD)
		return EXIT_USAGE;
	if (argc - optind != 1)
		return usage_error("keygen", "give the name of one FILE");
	if (keyfile_create(argv[optind]) != EXIT_DONE)
		return EXIT_FAILED;
	note("key written to `%s`: give it to nobody, and keep it as long as "
	     "you may want to go back",
	     argv[optind]);
	return EXIT_DONE;
}
