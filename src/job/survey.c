/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey.c - the first pass: what must be known of the whole before the first
 * packet is written.
 *
 *	--only		  the Call-IDs of the dialogs that meet a condition
 *	--drop-scanners	  the sources that ask for many and are refused
 *	--min-users	  how many users share a user agent
 */
#include "job/internal.h"

#include "base/rd.h"

enum {
	CALLS_MAX = 1 << 24,
	USERS_MAX = 1 << 24,
	AGENTS_MAX = 1 << 18,
};

int survey_init(struct survey *s, bool scanners)
{
	memset(s, 0, sizeof(*s));
	s->calls = set64_of(CALLS_MAX);
	s->agents = set64_of(AGENTS_MAX);
	s->agent_users = set64_of(USERS_MAX);
	return scanners ? stats_new(&s->stats) : 0;
}

void survey_free(struct survey *s)
{
	set64_free(&s->calls);
	stats_free(s->stats);
	set64_free(&s->agents);
	set64_free(&s->agent_users);
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	return (a * 0x9e3779b97f4a7c15 ^ (b << 1 | b >> 63)) | 1;
}

/* ---- conditions -------------------------------------------------------- */

static bool in_time(const struct sianto_job *job, const struct sianto_only *o,
		    int64_t us)
{
	double t = (double)us / 1e6;

	if (o->from < 1e8 && o->to < 1e8)
		t -= (double)job->survey.first_us / 1e6;
	return t >= o->from && t <= o->to;
}

/* Is the identity the one a user typed?  Compared in canonical form. */
static bool is_ident(const struct sianto_only *o, unsigned kind,
		     struct span text)
{
	uint8_t canon[SIP_CANON_MAX], six[16];
	struct span typed = span_str(o->text);
	uint32_t four;

	switch (o->kind) {
	case SIANTO_ONLY_USER:
		return kind == IDENT_USER &&
		       span_eq(text, span_of(canon, sip_canon_user(typed, false,
								   canon)));
	case SIANTO_ONLY_NUMBER:
		return kind == IDENT_TEL &&
		       span_eq(text, span_of(canon, sip_canon_tel(typed, false,
								  canon)));
	case SIANTO_ONLY_ADDR:
		if (kind == IDENT_IP4 && sip_canon_ip4(typed, &four))
			return get_be32(text.p) == four;
		return kind == IDENT_IP6 && sip_canon_ip6(typed, six) &&
		       memcmp(six, text.p, 16) == 0;
	default:
		return false;
	}
}

static bool packet_meets(const struct sianto_job *job,
			 const struct job_batch *b, const struct job_packet *p,
			 const struct sianto_only *o)
{
	if (o->kind == SIANTO_ONLY_TIME)
		return in_time(job, o, p->fact.time_us);
	if (o->kind == SIANTO_ONLY_CALLID)
		return p->fact.callid &&
		       p->fact.callid ==
			   siphash13(&job->anon.table, span_str(o->text));
	for (uint32_t i = p->op_from; i < p->op_to; i++) {
		const struct anon_op *op = &b->plan.op[i];
		const struct ident_local *l;

		if (op->kind != OP_LABEL)
			continue;
		l = &b->plan.ids.item[op->at];
		if (is_ident(o, l->kind, ident_text(&b->plan.ids, l)))
			return true;
	}
	return false;
}

/* The addresses of the IP header, compared with a condition. */
static bool unit_from_to(const struct unit *u, const struct sianto_only *o)
{
	const struct pkt *p = u->pkt;
	const struct pkt_layer *l;
	const uint8_t *h;

	if (p->ip < 0 || o->kind != SIANTO_ONLY_ADDR)
		return false;
	l = &p->layer[p->ip];
	h = p->frame.p + l->off;
	if (l->type == LAYER_IP4 && l->len >= 20)
		return is_ident(o, IDENT_IP4, span_of(h + 12, 4)) ||
		       is_ident(o, IDENT_IP4, span_of(h + 16, 4));
	if (l->type == LAYER_IP6 && l->len >= 40)
		return is_ident(o, IDENT_IP6, span_of(h + 8, 16)) ||
		       is_ident(o, IDENT_IP6, span_of(h + 24, 16));
	return false;
}

bool survey_wants_header(const struct sianto_job *job, const struct unit *u)
{
	for (size_t i = 0; i < job->opt.only_count; i++) {
		if (unit_from_to(u, &job->opt.only[i]))
			return true;
	}
	return false;
}

/* The Call-ID hash of a packet that holds SIP, else 0. */
static uint64_t call_of(const struct sianto_job *job, struct job_thread *t,
			const struct unit *u)
{
	const struct pkt_layer *l = pkt_last(u->pkt);
	struct span text = span_sub(u->pkt->frame, l->off, l->off + l->len);
	struct sip_out out = {.span = t->work.span,
			      .max = t->work.span_max,
			      .merge = true};
	struct sip_msg msg;
	size_t off;

	if (l->type != LAYER_PAYLOAD)
		return 0;
	off = sip_find(text);
	if (off == SIZE_MAX ||
	    sip_scan(span_sub(text, off, text.n), u->pkt->whole, &out, &msg) ||
	    msg.callid.n == 0)
		return 0;
	return siphash13(&job->anon.table, msg.callid);
}

bool survey_wants(const struct sianto_job *job, struct job_thread *t,
		  const struct unit *u)
{
	int64_t us = packet_us(&job->iface[u->in->iface], u->in);
	uint64_t call = call_of(job, t, u);

	if (call)
		return set64_get(&job->survey.calls, call) != NULL;
	for (size_t i = 0; i < job->opt.only_count; i++) {
		const struct sianto_only *o = &job->opt.only[i];

		if (o->kind == SIANTO_ONLY_TIME ? in_time(job, o, us)
						: unit_from_to(u, o))
			return true;
	}
	return false;
}

/* ---- scanners and agents ----------------------------------------------- */

bool survey_is_scanner(const struct sianto_job *job, const struct fact *f)
{
	return job->survey.stats &&
	       stats_sweeps_from(job->survey.stats,
				 f->request ? f->src : f->dst);
}

static void note_agent(struct survey *s, const struct job_packet *p)
{
	uint64_t user = p->fact.from_aor, key;
	struct set64_item *i;

	if (!p->agent || !user)
		return;
	key = mix(p->agent, user);
	if (set64_get(&s->agent_users, key) || !set64_put(&s->agent_users, key))
		return;
	i = set64_put(&s->agents, p->agent);
	if (i)
		i->a++;
}

static bool is_selected(const struct sianto_job *job, const struct job_batch *b,
			const struct job_packet *p)
{
	if (p->selected)
		return true;
	for (size_t k = 0; k < job->opt.only_count; k++) {
		if (packet_meets(job, b, p, &job->opt.only[k]))
			return true;
	}
	return false;
}

int survey_batch(struct sianto_job *job, struct job_batch *b)
{
	struct survey *s = &job->survey;

	for (size_t i = 0; i < b->in.count; i++) {
		const struct job_packet *p = &b->packet[i];

		if (job->packets == 0 && i == 0 && b->in.first == 0 && !s->done)
			s->first_us = p->fact.time_us;
		s->done = true;
		if (p->verdict != VERDICT_SIP)
			continue;
		if (p->fact.callid && is_selected(job, b, p) &&
		    !set64_put(&s->calls, p->fact.callid))
			return SIANTO_E_LIMIT;
		note_agent(s, p);
		if (s->stats && stats_add(s->stats, &p->fact))
			return SIANTO_E_NOMEM;
	}
	return 0;
}
