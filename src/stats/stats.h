/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stats.h - counters over facts; what `sianto stats` prints.
 *
 * One stats_add() a packet, in file order, from one thread.  Memory grows
 * with distinct dialogs, transactions and registrations only; every table is
 * capped and its overflow counted.  Numbers are the same for an original and
 * its share or support output; what cannot be the same (reasons of cuts,
 * bytes) is in the section "run".
 */
#ifndef SIANTO_STATS_STATS_H
#define SIANTO_STATS_STATS_H

#include "base/buf.h"
#include "base/err.h"
#include "track/fact.h"

struct stats;

MUST_CHECK int stats_new(struct stats **out);
void stats_free(struct stats *s);

/* SIANTO_E_NOMEM only.  A packet with several messages gives one fact each,
 * with the same .number: it is counted once. */
MUST_CHECK int stats_add(struct stats *s, const struct fact *f);

/* The index of a user agent family: a word of the products' dictionary, in
 * upper or lower case; 1 ("other") for anything else.  A look-up in constant
 * tables: any thread. */
uint16_t stats_agent_of(struct span family);

/* Distinct identities, counted by the label tables of the caller. */
struct stats_distinct {
	uint64_t users, numbers, domains, hosts; /* in start line, From, To,
					Contact, Via, digest username, realm */
	uint64_t addresses;			 /* IP headers, Via, Contact */
};
void stats_set_distinct(struct stats *s, const struct stats_distinct *d);

/* Section "run": not comparable between original and output. */
struct stats_run {
	uint64_t bytes_in, bytes_out;
	uint64_t packets_in, packets_out;
	uint64_t inputs;
	uint64_t cut[PKT_CUT_COUNT];
	uint64_t overflowed, unclaimed;
	bool cut_short;
};
void stats_set_run(struct stats *s, const struct stats_run *r);

/* A sweep: sources that ask for more than 50 targets, mostly refused. */
struct stats_sweep {
	uint64_t sources, targets;
};
void stats_sweep(const struct stats *s, struct stats_sweep *out);
/* Is this address (hash as in the facts) such a source?  For the second of
 * two passes: call when all facts are in. */
bool stats_sweeps_from(const struct stats *s, uint64_t address);

/* JSON (schema: doc/formats/stats.md) and a screen of text. */
void stats_json(const struct stats *s, struct buf *out);
void stats_text(const struct stats *s, struct buf *out);

#endif
