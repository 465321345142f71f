/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c - sianto: finds the subcommand and runs it.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/process.h"
#include "cli/terminal.h"
#include "sianto/version.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
    {"anonymize", anonymize_main, "make a capture that can be shared"},
    {"restore", restore_main, "the way back, for those who hold the key"},
    {"whois", whois_main, "who is behind a label, and the other way round"},
    {"stats", stats_main, "what is in a capture"},
    {"policy", policy_main, "every field and what happens to it"},
    {"keygen", keygen_main, "make a key file"},
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static int help(void)
{
	printf("usage: sianto COMMAND [OPTION...]\n"
	       "Anonymizes captures of SIP traffic.\n\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		printf("  %-10s %s\n", commands[i].name, commands[i].help);
	printf("\n`sianto COMMAND --help` tells more, `man sianto` all.\n"
	       "Exit status: 0 done, 1 failed, 2 wrong options, 3 privacy gate "
	       "not passed.\n");
	return stdout_done();
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return usage_error(NULL, "a command is missing");
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return help();
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("sianto %s\n", SIANTO_VERSION);
		return stdout_done();
	}
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		process_prepare();
		return process_end(commands[i].run(argc - 1, argv + 1));
	}
	return usage_error(NULL, "there is no command `%s`", argv[1]);
}
