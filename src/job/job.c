/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.c - a job's life: keys, tables, threads, batches.
 */
#include "sianto/job.h"

#include <stdio.h>
#include <stdlib.h>

#include "anon/mapfile.h"
#include "job/internal.h"

static int fail(struct sianto_job *job, int e, const char *why)
{
	snprintf(job->detail, sizeof(job->detail), "%s", why);
	return e;
}

static enum anon_mode mode_of(const struct sianto_options *o)
{
	if (o->mode == SIANTO_STATS)
		return ANON_COUNT;
	if (o->mode == SIANTO_RESTORE)
		return ANON_RESTORE;
	return o->profile == SIANTO_SUPPORT ? ANON_SUPPORT : ANON_SHARE;
}

static enum ip_mode ip_of(const struct sianto_options *o)
{
	switch (o->ip) {
	case SIANTO_IP_FLAT:
		return IP_FLAT;
	case SIANTO_IP_PREFIX:
		return IP_PREFIX;
	case SIANTO_IP_CRYPTOPAN:
		return IP_CRYPTOPAN;
	case SIANTO_IP_DEFAULT:
		break;
	}
	if (o->profile == SIANTO_PAPER)
		return IP_CRYPTOPAN;
	return o->profile == SIANTO_SUPPORT ? IP_PREFIX : IP_FLAT;
}

static int check_options(struct sianto_job *job)
{
	const struct sianto_options *o = &job->opt;

	if (o->mode == SIANTO_ANONYMIZE && o->profile == SIANTO_SHARE && o->map)
		return fail(job, SIANTO_E_USAGE,
			    "share keeps no map: its labels have no way back");
	if (o->mode == SIANTO_ANONYMIZE && o->profile == SIANTO_SUPPORT &&
	    !o->key)
		return fail(job, SIANTO_E_KEY,
			    "support needs a key: make one with sianto keygen");
	if (o->mode == SIANTO_RESTORE && (!o->key || !o->map))
		return fail(job, SIANTO_E_KEY, "restore needs key and map");
	if (o->mode == SIANTO_RESTORE && o->profile == SIANTO_SHARE)
		job->opt.profile = SIANTO_SUPPORT;
	return 0;
}

/*
 * A key of the user's gives the same bytes for the same input (shards, tests,
 * support); without one key and data set id are random and gone at the end.
 */
static int make_keys(struct sianto_job *job)
{
	uint8_t key[KEY_LEN], id[DATASET_LEN];
	int e = key_random(job->run_id, sizeof(job->run_id));

	if (e)
		return e;
	if (job->opt.key)
		return keys_init(&job->keys, job->opt.key, span_of(NULL, 0));
	e = key_random(key, sizeof(key));
	if (!e)
		e = key_random(id, sizeof(id));
	if (!e)
		e = keys_init(&job->keys, key, span_of(id, sizeof(id)));
	key_wipe(key, sizeof(key));
	key_wipe(id, sizeof(id));
	return e;
}

/* On the way back the map says which profile it was, and with that how
 * addresses were mapped, unless the caller knows better. */
static int follow_map(struct sianto_job *job, bool paper)
{
	enum sianto_profile was = paper ? SIANTO_PAPER : SIANTO_SUPPORT;

	job->anon.paper = paper;
	if (job->opt.profile == was)
		return 0;
	job->opt.profile = was;
	ipmap_free(job->anon.ip);
	job->anon.ip = NULL;
	return ipmap_new(&job->anon.ip, &job->keys, ip_of(&job->opt));
}

static int read_map(struct sianto_job *job)
{
	bool paper = job->opt.profile == SIANTO_PAPER, was_paper = paper;
	int e = 0;

	if (job->opt.map)
		e = mapfile_read(&job->table, &job->keys,
				 span_of(job->opt.map, job->opt.map_len),
				 &was_paper);
	if (!e && job->opt.mode == SIANTO_RESTORE)
		e = follow_map(job, was_paper);
	else if (!e && was_paper != paper)
		e = SIANTO_E_MAP;
	if (!e && job->opt.map) {
		e = ident_order_init(&job->order, &job->table);
		job->anon.known = &job->table;
		job->anon.order = &job->order;
	}
	return e;
}

static int apply_policy(struct sianto_job *job)
{
	unsigned line;
	int e;

	if (!job->opt.policy)
		return 0;
	e = policy_apply(&job->anon, span_str(job->opt.policy),
			 job->opt.policy_unsafe, &line);
	if (e)
		snprintf(job->detail, sizeof(job->detail),
			 "policy file, line %u: not `scope name action`, or "
			 "less strict than the profile",
			 line);
	return e;
}

static int thread_init(struct sianto_job *job, struct job_thread *t)
{
	const struct sianto_options *o = &job->opt;

	t->anon = &job->anon;
	t->job = job;
	t->payload = buf_of(1 << 20);
	t->frame = buf_of(1 << 20);
	maps_thread(job, t);
	return anon_work_init(&t->work, o->explain);
}

static int batch_init(struct sianto_job *job, struct job_batch *b)
{
	int e = cap_batch_init(&b->in);

	b->packet = calloc(CAP_BATCH_PACKETS, sizeof(*b->packet));
	b->pkt = calloc(CAP_BATCH_PACKETS, sizeof(*b->pkt));
	b->out = buf_of(1u << 30);
	if (!e && (!b->packet || !b->pkt))
		e = SIANTO_E_NOMEM;
	return e ? e : anon_plan_init(&b->plan, &job->anon);
}

static int make_workers(struct sianto_job *job)
{
	int e = 0;

	job->threads = job->opt.threads ? job->opt.threads : 1;
	if (job->threads > PIPE_THREADS_MAX)
		job->threads = PIPE_THREADS_MAX;
	job->slots = pipe_slots(job->threads);
	job->thread = calloc(job->threads, sizeof(*job->thread));
	job->batch = calloc(job->slots, sizeof(*job->batch));
	if (!job->thread || !job->batch)
		return SIANTO_E_NOMEM;
	for (unsigned i = 0; i < job->threads && !e; i++)
		e = thread_init(job, &job->thread[i]);
	for (unsigned i = 0; i < job->slots && !e; i++)
		e = batch_init(job, &job->batch[i]);
	return e;
}

static int set_up(struct sianto_job *job)
{
	struct anon_config c = {
	    .mode = mode_of(&job->opt),
	    .ip = ip_of(&job->opt),
	    .keys = &job->keys,
	    .keep_numbers = job->opt.keep_numbers,
	    .explain = job->opt.explain,
	    .keep_time = job->opt.keep_time,
	    .paper = job->opt.profile == SIANTO_PAPER &&
		     job->opt.mode != SIANTO_STATS,
	};
	int e = check_options(job);

	if (!e)
		e = make_keys(job);
	if (!e)
		e = anon_init(&job->anon, &c);
	if (!e)
		e = ident_table_init(&job->table, &job->anon.table,
				     c.mode == ANON_COUNT ? NULL : label_make,
				     &job->anon.labels);
	if (!e)
		e = read_map(job);
	if (!e)
		e = apply_policy(job);
	if (!e)
		e = stats_new(&job->stats);
	if (e)
		return e;
	maps_init(job);
	e = survey_init(&job->survey, job->opt.drop_scanners);
	return e ? e : make_workers(job);
}

int sianto_job_new(struct sianto_job **out, const struct sianto_options *opt)
{
	struct sianto_job *job = calloc(1, sizeof(*job));
	int e;

	*out = job;
	if (!job)
		return SIANTO_E_NOMEM;
	job->opt = *opt;
	job->key_given = opt->key != NULL;
	e = set_up(job);
	/* The key has done its work; it is the caller's to keep or wipe. */
	job->opt.key = NULL;
	job->opt.map = NULL;
	return e;
}

void sianto_job_free(struct sianto_job *job)
{
	if (!job)
		return;
	for (unsigned i = 0; job->thread && i < job->threads; i++) {
		anon_work_free(&job->thread[i].work);
		buf_free(&job->thread[i].payload);
		buf_free(&job->thread[i].frame);
	}
	for (unsigned i = 0; job->batch && i < job->slots; i++) {
		cap_batch_free(&job->batch[i].in);
		anon_plan_free(&job->batch[i].plan);
		buf_free(&job->batch[i].out);
		free(job->batch[i].packet);
		free(job->batch[i].pkt);
	}
	free(job->thread);
	free(job->batch);
	stats_free(job->stats);
	survey_free(&job->survey);
	ident_order_free(&job->order);
	ident_table_free(&job->table);
	anon_free(&job->anon);
	keys_wipe(&job->keys);
	free(job);
}

bool sianto_job_two_pass(const struct sianto_options *opt)
{
	return opt->only_count || opt->min_users || opt->drop_scanners;
}

const char *sianto_job_detail(const struct sianto_job *job)
{
	return job ? job->detail : "";
}

/* ---- without a job ----------------------------------------------------- */

int sianto_key_new(uint8_t key[SIANTO_KEY_LEN])
{
	return key_random(key, SIANTO_KEY_LEN);
}

void sianto_key_text(const uint8_t key[SIANTO_KEY_LEN],
		     char out[SIANTO_KEY_TEXT_LEN + 1])
{
	key_text(key, out);
}

int sianto_key_parse(const char *text, size_t n, uint8_t key[SIANTO_KEY_LEN])
{
	return key_parse(span_of(text, n), key);
}

void sianto_wipe(void *p, size_t n)
{
	key_wipe(p, n);
}

int sianto_policy_show(enum sianto_profile profile,
		       const struct sianto_output *out)
{
	struct buf b = buf_of(1 << 20);
	int e;

	policy_show(profile == SIANTO_SHARE	? POLICY_SHARE
		    : profile == SIANTO_SUPPORT ? POLICY_SUPPORT
						: POLICY_PAPER,
		    &b);
	e = b.bad ? SIANTO_E_NOMEM : out->write(out->ctx, b.p, b.n);
	buf_free(&b);
	return e;
}
