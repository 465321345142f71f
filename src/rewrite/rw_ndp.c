/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 4861; options RFC 4191, RFC 8106 */
#include "packet/decode.h"
#include "rewrite/rw.h"

enum {
	OPT_SOURCE = 1, /* link-layer address of the source */
	OPT_TARGET = 2, /* ... of the target */
	OPT_PREFIX = 3,
	OPT_MTU = 5,
	OPT_ROUTE = 24,
	OPT_RDNSS = 25,
	OPT_EXPERIMENT = 253, /* RFC 4727 */
};

/* A prefix: the address it is written as, mapped, cut to its length again. */
static void put_prefix(const struct rw *r, const uint8_t *in, uint8_t *out,
		       uint32_t bytes, uint32_t bits)
{
	uint8_t full[16] = {0}, mapped[16];

	memcpy(full, in, bytes);
	rw__addr6(r, full, mapped, 1);
	for (uint32_t n = 0; n < bytes; n++) {
		if (bits >= 8 * (n + 1))
			out[n] = mapped[n];
		else if (bits > 8 * n)
			out[n] = (uint8_t)(mapped[n] & 0xff00u >> (bits % 8));
	}
}

/* One option of n = 8 * h[1] bytes.  What is not known becomes an experiment
 * of the same length with nothing in it. */
static void put_option(const struct rw *r, const uint8_t *h, uint8_t *o,
		       uint32_t n)
{
	o[0] = h[0];
	o[1] = h[1];
	if ((h[0] == OPT_SOURCE || h[0] == OPT_TARGET) && n == 8) {
		rw__mac(r, h + 2, o + 2);
	} else if (h[0] == OPT_PREFIX && n == 32) {
		o[2] = h[2];			  /* prefix length */
		o[3] = h[3] & 0xe0;		  /* flags L, A, R */
		put_be32(o + 4, get_be32(h + 4)); /* valid lifetime */
		put_be32(o + 8, get_be32(h + 8)); /* preferred lifetime */
		put_prefix(r, h + 16, o + 16, 16, h[2]);
	} else if (h[0] == OPT_MTU && n == 8) {
		put_be32(o + 4, get_be32(h + 4));
	} else if (h[0] == OPT_ROUTE && n <= 24) {
		o[2] = h[2];			  /* prefix length */
		o[3] = h[3] & 0x18;		  /* preference */
		put_be32(o + 4, get_be32(h + 4)); /* lifetime */
		put_prefix(r, h + 8, o + 8, n - 8, h[2]);
	} else if (h[0] == OPT_RDNSS && n >= 24 && n % 16 == 8) {
		put_be32(o + 4, get_be32(h + 4)); /* lifetime */
		rw__addr6(r, h + 8, o + 8, n / 16);
	} else {
		o[0] = OPT_EXPERIMENT;
	}
}

void rw__ndp(const struct rw *r, const uint8_t *in, uint8_t *out, uint32_t n)
{
	uint32_t pos = pkt__ndp_fixed(in[0]);

	if (pos == 0 || n < pos)
		return;
	switch (in[0]) {
	case NDP_RA: /* hop limit, flags, lifetimes and timers */
		out[4] = in[4];
		out[5] = in[5] & 0xfc;
		put_be16(out + 6, get_be16(in + 6));
		put_be32(out + 8, get_be32(in + 8));
		put_be32(out + 12, get_be32(in + 12));
		break;
	case NDP_NA:
		out[4] = in[4] & 0xe0; /* router, solicited, override */
		rw__addr6(r, in + 8, out + 8, 1);
		break;
	case NDP_NS:
		rw__addr6(r, in + 8, out + 8, 1);
		break;
	case NDP_REDIRECT: /* target, destination */
		rw__addr6(r, in + 8, out + 8, 2);
		break;
	default:
		break;
	}
	for (uint32_t len; pos < n; pos += len) {
		len = in[pos + 1] * 8u;
		put_option(r, in + pos, out + pos, len);
	}
}
