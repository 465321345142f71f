/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rw.h - inside the room: one frame being rewritten.
 *
 * No header changes its length, so each layer is at the same offset in the
 * old and in the new frame.  The new headers start as zeros; each function
 * below writes the fields it knows by name.  They run from the last layer to
 * the first, because an outer field can depend on an inner one (a multicast
 * MAC on the group's address, a solicited-node address on the target); then
 * the checksums, again from the last to the first.
 */
#ifndef SIANTO_REWRITE_RW_H
#define SIANTO_REWRITE_RW_H

#include "base/rd.h"
#include "rewrite/rewrite.h"

struct rw {
	const struct pkt *p;
	const struct rw_maps *m;
	const uint8_t *in; /* the old frame */
	uint8_t *out;	   /* the new one */
	uint32_t head;	   /* bytes of all headers */
	uint32_t text;	   /* captured payload bytes behind them */
	uint32_t body;	   /* payload, by the words of its own headers */
	uint32_t room;	   /* payload inside this frame: less in quotes only */
	unsigned quote;	   /* index of LAYER_QUOTE, or the count of layers */
	bool restore;
};

/* The new length from the start of layer i to the end of its packet. */
static inline uint32_t rw__len(const struct rw *r, unsigned i)
{
	return r->head - r->p->layer[i].off +
	       (i > r->quote ? r->body : r->room);
}

/* A 16-bit length field; what does not fit is a caller's mistake. */
static inline void rw__put_len(uint8_t *p, uint32_t n)
{
	put_be16(p, (uint16_t)(n > 0xffff ? 0xffff : n));
}

/* An identifier through maps->id, values with a meaning kept. */
uint32_t rw__id(const struct rw *r, enum rw_id kind, uint64_t salt,
		uint32_t value);
/* IP ID and fragment id (bits 16 or 32) share a kind. */
uint32_t rw__ipid(const struct rw *r, uint64_t salt, uint32_t value,
		  unsigned bits);
void rw__mac(const struct rw *r, const uint8_t *in, uint8_t *out);
void rw__addr4(const struct rw *r, const uint8_t *in, uint8_t *out);
/* `n` addresses of 16 bytes in a row. */
void rw__addr6(const struct rw *r, const uint8_t *in, uint8_t *out, uint32_t n);

/* One layer each: i is its index. */
void rw__link(const struct rw *r, unsigned i);
void rw__arp(const struct rw *r, unsigned i);
void rw__ip4(const struct rw *r, unsigned i);
void rw__ip6(const struct rw *r, unsigned i);
void rw__ip6ext(const struct rw *r, unsigned i);
void rw__udp(const struct rw *r, unsigned i);
void rw__tcp(const struct rw *r, unsigned i);
void rw__sctp(const struct rw *r, unsigned i);
void rw__icmp4(const struct rw *r, unsigned i);
void rw__icmp6(const struct rw *r, unsigned i);
/* The whole NDP message of n bytes, checksum excepted. */
void rw__ndp(const struct rw *r, const uint8_t *in, uint8_t *out, uint32_t n);
/* n bytes of IPv4 options, in place. */
void rw__ip4_options(const struct rw *r, const uint8_t *in, uint8_t *out,
		     uint32_t n);
/* n bytes of TCP options. */
void rw__tcp_options(const uint8_t *in, uint8_t *out, uint32_t n);

/* Completes an ERF record once the frame behind it is written. */
void rw__erf_end(const struct rw *r, struct buf *out, size_t start,
		 uint32_t *wire_len);

/* All checksums. */
void rw__sums(const struct rw *r);

#endif
