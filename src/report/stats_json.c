/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stats_json.c - statistics as JSON.  Schema: doc/formats/stats.md; a new
 * member goes there too.
 */
#include "report/json.h"
#include "report/names.h"

/* Members with a count of 0 are left out where the key is one of many. */
static void some(struct json *j, const char *key, uint64_t n)
{
	if (n)
		json_num(j, key, n);
}

static void put_time(struct json *j, const struct stats *s)
{
	json_open(j, "time", '{');
	json_fixed(j, "span_s", stats_span_us(s), 6);
	json_num(j, "clock_steps", track_steps(s->track));
	json_close(j);
}

static void put_packets(struct json *j, const struct stats *s)
{
	json_open(j, "packets", '{');
	json_num(j, "all", s->packets);
	json_num(j, "payload_kept", s->packets - s->cut);
	json_num(j, "payload_not_kept", s->cut);
	json_fixed(j, "mean_per_s", rate_milli(s->packets, stats_span_us(s)),
		   3);
	json_num(j, "peak_per_s", s->series.peak[SERIES_PEAK_PACKETS]);
	json_open(j, "content", '{');
	json_num(j, "sip", s->with_sip);
	json_num(j, "keepalive", s->with_keepalive);
	json_num(j, "quoted_sip", s->with_quoted);
	json_num(j, "not_kept", s->cut);
	json_num(j, "none", s->with_other);
	json_close(j);
	json_open(j, "link", '{');
	for (unsigned i = 0; i < LAYER_TYPE_COUNT; i++)
		some(j, name_layer(i), s->link[i]);
	json_close(j);
	json_open(j, "network", '{');
	json_num(j, "ipv4", s->ip4);
	json_num(j, "ipv6", s->ip6);
	json_num(j, "none", s->packets - s->ip4 - s->ip6);
	json_close(j);
	json_open(j, "protocol", '{');
	for (unsigned i = 0; i < LAYER_TYPE_COUNT; i++) {
		if (!s->protocol[i])
			continue;
		json_open_line(j, name_layer(i), '{');
		json_num(j, "packets", s->protocol[i]);
		json_num(j, "not_kept", s->protocol_cut[i]);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static void put_methods(struct json *j, const struct stats *s)
{
	json_open(j, "methods", '{');
	for (unsigned i = 0; i < SIP_METHOD_COUNT; i++) {
		if (!s->sip.requests[i] && !s->sip.responses[i])
			continue;
		json_open_line(j, name_method(i), '{');
		json_num(j, "requests", s->sip.requests[i]);
		json_num(j, "responses", s->sip.responses[i]);
		json_close(j);
	}
	json_close(j);
}

static void put_codes(struct json *j, const struct stats *s)
{
	char key[4] = "";

	json_open(j, "codes", '{');
	for (unsigned i = 1; i < STATS_CODES; i++) {
		key[0] = (char)('0' + i / 100);
		key[1] = (char)('0' + i / 10 % 10);
		key[2] = (char)('0' + i % 10);
		some(j, key, s->sip.code[i]);
	}
	some(j, "other", s->sip.code[0]);
	json_close(j);
}

static void put_sip(struct json *j, const struct stats *s)
{
	const struct stats_messages *m = &s->sip;
	uint64_t requests = stats_requests(s);

	json_open(j, "sip", '{');
	json_num(j, "messages", m->all);
	json_num(j, "requests", requests);
	json_num(j, "responses", stats_responses(s));
	json_fixed(j, "mean_per_s", rate_milli(m->all, stats_span_us(s)), 3);
	json_num(j, "peak_per_s", s->series.peak[SERIES_PEAK_MESSAGES]);
	json_num(j, "peak_register_per_s",
		 s->series.peak[SERIES_PEAK_REGISTERS]);
	json_fixed(j, "register_share",
		   share_of(m->requests[SIP_M_REGISTER], requests, 10000), 4);
	put_methods(j, s);
	put_codes(j, s);
	json_open(j, "transports", '{');
	for (unsigned i = 0; i < FACT_TRANSPORT_COUNT; i++)
		some(j, name_transport(i), m->transport[i]);
	json_close(j);
	json_open(j, "events", '{');
	for (unsigned i = FACT_EVENT_OTHER; i < FACT_EVENT_COUNT; i++)
		some(j, name_event(i), m->event[i]);
	json_close(j);
	json_open(j, "user_agents", '{');
	for (uint16_t i = 0; i < s->agents; i++)
		some(j, stats_agent_name(i), s->agent[i]);
	json_close(j);
	json_num(j, "with_credentials", m->with_auth);
	json_num(j, "with_sdp", m->with_sdp);
	json_num(j, "with_retry_after", m->retry_after);
	json_num(j, "quoted_in_icmp", m->quoted);
	json_open(j, "malformed", '{');
	json_num(j, "messages", m->malformed);
	for (unsigned i = 0; i < SIP_FAULT_COUNT; i++)
		some(j, name_fault(i), m->fault[i]);
	json_close(j);
	json_close(j);
}

static void put_directions(struct json *j, const struct stats *s)
{
	struct track_server v;
	uint64_t to, from;

	track_server(s->track, &v);
	to = v.requests_in + v.responses_in;
	from = v.requests_out + v.responses_out;
	json_open(j, "directions", '{');
	json_text(j, "server_by",
		  !v.found	? "none"
		  : v.registrar ? "REGISTER"
				: "requests");
	json_num(j, "servers", v.servers);
	json_num(j, "clients", v.clients);
	json_num(j, "sip_addresses", v.addresses);
	json_num(j, "to_server", to);
	json_num(j, "from_server", from);
	json_num(j, "elsewhere",
		 to + from < s->sip.all ? s->sip.all - to - from : 0);
	json_num(j, "requests_to_server", v.requests_in);
	json_num(j, "responses_from_server", v.responses_out);
	json_num(j, "requests_from_server", v.requests_out);
	json_num(j, "responses_to_server", v.responses_in);
	json_fixed(j, "to_per_from", share_of(to, from, 10000), 4);
	json_close(j);
}

static void put_times(struct json *j, const char *key,
		      const struct track_times *t)
{
	json_open_line(j, key, '{');
	json_num(j, "count", t->count);
	json_fixed(j, "mean_s", t->count ? t->sum_us / t->count : 0, 6);
	json_fixed(j, "median_s", times_quantile(t, 500), 6);
	json_fixed(j, "p95_s", times_quantile(t, 950), 6);
	json_fixed(j, "p99_s", times_quantile(t, 990), 6);
	json_fixed(j, "max_s", t->max_us, 6);
	json_close(j);
}

static void put_method(struct json *j, const char *key,
		       const struct track_method *m)
{
	static const char *const final[] = {"2xx", "3xx", "4xx", "5xx", "6xx"};

	json_open_line(j, key, '{');
	json_num(j, "seen", m->transactions);
	json_num(j, "answered", m->answered);
	json_num(j, "unanswered", m->transactions - m->answered - m->open);
	json_num(j, "open", m->open);
	json_num(j, "request_retransmissions", m->request_again);
	json_num(j, "response_retransmissions", m->response_again);
	for (unsigned i = 0; i < 5; i++)
		json_num(j, final[i], m->final[i]);
	json_fixed(j, "mean_s", m->answered ? m->time_sum_us / m->answered : 0,
		   6);
	json_close(j);
}

static void put_transactions(struct json *j, const struct stats *s)
{
	const struct track_counts *n = track_counts(s->track);
	struct track_method all = {0};

	for (unsigned i = 0; i < SIP_METHOD_COUNT; i++) {
		const struct track_method *m = &n->method[i];

		all.transactions += m->transactions;
		all.answered += m->answered;
		all.open += m->open;
		all.request_again += m->request_again;
		all.response_again += m->response_again;
		for (unsigned k = 0; k < 6; k++)
			all.final[k] += m->final[k];
		all.time_sum_us += m->time_sum_us;
	}
	json_open(j, "transactions", '{');
	put_method(j, "all", &all);
	json_open(j, "methods", '{');
	for (unsigned i = 0; i < SIP_METHOD_COUNT; i++)
		if (n->method[i].transactions)
			put_method(j, name_method(i), &n->method[i]);
	json_close(j);
	json_num(j, "responses_without_request", n->stray);
	put_times(j, "response_time_invite", &n->times_invite);
	put_times(j, "response_time_other", &n->times_other);
	json_close(j);
}

static void put_calls(struct json *j, const struct stats *s)
{
	const struct track_calls *c = &track_counts(s->track)->calls;
	const struct track_dialogs *d = &track_counts(s->track)->dialogs;

	json_open(j, "calls", '{');
	json_num(j, "attempts", c->attempts);
	json_num(j, "answered", c->answered);
	json_num(j, "cancelled", c->cancelled);
	json_num(j, "redirected", c->redirected);
	json_num(j, "refused", c->refused);
	json_num(j, "without_outcome",
		 c->attempts - c->answered - c->cancelled - c->redirected -
		     c->refused);
	json_close(j);
	json_open(j, "dialogs", '{');
	json_num(j, "seen", d->seen);
	json_num(j, "invite", d->invite);
	json_num(j, "subscribe", d->subscribe);
	json_num(j, "other", d->other);
	json_num(j, "beginning_not_seen", d->partial);
	json_num(j, "confirmed", d->confirmed);
	json_num(j, "ended_by_bye", d->ended);
	json_num(j, "peak_invite", d->peak);
	json_fixed(j, "mean_talk_s",
		   d->talk_count ? d->talk_us / d->talk_count : 0, 6);
	json_fixed(j, "max_talk_s", d->talk_max_us, 6);
	json_close(j);
}

static void put_registrations(struct json *j, const struct stats *s)
{
	const struct track_registrations *r = &track_counts(s->track)->reg;

	json_open(j, "registrations", '{');
	json_num(j, "users", r->aors);
	json_num(j, "users_at_end", r->users);
	json_num(j, "users_peak", r->users_peak);
	json_num(j, "bindings_added", r->added);
	json_num(j, "bindings_refreshed", r->refreshed);
	json_num(j, "bindings_removed", r->removed);
	json_num(j, "bindings_expired", r->expired);
	json_num(j, "bindings_at_end", r->bindings);
	json_num(j, "bindings_peak", r->bindings_peak);
	json_num(j, "queries", r->queries);
	json_num(j, "refused", r->refused);
	json_num(j, "handshakes_begun", r->challenged);
	json_num(j, "handshakes_completed", r->completed);
	json_num(j, "challenged_again", r->again);
	json_close(j);
}

static void put_keepalives(struct json *j, const struct stats *s)
{
	const struct track_counts *n = track_counts(s->track);

	json_open(j, "keepalives", '{');
	for (unsigned i = 0; i < TRACK_KA_COUNT; i++)
		json_num(j, name_keepalive(i), n->keepalive[i]);
	json_close(j);
}

static void put_distinct(struct json *j, const struct stats *s)
{
	struct stats_sweep w;

	if (s->has_distinct) {
		json_open(j, "distinct", '{');
		json_num(j, "users", s->distinct.users);
		json_num(j, "numbers", s->distinct.numbers);
		json_num(j, "domains", s->distinct.domains);
		json_num(j, "hosts", s->distinct.hosts);
		json_num(j, "addresses", s->distinct.addresses);
		json_close(j);
	}
	stats_sweep(s, &w);
	json_open(j, "sweeps", '{');
	json_num(j, "sources", w.sources);
	json_num(j, "targets", w.targets);
	json_close(j);
}

static void put_limits(struct json *j, const struct stats *s)
{
	struct track_limits l;

	track_limits(s->track, &l);
	json_open(j, "limits", '{');
	json_num(j, "transactions", l.transactions);
	json_num(j, "calls", l.calls);
	json_num(j, "dialogs", l.dialogs);
	json_num(j, "handshakes", l.handshakes);
	json_num(j, "bindings", l.bindings);
	json_num(j, "users", l.aors);
	json_num(j, "addresses", l.addresses);
	json_num(j, "targets", l.targets);
	json_close(j);
}

static void put_column(struct json *j, const char *key, const uint64_t *n,
		       uint32_t count)
{
	json_open_line(j, key, '[');
	for (uint32_t i = 0; i < count; i++)
		json_num(j, NULL, n[i]);
	json_close(j);
}

static void put_series(struct json *j, const struct stats *s)
{
	static const char *const key[] = {
#define SERIES_X(name, text) text,
	    SERIES_COLUMNS(SERIES_X)
#undef SERIES_X
	};
	uint32_t bins = s->started ? s->series.bins : 0;

	json_open(j, "series", '{');
	json_num(j, "bin_s", s->series.width);
	json_num(j, "bins", bins);
	for (unsigned i = 0; i < SERIES_COLUMN_COUNT; i++)
		put_column(j, key[i], s->series.n[i], bins);
	put_column(j, "registered_users", s->series.users, bins);
	json_close(j);
}

static void put_run(struct json *j, const struct stats *s)
{
	const struct stats_run *r = &s->run;

	if (!s->has_run)
		return;
	json_open(j, "run", '{');
	json_num(j, "inputs", r->inputs);
	json_num(j, "packets_in", r->packets_in);
	json_num(j, "packets_out", r->packets_out);
	json_num(j, "bytes_in", r->bytes_in);
	json_num(j, "bytes_out", r->bytes_out);
	json_open(j, "cut", '{');
	for (unsigned i = 0; i < PKT_CUT_COUNT; i++)
		some(j, name_cut(i), r->cut[i]);
	json_close(j);
	json_num(j, "labels_overflowed", r->overflowed);
	json_num(j, "bytes_unclaimed", r->unclaimed);
	json_bool(j, "cut_short", r->cut_short);
	json_close(j);
}

void stats_json(const struct stats *s, struct buf *out)
{
	struct json j = json_to(out);

	json_open(&j, NULL, '{');
	json_text(&j, "format", "sianto-stats");
	json_num(&j, "version", 1);
	put_time(&j, s);
	put_packets(&j, s);
	put_sip(&j, s);
	put_directions(&j, s);
	put_transactions(&j, s);
	put_calls(&j, s);
	put_registrations(&j, s);
	put_keepalives(&j, s);
	put_distinct(&j, s);
	put_limits(&j, s);
	put_series(&j, s);
	put_run(&j, s);
	json_close(&j);
}
