/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 768, RFC 9293, RFC 9260 */
#include "packet/decode.h"
#include "packet/sum.h"

enum { UDP_LEN = 8, TCP_MIN = 20, SCTP_LEN = 12, QUOTED_MIN = 8 };

static void mark_transport(struct dec *d)
{
	if (!d->quoted && d->out->transport < 0)
		d->out->transport = (int8_t)dec_index(d);
}

/* Is the checksum of the layer at h, which is whole, wrong? */
static bool wrong(const struct dec *d, const uint8_t *h, uint8_t proto)
{
	uint32_t n = (uint32_t)(d->p + d->words - h);
	uint64_t sum = pkt__pseudo(d->p, d->out, dec_index(d), proto, n);

	return csum_fold(csum_add(sum, span_of(h, n), false)) != 0xffff;
}

void pkt__udp(struct dec *d)
{
	const uint8_t *h = d->p + d->off;
	uint32_t len, lie;

	if (!pkt__need(d, UDP_LEN))
		return;
	len = get_be16(h + 4);
	if (len < UDP_LEN) {
		pkt__cut(d, PKT_CUT_BAD_HEADER);
		return;
	}
	lie = pkt__bound(d, d->off + len);
	if (!pkt__add(d, LAYER_UDP, UDP_LEN))
		return;
	mark_transport(d);
	d->out->lie[dec_index(d)] = lie;
	if (!lie && dec_whole(d) && get_be16(h + 6) != 0)
		d->out->csum_bad[dec_index(d)] = wrong(d, h, IPP_UDP);
	pkt__leaf(d);
}

/* Routers quote as little as 8 bytes of a transport header (RFC 792): ports
 * and, of TCP, the sequence number.  True when that is all there is. */
static bool quoted_stub(struct dec *d, enum pkt_layer_type type, uint32_t len)
{
	if (!d->quoted || dec_left(d) >= len || dec_left(d) < QUOTED_MIN)
		return false;
	if (pkt__add(d, type, QUOTED_MIN))
		pkt__cut(d, PKT_CUT_TRUNCATED);
	return true;
}

void pkt__tcp(struct dec *d)
{
	const uint8_t *h = d->p + d->off;
	uint32_t len, has;

	if (quoted_stub(d, LAYER_TCP, TCP_MIN) || !pkt__need(d, TCP_MIN))
		return;
	len = (h[12] >> 4) * 4u;
	if (len < TCP_MIN || d->words - d->off < len) {
		pkt__cut(d, PKT_CUT_BAD_HEADER);
		return;
	}
	has = dec_left(d) < len ? TCP_MIN : len;
	if (!pkt__add(d, LAYER_TCP, has))
		return;
	mark_transport(d);
	if (dec_whole(d))
		d->out->csum_bad[dec_index(d)] = wrong(d, h, IPP_TCP);
	pkt__cut(d, has < len ? PKT_CUT_TRUNCATED : PKT_CUT_TCP);
}

void pkt__sctp(struct dec *d)
{
	const uint8_t *h = d->p + d->off;

	if (quoted_stub(d, LAYER_SCTP, SCTP_LEN) || !pkt__need(d, SCTP_LEN) ||
	    !pkt__add(d, LAYER_SCTP, SCTP_LEN))
		return;
	mark_transport(d);
	if (dec_whole(d) && get_le32(h + 8) != 0)
		d->out->csum_bad[dec_index(d)] =
		    pkt__sctp_crc(span_of(h, d->p + d->words - h), 0) !=
		    get_le32(h + 8);
	pkt__cut(d, PKT_CUT_SCTP);
}
