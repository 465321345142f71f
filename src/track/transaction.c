/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transaction.c - requests and their answers, RFC 3261 sections 17.1.3 and
 * 17.2.3.
 *
 * The top Via's branch, its sent-by and the method make a transaction; Call-ID
 * and CSeq are added, because clients exist that use one branch for all their
 * requests.  Without a branch of RFC 3261 (cookie z9hG4bK) Call-ID, CSeq,
 * method and From tag stand in.
 */
#include "track/state.h"

static uint64_t trans_key(const struct fact *f)
{
	uint64_t call = mix3(f->callid, f->cseq, f->cseq_method);

	if (f->branch)
		return mix3(f->branch, f->via_host, call);
	return mix2(f->from_tag, call);
}

static void times_method(struct track *t, const struct trans *x, int64_t at)
{
	int64_t us = at > x->first ? at - x->first : 0;

	t->n.method[x->method].time_sum_us += (uint64_t)us;
	times_add(x->method == SIP_M_INVITE ? &t->n.times_invite
					    : &t->n.times_other,
		  us);
}

static void trans_forget(struct track *t, uint32_t index)
{
	struct trans *x = table_at(&t->trans, index);

	list_unlink(x->flags & TRANS_LONG ? &t->trans_long : &t->trans_short,
		    &t->trans, index);
	if (!(x->flags & TRANS_FINAL))
		t->n.method[x->method].open--;
	table_remove(&t->trans, index);
}

static void age_list(struct track *t, const struct table_list *l, int64_t us)
{
	while (l->oldest != TABLE_NONE) {
		struct trans *x = table_at(&t->trans, l->oldest);

		if (t->clock.now - x->touched <= us)
			break;
		trans_forget(t, l->oldest);
	}
}

void track__age_transactions(struct track *t)
{
	age_list(t, &t->trans_short, TRACK_END_US);
	age_list(t, &t->trans_long, TRACK_INVITE_US);
}

static int trans_make(struct track *t, uint64_t key, uint32_t *index)
{
	if (t->trans.live >= t->trans.cap) {
		uint32_t old = t->trans_short.oldest;

		if (old == TABLE_NONE)
			old = t->trans_long.oldest;
		trans_forget(t, old);
		t->forgotten[0]++;
	}
	return table_add(&t->trans, key, index);
}

static void keepalive_of(struct track *t, const struct fact *f)
{
	if (f->method == SIP_M_OPTIONS && !f->to_tag)
		t->n.keepalive[TRACK_KA_OPTIONS]++;
	else if (f->event != FACT_EVENT_KEEPALIVE)
		return;
	else if (f->method == SIP_M_NOTIFY)
		t->n.keepalive[TRACK_KA_NOTIFY]++;
	else if (f->method == SIP_M_SUBSCRIBE)
		t->n.keepalive[TRACK_KA_SUBSCRIBE]++;
}

/* What a REGISTER asks for. */
static void trans_register(struct trans *x, const struct fact *f)
{
	x->aor = f->to_aor;
	x->contact = f->contact;
	x->contacts = f->contacts;
	x->cycle = mix2(f->callid, f->cseq);
	x->expires =
	    f->contact_expires != UINT32_MAX ? f->contact_expires : f->expires;
}

static int request_new(struct track *t, const struct event *e, uint64_t key)
{
	const struct fact *f = e->f;
	uint32_t index, target = TABLE_NONE;
	struct trans *x;
	int err = 0;

	if (!f->to_tag || f->method == SIP_M_REGISTER)
		err = track__target(t, f, &target);
	if (err == 0)
		err = trans_make(t, key, &index);
	if (err < 0)
		return err;
	x = table_at(&t->trans, index);
	x->first = x->touched = e->at;
	x->target = target;
	x->method = f->method;
	if (!f->to_tag)
		x->flags |= TRANS_INITIAL;
	if (f->has_auth)
		x->flags |= TRANS_AUTH;
	if (f->method == SIP_M_REGISTER)
		trans_register(x, f);
	if (f->method == SIP_M_INVITE) {
		x->flags |= TRANS_LONG;
		list_push(&t->trans_long, &t->trans, index);
	} else {
		list_push(&t->trans_short, &t->trans, index);
	}
	t->n.method[f->method].transactions++;
	t->n.method[f->method].open++;
	keepalive_of(t, f);
	if (f->method == SIP_M_INVITE && !f->to_tag)
		return track__call_request(t, e);
	return 0;
}

static int request(struct track *t, const struct event *e, uint64_t key)
{
	uint32_t index;
	struct trans *x;

	/* An ACK is part of the INVITE (non-2xx) or stands alone; it is
	 * never answered. */
	if (e->f->method == SIP_M_ACK)
		return 0;
	index = table_find(&t->trans, key);
	if (index == TABLE_NONE)
		return request_new(t, e, key);
	x = table_at(&t->trans, index);
	x->touched = e->at;
	list_touch(x->flags & TRANS_LONG ? &t->trans_long : &t->trans_short,
		   &t->trans, index);
	t->n.method[x->method].request_again++;
	return 0;
}

/* The first final response. */
static int final(struct track *t, const struct event *e, uint32_t index)
{
	struct trans *x = table_at(&t->trans, index);
	struct track_method *m = &t->n.method[x->method];
	const struct fact *f = e->f;

	x->flags |= TRANS_FINAL;
	x->code = f->code;
	x->to_tag = f->to_tag;
	m->answered++;
	m->open--;
	m->final[f->code / 100 - 2]++;
	times_method(t, x, e->at);
	if (x->flags & TRANS_LONG) {
		list_unlink(&t->trans_long, &t->trans, index);
		list_push(&t->trans_short, &t->trans, index);
		x->flags &= (uint8_t)~TRANS_LONG;
	}
	if (x->method == SIP_M_INVITE && x->flags & TRANS_INITIAL)
		track__call_final(t, e);
	if (x->method == SIP_M_REGISTER)
		return track__register(t, e, x);
	return 0;
}

static int response(struct track *t, const struct event *e, uint64_t key)
{
	const struct fact *f = e->f;
	uint32_t index = table_find(&t->trans, key);
	struct trans *x;

	if (index == TABLE_NONE) {
		t->n.stray++;
		return 0;
	}
	x = table_at(&t->trans, index);
	x->touched = e->at;
	list_touch(x->flags & TRANS_LONG ? &t->trans_long : &t->trans_short,
		   &t->trans, index);
	track__accepted(t, x->target, f->code);
	if (f->code < 200 || f->code > 699)
		return 0;
	if (!(x->flags & TRANS_FINAL))
		return final(t, e, index);
	/* another To tag is another branch of a fork, not the same again */
	if (x->code == f->code && x->to_tag == f->to_tag)
		t->n.method[x->method].response_again++;
	else if (x->method == SIP_M_INVITE && x->flags & TRANS_INITIAL)
		track__call_final(t, e);
	return 0;
}

int track__message(struct track *t, const struct event *e)
{
	const struct fact *f = e->f;
	uint64_t key;
	int err;

	if (f->method >= SIP_METHOD_COUNT || (!f->callid && !f->branch))
		return 0;
	key = trans_key(f);
	err = f->request ? request(t, e, key) : response(t, e, key);
	return err < 0 ? err : track__dialog(t, e);
}
