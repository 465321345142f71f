/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terminal.c - what a person reads on stderr.
 */
#include "cli/terminal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"

enum { MESSAGE_MAX = 1024 };

static void put_line(const char *before, const char *format, va_list args,
		     const char *after)
{
	char text[MESSAGE_MAX];

	vsnprintf(text, sizeof(text), format, args);
	for (char *p = text; *p; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	}
	fprintf(stderr, "%s%s%s\n", before, text, after);
}

int failure(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line("sianto: ", format, args, "");
	va_end(args);
	return EXIT_FAILED;
}

int usage_error(const char *command, const char *format, ...)
{
	char see[64];
	va_list args;

	snprintf(see, sizeof(see), "; see `sianto %s%s--help`",
		 command ? command : "", command ? " " : "");
	va_start(args, format);
	put_line("sianto: ", format, args, see);
	va_end(args);
	return EXIT_USAGE;
}

void warning(const char *format, ...)
{
	const char *no_colour = getenv("NO_COLOR");
	bool colour = terminal_is_live(stderr) && (!no_colour || !no_colour[0]);
	va_list args;

	va_start(args, format);
	put_line(colour ? "\033[1;33msianto: warning:\033[0m "
			: "sianto: warning: ",
		 format, args, "");
	va_end(args);
}

void note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line("", format, args, "");
	va_end(args);
}

bool terminal_is_live(FILE *stream)
{
	const char *term = getenv("TERM");

	return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0;
}

int stdout_done(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return EXIT_DONE;
	return failure("cannot write to standard output: %s", strerror(errno));
}

struct grouped grouped(uint64_t n)
{
	struct grouped g;
	char digits[24];
	size_t len, at = 0;

	snprintf(digits, sizeof(digits), "%" PRIu64, n);
	len = strlen(digits);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			g.text[at++] = ',';
		g.text[at++] = digits[i];
	}
	g.text[at] = '\0';
	return g;
}
