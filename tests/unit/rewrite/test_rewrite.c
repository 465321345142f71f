/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "packet/frames.h"
#include "packet/guarded.h"
#include "packet/samples.h"
#include "rewrite/maps.h"

enum { OUT_MAX = 1 << 18 };

static struct fb fb;
static struct pkt in;
static struct buf out = {.cap = OUT_MAX};
static uint32_t wire;

static void decode(uint16_t linktype, struct span f, size_t len)
{
	pkt_decode(linktype, f, (uint32_t)len, &in);
}

static void make(uint16_t linktype, const char *recipe)
{
	struct span f = fb_make(&fb, recipe);

	decode(linktype, f, f.n);
}

static struct span rewrite(const struct rw_maps *m, struct rw_payload pl)
{
	buf_reset(&out);
	rw_frame(&in, m, &pl, &out, &wire);
	assert_false(out.bad);
	assert_true(wire >= out.n);
	return span_of(out.p, out.n);
}

static const struct rw_payload nothing = {.cut = true};

/* The output with zeros for all that is not in it. */
static void decode_filled(uint16_t linktype, struct pkt *p)
{
	size_t n = out.n;

	buf_fill(&out, 0, wire - n);
	pkt_decode(linktype, span_of(out.p, out.n), wire, p);
	out.n = n;
}

static void expect_same_headers(const struct pkt *a, const struct pkt *b,
				const char *what)
{
	bool ok = true;

	for (unsigned i = 0; i < a->count; i++) {
		const struct pkt_layer *l = &a->layer[i];

		if (l->type == LAYER_PAYLOAD || l->type == LAYER_CUT)
			break;
		/* Eight quoted bytes and zeros are no TCP header. */
		if (l->type == LAYER_TCP && l->len < 20)
			break;
		/* Options the snaplen cut are zeros now: a longer header. */
		ok = ok && i < b->count && b->layer[i].type == l->type &&
		     (b->layer[i].len == l->len ||
		      l[1].arg == PKT_CUT_TRUNCATED) &&
		     b->csum_bad[i] == a->csum_bad[i] && b->lie[i] == a->lie[i];
	}
	if (!ok)
		fail_msg("%s", what);
}

static void test_identity(void **state)
{
	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		if (!samples[i].same)
			continue;
		make(samples[i].linktype, samples[i].recipe);
		rewrite(&same_maps, same_payload(&in));
		if (out.n != in.frame.n || wire != in.wire_len ||
		    memcmp(out.p, in.frame.p, out.n) != 0)
			fail_msg("%s", samples[i].recipe);
	}
}

/* There and back: ids come back with the salt of the original source. */
static void test_there_and_back(void **state)
{
	static uint8_t first[FB_MAX];
	struct rw_payload pl;

	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		if (!samples[i].same)
			continue;
		make(samples[i].linktype, samples[i].recipe);
		rewrite(&flip_maps, same_payload(&in));
		memcpy(first, out.p, out.n);
		decode(samples[i].linktype, span_of(first, out.n), wire);
		pl = same_payload(&in);
		pl.csum_only = true;
		rewrite(&back_maps, pl);
		if (out.n != fb.n || memcmp(out.p, fb.p, out.n) != 0)
			fail_msg("%s", samples[i].recipe);
	}
}

static bool holds(struct span hay, const char *needle, size_t n)
{
	for (size_t i = 0; i + n <= hay.n; i++) {
		if (memcmp(hay.p + i, needle, n) == 0)
			return true;
	}
	return false;
}

static void test_no_address_left(void **state)
{
	static const char *const secrets[] = {
	    "\xc0\x00\x02\x07", "\xc6\x33\x64\x09", "\xcb\x00\x71\x05",
	    "\xcb\x00\x71\x06", "\xef\x01\x02\x03", "\x5e\x10\x20\x30",
	    "\x5e\x10\x20\x31", "\x5e\xff\xfe\x10", "\xff\x10\x20\x31",
	    "\x5e\x01\x02\x03", "\x12\x34\x40\x00", "\x43\x21\x00\x00",
	    "\x71\x72\x73\x74", "\xee\xee\xee\xee",
	};

	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		make(samples[i].linktype, samples[i].recipe);
		rewrite(&flip_maps, nothing);
		for (size_t k = 0; k < sizeof(secrets) / sizeof(*secrets);
		     k++) {
			if (holds(span_of(out.p, out.n), secrets[k], 4))
				fail_msg("%s: secret %zu", samples[i].recipe,
					 k);
		}
	}
}

static void test_checksums_and_lengths_hold(void **state)
{
	struct rw_maps maps = flip_maps;
	struct pkt p;

	(void)state;
	for (int round = 0; round < 2; round++) {
		maps.round16 = round;
		for (int i = 0; i < SAMPLES; i++) {
			make(samples[i].linktype, samples[i].recipe);
			rewrite(&maps, same_payload(&in));
			decode_filled(samples[i].linktype, &p);
			expect_same_headers(&in, &p, samples[i].recipe);
			rewrite(&maps, nothing);
			decode_filled(samples[i].linktype, &p);
			expect_same_headers(&in, &p, samples[i].recipe);
		}
	}
}

/* Cut anywhere: sane, never longer than it was, and the headers that came
 * through agree with each other. */
static void test_every_truncation_point(void **state)
{
	struct guarded g = guarded_new(FB_MAX);
	struct rw_maps maps = flip_maps;
	struct pkt p;

	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		struct span f = fb_make(&fb, samples[i].recipe);

		for (size_t n = 0; n < f.n; n++) {
			maps.round16 = n & 1;
			decode(samples[i].linktype,
			       guarded_put(&g, span_sub(f, 0, n)), f.n);
			rewrite(&maps, same_payload(&in));
			/* An ERF record's FCS, padding up to 60 bytes. */
			assert_true(out.n <= n + 4 || out.n <= 82);
			decode_filled(samples[i].linktype, &p);
			expect_same_headers(&in, &p, samples[i].recipe);
			rewrite(&maps, nothing);
			decode_filled(samples[i].linktype, &p);
			expect_same_headers(&in, &p, samples[i].recipe);
		}
	}
	guarded_free(&g);
}

static void test_every_bit(void **state)
{
	struct guarded g = guarded_new(FB_MAX);
	struct rw_maps maps = flip_maps;

	(void)state;
	maps.round16 = true;
	for (int i = 0; i < SAMPLES; i++) {
		struct span f = fb_make(&fb, samples[i].recipe);

		for (size_t bit = 0; bit < 120 * 8 && bit < f.n * 8; bit++) {
			fb.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
			decode(samples[i].linktype, guarded_put(&g, f), f.n);
			rewrite(&maps, same_payload(&in));
			rewrite(&maps, nothing);
			fb.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
	}
	guarded_free(&g);
}

/* recipe, length on the wire when cut, exactly and rounded */
static void test_length_of_what_is_cut(void **state)
{
	static const struct {
		const char *recipe;
		uint32_t exact, rounded;
	} cases[] = {
	    {"eth ip4 udp text:33", 75, 90},
	    {"eth ip4 udp text:48", 90, 90},
	    {"eth ip4 udp text:1 pad", 60, 60},
	    {"eth ip4 udp", 42, 42},
	    {"eth ip4 udp pad", 60, 60},
	    {"eth ip6 udp text:33", 95, 110},
	    {"eth ip4 tcp text:33", 87, 87},
	    {"eth ip4:0x2000 text:24", 58, 58},
	    {"eth ip4:0x0003 text:33", 67, 82},
	    {"eth ip6 frag6:1 text:24", 86, 86},
	    {"eth ip6 frag6:24 text:33", 95, 110},
	    {"eth ip4 proto:47 text:33", 67, 82},
	    {"eth llc pad", 60, 62},
	    {"eth type:0x88cc text:33", 47, 62},
	    {"eth ip4 udp text:65507", 65549, 65549},
	    {"eth ip4 udp text:40 trailer:9", 82, 90},
	    /* a quote of 50 bytes of 300 */
	    {"eth ip4 icmp:3 ip4 udp text:300 clip:78", 120, 134},
	    {"eth ip4 icmp:3 ip4 udp text:300 clip:28", 70, 70},
	    {"eth ip4 icmp:3 ip4 udp text:33", 103, 118},
	};
	struct rw_maps maps = flip_maps;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		make(1, cases[i].recipe);
		maps.round16 = false;
		rewrite(&maps, nothing);
		if (wire != cases[i].exact)
			fail_msg("%s: %u", cases[i].recipe, wire);
		maps.round16 = true;
		rewrite(&maps, nothing);
		if (wire != cases[i].rounded)
			fail_msg("%s: %u", cases[i].recipe, wire);
	}
}

static void test_quoted_lengths_are_rounded(void **state)
{
	struct rw_maps maps = flip_maps;

	(void)state;
	maps.round16 = true;
	make(1, "eth ip4 icmp:3 ip4 udp text:300 clip:78");
	rewrite(&maps, nothing);
	assert_int_equal(out.n, 14 + 20 + 8 + 28);
	assert_int_equal(get_be16(out.p + 14 + 2), 20 + 8 + 28 + 64);
	assert_int_equal(get_be16(out.p + 42 + 2), 28 + 304);
	assert_int_equal(get_be16(out.p + 62 + 4), 8 + 304);
}

static void test_snaplen_cut_payload(void **state)
{
	struct rw_maps maps = flip_maps;
	struct rw_payload pl = {.text = SPAN_LIT("new text"), .missing = 50};
	struct span f = fb_make(&fb, "eth ip4 udp text:100");
	struct pkt p;

	(void)state;
	decode(1, span_sub(f, 0, 92), f.n);
	rewrite(&maps, pl);
	assert_int_equal(out.n, 42 + 8);
	assert_int_equal(wire, 42 + 58);
	maps.round16 = true;
	rewrite(&maps, pl);
	assert_int_equal(out.n, 42 + 8);
	assert_int_equal(wire, 42 + 64);
	decode_filled(1, &p);
	assert_false(p.csum_bad[2]);
	assert_int_equal(p.payload_wire, 64);
}

static void test_wrong_stays_wrong_absent_absent(void **state)
{
	static const char text[] = "any text";

	(void)state;
	/* Find payloads whose right checksum is 0, fffe, ffff too. */
	for (unsigned i = 0; i < 70000; i++) {
		uint8_t bytes[4] = {(uint8_t)(i >> 8), (uint8_t)i, 0, 0};
		struct rw_payload pl = {.text = span_of(bytes, 4)};
		uint16_t right, wrong;

		make(1, "eth ip4 udp text:4");
		rewrite(&same_maps, pl);
		right = get_be16(out.p + 40);
		in.csum_bad[2] = true;
		rewrite(&same_maps, pl);
		wrong = get_be16(out.p + 40);
		assert_true(right != 0 && wrong != 0 && wrong != 0xffff);
		assert_true(right != wrong);
		if (i > 300 && right > 3 && right < 0xfff0)
			i += 11;
	}
	make(1, "eth ip4 udp0 text:4");
	rewrite(&flip_maps, (struct rw_payload){.text = SPAN_LIT(text)});
	assert_int_equal(get_be16(out.p + 40), 0);
	fb_make(&fb, "eth ip4 udp text:4");
	put_be16(fb.p + 14 + 10, 0); /* left to the network card */
	decode(1, span_of(fb.p, fb.n), fb.n);
	rewrite(&flip_maps, nothing);
	assert_int_equal(get_be16(out.p + 24), 0);
	/* but a right checksum that happens to be 0 is right in the output */
	make(1, "eth ip4 udp text:4");
	put_be16(fb.p + 18, (uint16_t)(0x1234 + get_be16(fb.p + 24)));
	if (get_be16(fb.p + 18) < 0x1234) /* end-around carry */
		put_be16(fb.p + 18, (uint16_t)(get_be16(fb.p + 18) + 1));
	put_be16(fb.p + 24, 0);
	decode(1, span_of(fb.p, fb.n), fb.n);
	assert_false(in.csum_bad[1]);
	rewrite(&flip_maps, nothing);
	assert_int_not_equal(get_be16(out.p + 24), 0);
}

static void test_longest_payload(void **state)
{
	static uint8_t text[70000];
	static const struct {
		const char *recipe;
		size_t max;
	} cases[] = {
	    {"eth ip4 udp text:9", 65507},
	    {"eth ip4opt udp text:9", 65487},
	    {"eth ip6 udp text:9", 65527},
	    {"eth ip6 hbh udp text:9", 65519},
	    {"eth pppoe:9 ip4 udp text:9", 65505},
	    {"eth ip4 icmp:3 ip4 udp text:9", 65479},
	};
	struct pkt p;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		make(1, cases[i].recipe);
		assert_int_equal(rw_payload_max(&in), cases[i].max);
		rewrite(&flip_maps, (struct rw_payload){
					.text = span_of(text, cases[i].max)});
		decode_filled(1, &p);
		expect_same_headers(&in, &p, cases[i].recipe);
		assert_int_equal(pkt_last(&p)->len, cases[i].max);
	}
}

static void test_offload_and_lies_stay(void **state)
{
	struct pkt p;

	(void)state;
	fb_make(&fb, "eth ip4 udp text:40");
	put_be16(fb.p + 16, 0);
	decode(1, span_of(fb.p, fb.n), fb.n);
	rewrite(&flip_maps, same_payload(&in));
	assert_int_equal(get_be16(out.p + 16), 0);
	put_be16(fb.p + 16, 68);
	put_be16(fb.p + 38, 148);
	decode(1, span_of(fb.p, fb.n), fb.n);
	rewrite(&flip_maps, (struct rw_payload){.text = SPAN_LIT("abc")});
	assert_int_equal(get_be16(out.p + 38), 11 + 100);
	decode_filled(1, &p);
	assert_int_equal(p.lie[2], 100);
	put_be16(fb.p + 38, 48);
	put_be16(fb.p + 16, 1500);
	decode(1, span_of(fb.p, fb.n), fb.n);
	rewrite(&flip_maps, (struct rw_payload){.text = SPAN_LIT("abc")});
	assert_int_equal(wire, 45);
	assert_int_equal(get_be16(out.p + 16), 31 + 1500 - 68);
}

static void test_no_memory_is_told(void **state)
{
	struct buf small = {.cap = 50};
	struct rw_payload pl;

	(void)state;
	make(1, "eth ip4 udp text:400");
	pl = same_payload(&in);
	rw_frame(&in, &same_maps, &pl, &small, &wire);
	assert_true(small.bad);
	buf_free(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_identity),
	    cmocka_unit_test(test_there_and_back),
	    cmocka_unit_test(test_no_address_left),
	    cmocka_unit_test(test_checksums_and_lengths_hold),
	    cmocka_unit_test(test_every_truncation_point),
	    cmocka_unit_test(test_every_bit),
	    cmocka_unit_test(test_length_of_what_is_cut),
	    cmocka_unit_test(test_quoted_lengths_are_rounded),
	    cmocka_unit_test(test_snaplen_cut_payload),
	    cmocka_unit_test(test_wrong_stays_wrong_absent_absent),
	    cmocka_unit_test(test_longest_payload),
	    cmocka_unit_test(test_offload_and_lies_stay),
	    cmocka_unit_test(test_no_memory_is_told),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_free(&out);
	return failed;
}
