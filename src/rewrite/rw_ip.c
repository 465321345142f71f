/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 791, RFC 8200 */
#include "packet/decode.h"
#include "rewrite/rw.h"

enum { IP4_MIN = 20, IP6_LEN = 40 };

void rw__addr4(const struct rw *r, const uint8_t *in, uint8_t *out)
{
	put_be32(out, r->m->ip4(r->m->ctx, get_be32(in)));
}

void rw__addr6(const struct rw *r, const uint8_t *in, uint8_t *out, uint32_t n)
{
	for (; n > 0; n--, in += 16, out += 16)
		r->m->ip6(r->m->ctx, in, out);
}

static bool has_meaning(enum rw_id kind, uint32_t v)
{
	switch (kind) {
	case RW_ID_VLAN:
		return v <= 1 || v == 4095;
	case RW_ID_PPPOE:
		return v == 0 || v == 0xffff;
	default:
		return v == 0;
	}
}

/* Walks the permutation's cycle past the values that stay: the rest is
 * permuted among itself.  At most three values in a row can stay. */
static uint32_t map_id(const struct rw *r, enum rw_id kind, uint64_t salt,
		       uint32_t v, unsigned bits)
{
	uint32_t mask = bits < 32 ? (1u << bits) - 1 : UINT32_MAX;

	if (has_meaning(kind, v))
		return v;
	for (int n = 0; n < 4; n++) {
		v = r->m->id(r->m->ctx, (int)kind, salt, v, bits) & mask;
		if (!has_meaning(kind, v))
			break;
	}
	return v;
}

uint32_t rw__id(const struct rw *r, enum rw_id kind, uint64_t salt, uint32_t v)
{
	static const unsigned bits[] = {
	    [RW_ID_VLAN] = 12,
	    [RW_ID_PPPOE] = 16,
	    [RW_ID_IPID] = 16,
	    [RW_ID_FLOW] = 20,
	};

	return map_id(r, kind, salt, v, bits[kind]);
}

uint32_t rw__ipid(const struct rw *r, uint64_t salt, uint32_t v, unsigned bits)
{
	return map_id(r, RW_ID_IPID, salt, v, bits);
}

void rw__ip4(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	const uint8_t *h = r->in + l->off;
	uint8_t *o = r->out + l->off;
	uint32_t salt;

	o[0] = h[0]; /* version, header length */
	o[1] = h[1]; /* type of service */
	if (get_be16(h + 2))
		rw__put_len(o + 2, rw__len(r, i) + r->p->lie[i]);
	rw__addr4(r, h + 12, o + 12);
	rw__addr4(r, h + 16, o + 16);
	salt = get_be32((r->restore ? o : h) + 12);
	put_be16(o + 4, (uint16_t)rw__ipid(r, salt, get_be16(h + 4), 16));
	put_be16(o + 6, get_be16(h + 6)); /* flags, fragment offset */
	o[8] = h[8];			  /* time to live */
	o[9] = h[9];			  /* protocol */
	if (l->len > IP4_MIN)
		rw__ip4_options(r, h + IP4_MIN, o + IP4_MIN, l->len - IP4_MIN);
}

static uint64_t salt6(const uint8_t *addr)
{
	uint64_t hi, lo;

	hi = (uint64_t)get_be32(addr) << 32 | get_be32(addr + 4);
	lo = (uint64_t)get_be32(addr + 8) << 32 | get_be32(addr + 12);
	return (hi ^ hi >> 29) * 0x9e3779b97f4a7c15u + lo;
}

/* The IPv6 header before extension header i. */
static unsigned ip6_of(const struct rw *r, unsigned i)
{
	while (r->p->layer[i].type != LAYER_IP6)
		i--;
	return i;
}

static uint64_t salt6_of(const struct rw *r, unsigned i)
{
	i = ip6_of(r, i);
	/* When restoring, the new source is not written yet. */
	if (r->restore) {
		uint8_t src[16];

		rw__addr6(r, r->in + r->p->layer[i].off + 8, src, 1);
		return salt6(src);
	}
	return salt6(r->in + r->p->layer[i].off + 8);
}

/* A neighbour solicitation goes to a group made from the last 24 bits of its
 * target (RFC 4291 section 2.7.1): make the new one from the new target. */
static void solicited_node(const struct rw *r, unsigned i, const uint8_t *in,
			   uint8_t *out)
{
	static const uint8_t prefix[13] = {0xff, 0x02, 0, 0, 0, 0,   0,
					   0,	 0,    0, 0, 1, 0xff};
	const struct pkt *p = r->p;

	if (memcmp(in, prefix, sizeof(prefix)) != 0)
		return;
	while (++i < p->count && p->layer[i].type == LAYER_IP6EXT)
		;
	if (i < p->count && p->layer[i].type == LAYER_ICMP6 &&
	    p->layer[i].len >= 24 && r->in[p->layer[i].off] == NDP_NS &&
	    memcmp(r->in + p->layer[i].off + 21, in + 13, 3) == 0) {
		memcpy(out, prefix, sizeof(prefix));
		memcpy(out + 13, r->out + p->layer[i].off + 21, 3);
	}
}

void rw__ip6(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	const uint8_t *h = r->in + l->off;
	uint8_t *o = r->out + l->off;
	uint32_t flow;

	rw__addr6(r, h + 8, o + 8, 2);
	solicited_node(r, i, h + 24, o + 24);
	flow = get_be32(h); /* version, traffic class, flow label */
	flow = (flow & 0xfff00000) |
	       rw__id(r, RW_ID_FLOW, salt6((r->restore ? o : h) + 8),
		      flow & 0xfffff);
	put_be32(o, flow);
	if (get_be16(h + 4))
		rw__put_len(o + 4, rw__len(r, i) - IP6_LEN + r->p->lie[i]);
	o[6] = h[6]; /* next header */
	o[7] = h[7]; /* hop limit */
}

/* RFC 2675: all that is behind the IPv6 header. */
static uint32_t jumbo_len(const struct rw *r, unsigned i)
{
	return rw__len(r, ip6_of(r, i)) - IP6_LEN;
}

/* RFC 8200 section 4.2: n bytes of options.  Known ones are kept, the others
 * become PadN of the same length. */
static void ip6_options(const struct rw *r, unsigned i, uint32_t n)
{
	enum {
		PAD1,
		PADN,
		TUNNEL_LIMIT = 4,
		ALERT = 5,
		JUMBO = 0xc2,
		HOME = 0xc9
	};
	const uint8_t *h = r->in + r->p->layer[i].off;
	uint8_t *o = r->out + r->p->layer[i].off;
	uint32_t pos = 2, len;

	while (n - pos >= 2) {
		if (h[pos] == PAD1) {
			pos++;
			continue;
		}
		len = h[pos + 1];
		if (len > n - pos - 2)
			break;
		o[pos] = PADN;
		o[pos + 1] = (uint8_t)len;
		if ((h[pos] == TUNNEL_LIMIT && len == 1) ||
		    (h[pos] == ALERT && len == 2)) {
			memcpy(o + pos, h + pos, len + 2);
		} else if (h[pos] == JUMBO && len == 4) {
			o[pos] = JUMBO;
			put_be32(o + pos + 2, jumbo_len(r, i));
		} else if (h[pos] == HOME && len == 16) {
			o[pos] = HOME;
			rw__addr6(r, h + pos + 2, o + pos + 2, 1);
		}
		pos += len + 2;
	}
	/* What is left stays zero: Pad1. */
}

/* Types 0 and 2 are addresses only; in type 4 (RFC 8754) the segments are
 * followed by TLVs, which stay zero: Pad1.  Others: nothing but the head. */
static void ip6_routing(const struct rw *r, const uint8_t *h, uint8_t *o,
			uint32_t n)
{
	uint32_t addresses = (n - 8) / 16;

	o[2] = h[2]; /* type */
	o[3] = h[3]; /* segments left */
	if (h[2] == 4) {
		o[4] = h[4]; /* last entry */
		if (h[4] + 1u < addresses)
			addresses = h[4] + 1u;
	} else if (h[2] != 0 && h[2] != 2) {
		return;
	}
	rw__addr6(r, h + 8, o + 8, addresses);
}

void rw__ip6ext(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	const uint8_t *h = r->in + l->off;
	uint8_t *o = r->out + l->off;

	o[0] = h[0]; /* next header */
	if (l->arg == IPP_FRAGMENT) {
		put_be16(o + 2, get_be16(h + 2) & 0xfff9); /* offset, more */
		put_be32(o + 4,
			 rw__ipid(r, salt6_of(r, i), get_be32(h + 4), 32));
		return;
	}
	o[1] = h[1]; /* length */
	if (l->arg == IPP_ROUTING)
		ip6_routing(r, h, o, l->len);
	else
		ip6_options(r, i, l->len);
}

enum {
	OPT_END = 0,
	OPT_NOP = 1,
	OPT_RR = 7,
	OPT_TIME = 68,
	OPT_LSRR = 131,
	OPT_SSRR = 137,
	OPT_ALERT = 148,
};

/* RR, LSRR, SSRR: type, length, pointer, addresses. */
static void route_option(const struct rw *r, const uint8_t *in, uint8_t *out,
			 uint32_t n)
{
	memcpy(out, in, 3);
	for (uint32_t pos = 3; n - pos >= 4; pos += 4)
		rw__addr4(r, in + pos, out + pos);
}

/* Time stamps are time of day: zero.  Flags 1 and 3 have addresses. */
static void time_option(const struct rw *r, const uint8_t *in, uint8_t *out,
			uint32_t n)
{
	memcpy(out, in, 4);
	if ((in[3] & 15) == 0)
		return;
	for (uint32_t pos = 4; n - pos >= 8; pos += 8)
		rw__addr4(r, in + pos, out + pos);
}

void rw__ip4_options(const struct rw *r, const uint8_t *in, uint8_t *out,
		     uint32_t n)
{
	uint32_t pos = 0, len;

	for (; pos < n && in[pos] != OPT_END; pos += len) {
		const uint8_t *h = in + pos;

		len = 1;
		out[pos] = OPT_NOP;
		if (h[0] == OPT_NOP)
			continue;
		if (n - pos < 2 || h[1] < 2 || h[1] > n - pos) {
			out[pos] = OPT_END;
			return;
		}
		len = h[1];
		if ((h[0] == OPT_RR || h[0] == OPT_LSRR || h[0] == OPT_SSRR) &&
		    len >= 3)
			route_option(r, h, out + pos, len);
		else if (h[0] == OPT_TIME && len >= 4 &&
			 ((h[3] & 15) <= 1 || (h[3] & 15) == 3))
			time_option(r, h, out + pos, len);
		else if (h[0] == OPT_ALERT && len == 4) /* RFC 2113 */
			memcpy(out + pos, h, 4);
		else
			memset(out + pos, OPT_NOP, len);
	}
}
