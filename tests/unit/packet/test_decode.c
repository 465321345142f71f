/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "packet/frames.h"
#include "packet/guarded.h"
#include "packet/packet.h"
#include "packet/samples.h"

static struct fb fb;

static const char *const names[LAYER_TYPE_COUNT] = {
    [LAYER_ETHERNET] = "eth",	 [LAYER_VLAN] = "vlan",
    [LAYER_SLL] = "sll",	 [LAYER_SLL2] = "sll2",
    [LAYER_NULL] = "null",	 [LAYER_RAW] = "raw",
    [LAYER_PPPOE] = "pppoe",	 [LAYER_PPP] = "ppp",
    [LAYER_ARP] = "arp",	 [LAYER_IP4] = "ip4",
    [LAYER_IP6] = "ip6",	 [LAYER_IP6EXT] = "ext",
    [LAYER_UDP] = "udp",	 [LAYER_TCP] = "tcp",
    [LAYER_SCTP] = "sctp",	 [LAYER_ICMP4] = "icmp4",
    [LAYER_ICMP6] = "icmp6",	 [LAYER_QUOTE] = "quote",
    [LAYER_PAYLOAD] = "PAYLOAD", [LAYER_CUT] = "CUT",
    [LAYER_ERF] = "erf",
};

static const char *const cuts[] = {
#define X(name, key, text) key,
    PKT_CUTS(X)
#undef X
};

static const char *layers_of(const struct pkt *p)
{
	static char text[512];
	size_t n = 0;

	for (unsigned i = 0; i < p->count; i++) {
		const struct pkt_layer *l = &p->layer[i];

		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s%s%s",
				      i ? " " : "", names[l->type],
				      l->type == LAYER_CUT ? ":" : "",
				      l->type == LAYER_CUT ? cuts[l->arg] : "");
	}
	return text;
}

/* What must hold of any result. */
static void check_sane(const struct pkt *p, size_t caplen, uint32_t wire)
{
	uint32_t off = 0;

	assert_in_range(p->count, 1, PKT_LAYERS_MAX);
	assert_int_equal(p->wire_len, wire);
	for (unsigned i = 0; i < p->count; i++) {
		assert_int_equal(p->layer[i].off, off);
		off += p->layer[i].len;
		assert_true(off <= caplen);
		if (i + 1u < p->count) {
			assert_int_not_equal(p->layer[i].type, LAYER_PAYLOAD);
			assert_int_not_equal(p->layer[i].type, LAYER_CUT);
		}
	}
	assert_true(p->payload_wire >= pkt_last(p)->len);
	assert_true(p->payload_room >= pkt_last(p)->len);
	assert_true(p->payload_room <= p->payload_wire);
	assert_int_equal(p->whole, p->payload_wire == pkt_last(p)->len);
	assert_int_equal(p->more_padding, off < caplen);
}

static void test_layers(void **state)
{
	struct pkt p;

	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		struct span f = fb_make(&fb, samples[i].recipe);

		pkt_decode(samples[i].linktype, f, (uint32_t)f.n, &p);
		if (strcmp(layers_of(&p), samples[i].layers))
			print_message("%s\n", samples[i].recipe);
		assert_string_equal(layers_of(&p), samples[i].layers);
		check_sane(&p, f.n, (uint32_t)f.n);
		assert_true(pkt_linktype_known(samples[i].linktype));
	}
}

static void test_every_truncation_point(void **state)
{
	struct guarded g = guarded_new(FB_MAX);
	struct pkt p;

	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		struct span f = fb_make(&fb, samples[i].recipe);

		for (size_t n = 0; n <= f.n; n++) {
			struct span s = guarded_put(&g, span_sub(f, 0, n));

			pkt_decode(samples[i].linktype, s, (uint32_t)f.n, &p);
			check_sane(&p, n, (uint32_t)f.n);
			/* and as if the wire had ended there */
			pkt_decode(samples[i].linktype, s, (uint32_t)n, &p);
			check_sane(&p, n, (uint32_t)n);
		}
	}
	guarded_free(&g);
}

/* Flipping any one bit of the first 120 bytes breaks nothing. */
static void test_every_bit(void **state)
{
	struct guarded g = guarded_new(FB_MAX);
	struct pkt p;

	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		struct span f = fb_make(&fb, samples[i].recipe);

		for (size_t bit = 0; bit < 120 * 8 && bit < f.n * 8; bit++) {
			fb.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
			pkt_decode(samples[i].linktype, guarded_put(&g, f),
				   (uint32_t)f.n, &p);
			check_sane(&p, f.n, (uint32_t)f.n);
			fb.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
	}
	guarded_free(&g);
}

static void decode(const char *recipe, struct pkt *p)
{
	struct span f = fb_make(&fb, recipe);

	pkt_decode(1, f, (uint32_t)f.n, p);
}

static void test_checksums_are_judged(void **state)
{
	struct pkt p;

	(void)state;
	for (int i = 0; i < SAMPLES; i++) {
		struct span f = fb_make(&fb, samples[i].recipe);
		bool bad = false;

		pkt_decode(samples[i].linktype, f, (uint32_t)f.n, &p);
		for (unsigned k = 0; k < p.count; k++)
			bad |= p.csum_bad[k];
		if (bad != (strstr(samples[i].recipe, "bad") != NULL))
			fail_msg("%s", samples[i].recipe);
	}
	fb_make(&fb, "eth ip4 udp text:9");
	fb.p[14 + 8]--; /* a router that forgot the IP checksum */
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_true(p.csum_bad[1]);
	assert_false(p.csum_bad[2]);
	/* Absent, or not all captured: not wrong. */
	put_be16(fb.p + 14 + 10, 0);
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_false(p.csum_bad[1]);
	fb_make(&fb, "eth ip4 udpbad text:9");
	pkt_decode(1, span_of(fb.p, fb.n - 1), (uint32_t)fb.n, &p);
	assert_false(p.csum_bad[2]);
}

static void test_indexes(void **state)
{
	struct pkt p;

	(void)state;
	decode("eth vlan:3 ip6 hbh udp text:9", &p);
	assert_int_equal(p.ip, 2);
	assert_int_equal(p.transport, 4);
	decode("eth ip4 icmp:3 ip4 udp text:9", &p);
	assert_int_equal(p.ip, 1);
	assert_int_equal(p.transport, -1);
	decode("eth arp", &p);
	assert_int_equal(p.ip, -1);
	assert_int_equal(p.transport, -1);
}

static void test_payload_ends_with_its_headers(void **state)
{
	struct pkt p;

	(void)state;
	decode("eth ip4 udp text:4 trailer:30", &p);
	assert_int_equal(pkt_last(&p)->len, 4);
	assert_true(p.more_padding);
	assert_true(p.whole);
	decode("eth ip4 icmp:11 ip4 udp text:300 clip:78", &p);
	assert_int_equal(pkt_last(&p)->len, 50);
	assert_int_equal(p.payload_wire, 300);
	assert_int_equal(p.payload_room, 50);
	assert_false(p.whole);
	/* RFC 4884: 32 words of quote, then extensions. */
	fb_make(&fb, "eth ip4 icmp:11 ip4 udp text:300 clip:150");
	fb.p[14 + 20 + 5] = 32;
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_int_equal(pkt_last(&p)->len, 128 - 28);
	assert_true(p.more_padding);
}

static void test_lengths_that_lie(void **state)
{
	struct pkt p;

	(void)state;
	fb_make(&fb, "eth ip4 udp text:40");
	put_be16(fb.p + 14 + 20 + 4, 100); /* UDP says 100, IP says 48 */
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_string_equal(layers_of(&p), "eth ip4 udp PAYLOAD");
	assert_int_equal(p.lie[2], 52);
	assert_int_equal(pkt_last(&p)->len, 40);
	assert_true(p.whole);
	put_be16(fb.p + 14 + 20 + 4, 20); /* too short: a trailer */
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_int_equal(pkt_last(&p)->len, 12);
	put_be16(fb.p + 14 + 20 + 4, 7);
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_string_equal(layers_of(&p), "eth ip4 CUT:bad-header");
	put_be16(fb.p + 14 + 20 + 4, 48);
	put_be16(fb.p + 14 + 2, 0); /* segmentation offload */
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_int_equal(pkt_last(&p)->len, 40);
	put_be16(fb.p + 14 + 2, 1000);
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_int_equal(p.lie[1], 1000 - 68);
	assert_int_equal(pkt_last(&p)->len, 40);
	put_be16(fb.p + 14 + 2, 19);
	pkt_decode(1, span_of(fb.p, fb.n), (uint32_t)fb.n, &p);
	assert_string_equal(layers_of(&p), "eth CUT:bad-header");
}

static void test_headers_cut_by_the_snaplen(void **state)
{
	struct span f = fb_make(&fb, "eth ip4 tcpts text:100");
	struct pkt p;

	(void)state;
	pkt_decode(1, span_sub(f, 0, 60), (uint32_t)f.n, &p);
	assert_string_equal(layers_of(&p), "eth ip4 tcp CUT:truncated");
	assert_int_equal(p.layer[2].len, 20);
	assert_int_equal(p.payload_wire, 112);
	pkt_decode(1, span_sub(f, 0, 50), (uint32_t)f.n, &p);
	assert_string_equal(layers_of(&p), "eth ip4 CUT:truncated");
	/* As if nothing had been cut: then the header is to blame. */
	pkt_decode(1, span_sub(f, 0, 50), 50, &p);
	assert_string_equal(layers_of(&p), "eth ip4 CUT:bad-header");
	pkt_decode(1, span_sub(f, 0, 13), 13, &p);
	assert_string_equal(layers_of(&p), "CUT:bad-header");
	pkt_decode(1, span_sub(f, 0, 0), 0, &p);
	assert_string_equal(layers_of(&p), "CUT:bad-header");
	f = fb_make(&fb, "eth ip4opt udp text:9");
	pkt_decode(1, span_sub(f, 0, 40), (uint32_t)f.n, &p);
	assert_string_equal(layers_of(&p), "eth ip4 CUT:truncated");
	assert_int_equal(p.layer[1].len, 20);
	f = fb_make(&fb, "eth ip6 ra");
	pkt_decode(1, span_sub(f, 0, 14 + 40 + 16 + 33), (uint32_t)f.n, &p);
	assert_string_equal(layers_of(&p), "eth ip6 icmp6 CUT:truncated");
	assert_int_equal(p.layer[2].len, 16 + 32);
}

static void test_too_deep(void **state)
{
	struct pkt p;
	char recipe[512] = "eth ip6";

	(void)state;
	for (int i = 0; i < 40; i++)
		memcpy(recipe + 7 + i * 4, " hbh", 5);
	decode(recipe, &p);
	assert_int_equal(p.count, PKT_LAYERS_MAX);
	assert_int_equal(pkt_last(&p)->arg, PKT_CUT_TOO_DEEP);
	assert_int_equal(pkt_last(&p)->len, 10 * 8 + 8);
}

static void test_unknown_linktypes(void **state)
{
	struct pkt p;

	(void)state;
	assert_false(pkt_linktype_known(127));
	for (unsigned t = 0; t < 300; t++)
		assert_non_null(pkt_linktype_advice((uint16_t)t));
	assert_non_null(strstr(pkt_linktype_advice(127), "tcprewrite"));
	pkt_decode(127, span_str("abcdef"), 9, &p);
	assert_string_equal(layers_of(&p), "CUT:ethertype");
	assert_int_equal(p.payload_wire, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_layers),
	    cmocka_unit_test(test_every_truncation_point),
	    cmocka_unit_test(test_every_bit),
	    cmocka_unit_test(test_checksums_are_judged),
	    cmocka_unit_test(test_indexes),
	    cmocka_unit_test(test_payload_ends_with_its_headers),
	    cmocka_unit_test(test_lengths_that_lie),
	    cmocka_unit_test(test_headers_cut_by_the_snaplen),
	    cmocka_unit_test(test_too_deep),
	    cmocka_unit_test(test_unknown_linktypes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
