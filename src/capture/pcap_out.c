/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pcap_out.c - pcap, version 2.4, little-endian.
 */
#include "base/rd.h"
#include "capture/writer.h"

enum { FILE_HEAD = 24, RECORD_HEAD = 16, LINKTYPE_ETHERNET = 1 };

int cap__pcap_header(struct cap_writer *w)
{
	uint8_t h[FILE_HEAD] = {0};
	unsigned link =
	    w->iface_count ? w->ifaces[0].linktype : LINKTYPE_ETHERNET;

	put_le32(h, w->nano ? 0xa1b23c4du : 0xa1b2c3d4u);
	put_le16(h + 4, 2);
	put_le16(h + 6, 4);
	put_le32(h + 16, CAP_SNAPLEN);
	put_le32(h + 20, link);
	return w->sink.write(w->sink.ctx, h, sizeof(h));
}

void cap__pcap_begin(const struct cap_out_iface *iface, struct buf *out,
		     const struct cap_packet *p)
{
	struct cap_time t = cap__time(iface, p);
	uint8_t h[RECORD_HEAD];

	put_le32(h, (uint32_t)t.sec);
	put_le32(h + 4, (uint32_t)t.frac);
	put_le32(h + 8, p->caplen);
	put_le32(h + 12, p->len < p->caplen ? p->caplen : p->len);
	buf_put(out, h, sizeof(h));
}
