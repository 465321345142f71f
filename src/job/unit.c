/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit.c - one packet: what it is, what stays of it, how it is written.
 *
 * A verdict depends on the packet alone (and, with two-pass options, on what
 * the first pass learnt), so the order of work never changes the result.
 */
#include "base/rd.h"
#include "job/internal.h"

static uint16_t linktype_of(const struct sianto_job *job, uint32_t iface)
{
	return job->iface[iface].linktype;
}

static void decode(const struct sianto_job *job, const struct cap_packet *in,
		   struct pkt *pkt)
{
	pkt_decode(linktype_of(job, in->iface), span_of(in->data, in->caplen),
		   in->len, pkt);
}

static struct span payload_of(const struct pkt *p)
{
	const struct pkt_layer *l = pkt_last(p);

	return span_sub(p->frame, l->off, l->off + l->len);
}

static bool in_quote(const struct pkt *p)
{
	for (unsigned i = 0; i < p->count; i++) {
		if (p->layer[i].type == LAYER_QUOTE)
			return true;
	}
	return false;
}

/* The addresses of the outermost IP header; `where` says whether they count. */
static void addresses(struct job_batch *b, struct unit *u, unsigned where)
{
	const struct pkt *p = u->pkt;
	const struct pkt_layer *l;
	const uint8_t *h;

	u->src = u->dst = IDENT_NONE;
	if (p->ip < 0)
		return;
	l = &p->layer[p->ip];
	h = p->frame.p + l->off;
	if (l->type == LAYER_IP4 && l->len >= 20) {
		u->src = anon_ip4(&b->plan, get_be32(h + 12), where);
		u->dst = anon_ip4(&b->plan, get_be32(h + 16), where);
	} else if (l->type == LAYER_IP6 && l->len >= 40) {
		u->src = anon_ip6(&b->plan, h + 8, where);
		u->dst = anon_ip6(&b->plan, h + 24, where);
	}
}

/* TLS and DTLS records by their first bytes, RFC 8446 section 5.1: only to
 * tell a user why nothing was found. */
static bool looks_tls(struct span s)
{
	return s.n >= 3 && s.p[0] >= 20 && s.p[0] <= 24 &&
	       ((s.p[1] == 3 && s.p[2] <= 4) || s.p[1] == 0xfe);
}

static void cut(struct job_packet *jp, enum pkt_cut why)
{
	jp->verdict = VERDICT_CUT;
	jp->cut = (uint8_t)why;
	jp->fact.kind = FACT_CUT;
	jp->fact.cut = (uint8_t)why;
}

static int clen_sign(const struct sip_msg *m)
{
	if (m->faults & 1u << SIP_FAULT_CLEN_LONG)
		return 1;
	if (m->faults & 1u << SIP_FAULT_CLEN_SHORT)
		return -1;
	return 0;
}

/* How much of the bytes behind the captured ones the body claims. */
static uint32_t missing_body(const struct sip_msg *m, uint32_t missing)
{
	int64_t more = m->clen - m->body_len;

	return more <= 0 ? 0 : more < missing ? (uint32_t)more : missing;
}

/* A SIP message at `off` of the payload: scanned, planned, its fact made. */
static bool scan_sip(struct sianto_job *job, struct job_thread *t,
		     struct job_batch *b, struct unit *u, size_t i)
{
	struct job_packet *jp = &b->packet[i];
	struct span payload = payload_of(u->pkt);
	struct span text = span_sub(payload, jp->sip_off, payload.n);
	struct sip_out out = {.span = t->work.span,
			      .max = t->work.span_max,
			      .merge =
				  !job->anon.explain && job->opt.min_users == 0,
			      .strict = job->anon.strict};
	struct anon_text at = {text, out.span, 0, u->in->sec, u->quoted};

	if (sip_scan(text, u->pkt->whole, &out, &u->msg) || out.over)
		return false;
	at.count = out.count;
	if (job->opt.min_users)
		jp->agent = agents_gate(job, text, out.span, out.count);
	jp->op_from = b->plan.count;
	if (job->anon.paper) {
		/* The published method knows no grammar: facts come from the
		 * scanner, operations from the pattern search. */
		anon_count(&job->anon, &t->work, &b->plan, &at, &u->seen);
		out.count = 0;
		paper_scan(text, &u->msg, u->pkt->whole, &out, &t->work.counts);
		at.count = out.count;
		anon_message(&job->anon, &t->work, &b->plan, &at, NULL);
	} else {
		anon_message(&job->anon, &t->work, &b->plan, &at, &u->seen);
	}
	if (out.over)
		return false;
	jp->op_to = b->plan.count;
	jp->verdict = VERDICT_SIP;
	jp->clen_sign = (int8_t)clen_sign(&u->msg);
	jp->trail = (uint32_t)text.n - u->msg.body_off - u->msg.body_len;
	jp->missing_body = missing_body(&u->msg, jp->missing);
	fact_sip(job, b, u, &jp->fact);
	return true;
}

static void scan_payload(struct sianto_job *job, struct job_thread *t,
			 struct job_batch *b, struct unit *u, size_t i)
{
	struct job_packet *jp = &b->packet[i];
	struct span payload = payload_of(u->pkt);
	size_t off;

	if (u->pkt->payload_wire == 0 && payload.n == 0) {
		jp->verdict = VERDICT_BARE;
		return;
	}
	if (u->pkt->payload_wire > payload.n)
		jp->missing = u->pkt->payload_wire - (uint32_t)payload.n;
	if (sip_is_blank(payload)) {
		if (u->pkt->whole && payload.n) {
			jp->verdict = VERDICT_KEEP;
			fact_blank(payload, &jp->fact);
		} else {
			cut(jp, u->quoted ? PKT_CUT_QUOTE : PKT_CUT_NOT_SIP);
		}
		return;
	}
	off = sip_find(payload);
	if (off == SIZE_MAX) {
		jp->tls = looks_tls(payload);
		cut(jp, u->quoted ? PKT_CUT_QUOTE : PKT_CUT_NOT_SIP);
		return;
	}
	jp->sip_off = (uint32_t)off;
	if (!scan_sip(job, t, b, u, i))
		cut(jp, PKT_CUT_START_LINE);
}

/* What the paper profile drops: all but SIP over UDP over IPv4.  Asked before
 * anything is noted of the packet: a sequence number is for what is kept. */
static bool paper_skips(const struct unit *u, const struct fact *f)
{
	struct span payload = payload_of(u->pkt);

	return f->ip_version != 4 || f->protocol != LAYER_UDP || u->quoted ||
	       pkt_last(u->pkt)->type != LAYER_PAYLOAD ||
	       sip_is_blank(payload) || sip_find(payload) == SIZE_MAX;
}

void unit_scan(struct sianto_job *job, struct job_thread *t,
	       struct job_batch *b, size_t i)
{
	struct job_packet *jp = &b->packet[i];
	struct unit u = {.in = &b->in.packets[i]};
	const struct pkt_layer *last;
	uint32_t op_from = b->plan.count;

	memset(jp, 0, offsetof(struct job_packet, fact));
	jp->op_from = jp->op_to = op_from;
	decode(job, u.in, &b->pkt[i]);
	u.pkt = &b->pkt[i];
	if (!job->surveying && job->opt.only_count &&
	    !survey_wants(job, t, &u)) {
		jp->verdict = VERDICT_SKIP;
		return;
	}
	addresses(b, &u, job->anon.paper ? 0 : IDENT_COUNTED);
	u.quoted = in_quote(u.pkt);
	fact_base(job, b, &u, &jp->fact);
	if (job->anon.paper && paper_skips(&u, &jp->fact)) {
		jp->verdict = VERDICT_SKIP;
		return;
	}
	last = pkt_last(u.pkt);
	if (last->type == LAYER_PAYLOAD) {
		scan_payload(job, t, b, &u, i);
	} else if (last->type == LAYER_CUT) {
		jp->tls = looks_tls(payload_of(u.pkt));
		cut(jp, last->arg);
	} else {
		jp->verdict = VERDICT_BARE;
	}
	if (job->surveying) {
		jp->selected = survey_wants_header(job, &u);
		return;
	}
	if (job->survey.done && job->opt.drop_scanners &&
	    jp->verdict == VERDICT_SIP && survey_is_scanner(job, &jp->fact)) {
		jp->scanner = true;
		cut(jp, PKT_CUT_NOT_SIP);
	}
	if (job->anon.paper && jp->verdict != VERDICT_SIP) {
		jp->verdict = VERDICT_SKIP;
		b->plan.count = op_from;
	} else if (job->anon.paper) {
		addresses(b, &u, IDENT_COUNTED);
	}
}

/* ---- rendering --------------------------------------------------------- */

static bool render_payload(struct job_thread *t, struct job_batch *b,
			   const struct job_packet *jp, const struct pkt *p)
{
	struct span old = payload_of(p);
	struct anon_render r = {.op = b->plan.op ? b->plan.op + jp->op_from
						 : NULL,
				.count = jp->op_to - jp->op_from,
				.missing = jp->missing_body,
				.trail = jp->trail,
				.clen_sign = jp->clen_sign,
				.plan = &b->plan};

	buf_reset(&t->payload);
	if (jp->verdict == VERDICT_KEEP) {
		buf_span(&t->payload, old);
		return true;
	}
	/* CR, LF and NUL before the start line stay (sip_find). */
	buf_put(&t->payload, old.p, jp->sip_off);
	r.text = span_sub(old, jp->sip_off, old.n);
	anon_render(&t->work, &r, &t->payload);
	return !t->payload.bad &&
	       t->payload.n + jp->missing <= rw_payload_max(p);
}

static void put_record(struct sianto_job *job, struct job_thread *t,
		       struct job_batch *b, const struct cap_packet *in,
		       uint32_t wire_len)
{
	struct cap_packet out = *in;

	out.caplen = (uint32_t)t->frame.n;
	out.len = wire_len < out.caplen ? out.caplen : wire_len;
	out.sec += job->anon.shift;
	if (job->anon.mode == ANON_RESTORE)
		out.sec = in->sec;
	cap_record_begin(job->writer, &b->out, &out);
	buf_put(&b->out, t->frame.p, t->frame.n);
	cap_record_end(job->writer, &b->out, &out);
}

enum { MTU_FRAME = 1514 };

void unit_render(struct sianto_job *job, struct job_thread *t,
		 struct job_batch *b, size_t i)
{
	struct job_packet *jp = &b->packet[i];
	const struct cap_packet *in = &b->in.packets[i];
	struct rw_payload pl = {.missing = jp->missing};
	const struct pkt *p = &b->pkt[i];
	uint32_t wire_len;

	if (jp->verdict == VERDICT_SKIP)
		return;
	pl.cut = jp->verdict == VERDICT_CUT;
	if (jp->verdict == VERDICT_SIP || jp->verdict == VERDICT_KEEP) {
		if (render_payload(t, b, jp, p)) {
			pl.text = span_of(t->payload.p, t->payload.n);
		} else {
			pl.cut = true;
			t->too_large++;
		}
	}
	buf_reset(&t->frame);
	rw_frame(p, &t->maps, &pl, &t->frame, &wire_len);
	if (t->frame.bad) {
		b->plan.failed = true;
		return;
	}
	if (wire_len > MTU_FRAME && in->len <= MTU_FRAME)
		t->above_mtu++;
	put_record(job, t, b, in, wire_len);
}
