/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rw_fields.c - what becomes of single fields and options.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "packet/frames.h"
#include "rewrite/maps.h"
#include "rewrite/rw.h"

static struct fb fb;
static struct pkt in;
static struct buf out = {.cap = 1 << 18};
static uint32_t wire;

static void rewrite(uint16_t linktype, const struct rw_maps *m)
{
	struct rw_payload pl;

	pkt_decode(linktype, span_of(fb.p, fb.n), (uint32_t)fb.n, &in);
	pl = same_payload(&in);
	buf_reset(&out);
	rw_frame(&in, m, &pl, &out, &wire);
	assert_false(out.bad);
}

static void test_group_addresses_agree(void **state)
{
	(void)state;
	fb_make(&fb, "eth ip4group mcast udp text:9");
	rewrite(1, &flip_maps);
	/* 239.1.2.3 went to 239.164.167.166 */
	assert_memory_equal(out.p + 30, "\xef\xa4\xa7\xa6", 4);
	assert_memory_equal(out.p, "\x01\x00\x5e\x24\xa7\xa6", 6);
	fb_make(&fb, "eth ip6node mcast6 ns");
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 38, "\xff\x02\0\0\0\0\0\0\0\0\0\1\xff", 13);
	assert_memory_equal(out.p + 51, out.p + 54 + 8 + 13, 3);
	assert_memory_equal(out.p, "\x33\x33\xff", 3);
	assert_memory_equal(out.p + 3, out.p + 51, 3);
	assert_memory_not_equal(out.p + 51, fb.p + 51, 3);
	/* A solicitation to another group than its target's: mapped. */
	fb.p[51] ^= 1;
	rewrite(1, &flip_maps);
	assert_int_equal(out.p[53], fb.p[53] ^ 0xa5);
	/* A group's MAC without its address at hand. */
	fb_make(&fb, "eth mcast type:0x88cc text:9");
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p, "\x01\x00\x5e\x24\xa7\xa6", 6);
	fb_make(&fb, "eth mcast6 type:0x88cc text:9");
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p, "\x33\x33\x5a\xb5\x85\x94", 6);
}

static uint32_t vlan_of(uint32_t id)
{
	char recipe[] = "eth vlan:0x000 arp";
	static const char digits[] = "0123456789abcdef";

	recipe[11] = digits[id >> 8];
	recipe[12] = digits[id >> 4 & 15];
	recipe[13] = digits[id & 15];
	fb_make(&fb, recipe);
	rewrite(1, &flip_maps);
	assert_int_equal(out.p[14] >> 4, 6); /* priority */
	return get_be16(out.p + 14) & 0xfff;
}

static void test_ids_are_permuted_meanings_kept(void **state)
{
	static uint8_t seen[4096];
	struct rw_maps keep = flip_maps;

	(void)state;
	for (uint32_t id = 0; id < 4096; id++) {
		uint32_t to = vlan_of(id);

		assert_int_equal(seen[to]++, 0);
		assert_int_equal(to == id, id <= 1 || id == 4095);
	}
	keep.keep_ids = true;
	fb_make(&fb, "eth vlan:77 pppoe:88 ip4 udp text:9");
	rewrite(1, &keep);
	assert_int_equal(get_be16(out.p + 14), 0x6000 | 77);
	assert_int_equal(get_be16(out.p + 20), 88);
	rewrite(1, &flip_maps);
	assert_int_not_equal(get_be16(out.p + 20), 88);
	/* An IP ID and a flow label of 0 say that there is none. */
	fb_make(&fb, "eth ip4 udp");
	put_be16(fb.p + 18, 0);
	rewrite(1, &flip_maps);
	assert_int_equal(get_be16(out.p + 18), 0);
	fb_make(&fb, "eth ip6 udp");
	put_be32(fb.p + 14, 0x60000000);
	rewrite(1, &flip_maps);
	assert_int_equal(get_be32(out.p + 14), 0x60000000);
}

/* The fragments of a datagram, and the ICMP error about it, keep one id. */
static void test_ids_go_by_source(void **state)
{
	uint16_t id;

	(void)state;
	fb_make(&fb, "eth ip4:0x2000 udp text:24");
	rewrite(1, &flip_maps);
	id = get_be16(out.p + 18);
	assert_int_not_equal(id, 0x1234);
	fb_make(&fb, "eth ip4:0x0004 text:24");
	rewrite(1, &flip_maps);
	assert_int_equal(get_be16(out.p + 18), id);
	fb_make(&fb, "eth ip4 icmp:11 ip4:0x0004 text:24");
	rewrite(1, &flip_maps);
	assert_int_equal(get_be16(out.p + 42 + 4), id);
	fb_make(&fb, "eth ip4 udp text:24");
	fb.p[29] ^= 1; /* another source */
	rewrite(1, &flip_maps);
	assert_int_not_equal(get_be16(out.p + 18), id);
}

static void test_cooked_addresses(void **state)
{
	static const uint8_t none[8];

	(void)state;
	fb_make(&fb, "sll ip4 udp text:9");
	memset(fb.p + 12, 0xee, 2); /* behind the address */
	rewrite(113, &flip_maps);
	assert_memory_equal(out.p + 6, "\x02\xa5\xfb\xb5\x85\x95\0\0", 8);
	put_be16(fb.p + 2, 768); /* an IPv4 tunnel's address */
	put_be16(fb.p + 4, 4);
	rewrite(113, &flip_maps);
	assert_memory_equal(out.p + 6, "\x07\xa5\xfb\xb5\0\0\0\0", 8);
	put_be16(fb.p + 4, 8); /* who knows */
	rewrite(113, &flip_maps);
	assert_memory_equal(out.p + 6, none, 8);
	fb_make(&fb, "sll2 ip4 udp text:9");
	put_be32(fb.p + 4, 17); /* interface index */
	put_be16(fb.p + 2, 0xeeee);
	rewrite(276, &flip_maps);
	assert_memory_equal(out.p + 2, none, 6);
	assert_memory_equal(out.p + 12, "\x02\xa5\xfb\xb5\x85\x95\0\0", 8);
}

static void test_erf_metadata_is_dropped(void **state)
{
	static const uint8_t none[8];

	(void)state;
	fb_make(&fb, "erf eth ip4 udp text:9");
	memset(fb.p, 0xee, 8);
	fb.p[9] = 0x07;
	memset(fb.p + 12, 0xee, 2);
	memset(fb.p + 16, 0xee, 2);
	memset(fb.p + fb.n - 4, 0xee, 4); /* FCS */
	rewrite(197, &flip_maps);
	assert_memory_equal(out.p, none, 8);
	assert_memory_equal(out.p + 8, "\2\4\0\x49\0\0\0\x37\0\0", 10);
	assert_int_equal(out.n, 73);
	assert_int_equal(wire, 73);
	assert_memory_equal(out.p + 69, none, 4);
	/* Not Ethernet: a padding record, which any reader takes. */
	fb.p[8] = 1;
	rewrite(197, &flip_maps);
	assert_int_equal(out.n, 16);
	assert_int_equal(out.p[8], 48);
}

static void test_ip4_options(void **state)
{
	static const uint8_t opt[] = {
	    7,	 11, 8, 203, 0, 113, 1, 0,    0,    0, 0,    /* record route */
	    68,	 12, 5, 1,   1, 2,   3, 4,    5,    6, 7, 8, /* time stamps */
	    130, 4,  9, 9,   1, 148, 4, 0,    0,	     /* security */
	    68,	 5,  5, 7,   9, 7,   1, 0xee, 0xee,
	};
	static const uint8_t want[] = {
	    7,	 11, 8,	   206,	 0xa5, 0xd4, 0xa4, 0, 0, 0, 0, 68, 12, 5,
	    1,	 4,  0xa7, 0xa6, 0xa1, 0,    0,	   0, 0, 1, 1, 1,  1,  1,
	    148, 4,  0,	   0,	 1,    1,    1,	   1, 1, 0, 0, 0,  0,
	};
	uint8_t got[sizeof(opt)] = {0};
	struct rw r = {.m = &flip_maps};

	(void)state;
	rw__ip4_options(&r, opt, got, sizeof(opt));
	assert_memory_equal(got, want, sizeof(want));
}

enum { TCP_AT = 34, SEQ_AT = TCP_AT + 4, ACK_AT = TCP_AT + 8 };

/* A segment of one connection with these numbers, in share; flags in the low
 * byte of `how`, the other direction with bit 8. */
static void segment(uint32_t seq, uint32_t ack, unsigned how)
{
	struct rw_maps m = flip_maps;

	m.round16 = true;
	fb_make(&fb, "eth ip4 tcp");
	put_be32(fb.p + 26, how >> 8 ? 0xc0000202 : 0xc0000201);
	put_be32(fb.p + 30, how >> 8 ? 0xc0000201 : 0xc0000202);
	put_be16(fb.p + TCP_AT, how >> 8 ? 5060 : 40000);
	put_be16(fb.p + TCP_AT + 2, how >> 8 ? 40000 : 5060);
	put_be32(fb.p + SEQ_AT, seq);
	put_be32(fb.p + ACK_AT, ack);
	fb.p[TCP_AT + 13] = (uint8_t)how;
	put_be16(fb.p + TCP_AT + 18, 0x4242); /* urgent pointer */
	rewrite(1, &m);
}

/* Scanners write the address they scan into the first sequence number. */
static void test_sequence_numbers_move(void **state)
{
	uint32_t first, answer;

	(void)state;
	segment(0xc0000202, 0xc0000202, 0x02);
	first = get_be32(out.p + SEQ_AT);
	assert_int_not_equal(first, 0xc0000202);
	assert_int_equal(get_be32(out.p + ACK_AT), 0);
	assert_int_equal(get_be16(out.p + TCP_AT + 18), 0);
	segment(7000, 0xc0000203, 0x112);
	answer = get_be32(out.p + SEQ_AT);
	assert_int_not_equal(answer, 7000);
	assert_int_equal(get_be32(out.p + ACK_AT), first + 1);
	segment(0xc0000203, 7001, 0x10);
	assert_int_equal(get_be32(out.p + SEQ_AT), first + 1);
	assert_int_equal(get_be32(out.p + ACK_AT), answer + 1);
}

static void test_tcp_options(void **state)
{
	static const uint8_t none[12];
	static const struct {
		uint8_t in[12], out[12];
	} cases[] = {
	    /* nothing to drop: as it is, but for what follows the end */
	    {{2, 4, 5, 0xb4, 1, 3, 3, 7, 0, 9, 9, 9},
	     {2, 4, 5, 0xb4, 1, 3, 3, 7}},
	    /* time stamps */
	    {{1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8}, {0}},
	    /* unknown in between: the others move together */
	    {{4, 2, 254, 4, 9, 9, 1, 2, 4, 5, 0xb4, 1}, {4, 2, 2, 4, 5, 0xb4}},
	    /* known, with a length it cannot have */
	    {{2, 3, 9, 3, 3, 7, 4, 2, 1, 1, 1, 1}, {3, 3, 7, 4, 2}},
	    /* lengths that lead nowhere */
	    {{4, 2, 5, 40, 9, 9, 9, 9, 9, 9, 9, 9}, {4, 2}},
	    {{4, 2, 3, 0, 9, 9, 9, 9, 9, 9, 9, 9}, {4, 2}},
	    {{3, 3, 7, 1, 1, 1, 1, 1, 1, 1, 1, 8},
	     {3, 3, 7, 1, 1, 1, 1, 1, 1, 1, 1}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint8_t got[12];

		memcpy(got, none, 12);
		rw__tcp_options(cases[i].in, got, 12);
		assert_memory_equal(got, cases[i].out, 12);
	}
}

static void test_ip6_options(void **state)
{
	static const uint8_t opt[] = {
	    17,	  3,	0,    1,    1,	  0xee, 4,    1,    9,	  5,	2,
	    0,	  1,	0x3e, 3,    7,	  7,	7,    1,    12,	  0xee, 0xee,
	    0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee,
	};
	static const uint8_t want[] = {
	    17, 3, 0, 1,  1, 0, 4, 1, 9, 5, 2, 0, 1, 1, 3, 0,
	    0,	0, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	};

	(void)state;
	/* A destination header with all kinds, in front of UDP. */
	fb_make(&fb, "eth ip6 dst text:8");
	fb.n = 54;
	fb_put(&fb, opt, sizeof(opt));
	fb_put(&fb, "\x13\xc4\x13\xc4\0\x8\0\0", 8);
	put_be16(fb.p + 18, sizeof(opt) + 8);
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 54, want, sizeof(want));
	/* A jumbogram's length is computed. */
	fb_make(&fb, "eth ip6 hbh udp0 text:100");
	memcpy(fb.p + 56, "\xc2\x04\0\x12\x34\x56", 6);
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 56, "\xc2\x04\0\0\0\x74", 6);
	/* An unknown routing header keeps its head only. */
	fb_make(&fb, "eth ip6 rh0 udp text:9");
	fb.p[56] = 3;
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 54, "\x11\x02\x03\x01\0\0\0\0\0\0\0\0", 12);
}

static void test_neighbour_options(void **state)
{
	static const uint8_t
	    more[] =
		{
		    3,	  4,	60,   0xff, 0,	  1,	0,    0,    0,
		    0,	  1,	0,    0xee, 0xee, 0xee, 0xee, 0x20, 1,
		    0xd,  0xb8, 0,    1,    0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, /* prefix /60 */
		    31,	  2,	0,    0,    0,	  0,	1,    0,    4,
		    'l',  'e',	'a',  'k',  0,	  0,	0,	 /* names */
		    14,	  1,	9,    9,    9,	  9,	9,    9, /* nonce */
		};

	(void)state;
	fb_make(&fb, "eth ip6 rs");
	fb_put(&fb, more, sizeof(more));
	put_be16(fb.p + 18, (uint16_t)(fb.n - 54));
	rewrite(1, &flip_maps);
	assert_int_equal(out.n, fb.n);
	/* flags without the reserved ones, reserved bytes zero */
	assert_memory_equal(out.p + 70 + 2, "\x3c\xe0", 2);
	assert_memory_equal(out.p + 70 + 12, "\0\0\0\0", 4);
	/* mapped, and cut to 60 bits again */
	assert_memory_equal(out.p + 70 + 16,
			    "\x20\x01\x0d\x1d\xa5\xa4\x5a\x50"
			    "\0\0\0\0\0\0\0\0",
			    16);
	assert_memory_equal(out.p + 102,
			    "\xfd\x02\0\0\0\0\0\0"
			    "\0\0\0\0\0\0\0\0",
			    16);
	assert_memory_equal(out.p + 118, "\xfd\x01\0\0\0\0\0\0", 8);
}

static void test_unused_icmp_fields_are_zero(void **state)
{
	(void)state;
	fb_make(&fb, "eth ip4 icmp:3 ip4 udp text:9");
	memset(fb.p + 38, 0xee, 4); /* extensions' length among them */
	fb.p[39] = 0;
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 38, "\0\0\0\0", 4);
	fb.p[35] = 4; /* fragmentation needed: next-hop MTU */
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 38, "\0\0\xee\xee", 4);
	fb.p[34] = 12; /* parameter problem: pointer */
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 38, "\xee\0\0\0", 4);
	fb.p[34] = 5; /* redirect: gateway */
	memcpy(fb.p + 38, "\xc0\0\2\1", 4);
	rewrite(1, &flip_maps);
	assert_memory_equal(out.p + 38, "\xc5\xa5\xa7\xa4", 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_group_addresses_agree),
	    cmocka_unit_test(test_ids_are_permuted_meanings_kept),
	    cmocka_unit_test(test_ids_go_by_source),
	    cmocka_unit_test(test_cooked_addresses),
	    cmocka_unit_test(test_erf_metadata_is_dropped),
	    cmocka_unit_test(test_ip4_options),
	    cmocka_unit_test(test_sequence_numbers_move),
	    cmocka_unit_test(test_tcp_options),
	    cmocka_unit_test(test_ip6_options),
	    cmocka_unit_test(test_neighbour_options),
	    cmocka_unit_test(test_unused_icmp_fields_are_zero),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_free(&out);
	return failed;
}
