/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/stats.h"

#include <stdlib.h>

#include "stats/counts.h"
#include "track/clock.h"

static void users_changed(void *ctx, int64_t second, uint64_t n)
{
	struct stats *s = ctx;

	series_users(&s->series, second, n);
}

int stats_new(struct stats **out)
{
	struct stats *s = calloc(1, sizeof(*s));
	struct track_env env = {users_changed, s};

	*out = NULL;
	if (!s)
		return SIANTO_E_NOMEM;
	s->agents = stats_agents();
	s->agent = calloc(s->agents, sizeof(*s->agent));
	if (!s->agent || track_new(&s->track, &env) < 0) {
		stats_free(s);
		return SIANTO_E_NOMEM;
	}
	series_init(&s->series, CLOCK_START / CLOCK_SECOND);
	*out = s;
	return 0;
}

void stats_free(struct stats *s)
{
	if (!s)
		return;
	track_free(s->track);
	free(s->agent);
	free(s);
}

static void count_time(struct stats *s, int64_t us)
{
	if (!s->started || us < s->time_min)
		s->time_min = us;
	if (!s->started || us > s->time_max)
		s->time_max = us;
}

/* Layers that are counted by name; the rest is one, LAYER_CUT. */
static unsigned link_of(const struct fact *f)
{
	return f->link_layer <= LAYER_PPP ? f->link_layer : LAYER_CUT;
}

static unsigned protocol_of(const struct fact *f)
{
	switch (f->protocol) {
	case LAYER_UDP:
	case LAYER_TCP:
	case LAYER_SCTP:
	case LAYER_ICMP4:
	case LAYER_ICMP6:
	case LAYER_ARP:
		return f->protocol;
	default:
		return LAYER_CUT;
	}
}

/* Once a packet, however many messages it holds. */
static void count_packet(struct stats *s, const struct fact *f, int64_t second,
			 uint32_t bin)
{
	unsigned proto = protocol_of(f);

	s->packets++;
	s->link[link_of(f)]++;
	s->ip4 += f->ip_version == 4;
	s->ip6 += f->ip_version == 6;
	s->protocol[proto]++;
	if (f->kind == FACT_CUT) {
		s->cut++;
		s->protocol_cut[proto]++;
	} else if (f->kind == FACT_SIP && f->quoted) {
		s->with_quoted++;
	} else if (f->kind == FACT_SIP) {
		s->with_sip++;
	} else if (f->kind == FACT_KEEPALIVE) {
		s->with_keepalive++;
		series_count(&s->series, SERIES_KEEPALIVES, bin);
	} else {
		s->with_other++;
	}
	series_count(&s->series, SERIES_PACKETS, bin);
	series_peak(&s->series, SERIES_PEAK_PACKETS, second);
}

static void count_faults(struct stats_messages *m, uint32_t faults)
{
	m->malformed++;
	for (unsigned i = 0; i < SIP_FAULT_COUNT; i++)
		m->fault[i] += faults >> i & 1;
}

static void count_request(struct stats *s, const struct fact *f,
			  unsigned method, int64_t second, uint32_t bin)
{
	s->sip.requests[method]++;
	s->sip
	    .event[f->event < FACT_EVENT_COUNT ? f->event : FACT_EVENT_OTHER]++;
	series_count(&s->series, SERIES_REQUESTS, bin);
	if (method != SIP_M_REGISTER)
		return;
	series_count(&s->series, SERIES_REGISTERS, bin);
	series_peak(&s->series, SERIES_PEAK_REGISTERS, second);
}

static void count_response(struct stats *s, const struct fact *f,
			   unsigned method, uint32_t bin)
{
	s->sip.responses[method]++;
	s->sip.code[f->code < STATS_CODES ? f->code : 0]++;
	series_count(&s->series, SERIES_RESPONSES, bin);
	if (f->code >= 500 && f->code < 600)
		series_count(&s->series, SERIES_ERRORS, bin);
}

static void count_message(struct stats *s, const struct fact *f, int64_t second,
			  uint32_t bin)
{
	struct stats_messages *m = &s->sip;
	unsigned method =
	    f->method < SIP_METHOD_COUNT ? f->method : SIP_M_OTHER;

	m->all++;
	series_peak(&s->series, SERIES_PEAK_MESSAGES, second);
	if (f->request)
		count_request(s, f, method, second, bin);
	else
		count_response(s, f, method, bin);
	m->transport[f->transport < FACT_TRANSPORT_COUNT
			 ? f->transport
			 : FACT_TRANSPORT_OTHER]++;
	m->with_auth += f->has_auth;
	m->with_sdp += f->has_sdp;
	m->retry_after += !f->request && f->retry_after != UINT32_MAX;
	if (f->faults)
		count_faults(m, f->faults);
	s->agent[f->agent < s->agents ? f->agent : 1]++;
}

int stats_add(struct stats *s, const struct fact *f)
{
	int64_t at, second;
	uint32_t bin;
	int err = track_add(s->track, f, &at);

	if (err < 0)
		return err;
	second = at / CLOCK_SECOND;
	bin = series_bin(&s->series, second);
	if (!s->started || f->number != s->number)
		count_packet(s, f, second, bin);
	count_time(s, f->time_us);
	s->started = true;
	s->number = f->number;
	if (f->kind != FACT_SIP)
		return 0;
	if (f->quoted)
		s->sip.quoted++;
	else
		count_message(s, f, second, bin);
	return 0;
}

void stats_set_distinct(struct stats *s, const struct stats_distinct *d)
{
	s->distinct = *d;
	s->has_distinct = true;
}

void stats_set_run(struct stats *s, const struct stats_run *r)
{
	s->run = *r;
	s->has_run = true;
}

void stats_sweep(const struct stats *s, struct stats_sweep *out)
{
	struct track_sweep w;

	track_sweep(s->track, &w);
	*out = (struct stats_sweep){w.sources, w.targets};
}

bool stats_sweeps_from(const struct stats *s, uint64_t address)
{
	return track_sweeps_from(s->track, address);
}

uint64_t stats_span_us(const struct stats *s)
{
	return (uint64_t)s->time_max - (uint64_t)s->time_min;
}

static uint64_t sum(const uint64_t *n, size_t count)
{
	uint64_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += n[i];
	return all;
}

uint64_t stats_requests(const struct stats *s)
{
	return sum(s->sip.requests, SIP_METHOD_COUNT);
}

uint64_t stats_responses(const struct stats *s)
{
	return sum(s->sip.responses, SIP_METHOD_COUNT);
}
