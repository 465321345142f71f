/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rw_corpus.c - real captures, where they are at hand: frames that are
 * whole and well-formed come out of maps that change nothing as they went
 * in, and what comes out decodes like what went in.
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/rd.h"
#include "capture/capture.h"
#include "capture/file.h"
#include "rewrite/maps.h"

#define CORPUS SIANTO_SOURCE_DIR "/../shared/corpus/captures"

struct tally {
	unsigned files;
	size_t packets, same, other;
};

/* Does the output differ by design?  TCP time stamps, options that are not
 * known, ARP padding and the like. */
static bool changes(const struct pkt *p)
{
	if (pkt_last(p)->type == LAYER_CUT || !p->whole ||
	    p->layer[0].type == LAYER_ERF)
		return true;
	for (unsigned i = 0; i < p->count; i++) {
		const struct pkt_layer *l = &p->layer[i];

		/* The other zero of one's complement: ours is 0000. */
		if (l->type == LAYER_IP4 &&
		    get_be16(p->frame.p + l->off + 10) == 0xffff)
			return true;
		if (p->csum_bad[i] || p->lie[i] ||
		    (l->type == LAYER_TCP && l->len > 20) ||
		    (l->type == LAYER_IP4 && l->len > 20) ||
		    l->type == LAYER_IP6EXT || l->type == LAYER_SLL ||
		    (l->type == LAYER_ICMP6 && l->len > 8) ||
		    l->type == LAYER_ICMP4)
			return true;
	}
	return false;
}

static bool same_shape(const struct pkt *a, const struct pkt *b)
{
	for (unsigned i = 0; i < a->count; i++) {
		uint8_t type = a->layer[i].type;

		if (type == LAYER_CUT || type == LAYER_PAYLOAD)
			break;
		if (i >= b->count || b->layer[i].type != type ||
		    b->layer[i].off != a->layer[i].off ||
		    b->layer[i].len != a->layer[i].len)
			return false;
	}
	return true;
}

static void check_frame(const struct cap_packet *c, uint16_t linktype,
			struct buf *out, struct tally *t)
{
	struct rw_maps maps = flip_maps;
	struct pkt p, q;
	struct rw_payload pl;
	uint32_t wire, end;

	pkt_decode(linktype, span_of(c->data, c->caplen), c->len, &p);
	pl = same_payload(&p);
	buf_reset(out);
	rw_frame(&p, &same_maps, &pl, out, &wire);
	assert_false(out->bad);
	end = pkt_last(&p)->off + pkt_last(&p)->len;
	t->packets++;
	if (changes(&p)) {
		t->other++;
	} else {
		assert_true(out->n >= end);
		assert_memory_equal(out->p, c->data, end);
		t->same++;
	}
	maps.round16 = true;
	for (int cut = 0; cut < 2; cut++) {
		buf_reset(out);
		pl.cut = cut;
		rw_frame(&p, &maps, &pl, out, &wire);
		assert_true(wire >= out->n);
		pkt_decode(linktype, span_of(out->p, out->n), wire, &q);
		assert_true(same_shape(&p, &q));
	}
}

static void check_file(const char *path, struct tally *t)
{
	struct cap_batch *batch = calloc(1, sizeof(*batch));
	struct buf out = buf_of(1 << 20);
	struct cap_reader *r;
	const struct cap_iface *ifaces;
	struct file_in f;
	size_t count;

	assert_non_null(batch);
	assert_int_equal(file_in_open(&f, path), 0);
	assert_int_equal(cap_reader_new(&r, file_in_source(&f)), 0);
	assert_int_equal(cap_batch_init(batch), 0);
	while (cap_read(r, batch) == 0 && batch->count > 0) {
		ifaces = cap_reader_ifaces(r, &count);
		for (size_t i = 0; i < batch->count; i++) {
			const struct cap_packet *c = &batch->packets[i];

			check_frame(c, ifaces[c->iface].linktype, &out, t);
		}
	}
	t->files++;
	cap_batch_free(batch);
	cap_reader_free(r);
	file_in_close(&f);
	buf_free(&out);
	free(batch);
}

static void test_every_capture(void **state)
{
	DIR *dir = opendir(CORPUS);
	struct tally t = {0};
	struct dirent *e;
	char path[4096];

	(void)state;
	if (!dir) {
		print_message("no corpus of captures at hand: skipped\n");
		skip();
	}
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", CORPUS, e->d_name);
		check_file(path, &t);
	}
	closedir(dir);
	print_message("%u captures, %zu packets: %zu the same, %zu that "
		      "change by design\n",
		      t.files, t.packets, t.same, t.other);
	assert_true(t.same > t.packets / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_capture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
