/* SPDX-License-Identifier: Apache-2.0 */
/* random_facts.h - a made-up trace with everything in it, from a seed. */
#ifndef SIANTO_TEST_RANDOM_FACTS_H
#define SIANTO_TEST_RANDOM_FACTS_H

#include "stats/counts.h"
#include "track/make_fact.h"

struct random_facts {
	uint64_t seed;
	uint64_t number;
	double s;
	unsigned users;
	uint32_t cseq;
};

static inline uint64_t random_next(struct random_facts *r, uint64_t below)
{
	r->seed = mix64(r->seed + 0x9e3779b97f4a7c15u);
	return r->seed % below;
}

static inline struct fact random_other(struct random_facts *r)
{
	struct fact f = make_packet(r->s, (unsigned)random_next(r, 3) + 1);

	f.blank = (uint8_t)random_next(r, 4);
	f.cut = (uint8_t)random_next(r, PKT_CUT_COUNT);
	f.ip_version = (uint8_t)(random_next(r, 2) ? 4 : 6);
	f.protocol = (uint8_t)random_next(r, LAYER_TYPE_COUNT);
	f.link_layer = (uint8_t)random_next(r, LAYER_TYPE_COUNT);
	f.src = 2 + random_next(r, r->users);
	f.dst = SERVER;
	return f;
}

static inline struct fact random_sip(struct random_facts *r)
{
	static const uint16_t code[] = {0,   0,	  0,   0,   100, 180, 200,
					200, 401, 404, 407, 487, 500, 503};
	static const uint8_t method[] = {SIP_M_REGISTER, SIP_M_REGISTER,
					 SIP_M_INVITE,	 SIP_M_BYE,
					 SIP_M_ACK,	 SIP_M_OPTIONS,
					 SIP_M_NOTIFY,	 SIP_M_SUBSCRIBE,
					 SIP_M_OTHER};
	struct made m = {.s = r->s, .client = 2 + random_next(r, r->users)};
	struct fact f;

	m.code = code[random_next(r, 14)];
	m.method = method[random_next(r, 9)];
	m.cseq = (uint32_t)random_next(r, 3) + r->cseq;
	m.from_server = random_next(r, 8) == 0;
	m.to_tag = random_next(r, 2) * 77;
	f = make_fact(m);
	f.has_auth = random_next(r, 2);
	f.has_sdp = random_next(r, 2);
	f.faults = random_next(r, 20) ? 0 : (uint32_t)random_next(r, 1 << 16);
	f.expires = random_next(r, 3) ? 60 : UINT32_MAX;
	f.contact_expires = random_next(r, 4) ? UINT32_MAX : 30;
	f.event = (uint8_t)random_next(r, FACT_EVENT_COUNT);
	f.agent = (uint16_t)random_next(r, 60);
	f.transport = (uint8_t)random_next(r, FACT_TRANSPORT_COUNT);
	f.quoted = random_next(r, 50) == 0;
	if (m.client == 9) /* a scanner */
		f.request_aor = 1000000 + random_next(r, 100000);
	return f;
}

/* The next packet: some milliseconds later, sometimes earlier, sometimes much
 * later. */
static inline struct fact random_fact(struct random_facts *r)
{
	struct fact f;

	r->s += (double)random_next(r, 20000) / 1e6 - 0.002;
	if (random_next(r, 1000) == 0)
		r->s += (double)random_next(r, 300);
	if (random_next(r, 3000) == 0)
		r->s -= 100;
	if (random_next(r, 500) == 0)
		r->cseq++;
	f = random_next(r, 5) ? random_sip(r) : random_other(r);
	f.number = r->number++;
	return f;
}

static inline uint64_t rehash(uint64_t h, uint64_t key)
{
	return h ? mix2(key, h) : 0;
}

/* The fact of the same packet under another key, its time shifted. */
static inline struct fact rehash_fact(struct fact f, uint64_t key,
				      int64_t seconds)
{
	uint64_t *const hash[] = {
	    &f.src,	    &f.dst,	&f.callid,	 &f.from_tag,
	    &f.to_tag,	    &f.branch,	&f.from_aor,	 &f.to_aor,
	    &f.request_aor, &f.contact, &f.contact_host, &f.via_host,
	};

	for (size_t i = 0; i < sizeof(hash) / sizeof(hash[0]); i++)
		*hash[i] = rehash(*hash[i], key);
	f.time_us += seconds * 1000000;
	return f;
}

#endif
