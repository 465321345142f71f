/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file.h - files as inputs and outputs of a job (POSIX).
 *
 * An output is written under a temporary name beside its own and renamed when
 * whole; until then nothing is at its name.  Inputs are expanded when they
 * are gzip, zstd or lz4, by content; outputs are packed by name (.gz, .zst,
 * .lz4).  Not part of the core: a program may bring callbacks of its own.
 */
#ifndef SIANTO_FILE_H
#define SIANTO_FILE_H

#include "sianto/job.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sianto_file_in;
struct sianto_file_out;

/* "-" is standard input.  SIANTO_E_IO with errno set, SIANTO_E_NOMEM,
 * SIANTO_E_COMPRESS. */
SIANTO_API int sianto_file_in_open(struct sianto_file_in **out,
				   const char *path);
SIANTO_API struct sianto_input sianto_file_input(struct sianto_file_in *f);
/* Bytes of the file consumed so far (compressed ones), for progress. */
SIANTO_API uint64_t sianto_file_consumed(const struct sianto_file_in *f);
SIANTO_API void sianto_file_in_close(struct sianto_file_in *f);
/* Did the compressed stream end early? */
SIANTO_API bool sianto_file_in_cut(const struct sianto_file_in *f);

/* mode: 0644 or 0600.  "-" is standard output. */
SIANTO_API int sianto_file_out_open(struct sianto_file_out **out,
				    const char *path, unsigned mode);
SIANTO_API struct sianto_output sianto_file_output(struct sianto_file_out *f);
/* Makes the file appear; SIANTO_E_IO leaves nothing behind.  Frees f. */
SIANTO_API int sianto_file_out_commit(struct sianto_file_out *f);
/* Leaves nothing behind.  Frees f; NULL is allowed. */
SIANTO_API void sianto_file_out_abort(struct sianto_file_out *f);

/* Are the two paths one file? */
SIANTO_API bool sianto_file_same(const char *a, const char *b);

#ifdef __cplusplus
}
#endif
#endif
