/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file.h - files as sources and sinks (POSIX).
 *
 * An output file is written under a temporary name in the same directory and
 * renamed when it is whole; until then nothing is at its name.
 */
#ifndef SIANTO_CAPTURE_FILE_H
#define SIANTO_CAPTURE_FILE_H

#include "capture/capture.h"

struct file_in {
	int fd;
	uint64_t size; /* 0 when unknown (a pipe) */
	uint64_t dev, ino;
};

/* Opens path for reading; "-" is standard input.  SIANTO_E_IO with errno. */
MUST_CHECK int file_in_open(struct file_in *f, const char *path);
struct source file_in_source(struct file_in *f);
void file_in_close(struct file_in *f);

struct file_out {
	int fd;
	char *path; /* NULL for standard output */
	char *temp;
};

/*
 * Opens a temporary file beside path with the given mode (0600, 0644);
 * "-" is standard output.  The calling program unlinks it on a signal by
 * file_out_abort().  SIANTO_E_IO with errno, SIANTO_E_NOMEM.
 */
MUST_CHECK int file_out_open(struct file_out *f, const char *path,
			     unsigned mode);
struct sink file_out_sink(struct file_out *f);
/* Flushes, closes and renames; SIANTO_E_IO when any of it fails (nothing is
 * left behind then). */
MUST_CHECK int file_out_commit(struct file_out *f);
/* Closes and removes the temporary file.  Harmless when already closed. */
void file_out_abort(struct file_out *f);
/* Is the file at path the one open in `in`?  (Never overwrite the input.) */
bool file_same(const struct file_in *in, const char *path);

#endif
