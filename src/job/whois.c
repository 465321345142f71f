/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whois.c - from a label to the name behind it, and the other way.
 *
 * Names need the map; addresses and tokens only the key.
 */
#include "job/internal.h"

struct answer {
	struct sianto_job *job;
	struct buf *out;
	size_t found;
};

static void say(struct answer *a, const char *kind, struct span label,
		struct span original)
{
	buf_str(a->out, kind);
	buf_u8(a->out, '\t');
	buf_span(a->out, label);
	buf_u8(a->out, '\t');
	buf_span(a->out, original);
	buf_u8(a->out, '\n');
	a->found++;
}

static const char *const kind_names[IDENT_KINDS] = {
    [IDENT_USER] = "user",	     [IDENT_TEL] = "number",
    [IDENT_IMSI] = "imsi",	     [IDENT_IMEI] = "imei",
    [IDENT_DOMAIN] = "domain",	     [IDENT_HOST] = "host",
    [IDENT_DISPLAY] = "display",     [IDENT_IP4] = "address",
    [IDENT_IP6] = "address",	     [IDENT_PAPER_USER] = "user",
    [IDENT_PAPER_DOMAIN] = "domain",
};

static bool in_table(const struct sianto_job *job, unsigned kind)
{
	return job->table.counts[kind] > 0 && kind != IDENT_IP4 &&
	       kind != IDENT_IP6;
}

/* ---- label to name ------------------------------------------------------ */

static void back_name(struct answer *a, struct span label, unsigned want)
{
	enum ident_kind kind = want;
	const struct ident *id;
	uint64_t n;

	if (!in_table(a->job, want) && want != IDENT_HOST)
		return;
	if (!label_parse(&a->job->anon.labels, label, &kind, &n) ||
	    (unsigned)kind != want)
		return;
	id = ident_nth(&a->job->table, &a->job->order, kind, n);
	if (id)
		say(a, kind_names[kind], label, id->text);
}

static void back_address(struct answer *a, struct span label)
{
	uint8_t six[16], out[16], text[IP6_TEXT_MAX];
	uint32_t four;
	size_t n;

	if (sip_canon_ip4(label, &four)) {
		n = ip4_text(ipmap_v4_back(a->job->anon.ip, four), text);
	} else if (sip_canon_ip6(label, six)) {
		ipmap_v6_back(a->job->anon.ip, six, out);
		n = ip6_text(out, text);
	} else {
		return;
	}
	say(a, "address", label, span_of(text, n));
}

static void backward(struct answer *a, struct span label)
{
	struct span bare = label;

	if (bare.n && bare.p[0] == '+')
		bare = span_sub(bare, 1, bare.n);
	for (unsigned k = 0; k < IDENT_KINDS; k++) {
		if (k != IDENT_IP4 && k != IDENT_IP6)
			back_name(a, bare, k);
	}
	back_address(a, label);
}

/* ---- name to label ------------------------------------------------------ */

static void forward_name(struct answer *a, struct span text, unsigned kind)
{
	const struct ident *id = ident_find(&a->job->table, kind, text);

	if (id)
		say(a, kind_names[kind], id->label, id->text);
}

static void forward_names(struct answer *a, struct span text)
{
	uint8_t canon[SIP_CANON_MAX];
	size_t n;

	n = sip_canon_user(text, false, canon);
	forward_name(a, span_of(canon, n), IDENT_USER);
	n = sip_canon_tel(text, false, canon);
	if (n) {
		forward_name(a, span_of(canon, n), IDENT_TEL);
		forward_name(a, span_of(canon, n), IDENT_IMSI);
		forward_name(a, span_of(canon, n < 14 ? n : 14), IDENT_IMEI);
	}
	n = sip_canon_host(text, canon);
	forward_name(a, span_of(canon, n), IDENT_HOST);
	forward_name(a, span_of(canon, n), IDENT_DOMAIN);
	forward_name(a, text, IDENT_DISPLAY);
	forward_name(a, span_of(canon, n), IDENT_PAPER_DOMAIN);
	n = sip_looks_tel(text) ? sip_canon_tel(text, false, canon)
				: sip_canon_user(text, false, canon);
	forward_name(a, span_of(canon, n), IDENT_PAPER_USER);
}

static void forward_address(struct answer *a, struct span text)
{
	uint8_t six[16], out[16], label[IP6_TEXT_MAX];
	uint32_t four;
	size_t n;

	if (sip_canon_ip4(text, &four)) {
		n = ip4_text(ipmap_v4(a->job->anon.ip, NULL, four), label);
	} else if (sip_canon_ip6(text, six)) {
		ipmap_v6(a->job->anon.ip, NULL, six, out);
		n = ip6_text(out, label);
	} else {
		return;
	}
	say(a, "address", span_of(label, n), text);
}

/* Tokens are functions of the text: what it would be as a Call-ID, a tag, a
 * branch.  The planner is asked, as if it were on the way there, so that the
 * answer is what is written. */
static void forward_token(struct answer *a, struct span text, unsigned space,
			  const char *kind)
{
	struct sip_span s = {.len = (uint32_t)text.n,
			     .cls = SIP_TOKEN,
			     .ns = (uint8_t)space};
	struct anon_text t = {.text = text, .span = &s, .count = 1};
	struct anon_plan *p = &a->job->batch[0].plan;
	struct anon there = a->job->anon;

	if (space == SIP_NS_BRANCH &&
	    span_case_prefix(text, SPAN_LIT("z9hG4bK"))) {
		s.off = 7;
		s.len -= 7;
	}
	if (space == SIP_NS_CALLID)
		s.len = (uint32_t)span_find(text, '@');
	anon_plan_reset(p);
	there.mode = ANON_SUPPORT;
	anon_message(&there, &a->job->thread[0].work, p, &t, NULL);
	key_wipe(&there, sizeof(there));
	if (!p->failed && p->count)
		say(a, kind, span_of(p->text.p, p->text.n), text);
}

static void forward_all(struct answer *a, struct span text)
{
	forward_names(a, text);
	forward_address(a, text);
	if (a->found || text.n < 4)
		return;
	forward_token(a, text, SIP_NS_CALLID, "call-id");
	forward_token(a, text, SIP_NS_TAG, "tag");
	forward_token(a, text, SIP_NS_BRANCH, "branch");
}

int sianto_job_whois(struct sianto_job *job, const char *text, bool forward,
		     const struct sianto_output *out, size_t *found)
{
	struct buf b = buf_of(1 << 20);
	struct answer a = {.job = job, .out = &b};
	int e = 0;

	if (forward)
		forward_all(&a, span_str(text));
	else
		backward(&a, span_str(text));
	*found = a.found;
	if (b.bad)
		e = SIANTO_E_NOMEM;
	else if (b.n)
		e = out->write(out->ctx, b.p, b.n);
	buf_free(&b);
	return e;
}
