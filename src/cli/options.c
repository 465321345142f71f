/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.c - what the subcommands share in reading their arguments.
 */
#include "cli/options.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/terminal.h"

int option_next(const char *command, int argc, char **argv, const char *shorts,
		const struct option *options)
{
	int c;

	opterr = 0;
	c = getopt_long(argc, argv, shorts, options, NULL);
	if (c == ':') {
		usage_error(command, "option `%s` needs a value",
			    argv[optind - 1]);
		return OPTION_BAD;
	}
	if (c != '?')
		return c;
	if (!strncmp(argv[optind - 1], "--", 2) && optopt)
		usage_error(command, "option `%s` takes no value",
			    argv[optind - 1]);
	else if (optopt)
		usage_error(command, "there is no option `-%c`", optopt);
	else
		usage_error(command, "there is no option `%s`",
			    argv[optind - 1]);
	return OPTION_BAD;
}

int option_help(const char *text)
{
	fputs(text, stdout);
	return stdout_done();
}

/* Index of text in a NULL-terminated list of words, or -1. */
static int word_index(const char *text, const char *const *words)
{
	for (int i = 0; words[i]; i++) {
		if (!strcmp(text, words[i]))
			return i;
	}
	return -1;
}

bool option_profile(const char *text, enum sianto_profile *out)
{
	static const char *const words[] = {
	    [SIANTO_SHARE] = "share",
	    [SIANTO_SUPPORT] = "support",
	    [SIANTO_PAPER] = "paper",
	    [SIANTO_PAPER + 1] = NULL,
	};
	int i = word_index(text, words);

	if (i >= 0)
		*out = (enum sianto_profile)i;
	return i >= 0;
}

bool option_ip(const char *text, enum sianto_ip *out)
{
	static const char *const words[] = {
	    [SIANTO_IP_DEFAULT] = "default",
	    [SIANTO_IP_FLAT] = "flat",
	    [SIANTO_IP_PREFIX] = "prefix",
	    [SIANTO_IP_CRYPTOPAN] = "cryptopan",
	    [SIANTO_IP_CRYPTOPAN + 1] = NULL,
	};
	int i = word_index(text, words);

	if (i > 0)
		*out = (enum sianto_ip)i;
	return i > 0;
}

bool option_format(const char *text, enum sianto_format *out)
{
	static const char *const words[] = {
	    [SIANTO_AS_INPUT] = "",
	    [SIANTO_PCAP] = "pcap",
	    [SIANTO_PCAPNG] = "pcapng",
	    [SIANTO_PCAPNG + 1] = NULL,
	};
	int i = word_index(text, words);

	if (i > 0)
		*out = (enum sianto_format)i;
	return i > 0;
}

/* The decimal digits at the front of p[0..n), at most nine; their count. */
static size_t digits(const char *p, size_t n, unsigned *out)
{
	size_t i = 0;

	*out = 0;
	while (i < n && i < 9 && p[i] >= '0' && p[i] <= '9')
		*out = *out * 10 + (unsigned)(p[i++] - '0');
	return i;
}

bool option_number(const char *text, unsigned min, unsigned max, unsigned *out)
{
	size_t n = strlen(text);
	unsigned value;

	if (n == 0 || digits(text, n, &value) != n || value < min ||
	    value > max)
		return false;
	*out = value;
	return true;
}

bool option_threads(const char *text, unsigned *out)
{
	return option_number(text, 1, 256, out);
}

unsigned option_threads_default(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (n < 1)
		return 1;
	return n > 16 ? 16 : (unsigned)n;
}

/* Days from 1970-01-01, proleptic Gregorian calendar; years count from March
 * so that the leap day is the last of its year. */
static double days_from_civil(unsigned year, unsigned month, unsigned day)
{
	unsigned y = month > 2 ? year : year - 1;
	unsigned m = month > 2 ? month - 3 : month + 9;
	unsigned era_days = 365 * y + y / 4 - y / 100 + y / 400;

	return (double)era_days + (153 * m + 2) / 5 + day - 1 - 719468.0;
}

/* n digits of p (exactly), then `after` unless it is NUL. */
static bool take(const char **p, const char *end, size_t n, unsigned *out,
		 char after)
{
	if ((size_t)(end - *p) < n || digits(*p, n, out) != n)
		return false;
	*p += n;
	if (!after)
		return true;
	if (*p == end || **p != after)
		return false;
	(*p)++;
	return true;
}

/* [.digits], up to end. */
static bool take_fraction(const char *p, const char *end, double *out)
{
	double scale = 0.1;

	if (p == end)
		return true;
	if (*p++ != '.' || p == end)
		return false;
	for (; p < end; p++, scale /= 10) {
		if (*p < '0' || *p > '9')
			return false;
		*out += scale * (*p - '0');
	}
	return true;
}

/* THH:MM[:SS[.F]] */
static bool take_clock(const char *p, const char *end, double *out)
{
	unsigned hour, minute, second = 0;

	if (*p != 'T' && *p != ' ')
		return false;
	p++;
	if (!take(&p, end, 2, &hour, ':') || !take(&p, end, 2, &minute, 0) ||
	    hour > 23 || minute > 59)
		return false;
	if (p < end && *p == ':') {
		p++;
		if (!take(&p, end, 2, &second, 0) || second > 60)
			return false;
	}
	*out += hour * 3600.0 + minute * 60.0 + second;
	return take_fraction(p, end, out);
}

static bool date_time(const char *p, size_t n, double *out)
{
	const char *end = p + n;
	unsigned year, month, day;

	if (n > 0 && end[-1] == 'Z')
		end--;
	if (!take(&p, end, 4, &year, '-') || !take(&p, end, 2, &month, '-') ||
	    !take(&p, end, 2, &day, 0))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*out = days_from_civil(year, month, day) * 86400.0;
	return p == end || take_clock(p, end, out);
}

bool option_time(const char *text, size_t n, double *out)
{
	unsigned high;
	size_t whole = 0;

	if (n > 4 && text[4] == '-')
		return date_time(text, n, out);
	*out = 0;
	while (whole < n && text[whole] >= '0' && text[whole] <= '9')
		*out = *out * 10 + (text[whole++] - '0');
	high = (unsigned)whole;
	if (high == 0 || high > 12)
		return false;
	return take_fraction(text + whole, text + n, out);
}

/* A..B, either may be missing. */
static bool time_range(const char *text, struct sianto_only *out)
{
	const char *dots = strstr(text, "..");
	const double relative = 1e8; /* below: since the first packet */

	if (!dots || !strcmp(text, ".."))
		return false;
	out->from = 0;
	out->to = 1e18;
	if (dots > text &&
	    !option_time(text, (size_t)(dots - text), &out->from))
		return false;
	if (dots[2] && !option_time(dots + 2, strlen(dots + 2), &out->to))
		return false;
	return out->from <= out->to ||
	       (out->from < relative) != (out->to < relative);
}

static bool is_address(const char *text)
{
	unsigned char ip[16];

	return inet_pton(AF_INET, text, ip) == 1 ||
	       inet_pton(AF_INET6, text, ip) == 1;
}

/* Digits among the separators of a written number. */
static bool is_number(const char *text)
{
	return text[strspn(text, "0123456789+*# ().-")] == '\0' &&
	       text[strcspn(text, "0123456789*#")] != '\0';
}

bool option_only(const char *text, struct sianto_only *out)
{
	static const char *const kinds[] = {
	    [SIANTO_ONLY_CALLID] = "call-id=", [SIANTO_ONLY_USER] = "user=",
	    [SIANTO_ONLY_NUMBER] = "number=",  [SIANTO_ONLY_ADDR] = "addr=",
	    [SIANTO_ONLY_TIME] = "time=",
	};
	const size_t count = sizeof(kinds) / sizeof(kinds[0]);
	size_t kind = 0, len;

	while (kind < count &&
	       strncmp(text, kinds[kind], strlen(kinds[kind])) != 0)
		kind++;
	if (kind == count)
		return false;
	len = strlen(kinds[kind]);
	memset(out, 0, sizeof(*out));
	out->kind = (int)kind;
	out->text = text + len;
	switch (kind) {
	case SIANTO_ONLY_ADDR:
		return is_address(out->text);
	case SIANTO_ONLY_NUMBER:
		return is_number(out->text);
	case SIANTO_ONLY_TIME:
		return time_range(out->text, out);
	default:
		return out->text[0] != '\0';
	}
}

bool paths_add(struct paths *list, const char *item)
{
	const char **more;

	more = realloc(list->item, (list->count + 2) * sizeof(*more));
	if (!more)
		return false;
	list->item = more;
	list->item[list->count++] = item;
	list->item[list->count] = NULL;
	return true;
}

/* Leaves the digits of one line in place; false when something else is there.
 * An empty line stays empty. */
static bool only_digits(char *line)
{
	char *to = line;

	line[strcspn(line, "#\r")] = '\0';
	for (const char *p = line; *p; p++) {
		if (*p >= '0' && *p <= '9')
			*to++ = *p;
		else if (!strchr("+ ().-\t", *p))
			return false;
	}
	*to = '\0';
	return true;
}

size_t option_numbers(char *text, struct paths *out)
{
	size_t number = 1;

	for (char *line = text, *next; line; line = next, number++) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!only_digits(line))
			return number;
		if (line[0] && !paths_add(out, line))
			return number;
	}
	return 0;
}
