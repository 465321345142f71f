/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyfile.h - key files, and the other small files an option names.
 *
 * Functions return an exit status and have printed why when it is not
 * EXIT_DONE.  Contents are never printed.
 */
#ifndef SIANTO_CLI_KEYFILE_H
#define SIANTO_CLI_KEYFILE_H

#include <stddef.h>
#include <stdint.h>

#include "sianto/job.h"

/* A key in use; wipe with keyfile_close(). */
struct keyfile {
	uint8_t key[SIANTO_KEY_LEN];
	int fd; /* open while the key is in use: carries the lock */
};

/* Reads a key file.  It must not be readable by others than its owner. */
int keyfile_open(struct keyfile *k, const char *path);
/* Keeps a second run from extending the same map at the same time. */
int keyfile_lock(const struct keyfile *k, const char *path);
/* Harmless on a zeroed struct with fd = -1. */
void keyfile_close(struct keyfile *k);
/* Makes a key file with mode 0600; never overwrites. */
int keyfile_create(const char *path);

/* KEYFILE.map; free() it. */
char *keyfile_map(const char *path);

/* A whole file of at most max bytes, with a NUL behind it; free() it. */
int file_slurp(const char *path, size_t max, uint8_t **out, size_t *len);

#endif
