/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maps.c - what the frame rewriter asks: addresses, hardware addresses,
 * identifiers.
 */
#include "job/internal.h"

static uint32_t map_ip4(void *ctx, uint32_t addr)
{
	struct job_thread *t = ctx;

	if (t->anon->mode == ANON_RESTORE)
		return ipmap_v4_back(t->anon->ip, addr);
	return ipmap_v4(t->anon->ip, t->work.cache, addr);
}

static void map_ip6(void *ctx, const uint8_t in[16], uint8_t out[16])
{
	struct job_thread *t = ctx;

	if (t->anon->mode == ANON_RESTORE)
		ipmap_v6_back(t->anon->ip, in, out);
	else
		ipmap_v6(t->anon->ip, t->work.cache, in, out);
}

static void map_mac(void *ctx, const uint8_t in[6], uint8_t out[6])
{
	struct job_thread *t = ctx;
	unsigned i = (in[3] * 7u + in[4] * 3u + in[5]) % 64;

	if (!t->mac[i].used || memcmp(t->mac[i].in, in, 6) != 0) {
		if (t->anon->mode == ANON_RESTORE)
			mac_map_invert(&t->anon->mac, in, t->mac[i].out);
		else
			mac_map_apply(&t->anon->mac, in, t->mac[i].out);
		memcpy(t->mac[i].in, in, 6);
		t->mac[i].used = true;
	}
	memcpy(out, t->mac[i].out, 6);
}

/*
 * IP IDs come with every packet, so their permutation is a table; each host
 * (salt) enters it at a place of its own, and leaves it turned by as much.
 */
static uint32_t map_16(const struct sianto_job *job, uint64_t salt,
		       uint32_t value)
{
	uint64_t turn = siphash13(&job->ipid_key, span_of(&salt, sizeof(salt)));
	uint32_t in = (uint32_t)(value - 1 + (turn & 0xffff)) % 65535;
	uint32_t out = job->ipid[in] + (uint32_t)(turn >> 16 & 0xffff);

	return 1 + out % 65535;
}

/* Identifiers: 0 says "none" in all of them and stays. */
static uint32_t map_id(void *ctx, int kind, uint64_t salt, uint32_t value,
		       unsigned bits)
{
	struct job_thread *t = ctx;
	uint64_t size = 1ull << bits;

	if (value == 0 || t->anon->mode == ANON_RESTORE)
		return value;
	salt ^= (uint64_t)kind << 56;
	if (kind == RW_ID_VLAN) {
		/* 1 and 4095 have meanings of their own, IEEE 802.1Q. */
		if (value == 1 || value >= 4095)
			return value;
		return 2 + (uint32_t)perm_apply(&t->job->vlan, salt, value - 2);
	}
	if (bits == 16)
		return map_16(t->job, salt, value);
	if (bits == 20)
		return 1 + (uint32_t)perm_apply(&t->job->flow, salt, value - 1);
	return (uint32_t)(perm_apply(&t->anon->ids, salt, value) % size);
}

/* Fisher and Yates, with numbers of a keyed function. */
static void shuffle_ids(struct sianto_job *job)
{
	uint8_t bytes[16];

	keys_derive(&job->keys, "ipid", bytes, sizeof(bytes));
	job->ipid_key = sipkey_load(bytes);
	key_wipe(bytes, sizeof(bytes));
	for (uint32_t i = 0; i < 65535; i++)
		job->ipid[i] = (uint16_t)i;
	for (uint32_t i = 65534; i > 0; i--) {
		uint64_t r = siphash13(&job->ipid_key, span_of(&i, sizeof(i)));
		uint32_t k = (uint32_t)(r % (i + 1));
		uint16_t swap = job->ipid[i];

		job->ipid[i] = job->ipid[k];
		job->ipid[k] = swap;
	}
}

void maps_init(struct sianto_job *job)
{
	perm_init(&job->vlan, &job->keys, "vlan", 4093);
	perm_init(&job->flow, &job->keys, "flow", (1u << 20) - 1);
	shuffle_ids(job);
}

void maps_thread(struct sianto_job *job, struct job_thread *t)
{
	const struct sianto_options *o = &job->opt;

	t->maps = (struct rw_maps){
	    .ctx = t,
	    .ip4 = map_ip4,
	    .ip6 = map_ip6,
	    .mac = map_mac,
	    .id = map_id,
	    .round16 =
		o->mode == SIANTO_ANONYMIZE && o->profile == SIANTO_SHARE,
	    .keep_ids = o->mode == SIANTO_RESTORE || o->profile != SIANTO_SHARE,
	};
}
