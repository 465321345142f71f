/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stats_text.c - statistics as a screen of text.
 *
 * Lines that would say nothing are left out.
 */
#include "report/names.h"
#include "report/screen.h"

static void put_packets(const struct stats *s, struct buf *out)
{
	struct screen_item item[LAYER_TYPE_COUNT];
	size_t n = 0;

	screen_label(out, "Packets");
	screen_num(out, s->packets);
	buf_str(out, " in ");
	screen_span(out, stats_span_us(s));
	buf_str(out, ", ");
	screen_milli(out, rate_milli(s->packets, stats_span_us(s)));
	buf_str(out, " a second, at most ");
	screen_num(out, s->series.peak[SERIES_PEAK_PACKETS]);
	buf_u8(out, '\n');
	for (unsigned i = 0; i < LAYER_TYPE_COUNT; i++)
		if (s->protocol[i])
			item[n++] =
			    (struct screen_item){name_layer(i), s->protocol[i]};
	screen_sort(item, n);
	screen_label(out, "  protocols");
	screen_list(out, item, n, n);
	screen_label(out, "  network");
	screen_list(out,
		    (struct screen_item[]){{"IPv4", s->ip4},
					   {"IPv6", s->ip6},
					   {"neither",
					    s->packets - s->ip4 - s->ip6}},
		    3, 3);
	screen_label(out, "  content");
	screen_list(out,
		    (struct screen_item[]){{"SIP", s->with_sip},
					   {"keep-alives", s->with_keepalive},
					   {"SIP in ICMP", s->with_quoted},
					   {"not kept", s->cut},
					   {"no payload", s->with_other}},
		    5, 5);
}

static void put_methods(const struct stats *s, struct buf *out)
{
	struct screen_item item[SIP_METHOD_COUNT];

	for (unsigned i = 0; i < SIP_METHOD_COUNT; i++)
		item[i] =
		    (struct screen_item){name_method(i), s->sip.requests[i]};
	screen_sort(item, SIP_METHOD_COUNT);
	screen_label(out, "  requests");
	screen_list(out, item, SIP_METHOD_COUNT, SIP_METHOD_COUNT);
}

static void put_codes(const struct stats *s, struct buf *out)
{
	enum { MOST = 64 };
	struct screen_item item[MOST + 1];
	char name[MOST][4];
	size_t n = 0;

	item[MOST] = (struct screen_item){"rest", 0};
	for (unsigned i = 0; i < STATS_CODES; i++) {
		uint64_t count = s->sip.code[i];

		if (!count)
			continue;
		if (n == MOST) {
			item[MOST].n += count;
			continue;
		}
		name[n][0] = (char)('0' + i / 100);
		name[n][1] = (char)('0' + i / 10 % 10);
		name[n][2] = (char)('0' + i % 10);
		name[n][3] = '\0';
		item[n] = (struct screen_item){name[n], count};
		n++;
	}
	screen_sort(item, n);
	if (n == MOST && item[MOST].n)
		n++;
	screen_label(out, "  responses");
	screen_list(out, item, n, 12);
}

static void put_agents(const struct stats *s, struct buf *out)
{
	enum { MOST = 512 };
	struct screen_item item[MOST];
	size_t n = 0;

	for (uint16_t i = 1; i < s->agents && n < MOST; i++)
		if (s->agent[i])
			item[n++] = (struct screen_item){stats_agent_name(i),
							 s->agent[i]};
	if (n == 0)
		return;
	screen_sort(item, n);
	screen_label(out, "  user agents");
	screen_list(out, item, n, 8);
}

static void put_named(struct buf *out, const char *label, const uint64_t *n,
		      size_t count, const char *(*name)(unsigned))
{
	struct screen_item item[32];
	uint64_t all = 0;

	if (count > sizeof(item) / sizeof(item[0]))
		return;
	for (unsigned i = 0; i < count; i++) {
		item[i] = (struct screen_item){name(i), n[i]};
		all += n[i];
	}
	if (!all)
		return;
	screen_sort(item, count);
	screen_label(out, label);
	screen_list(out, item, count, count);
}

static const char *event_name(unsigned i)
{
	return name_event(i + FACT_EVENT_OTHER);
}

static void put_sip(const struct stats *s, struct buf *out)
{
	const struct stats_messages *m = &s->sip;

	screen_label(out, "SIP");
	screen_counts(
	    out,
	    (struct screen_item[]){{"messages", m->all},
				   {"requests", stats_requests(s)},
				   {"responses", stats_responses(s)},
				   {"at most a second",
				    s->series.peak[SERIES_PEAK_MESSAGES]}},
	    m->all ? 4 : 1);
	if (!m->all)
		return;
	put_methods(s, out);
	put_codes(s, out);
	put_named(out, "  transports", m->transport, FACT_TRANSPORT_COUNT,
		  name_transport);
	put_named(out, "  events", m->event + FACT_EVENT_OTHER,
		  FACT_EVENT_COUNT - FACT_EVENT_OTHER, event_name);
	put_agents(s, out);
	put_named(out, "  faults", m->fault, SIP_FAULT_COUNT, name_fault_text);
}

static void put_distinct(const struct stats *s, struct buf *out)
{
	const struct stats_distinct *d = &s->distinct;

	if (!s->has_distinct)
		return;
	screen_label(out, "Names");
	screen_counts(out,
		      (struct screen_item[]){{"users", d->users},
					     {"numbers", d->numbers},
					     {"domains", d->domains},
					     {"hosts", d->hosts},
					     {"addresses", d->addresses}},
		      5);
}

static void put_server(const struct stats *s, struct buf *out)
{
	struct track_server v;
	uint64_t to, from;

	track_server(s->track, &v);
	if (!v.found)
		return;
	to = v.requests_in + v.responses_in;
	from = v.requests_out + v.responses_out;
	screen_label(out, "Server");
	screen_num(out, to);
	buf_str(out, " messages to it, ");
	screen_num(out, from);
	buf_str(out, " from it");
	if (from) {
		buf_str(out, " (");
		screen_milli(out, share_of(to, from, 1000));
		buf_str(out, " : 1)");
	}
	buf_u8(out, '\n');
	screen_label(out, "");
	screen_count(out, v.clients, "client", "clients");
	buf_str(out, "; ");
	buf_str(out, v.registrar ? "most REGISTER requests go to it"
				 : "most requests go to it");
	if (v.servers > 1)
		buf_printf(out, "; %u servers in all", (unsigned)v.servers);
	buf_u8(out, '\n');
}

static void put_transactions(const struct stats *s, struct buf *out)
{
	const struct track_counts *n = track_counts(s->track);
	uint64_t all = 0, answered = 0, open = 0, again = 0;

	for (unsigned i = 0; i < SIP_METHOD_COUNT; i++) {
		all += n->method[i].transactions;
		answered += n->method[i].answered;
		open += n->method[i].open;
		again +=
		    n->method[i].request_again + n->method[i].response_again;
	}
	if (!all && !n->stray)
		return;
	screen_label(out, "Transactions");
	screen_list(out,
		    (struct screen_item[]){{"answered", answered},
					   {"unanswered",
					    all - answered - open},
					   {"open", open}},
		    3, 3);
	screen_label(out, "");
	screen_count(out, again, "retransmission", "retransmissions");
	buf_str(out, ", ");
	screen_count(out, n->stray, "response", "responses");
	buf_str(out, " without a request\n");
}

static void put_time(struct buf *out, const char *label,
		     const struct track_times *t)
{
	if (!t->count)
		return;
	screen_label(out, label);
	buf_str(out, "median ");
	screen_span(out, times_quantile(t, 500));
	buf_str(out, ", 95 % within ");
	screen_span(out, times_quantile(t, 950));
	buf_str(out, ", longest ");
	screen_span(out, t->max_us);
	buf_u8(out, '\n');
}

static void put_registrations(const struct stats *s, struct buf *out)
{
	const struct track_registrations *r = &track_counts(s->track)->reg;

	if (!r->aors && !r->challenged && !r->refused)
		return;
	screen_label(out, "Registrations");
	screen_count(out, r->aors, "user", "users");
	buf_str(out, ", at most ");
	screen_num(out, r->users_peak);
	buf_str(out, " at a time, ");
	screen_num(out, r->users);
	buf_str(out, " at the end\n");
	screen_label(out, "  bindings");
	screen_list(out,
		    (struct screen_item[]){{"added", r->added},
					   {"refreshed", r->refreshed},
					   {"removed", r->removed},
					   {"expired", r->expired}},
		    4, 4);
	if (!r->challenged)
		return;
	screen_label(out, "  handshakes");
	screen_num(out, r->challenged);
	buf_str(out, " begun, ");
	screen_num(out, r->completed);
	buf_str(out, " completed (");
	screen_percent(out, r->completed, r->challenged);
	buf_str(out, ")\n");
}

static void put_calls(const struct stats *s, struct buf *out)
{
	const struct track_calls *c = &track_counts(s->track)->calls;
	const struct track_dialogs *d = &track_counts(s->track)->dialogs;
	uint64_t with = c->answered + c->cancelled + c->redirected + c->refused;

	if (c->attempts) {
		screen_label(out, "Calls");
		screen_list(
		    out,
		    (struct screen_item[]){{"answered", c->answered},
					   {"cancelled", c->cancelled},
					   {"redirected", c->redirected},
					   {"refused", c->refused},
					   {"no outcome", c->attempts - with}},
		    5, 5);
	}
	if (!d->seen)
		return;
	screen_label(out, "Dialogs");
	screen_num(out, d->seen);
	buf_str(out, ": ");
	screen_num(out, d->confirmed);
	buf_str(out, " confirmed, ");
	screen_num(out, d->ended);
	buf_str(out, " ended by BYE");
	if (d->talk_count) {
		buf_str(out, " after ");
		screen_span(out, d->talk_us / d->talk_count);
		buf_str(out, " on average");
	}
	buf_u8(out, '\n');
}

static void put_warnings(const struct stats *s, struct buf *out)
{
	struct stats_sweep w;
	struct track_limits l;
	uint64_t lost;

	stats_sweep(s, &w);
	if (w.sources) {
		screen_label(out, "Sweeps");
		screen_count(out, w.sources, "source", "sources");
		buf_str(out, " asked for ");
		screen_num(out, w.targets);
		buf_str(out, " targets, mostly refused\n");
	}
	track_limits(s->track, &l);
	lost = l.transactions + l.calls + l.dialogs + l.handshakes +
	       l.bindings + l.aors + l.addresses + l.targets;
	if (lost) {
		screen_label(out, "Limits");
		screen_num(out, lost);
		buf_str(out,
			" things found a table full: see \"limits\" of the "
			"JSON\n");
	}
}

static void put_run(const struct stats *s, struct buf *out)
{
	const struct stats_run *r = &s->run;

	if (!s->has_run)
		return;
	put_named(out, "Not kept", r->cut, PKT_CUT_COUNT, name_cut_text);
	if (r->cut_short) {
		screen_label(out, "Input");
		buf_str(out, "ends inside a packet\n");
	}
}

void stats_text(const struct stats *s, struct buf *out)
{
	const struct track_counts *n = track_counts(s->track);

	put_packets(s, out);
	put_sip(s, out);
	put_distinct(s, out);
	put_server(s, out);
	put_transactions(s, out);
	put_time(out, "  INVITE", &n->times_invite);
	put_time(out, "  other", &n->times_other);
	put_registrations(s, out);
	put_calls(s, out);
	put_named(out, "Keep-alives", n->keepalive, TRACK_KA_COUNT,
		  name_keepalive_text);
	put_warnings(s, out);
	put_run(s, out);
}
