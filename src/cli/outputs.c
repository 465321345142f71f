/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outputs.c - the files a run writes: all of them appear, or none.
 */
#include "cli/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/terminal.h"

/* Each file stays open until all are whole. */
static void allow_open_files(size_t count)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	if (limit.rlim_cur >= count + 64)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

int outputs_new(struct outputs *o, size_t cap)
{
	memset(o, 0, sizeof(*o));
	o->item = calloc(cap, sizeof(*o->item));
	if (!o->item)
		return failure("out of memory");
	o->cap = cap;
	allow_open_files(cap);
	return EXIT_DONE;
}

void outputs_free(struct outputs *o)
{
	for (size_t i = 0; i < o->count; i++)
		sianto_file_out_abort(o->item[i].file);
	/* Goes only when nothing is in it. */
	if (o->made)
		rmdir(o->made);
	free(o->item);
	memset(o, 0, sizeof(*o));
}

int outputs_directory(struct outputs *o, const char *path)
{
	struct stat st;

	if (!mkdir(path, 0777)) {
		o->made = path;
		return EXIT_DONE;
	}
	if (errno != EEXIST)
		return failure("cannot make directory `%s`: %s", path,
			       strerror(errno));
	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		return failure("`%s` is not a directory, which several inputs "
			       "need",
			       path);
	return EXIT_DONE;
}

int outputs_open(struct outputs *o, const char *name, unsigned mode)
{
	struct output_file *f = &o->item[o->count];
	int code;

	if (o->count == o->cap)
		return failure("out of memory");
	errno = 0;
	code = sianto_file_out_open(&f->file, name, mode);
	if (code) {
		f->file = NULL;
		return failure("cannot write `%s`: %s", name,
			       code == SIANTO_E_IO && errno
				   ? strerror(errno)
				   : sianto_strerror(code));
	}
	f->name = name;
	o->count++;
	return EXIT_DONE;
}

struct sianto_output outputs_at(const struct outputs *o, size_t i)
{
	return sianto_file_output(o->item[i].file);
}

static int appear(struct outputs *o, size_t i)
{
	struct sianto_file_out *file = o->item[i].file;

	if (!file)
		return EXIT_DONE;
	o->item[i].file = NULL;
	errno = 0;
	if (sianto_file_out_commit(file))
		return failure("cannot write `%s`: %s", o->item[i].name,
			       strerror(errno ? errno : EIO));
	o->made = NULL;
	return EXIT_DONE;
}

int outputs_commit(struct outputs *o, size_t first)
{
	int status = appear(o, first);

	for (size_t i = 0; i < o->count && status == EXIT_DONE; i++)
		status = appear(o, i);
	return status;
}

bool outputs_is_stream(const char *name)
{
	struct stat st;

	return !strcmp(name, "-") || (!stat(name, &st) && !S_ISREG(st.st_mode));
}
