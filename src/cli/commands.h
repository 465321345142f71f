/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commands.h - the subcommands: each takes its own argv and returns the exit
 * status of the program.
 */
#ifndef SIANTO_CLI_COMMANDS_H
#define SIANTO_CLI_COMMANDS_H

enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2, /* wrong options: nothing was read or written */
	EXIT_GATE = 3,	/* the privacy gate was not passed */
};

int anonymize_main(int argc, char **argv);
int restore_main(int argc, char **argv);
int whois_main(int argc, char **argv);
int stats_main(int argc, char **argv);
int policy_main(int argc, char **argv);
int keygen_main(int argc, char **argv);

#endif
