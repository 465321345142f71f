/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_corpus.c - real captures, where they are at hand, against libpcap.
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <stdio.h>

#include "capture/compress.h"
#include "capture/copy.h"
#include "capture/file.h"
#include "capture/oracle.h"

#define CORPUS SIANTO_SOURCE_DIR "/../shared/corpus/captures"

struct tally {
	unsigned files, compared;
	size_t packets;
};

static struct buf load(const char *path)
{
	struct buf b = buf_of((size_t)1 << 30);
	uint8_t *p = test_malloc(1 << 16);
	struct file_in f;
	struct source s;
	size_t got;

	assert_int_equal(file_in_open(&f, path), 0);
	s = file_in_source(&f);
	while (s.read(s.ctx, p, 1 << 16, &got) == 0 && got > 0)
		buf_put(&b, p, got);
	file_in_close(&f);
	test_free(p);
	assert_false(b.bad);
	return b;
}

/* Copies keep packets, and copies of copies are the same bytes. */
static void check_copy(const struct whole *w, struct span in)
{
	struct buf out = buf_of((size_t)1 << 30);
	struct buf again = buf_of((size_t)1 << 30);
	bool nano = w->ifaces[0].ticks == 1000000000;
	struct whole copy;

	assert_int_equal(copy_mem(in, w->format, nano, &out), 0);
	whole_read_mem(&copy, mem_span(&out), 1 << 20);
	assert_same_buf(&w->data, &copy.data);
	assert_int_equal(whole_count(w), whole_count(&copy));
	assert_int_equal(copy.notes.blocks_dropped, 0);
	assert_int_equal(copy_mem(mem_span(&out), w->format, nano, &again), 0);
	assert_same_buf(&out, &again);
	whole_free(&copy);
	buf_free(&out);
	buf_free(&again);
}

static void check(const char *path, struct tally *t)
{
	struct buf in = load(path);
	struct whole w;

	whole_read_sizes(&w, mem_span(&in));
	if (w.err)
		print_error("%s: %s\n", path, sianto_strerror(w.err));
	assert_int_equal(w.err, 0);
	t->files++;
	t->packets += whole_count(&w);
#ifdef HAVE_PCAP
	t->compared += oracle_check(&w, mem_span(&in));
#endif
	check_copy(&w, mem_span(&in));
	whole_free(&w);
	buf_free(&in);
}

static void every_capture_reads_as_with_libpcap(void **state)
{
	struct tally t = {0, 0, 0};
	DIR *dir = opendir(CORPUS);
	struct dirent *e;
	char path[1024];

	(void)state;
	if (!dir) {
		print_message("no corpus beside the source: skipped\n");
		skip();
	}
	while ((e = readdir(dir))) {
		if (!strstr(e->d_name, ".pcap"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", CORPUS, e->d_name);
		check(path, &t);
	}
	closedir(dir);
	print_message("%u captures, %zu packets; %u compared with libpcap\n",
		      t.files, t.packets, t.compared);
	assert_true(t.files > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_capture_reads_as_with_libpcap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
