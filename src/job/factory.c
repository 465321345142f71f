/* SPDX-License-Identifier: Apache-2.0 */
/*
 * factory.c - the fact of a packet: what analysis may read of it.
 *
 * Everything here is the same for an original and for its anonymized form,
 * but for the values of hashes: they are keyed, and equal stays equal.
 */
#include "base/rd.h"
#include "job/internal.h"

int64_t packet_us(const struct cap_iface *iface, const struct cap_packet *p)
{
	const int64_t max = INT64_MAX / 1000000 - 1;
	int64_t sec = p->sec > max ? max : p->sec < -max ? -max : p->sec;
	uint64_t us;

	if (iface->ticks == 0)
		us = 0;
	else if (iface->ticks <= UINT64_MAX / 1000000)
		us = p->frac * 1000000 / iface->ticks;
	else
		us = p->frac / (iface->ticks / 1000000);
	return sec * 1000000 + (int64_t)us;
}

static uint64_t hash(const struct sianto_job *job, struct span s)
{
	uint64_t h;

	if (s.n == 0)
		return 0;
	h = siphash13(&job->anon.table, s);
	return h ? h : 1;
}

static uint64_t hash_of(const struct job_batch *b, uint32_t id)
{
	return id == IDENT_NONE ? 0 : b->plan.ids.item[id].hash;
}

/* User and host together; neither alone is an address of record. */
static uint64_t pair(uint64_t user, uint64_t host)
{
	uint64_t x = user * 0x9e3779b97f4a7c15 ^ (host << 1 | host >> 63);

	return user || host ? x | 1 : 0;
}

static uint8_t protocol_of(const struct pkt *p)
{
	if (p->transport >= 0)
		return p->layer[p->transport].type;
	for (unsigned i = 0; i < p->count; i++) {
		switch (p->layer[i].type) {
		case LAYER_ICMP4:
		case LAYER_ICMP6:
		case LAYER_ARP:
			return p->layer[i].type;
		default:
			break;
		}
	}
	return LAYER_CUT;
}

static uint8_t last_header(const struct pkt *p)
{
	uint8_t last = p->layer[0].type;

	for (unsigned i = 0; i < p->count; i++) {
		if (p->layer[i].type != LAYER_PAYLOAD &&
		    p->layer[i].type != LAYER_CUT)
			last = p->layer[i].type;
	}
	return last;
}

static void ports_of(const struct pkt *p, struct fact *f)
{
	const struct pkt_layer *l;

	if (p->transport < 0)
		return;
	l = &p->layer[p->transport];
	if (l->len < 4)
		return;
	f->sport = get_be16(p->frame.p + l->off);
	f->dport = get_be16(p->frame.p + l->off + 2);
}

void fact_base(const struct sianto_job *job, const struct job_batch *b,
	       const struct unit *u, struct fact *f)
{
	memset(f, 0, sizeof(*f));
	f->time_us = packet_us(&job->iface[u->in->iface], u->in);
	f->number =
	    job->packet_base + b->in.first + (uint64_t)(u->in - b->in.packets);
	f->kind = FACT_OTHER;
	f->link_layer = u->pkt->layer[0].type;
	f->last_layer = last_header(u->pkt);
	f->protocol = protocol_of(u->pkt);
	if (u->pkt->ip >= 0)
		f->ip_version =
		    u->pkt->layer[u->pkt->ip].type == LAYER_IP4 ? 4 : 6;
	f->src = hash_of(b, u->src);
	f->dst = hash_of(b, u->dst);
	ports_of(u->pkt, f);
	f->expires = f->contact_expires = f->retry_after = UINT32_MAX;
}

static uint8_t transport_of(struct span s)
{
	static const struct span name[] = {
#define FACT_X(id, text) {(const uint8_t *)(text), sizeof(text) - 1},
	    FACT_TRANSPORTS(FACT_X)
#undef FACT_X
	};

	if (s.n == 0)
		return FACT_TRANSPORT_NONE;
	for (unsigned i = FACT_TRANSPORT_UDP; i < FACT_TRANSPORT_COUNT; i++) {
		if (span_case_eq(s, name[i]))
			return (uint8_t)i;
	}
	return FACT_TRANSPORT_OTHER;
}

static uint8_t event_of(struct span s)
{
	static const struct span name[] = {
#define FACT_X(id, text) {(const uint8_t *)(text), sizeof(text) - 1},
	    FACT_EVENTS(FACT_X)
#undef FACT_X
	};

	if (s.n == 0)
		return FACT_EVENT_NONE;
	for (unsigned i = FACT_EVENT_KEEPALIVE; i < FACT_EVENT_COUNT; i++) {
		if (span_case_eq(s, name[i]))
			return (uint8_t)i;
	}
	return FACT_EVENT_OTHER;
}

static uint64_t aor_at(const struct job_batch *b, const struct unit *u,
		       enum anon_place place)
{
	return pair(hash_of(b, u->seen.user[place]),
		    hash_of(b, u->seen.host[place]));
}

/* The hash of an address at a place, 0 when there is a name. */
static uint64_t address_at(const struct job_batch *b, const struct unit *u,
			   enum anon_place place)
{
	uint32_t id = u->seen.host[place];
	uint8_t kind;

	if (id == IDENT_NONE)
		return 0;
	kind = b->plan.ids.item[id].kind;
	return kind == IDENT_IP4 || kind == IDENT_IP6 ? hash_of(b, id) : 0;
}

void fact_sip(const struct sianto_job *job, const struct job_batch *b,
	      const struct unit *u, struct fact *f)
{
	const struct sip_msg *m = &u->msg;
	uint64_t contact = aor_at(b, u, PLACE_CONTACT);

	f->kind = FACT_SIP;
	f->quoted = u->quoted;
	f->request = m->request;
	f->method = m->method;
	f->cseq_method = m->cseq_method;
	f->code = m->code;
	f->cseq = m->cseq;
	f->faults = m->faults;
	f->callid = hash(job, m->callid);
	f->from_tag = hash(job, m->from_tag);
	f->to_tag = hash(job, m->to_tag);
	if (span_case_prefix(m->branch, SPAN_LIT("z9hG4bK")))
		f->branch = hash(job, m->branch);
	f->from_aor = aor_at(b, u, PLACE_FROM);
	f->to_aor = aor_at(b, u, PLACE_TO);
	f->request_aor = m->request ? aor_at(b, u, PLACE_START) : 0;
	f->contact =
	    contact ? contact ^ (uint64_t)u->seen.contact_port << 40 : 0;
	f->contact_host = address_at(b, u, PLACE_CONTACT);
	f->via_host = address_at(b, u, PLACE_VIA);
	f->contacts = m->contacts;
	f->expires = m->expires;
	f->contact_expires = m->contact_expires;
	f->retry_after = m->retry_after;
	f->transport = transport_of(m->via_transport);
	f->event = event_of(m->event);
	f->agent = m->has_agent ? stats_agent_of(m->agent) : 0;
	f->has_auth = m->has_auth;
	f->has_sdp = m->has_sdp;
}

void fact_blank(struct span p, struct fact *f)
{
	size_t zeros = 0;

	for (size_t i = 0; i < p.n; i++)
		zeros += p.p[i] == 0;
	f->kind = FACT_KEEPALIVE;
	if (zeros == p.n)
		f->blank = FACT_BLANK_ZERO;
	else if (span_eq(p, SPAN_LIT("\r\n")))
		f->blank = FACT_BLANK_CRLF;
	else if (span_eq(p, SPAN_LIT("\r\n\r\n")))
		f->blank = FACT_BLANK_CRLFCRLF;
	else
		f->blank = FACT_BLANK_OTHER;
}
