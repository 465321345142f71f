/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 792, RFC 4443.  What is unused, and the length of the extensions that
 * are dropped (RFC 4884), stays zero. */
#include "packet/decode.h"
#include "rewrite/rw.h"

void rw__icmp4(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	const uint8_t *h = r->in + l->off;
	uint8_t *o = r->out + l->off;

	o[0] = h[0]; /* type */
	o[1] = h[1]; /* code */
	if (l->len < 8)
		return;
	switch (h[0]) {
	case ICMP4_UNREACHABLE:
		if (h[1] == 4) /* next-hop MTU, RFC 1191 */
			put_be16(o + 6, get_be16(h + 6));
		break;
	case ICMP4_REDIRECT:
		rw__addr4(r, h + 4, o + 4); /* gateway */
		break;
	case ICMP4_PARAMETER:
		o[4] = h[4]; /* pointer */
		break;
	case ICMP4_QUENCH:
	case ICMP4_TIME_EXCEEDED:
	case ICMP4_SOLICIT:
		break;
	default:
		/* Identifier and sequence number of a query; count, size
		 * and lifetime of a router advertisement. */
		put_be32(o + 4, get_be32(h + 4));
		break;
	}
}

void rw__icmp6(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	const uint8_t *h = r->in + l->off;
	uint8_t *o = r->out + l->off;

	o[0] = h[0]; /* type */
	o[1] = h[1]; /* code */
	if (l->len < 8)
		return;
	switch (h[0]) {
	case ICMP6_TOO_BIG:
	case ICMP6_PARAMETER: /* MTU, pointer */
	case ICMP6_ECHO:
	case ICMP6_ECHO_REPLY: /* identifier and sequence number */
		put_be32(o + 4, get_be32(h + 4));
		break;
	case ICMP6_UNREACHABLE:
	case ICMP6_TIME_EXCEEDED:
		break;
	default:
		rw__ndp(r, h, o, l->len);
		break;
	}
}
