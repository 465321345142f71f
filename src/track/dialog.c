/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dialog.c - calls and dialogs, RFC 3261 section 12 and RFC 6665.
 *
 * A call is a Call-ID and From tag of INVITEs without To tag: trying again
 * after a 407, and each hop through the same capture, are one call.  A dialog
 * is a Call-ID and two tags in either order.
 */
#include "track/state.h"

static uint64_t *outcome_of(struct track_calls *n, unsigned outcome)
{
	switch (outcome) {
	case CALL_REFUSED:
		return &n->refused;
	case CALL_REDIRECTED:
		return &n->redirected;
	case CALL_CANCELLED:
		return &n->cancelled;
	default:
		return &n->answered;
	}
}

int track__call_request(struct track *t, const struct event *e)
{
	struct track_lru l = {&t->calls, &t->calls_list, &t->forgotten[1]};
	uint32_t index;
	bool isnew;
	int err;

	err =
	    track__lru(&l, mix2(e->f->callid, e->f->from_tag), &index, &isnew);
	if (err < 0)
		return err;
	((struct call *)table_at(&t->calls, index))->touched = e->at;
	t->n.calls.attempts += isnew;
	return 0;
}

/* The better outcome of several branches or attempts stays. */
void track__call_final(struct track *t, const struct event *e)
{
	uint16_t code = e->f->code;
	unsigned outcome = CALL_REFUSED;
	struct call *c;
	uint32_t index;

	if (code == 401 || code == 407)
		return;
	index = table_find(&t->calls, mix2(e->f->callid, e->f->from_tag));
	if (index == TABLE_NONE)
		return;
	c = table_at(&t->calls, index);
	c->touched = e->at;
	list_touch(&t->calls_list, &t->calls, index);
	if (code < 300)
		outcome = CALL_ANSWERED;
	else if (code < 400)
		outcome = CALL_REDIRECTED;
	else if (code == 487)
		outcome = CALL_CANCELLED;
	if (outcome <= c->outcome)
		return;
	if (c->outcome != CALL_OPEN)
		(*outcome_of(&t->n.calls, c->outcome))--;
	c->outcome = (uint8_t)outcome;
	(*outcome_of(&t->n.calls, outcome))++;
}

static unsigned kind_of(const struct fact *f)
{
	switch (f->method) {
	case SIP_M_INVITE:
	case SIP_M_BYE:
	case SIP_M_PRACK:
	case SIP_M_UPDATE:
	case SIP_M_INFO:
		return DIALOG_INVITE;
	case SIP_M_SUBSCRIBE:
	case SIP_M_NOTIFY:
	case SIP_M_REFER:
		return DIALOG_SUBSCRIBE;
	default:
		return DIALOG_OTHER;
	}
}

/* May this message be the first we see of a dialog? */
static bool dialog_begins(const struct fact *f)
{
	if (f->method == SIP_M_PUBLISH)
		return false;
	if (!f->request) /* RFC 3261 section 12.1, RFC 6665 section 4 */
		return f->code > 100 && f->code < 300 &&
		       (f->method == SIP_M_INVITE ||
			f->method == SIP_M_SUBSCRIBE ||
			f->method == SIP_M_REFER);
	/* A To tag: it began earlier.  An ACK may answer a refusal. */
	return f->method != SIP_M_ACK && f->method != SIP_M_CANCEL &&
	       f->event != FACT_EVENT_KEEPALIVE;
}

static void dialog_made(struct track *t, struct dialog *d,
			const struct event *e)
{
	struct track_dialogs *n = &t->n.dialogs;

	d->kind = (uint8_t)kind_of(e->f);
	n->seen++;
	n->partial += e->f->request;
	if (d->kind == DIALOG_INVITE) {
		n->invite++;
		n->now++;
		if (n->now > n->peak)
			n->peak = n->now;
	} else if (d->kind == DIALOG_SUBSCRIBE) {
		n->subscribe++;
	} else {
		n->other++;
	}
}

static void dialog_forget(struct track *t, struct table_list *l, uint32_t index)
{
	struct dialog *d = table_at(&t->dialogs, index);

	if (d->kind == DIALOG_INVITE && !d->ended)
		t->n.dialogs.now--;
	list_unlink(l, &t->dialogs, index);
	table_remove(&t->dialogs, index);
}

void track__age_dialogs(struct track *t)
{
	while (t->dialogs_ended.oldest != TABLE_NONE) {
		struct dialog *d =
		    table_at(&t->dialogs, t->dialogs_ended.oldest);

		if (t->clock.now - d->touched <= TRACK_END_US)
			break;
		dialog_forget(t, &t->dialogs_ended, t->dialogs_ended.oldest);
	}
	while (t->calls_list.oldest != TABLE_NONE) {
		struct call *c = table_at(&t->calls, t->calls_list.oldest);
		uint32_t old = t->calls_list.oldest;

		if (t->clock.now - c->touched <= TRACK_INVITE_US)
			break;
		list_unlink(&t->calls_list, &t->calls, old);
		table_remove(&t->calls, old);
	}
}

static void dialog_end(struct track *t, struct dialog *d, uint32_t index,
		       int64_t at)
{
	struct track_dialogs *n = &t->n.dialogs;

	d->ended = true;
	n->ended++;
	n->now -= d->kind == DIALOG_INVITE;
	list_unlink(&t->dialogs_live, &t->dialogs, index);
	list_push(&t->dialogs_ended, &t->dialogs, index);
	if (d->confirmed) {
		int64_t us = at > d->confirmed_at ? at - d->confirmed_at : 0;

		n->talk_count++;
		n->talk_us += (uint64_t)us;
		if ((uint64_t)us > n->talk_max_us)
			n->talk_max_us = (uint64_t)us;
	}
}

static int dialog_make(struct track *t, const struct event *e, uint64_t key,
		       uint32_t *index)
{
	int err;

	if (t->dialogs.live >= t->dialogs.cap) {
		struct table_list *l = &t->dialogs_ended;

		if (l->oldest == TABLE_NONE)
			l = &t->dialogs_live;
		dialog_forget(t, l, l->oldest);
		t->forgotten[2]++;
	}
	err = table_add(&t->dialogs, key, index);
	if (err < 0)
		return err;
	list_push(&t->dialogs_live, &t->dialogs, *index);
	dialog_made(t, table_at(&t->dialogs, *index), e);
	return 0;
}

int track__dialog(struct track *t, const struct event *e)
{
	const struct fact *f = e->f;
	uint32_t index;
	struct dialog *d;
	uint64_t key;
	int err;

	if (!f->from_tag || !f->to_tag || f->method == SIP_M_REGISTER)
		return 0;
	key = mix2(f->callid, mix_pair(f->from_tag, f->to_tag));
	index = table_find(&t->dialogs, key);
	if (index == TABLE_NONE) {
		if (!dialog_begins(f))
			return 0;
		err = dialog_make(t, e, key, &index);
		if (err < 0)
			return err;
	}
	d = table_at(&t->dialogs, index);
	d->touched = e->at;
	list_touch(d->ended ? &t->dialogs_ended : &t->dialogs_live, &t->dialogs,
		   index);
	if (!f->request && f->code >= 200 && f->code < 300 && !d->confirmed &&
	    dialog_begins(f)) {
		d->confirmed = true;
		d->confirmed_at = e->at;
		t->n.dialogs.confirmed++;
	}
	if (f->request && f->method == SIP_M_BYE && !d->ended)
		dialog_end(t, d, index, e->at);
	return 0;
}
