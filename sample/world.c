/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compose.h"

enum { TEXT_MAX = 60000, SECOND = 1000000, LAWS = 5 };

void world_after(struct world *w, uint64_t us, struct event e)
{
	e.us = w->now + us;
	heap_put(&w->heap, e);
}

bool world_silent(const struct world *w)
{
	double t = (double)(w->now - w->start) / SECOND;

	return w->r.outage_length > 0 && t >= w->r.outage_start &&
	       t < w->r.outage_start + w->r.outage_length;
}

struct net_path world_path(const struct person *p, bool up)
{
	struct net_path path = {.v6 = p->v6, .up = true, .vlan = p->vlan};

	path.src = p->end;
	memcpy(path.dst.ip, p->v6 ? server_ip6 : server_ip4, 16);
	path.dst.port = SERVER_PORT;
	return up ? path : net_back(&path);
}

void world_send(struct world *w, const struct person *p, bool up)
{
	struct net_path path = world_path(p, up);

	if (w->text.bad || w->body.bad) {
		w->trace->bad = true;
		return;
	}
	w->tally.sip++;
	net_udp(&w->net, &path, span_of(w->text.p, w->text.n));
}

/* Spread evenly (multiples of the golden ratio), so that a few users are
 * enough for every kind to occur. */
static uint8_t choose_keepalive(const struct world *w, uint32_t who)
{
	double x = fmod(who * 0.61803398875, 1) * 100;

	for (unsigned k = KA_CRLF; k < KA_COUNT; k++) {
		x -= w->r.ka[k].share;
		if (x < 0)
			return (uint8_t)k;
	}
	return KA_NONE;
}

/* The first conversation of a slot: anywhere in its first interval, so that
 * the capture starts in a steady state. */
static void first_start(struct world *w, uint32_t who, enum slot_kind slot)
{
	struct event e = {.kind = EV_START, .who = who, .slot = (uint8_t)slot};
	double mean;

	switch (slot) {
	case SLOT_REG:
		mean = w->r.interval;
		break;
	case SLOT_KA:
		if (w->client[who].ka == KA_NONE)
			return;
		mean = w->r.ka[w->client[who].ka].interval;
		break;
	default: {
		const double rate[SLOT_COUNT] = {
		    [SLOT_CALL] = w->r.calls,
		    [SLOT_MSG] = w->r.messages,
		    [SLOT_SUB] = w->r.presence,
		    [SLOT_PUB] = w->r.publish,
		};

		if (rate[slot] <= 0)
			return;
		mean = -log(1 - rng_unit(&w->rng)) * 3600 / rate[slot];
		world_after(w, (uint64_t)(mean * SECOND), e);
		return;
	}
	}
	world_after(w, (uint64_t)(mean * rng_unit(&w->rng) * SECOND), e);
}

static void background(struct world *w)
{
	struct event e = {0};

	if (w->r.scan_count >= 1 && w->r.scan_rate > 0) {
		e.kind = EV_SCAN;
		world_after(w, (uint64_t)(w->r.scan_start * SECOND), e);
	}
	if (w->r.malformed > 0) {
		e.kind = EV_ODD;
		world_after(w, SECOND, e);
	}
	if (w->r.tcp > 0) {
		e.kind = EV_TCP;
		world_after(w, 2 * SECOND, e);
	}
	if (w->r.dns > 0) {
		e.kind = EV_DNS;
		world_after(w, SECOND / 2, e);
	}
}

bool world_init(struct world *w, const struct recipe *r, struct trace *t)
{
	memset(w, 0, sizeof(*w));
	w->r = *r;
	w->trace = t;
	w->text = buf_of(TEXT_MAX);
	w->body = buf_of(TEXT_MAX);
	w->rng.s = rng_hash((uint64_t)r->seed, 12345);
	w->start = w->now = (uint64_t)r->start * SECOND;
	w->end = w->start + (uint64_t)(r->duration * SECOND);
	net_init(&w->net, t);
	if (!people_make(&w->people, r))
		return false;
	w->client = calloc(w->people.count, sizeof(*w->client));
	if (!w->client)
		return false;
	for (uint32_t i = 0; i < w->people.count; i++) {
		w->client[i].ka = choose_keepalive(w, i);
		w->client[i].law = (uint8_t)rng_below(&w->rng, LAWS);
		for (unsigned s = 0; s < SLOT_COUNT; s++)
			first_start(w, i, s);
	}
	background(w);
	return !w->heap.bad;
}

void world_free(struct world *w)
{
	people_free(&w->people);
	free(w->client);
	heap_free(&w->heap);
	net_free(&w->net);
	buf_free(&w->text);
	buf_free(&w->body);
}

static void handle(struct world *w, const struct event *e)
{
	switch (e->kind) {
	case EV_START:
		script_start(w, e->who, e->slot);
		break;
	case EV_STEP:
		script_step(w, e->who, e->slot);
		break;
	case EV_RTP:
		noise_rtp(w, e->who, e->slot);
		break;
	case EV_UNREACHABLE:
		noise_unreachable(w);
		break;
	case EV_SCAN:
		odd_scan(w, e);
		break;
	case EV_ODD:
		odd_message(w, e);
		break;
	case EV_TCP:
		stream_step(w, e);
		break;
	default:
		noise_dns(w, e);
		break;
	}
}

bool world_run(struct world *w)
{
	struct event e;

	while (!w->trace->bad && !w->heap.bad &&
	       w->trace->count < w->trace->max && heap_get(&w->heap, &e)) {
		if (e.us >= w->end)
			break;
		w->now = e.us;
		/* the fragments before may have moved the clock a little */
		if (w->net.us < w->now)
			w->net.us = w->now;
		handle(w, &e);
	}
	return !w->trace->bad && !w->heap.bad;
}
