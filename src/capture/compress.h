/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compress.h - gzip, zstd and lz4 around a source or a sink.
 *
 * Recognised by content, not by name.  Expansion needs constant memory: the
 * decoder's window is limited (zstd: 2^27 bytes), output is pulled.
 * Several members or frames one after the other are one input.
 */
#ifndef SIANTO_CAPTURE_COMPRESS_H
#define SIANTO_CAPTURE_COMPRESS_H

#include "capture/capture.h"

enum compress_kind {
	COMPRESS_NONE,
	COMPRESS_GZIP,
	COMPRESS_ZSTD,
	COMPRESS_LZ4
};

struct expander;

/*
 * Looks at the first bytes of `in` and gives a source that yields the plain
 * bytes (or the same bytes when not compressed).  A stream that ends early
 * gives what could be expanded, then the end, and expander_cut() is true;
 * damage in the middle is SIANTO_E_COMPRESS.  *out is owned; `in` is borrowed
 * until expander_free().  SIANTO_E_NOMEM and the errors of `in`.
 */
MUST_CHECK int expander_new(struct expander **out, struct source in);
struct source expander_source(struct expander *e);
enum compress_kind expander_kind(const struct expander *e);
bool expander_cut(const struct expander *e);
/* Compressed bytes consumed so far: what a progress line needs. */
uint64_t expander_consumed(const struct expander *e);
void expander_free(struct expander *e);

struct packer;

/* A sink that compresses into `sink`, which is borrowed until packer_free();
 * packer_end() writes the last frame (an empty one when there was nothing).
 * SIANTO_E_NOMEM, SIANTO_E_COMPRESS and the errors of the sink, which stay. */
MUST_CHECK int packer_new(struct packer **out, struct sink sink,
			  enum compress_kind kind);
struct sink packer_sink(struct packer *p);
MUST_CHECK int packer_end(struct packer *p);
void packer_free(struct packer *p);

#endif
