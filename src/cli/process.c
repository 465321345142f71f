/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process.c - signals and core dumps.
 */
#include "cli/process.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* A signal handler has nowhere else to write to. */
static volatile sig_atomic_t caught;

static void catch_signal(int number)
{
	caught = number;
}

void process_prepare(void)
{
	const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = catch_signal};
	struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
	struct rlimit none = {0, 0};

	/* No SA_RESTART: a read that waits for input has to return. */
	sigemptyset(&action.sa_mask);
	sigemptyset(&ignore.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		/* what nohup ignores stays ignored */
		if (!sigaction(numbers[i], NULL, &old) &&
		    old.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
	/* A reader that went away is a failed write, with its clean-up. */
	sigaction(SIGPIPE, &ignore, NULL);

	setrlimit(RLIMIT_CORE, &none);
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
	/* Also keeps others of the same user from reading our memory; the
	 * leak checker has to. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

bool process_stopped(void)
{
	return caught != 0;
}

int process_end(int status)
{
	if (caught) {
		signal(caught, SIG_DFL);
		raise(caught);
	}
	return status;
}
