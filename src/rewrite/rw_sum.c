/* SPDX-License-Identifier: Apache-2.0 */
/* Checksums: right stays right, wrong stays wrong, absent stays absent.
 * Bytes that are not in the output count as zeros. */
#include "packet/decode.h"
#include "packet/sum.h"
#include "rewrite/rw.h"

/* Wrong in a way that tells nothing of the original. */
static uint16_t wrong16(uint16_t right)
{
	do
		right++;
	while (right == 0 || right == 0xffff);
	return right;
}

static void put_sum(const struct rw *r, unsigned i, uint8_t *field,
		    uint64_t sum)
{
	uint16_t right = (uint16_t)~csum_fold(sum);

	put_be16(field, r->p->csum_bad[i] ? wrong16(right) : right);
}

/* The new bytes from layer i on. */
static struct span rest_of(const struct rw *r, unsigned i)
{
	uint32_t off = r->p->layer[i].off;

	return span_of(r->out + off, r->head + r->text - off);
}

/* A header checksum of 0 was left to the network card - unless it is right:
 * one header in 65,536 has that. */
static bool left_to_the_card(const uint8_t *h, uint32_t len)
{
	return get_be16(h + 10) == 0 &&
	       csum_fold(csum_add(0, span_of(h, len), false)) != 0xffff;
}

static void sum_ip4(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];

	if (left_to_the_card(r->in + l->off, l->len))
		return;
	put_sum(r, i, r->out + l->off + 10,
		csum_add(0, span_of(r->out + l->off, l->len), false));
}

static void sum_udp(const struct rw *r, unsigned i)
{
	uint32_t off = r->p->layer[i].off;
	uint8_t *o = r->out + off;
	uint64_t sum;

	if (get_be16(r->in + off + 6) == 0)
		return;
	sum = pkt__pseudo(r->out, r->p, i, IPP_UDP, get_be16(o + 4));
	put_sum(r, i, o + 6, csum_add(sum, rest_of(r, i), false));
	if (get_be16(o + 6) == 0) /* RFC 768: 0 would mean absent */
		put_be16(o + 6, 0xffff);
}

static void sum_tcp(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	uint64_t sum;

	if (l->len < 20)
		return;
	sum = pkt__pseudo(r->out, r->p, i, IPP_TCP, rw__len(r, i));
	put_sum(r, i, r->out + l->off + 16,
		csum_add(sum, rest_of(r, i), false));
}

static void sum_sctp(const struct rw *r, unsigned i)
{
	const struct pkt_layer *l = &r->p->layer[i];
	struct span s = rest_of(r, i);
	uint32_t crc;

	if (l->len < 12 || get_be32(r->in + l->off + 8) == 0)
		return;
	crc = pkt__sctp_crc(s, rw__len(r, i) - (uint32_t)s.n);
	put_le32(r->out + l->off + 8, crc + r->p->csum_bad[i]);
}

static void sum_icmp(const struct rw *r, unsigned i, bool v6)
{
	uint64_t sum = 0;

	if (v6)
		sum = pkt__pseudo(r->out, r->p, i, IPP_ICMP6, rw__len(r, i));
	put_sum(r, i, r->out + r->p->layer[i].off + 2,
		csum_add(sum, rest_of(r, i), false));
}

void rw__sums(const struct rw *r)
{
	for (unsigned i = r->p->count; i-- > 0;) {
		switch (r->p->layer[i].type) {
		case LAYER_IP4:
			sum_ip4(r, i);
			break;
		case LAYER_UDP:
			sum_udp(r, i);
			break;
		case LAYER_TCP:
			sum_tcp(r, i);
			break;
		case LAYER_SCTP:
			sum_sctp(r, i);
			break;
		case LAYER_ICMP4:
			sum_icmp(r, i, false);
			break;
		case LAYER_ICMP6:
			sum_icmp(r, i, true);
			break;
		default:
			break;
		}
	}
}
