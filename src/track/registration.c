/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registration.c - bindings by answered REGISTER requests, RFC 3261
 * section 10, and the handshake around them.
 */
#include "track/state.h"

static void users_changed(struct track *t, int64_t second)
{
	struct track_registrations *r = &t->n.reg;

	if (r->users > r->users_peak)
		r->users_peak = r->users;
	if (t->env.users)
		t->env.users(t->env.ctx, second, r->users);
}

/* Takes a binding out of its AoR and of the table; it is not in the wheel. */
static void binding_drop(struct track *t, uint32_t index, int64_t second)
{
	struct binding *b = table_at(&t->bindings, index);
	struct aor *a = table_at(&t->aors, b->aor);
	struct table_link s = b->sibling;

	if (s.next != TABLE_NONE)
		((struct binding *)table_at(&t->bindings, s.next))
		    ->sibling.prev = s.prev;
	if (s.prev != TABLE_NONE)
		((struct binding *)table_at(&t->bindings, s.prev))
		    ->sibling.next = s.next;
	else
		a->first = s.next;
	table_remove(&t->bindings, index);
	t->n.reg.bindings--;
	if (--a->live == 0) {
		t->n.reg.users--;
		users_changed(t, second);
	}
}

static void binding_remove(struct track *t, uint32_t index)
{
	wheel_cancel(&t->wheel, &t->bindings, index);
	binding_drop(t, index, t->clock.now / CLOCK_SECOND);
	t->n.reg.removed++;
}

static void binding_expired(void *ctx, int64_t second, uint32_t index)
{
	struct track *t = ctx;

	binding_drop(t, index, second);
	t->n.reg.expired++;
}

/* Handshakes silent for their time were abandoned. */
static void age_handshakes(struct track *t)
{
	while (t->handshake_list.oldest != TABLE_NONE) {
		uint32_t old = t->handshake_list.oldest;
		struct handshake *h = table_at(&t->handshakes, old);

		if (t->clock.now - h->touched <= TRACK_END_US)
			break;
		list_unlink(&t->handshake_list, &t->handshakes, old);
		table_remove(&t->handshakes, old);
	}
}

void track__age_registrations(struct track *t)
{
	wheel_run(&t->wheel, &t->bindings, t->clock.now / CLOCK_SECOND,
		  binding_expired, t);
	age_handshakes(t);
}

static int aor_get(struct track *t, uint64_t key, uint32_t *index)
{
	int err;

	*index = table_find(&t->aors, key);
	if (*index != TABLE_NONE)
		return 0;
	err = table_add(&t->aors, key, index);
	if (err < 0)
		return err;
	((struct aor *)table_at(&t->aors, *index))->first = TABLE_NONE;
	t->n.reg.aors++;
	return 0;
}

static int binding_make(struct track *t, uint64_t key, uint32_t aor,
			uint32_t *index)
{
	struct aor *a = table_at(&t->aors, aor);
	struct binding *b;
	int err = table_add(&t->bindings, key, index);

	if (err < 0)
		return err;
	b = table_at(&t->bindings, *index);
	b->item.slot = TABLE_NONE;
	b->aor = aor;
	b->sibling = (struct table_link){TABLE_NONE, a->first};
	if (a->first != TABLE_NONE)
		((struct binding *)table_at(&t->bindings, a->first))
		    ->sibling.prev = *index;
	a->first = *index;
	t->n.reg.bindings++;
	if (t->n.reg.bindings > t->n.reg.bindings_peak)
		t->n.reg.bindings_peak = t->n.reg.bindings;
	if (a->live++ == 0) {
		t->n.reg.users++;
		users_changed(t, t->clock.now / CLOCK_SECOND);
	}
	return 0;
}

/* How long the registrar gave: its own word for our Contact, else its
 * Expires, else what was asked for. */
static uint32_t granted(const struct fact *f, const struct trans *x)
{
	uint32_t s = UINT32_MAX;

	if (f->contact == x->contact || f->contacts == 1)
		s = f->contact_expires;
	if (s == UINT32_MAX)
		s = f->expires;
	if (s == UINT32_MAX)
		s = x->expires;
	if (s == UINT32_MAX)
		s = TRACK_EXPIRES_NONE;
	return s < TRACK_EXPIRES_MAX ? s : TRACK_EXPIRES_MAX;
}

static void refreshed(struct track *t, struct binding *b, const struct event *e,
		      uint64_t cycle)
{
	/* the same REGISTER on another hop is no refresh */
	if (b->cycle != cycle) {
		t->n.reg.refreshed++;
		if (e->at - b->last < TRACK_SHORT_US)
			t->n.keepalive[TRACK_KA_REGISTER]++;
	}
	b->cycle = cycle;
	b->last = e->at;
}

/* A binding was set for `seconds` > 0. */
static int bind(struct track *t, const struct event *e, const struct trans *x,
		uint32_t seconds)
{
	uint64_t key = mix2(x->aor, x->contact);
	uint32_t index = table_find(&t->bindings, key), aor;
	struct binding *b;
	int err;

	if (index == TABLE_NONE) {
		err = aor_get(t, x->aor, &aor);
		if (err == 0)
			err = binding_make(t, key, aor, &index);
		if (err < 0)
			return err;
		b = table_at(&t->bindings, index);
		b->cycle = x->cycle;
		b->last = e->at;
		t->n.reg.added++;
	} else {
		refreshed(t, table_at(&t->bindings, index), e, x->cycle);
	}
	wheel_set(&t->wheel, &t->bindings, index,
		  e->at / CLOCK_SECOND + seconds);
	return 0;
}

static void unbind_all(struct track *t, uint64_t key)
{
	uint32_t index = table_find(&t->aors, key);

	if (index == TABLE_NONE)
		return;
	for (;;) {
		struct aor *a = table_at(&t->aors, index);

		if (a->first == TABLE_NONE)
			return;
		binding_remove(t, a->first);
	}
}

static int accepted(struct track *t, const struct event *e,
		    const struct trans *x)
{
	uint32_t seconds, index;

	if (x->contacts == 0) {
		t->n.reg.queries++;
		return 0;
	}
	if (!x->aor)
		return 0;
	if (x->contacts == 255) { /* Contact: * is for Expires: 0 only */
		unbind_all(t, x->aor);
		return 0;
	}
	seconds = x->expires == 0 ? 0 : granted(e->f, x);
	if (seconds > 0)
		return bind(t, e, x, seconds);
	index = table_find(&t->bindings, mix2(x->aor, x->contact));
	if (index != TABLE_NONE)
		binding_remove(t, index);
	return 0;
}

/* 401 and 407: one handshake for each Call-ID and AoR at a time. */
static int challenged(struct track *t, const struct event *e,
		      const struct trans *x, uint64_t key)
{
	struct track_lru l = {&t->handshakes, &t->handshake_list,
			      &t->forgotten[3]};
	uint32_t index;
	bool isnew;
	int err = track__lru(&l, key, &index, &isnew);

	if (err < 0)
		return err;
	((struct handshake *)table_at(&t->handshakes, index))->touched = e->at;
	t->n.reg.challenged += isnew;
	if (!isnew && x->flags & TRANS_AUTH)
		t->n.reg.again++;
	return 0;
}

static void handshake_over(struct track *t, uint64_t key, bool completed)
{
	uint32_t index = table_find(&t->handshakes, key);

	if (index == TABLE_NONE)
		return;
	t->n.reg.completed += completed;
	list_unlink(&t->handshake_list, &t->handshakes, index);
	table_remove(&t->handshakes, index);
}

int track__register(struct track *t, const struct event *e,
		    const struct trans *x)
{
	uint64_t key = mix2(e->f->callid, x->aor);
	uint16_t code = e->f->code;
	int err;

	if (code == 401 || code == 407)
		return challenged(t, e, x, key);
	if (code >= 300) {
		t->n.reg.refused++;
		if (code < 500) /* after a 5xx a client tries again */
			handshake_over(t, key, false);
		return 0;
	}
	handshake_over(t, key, (x->flags & TRANS_AUTH) != 0);
	err = accepted(t, e, x);
	return err == SIANTO_E_LIMIT ? 0 : err; /* counted by the table */
}
