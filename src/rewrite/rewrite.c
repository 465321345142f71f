/* SPDX-License-Identifier: Apache-2.0 */
#include "rewrite/rewrite.h"

#include "packet/decode.h"
#include "rewrite/rw.h"

enum {
	FRAME_MAX = 262144, /* the snaplen of what we write */
	ETHERNET_MIN = 60,
	ERF_FCS = 4,
};

static bool has_text(const struct pkt *p)
{
	return pkt_last(p)->type == LAYER_PAYLOAD;
}

/* Bytes of all headers. */
static uint32_t head_len(const struct pkt *p)
{
	const struct pkt_layer *last = pkt_last(p);

	if (last->type == LAYER_PAYLOAD || last->type == LAYER_CUT)
		return last->off;
	return last->off + last->len;
}

/* What the length field of layer i can count, from the layer's start. */
static uint32_t field_max(const struct pkt *p, unsigned i)
{
	const struct pkt_layer *l = &p->layer[i];
	const uint8_t *h = p->frame.p + l->off;

	switch (l->type) {
	case LAYER_ETHERNET:
	case LAYER_VLAN: /* IEEE 802.3: type or length */
		if (get_be16(h + l->len - 2) <= ETH_LLC_MAX)
			return l->len + ETH_LLC_MAX;
		break;
	case LAYER_IP4:
		if (get_be16(h + 2))
			return 0xffff - (get_be16(h + 6) & 0x1fff) * 8u;
		break;
	case LAYER_IP6:
		if (get_be16(h + 4) || h[6] == IPP_NONE)
			return 0xffff + l->len;
		break;
	case LAYER_IP6EXT:
		if (l->arg == IPP_FRAGMENT)
			return 0xffff + l->len - (get_be16(h + 2) & 0xfff8);
		break;
	case LAYER_UDP:
		return 0xffff;
	case LAYER_PPPOE:
		return 0xffff + 6;
	case LAYER_ERF:
		return 0xffff;
	default:
		break;
	}
	return UINT32_MAX;
}

size_t rw_payload_max(const struct pkt *p)
{
	uint32_t head = head_len(p), room;
	uint32_t max = head < FRAME_MAX ? FRAME_MAX - head : 0;

	for (unsigned i = 0; i < p->count; i++) {
		uint32_t used = head - p->layer[i].off + p->lie[i];

		room = field_max(p, i);
		room = room > used ? room - used : 0;
		if (room < max)
			max = room;
	}
	return max;
}

/* Do other packets count in this one's length?  TCP sequence numbers, the
 * offset of the next fragment. */
static bool is_exact(const struct pkt *p)
{
	for (unsigned i = 0; i < p->count; i++) {
		const struct pkt_layer *l = &p->layer[i];
		const uint8_t *h = p->frame.p + l->off;

		if (l->type == LAYER_TCP ||
		    (l->type == LAYER_IP4 && h[6] & 0x20) ||
		    (l->type == LAYER_IP6EXT && l->arg == IPP_FRAGMENT &&
		     h[3] & 1))
			return true;
	}
	return false;
}

static uint32_t round_up(uint32_t n, size_t max)
{
	uint32_t up = (n + 15) & ~15u;

	return up <= max ? up : n;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Decides how long the new payload is. */
static void set_lengths(struct rw *r, const struct rw_payload *pl)
{
	const struct pkt *p = r->p;
	uint32_t seen = pkt_last(p)->len, missing;
	bool cut = !has_text(p) || pl->cut, rounded = false;
	size_t max = 0;

	r->head = head_len(p);
	if (r->head != pkt_last(p)->off)
		return; /* no payload */
	r->text = cut ? 0 : (uint32_t)pl->text.n;
	missing = cut ? p->payload_wire : pl->missing;
	r->body = r->text + missing;
	if (missing && r->m->round16 && !is_exact(p)) {
		rounded = true;
		max = rw_payload_max(p);
		r->body = round_up(r->body, max);
	}
	if (p->payload_room == p->payload_wire)
		r->room = r->body;
	else if (cut)
		r->room =
		    rounded ? round_up(p->payload_room, max) : p->payload_room;
	else
		r->room = r->text + p->payload_room - seen;
	r->room = least(r->room, r->body);
}

static void put_layer(const struct rw *r, unsigned i)
{
	switch (r->p->layer[i].type) {
	case LAYER_ARP:
		rw__arp(r, i);
		break;
	case LAYER_IP4:
		rw__ip4(r, i);
		break;
	case LAYER_IP6:
		rw__ip6(r, i);
		break;
	case LAYER_IP6EXT:
		rw__ip6ext(r, i);
		break;
	case LAYER_UDP:
		rw__udp(r, i);
		break;
	case LAYER_TCP:
		rw__tcp(r, i);
		break;
	case LAYER_SCTP:
		rw__sctp(r, i);
		break;
	case LAYER_ICMP4:
		rw__icmp4(r, i);
		break;
	case LAYER_ICMP6:
		rw__icmp6(r, i);
		break;
	case LAYER_RAW:
	case LAYER_QUOTE:
	case LAYER_PAYLOAD:
	case LAYER_CUT:
		break;
	default:
		rw__link(r, i);
		break;
	}
}

/* Does the outermost packet claim all of the frame, or more?  Then nothing
 * behind it is padding. */
static bool fills_frame(const struct pkt *p)
{
	unsigned end = p->ip < 0 ? p->count : p->ip + 1u;

	for (unsigned i = 0; i < end; i++) {
		const struct pkt_layer *l = &p->layer[i];

		if (p->lie[i] ||
		    ((l->type == LAYER_IP4 || l->type == LAYER_IP6) &&
		     field_max(p, i) == UINT32_MAX))
			return true;
	}
	return false;
}

/* The length an Ethernet frame was padded to, from the start of the capture;
 * 0 when it was not. */
static uint32_t padded_to(const struct pkt *p)
{
	const struct pkt_layer *last = pkt_last(p), *l = p->layer;
	uint32_t old = last->off + p->payload_room, wire = p->wire_len, min;

	if (l->type == LAYER_ERF) {
		wire = l->len + get_be16(p->frame.p + 14);
		wire = wire > ERF_FCS ? wire - ERF_FCS : 0;
		l++;
	}
	if (l >= last || l->type != LAYER_ETHERNET)
		return 0;
	if (fills_frame(p))
		return 0;
	min = l->off + ETHERNET_MIN;
	if (wire < min)
		return 0;
	if (l[1].type == LAYER_VLAN)
		min += l[1].len;
	min = least(min, wire);
	return old < min ? min : 0;
}

void rw_frame(const struct pkt *p, const struct rw_maps *maps,
	      const struct rw_payload *pl, struct buf *out, uint32_t *wire_len)
{
	struct rw r = {.p = p,
		       .m = maps,
		       .in = p->frame.p,
		       .quote = p->count,
		       .restore = pl->csum_only};
	size_t start = out->n;
	uint32_t wire, to;

	set_lengths(&r, pl);
	wire = r.head + r.room;
	for (unsigned i = 0; i < p->count; i++) {
		if (p->layer[i].type == LAYER_QUOTE)
			r.quote = i;
	}
	*wire_len = wire;
	if (!buf_room(out, (size_t)r.head + r.text + 2 * ETHERNET_MIN))
		return;
	buf_fill(out, 0, r.head);
	if (r.text)
		buf_span(out, pl->text);
	r.out = out->p + start;
	for (unsigned i = p->count; i-- > 0;)
		put_layer(&r, i);
	rw__sums(&r);
	to = padded_to(p);
	if (to > wire) {
		if (r.text == r.room && p->more_padding)
			buf_fill(out, 0, to - wire);
		wire = to;
	}
	*wire_len = wire;
	if (p->layer[0].type == LAYER_ERF)
		rw__erf_end(&r, out, start, wire_len);
}
