/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 768, RFC 9293, RFC 9260 */
#include "packet/decode.h"
#include "rewrite/rw.h"

enum { TCP_MIN = 20, FLAG_ACK = 0x10, FLAG_URG = 0x20 };

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

static uint64_t mix(uint64_t h, const uint8_t *p, uint32_t n)
{
	for (; n >= 4; n -= 4, p += 4)
		h = ((h ^ get_be32(p)) * 0x9e3779b97f4a7c15u) ^ h >> 29;
	return h;
}

/*
 * What the sequence numbers of the direction of this segment (or of the
 * opposite one) are moved by.  Initial sequence numbers tell more than a
 * clock: scanners put the address they scan into them.
 */
static uint32_t seq_offset(const struct rw *r, unsigned i, bool back)
{
	const uint8_t *h = r->in + r->p->layer[i].off, *ip;
	uint32_t at, n;
	uint64_t salt;

	if (!r->m->round16)
		return 0;
	do {
		if (i == 0)
			return 0;
		i--;
	} while (r->p->layer[i].type != LAYER_IP4 &&
		 r->p->layer[i].type != LAYER_IP6);
	ip = r->in + r->p->layer[i].off;
	at = r->p->layer[i].type == LAYER_IP4 ? 12 : 8;
	n = at == 12 ? 4 : 16;
	salt = mix(mix(n, ip + at + (back ? n : 0), n),
		   ip + at + (back ? 0 : n), n);
	salt ^=
	    back ? (uint64_t)get_be16(h + 2) << 16 | get_be16(h) : get_be32(h);
	return r->m->id(r->m->ctx, RW_ID_SEQ, salt * 0xc2b2ae3d27d4eb4fu, 1,
			32) -
	       1;
}

static void move32(uint8_t *p, uint32_t by)
{
	put_be32(p, get_be32(p) + by);
}

/* The edges of SACK blocks (RFC 2018) are numbers of the other direction. */
static void move_sacks(uint8_t *o, uint32_t n, uint32_t by)
{
	uint32_t pos = 0, len;

	for (; (len = tcp_option_len(o + pos, n - pos)) > 0; pos += len) {
		for (uint32_t k = 2; o[pos] == TCP_SACK && k + 4 <= len; k += 4)
			move32(o + pos + k, by);
	}
}

void rw__tcp(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	const uint8_t *h = r->in + l->off;
	uint8_t *o = r->out + l->off;
	uint32_t back;

	put_be16(o, get_be16(h));	  /* source port */
	put_be16(o + 2, get_be16(h + 2)); /* destination port */
	put_be32(o + 4, get_be32(h + 4) + seq_offset(r, i, false));
	if (l->len < TCP_MIN)
		return; /* all that was quoted */
	back = seq_offset(r, i, true);
	/* What no flag vouches for is not looked at by anybody. */
	if (h[13] & FLAG_ACK || !r->m->round16)
		put_be32(o + 8, get_be32(h + 8) + back);
	put_be16(o + 12, get_be16(h + 12)); /* header length, flags */
	put_be16(o + 14, get_be16(h + 14)); /* window */
	if (h[13] & FLAG_URG || !r->m->round16)
		put_be16(o + 18, get_be16(h + 18));
	rw__tcp_options(h + TCP_MIN, o + TCP_MIN, l->len - TCP_MIN);
	move_sacks(o + TCP_MIN, l->len - TCP_MIN, back);
}

/* The verification tag joins captures and stays zero. */
void rw__sctp(const struct rw *r, unsigned i)
{
	const uint8_t *h = r->in + r->p->layer[i].off;
	uint8_t *o = r->out + r->p->layer[i].off;

	put_be16(o, get_be16(h));	  /* source port */
	put_be16(o + 2, get_be16(h + 2)); /* destination port */
}
