/* SPDX-License-Identifier: Apache-2.0 */
#include "packet/decode.h"

/* More than any link carries; keeps sums of offsets far from 32 bits. */
enum { WIRE_MAX = 1 << 30 };

bool pkt__add(struct dec *d, enum pkt_layer_type type, uint32_t n)
{
	struct pkt *out = d->out;
	unsigned i = out->count;

	/* The last entry is for the payload or the cut. */
	if (i >= PKT_LAYERS_MAX - 1) {
		pkt__cut(d, PKT_CUT_TOO_DEEP);
		return false;
	}
	out->layer[i] = (struct pkt_layer){(uint8_t)type, 0, d->off, n};
	out->csum_bad[i] = false;
	out->lie[i] = 0;
	out->count++;
	d->off += n;
	return true;
}

/* The last entry: payload or cut. */
static void add_rest(struct dec *d, enum pkt_layer_type type, enum pkt_cut why)
{
	struct pkt *out = d->out;
	unsigned i = out->count++;

	out->layer[i] = (struct pkt_layer){(uint8_t)type, (uint8_t)why, d->off,
					   dec_left(d)};
	out->csum_bad[i] = false;
	out->lie[i] = 0;
	out->payload_wire = d->words - d->off;
	out->payload_room = d->end - d->off;
	out->whole = dec_left(d) == out->payload_wire;
}

/* Nothing is left behind the last header. */
static void bare(struct dec *d)
{
	struct pkt *out = d->out;

	out->payload_wire = out->payload_room = pkt_last(out)->len;
	out->whole = true;
}

void pkt__cut(struct dec *d, enum pkt_cut why)
{
	if (d->words == d->off && d->out->count > 0)
		bare(d);
	else
		add_rest(d, LAYER_CUT, why);
}

void pkt__leaf(struct dec *d)
{
	if (d->words == d->off)
		bare(d);
	else
		add_rest(d, LAYER_PAYLOAD, 0);
}

bool pkt__need(struct dec *d, uint32_t n)
{
	if (dec_left(d) >= n)
		return true;
	pkt__cut(d, d->words - d->off >= n ? PKT_CUT_TRUNCATED
					   : PKT_CUT_BAD_HEADER);
	return false;
}

uint32_t pkt__bound(struct dec *d, uint32_t to)
{
	uint32_t lie = 0;

	if (d->free)
		d->words = to;
	else if (to > d->words)
		lie = to - d->words;
	else
		d->words = to;
	d->free = false;
	if (d->end > d->words)
		d->end = d->words;
	if (d->cap > d->end)
		d->cap = d->end;
	return lie;
}

void pkt_decode(uint16_t linktype, struct span frame, uint32_t wire_len,
		struct pkt *out)
{
	struct dec d = {.out = out, .p = frame.p};
	const struct pkt_layer *last;

	if (frame.n > WIRE_MAX)
		frame.n = WIRE_MAX;
	if (wire_len > WIRE_MAX)
		wire_len = WIRE_MAX;
	if (wire_len < frame.n)
		wire_len = (uint32_t)frame.n;
	out->frame = frame;
	out->wire_len = wire_len;
	out->count = 0;
	out->ip = out->transport = -1;
	d.cap = (uint32_t)frame.n;
	d.end = d.words = wire_len;
	pkt__link(&d, linktype);
	last = pkt_last(out);
	out->more_padding = (size_t)last->off + last->len < frame.n;
}
