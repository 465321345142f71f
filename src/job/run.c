/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.c - one capture through the pipe.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "job/internal.h"

/* ---- steps ------------------------------------------------------------- */

/* Refuses what cannot be decoded, before anything of it is written. */
static int check_links(struct sianto_job *job, const struct cap_batch *in)
{
	for (size_t i = 0; i < in->count; i++) {
		uint32_t k = in->packets[i].iface;
		unsigned type = job->iface[k].linktype;

		if (job->iface_used[k])
			continue;
		if (!pkt_linktype_known((uint16_t)type)) {
			snprintf(job->detail, sizeof(job->detail),
				 "link type %u: %s", type,
				 pkt_linktype_advice((uint16_t)type));
			return SIANTO_E_LINKTYPE;
		}
		job->iface_used[k] = 1;
	}
	return 0;
}

static void copy_ifaces(struct sianto_job *job)
{
	size_t count;
	const struct cap_iface *iface = cap_reader_ifaces(job->reader, &count);

	require(count <= CAP_INTERFACES_MAX);
	for (; job->iface_count < count; job->iface_count++)
		job->iface[job->iface_count] = iface[job->iface_count];
}

static bool wants_nano(const struct sianto_job *job)
{
	return job->iface_count && job->iface[0].ticks > 1000000;
}

static int open_writer(struct sianto_job *job)
{
	struct sink sink = {job->out->write, job->out->ctx};

	job->format = cap_reader_format(job->reader);
	if (job->opt.format == SIANTO_PCAP)
		job->format = CAP_PCAP;
	else if (job->opt.format == SIANTO_PCAPNG)
		job->format = CAP_PCAPNG;
	return cap_writer_new(&job->writer, sink, job->format, wants_nano(job));
}

/* Tells the writer of interfaces the reader has met meanwhile. */
static int tell_ifaces(struct sianto_job *job)
{
	int e = 0;

	if (!job->writer)
		e = open_writer(job);
	for (; !e && job->ifaces_told < job->iface_count; job->ifaces_told++)
		e = cap_writer_iface(job->writer,
				     &job->iface[job->ifaces_told]);
	return e;
}

static void set_clock(struct sianto_job *job, const struct cap_packet *first)
{
	if (job->clock_set)
		return;
	job->clock_set = true;
	if (job->opt.mode == SIANTO_ANONYMIZE &&
	    job->opt.profile == SIANTO_SHARE && !job->opt.keep_time)
		job->anon.shift = anon_shift(&job->keys, first->sec);
}

static int step_read(void *ctx, unsigned slot, bool *more)
{
	struct sianto_job *job = ctx;
	struct job_batch *b = &job->batch[slot];
	int e = cap_read(job->reader, &b->in);

	*more = !e && b->in.count > 0;
	if (e)
		return e;
	copy_ifaces(job);
	if (*more) {
		e = check_links(job, &b->in);
		set_clock(job, &b->in.packets[0]);
	}
	if (!e && job->out)
		e = tell_ifaces(job);
	return e;
}

static int step_scan(void *ctx, unsigned slot, unsigned thread)
{
	struct sianto_job *job = ctx;
	struct job_batch *b = &job->batch[slot];

	anon_plan_reset(&b->plan);
	for (size_t i = 0; i < b->in.count; i++)
		unit_scan(job, &job->thread[thread], b, i);
	return b->plan.failed ? SIANTO_E_NOMEM : 0;
}

static void count_packet(struct sianto_job *job, const struct job_packet *p)
{
	if (job->packets++ == 0)
		job->first_us = p->fact.time_us;
	job->last_us = p->fact.time_us;
	if (p->verdict == VERDICT_SKIP) {
		job->skipped++;
		if (job->anon.paper && p->fact.ip_version == 6)
			job->dropped_ip6++;
		else if (job->anon.paper)
			job->dropped_not_sip++;
		return;
	}
	job->scanner_packets += p->scanner;
	job->written++;
	job->sip += p->verdict == VERDICT_SIP && !p->fact.quoted;
	job->keepalives += p->verdict == VERDICT_KEEP;
	job->cut_packets += p->verdict == VERDICT_CUT;
	job->tls += p->tls;
	if (p->verdict == VERDICT_CUT)
		job->cut[p->cut]++;
}

static int step_number(void *ctx, unsigned slot)
{
	struct sianto_job *job = ctx;
	struct job_batch *b = &job->batch[slot];
	int e;

	if (job->surveying)
		return survey_batch(job, b);
	/* On the way back workers read the table: it must not grow. */
	e = job->anon.mode == ANON_RESTORE
		? 0
		: ident_number(&job->table, &b->plan.ids);
	for (size_t i = 0; i < b->in.count && !e; i++) {
		count_packet(job, &b->packet[i]);
		if (b->packet[i].verdict != VERDICT_SKIP)
			e = stats_add(job->stats, &b->packet[i].fact);
	}
	atomic_store_explicit(&job->told_packets, job->packets,
			      memory_order_relaxed);
	return e;
}

static int step_render(void *ctx, unsigned slot, unsigned thread)
{
	struct sianto_job *job = ctx;
	struct job_batch *b = &job->batch[slot];

	buf_reset(&b->out);
	if (!job->out)
		return 0;
	anon_map_addresses(&job->anon, &job->thread[thread].work, &b->plan);
	for (size_t i = 0; i < b->in.count; i++)
		unit_render(job, &job->thread[thread], b, i);
	return b->out.bad || b->plan.failed ? SIANTO_E_NOMEM : 0;
}

static int step_write(void *ctx, unsigned slot)
{
	struct sianto_job *job = ctx;
	struct job_batch *b = &job->batch[slot];

	job->batch_end = b->in.bytes_in;
	atomic_store_explicit(&job->told_bytes, job->batch_end,
			      memory_order_relaxed);
	job->bytes_out += b->out.n;
	if (!job->out || b->out.n == 0)
		return 0;
	return cap_write(job->writer, span_of(b->out.p, b->out.n));
}

static int step_tick(void *ctx)
{
	struct sianto_job *job = ctx;
	struct sianto_progress p = {
	    .bytes =
		atomic_load_explicit(&job->told_bytes, memory_order_relaxed),
	    .packets =
		atomic_load_explicit(&job->told_packets, memory_order_relaxed)};

	if (job->opt.progress && job->opt.progress(job->opt.progress_ctx, &p))
		return SIANTO_E_STOPPED;
	return 0;
}

/* ---- one capture ------------------------------------------------------- */

static void close_capture(struct sianto_job *job)
{
	cap_reader_free(job->reader);
	cap_writer_free(job->writer);
	job->reader = NULL;
	job->writer = NULL;
	job->ifaces_told = 0;
	job->out = NULL;
	job->in = NULL;
	job->iface_count = 0;
	memset(job->iface_used, 0, sizeof(job->iface_used));
}

static int run_capture(struct sianto_job *job, const struct sianto_input *in,
		       const struct sianto_output *out)
{
	const struct pipe_steps steps = {
	    .ctx = job,
	    .read = step_read,
	    .scan = step_scan,
	    .number = step_number,
	    .render = step_render,
	    .write = step_write,
	    .tick = step_tick,
	};
	struct source src = {in->read, in->ctx};
	int e;

	job->detail[0] = 0;
	job->in = in;
	job->out = out;
	job->packet_base = job->packets;
	e = cap_reader_new(&job->reader, src);
	if (!e)
		e = pipe_run(&steps, job->threads);
	if (!e && job->out && !job->writer) {
		copy_ifaces(job);
		e = tell_ifaces(job);
	}
	if (!e && job->out)
		e = cap_writer_end(job->writer);
	if (!e) {
		const struct cap_notes *n = cap_reader_notes(job->reader);

		job->cut_short |= n->cut_short;
		job->blocks_dropped += n->blocks_dropped;
		job->bytes_in += job->batch_end;
		job->inputs += !job->surveying;
	}
	close_capture(job);
	return e;
}

int sianto_job_survey(struct sianto_job *job, const struct sianto_input *in)
{
	int e;

	job->surveying = true;
	e = run_capture(job, in, NULL);
	job->surveying = false;
	job->bytes_in = 0;
	return e;
}

int sianto_job_run(struct sianto_job *job, const struct sianto_input *in,
		   const struct sianto_output *out)
{
	if ((out == NULL) != (job->opt.mode == SIANTO_STATS))
		return SIANTO_E_USAGE;
	return run_capture(job, in, out);
}
