/* SPDX-License-Identifier: Apache-2.0 */
/*
 * datasheet.h - what a reader of an anonymized capture has to know, as
 * Markdown.
 *
 * It names no input file, no hash of the input and no date, neither of the
 * run nor of the capture; what only a person can know is left to fill in.
 */
#ifndef SIANTO_REPORT_DATASHEET_H
#define SIANTO_REPORT_DATASHEET_H

#include "base/buf.h"
#include "sianto/job.h"
#include "stats/stats.h"

enum { DATASHEET_MTU = 1500 };

/* Everything borrowed; text must hold no captured data and no path. */
struct datasheet {
	enum sianto_profile profile;
	enum sianto_ip ip;   /* as used: never SIANTO_IP_DEFAULT */
	const char *version; /* of the program; NULL: not said */
	/* Random, not made from the key or the data; NULL or "" without one
	 * (support, paper, share with a key file). */
	const char *run_id;
	/* Options that are not default, as they would be typed, ended by
	 * NULL; file names and values that are data left out
	 * ("--keep-numbers" and how many, "--only call-id").  NULL: none. */
	const char *const *options;
	bool key_given;	     /* from a file: it still exists */
	bool keep_time;	     /* share with --keep-time */
	bool policy_changed; /* a user's policy file was applied */
	bool policy_unsafe;  /* and it was allowed to be less strict */
	/* Counters, with stats_set_distinct() and stats_set_run() done. */
	const struct stats *stats;
	uint64_t above_mtu;	 /* frames that grew above DATASHEET_MTU bytes
				   behind the link header and were not before */
	uint64_t times_replaced; /* times in text that were more than 24 h off
				    their packet's clock */
	uint64_t bodies_emptied; /* bodies other than SDP */
	uint64_t not_selected;	 /* packets left out by --only */
	uint64_t scanner_sources, scanner_packets; /* --drop-scanners */
	/* paper */
	uint64_t dropped_not_sip, dropped_ip6;
	uint64_t kept_digests, kept_callids, kept_agents;
};

void datasheet_write(const struct datasheet *d, struct buf *out);

/* "leaks by design: n digests, n Call-IDs, n user agents kept; not for
 * sharing", without a line end: the last words of profile paper. */
void datasheet_paper_leaks(const struct datasheet *d, struct buf *out);

#endif
