/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terminal.h - what a person reads on stderr.
 *
 * Every message is one sentence that says what to do, quotes the value of an
 * option in `...`, and never holds captured data.  Control characters in it
 * (of a file name, say) are printed as '?'.
 */
#ifndef SIANTO_CLI_TERMINAL_H
#define SIANTO_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

/* "sianto: ..." to stderr; returns EXIT_FAILED. */
int failure(const char *format, ...) PRINTF_LIKE(1, 2);
/* "sianto: ...; see `sianto COMMAND --help`"; returns EXIT_USAGE.  command
 * is NULL for the program itself. */
int usage_error(const char *command, const char *format, ...) PRINTF_LIKE(2, 3);
/* "sianto: warning: ...", in colour on a terminal unless NO_COLOR is set. */
void warning(const char *format, ...) PRINTF_LIKE(1, 2);
/* A line of the summary. */
void note(const char *format, ...) PRINTF_LIKE(1, 2);

/* Is the stream a terminal that can move its cursor? */
bool terminal_is_live(FILE *stream);

/* EXIT_DONE when all of stdout could be written, else failure(). */
int stdout_done(void);

/* n with a comma between thousands. */
enum { GROUPED_LEN = 28 };
struct grouped {
	char text[GROUPED_LEN];
};
struct grouped grouped(uint64_t n);

#endif
