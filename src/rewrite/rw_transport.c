/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 768, RFC 9293, RFC 9260 */
#include "rewrite/rw.h"

enum { TCP_MIN = 20 };

void rw__udp(const struct rw *r, unsigned i)
{
	const uint8_t *h = r->in + r->p->layer[i].off;
	uint8_t *o = r->out + r->p->layer[i].off;

	put_be16(o, get_be16(h));	  /* source port */
	put_be16(o + 2, get_be16(h + 2)); /* destination port */
	rw__put_len(o + 4, rw__len(r, i) + r->p->lie[i]);
}

enum {
	TCP_END = 0,
	TCP_NOP = 1,
	TCP_MSS = 2,
	TCP_SCALE = 3,
	TCP_SACK_OK = 4,
	TCP_SACK = 5,
};

/* Options that tell nothing of the host but its window and its losses.  Time
 * stamps tell its clock (Kohno 2005), others are not known. */
static bool tcp_option_stays(uint8_t kind, uint32_t len)
{
	switch (kind) {
	case TCP_MSS:
		return len == 4;
	case TCP_SCALE:
		return len == 3;
	case TCP_SACK_OK:
		return len == 2;
	case TCP_SACK:
		return len > 2 && len % 8 == 2;
	default:
		return false;
	}
}

/* The length of the option at in; 0 for the end, or when there is no sense
 * in it. */
static uint32_t tcp_option_len(const uint8_t *in, uint32_t left)
{
	if (left == 0 || in[0] == TCP_END)
		return 0;
	if (in[0] == TCP_NOP)
		return 1;
	if (left < 2 || in[1] < 2 || in[1] > left)
		return 0;
	return in[1];
}

/* With nothing to drop the options stay as they are.  Else those that stay
 * move together and the rest is END: NOPs in their place would be four and
 * more in a row, which analyzers report as an attack on the options. */
void rw__tcp_options(const uint8_t *in, uint8_t *out, uint32_t n)
{
	uint32_t pos = 0, to = 0, len;
	bool drop = false;

	while ((len = tcp_option_len(in + pos, n - pos)) > 0) {
		if (in[pos] != TCP_NOP && !tcp_option_stays(in[pos], len))
			drop = true;
		pos += len;
	}
	if (!drop) {
		memcpy(out, in, pos);
		return;
	}
	for (pos = 0; (len = tcp_option_len(in + pos, n - pos)) > 0;
	     pos += len) {
		if (tcp_option_stays(in[pos], len)) {
			memcpy(out + to, in + pos, len);
			to += len;
		}
	}
}

void rw__tcp(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	const uint8_t *h = r->in + l->off;
	uint8_t *o = r->out + l->off;

	put_be16(o, get_be16(h));	  /* source port */
	put_be16(o + 2, get_be16(h + 2)); /* destination port */
	put_be32(o + 4, get_be32(h + 4)); /* sequence number */
	if (l->len < TCP_MIN)
		return;			    /* all that was quoted */
	put_be32(o + 8, get_be32(h + 8));   /* acknowledgement */
	put_be16(o + 12, get_be16(h + 12)); /* header length, flags */
	put_be16(o + 14, get_be16(h + 14)); /* window */
	put_be16(o + 18, get_be16(h + 18)); /* urgent pointer */
	rw__tcp_options(h + TCP_MIN, o + TCP_MIN, l->len - TCP_MIN);
}

/* The verification tag joins captures and stays zero. */
void rw__sctp(const struct rw *r, unsigned i)
{
	const uint8_t *h = r->in + r->p->layer[i].off;
	uint8_t *o = r->out + r->p->layer[i].off;

	put_be16(o, get_be16(h));	  /* source port */
	put_be16(o + 2, get_be16(h + 2)); /* destination port */
}
