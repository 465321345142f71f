/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maps.h - address and id maps for tests: identity, a keyed one that is easy
 * to see through, and its inverse.
 */
#ifndef SIANTO_TESTS_MAPS_H
#define SIANTO_TESTS_MAPS_H

#include "rewrite/rewrite.h"

static inline uint32_t same_ip4(void *ctx, uint32_t a)
{
	(void)ctx;
	return a;
}

static inline void same_ip6(void *ctx, const uint8_t in[16], uint8_t out[16])
{
	(void)ctx;
	memcpy(out, in, 16);
}

static inline void same_mac(void *ctx, const uint8_t in[6], uint8_t out[6])
{
	(void)ctx;
	memcpy(out, in, 6);
}

static inline uint32_t same_id(void *ctx, int kind, uint64_t salt, uint32_t v,
			       unsigned bits)
{
	(void)ctx;
	(void)kind;
	(void)salt;
	(void)bits;
	return v;
}

static const struct rw_maps same_maps = {
    .ip4 = same_ip4,
    .ip6 = same_ip6,
    .mac = same_mac,
    .id = same_id,
};

/* 0.0.0.0 stays, multicast stays multicast; every other bit flips. */
static inline uint32_t flip_ip4(void *ctx, uint32_t a)
{
	(void)ctx;
	if (a == 0)
		return a;
	return a ^ (a >> 28 == 0xe ? 0x00a5a5a5u : 0x05a5a5a5u);
}

/* The first bytes stay: multicast, link-local. */
static inline void flip_ip6(void *ctx, const uint8_t in[16], uint8_t out[16])
{
	(void)ctx;
	memcpy(out, in, 16);
	for (int i = 3; i < 16; i++)
		out[i] ^= 0xa5;
}

static inline void flip_mac(void *ctx, const uint8_t in[6], uint8_t out[6])
{
	static const uint8_t none[6];

	(void)ctx;
	memcpy(out, in, 6);
	if (in[0] & 1 || memcmp(in, none, 6) == 0)
		return;
	for (int i = 1; i < 6; i++)
		out[i] ^= 0xa5;
}

static inline uint32_t turn_by(int kind, uint64_t salt)
{
	return (uint32_t)((salt * 0x9e3779b97f4a7c15u) >> 32) +
	       (uint32_t)kind * 7 + 1;
}

static inline uint32_t turn_id(void *ctx, int kind, uint64_t salt, uint32_t v,
			       unsigned bits)
{
	(void)ctx;
	v += turn_by(kind, salt);
	return bits < 32 ? v & ((1u << bits) - 1) : v;
}

static inline uint32_t back_id(void *ctx, int kind, uint64_t salt, uint32_t v,
			       unsigned bits)
{
	(void)ctx;
	v -= turn_by(kind, salt);
	return bits < 32 ? v & ((1u << bits) - 1) : v;
}

static const struct rw_maps flip_maps = {
    .ip4 = flip_ip4,
    .ip6 = flip_ip6,
    .mac = flip_mac,
    .id = turn_id,
};

static const struct rw_maps back_maps = {
    .ip4 = flip_ip4,
    .ip6 = flip_ip6,
    .mac = flip_mac,
    .id = back_id,
};

/* The payload as it was captured. */
static inline struct rw_payload same_payload(const struct pkt *p)
{
	const struct pkt_layer *last = pkt_last(p);
	struct rw_payload pl = {0};

	if (last->type == LAYER_PAYLOAD) {
		pl.text = span_of(p->frame.p + last->off, last->len);
		pl.missing = p->payload_wire - last->len;
	}
	return pl;
}

#endif
