/* SPDX-License-Identifier: Apache-2.0 */
#include "capture/compress.h"
#include "capture/mem.h"

static const enum compress_kind kinds[] = {COMPRESS_GZIP, COMPRESS_ZSTD,
					   COMPRESS_LZ4};
enum { KINDS = 3 };

/* Text-like bytes that compress somewhat. */
static struct buf make(size_t n)
{
	struct buf b = buf_of((size_t)1 << 30);
	uint32_t random = 5;

	for (size_t i = 0; i < n; i++) {
		if (i % 16 >= 8 && b.n >= 16)
			buf_u8(&b, b.p[i - 16]);
		else
			buf_u8(&b, (uint8_t)('a' + mem_random(&random) % 20));
	}
	return b;
}

/* Compresses in pieces of `piece`, behind what out has. */
static void pack(struct buf *out, enum compress_kind kind, struct span in,
		 size_t piece)
{
	struct packer *p;
	struct sink s;
	size_t n;

	assert_int_equal(packer_new(&p, mem_sink(out), kind), 0);
	s = packer_sink(p);
	for (size_t at = 0; at < in.n; at += n) {
		n = in.n - at < piece ? in.n - at : piece;
		assert_int_equal(s.write(s.ctx, in.p + at, n), 0);
	}
	assert_int_equal(packer_end(p), 0);
	packer_free(p);
}

/* What expanding gave. */
struct expanded {
	struct buf out;
	int err;
	bool cut;
	enum compress_kind kind;
	uint64_t consumed;
};

static struct expanded expand(struct span in, size_t step, size_t room)
{
	struct expanded x = {.out = buf_of((size_t)1 << 30)};
	uint8_t *p = test_malloc(room);
	struct expander *e;
	struct source s;
	struct mem m;
	size_t got;

	x.err = expander_new(&e, mem_source(&m, in, step));
	assert_int_equal(x.err, 0);
	s = expander_source(e);
	while ((x.err = s.read(s.ctx, p, room, &got)) == 0 && got > 0)
		buf_put(&x.out, p, got);
	x.cut = expander_cut(e);
	x.kind = expander_kind(e);
	x.consumed = expander_consumed(e);
	expander_free(e);
	test_free(p);
	return x;
}

static void what_is_packed_expands_to_the_same(void **state)
{
	static const size_t sizes[] = {0, 1, 70000, 3000000};
	struct buf in, out;
	struct expanded x;

	(void)state;
	for (size_t i = 0; i < 4 * KINDS; i++) {
		in = make(sizes[i / KINDS]);
		out = buf_of((size_t)1 << 30);
		pack(&out, kinds[i % KINDS], mem_span(&in),
		     i % 2 ? 1000 : 1 << 20);
		assert_true(sizes[i / KINDS] < 70000 || out.n < in.n);
		x = expand(mem_span(&out), i % 2 ? 1 << 20 : 999, 4096);
		assert_int_equal(x.err, 0);
		assert_int_equal(x.kind, kinds[i % KINDS]);
		assert_false(x.cut);
		assert_int_equal(x.consumed, out.n);
		assert_same_buf(&x.out, &in);
		buf_free(&x.out);
		buf_free(&in);
		buf_free(&out);
	}
}

static void several_members_are_one_input(void **state)
{
	struct buf in = make(50000), out;
	struct expanded x;

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		out = buf_of((size_t)1 << 30);
		pack(&out, kinds[i], span_sub(mem_span(&in), 0, 20000), 777);
		pack(&out, kinds[i], span_of(NULL, 0), 1);
		pack(&out, kinds[i], span_sub(mem_span(&in), 20000, 50000),
		     777);
		for (size_t step = 1; step < 100000; step *= 7) {
			x = expand(mem_span(&out), step, 1000);
			assert_int_equal(x.err, 0);
			assert_false(x.cut);
			assert_same_buf(&x.out, &in);
			buf_free(&x.out);
		}
		buf_free(&out);
	}
	buf_free(&in);
}

static void gzip_may_be_filled_up_with_zeros(void **state)
{
	struct buf in = make(5000), out = buf_of(1 << 20);
	struct expanded x;

	(void)state;
	pack(&out, COMPRESS_GZIP, mem_span(&in), 777);
	buf_fill(&out, 0, 1000);
	x = expand(mem_span(&out), 100, 1000);
	assert_int_equal(x.err, 0);
	assert_false(x.cut);
	assert_same_buf(&x.out, &in);
	buf_free(&x.out);
	buf_str(&out, "something else");
	x = expand(mem_span(&out), 100, 1000);
	assert_int_equal(x.err, SIANTO_E_COMPRESS);
	buf_free(&x.out);
	buf_free(&in);
	buf_free(&out);
}

static void cut_anywhere_gives_what_is_there(void **state)
{
	struct buf in = make(3000), out;
	struct expanded x;

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		out = buf_of(1 << 20);
		pack(&out, kinds[i], mem_span(&in), 777);
		for (size_t n = 4; n < out.n; n++) {
			x = expand(span_of(out.p, n), 50, 1000);
			assert_int_equal(x.err, 0);
			assert_true(x.cut);
			assert_true(x.out.n <= in.n);
			if (x.out.n)
				assert_memory_equal(x.out.p, in.p, x.out.n);
			buf_free(&x.out);
		}
		buf_free(&out);
	}
	buf_free(&in);
}

static void most_of_a_large_cut_file_is_there(void **state)
{
	struct buf in = make(2000000), out;
	struct expanded x;

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		out = buf_of((size_t)1 << 30);
		pack(&out, kinds[i], mem_span(&in), 777);
		x = expand(span_of(out.p, out.n / 2), 1 << 20, 1 << 16);
		assert_int_equal(x.err, 0);
		assert_true(x.cut);
		assert_true(x.out.n > in.n / 3);
		assert_memory_equal(x.out.p, in.p, x.out.n);
		buf_free(&x.out);
		buf_free(&out);
	}
	buf_free(&in);
}

static void damage_is_an_error(void **state)
{
	struct buf in = make(3000000), out;
	struct expanded x;

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		out = buf_of((size_t)1 << 30);
		pack(&out, kinds[i], mem_span(&in), 777777);
		memset(out.p + out.n / 2, 0xff, 2000);
		x = expand(mem_span(&out), 1 << 20, 1 << 16);
		assert_int_equal(x.err, SIANTO_E_COMPRESS);
		buf_free(&x.out);
		buf_free(&out);
	}
	buf_free(&in);
}

static void other_bytes_pass_unchanged(void **state)
{
	struct buf in = make(300000);
	struct expanded x;

	(void)state;
	for (size_t n = 0; n < 300000; n = 3 * n + 1) {
		x = expand(span_of(in.p, n), n % 2 ? 2 : 5000, 1000);
		assert_int_equal(x.err, 0);
		assert_int_equal(x.kind, COMPRESS_NONE);
		assert_int_equal(x.out.n, n);
		assert_int_equal(x.consumed, n);
		if (n)
			assert_memory_equal(x.out.p, in.p, n);
		buf_free(&x.out);
	}
	buf_free(&in);
}

static void no_packing_is_the_sink_itself(void **state)
{
	struct buf in = make(3000), out = buf_of(1 << 20);

	(void)state;
	pack(&out, COMPRESS_NONE, mem_span(&in), 777);
	assert_same_buf(&in, &out);
	buf_free(&in);
	buf_free(&out);
}

static void gzip_header_names_nothing(void **state)
{
	/* No flags (no name, no comment), no time. */
	static const uint8_t want[8] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0};
	struct buf out = buf_of(1 << 20);

	(void)state;
	pack(&out, COMPRESS_GZIP, SPAN_LIT("x"), 1);
	assert_memory_equal(out.p, want, sizeof(want));
	buf_free(&out);
}

static int fail_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	(void)ctx, (void)p, (void)n, (void)got;
	return SIANTO_E_STOPPED;
}

static int fail_write(void *ctx, const uint8_t *p, size_t n)
{
	(void)ctx, (void)p, (void)n;
	return SIANTO_E_IO;
}

static void errors_come_through(void **state)
{
	struct expander *e;
	struct packer *p;

	(void)state;
	assert_int_equal(expander_new(&e, (struct source){fail_read, NULL}),
			 SIANTO_E_STOPPED);
	assert_null(e);
	expander_free(NULL);
	packer_free(NULL);
	for (size_t i = 0; i < KINDS; i++) {
		assert_int_equal(packer_new(&p, (struct sink){fail_write, NULL},
					    kinds[i]),
				 0);
		assert_int_equal(packer_end(p), SIANTO_E_IO);
		assert_int_equal(packer_end(p), SIANTO_E_IO);
		packer_free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_packed_expands_to_the_same),
	    cmocka_unit_test(several_members_are_one_input),
	    cmocka_unit_test(gzip_may_be_filled_up_with_zeros),
	    cmocka_unit_test(cut_anywhere_gives_what_is_there),
	    cmocka_unit_test(most_of_a_large_cut_file_is_there),
	    cmocka_unit_test(damage_is_an_error),
	    cmocka_unit_test(other_bytes_pass_unchanged),
	    cmocka_unit_test(no_packing_is_the_sink_itself),
	    cmocka_unit_test(gzip_header_names_nothing),
	    cmocka_unit_test(errors_come_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
