/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 4861: messages are one layer, header and options, and the last one */
#include "packet/decode.h"

uint32_t pkt__ndp_fixed(uint8_t type)
{
	switch (type) {
	case NDP_RS:
		return 8;
	case NDP_RA:
		return 16;
	case NDP_NS:
	case NDP_NA:
		return 24;
	case NDP_REDIRECT:
		return 40;
	default:
		return 0;
	}
}

/* Bytes of the whole options from pos on; *why tells what is wrong with the
 * one behind them. */
static uint32_t whole_options(const struct dec *d, uint32_t pos,
			      enum pkt_cut *why)
{
	uint32_t from = pos, n;

	while (d->cap - pos >= 2) {
		n = d->p[pos + 1] * 8u;
		if (n == 0 || n > d->words - pos)
			*why = PKT_CUT_BAD_HEADER;
		if (n == 0 || n > d->cap - pos)
			break;
		pos += n;
	}
	return pos - from;
}

void pkt__ndp(struct dec *d, bool csum_bad)
{
	uint32_t n = pkt__ndp_fixed(d->p[d->off]);
	enum pkt_cut why = PKT_CUT_TRUNCATED;

	if (n > dec_left(d)) {
		if (n > d->words - d->off)
			why = PKT_CUT_BAD_HEADER;
		n = 4;
	} else {
		n += whole_options(d, d->off + n, &why);
	}
	if (!pkt__add(d, LAYER_ICMP6, n))
		return;
	d->out->csum_bad[dec_index(d)] = csum_bad;
	pkt__cut(d, why);
}
