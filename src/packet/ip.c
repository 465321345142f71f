/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 791, RFC 8200 */
#include "packet/decode.h"
#include "packet/sum.h"

enum { IP4_MIN = 20, IP6_LEN = 40 };

static void mark_ip(struct dec *d)
{
	if (d->out->ip < 0)
		d->out->ip = (int8_t)dec_index(d);
}

/* What IP carries, in both versions. */
static void ip_protocol(struct dec *d, uint8_t proto, bool v6)
{
	switch (proto) {
	case IPP_UDP:
		pkt__udp(d);
		return;
	case IPP_TCP:
		pkt__tcp(d);
		return;
	case IPP_SCTP:
		pkt__sctp(d);
		return;
	case IPP_ESP:
	case IPP_AH:
		pkt__cut(d, PKT_CUT_ESP);
		return;
	case IPP_IPIP:
	case IPP_IP6:
	case IPP_GRE:
	case IPP_IPIP_OLD:
	case IPP_ETHERIP:
	case IPP_ENCAP:
	case IPP_L2TP:
	case IPP_MPLS:
		pkt__cut(d, PKT_CUT_TUNNEL);
		return;
	default:
		break;
	}
	if (proto == IPP_ICMP4 && !v6)
		pkt__icmp4(d);
	else if (proto == IPP_ICMP6 && v6)
		pkt__icmp6(d);
	else
		pkt__cut(d, PKT_CUT_IP_PROTOCOL);
}

void pkt__ip4(struct dec *d)
{
	const uint8_t *h = d->p + d->off;
	uint32_t len, total, lie, has;

	if (!pkt__need(d, IP4_MIN))
		return;
	len = (h[0] & 15u) * 4u;
	total = get_be16(h + 2);
	if (h[0] >> 4 != 4 || len < IP4_MIN || (total && total < len)) {
		pkt__cut(d, PKT_CUT_BAD_HEADER);
		return;
	}
	lie = pkt__bound(d, total ? d->off + total : d->end);
	if (d->words - d->off < len) {
		pkt__cut(d, PKT_CUT_BAD_HEADER);
		return;
	}
	has = dec_left(d) < len ? IP4_MIN : len;
	if (!pkt__add(d, LAYER_IP4, has))
		return;
	mark_ip(d);
	d->out->lie[dec_index(d)] = lie;
	if (has < len) {
		pkt__cut(d, PKT_CUT_TRUNCATED);
		return;
	}
	d->out->csum_bad[dec_index(d)] =
	    get_be16(h + 10) != 0 &&
	    csum_fold(csum_add(0, span_of(h, len), false)) != 0xffff;
	if (get_be16(h + 6) & 0x3fff) /* more fragments, or not the first */
		pkt__cut(d, PKT_CUT_FRAGMENT);
	else
		ip_protocol(d, h[9], false);
}

/* Extension headers up to one that is no such thing: *proto.  False: the
 * packet was finished (cut) on the way. */
static bool ip6_extensions(struct dec *d, uint8_t *proto)
{
	const uint8_t *h;
	uint32_t n;

	while (*proto == IPP_HOPOPT || *proto == IPP_ROUTING ||
	       *proto == IPP_DSTOPT || *proto == IPP_FRAGMENT) {
		h = d->p + d->off;
		if (!pkt__need(d, 8))
			return false;
		n = *proto == IPP_FRAGMENT ? 8 : (h[1] + 1u) * 8;
		if (!pkt__need(d, n) || !pkt__add(d, LAYER_IP6EXT, n))
			return false;
		d->out->layer[dec_index(d)].arg = *proto;
		/* Offset 0 and no more: an atomic fragment, RFC 6946. */
		if (*proto == IPP_FRAGMENT && get_be16(h + 2) & 0xfff9) {
			pkt__cut(d, PKT_CUT_FRAGMENT);
			return false;
		}
		*proto = h[0];
	}
	return true;
}

void pkt__ip6(struct dec *d)
{
	const uint8_t *h = d->p + d->off;
	uint32_t len, lie;
	uint8_t proto;

	if (!pkt__need(d, IP6_LEN))
		return;
	if (h[0] >> 4 != 6) {
		pkt__cut(d, PKT_CUT_BAD_HEADER);
		return;
	}
	len = get_be16(h + 4);
	proto = h[6];
	/* Length 0: a jumbogram, segmentation offload, or really nothing. */
	lie = pkt__bound(d, len || proto == IPP_NONE ? d->off + IP6_LEN + len
						     : d->end);
	if (!pkt__add(d, LAYER_IP6, IP6_LEN))
		return;
	mark_ip(d);
	d->out->lie[dec_index(d)] = lie;
	if (ip6_extensions(d, &proto))
		ip_protocol(d, proto, true);
}
