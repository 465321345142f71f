/* SPDX-License-Identifier: Apache-2.0 */
#include "net.h"

#include <string.h>

enum {
	ETH_LEN = 14,
	VLAN_LEN = 4,
	IP4_LEN = 20,
	IP6_LEN = 40,
	FRAG6_LEN = 8,
	UDP_LEN = 8,
	TCP_LEN = 20,
	FRAME_MAX = 66000,
	P_ICMP = 1,
	P_TCP = 6,
	P_UDP = 17,
	P_FRAG6 = 44,
	P_ICMP6 = 58,
};

/* Unicast MAC addresses for documentation, RFC 7042 section 2.1.2. */
static const uint8_t mac_server[6] = {0x00, 0x00, 0x5e, 0x00, 0x53, 0x0a};
static const uint8_t mac_router[6] = {0x00, 0x00, 0x5e, 0x00, 0x53, 0x01};

void net_init(struct net *n, struct trace *t)
{
	*n = (struct net){.trace = t, .ip_id = 1, .frame = buf_of(FRAME_MAX)};
}

void net_free(struct net *n)
{
	buf_free(&n->frame);
}

struct net_path net_back(const struct net_path *p)
{
	struct net_path q = *p;

	q.src = p->dst;
	q.dst = p->src;
	q.up = !p->up;
	return q;
}

static void be16(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void be32(uint8_t *p, uint32_t v)
{
	be16(p, v >> 16);
	be16(p + 2, v & 0xffff);
}

/* RFC 1071, eight bytes a step: the one's complement sum may be taken in any
 * word size as long as carries come round. */
static uint64_t sum_add(uint64_t sum, const uint8_t *p, size_t n)
{
	uint64_t w;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&w, p, 8);
		sum += w;
		sum += sum < w;
	}
	if (n) {
		w = 0;
		memcpy(&w, p, n);
		sum += w;
		sum += sum < w;
	}
	return sum;
}

/* The checksum field for a sum, in wire order. */
static void sum_store(uint8_t *field, uint64_t sum)
{
	uint16_t out;

	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	out = (uint16_t)~sum;
	memcpy(field, &out, 2);
}

static uint64_t pseudo_sum(const struct net_path *p, uint8_t proto, size_t len)
{
	size_t ip = p->v6 ? 16 : 4;
	uint8_t tail[8] = {0};
	uint64_t sum;

	sum = sum_add(0, p->src.ip, ip);
	sum = sum_add(sum, p->dst.ip, ip);
	be32(tail, (uint32_t)len);
	tail[7] = proto;
	return sum_add(sum, tail, 8);
}

static size_t link_len(const struct net_path *p)
{
	return ETH_LEN + (p->vlan ? VLAN_LEN : 0);
}

static void link_put(struct buf *b, const struct net_path *p)
{
	uint32_t type = p->v6 ? 0x86dd : 0x0800;
	uint8_t h[ETH_LEN + VLAN_LEN];
	size_t n = 12;

	memcpy(h, p->up ? mac_server : mac_router, 6);
	memcpy(h + 6, p->up ? mac_router : mac_server, 6);
	if (p->vlan) {
		be16(h + n, 0x8100);
		be16(h + n + 2, p->vlan);
		n += 4;
	}
	be16(h + n, type);
	buf_put(b, h, n + 2);
}

struct ip_part {
	uint8_t proto;
	size_t off; /* of this part in the whole payload */
	size_t len;
	bool more;
	bool frag;
};

static void ip4_put(struct net *n, const struct net_path *p,
		    const struct ip_part *part)
{
	uint8_t h[IP4_LEN] = {0x45};

	be16(h + 2, (uint32_t)(IP4_LEN + part->len));
	be16(h + 4, n->ip_id);
	be16(h + 6, (uint32_t)(part->off / 8) | (part->more ? 0x2000u : 0));
	h[8] = p->up ? 53 : 64;
	h[9] = part->proto;
	memcpy(h + 12, p->src.ip, 4);
	memcpy(h + 16, p->dst.ip, 4);
	sum_store(h + 10, sum_add(0, h, IP4_LEN));
	buf_put(&n->frame, h, IP4_LEN);
}

static void ip6_put(struct net *n, const struct net_path *p,
		    const struct ip_part *part)
{
	uint8_t h[IP6_LEN + FRAG6_LEN] = {0x60};
	size_t ext = part->frag ? FRAG6_LEN : 0;

	be16(h + 4, (uint32_t)(part->len + ext));
	h[6] = part->frag ? P_FRAG6 : part->proto;
	h[7] = p->up ? 53 : 64;
	memcpy(h + 8, p->src.ip, 16);
	memcpy(h + 24, p->dst.ip, 16);
	h[40] = part->proto;
	be16(h + 42, (uint32_t)part->off | (part->more ? 1u : 0));
	be32(h + 44, 0x53000000u | n->ip_id);
	buf_put(&n->frame, h, IP6_LEN + ext);
}

static void frame_put(struct net *n, const struct net_path *p,
		      const struct ip_part *part, struct span head,
		      struct span data)
{
	buf_reset(&n->frame);
	link_put(&n->frame, p);
	if (p->v6)
		ip6_put(n, p, part);
	else
		ip4_put(n, p, part);
	buf_span(&n->frame, head);
	buf_span(&n->frame, data);
	if (n->frame.bad)
		n->trace->bad = true;
	else
		trace_packet(n->trace, n->us, span_of(n->frame.p, n->frame.n));
}

/* Sends an IP payload, a transport header `head` and its data. */
static void ip_send(struct net *n, const struct net_path *p, uint8_t proto,
		    struct span head, struct span data)
{
	struct ip_part part = {.proto = proto, .len = head.n + data.n};
	size_t room = NET_MTU - (p->v6 ? IP6_LEN : IP4_LEN);
	struct buf whole;

	n->ip_id++;
	if (part.len <= room) {
		frame_put(n, p, &part, head, data);
		return;
	}
	room = (room - (p->v6 ? FRAG6_LEN : 0)) / 8 * 8;
	whole = buf_of(FRAME_MAX);
	buf_span(&whole, head);
	buf_span(&whole, data);
	part.frag = true;
	for (size_t off = 0; off < whole.n; off += room) {
		part.off = off;
		part.more = whole.n - off > room;
		part.len = part.more ? room : whole.n - off;
		frame_put(n, p, &part, span_of(whole.p + off, part.len),
			  span_of(NULL, 0));
		n->fragments++;
		n->us += 3;
	}
	buf_free(&whole);
}

void net_udp(struct net *n, const struct net_path *p, struct span payload)
{
	uint8_t h[UDP_LEN] = {0};
	size_t len = UDP_LEN + payload.n;
	uint64_t sum;

	be16(h, p->src.port);
	be16(h + 2, p->dst.port);
	be16(h + 4, (uint32_t)len);
	sum = pseudo_sum(p, P_UDP, len);
	sum = sum_add(sum, h, UDP_LEN);
	sum_store(h + 6, sum_add(sum, payload.p, payload.n));
	if (h[6] == 0 && h[7] == 0) /* RFC 768: 0 means none */
		h[6] = h[7] = 0xff;
	ip_send(n, p, P_UDP, span_of(h, UDP_LEN), payload);
}

void net_tcp(struct net *n, const struct net_path *p, struct net_tcp tcp,
	     struct span payload)
{
	uint8_t h[TCP_LEN] = {0};
	uint64_t sum;

	be16(h, p->src.port);
	be16(h + 2, p->dst.port);
	be32(h + 4, tcp.seq);
	be32(h + 8, tcp.ack);
	h[12] = TCP_LEN / 4 << 4;
	h[13] = tcp.flags;
	be16(h + 14, 64240);
	sum = pseudo_sum(p, P_TCP, TCP_LEN + payload.n);
	sum = sum_add(sum, h, TCP_LEN);
	sum_store(h + 16, sum_add(sum, payload.p, payload.n));
	ip_send(n, p, P_TCP, span_of(h, TCP_LEN), payload);
}

void net_unreachable(struct net *n, const struct net_path *p, struct span quote)
{
	uint8_t h[8] = {0};
	uint64_t sum = 0;

	h[0] = p->v6 ? 1 : 3; /* RFC 4443 section 3.1, RFC 792 */
	h[1] = p->v6 ? 4 : 3;
	if (p->v6)
		sum = pseudo_sum(p, P_ICMP6, sizeof(h) + quote.n);
	sum = sum_add(sum, h, sizeof(h));
	sum_store(h + 2, sum_add(sum, quote.p, quote.n));
	ip_send(n, p, p->v6 ? P_ICMP6 : P_ICMP, span_of(h, sizeof(h)), quote);
}

struct span net_quote(const struct net *n, const struct net_path *p)
{
	struct span f = span_of(n->frame.p, n->frame.n);
	size_t from = link_len(p);

	return span_sub(f, from, from + NET_QUOTE_MAX);
}
