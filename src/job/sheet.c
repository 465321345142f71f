/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet.c - the data sheet of a job.
 */
#include <stdio.h>

#include "job/internal.h"
#include "report/datasheet.h"
#include "sianto/version.h"

enum { OPTIONS_MAX = 12 };

struct option_list {
	const char *item[OPTIONS_MAX + 1];
	size_t count;
	char min_users[32];
	char only[64];
};

static void add(struct option_list *l, const char *text)
{
	if (l->count < OPTIONS_MAX)
		l->item[l->count++] = text;
}

/* Kinds only: what was searched for is data. */
static void add_only(struct option_list *l, const struct sianto_options *o)
{
	static const char *const kinds[] = {"call-id", "user", "number", "addr",
					    "time"};
	bool seen[5] = {false};
	size_t n = 0;

	for (size_t i = 0; i < o->only_count; i++)
		seen[o->only[i].kind] = true;
	for (unsigned k = 0; k < 5; k++) {
		if (seen[k])
			n += (size_t)snprintf(l->only + n, sizeof(l->only) - n,
					      "%s%s", n ? "," : "--only ",
					      kinds[k]);
	}
	if (n)
		add(l, l->only);
}

static void list_options(struct option_list *l, const struct sianto_options *o)
{
	if (o->ip == SIANTO_IP_FLAT && o->profile != SIANTO_SHARE)
		add(l, "--ip flat");
	if (o->ip == SIANTO_IP_PREFIX && o->profile != SIANTO_SUPPORT)
		add(l, "--ip prefix");
	if (o->ip == SIANTO_IP_CRYPTOPAN && o->profile != SIANTO_PAPER)
		add(l, "--ip cryptopan");
	add_only(l, o);
	if (o->min_users) {
		snprintf(l->min_users, sizeof(l->min_users), "--min-users %u",
			 o->min_users);
		add(l, l->min_users);
	}
	if (o->drop_scanners)
		add(l, "--drop-scanners");
	if (o->keep_time)
		add(l, "--keep-time");
	if (o->keep_numbers)
		add(l, "--keep-numbers");
	if (o->policy)
		add(l, o->policy_unsafe ? "--policy --unsafe" : "--policy");
}

static enum sianto_ip ip_used(const struct sianto_options *o)
{
	if (o->ip != SIANTO_IP_DEFAULT)
		return o->ip;
	if (o->profile == SIANTO_PAPER)
		return SIANTO_IP_CRYPTOPAN;
	return o->profile == SIANTO_SUPPORT ? SIANTO_IP_PREFIX : SIANTO_IP_FLAT;
}

static void hex_id(const uint8_t *id, size_t n, char *out)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = hex[id[i] >> 4];
		out[2 * i + 1] = hex[id[i] & 15];
	}
	out[2 * n] = 0;
}

int sianto_job_datasheet(struct sianto_job *job,
			 const struct sianto_output *out)
{
	struct anon_counts c = report_counts(job);
	struct stats_sweep sweep = {0};
	struct option_list options = {.count = 0};
	char run_id[2 * sizeof(job->run_id) + 1];
	struct datasheet d = {
	    .profile = job->opt.profile,
	    .ip = ip_used(&job->opt),
	    .version = SIANTO_VERSION,
	    .run_id = job->key_given ? NULL : run_id,
	    .options = options.item,
	    .key_given = job->key_given,
	    .keep_time = job->opt.keep_time,
	    .policy_changed = job->opt.policy != NULL,
	    .policy_unsafe = job->opt.policy_unsafe,
	    .stats = job->stats,
	    .above_mtu = report_above_mtu(job),
	    .times_replaced = c.dates_moved,
	    .bodies_emptied = c.emptied,
	    .not_selected = job->anon.paper ? 0 : job->skipped,
	    .scanner_packets = job->scanner_packets,
	    .dropped_not_sip = job->dropped_not_sip,
	    .dropped_ip6 = job->dropped_ip6,
	    .kept_digests = c.kept_digests,
	    .kept_callids = c.kept_callids,
	    .kept_agents = c.kept_agents,
	};
	struct buf b = buf_of(1 << 20);

	if (job->survey.stats) {
		stats_sweep(job->survey.stats, &sweep);
		d.scanner_sources = sweep.sources;
	}
	hex_id(job->run_id, sizeof(job->run_id), run_id);
	list_options(&options, &job->opt);
	report_fill(job);
	datasheet_write(&d, &b);
	return report_emit(&b, out);
}
