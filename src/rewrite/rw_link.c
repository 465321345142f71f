/* SPDX-License-Identifier: Apache-2.0 */
/* Link layers and ARP; the formats are those of packet/link.c */
#include "packet/decode.h"
#include "rewrite/rw.h"

enum { ERF_PAD = 48, ERF_HEAD = 16, ERF_FCS = 4 };

static void group_mac4(const uint8_t *addr, uint8_t *out)
{
	static const uint8_t prefix[3] = {0x01, 0x00, 0x5e};

	memcpy(out, prefix, 3);
	memcpy(out + 3, addr + 1, 3);
	out[3] &= 0x7f;
}

static void group_mac6(const uint8_t *addr, uint8_t *out)
{
	out[0] = out[1] = 0x33;
	memcpy(out + 2, addr + 12, 4);
}

static bool is_group_mac4(const uint8_t *mac)
{
	return mac[0] == 0x01 && mac[1] == 0 && mac[2] == 0x5e && mac[3] < 0x80;
}

static bool is_group_mac6(const uint8_t *mac)
{
	return mac[0] == 0x33 && mac[1] == 0x33;
}

/* A multicast MAC without its IP address at hand still holds most of the
 * group (RFC 1112 section 6.4, RFC 2464 section 7): map what it tells. */
void rw__mac(const struct rw *r, const uint8_t *in, uint8_t *out)
{
	uint8_t group[16] = {0xff, 0x02}, mapped[16];

	if (is_group_mac4(in)) {
		memcpy(group, in + 2, 4);
		group[0] = 0xe0;
		rw__addr4(r, group, mapped);
		group_mac4(mapped, out);
	} else if (is_group_mac6(in)) {
		memcpy(group + 12, in + 2, 4);
		rw__addr6(r, group, mapped, 1);
		group_mac6(mapped, out);
	} else {
		r->m->mac(r->m->ctx, in, out);
	}
}

static void destination_mac(const struct rw *r, const uint8_t *in, uint8_t *out)
{
	const struct pkt_layer *ip =
	    r->p->ip < 0 ? NULL : &r->p->layer[r->p->ip];
	const uint8_t *h = ip ? r->out + ip->off : NULL;

	if (ip && ip->type == LAYER_IP4 && h[16] >> 4 == 0xe &&
	    is_group_mac4(in))
		group_mac4(h + 16, out);
	else if (ip && ip->type == LAYER_IP6 && h[24] == 0xff &&
		 is_group_mac6(in))
		group_mac6(h + 24, out);
	else
		rw__mac(r, in, out);
}

/* The field at the end of layer i: a type, or the length of what follows. */
static void put_type(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	uint32_t end = l->off + l->len;
	uint16_t type = get_be16(r->in + end - 2);

	if (type <= ETH_LLC_MAX) {
		uint32_t n = r->head + r->room - end + r->p->lie[i];

		type = (uint16_t)(n > ETH_LLC_MAX ? ETH_LLC_MAX : n);
	}
	put_be16(r->out + end - 2, type);
}

static void put_ethernet(const struct rw *r, unsigned i)
{
	uint32_t off = r->p->layer[i].off;

	destination_mac(r, r->in + off, r->out + off);
	rw__mac(r, r->in + off + 6, r->out + off + 6);
	put_type(r, i);
}

static void put_vlan(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];

	for (uint32_t n = 0; n < l->len; n += 4) {
		uint8_t *o = r->out + l->off + n;
		uint16_t tci = get_be16(r->in + l->off + n);
		uint32_t id = tci & 0x0fffu;

		if (!r->m->keep_ids)
			id = rw__id(r, RW_ID_VLAN, 0, id);
		put_be16(o, (uint16_t)((tci & 0xf000u) | id));
		put_be16(o + 2, get_be16(r->in + l->off + n + 2));
	}
	put_type(r, i);
}

/* A cooked link address of 8 bytes, of which n count.  Tunnels have an IPv4
 * address there; what is neither that nor a MAC stays zero. */
static void put_sll_address(const struct rw *r, uint16_t hatype, uint32_t n,
			    uint32_t off)
{
	enum { ARPHRD_TUNNEL = 768, ARPHRD_SIT = 776, ARPHRD_IPGRE = 778 };

	if (n == 6)
		rw__mac(r, r->in + off, r->out + off);
	else if (n == 4 && (hatype == ARPHRD_TUNNEL || hatype == ARPHRD_SIT ||
			    hatype == ARPHRD_IPGRE))
		rw__addr4(r, r->in + off, r->out + off);
}

static void put_sll(const struct rw *r, uint32_t off)
{
	const uint8_t *h = r->in + off;
	uint8_t *o = r->out + off;

	put_be16(o, get_be16(h));	  /* packet type */
	put_be16(o + 2, get_be16(h + 2)); /* ARPHRD_ type */
	put_be16(o + 4, get_be16(h + 4)); /* address length */
	put_sll_address(r, get_be16(h + 2), get_be16(h + 4), off + 6);
	put_be16(o + 14, get_be16(h + 14)); /* protocol */
}

/* The interface index at byte 4 is the capturing host's: zero. */
static void put_sll2(const struct rw *r, uint32_t off)
{
	const uint8_t *h = r->in + off;
	uint8_t *o = r->out + off;

	put_be16(o, get_be16(h));	  /* protocol */
	put_be16(o + 8, get_be16(h + 8)); /* ARPHRD_ type */
	o[10] = h[10];			  /* packet type */
	o[11] = h[11];			  /* address length */
	put_sll_address(r, get_be16(h + 8), h[11], off + 12);
}

static void put_pppoe(const struct rw *r, unsigned i)
{
	const uint8_t *h = r->in + r->p->layer[i].off;
	uint8_t *o = r->out + r->p->layer[i].off;
	uint32_t id = get_be16(h + 2);

	o[0] = 0x11; /* version, type; code 0: a session */
	if (!r->m->keep_ids)
		id = rw__id(r, RW_ID_PPPOE, 0, id);
	put_be16(o + 2, (uint16_t)id);
	rw__put_len(o + 4, rw__len(r, i) - 6 + r->p->lie[i]);
	put_be16(o + 6, get_be16(h + 6)); /* PPP protocol */
}

/* Time stamp, interface, loss counter and extension headers tell of the
 * capturing card: zero, but for the bits that chain the headers. */
static void put_erf(const struct rw *r, uint32_t len)
{
	if (len == ERF_HEAD) {
		r->out[8] = ERF_PAD;
		return;
	}
	r->out[8] = r->in[8];
	r->out[9] = r->in[9] & 0x1c; /* varying length, truncated, errors */
	for (uint32_t n = ERF_HEAD; n + 8 <= len; n += 8)
		r->out[n] = r->in[n];
}

void rw__link(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];

	switch (l->type) {
	case LAYER_ETHERNET:
		put_ethernet(r, i);
		break;
	case LAYER_VLAN:
		put_vlan(r, i);
		break;
	case LAYER_SLL:
		put_sll(r, l->off);
		break;
	case LAYER_SLL2:
		put_sll2(r, l->off);
		break;
	case LAYER_NULL: /* a family: the decoder saw to it */
	case LAYER_PPP:	 /* address, control, protocol */
		memcpy(r->out + l->off, r->in + l->off, l->len);
		break;
	case LAYER_PPPOE:
		put_pppoe(r, i);
		break;
	case LAYER_ERF:
		put_erf(r, l->len);
		break;
	default:
		break;
	}
}

/* The lengths in an ERF header, and the FCS that Ethernet records end with
 * (zero: we have none to give). */
void rw__erf_end(const struct rw *r, struct buf *out, size_t start,
		 uint32_t *wire_len)
{
	uint32_t head = r->p->layer[0].len, wire = *wire_len - head;

	if (head > ERF_HEAD) {
		if (out->n - start == *wire_len)
			buf_fill(out, 0, ERF_FCS);
		wire += ERF_FCS;
	}
	if (out->bad)
		return;
	rw__put_len(out->p + start + 10, (uint32_t)(out->n - start));
	rw__put_len(out->p + start + 14, wire);
	*wire_len = head + wire;
}

/* RFC 826: hardware and protocol addresses of both sides. */
void rw__arp(const struct rw *r, unsigned i)
{
	const uint8_t *h = r->in + r->p->layer[i].off;
	uint8_t *o = r->out + r->p->layer[i].off;

	put_be16(o, 1); /* Ethernet */
	put_be16(o + 2, ETH_IP4);
	o[4] = 6;
	o[5] = 4;
	put_be16(o + 6, get_be16(h + 6)); /* operation */
	rw__mac(r, h + 8, o + 8);
	rw__addr4(r, h + 14, o + 14);
	rw__mac(r, h + 18, o + 18);
	rw__addr4(r, h + 24, o + 24);
}
