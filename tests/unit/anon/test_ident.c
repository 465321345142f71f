/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include <stdio.h>

#include "anon/label.h"

static const uint8_t master[KEY_LEN] = {1, 2, 3};

struct world {
	struct keys keys;
	struct labels labels;
	struct sipkey hash;
	struct ident_table table;
	struct ident_batch batch;
};

static void world_init(struct world *w)
{
	w->hash = (struct sipkey){7, 9};
	assert_int_equal(keys_init(&w->keys, master, span_of(NULL, 0)), 0);
	labels_init(&w->labels, &w->keys);
	assert_int_equal(ident_table_init(&w->table, &w->hash, label_make,
					  &w->labels),
			 0);
	assert_int_equal(ident_batch_init(&w->batch, &w->hash), 0);
}

static void world_free(struct world *w)
{
	ident_batch_free(&w->batch);
	ident_table_free(&w->table);
	keys_wipe(&w->keys);
}

static uint32_t put(struct world *w, enum ident_kind kind, const char *text)
{
	return ident_put(&w->batch, kind, span_str(text), IDENT_COUNTED);
}

static void equal_text_is_one_identity(void **state)
{
	struct world w;
	uint32_t a, b, c;

	(void)state;
	world_init(&w);
	a = put(&w, IDENT_USER, "alice");
	b = put(&w, IDENT_USER, "bob");
	c = put(&w, IDENT_USER, "alice");
	assert_int_equal(a, c);
	assert_int_not_equal(a, b);
	assert_int_not_equal(a, put(&w, IDENT_DISPLAY, "alice"));
	assert_int_equal(ident_number(&w.table, &w.batch), 0);
	assert_int_equal(w.table.counts[IDENT_USER], 2);
	assert_int_equal(w.table.counted[IDENT_DISPLAY], 1);
	world_free(&w);
}

/* However the stream is cut into batches, labels come out the same. */
static void batches_do_not_change_labels(void **state)
{
	static const char *const names[] = {"a", "b", "a", "c", "d", "b", "e"};
	struct world one, many;

	(void)state;
	world_init(&one);
	world_init(&many);
	for (size_t i = 0; i < 7; i++)
		put(&one, IDENT_USER, names[i]);
	assert_int_equal(ident_number(&one.table, &one.batch), 0);
	for (size_t i = 0; i < 7; i++) {
		ident_batch_reset(&many.batch);
		put(&many, IDENT_USER, names[i]);
		assert_int_equal(ident_number(&many.table, &many.batch), 0);
	}
	for (size_t i = 0; i < 7; i++) {
		const struct ident *x =
		    ident_find(&one.table, IDENT_USER, span_str(names[i]));
		const struct ident *y =
		    ident_find(&many.table, IDENT_USER, span_str(names[i]));

		assert_true(span_eq(x->label, y->label));
	}
	world_free(&one);
	world_free(&many);
}

static void labels_have_their_form(void **state)
{
	struct world w;
	uint32_t dom, host, id;
	struct span l;

	(void)state;
	world_init(&w);
	dom = put(&w, IDENT_DOMAIN, "example.com");
	host = put(&w, IDENT_HOST, "pbx.example.com");
	w.batch.item[host].parent = dom;
	id = put(&w, IDENT_IMEI, "35693803564380");
	assert_int_equal(ident_number(&w.table, &w.batch), 0);
	l = w.batch.item[dom].label;
	assert_int_equal(l.n, 16);
	assert_true(span_eq(span_sub(l, 8, 16), SPAN_LIT(".invalid")));
	assert_int_equal(w.batch.item[host].label.n, 9 + l.n);
	assert_true(span_eq(span_sub(w.batch.item[host].label, 9, 99), l));
	l = w.batch.item[id].label;
	assert_int_equal(l.n, 15);
	assert_true(span_eq(span_sub(l, 0, 8), SPAN_LIT("00000000")));
	world_free(&w);
}

/* A label leads back to the n of its identity, for every kind. */
static void labels_go_back(void **state)
{
	static const enum ident_kind kinds[] = {
	    IDENT_USER,	   IDENT_TEL,	     IDENT_IMSI,
	    IDENT_IMEI,	   IDENT_DOMAIN,     IDENT_HOST,
	    IDENT_DISPLAY, IDENT_PAPER_USER, IDENT_PAPER_DOMAIN};
	struct world w;

	(void)state;
	world_init(&w);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (uint32_t n = 0; n < 2000; n++) {
			struct ident id = {.kind = (uint8_t)kinds[k], .n = n};
			uint8_t out[IDENT_LABEL_MAX];
			enum ident_kind kind = kinds[k];
			uint64_t back;
			size_t len = label_make(&w.labels, &id, NULL, out);

			assert_true(label_parse(&w.labels, span_of(out, len),
						&kind, &back));
			assert_int_equal(kind, kinds[k]);
			assert_int_equal(back, n);
		}
	}
	world_free(&w);
}

/* P2: no two of a million identities share a label. */
static void a_million_labels_differ(void **state)
{
	struct world w;
	uint8_t *seen = calloc(10000000 / 8, 1);

	(void)state;
	world_init(&w);
	assert_non_null(seen);
	for (uint32_t n = 0; n < 1000000; n++) {
		uint64_t v = perm_apply(&w.labels.perm[IDENT_USER], 0, n);

		assert_true(v < 10000000);
		assert_int_equal(seen[v / 8] & 1u << v % 8, 0);
		seen[v / 8] |= (uint8_t)(1u << v % 8);
	}
	free(seen);
	world_free(&w);
}

static void a_map_gives_the_same_numbers(void **state)
{
	struct world a, b;

	(void)state;
	world_init(&a);
	world_init(&b);
	put(&a, IDENT_USER, "alice");
	put(&a, IDENT_USER, "bob");
	assert_int_equal(ident_number(&a.table, &a.batch), 0);
	assert_int_equal(ident_add(&b.table, IDENT_USER, SPAN_LIT("alice"),
				   IDENT_NONE),
			 0);
	assert_int_equal(ident_add(&b.table, IDENT_USER, SPAN_LIT("bob"),
				   IDENT_NONE),
			 0);
	assert_int_equal(ident_add(&b.table, IDENT_USER, SPAN_LIT("bob"),
				   IDENT_NONE),
			 SIANTO_E_MAP);
	assert_true(
	    span_eq(ident_find(&a.table, IDENT_USER, SPAN_LIT("bob"))->label,
		    ident_find(&b.table, IDENT_USER, SPAN_LIT("bob"))->label));
	world_free(&a);
	world_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equal_text_is_one_identity),
	    cmocka_unit_test(batches_do_not_change_labels),
	    cmocka_unit_test(labels_have_their_form),
	    cmocka_unit_test(labels_go_back),
	    cmocka_unit_test(a_million_labels_differ),
	    cmocka_unit_test(a_map_gives_the_same_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
