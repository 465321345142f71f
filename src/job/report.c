/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.c - what a job tells about itself.
 */
#include "anon/mapfile.h"
#include "job/internal.h"

static uint64_t too_large(const struct sianto_job *job)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < job->threads; i++)
		n += job->thread[i].too_large;
	return n;
}

uint64_t report_above_mtu(const struct sianto_job *job)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < job->threads; i++)
		n += job->thread[i].above_mtu;
	return n;
}

struct anon_counts report_counts(const struct sianto_job *job)
{
	struct anon_counts sum = {0};

	for (unsigned i = 0; i < job->threads; i++) {
		const struct anon_counts *c = &job->thread[i].work.counts;

		sum.dates_moved += c->dates_moved;
		sum.unclaimed += c->unclaimed;
		sum.emptied += c->emptied;
		sum.kept_digests += c->kept_digests;
		sum.kept_callids += c->kept_callids;
		sum.kept_agents += c->kept_agents;
	}
	return sum;
}

static struct stats_distinct distinct_of(const struct sianto_job *job)
{
	const uint32_t *n = job->table.counted;

	return (struct stats_distinct){
	    .users = n[IDENT_USER],
	    .numbers = (uint64_t)n[IDENT_TEL] + n[IDENT_IMSI] + n[IDENT_IMEI],
	    .domains = n[IDENT_DOMAIN],
	    .hosts = (uint64_t)n[IDENT_HOST] + job->table.domain_hosts,
	    .addresses = (uint64_t)n[IDENT_IP4] + n[IDENT_IP6],
	};
}

void sianto_job_summary(const struct sianto_job *job,
			struct sianto_summary *out)
{
	struct anon_counts c = report_counts(job);
	struct stats_distinct d = distinct_of(job);
	struct stats_sweep sweep = {0};

	stats_sweep(job->stats, &sweep);
	*out = (struct sianto_summary){
	    .packets = job->packets,
	    .written = job->written,
	    .sip = job->sip,
	    .keepalives = job->keepalives,
	    .cut = job->cut_packets + too_large(job),
	    .tls = job->tls,
	    .users = d.users,
	    .numbers = d.numbers,
	    .domains = d.domains,
	    .hosts = d.hosts,
	    .addresses = d.addresses,
	    .overflowed = job->table.overflowed,
	    .unclaimed = c.unclaimed,
	    .cut_short = job->cut_short,
	    .sweep_sources = sweep.sources,
	    .sweep_targets = sweep.targets,
	    .kept_digests = c.kept_digests,
	    .kept_callids = c.kept_callids,
	    .kept_agents = c.kept_agents,
	    .format = job->format == CAP_PCAPNG ? SIANTO_PCAPNG : SIANTO_PCAP,
	};
}

int report_emit(struct buf *b, const struct sianto_output *out)
{
	int e = b->bad ? SIANTO_E_NOMEM : out->write(out->ctx, b->p, b->n);

	buf_free(b);
	return e;
}

/* Statistics know what the tables and the run know, from here on. */
void report_fill(struct sianto_job *job)
{
	struct stats_distinct d = distinct_of(job);
	struct stats_run r = {
	    .bytes_in = job->bytes_in,
	    .bytes_out = job->bytes_out,
	    .packets_in = job->packets,
	    .packets_out = job->opt.mode == SIANTO_STATS ? 0 : job->written,
	    .inputs = job->inputs,
	    .overflowed = job->table.overflowed,
	    .unclaimed = report_counts(job).unclaimed,
	    .cut_short = job->cut_short,
	};

	memcpy(r.cut, job->cut, sizeof(r.cut));
	r.cut[PKT_CUT_TOO_LARGE] += too_large(job);
	stats_set_distinct(job->stats, &d);
	stats_set_run(job->stats, &r);
}

int sianto_job_stats(struct sianto_job *job, enum sianto_view view,
		     const struct sianto_output *out)
{
	struct buf b = buf_of(64u << 20);

	report_fill(job);
	if (view == SIANTO_JSON)
		stats_json(job->stats, &b);
	else
		stats_text(job->stats, &b);
	return report_emit(&b, out);
}

int sianto_job_map(struct sianto_job *job, const struct sianto_output *out)
{
	struct buf b = buf_of((size_t)8 << 30);
	int e = mapfile_write(&job->table, &job->keys, job->anon.paper, &b);

	if (e) {
		buf_free(&b);
		return e;
	}
	return report_emit(&b, out);
}

static const char *const sources[ANON_SOURCES] = {
    [FROM_SYNTAX] = "syntax",	[FROM_WORD] = "word",
    [FROM_NUMBER] = "number",	[FROM_KEYED] = "keyed",
    [FROM_LABEL] = "label",	[FROM_FILLER] = "filler",
    [FROM_NOWHERE] = "nowhere",
};

int sianto_job_explain(struct sianto_job *job, const struct sianto_output *out)
{
	struct buf b = buf_of(4 << 20);

	buf_str(&b, "field");
	for (unsigned s = 0; s < ANON_SOURCES; s++)
		buf_printf(&b, "\t%s", sources[s]);
	buf_u8(&b, '\n');
	for (size_t f = 0; f < sip_field_count; f++) {
		uint64_t sum[ANON_SOURCES] = {0}, all = 0;

		for (unsigned i = 0; i < job->threads; i++) {
			for (unsigned s = 0; s < ANON_SOURCES; s++) {
				if (job->thread[i].work.explain)
					sum[s] +=
					    job->thread[i].work.explain[f][s];
			}
		}
		for (unsigned s = 0; s < ANON_SOURCES; s++)
			all += sum[s];
		if (!all)
			continue;
		buf_str(&b, f ? sip_fields[f].name : "(start line)");
		for (unsigned s = 0; s < ANON_SOURCES; s++)
			buf_printf(&b, "\t%llu", (unsigned long long)sum[s]);
		buf_u8(&b, '\n');
	}
	return report_emit(&b, out);
}
