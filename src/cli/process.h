/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process.h - signals and core dumps.
 *
 * SIGINT, SIGTERM and SIGHUP only set a flag; the run notices it, removes its
 * temporary files and the process then ends by that signal, so that a shell
 * loop around it ends too.
 */
#ifndef SIANTO_CLI_PROCESS_H
#define SIANTO_CLI_PROCESS_H

#include <stdbool.h>

/* Catches the signals and forbids core dumps, which would hold keys. */
void process_prepare(void);
/* Was one of the signals caught? */
bool process_stopped(void);
/* Ends by the caught signal, or returns status when there was none. */
int process_end(int status);

#endif
