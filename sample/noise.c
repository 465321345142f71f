/* SPDX-License-Identifier: Apache-2.0 */
/* noise.c - what travels beside SIP: keep-alives, media, DNS, ICMP. */
#include <string.h>

#include "compose.h"

static const uint8_t relay_ip[16] = {192, 0, 2, 20};
static const uint8_t dns_ip[16] = {192, 0, 2, 53};

static void put16(struct buf *b, uint32_t v)
{
	buf_u8(b, (uint8_t)(v >> 8));
	buf_u8(b, (uint8_t)v);
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xffff);
}

static struct span text(const struct world *w)
{
	return span_of(w->text.p, w->text.n);
}

/* RFC 8489: a binding request, or the answer with XOR-MAPPED-ADDRESS. */
static void put_stun(struct world *w, const struct person *p, bool answer)
{
	static const uint8_t magic[4] = {0x21, 0x12, 0xa4, 0x42};
	size_t ip = p->v6 ? 16 : 4;
	uint64_t id = rng_hash(p->h, w->counter);
	uint8_t mask[16];

	buf_reset(&w->text);
	put16(&w->text, answer ? 0x0101 : 0x0001);
	put16(&w->text, answer ? (uint32_t)(8 + ip) : 0);
	buf_put(&w->text, magic, 4);
	put32(&w->text, 0x53495020);
	put32(&w->text, (uint32_t)(id >> 32));
	put32(&w->text, (uint32_t)id);
	if (!answer)
		return;
	memcpy(mask, w->text.p + 4, 16);
	put16(&w->text, 0x0020);
	put16(&w->text, (uint32_t)(4 + ip));
	put16(&w->text, p->v6 ? 2 : 1);
	put16(&w->text, p->end.port ^ 0x2112);
	for (size_t i = 0; i < ip; i++)
		buf_u8(&w->text, p->end.ip[i] ^ mask[i]);
}

void noise_keepalive(struct world *w, uint32_t who)
{
	const struct person *p = &w->people.person[who];
	struct net_path up = world_path(p, true);
	struct net_path down = world_path(p, false);

	buf_reset(&w->text);
	switch (w->client[who].ka) {
	case KA_CRLF:
		w->tally.other[TO_CRLF]++;
		buf_str(&w->text, "\r\n\r\n");
		break;
	case KA_CR:
		w->tally.other[TO_CR]++;
		buf_str(&w->text, "\r\n");
		break;
	case KA_ZERO:
		w->tally.other[TO_ZERO]++;
		buf_fill(&w->text, 0, 4);
		break;
	default:
		w->counter++;
		w->tally.other[TO_STUN]++;
		put_stun(w, p, false);
		break;
	}
	net_udp(&w->net, &up, text(w));
	if (w->client[who].ka != KA_STUN || world_silent(w) ||
	    w->trace->count >= w->trace->max)
		return;
	w->tally.other[TO_STUN]++;
	w->net.us += 150;
	put_stun(w, p, true);
	net_udp(&w->net, &down, text(w));
}

void noise_rtp(struct world *w, uint32_t who, uint8_t left)
{
	struct event e = {.kind = EV_RTP, .who = who};
	const struct talk *t = &w->client[who].talk[SLOT_CALL];
	const struct person *p = &w->people.person[who];
	struct net_path path;

	/* caller and callee by turns, each towards the relay */
	if (left % 2 && t->peer < w->people.count)
		p = &w->people.person[t->peer];
	path = world_path(p, true);
	if (!p->v6)
		memcpy(path.dst.ip, relay_ip, 16);
	path.src.port = (uint16_t)(10000 + (p->h >> 20 & 0x3ffe));
	path.dst.port = (uint16_t)(40000 + (p->h >> 34 & 0x1ffe));
	buf_reset(&w->text);
	put16(&w->text, 0x8008); /* version 2, PCMA; RFC 3550 section 5.1 */
	put16(&w->text, 5000u - left);
	put32(&w->text, 800000u - left * 160u);
	put32(&w->text, (uint32_t)p->h);
	for (unsigned i = 0; i < 20; i++) {
		uint64_t x = rng_hash(p->h, left * 32u + i);

		buf_put(&w->text, &x, 8);
	}
	w->tally.other[TO_RTP]++;
	net_udp(&w->net, &path, text(w));
	e.slot = (uint8_t)(left - 1);
	if (e.slot)
		world_after(w, 10000, e);
}

void noise_unreachable(struct world *w)
{
	w->tally.other[TO_ICMP]++;
	net_unreachable(&w->net, &w->quote_path,
			span_of(w->quote, w->quote_len));
	w->quote_len = 0;
}

/* RFC 1035 section 4.1.2: labels of a name with dots. */
static void put_name(struct buf *b, struct span name)
{
	while (name.n) {
		size_t n = span_find(name, '.');

		buf_u8(b, (uint8_t)n);
		buf_span(b, span_sub(name, 0, n));
		name = span_sub(name, n + 1, name.n);
	}
	buf_u8(b, 0);
}

static void put_enum(struct buf *b, struct span number)
{
	/* RFC 6116 section 3.2: digits backwards under e164.arpa */
	for (size_t i = number.n; i-- > 0;) {
		if (number.p[i] == '+')
			continue;
		buf_u8(b, 1);
		buf_u8(b, number.p[i]);
	}
	put_name(b, SPAN_LIT("e164.arpa"));
}

enum { DNS_A = 1, DNS_SRV = 33, DNS_NAPTR = 35 };

static void put_record(struct buf *b, const struct person *p, uint32_t type)
{
	put16(b, 0xc00c); /* the name asked for */
	put16(b, type);
	put16(b, 1);
	put32(b, 300);
	if (type == DNS_A) {
		put16(b, 4);
		buf_put(b, p->v6 ? relay_ip : p->end.ip, 4);
	} else {
		put16(b, (uint32_t)(8 + p->domain.n));
		put16(b, 10);
		put16(b, 20);
		put16(b, 5060);
		put_name(b, p->domain);
	}
}

void noise_dns(struct world *w, const struct event *e)
{
	const struct person *p = &w->people.person[e->who];
	uint32_t kind = (uint32_t)(p->h >> 7) % 3;
	bool answer = e->slot;
	struct net_path path = {.up = !answer};
	struct event next = {.kind = EV_DNS};
	struct buf *b = &w->text;

	path.src.port = (uint16_t)(20000 + p->h % 30000);
	path.dst.port = 53;
	memcpy(path.src.ip, server_ip4, 16);
	memcpy(path.dst.ip, dns_ip, 16);
	buf_reset(b);
	put16(b, (uint32_t)(p->h >> 3));
	put16(b, answer ? 0x8180 : 0x0100);
	put16(b, 1);
	put16(b, answer && kind < 2);
	put32(b, 0);
	if (kind == 0)
		put_name(b, p->domain);
	else if (kind == 1) {
		put_name(b, SPAN_LIT("_sip._udp"));
		b->n--;
		put_name(b, p->domain);
	} else {
		put_enum(b, p->number);
	}
	put16(b, kind == 0 ? DNS_A : kind == 1 ? DNS_SRV : DNS_NAPTR);
	put16(b, 1);
	if (answer && kind < 2)
		put_record(b, p, kind == 0 ? DNS_A : DNS_SRV);
	w->tally.other[TO_DNS]++;
	if (answer) {
		path = net_back(&path);
		net_udp(&w->net, &path, text(w));
		next.who = rng_below(&w->rng, w->people.count);
		world_after(w, (uint64_t)(3600e6 / w->r.dns), next);
	} else {
		path.up = false;
		net_udp(&w->net, &path, text(w));
		next.who = e->who;
		next.slot = 1;
		world_after(w, 700, next);
	}
}
