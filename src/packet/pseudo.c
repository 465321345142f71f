/* SPDX-License-Identifier: Apache-2.0 */
#include "packet/decode.h"
#include "packet/sum.h"

enum { OPT_LSRR = 131, OPT_SSRR = 137, OPT6_HOME = 201 };

/* The transport's checksum is over the final destination: the last address
 * of a source route that is not used up (RFC 1122 section 4.1.3.4). */
static const uint8_t *ip4_final(const uint8_t *h, uint32_t len)
{
	uint32_t pos = 20, n;

	while (len - pos >= 3 && h[pos] != 0) {
		n = h[pos] == 1 ? 1 : h[pos + 1];
		if (n == 0 || n > len - pos)
			break;
		if ((h[pos] == OPT_LSRR || h[pos] == OPT_SSRR) && n >= 7 &&
		    h[pos + 2] + 3u <= n)
			return h + pos + 3 + ((n - 3) / 4 - 1) * 4;
		pos += n;
	}
	return h + 16;
}

/* RFC 8200 section 8.1: the final destination of a routing header. */
static const uint8_t *ip6_final(const uint8_t *h, uint32_t len,
				const uint8_t *dst)
{
	uint32_t addresses = (len - 8) / 16;

	if (h[3] == 0 || addresses == 0)
		return dst;
	if (h[2] == 0 || h[2] == 2)
		return h + 8 + (addresses - 1) * 16;
	return h[2] == 4 ? h + 8 : dst; /* RFC 8754 section 2 */
}

/* RFC 6275 section 11.3.1: the home address stands for the source. */
static const uint8_t *ip6_home(const uint8_t *h, uint32_t len,
			       const uint8_t *src)
{
	uint32_t pos = 2;

	while (len - pos >= 2) {
		if (h[pos] == 0) {
			pos++;
			continue;
		}
		if (h[pos + 1] > len - pos - 2)
			break;
		if (h[pos] == OPT6_HOME && h[pos + 1] == 16)
			return h + pos + 2;
		pos += h[pos + 1] + 2u;
	}
	return src;
}

static uint64_t pseudo6(const uint8_t *frame, const struct pkt *p, unsigned ip,
			unsigned i)
{
	const uint8_t *src = frame + p->layer[ip].off + 8, *dst = src + 16;
	uint64_t sum;

	for (unsigned e = ip + 1; e < i; e++) {
		const struct pkt_layer *l = &p->layer[e];

		if (l->arg == IPP_ROUTING)
			dst = ip6_final(frame + l->off, l->len, dst);
		else if (l->arg == IPP_DSTOPT)
			src = ip6_home(frame + l->off, l->len, src);
	}
	sum = csum_add(0, span_of(src, 16), false);
	return csum_add(sum, span_of(dst, 16), false);
}

static uint64_t pseudo4(const uint8_t *h, uint32_t len)
{
	const uint8_t *src = h + 12, *dst = h + 16;

	if (len > 20)
		dst = ip4_final(h, len);
	return get_be16(src) + get_be16(src + 2) + get_be16(dst) +
	       get_be16(dst + 2);
}

uint64_t pkt__pseudo(const uint8_t *frame, const struct pkt *p, unsigned i,
		     uint8_t proto, uint32_t len)
{
	unsigned ip = i;
	uint64_t sum = (uint64_t)proto + (len >> 16) + (len & 0xffff);

	while (ip > 0 && p->layer[ip - 1].type == LAYER_IP6EXT)
		ip--;
	if (ip == 0)
		return 0;
	ip--;
	if (p->layer[ip].type == LAYER_IP4)
		return sum +
		       pseudo4(frame + p->layer[ip].off, p->layer[ip].len);
	if (p->layer[ip].type == LAYER_IP6)
		return sum + pseudo6(frame, p, ip, i);
	return 0;
}
