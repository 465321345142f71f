/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_file.c - file.h and the public sianto/file.h over it.
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/file.h"
#include "capture/mem.h"
#include "sianto/file.h"

/* A directory of our own, the working directory of each test. */
static int enter(void **state)
{
	char *name = test_malloc(64);

	snprintf(name, 64, "/tmp/sianto-test-XXXXXX");
	*state = name;
	return mkdtemp(name) && chdir(name) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	char *name = *state;
	DIR *dir = opendir(name);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		(void)remove(e->d_name);
	if (dir)
		closedir(dir);
	if (chdir("/") != 0 || rmdir(name) != 0)
		return -1;
	test_free(name);
	return 0;
}

/* Names in the directory, hidden ones too. */
static unsigned names(void)
{
	DIR *dir = opendir(".");
	unsigned n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static void put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void assert_file(const char *path, const char *text)
{
	struct file_in f;
	struct source s;
	uint8_t got[100];
	size_t n;

	assert_int_equal(file_in_open(&f, path), 0);
	assert_int_equal(f.size, strlen(text));
	s = file_in_source(&f);
	assert_int_equal(s.read(s.ctx, got, sizeof(got), &n), 0);
	assert_int_equal(n, strlen(text));
	assert_memory_equal(got, text, n);
	assert_int_equal(s.read(s.ctx, got, sizeof(got), &n), 0);
	assert_int_equal(n, 0);
	file_in_close(&f);
}

static void write_text(struct file_out *f, const char *text)
{
	struct sink s = file_out_sink(f);

	assert_int_equal(s.write(s.ctx, (const uint8_t *)text, strlen(text)),
			 0);
}

static void nothing_appears_before_commit(void **state)
{
	struct file_out f;
	struct stat st;

	(void)state;
	assert_int_equal(file_out_open(&f, "a.pcap", 0600), 0);
	write_text(&f, "new");
	assert_int_equal(stat("a.pcap", &st), -1);
	assert_int_equal(names(), 1);
	assert_int_equal(file_out_commit(&f), 0);
	assert_int_equal(names(), 1);
	assert_file("a.pcap", "new");
	assert_int_equal(stat("a.pcap", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	file_out_abort(&f);
	assert_file("a.pcap", "new");
}

static void abort_leaves_the_old_file(void **state)
{
	struct file_out f, g;

	(void)state;
	put_file("a.pcap", "old");
	assert_int_equal(file_out_open(&f, "a.pcap", 0644), 0);
	assert_int_equal(file_out_open(&g, "./b.pcap", 0644), 0);
	write_text(&f, "new");
	file_out_abort(&f);
	file_out_abort(&f);
	file_out_abort(&g);
	assert_int_equal(names(), 1);
	assert_file("a.pcap", "old");
}

static void commit_replaces_the_target_of_a_link(void **state)
{
	struct file_out f;
	struct stat st;

	(void)state;
	put_file("a.pcap", "old");
	assert_int_equal(symlink("a.pcap", "link"), 0);
	assert_int_equal(file_out_open(&f, "link", 0644), 0);
	write_text(&f, "new");
	assert_int_equal(file_out_commit(&f), 0);
	assert_file("a.pcap", "new");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
}

static void devices_and_pipes_are_written_in_place(void **state)
{
	struct file_out f;
	struct stat st;
	uint8_t got[10];
	int fd;

	(void)state;
	assert_int_equal(file_out_open(&f, "/dev/null", 0644), 0);
	write_text(&f, "new");
	assert_int_equal(file_out_commit(&f), 0);
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	assert_int_equal(mkfifo("pipe", 0600), 0);
	fd = open("pipe", O_RDONLY | O_NONBLOCK);
	assert_int_equal(file_out_open(&f, "pipe", 0644), 0);
	write_text(&f, "new");
	assert_int_equal(file_out_commit(&f), 0);
	assert_int_equal(read(fd, got, sizeof(got)), 3);
	close(fd);
	assert_int_equal(names(), 1);
}

static void failures_say_why(void **state)
{
	struct sianto_file_out *out;
	struct sianto_file_in *in;
	struct file_out f;
	struct file_in g;

	(void)state;
	assert_int_equal(file_in_open(&g, "none"), SIANTO_E_IO);
	assert_int_equal(errno, ENOENT);
	file_in_close(&g);
	assert_int_equal(file_in_open(&g, "."), SIANTO_E_IO);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(file_out_open(&f, "none/a", 0644), SIANTO_E_IO);
	assert_int_equal(errno, ENOENT);
	file_out_abort(&f);
	assert_int_equal(file_out_open(&f, ".", 0644), SIANTO_E_IO);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(sianto_file_in_open(&in, "none"), SIANTO_E_IO);
	assert_int_equal(errno, ENOENT);
	assert_null(in);
	sianto_file_in_close(NULL);
	assert_int_equal(sianto_file_out_open(&out, "none/a", 0644),
			 SIANTO_E_IO);
	assert_int_equal(errno, ENOENT);
	assert_null(out);
	sianto_file_out_abort(NULL);
	assert_int_equal(names(), 0);
}

static void failed_commit_leaves_nothing(void **state)
{
	struct file_out f;

	(void)state;
	assert_int_equal(file_out_open(&f, "a.pcap", 0644), 0);
	/* In the way of the rename. */
	assert_int_equal(mkdir("a.pcap", 0700), 0);
	assert_int_equal(file_out_commit(&f), SIANTO_E_IO);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(names(), 1);
	assert_int_equal(rmdir("a.pcap"), 0);
}

static void a_full_disk_is_an_error(void **state)
{
	struct file_out f;
	struct sink s;

	(void)state;
	if (file_out_open(&f, "/dev/full", 0644) != 0)
		skip();
	s = file_out_sink(&f);
	assert_int_equal(s.write(s.ctx, (const uint8_t *)"x", 1), SIANTO_E_IO);
	assert_int_equal(errno, ENOSPC);
	file_out_abort(&f);
}

static void the_same_file_under_any_name(void **state)
{
	struct file_in f;

	(void)state;
	put_file("a", "1");
	put_file("b", "1");
	assert_int_equal(symlink("a", "link"), 0);
	assert_int_equal(link("a", "hard"), 0);
	assert_int_equal(file_in_open(&f, "a"), 0);
	assert_true(file_same(&f, "./a"));
	assert_true(file_same(&f, "link"));
	assert_true(file_same(&f, "hard"));
	assert_false(file_same(&f, "b"));
	assert_false(file_same(&f, "none"));
	assert_false(file_same(&f, "-"));
	file_in_close(&f);
	assert_true(sianto_file_same("hard", "link"));
	assert_false(sianto_file_same("a", "b"));
	assert_false(sianto_file_same("a", "none"));
	assert_false(sianto_file_same("/dev/null", "/dev/null"));
}

static void names_choose_packing_and_content_expansion(void **state)
{
	static const char *const paths[] = {"a.pcap", "a.gz", "a.pcap.ZST",
					    "a.lz4", ".gz"};
	static const uint8_t magic[] = {'x', 0x1f, 0x28, 0x04, 'x'};
	uint8_t got[20], first;
	struct sianto_file_out *out;
	struct sianto_file_in *in;
	struct sianto_output o;
	struct sianto_input s;
	struct stat st;
	size_t n;
	int fd;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(sianto_file_out_open(&out, paths[i], 0644), 0);
		o = sianto_file_output(out);
		assert_int_equal(o.write(o.ctx, (const uint8_t *)"xyz", 3), 0);
		assert_int_equal(sianto_file_out_commit(out), 0);
		fd = open(paths[i], O_RDONLY);
		assert_int_equal(read(fd, &first, 1), 1);
		assert_int_equal(first, magic[i]);
		close(fd);
		/* Content, not the name, tells what it is. */
		assert_int_equal(rename(paths[i], "in"), 0);
		assert_int_equal(stat("in", &st), 0);
		assert_int_equal(sianto_file_in_open(&in, "in"), 0);
		s = sianto_file_input(in);
		assert_int_equal(s.size, st.st_size);
		assert_int_equal(s.read(s.ctx, got, sizeof(got), &n), 0);
		assert_int_equal(n, 3);
		assert_memory_equal(got, "xyz", 3);
		assert_int_equal(s.read(s.ctx, got, sizeof(got), &n), 0);
		assert_int_equal(n, 0);
		assert_false(sianto_file_in_cut(in));
		assert_int_equal(sianto_file_consumed(in), st.st_size);
		sianto_file_in_close(in);
	}
}

static void public_abort_leaves_nothing(void **state)
{
	struct sianto_file_out *out;
	struct sianto_output o;

	(void)state;
	assert_int_equal(sianto_file_out_open(&out, "a.zst", 0644), 0);
	o = sianto_file_output(out);
	assert_int_equal(o.write(o.ctx, (const uint8_t *)"xyz", 3), 0);
	sianto_file_out_abort(out);
	assert_int_equal(names(), 0);
}

static void standard_input_and_output(void **state)
{
	int in = dup(STDIN_FILENO), out = dup(STDOUT_FILENO), fd;
	struct sianto_file_out *o;
	struct sianto_file_in *i;
	struct sianto_output w;
	struct sianto_input r;
	uint8_t got[10];
	size_t n = 0;

	(void)state;
	fflush(stdout);
	fd = open("data", O_RDWR | O_CREAT, 0600);
	dup2(fd, STDOUT_FILENO);
	assert_int_equal(sianto_file_out_open(&o, "-", 0644), 0);
	w = sianto_file_output(o);
	(void)w.write(w.ctx, (const uint8_t *)"xyz", 3);
	assert_int_equal(sianto_file_out_commit(o), 0);
	dup2(out, STDOUT_FILENO);
	lseek(fd, 0, SEEK_SET);
	dup2(fd, STDIN_FILENO);
	close(fd);
	assert_int_equal(sianto_file_in_open(&i, "-"), 0);
	r = sianto_file_input(i);
	assert_int_equal(r.read(r.ctx, got, sizeof(got), &n), 0);
	sianto_file_in_close(i);
	assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
	dup2(in, STDIN_FILENO);
	close(in);
	close(out);
	assert_int_equal(n, 3);
	assert_memory_equal(got, "xyz", 3);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(nothing_appears_before_commit),
	    TEST(abort_leaves_the_old_file),
	    TEST(commit_replaces_the_target_of_a_link),
	    TEST(devices_and_pipes_are_written_in_place),
	    TEST(failures_say_why),
	    TEST(failed_commit_leaves_nothing),
	    TEST(a_full_disk_is_an_error),
	    TEST(the_same_file_under_any_name),
	    TEST(names_choose_packing_and_content_expansion),
	    TEST(public_abort_leaves_nothing),
	    TEST(standard_input_and_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
