/* SPDX-License-Identifier: Apache-2.0 */
/*
 * public_file.c - include/sianto/file.h from file.h and compress.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "capture/compress.h"
#include "capture/file.h"
#include "sianto/file.h"

struct sianto_file_in {
	struct file_in file;
	struct expander *expander;
};

struct sianto_file_out {
	struct file_out file;
	struct packer *packer;
};

int sianto_file_in_open(struct sianto_file_in **out, const char *path)
{
	struct sianto_file_in *f = calloc(1, sizeof(*f));
	int err;

	*out = NULL;
	if (!f)
		return SIANTO_E_NOMEM;
	err = file_in_open(&f->file, path);
	if (!err) {
		err = expander_new(&f->expander, file_in_source(&f->file));
		if (!err) {
			*out = f;
			return 0;
		}
	}
	sianto_file_in_close(f);
	return err;
}

struct sianto_input sianto_file_input(struct sianto_file_in *f)
{
	struct source s = expander_source(f->expander);

	return (struct sianto_input){s.read, s.ctx, f->file.size};
}

uint64_t sianto_file_consumed(const struct sianto_file_in *f)
{
	return expander_consumed(f->expander);
}

bool sianto_file_in_cut(const struct sianto_file_in *f)
{
	return expander_cut(f->expander);
}

void sianto_file_in_close(struct sianto_file_in *f)
{
	int saved = errno;

	if (!f)
		return;
	expander_free(f->expander);
	file_in_close(&f->file);
	free(f);
	errno = saved;
}

/* What the end of the name asks for. */
static enum compress_kind kind_of(const char *path)
{
	static const struct {
		struct span end;
		enum compress_kind kind;
	} kinds[] = {
	    {{(const uint8_t *)".gz", 3}, COMPRESS_GZIP},
	    {{(const uint8_t *)".zst", 4}, COMPRESS_ZSTD},
	    {{(const uint8_t *)".lz4", 4}, COMPRESS_LZ4},
	};
	struct span s = span_str(path);
	struct span end;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		end = kinds[i].end;
		if (s.n > end.n &&
		    span_case_eq(span_sub(s, s.n - end.n, s.n), end))
			return kinds[i].kind;
	}
	return COMPRESS_NONE;
}

int sianto_file_out_open(struct sianto_file_out **out, const char *path,
			 unsigned mode)
{
	struct sianto_file_out *f = calloc(1, sizeof(*f));
	int err;

	*out = NULL;
	if (!f)
		return SIANTO_E_NOMEM;
	err = file_out_open(&f->file, path, mode);
	if (err) {
		free(f);
		return err;
	}
	err = packer_new(&f->packer, file_out_sink(&f->file), kind_of(path));
	if (err) {
		sianto_file_out_abort(f);
		return err;
	}
	*out = f;
	return 0;
}

struct sianto_output sianto_file_output(struct sianto_file_out *f)
{
	struct sink s = packer_sink(f->packer);

	return (struct sianto_output){s.write, s.ctx};
}

int sianto_file_out_commit(struct sianto_file_out *f)
{
	int err = packer_end(f->packer);
	int saved;

	if (err)
		file_out_abort(&f->file);
	else
		err = file_out_commit(&f->file);
	saved = errno;
	packer_free(f->packer);
	free(f);
	errno = saved;
	return err;
}

void sianto_file_out_abort(struct sianto_file_out *f)
{
	if (!f)
		return;
	file_out_abort(&f->file);
	packer_free(f->packer);
	free(f);
}

bool sianto_file_same(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) &&
	       x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}
