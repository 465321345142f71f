/* SPDX-License-Identifier: Apache-2.0 */
/* script.c - runs the tables of script_table.c. */
#include "compose.h"

#include <math.h>
#include <string.h>

enum { SECOND = 1000000 };

/* Time to the next of events that come `rate` times an hour; 0: never. */
static uint64_t wait_for(struct world *w, double rate)
{
	if (rate <= 0)
		return 0;
	return 1 + (uint64_t)(-log(1 - rng_unit(&w->rng)) * 3600e6 / rate);
}

static uint64_t seconds_between(struct world *w, double from, double to)
{
	return (uint64_t)((from + (to - from) * rng_unit(&w->rng)) * SECOND);
}

/* When a slot begins its next conversation after one that went well. */
static uint64_t next_time(struct world *w, uint32_t who, enum slot_kind slot)
{
	const struct recipe_ka *ka = &w->r.ka[w->client[who].ka];
	double i = w->r.interval;

	switch (slot) {
	case SLOT_REG:
		return seconds_between(w, i * 0.85, i * 1.05);
	case SLOT_KA:
		return seconds_between(w, ka->interval * 0.97,
				       ka->interval * 1.03);
	case SLOT_CALL:
		return wait_for(w, w->r.calls);
	case SLOT_MSG:
		return wait_for(w, w->r.messages);
	case SLOT_SUB:
		return wait_for(w, w->r.presence);
	default:
		return wait_for(w, w->r.publish);
	}
}

static void begin_after(struct world *w, uint32_t who, enum slot_kind slot,
			uint64_t us)
{
	struct event e = {.kind = EV_START, .who = who, .slot = (uint8_t)slot};

	if (us)
		world_after(w, us, e);
}

static enum script_id choose_call(struct world *w)
{
	uint32_t x = rng_below(&w->rng, 100);

	if (x < 45)
		return SC_CALL;
	if (x < 70)
		return SC_CALL_BACK;
	if (x < 82)
		return SC_CALL_CANCEL;
	return x < 93 ? SC_CALL_BUSY : SC_CALL_NOBODY;
}

static enum script_id choose(struct world *w, uint32_t who, enum slot_kind slot)
{
	const struct client *c = &w->client[who];

	switch (slot) {
	case SLOT_REG:
		if (w->people.person[who].style & ST_BAD_PASSWORD)
			return SC_REG_BAD;
		return c->nonce && !rng_chance(&w->rng, w->r.handshake)
			   ? SC_REG_DIRECT
			   : SC_REG;
	case SLOT_KA:
		return c->ka == KA_OPTIONS  ? SC_OPTIONS
		       : c->ka == KA_NOTIFY ? SC_NOTIFY
		       : c->ka == KA_PING   ? SC_PING
					    : SC_SUBSCRIBE;
	case SLOT_CALL:
		return choose_call(w);
	case SLOT_MSG:
		return SC_MESSAGE;
	case SLOT_SUB:
		return SC_SUBSCRIBE;
	default:
		return SC_PUBLISH;
	}
}

static bool has_peer(enum script_id id)
{
	return id >= SC_CALL && id != SC_PUBLISH;
}

void script_start(struct world *w, uint32_t who, enum slot_kind slot)
{
	struct client *c = &w->client[who];
	struct talk *t = &c->talk[slot];

	if (slot == SLOT_KA && c->ka <= KA_STUN) {
		noise_keepalive(w, who);
		begin_after(w, who, slot, next_time(w, who, slot));
		return;
	}
	t->script = (uint8_t)choose(w, who, slot);
	t->step = 0;
	t->tries = 0;
	t->peer = UINT32_MAX;
	if (has_peer(t->script)) {
		t->peer = rng_below(&w->rng, w->people.count - 1);
		t->peer += t->peer >= who;
	}
	/* a device keeps the Call-ID of its registration, RFC 3261 10.2.4 */
	if (slot == SLOT_REG) {
		t->id = rng_hash(w->people.person[who].h, 500);
	} else {
		t->id = rng_hash(w->people.person[who].h, ++w->counter << 4);
		t->cseq = (uint32_t)(t->id & 0x3ff);
	}
	script_step(w, who, slot);
}

/* A registration without answer: how long until the next try, and is it a
 * new transaction? */
static uint64_t register_again(struct world *w, uint32_t who, bool *fresh)
{
	struct client *c = &w->client[who];
	const struct talk *t = &c->talk[SLOT_REG];
	/* how often one transaction is sent, by law */
	static const uint8_t sends[] = {11, 3, 4, 7, 2};
	unsigned back = c->rounds < 6 ? c->rounds : 6;
	double wait;

	*fresh = t->tries >= sends[c->law];
	if (!*fresh) /* timer E, RFC 3261 section 17.1.2.2 */
		return t->tries < 4 ? 500000ull << (t->tries - 1) : 4 * SECOND;
	c->rounds++;
	switch (c->law) {
	case 0:
		return seconds_between(w, 30, 300);
	case 1: /* some tries, then a long pause */
		if (c->rounds > 8 + w->people.person[who].h % 12) {
			c->rounds = 0;
			return seconds_between(w, 60, 600);
		}
		return (1 + w->people.person[who].h % 17) * SECOND;
	case 2: /* doubling */
		wait = 30 << back;
		return seconds_between(w, wait, wait * 1.01);
	case 3: /* RFC 5626 section 4.5 */
		wait = 30 << back;
		return seconds_between(w, wait / 2, wait);
	default:
		return 20 * SECOND;
	}
}

static void end_talk(struct world *w, uint32_t who, enum slot_kind slot)
{
	begin_after(w, who, slot, next_time(w, who, slot));
}

/* A request went unanswered. */
static void no_answer(struct world *w, uint32_t who, enum slot_kind slot)
{
	struct talk *t = &w->client[who].talk[slot];
	struct event e = {.kind = EV_STEP, .who = who, .slot = (uint8_t)slot};
	bool fresh = false;
	uint64_t us;

	t->tries++;
	if (slot == SLOT_REG) {
		us = register_again(w, who, &fresh);
		if (fresh)
			begin_after(w, who, slot, us);
		else
			world_after(w, us, e);
		return;
	}
	if (t->tries >= (slot == SLOT_KA ? 3 : 7))
		end_talk(w, who, slot);
	else
		world_after(w, 500000ull << (t->tries - 1), e);
}

static void count(struct world *w, const struct talk *t, const struct step *s)
{
	if (s->code)
		w->tally.responses[s->code]++;
	else
		w->tally.requests[s->method]++;
	if (t->tries)
		w->tally.again++;
}

static void send_step(struct world *w, uint32_t who, enum slot_kind slot,
		      const struct step *s)
{
	struct client *c = &w->client[who];
	struct talk *t = &c->talk[slot];
	struct message m = {
	    .a = &w->people.person[who],
	    .t = t,
	    .s = s,
	    .nonce = c->nonce,
	    .date = w->now / SECOND,
	    .expires = (uint32_t)w->r.expires,
	};
	bool near_a = s->way == A_UP || s->way == A_DOWN;

	if (t->peer != UINT32_MAX)
		m.b = &w->people.person[t->peer];
	if (s->flags & F_SDP)
		m.large = hash_chance(rng_hash(t->id, 77), w->r.large);
	compose(w, &m);
	count(w, t, s);
	world_send(w, near_a ? m.a : m.b, s->way == A_UP || s->way == B_UP);
}

/* The server has more registrations than it can do: says so. */
static bool overloaded(struct world *w, uint32_t who, const struct step *s)
{
	struct step no = *s;

	if (w->r.overload_rate <= 0 || s->method != M_REGISTER || !s->code)
		return false;
	if (w->load_second != w->now / SECOND) {
		w->load_second = w->now / SECOND;
		w->load = 0;
	}
	if (++w->load <= w->r.overload_rate)
		return false;
	no.code = (uint16_t)w->r.overload_code;
	no.flags = 0;
	send_step(w, who, SLOT_REG, &no);
	/* two of three do as Retry-After says */
	if (w->people.person[who].h % 3)
		begin_after(w, who, SLOT_REG, seconds_between(w, 2, 22));
	else
		begin_after(w, who, SLOT_REG, seconds_between(w, 0.5, 5));
	return true;
}

/* The port that the server writes to is closed. */
static bool refused(struct world *w, const struct step *s,
		    const struct person *p, uint64_t fragments)
{
	struct net_path path = world_path(p, false);
	struct event e = {.kind = EV_UNREACHABLE};
	struct span q;

	if (!(p->style & ST_UNREACHABLE) || s->code || w->quote_len ||
	    w->net.fragments != fragments)
		return false;
	q = net_quote(&w->net, &path);
	memcpy(w->quote, q.p, q.n);
	w->quote_len = q.n;
	w->quote_path = net_back(&path);
	world_after(w, 30000, e);
	return true;
}

static bool goes_up(const struct step *s)
{
	return s->way == A_UP || s->way == B_UP;
}

/* Does the request that was just sent get no answer? */
static bool lost(struct world *w, const struct step *s)
{
	return goes_up(s) && !s->code && s->method != M_ACK &&
	       (world_silent(w) || rng_chance(&w->rng, w->r.loss));
}

static void start_media(struct world *w, uint32_t who)
{
	struct event e = {.kind = EV_RTP, .who = who};

	e.slot = (uint8_t)(w->r.rtp < 255 ? w->r.rtp : 255);
	if (e.slot)
		world_after(w, 20000, e);
}

/* On to the next step, or to the end of the script. */
static void go_on(struct world *w, uint32_t who, enum slot_kind slot)
{
	struct event e = {.kind = EV_STEP, .who = who, .slot = (uint8_t)slot};
	struct talk *t = &w->client[who].talk[slot];
	const struct step *s;
	unsigned n;

	s = script_steps(t->script, &n);
	t->tries = 0;
	if (++t->step == n) {
		if (slot == SLOT_REG)
			w->client[who].rounds = 0;
		end_talk(w, who, slot);
		return;
	}
	s += t->step;
	world_after(w,
		    100 + 1000ull * s->min +
			rng_below(&w->rng, 1000u * (s->max - s->min) + 1),
		    e);
}

void script_step(struct world *w, uint32_t who, enum slot_kind slot)
{
	struct client *c = &w->client[who];
	struct talk *t = &c->talk[slot];
	uint64_t fragments = w->net.fragments;
	const struct step *s;
	unsigned n;

	s = script_steps(t->script, &n) + t->step;
	if (!goes_up(s) && world_silent(w)) {
		end_talk(w, who, slot);
		return;
	}
	if (slot == SLOT_REG && overloaded(w, who, s))
		return;
	if (s->flags & F_NEXT && t->tries == 0)
		t->cseq++;
	if (s->flags & F_CHALLENGE)
		c->nonce = w->now / SECOND;
	send_step(w, who, slot, s);
	if (lost(w, s)) {
		no_answer(w, who, slot);
		return;
	}
	if (!goes_up(s) &&
	    refused(w, s, &w->people.person[s->way == A_DOWN ? who : t->peer],
		    fragments)) {
		end_talk(w, who, slot);
		return;
	}
	if (s->flags & F_RTP)
		start_media(w, who);
	go_on(w, who, slot);
}
