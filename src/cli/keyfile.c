/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyfile.c - key files, and the other small files an option names.
 */
#include "cli/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/terminal.h"

/* Reads at most max bytes; -1 with errno. */
static ssize_t read_all(int fd, char *p, size_t max)
{
	size_t n = 0;

	while (n < max) {
		ssize_t got = read(fd, p + n, max - n);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

static int check_mode(int fd, const char *path)
{
	struct stat st;

	if (fstat(fd, &st))
		return failure("cannot read key file `%s`: %s", path,
			       strerror(errno));
	if (S_ISDIR(st.st_mode))
		return failure("key file `%s` is a directory", path);
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return failure("key file `%s` can be used by others: "
			       "`chmod 600` it, and think about a new key",
			       path);
	return EXIT_DONE;
}

int keyfile_open(struct keyfile *k, const char *path)
{
	char text[SIANTO_KEY_TEXT_LEN + 64];
	ssize_t n;
	int status;

	k->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (k->fd < 0)
		return failure("cannot read key file `%s`: %s%s", path,
			       strerror(errno),
			       errno == ENOENT ? "; `sianto keygen` makes one"
					       : "");
	status = check_mode(k->fd, path);
	if (status != EXIT_DONE)
		return status;
	n = read_all(k->fd, text, sizeof(text));
	if (n < 0)
		return failure("cannot read key file `%s`: %s", path,
			       strerror(errno));
	if (sianto_key_parse(text, (size_t)n, k->key)) {
		sianto_wipe(k->key, sizeof(k->key));
		status =
		    failure("`%s` is not a key file; `sianto keygen` makes "
			    "one",
			    path);
	}
	sianto_wipe(text, sizeof(text));
	return status;
}

int keyfile_lock(const struct keyfile *k, const char *path)
{
	/* A pipe cannot be locked, nor needs to be. */
	if (flock(k->fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
		return failure(
		    "another run is using key file `%s`: wait for it "
		    "to end, or its map would lose names",
		    path);
	return EXIT_DONE;
}

void keyfile_close(struct keyfile *k)
{
	sianto_wipe(k->key, sizeof(k->key));
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}

int keyfile_create(const char *path)
{
	char text[SIANTO_KEY_TEXT_LEN + 1];
	uint8_t key[SIANTO_KEY_LEN];
	int fd, code;
	bool written;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return failure("`%s` exists and is never overwritten: choose "
			       "another name",
			       path);
	if (fd < 0)
		return failure("cannot create key file `%s`: %s", path,
			       strerror(errno));
	code = sianto_key_new(key);
	if (code) {
		close(fd);
		unlink(path);
		return failure("cannot make a key: %s", sianto_strerror(code));
	}
	sianto_key_text(key, text);
	/* The mode is 0600 whatever the umask. */
	written = !fchmod(fd, 0600) &&
		  write(fd, text, SIANTO_KEY_TEXT_LEN) == SIANTO_KEY_TEXT_LEN &&
		  !fsync(fd);
	sianto_wipe(key, sizeof(key));
	sianto_wipe(text, sizeof(text));
	if (close(fd) || !written) {
		int why = errno;

		unlink(path);
		return failure("cannot write key file `%s`: %s", path,
			       strerror(why));
	}
	return EXIT_DONE;
}

char *keyfile_map(const char *path)
{
	size_t n = strlen(path);
	char *map = malloc(n + sizeof(".map"));

	if (map) {
		memcpy(map, path, n);
		memcpy(map + n, ".map", sizeof(".map"));
	}
	return map;
}

int file_slurp(const char *path, size_t max, uint8_t **out, size_t *len)
{
	size_t n = 0, cap = 4096;
	char *p = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return failure("cannot read `%s`: %s", path, strerror(errno));
	for (;;) {
		char *more = realloc(p, cap + 1);
		ssize_t got;

		if (!more)
			break;
		p = more;
		got = read_all(fd, p + n, cap - n);
		if (got < 0)
			break;
		n += (size_t)got;
		if (n > max) {
			errno = EFBIG;
			break;
		}
		if (n < cap) {
			close(fd);
			p[n] = '\0';
			*out = (uint8_t *)p;
			*len = n;
			return EXIT_DONE;
		}
		cap *= 2;
	}
	failure("cannot read `%s`: %s", path, strerror(errno));
	close(fd);
	free(p);
	return EXIT_FAILED;
}
