/* SPDX-License-Identifier: Apache-2.0 */
#include "track/track.h"

#include <stdlib.h>

#include "track/state.h"

int track_new(struct track **out, const struct track_env *env)
{
	struct track *t = calloc(1, sizeof(*t));

	*out = t;
	if (!t)
		return SIANTO_E_NOMEM;
	if (env)
		t->env = *env;
	table_init(&t->trans, sizeof(struct trans), TRACK_TRANSACTIONS_MAX);
	table_init(&t->calls, sizeof(struct call), TRACK_CALLS_MAX);
	table_init(&t->dialogs, sizeof(struct dialog), TRACK_DIALOGS_MAX);
	table_init(&t->handshakes, sizeof(struct handshake),
		   TRACK_HANDSHAKES_MAX);
	table_init(&t->aors, sizeof(struct aor), TRACK_AORS_MAX);
	table_init(&t->bindings, sizeof(struct binding), TRACK_BINDINGS_MAX);
	table_init(&t->addresses, sizeof(struct address), TRACK_ADDRESSES_MAX);
	table_init(&t->targets, sizeof(struct target), TRACK_TARGETS_MAX);
	t->src = t->dst = TABLE_NONE;
	list_init(&t->trans_short);
	list_init(&t->trans_long);
	list_init(&t->calls_list);
	list_init(&t->dialogs_live);
	list_init(&t->dialogs_ended);
	list_init(&t->handshake_list);
	wheel_init(&t->wheel, CLOCK_START / CLOCK_SECOND);
	return 0;
}

void track_free(struct track *t)
{
	if (!t)
		return;
	table_free(&t->trans);
	table_free(&t->calls);
	table_free(&t->dialogs);
	table_free(&t->handshakes);
	table_free(&t->aors);
	table_free(&t->bindings);
	table_free(&t->addresses);
	table_free(&t->targets);
	free(t);
}

int track__lru(const struct track_lru *l, uint64_t key, uint32_t *index,
	       bool *isnew)
{
	int err;

	*index = table_find(l->table, key);
	*isnew = *index == TABLE_NONE;
	if (!*isnew) {
		list_touch(l->list, l->table, *index);
		return 0;
	}
	if (l->table->live >= l->table->cap) {
		uint32_t old = l->list->oldest;

		list_unlink(l->list, l->table, old);
		table_remove(l->table, old);
		(*l->forgotten)++;
	}
	err = table_add(l->table, key, index);
	if (err < 0)
		return err;
	list_push(l->list, l->table, *index);
	return 0;
}

static void keepalive_blank(struct track *t, unsigned blank)
{
	static const uint8_t kind[] = {
	    [FACT_BLANK_CRLF] = TRACK_KA_CRLF,
	    [FACT_BLANK_CRLFCRLF] = TRACK_KA_CRLFCRLF,
	    [FACT_BLANK_ZERO] = TRACK_KA_ZERO,
	    [FACT_BLANK_OTHER] = TRACK_KA_BLANK,
	};

	if (blank < sizeof(kind))
		t->n.keepalive[kind[blank]]++;
}

/* Once a second is often enough, and a second is a matter of differences. */
static void age(struct track *t)
{
	int64_t second = t->clock.now / CLOCK_SECOND;

	if (second == t->aged)
		return;
	t->aged = second;
	track__age_transactions(t);
	track__age_dialogs(t);
	track__age_registrations(t);
}

int track_add(struct track *t, const struct fact *f, int64_t *at)
{
	struct event e = {f, clock_next(&t->clock, f->time_us)};
	int err;

	*at = e.at;
	age(t);
	if (f->quoted)
		return 0;
	if (f->kind == FACT_KEEPALIVE)
		keepalive_blank(t, f->blank);
	if (f->kind != FACT_SIP)
		return 0;
	err = track__address(t, f);
	return err < 0 ? err : track__message(t, &e);
}

const struct track_counts *track_counts(const struct track *t)
{
	return &t->n;
}

void track_limits(const struct track *t, struct track_limits *out)
{
	*out = (struct track_limits){
	    .transactions = t->forgotten[0],
	    .calls = t->forgotten[1],
	    .dialogs = t->forgotten[2],
	    .handshakes = t->forgotten[3],
	    .bindings = t->bindings.overflow,
	    .aors = t->aors.overflow,
	    .addresses = t->addresses.overflow,
	    .targets = t->targets.overflow,
	};
}

uint64_t track_steps(const struct track *t)
{
	return t->clock.steps_back + t->clock.steps_ahead;
}

/* ---- response times ---------------------------------------------------- */

enum { OCTAVE = 8 }; /* buckets an octave */

/* Values below 8 have a bucket each; then 8 an octave. */
static unsigned bucket_of(uint64_t us)
{
	unsigned top;

	if (us < OCTAVE)
		return (unsigned)us;
	if (us > UINT32_MAX)
		us = UINT32_MAX;
	top = 63 - (unsigned)__builtin_clzll(us);
	return (top - 2) * OCTAVE + (unsigned)(us >> (top - 3) & (OCTAVE - 1));
}

/* The largest value of a bucket. */
static uint64_t bucket_end(unsigned b)
{
	unsigned shift;

	if (b < OCTAVE)
		return b;
	shift = b / OCTAVE - 1;
	return ((uint64_t)(OCTAVE + b % OCTAVE + 1) << shift) - 1;
}

void times_add(struct track_times *t, int64_t us)
{
	uint64_t v = us > 0 ? (uint64_t)us : 0;

	t->count++;
	t->sum_us += v;
	if (v > t->max_us)
		t->max_us = v;
	t->bucket[bucket_of(v)]++;
}

uint64_t times_quantile(const struct track_times *t, unsigned permille)
{
	uint64_t need = (t->count * permille + 999) / 1000;
	uint64_t n = 0;

	for (unsigned b = 0; b < TRACK_HIST && t->count; b++) {
		n += t->bucket[b];
		if (n >= need)
			return bucket_end(b) < t->max_us ? bucket_end(b)
							 : t->max_us;
	}
	return t->max_us;
}
