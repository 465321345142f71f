/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pcapng_out.c - pcapng with one section, little-endian.
 *
 * Blocks written: section header (shb_userappl), interface descriptions
 * (if_tsresol), enhanced packets (epb_flags).  No other block or option.
 */
#include "base/rd.h"
#include "capture/writer.h"
#include "sianto/version.h"

enum {
	BLOCK_INTERFACE = 1,
	BLOCK_ENHANCED = 6,
	INTERFACE_LEN = 32,
	PACKET_HEAD = 28,
	TRAILER_LEN = 4,
	FLAGS_LEN = 12, /* option epb_flags and the end of options */

	OPT_PACKET_FLAGS = 2,
	OPT_USERAPPL = 4,
	OPT_TSRESOL = 9,
};

/* epb_flags: direction, reception type, link-layer errors.  The length of
 * the frame check sequence and reserved bits stay out. */
#define FLAGS_KEPT 0xffff001fu

static void put_option(struct buf *b, unsigned code, struct span value)
{
	uint8_t h[4];

	put_le16(h, (uint16_t)code);
	put_le16(h + 2, (uint16_t)value.n);
	buf_put(b, h, sizeof(h));
	buf_span(b, value);
	buf_fill(b, 0, -value.n & 3);
}

static void put_section(struct buf *b)
{
	static const char app[] = "sianto " SIANTO_VERSION;
	const uint32_t total =
	    24 + 4 + ((sizeof(app) - 1 + 3) & ~(uint32_t)3) + 4 + 4;
	uint8_t h[24];

	put_le32(h, 0x0a0d0d0au);
	put_le32(h + 4, total);
	put_le32(h + 8, 0x1a2b3c4du);
	put_le16(h + 12, 1);
	put_le16(h + 14, 0);
	memset(h + 16, 0xff, 8); /* length of the section: not said */
	buf_put(b, h, sizeof(h));
	put_option(b, OPT_USERAPPL, span_str(app));
	buf_fill(b, 0, 4);
	put_le32(h, total);
	buf_put(b, h, 4);
}

static void put_interface(struct buf *b, const struct cap_out_iface *iface)
{
	uint8_t h[INTERFACE_LEN] = {0};

	put_le32(h, BLOCK_INTERFACE);
	put_le32(h + 4, INTERFACE_LEN);
	put_le16(h + 8, iface->linktype);
	put_le32(h + 12, CAP_SNAPLEN);
	put_le16(h + 16, OPT_TSRESOL);
	put_le16(h + 18, 1);
	h[20] = iface->tsresol;
	put_le32(h + 28, INTERFACE_LEN);
	buf_put(b, h, sizeof(h));
}

int cap__pcapng_header(struct cap_writer *w, size_t count)
{
	struct buf b =
	    buf_of((size_t)CAP_INTERFACES_MAX * INTERFACE_LEN + 1024);
	int err = SIANTO_E_NOMEM;

	if (!w->begun)
		put_section(&b);
	for (size_t i = w->described; i < count; i++)
		put_interface(&b, &w->ifaces[i]);
	if (!b.bad)
		err = w->sink.write(w->sink.ctx, b.p, b.n);
	if (!err && count > w->described)
		w->described = count;
	buf_free(&b);
	return err;
}

size_t cap__pcapng_needs(struct span records)
{
	size_t at = 0, need = 0, id;

	while (records.n - at >= PACKET_HEAD) {
		id = get_le32(records.p + at + 8);
		if (id >= need)
			need = id + 1;
		at += get_le32(records.p + at + 4);
		require(at <= records.n);
	}
	require(at == records.n);
	return need;
}

/* Without the bits that are not written; 0 writes no option. */
static uint32_t flags_of(const struct cap_packet *p)
{
	return p->flags & FLAGS_KEPT;
}

static uint32_t total_of(const struct cap_packet *p)
{
	uint32_t data = (p->caplen + 3) & ~(uint32_t)3;

	return PACKET_HEAD + data + (flags_of(p) ? FLAGS_LEN : 0) + TRAILER_LEN;
}

void cap__pcapng_begin(const struct cap_out_iface *iface, struct buf *out,
		       const struct cap_packet *p)
{
	struct cap_time t = cap__time(iface, p);
	uint64_t ts = t.sec * iface->ticks_out + t.frac;
	uint8_t h[PACKET_HEAD];

	put_le32(h, BLOCK_ENHANCED);
	put_le32(h + 4, total_of(p));
	put_le32(h + 8, p->iface);
	put_le32(h + 12, (uint32_t)(ts >> 32));
	put_le32(h + 16, (uint32_t)ts);
	put_le32(h + 20, p->caplen);
	put_le32(h + 24, p->len < p->caplen ? p->caplen : p->len);
	buf_put(out, h, sizeof(h));
}

void cap__pcapng_end(struct buf *out, const struct cap_packet *p)
{
	uint8_t h[3 + FLAGS_LEN + TRAILER_LEN] = {0};
	size_t n = -(size_t)p->caplen & 3;

	if (flags_of(p)) {
		put_le16(h + n, OPT_PACKET_FLAGS);
		put_le16(h + n + 2, 4);
		put_le32(h + n + 4, flags_of(p));
		n += FLAGS_LEN;
	}
	put_le32(h + n, total_of(p));
	buf_put(out, h, n + TRAILER_LEN);
}
