/* SPDX-License-Identifier: Apache-2.0 */
#include "testing.h"

#include <stdlib.h>

#include "crypto/seal.h"

#ifdef SIANTO_PORTABLE_CRYPTO

/* There is no sealing in that build: skipped. */
int main(void)
{
	return 77;
}

#else

enum { CHUNK = 65536, HEAD = 13 + 24, EXTRA = 17, CAP = 1 << 20 };

static struct span plain_of(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)(i * 7 + i / 251);
	return span_of(p, n);
}

static void comes_back_at_every_border(void **state)
{
	static const size_t sizes[] = {0,	  1,
				       100,	  CHUNK - 1,
				       CHUNK,	  CHUNK + 1,
				       2 * CHUNK, 3 * CHUNK + 5};
	uint8_t *p = malloc(4 * CHUNK);
	struct keys k = test_keys(1);

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct span plain = plain_of(p, sizes[i]);
		size_t chunks = plain.n ? (plain.n + CHUNK - 1) / CHUNK : 1;
		struct buf s = buf_of(CAP), o = buf_of(CAP);

		buf_str(&o, "ab");
		assert_int_equal(seal(&k, plain, &s), 0);
		assert_int_equal(s.n, HEAD + plain.n + chunks * EXTRA);
		assert_int_equal(unseal(&k, span_of(s.p, s.n), &o), 0);
		assert_int_equal(o.n, 2 + plain.n);
		assert_memory_equal(o.p, "ab", 2);
		assert_true(span_eq(span_of(o.p + 2, plain.n), plain));
		buf_free(&s);
		buf_free(&o);
	}
	free(p);
}

static void expect_refused(const struct keys *k, const uint8_t *p, size_t n)
{
	/* exactly n bytes, so that a sanitizer sees a read past them */
	uint8_t *copy = malloc(n ? n : 1);
	struct buf out = buf_of(CAP);

	assert_non_null(copy);
	memcpy(copy, p, n);
	buf_str(&out, "ab");
	assert_int_equal(unseal(k, span_of(copy, n), &out), SIANTO_E_MAP);
	assert_int_equal(out.n, 2);
	assert_false(out.bad);
	buf_free(&out);
	free(copy);
}

static void every_changed_byte_and_cut_is_seen(void **state)
{
	struct keys k = test_keys(2), other = test_keys(3);
	struct buf s = buf_of(CAP);

	(void)state;
	assert_int_equal(seal(&k, SPAN_LIT("u4830917 alice"), &s), 0);
	for (size_t i = 0; i < s.n; i++) {
		s.p[i] ^= 1;
		expect_refused(&k, s.p, s.n);
		s.p[i] ^= 1;
		expect_refused(&k, s.p, i);
	}
	expect_refused(&other, s.p, s.n);
	buf_u8(&s, 0);
	expect_refused(&k, s.p, s.n);
	buf_free(&s);
}

static void chunks_cannot_be_cut_or_moved(void **state)
{
	enum { STEP = CHUNK + EXTRA };
	uint8_t *p = malloc(3 * CHUNK), *t = malloc(STEP);
	struct keys k = test_keys(4);
	struct buf s = buf_of(CAP);

	(void)state;
	assert_true(p && t);
	assert_int_equal(seal(&k, plain_of(p, 3 * CHUNK), &s), 0);
	assert_int_equal(s.n, HEAD + 3 * STEP);
	expect_refused(&k, s.p, HEAD + STEP);
	expect_refused(&k, s.p, HEAD + 2 * STEP);
	expect_refused(&k, s.p, HEAD + 2 * STEP + EXTRA);
	memcpy(t, s.p + HEAD, STEP);
	memcpy(s.p + HEAD, s.p + HEAD + STEP, STEP);
	memcpy(s.p + HEAD + STEP, t, STEP);
	expect_refused(&k, s.p, s.n);
	buf_free(&s);
	free(p);
	free(t);
}

static void cap_of_the_buffer_is_respected(void **state)
{
	uint8_t plain[600] = {0};
	struct keys k = test_keys(5);
	struct span in = span_of(plain, sizeof(plain));
	struct buf s = buf_of(512), o = buf_of(512), all = buf_of(CAP);

	(void)state;
	assert_int_equal(seal(&k, in, &s), SIANTO_E_NOMEM);
	assert_int_equal(s.n, 0);
	assert_int_equal(seal(&k, in, &all), 0);
	assert_int_equal(unseal(&k, span_of(all.p, all.n), &o), SIANTO_E_NOMEM);
	assert_int_equal(o.n, 0);
	assert_false(s.bad || o.bad);
	buf_free(&s);
	buf_free(&o);
	buf_free(&all);
}

static void sealed_twice_looks_different(void **state)
{
	struct keys k = test_keys(6);
	struct buf a = buf_of(CAP), b = buf_of(CAP);

	(void)state;
	assert_int_equal(seal(&k, SPAN_LIT("x"), &a), 0);
	assert_int_equal(seal(&k, SPAN_LIT("x"), &b), 0);
	assert_int_equal(a.n, b.n);
	assert_memory_not_equal(a.p + 13, b.p + 13, a.n - 13);
	buf_free(&a);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(comes_back_at_every_border),
	    cmocka_unit_test(every_changed_byte_and_cut_is_seen),
	    cmocka_unit_test(chunks_cannot_be_cut_or_moved),
	    cmocka_unit_test(cap_of_the_buffer_is_respected),
	    cmocka_unit_test(sealed_twice_looks_different),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
