/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.c - who is the server, and who sweeps.
 */
#include "track/state.h"

/* The address, or address and port where both ends are one host. */
static uint64_t address_key(const struct fact *f, bool source)
{
	if (f->src == f->dst)
		return mix2(f->src, source ? f->sport : f->dport);
	return source ? f->src : f->dst;
}

static bool address_is(const struct track *t, uint32_t index, uint64_t key)
{
	return index != TABLE_NONE &&
	       ((const struct address *)table_at(&t->addresses, index))->key ==
		   key;
}

/* *index comes in as a guess. */
static int address_get(struct track *t, uint64_t key, uint32_t *index)
{
	int err;

	if (address_is(t, *index, key))
		return 0;
	*index = table_find(&t->addresses, key);
	if (*index != TABLE_NONE)
		return 0;
	err = table_add(&t->addresses, key, index);
	return err == SIANTO_E_LIMIT ? 0 : err;
}

int track__address(struct track *t, const struct fact *f)
{
	uint32_t src = t->dst, dst = t->src; /* an answer goes back */
	struct address *a;

	if (address_is(t, t->src, address_key(f, true)))
		src = t->src;
	if (address_is(t, t->dst, address_key(f, false)))
		dst = t->dst;
	t->src = t->dst = TABLE_NONE;
	if (!f->src || !f->dst)
		return 0;
	if (address_get(t, address_key(f, true), &src) < 0 ||
	    address_get(t, address_key(f, false), &dst) < 0)
		return SIANTO_E_NOMEM;
	t->src = src;
	t->dst = dst;
	if (src != TABLE_NONE) {
		a = table_at(&t->addresses, src);
		a->requests_out += f->request;
		a->responses_out += !f->request;
	}
	if (dst != TABLE_NONE) {
		a = table_at(&t->addresses, dst);
		a->requests_in += f->request;
		a->responses_in += !f->request;
		a->registers_in += f->request && f->method == SIP_M_REGISTER;
	}
	return 0;
}

int track__target(struct track *t, const struct fact *f, uint32_t *target)
{
	uint64_t who = f->method == SIP_M_REGISTER ? f->to_aor : f->request_aor;
	uint64_t key = address_key(f, true);
	struct target *g;
	int err;

	*target = TABLE_NONE;
	if (!who || t->src == TABLE_NONE || f->method == SIP_M_CANCEL)
		return 0;
	key = mix2(key, who);
	*target = table_find(&t->targets, key);
	if (*target != TABLE_NONE)
		return 0;
	err = table_add(&t->targets, key, target);
	if (err == SIANTO_E_LIMIT)
		return 0;
	if (err < 0)
		return err;
	g = table_at(&t->targets, *target);
	g->source = t->src;
	((struct address *)table_at(&t->addresses, t->src))->targets++;
	return 0;
}

/* An answer that says no more than "not you" or "nobody here". */
static bool refusal(unsigned code)
{
	switch (code) {
	case 100:
	case 401:
	case 403:
	case 404:
	case 407:
	case 408:
	case 604:
		return true;
	default:
		return code >= 500 && code < 600;
	}
}

void track__accepted(struct track *t, uint32_t target, unsigned code)
{
	struct target *g;

	if (target == TABLE_NONE || refusal(code))
		return;
	g = table_at(&t->targets, target);
	if (g->accepted)
		return;
	g->accepted = true;
	((struct address *)table_at(&t->addresses, g->source))->accepted++;
}

/* ---- at the end -------------------------------------------------------- */

/* What makes a server: REGISTER requests, or requests when nobody gets any. */
static uint64_t load_of(const struct address *a, bool registrar)
{
	return registrar ? a->registers_in : a->requests_in;
}

/* The busiest address; the first one seen among equals, so that hashes do
 * not decide. */
static const struct address *busiest(const struct track *t, bool registrar)
{
	const struct address *best = NULL;

	for (uint32_t i = 0; i < t->addresses.made; i++) {
		const struct address *a = table_at(&t->addresses, i);

		if (load_of(a, registrar) == 0)
			continue;
		if (!best || load_of(a, registrar) > load_of(best, registrar))
			best = a;
	}
	return best;
}

static const struct address *server_find(const struct track *t, bool *registrar)
{
	const struct address *a = busiest(t, true);

	*registrar = a != NULL;
	return a ? a : busiest(t, false);
}

void track_server(const struct track *t, struct track_server *out)
{
	const struct address *s;
	uint64_t load;

	*out = (struct track_server){.addresses = t->addresses.live};
	s = server_find(t, &out->registrar);
	if (!s)
		return;
	out->found = true;
	out->requests_in = s->requests_in;
	out->responses_in = s->responses_in;
	out->requests_out = s->requests_out;
	out->responses_out = s->responses_out;
	out->registers_in = s->registers_in;
	load = load_of(s, out->registrar);
	for (uint32_t i = 0; i < t->addresses.made; i++) {
		const struct address *a = table_at(&t->addresses, i);

		if (load_of(a, out->registrar) >= (load + 19) / 20)
			out->servers++;
		else if (a->requests_out)
			out->clients++;
	}
}

struct sweep_rule {
	bool registrar;
	uint64_t server_load; /* from here on it is a server */
};

static struct sweep_rule sweep_rule(const struct track *t)
{
	struct sweep_rule r = {false, UINT64_MAX};
	const struct address *s = server_find(t, &r.registrar);

	if (s)
		r.server_load = (load_of(s, r.registrar) + 19) / 20;
	return r;
}

static bool sweeps(const struct address *a, const struct sweep_rule *r)
{
	return a->targets > TRACK_SWEEP_TARGETS &&
	       a->targets - a->accepted > a->targets / 2 &&
	       load_of(a, r->registrar) < r->server_load;
}

void track_sweep(const struct track *t, struct track_sweep *out)
{
	struct sweep_rule r = sweep_rule(t);

	*out = (struct track_sweep){0, 0};
	for (uint32_t i = 0; i < t->addresses.made; i++) {
		const struct address *a = table_at(&t->addresses, i);

		if (!sweeps(a, &r))
			continue;
		out->sources++;
		out->targets += a->targets;
	}
}

bool track_sweeps_from(const struct track *t, uint64_t address)
{
	uint32_t index = table_find(&t->addresses, address);
	struct sweep_rule r;

	if (index == TABLE_NONE)
		return false;
	if (((const struct address *)table_at(&t->addresses, index))->targets <=
	    TRACK_SWEEP_TARGETS)
		return false;
	r = sweep_rule(t);
	return sweeps(table_at(&t->addresses, index), &r);
}
