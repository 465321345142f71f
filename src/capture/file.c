/* SPDX-License-Identifier: Apache-2.0 */
/* realpath() is of the X/Open part of POSIX. */
#define _XOPEN_SOURCE 700

#include "capture/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	IO_MAX = 1 << 30,
	TEMP_TRIES = 1000,
	TEMP_NAME_MAX = 40, /* ".sianto-PID-N" */
};

/* May the call be made again?  Waits when the other side of a descriptor
 * that does not block is not ready. */
static bool again(int fd, short events)
{
	struct pollfd p = {fd, events, 0};

	if (errno == EINTR)
		return true;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return false;
	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

static bool is_dash(const char *path)
{
	return path[0] == '-' && path[1] == '\0';
}

int file_in_open(struct file_in *f, const char *path)
{
	struct stat st;

	memset(f, 0, sizeof(*f));
	f->fd = is_dash(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (f->fd < 0)
		return SIANTO_E_IO;
	if (fstat(f->fd, &st) != 0) {
		file_in_close(f);
		return SIANTO_E_IO;
	}
	if (S_ISDIR(st.st_mode)) {
		file_in_close(f);
		errno = EISDIR;
		return SIANTO_E_IO;
	}
	f->dev = st.st_dev;
	f->ino = st.st_ino;
	if (S_ISREG(st.st_mode)) {
		f->size = (uint64_t)st.st_size;
		(void)posix_fadvise(f->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	}
	return 0;
}

static int read_fd(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	const struct file_in *f = ctx;
	ssize_t k;

	*got = 0;
	do
		k = read(f->fd, p, n < IO_MAX ? n : IO_MAX);
	while (k < 0 && again(f->fd, POLLIN));
	if (k < 0)
		return SIANTO_E_IO;
	*got = (size_t)k;
	return 0;
}

struct source file_in_source(struct file_in *f)
{
	return (struct source){read_fd, f};
}

void file_in_close(struct file_in *f)
{
	int saved = errno;

	if (f->fd > STDERR_FILENO)
		(void)close(f->fd);
	f->fd = -1;
	errno = saved;
}

/* Frees the names; errno stays. */
static void forget(struct file_out *f)
{
	int saved = errno;

	free(f->path);
	free(f->temp);
	f->path = f->temp = NULL;
	f->fd = -1;
	errno = saved;
}

/*
 * Where the output goes in the end: the target of a symbolic link, so that
 * the link survives.  *special when that is a device or pipe, which is
 * written in place.
 */
static char *final_name(const char *path, bool *special)
{
	struct stat st;

	*special = false;
	if (stat(path, &st) == 0) {
		*special = !S_ISREG(st.st_mode);
		return realpath(path, NULL);
	}
	return strdup(path);
}

/* Opens a file of our own in the directory of f->path. */
static int open_temp(struct file_out *f, unsigned mode)
{
	const char *slash = strrchr(f->path, '/');
	size_t dir = slash ? (size_t)(slash - f->path) + 1 : 0;

	f->temp = malloc(dir + TEMP_NAME_MAX);
	if (!f->temp)
		return SIANTO_E_NOMEM;
	memcpy(f->temp, f->path, dir);
	for (int i = 0; i < TEMP_TRIES; i++) {
		snprintf(f->temp + dir, TEMP_NAME_MAX, ".sianto-%ld-%d",
			 (long)getpid(), i);
		f->fd = open(f->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			     (mode_t)mode);
		if (f->fd >= 0)
			return 0;
		if (errno != EEXIST)
			break;
	}
	return SIANTO_E_IO;
}

int file_out_open(struct file_out *f, const char *path, unsigned mode)
{
	bool special;
	int err = 0;

	memset(f, 0, sizeof(*f));
	f->fd = STDOUT_FILENO;
	if (is_dash(path))
		return 0;
	f->fd = -1;
	f->path = final_name(path, &special);
	if (!f->path)
		return errno == ENOMEM ? SIANTO_E_NOMEM : SIANTO_E_IO;
	if (special) {
		f->fd = open(f->path, O_WRONLY | O_CLOEXEC);
		err = f->fd < 0 ? SIANTO_E_IO : 0;
	} else {
		err = open_temp(f, mode);
	}
	if (err)
		forget(f);
	return err;
}

static int write_fd(void *ctx, const uint8_t *p, size_t n)
{
	const struct file_out *f = ctx;
	ssize_t k;

	while (n > 0) {
		k = write(f->fd, p, n < IO_MAX ? n : IO_MAX);
		if (k < 0) {
			if (again(f->fd, POLLOUT))
				continue;
			return SIANTO_E_IO;
		}
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

struct sink file_out_sink(struct file_out *f)
{
	return (struct sink){write_fd, f};
}

int file_out_commit(struct file_out *f)
{
	int err = 0;

	if (f->fd > STDERR_FILENO && close(f->fd) != 0)
		err = SIANTO_E_IO;
	if (f->temp) {
		if (!err && rename(f->temp, f->path) != 0)
			err = SIANTO_E_IO;
		if (err) {
			int saved = errno;

			(void)unlink(f->temp);
			errno = saved;
		}
	}
	forget(f);
	return err;
}

void file_out_abort(struct file_out *f)
{
	int saved = errno;

	if (f->fd > STDERR_FILENO)
		(void)close(f->fd);
	if (f->temp)
		(void)unlink(f->temp);
	errno = saved;
	forget(f);
}

bool file_same(const struct file_in *in, const char *path)
{
	struct stat st;

	return !is_dash(path) && stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       (uint64_t)st.st_dev == in->dev && (uint64_t)st.st_ino == in->ino;
}
