/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay.c - runs a fuzz target over the files of folders, once each, so that
 * corpora are tests under every compiler and sanitizer.
 *
 *	replay_NAME [FOLDER|FILE]...
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In a block of just its size, so that a sanitizer sees each byte too many. */
static int replay_file(const char *path)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t size;
	int ok = 0;

	if (f && !fstat(fileno(f), &st)) {
		size = (size_t)st.st_size;
		data = malloc(size ? size : 1);
		ok = data && fread(data, 1, size, f) == size;
	}
	if (f)
		fclose(f);
	if (ok)
		LLVMFuzzerTestOneInput(data, size);
	else
		fprintf(stderr, "cannot read %s\n", path);
	free(data);
	return ok ? 0 : -1;
}

/* Number of files, or -1. */
static long replay(const char *path)
{
	struct dirent *entry;
	char name[4096];
	long count = 0;
	DIR *dir = opendir(path);

	if (!dir)
		return replay_file(path) ? -1 : 1;
	while (count >= 0 && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		count = replay_file(name) ? -1 : count + 1;
	}
	closedir(dir);
	return count;
}

int main(int argc, char **argv)
{
	const uint8_t nothing = 0;
	long total = 0;

	LLVMFuzzerTestOneInput(&nothing, 0);
	for (int i = 1; i < argc; i++) {
		long count = replay(argv[i]);

		if (count < 0)
			return 1;
		total += count;
	}
	printf("%ld inputs\n", total);
	return 0;
}
