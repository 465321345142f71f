/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.c - where the outputs of a run go.
 */
#include "cli/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const char *const packings[] = {".gz", ".zst", ".lz4"};
static const char *const captures[] = {".pcapng", ".ntar", ".pcap", ".cap",
				       ".dmp"};

enum {
	PACKINGS = sizeof(packings) / sizeof(packings[0]),
	CAPTURES = sizeof(captures) / sizeof(captures[0]),
	PCAPNGS = 2, /* the first of captures */
};

/* Length of path without one of the endings; *which is its index or -1. */
static size_t without(const char *path, size_t len, const char *const *ends,
		      size_t count, int *which)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(ends[i]);

		if (len > n && path[len - n - 1] != '/' &&
		    !strncasecmp(path + len - n, ends[i], n)) {
			*which = (int)i;
			return len - n;
		}
	}
	*which = -1;
	return len;
}

/* Length of path without packing and capture endings; *capture as above. */
static size_t stem(const char *path, int *capture)
{
	int packing;
	size_t len = without(path, strlen(path), packings, PACKINGS, &packing);

	return without(path, len, captures, CAPTURES, capture);
}

enum sianto_format names_format(const char *path)
{
	int capture;

	stem(path, &capture);
	if (capture < 0)
		return SIANTO_AS_INPUT;
	return capture < PCAPNGS ? SIANTO_PCAPNG : SIANTO_PCAP;
}

static char *joined(const char *path, size_t n, const char *end)
{
	size_t m = strlen(end);
	char *text = malloc(n + m + 1);

	if (text) {
		memcpy(text, path, n);
		memcpy(text + n, end, m + 1);
	}
	return text;
}

static char *in_directory(const char *directory, size_t number, const char *end)
{
	size_t n = strlen(directory), cap = n + 64;
	char *text = malloc(cap);
	const char *slash = n > 0 && directory[n - 1] == '/' ? "" : "/";

	if (text && number)
		snprintf(text, cap, "%s%strace-%04zu.anon%s", directory, slash,
			 number, end);
	else if (text)
		snprintf(text, cap, "%s%strace.anon%s", directory, slash, end);
	return text;
}

static bool is_directory(const char *path)
{
	size_t n = strlen(path);
	struct stat st;

	if (n > 0 && path[n - 1] == '/')
		return true;
	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* The ending of an output that is named after its input, or not at all. */
static const char *ending(const char *in, enum sianto_format format)
{
	if (format == SIANTO_AS_INPUT)
		format = names_format(in);
	return format == SIANTO_PCAPNG ? ".pcapng" : ".pcap";
}

static bool fill_directory(struct names *n, const struct paths *inputs,
			   const char *want, enum sianto_format format)
{
	n->directory = true;
	n->stats = in_directory(want, 0, ".json");
	n->sheet = in_directory(want, 0, ".md");
	for (; n->count < inputs->count; n->count++) {
		const char *in = inputs->item[n->count];
		char *out =
		    in_directory(want, n->count + 1, ending(in, format));

		if (!out)
			return false;
		n->out[n->count] = out;
	}
	return n->stats && n->sheet;
}

static bool fill_file(struct names *n, const char *in, const char *want,
		      enum sianto_format format)
{
	const char *from = want ? want : in;
	int capture;
	size_t len = stem(from, &capture);

	n->count = 1;
	if (!strcmp(from, "-")) {
		n->out[0] = joined("-", 1, "");
		return n->out[0];
	}
	if (want) {
		n->out[0] = joined(want, strlen(want), "");
	} else {
		char end[16];

		snprintf(end, sizeof(end), ".anon%s", ending(in, format));
		n->out[0] = joined(in, len, end);
	}
	n->stats = joined(from, len, want ? ".json" : ".anon.json");
	n->sheet = joined(from, len, want ? ".md" : ".anon.md");
	return n->out[0] && n->stats && n->sheet;
}

bool names_make(struct names *n, const struct paths *inputs, const char *want,
		enum sianto_format format)
{
	memset(n, 0, sizeof(*n));
	n->out = calloc(inputs->count, sizeof(*n->out));
	if (!n->out)
		return false;
	if (want && (inputs->count > 1 || is_directory(want)))
		return fill_directory(n, inputs, want, format);
	return fill_file(n, inputs->item[0], want, format);
}

void names_free(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->out[i]);
	free(n->out);
	free(n->stats);
	free(n->sheet);
	memset(n, 0, sizeof(*n));
}
