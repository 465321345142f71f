/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outputs.h - the files a run writes: all of them appear, or none.
 *
 * Each is written under a temporary name; outputs_commit() gives them their
 * own, a map first: without it nobody could go back from the others.
 */
#ifndef SIANTO_CLI_OUTPUTS_H
#define SIANTO_CLI_OUTPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/names.h"
#include "cli/run.h"

struct outputs {
	struct output_file {
		struct sianto_file_out *file;
		const char *name;
	} * item; /* in the order of their appearance */
	size_t count, cap;
	const char *made; /* a directory that was not there before */
};

/* cap: how many files at most.  Exit status, said why. */
int outputs_new(struct outputs *o, size_t cap);
/* Removes whatever did not appear. */
void outputs_free(struct outputs *o);

/* Makes the directory if it is not there. */
int outputs_directory(struct outputs *o, const char *path);
/* Opens a file; the name must live until the end. */
int outputs_open(struct outputs *o, const char *name, unsigned mode);
struct sianto_output outputs_at(const struct outputs *o, size_t i);

/* Makes all appear, beginning with item `first`. */
int outputs_commit(struct outputs *o, size_t first);

/* Is the name standard output, a device or a pipe: nothing to put other files
 * beside? */
bool outputs_is_stream(const char *name);

#endif
