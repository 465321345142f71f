/* SPDX-License-Identifier: Apache-2.0 */
/*
 * internal.h - a job, for the files of this room.
 */
#ifndef SIANTO_JOB_INTERNAL_H
#define SIANTO_JOB_INTERNAL_H

#include "anon/anon.h"
#include "anon/policy.h"
#include "base/set64.h"
#include "capture/capture.h"
#include "crypto/keys.h"
#include "job/pipe.h"
#include "packet/packet.h"
#include "rewrite/rewrite.h"
#include "sianto/job.h"
#include "stats/stats.h"
#include "track/fact.h"

/* What becomes of one packet. */
enum verdict {
	VERDICT_BARE, /* headers only, rewritten */
	VERDICT_KEEP, /* CR, LF and NUL: copied */
	VERDICT_SIP,
	VERDICT_CUT,
	VERDICT_SKIP, /* not written: --only, paper */
};

struct job_packet {
	uint8_t verdict;
	uint8_t cut; /* enum pkt_cut */
	int8_t clen_sign;
	bool tls;
	bool scanner;	  /* cut by --drop-scanners */
	bool selected;	  /* first pass: --only wants its IP header */
	uint32_t sip_off; /* of the start line in the payload */
	uint32_t op_from, op_to;
	uint32_t missing;      /* payload bytes on the wire, not captured */
	uint32_t missing_body; /* of these, what belongs to the body */
	uint32_t trail;
	uint64_t agent; /* first pass: hash of the kept user agent */
	struct fact fact;
};

struct job_batch {
	struct cap_batch in;
	struct anon_plan plan;
	struct job_packet *packet;
	struct pkt *pkt; /* decoded by the scan step, for the render step */
	struct buf out;
};

/* One thread's own things. */
struct job_thread {
	struct anon_work work;
	struct buf payload; /* new payload being made */
	struct buf frame;   /* new frame being made */
	struct rw_maps maps;
	const struct anon *anon;
	const struct sianto_job *job;
	uint64_t too_large;
	struct {
		uint8_t in[6], out[6];
		bool used;
	} mac[64]; /* a capture has few of them */
	uint64_t above_mtu;
};

/* What the first pass learns. */
struct survey {
	struct set64 calls;  /* Call-IDs that --only selects */
	struct stats *stats; /* --drop-scanners: knows who sweeps */
	struct set64 agents; /* a: distinct users */
	struct set64 agent_users;
	int64_t first_us;
	bool done;
};

struct sianto_job {
	struct sianto_options opt;
	struct keys keys;
	struct anon anon;
	struct ident_table table;
	struct ident_order order; /* restore */
	struct survey survey;
	struct stats *stats;
	struct job_thread *thread;
	unsigned threads;
	struct job_batch *batch;
	unsigned slots;
	uint8_t run_id[16];
	bool key_given;
	char detail[160];

	/* of the capture at hand */
	struct cap_reader *reader;
	struct cap_writer *writer;
	size_t ifaces_told;
	bool surveying;
	const struct sianto_output *out;
	const struct sianto_input *in;
	/* Interfaces of the capture: filled by the read step, only ever more
	 * of them, so other threads may look at those of their own batch. */
	struct cap_iface iface[CAP_INTERFACES_MAX];
	size_t iface_count;
	uint8_t iface_used[CAP_INTERFACES_MAX]; /* link type was looked at */
	struct perm vlan, flow;
	uint16_t ipid[65536]; /* a keyed permutation of 1 .. 65535 */
	struct sipkey ipid_key;
	bool clock_set;
	uint64_t packet_base; /* number of the first packet of this input */

	/* over all captures; written by one thread at a time */
	uint64_t packets, written, sip, keepalives, cut_packets, tls;
	uint64_t bytes_in, bytes_out, inputs;
	int64_t first_us, last_us;
	uint64_t cut[PKT_CUT_COUNT];
	uint64_t skipped, scanner_packets;
	uint64_t dropped_not_sip, dropped_ip6; /* paper */
	uint64_t blocks_dropped;
	uint64_t batch_end;
	/* the same and .packets, for the thread that tells of progress */
	_Atomic uint64_t told_bytes, told_packets;
	bool cut_short;
	enum cap_format format;
};

/* maps.c: the tables of a job, and a thread's way to them. */
void maps_init(struct sianto_job *job);
void maps_thread(struct sianto_job *job, struct job_thread *t);

/* unit.c: one packet. */
void unit_scan(struct sianto_job *job, struct job_thread *t,
	       struct job_batch *b, size_t i);
void unit_render(struct sianto_job *job, struct job_thread *t,
		 struct job_batch *b, size_t i);

/* factory.c: the fact of a packet. */
struct unit {
	const struct cap_packet *in;
	const struct pkt *pkt;
	struct sip_msg msg;
	struct anon_seen seen;
	uint32_t src, dst; /* identities of the addresses, or IDENT_NONE */
	bool quoted;
};
void fact_base(const struct sianto_job *job, const struct job_batch *b,
	       const struct unit *u, struct fact *f);
void fact_sip(const struct sianto_job *job, const struct job_batch *b,
	      const struct unit *u, struct fact *f);
void fact_blank(struct span payload, struct fact *f);

/* agents.c: hash of the user agent as it would be kept, 0 without one; in
 * the second pass one with too few users is generalised in `span`. */
uint64_t agents_gate(const struct sianto_job *job, struct span text,
		     struct sip_span *span, size_t count);

/* survey.c: the first pass and what it decides. */
int survey_batch(struct sianto_job *job, struct job_batch *b);
/* Is a packet selected by --only?  Asked before anything of it is noted. */
bool survey_wants(const struct sianto_job *job, struct job_thread *t,
		  const struct unit *u);
/* Does --only select the IP header? */
bool survey_wants_header(const struct sianto_job *job, const struct unit *u);
bool survey_is_scanner(const struct sianto_job *job, const struct fact *f);
MUST_CHECK int survey_init(struct survey *s, bool scanners);
void survey_free(struct survey *s);

/* report.c: sums over the threads, and what statistics need of the job. */
struct anon_counts report_counts(const struct sianto_job *job);
uint64_t report_above_mtu(const struct sianto_job *job);
void report_fill(struct sianto_job *job);
/* Writes the buffer and frees it. */
int report_emit(struct buf *b, const struct sianto_output *out);

/* Microseconds of a packet's clock; saturates. */
int64_t packet_us(const struct cap_iface *iface, const struct cap_packet *p);

#endif
