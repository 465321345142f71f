/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 792, RFC 4443, RFC 4884 */
#include "packet/decode.h"
#include "packet/sum.h"

enum { ICMP_LEN = 8, ICMP_MIN = 4 };

bool pkt__icmp4_quotes(uint8_t type)
{
	return type == ICMP4_UNREACHABLE || type == ICMP4_QUENCH ||
	       type == ICMP4_REDIRECT || type == ICMP4_TIME_EXCEEDED ||
	       type == ICMP4_PARAMETER;
}

bool pkt__icmp6_quotes(uint8_t type)
{
	return type >= ICMP6_UNREACHABLE && type <= ICMP6_PARAMETER;
}

/* Header bytes of a message that can be rewritten by name.  Of an unknown
 * message that is type, code and checksum. */
static uint32_t icmp4_len(uint8_t type)
{
	bool known = pkt__icmp4_quotes(type) || type == ICMP4_ECHO_REPLY ||
		     type == ICMP4_ECHO || type == ICMP4_ROUTER ||
		     type == ICMP4_SOLICIT ||
		     (type >= ICMP4_TIMESTAMP && type <= ICMP4_MASK_REPLY);

	return known ? ICMP_LEN : ICMP_MIN;
}

static uint32_t icmp6_len(uint8_t type)
{
	bool known = pkt__icmp6_quotes(type) || type == ICMP6_ECHO ||
		     type == ICMP6_ECHO_REPLY;

	return known ? ICMP_LEN : ICMP_MIN;
}

/* Behind the quote, at `len` bytes, are RFC 4884 extensions: interface names,
 * addresses, labels.  They end the layer here and so are dropped. */
static void quote(struct dec *d, uint32_t len, void (*ip)(struct dec *))
{
	if (d->words == d->off) {
		pkt__cut(d, PKT_CUT_ICMP);
		return;
	}
	if (len && d->off + len < d->words)
		(void)pkt__bound(d, d->off + len);
	if (!pkt__add(d, LAYER_QUOTE, 0))
		return;
	d->quoted = true;
	d->free = true;
	ip(d);
}

void pkt__icmp4(struct dec *d)
{
	const uint8_t *h = d->p + d->off;
	uint32_t n;

	if (!pkt__need(d, ICMP_MIN))
		return;
	n = icmp4_len(h[0]);
	if (!pkt__need(d, n) || !pkt__add(d, LAYER_ICMP4, n))
		return;
	if (dec_whole(d)) {
		struct span all = span_of(h, d->p + d->words - h);

		d->out->csum_bad[dec_index(d)] =
		    csum_fold(csum_add(0, all, false)) != 0xffff;
	}
	if (!pkt__icmp4_quotes(h[0]) || d->quoted)
		pkt__cut(d, PKT_CUT_ICMP);
	else
		quote(d, pkt__icmp4_extends(h[0]) ? h[5] * 4u : 0, pkt__ip4);
}

void pkt__icmp6(struct dec *d)
{
	const uint8_t *h = d->p + d->off;
	uint32_t n;
	bool bad = false;

	if (!pkt__need(d, ICMP_MIN))
		return;
	if (dec_whole(d)) {
		uint32_t len = d->words - d->off;
		uint64_t sum =
		    pkt__pseudo(d->p, d->out, d->out->count, IPP_ICMP6, len);

		bad =
		    csum_fold(csum_add(sum, span_of(h, len), false)) != 0xffff;
	}
	if (pkt__ndp_fixed(h[0]) && !d->quoted) {
		pkt__ndp(d, bad);
		return;
	}
	n = icmp6_len(h[0]);
	if (!pkt__need(d, n) || !pkt__add(d, LAYER_ICMP6, n))
		return;
	d->out->csum_bad[dec_index(d)] = bad;
	if (!pkt__icmp6_quotes(h[0]) || d->quoted)
		pkt__cut(d, PKT_CUT_ICMP);
	else
		quote(d, pkt__icmp6_extends(h[0]) ? h[4] * 8u : 0, pkt__ip6);
}
