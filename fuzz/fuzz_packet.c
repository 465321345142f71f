/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_packet.c - decodes the input as a frame and rewrites it, whole and
 * cut; the first three bytes choose the link type, what is done, and how many
 * bytes the snaplen took.
 *
 * Rules checked: layers lie one behind the other within the captured bytes;
 * a rewritten frame decodes to the same layers; rewritten again it keeps its
 * lengths, and cut again with maps that change nothing its bytes too.
 */
#include "base/err.h"
#include "packet/packet.h"
#include "rewrite/rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OUT_MAX = 1 << 20 };

static uint32_t map_ip4(void *ctx, uint32_t a)
{
	return a ^ (*(const bool *)ctx ? 0x01020304 : 0);
}

static void map_ip6(void *ctx, const uint8_t in[16], uint8_t out[16])
{
	memcpy(out, in, 16);
	out[15] ^= *(const bool *)ctx;
}

static void map_mac(void *ctx, const uint8_t in[6], uint8_t out[6])
{
	memcpy(out, in, 6);
	out[5] ^= *(const bool *)ctx;
}

static uint32_t map_id(void *ctx, int kind, uint64_t salt, uint32_t v,
		       unsigned bits)
{
	(void)kind;
	(void)salt;
	if (*(const bool *)ctx)
		v += 5;
	return bits < 32 ? v & ((1u << bits) - 1) : v;
}

static void check_sane(const struct pkt *p)
{
	uint32_t off = 0;

	require(p->count >= 1 && p->count <= PKT_LAYERS_MAX);
	for (unsigned i = 0; i < p->count; i++) {
		require(p->layer[i].off == off);
		off += p->layer[i].len;
		require(off <= p->frame.n);
	}
	require(p->payload_room <= p->payload_wire);
	require(pkt_last(p)->len <= p->payload_room);
	require(p->ip < p->count && p->transport < p->count);
}

static void check_same_layers(const struct pkt *a, const struct pkt *b)
{
	for (unsigned i = 0; i < a->count; i++) {
		uint8_t type = a->layer[i].type;

		if (type == LAYER_CUT || type == LAYER_PAYLOAD)
			return;
		require(i < b->count && b->layer[i].type == type);
		require(b->layer[i].len == a->layer[i].len);
	}
}

static bool any_bad(const struct pkt *p)
{
	for (unsigned i = 0; i < p->count; i++) {
		if (p->csum_bad[i])
			return true;
	}
	return false;
}

static struct rw_payload payload_of(const struct pkt *p, bool cut)
{
	const struct pkt_layer *last = pkt_last(p);
	struct rw_payload pl = {.cut = cut};

	if (last->type == LAYER_PAYLOAD && !cut) {
		pl.text = span_of(p->frame.p + last->off, last->len);
		pl.missing = p->payload_wire - last->len;
	}
	return pl;
}

static void check(uint16_t linktype, const struct pkt *p, uint8_t how)
{
	bool change = how & 1;
	struct rw_maps maps = {.ctx = &change,
			       .ip4 = map_ip4,
			       .ip6 = map_ip6,
			       .mac = map_mac,
			       .id = map_id,
			       .round16 = how & 2,
			       .keep_ids = how & 4};
	struct rw_payload pl = payload_of(p, how & 8);
	struct buf one = buf_of(OUT_MAX), two = buf_of(OUT_MAX);
	uint32_t wire1, wire2;
	struct pkt q;

	pl.csum_only = how & 16;
	rw_frame(p, &maps, &pl, &one, &wire1);
	require(!one.bad && wire1 >= one.n);
	pkt_decode(linktype, span_of(one.p, one.n), wire1, &q);
	check_sane(&q);
	check_same_layers(p, &q);
	change = false;
	pl = payload_of(&q, how & 8);
	rw_frame(&q, &maps, &pl, &two, &wire2);
	require(!two.bad && wire2 == wire1 && two.n == one.n);
	if (!any_bad(p) && how & 8)
		require(one.n == 0 || memcmp(one.p, two.p, one.n) == 0);
	buf_free(&one);
	buf_free(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint16_t linktypes[] = {1,	 113, 276, 0, 108, 101,
					     12, 228, 229, 9, 197, 127};
	size_t n;
	struct pkt p;

	if (size < 3 || size > 70000)
		return 0;
	size -= 3;
	n = size > data[2] ? size - data[2] : 0;
	uint16_t linktype = linktypes[data[0] % 12];

	pkt_decode(linktype, span_of(data + 3, n), (uint32_t)size, &p);
	check_sane(&p);
	check(linktype, &p, data[1]);
	return 0;
}
