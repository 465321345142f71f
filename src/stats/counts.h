/* SPDX-License-Identifier: Apache-2.0 */
/*
 * counts.h - the inside of struct stats, for those who print it.
 */
#ifndef SIANTO_STATS_COUNTS_H
#define SIANTO_STATS_COUNTS_H

#include "stats/series.h"
#include "stats/stats.h"
#include "track/track.h"

enum { STATS_CODES = 1000 }; /* 0: none or not of three digits */

struct stats_messages {
	uint64_t all;
	uint64_t requests[SIP_METHOD_COUNT];  /* by method */
	uint64_t responses[SIP_METHOD_COUNT]; /* by method of CSeq */
	uint64_t code[STATS_CODES];
	uint64_t transport[FACT_TRANSPORT_COUNT];
	uint64_t event[FACT_EVENT_COUNT]; /* requests */
	uint64_t with_auth, with_sdp, retry_after;
	uint64_t malformed; /* messages with any fault */
	uint64_t fault[SIP_FAULT_COUNT];
	uint64_t quoted; /* in ICMP errors, in none of the above */
};

struct stats {
	struct track *track;
	struct series series;
	bool started;
	uint64_t number; /* of the last packet */
	int64_t time_min, time_max;
	uint64_t packets, cut;
	uint64_t link[LAYER_TYPE_COUNT];
	uint64_t ip4, ip6;
	uint64_t protocol[LAYER_TYPE_COUNT];
	uint64_t protocol_cut[LAYER_TYPE_COUNT];
	uint64_t with_sip, with_keepalive, with_quoted, with_other;
	struct stats_messages sip;
	uint64_t *agent; /* messages by family */
	uint16_t agents; /* counters there */
	struct stats_distinct distinct;
	struct stats_run run;
	bool has_distinct, has_run;
};

/* Indexes of user agent families are below this; looks at the whole
 * dictionary. */
uint16_t stats_agents(void);
/* The name of such an index: 0 is "none", 1 is "other". */
const char *stats_agent_name(uint16_t index);

/* Microseconds from the earliest to the latest packet. */
uint64_t stats_span_us(const struct stats *s);
uint64_t stats_requests(const struct stats *s);
uint64_t stats_responses(const struct stats *s);

#endif
