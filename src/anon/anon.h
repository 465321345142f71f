/* SPDX-License-Identifier: Apache-2.0 */
/*
 * anon.h - spans to what stands in their place.
 *
 * Planning turns the spans of a message into operations: copy these bytes
 * (only what the scanner proved harmless), write this text, write the label of
 * that identity.  Labels get their numbers later, in order, for a whole batch;
 * rendering then writes the new message.  Planning and rendering of different
 * batches run in parallel.
 *
 * Thread rule: struct anon is const while workers run; struct anon_work
 * belongs to one thread, struct anon_plan to one batch.
 */
#ifndef SIANTO_ANON_ANON_H
#define SIANTO_ANON_ANON_H

#include "anon/ident.h"
#include "anon/label.h"
#include "anon/spell.h"
#include "crypto/ipmap.h"
#include "crypto/mac.h"
#include "sip/sip.h"

enum anon_mode {
	ANON_SHARE,
	ANON_SUPPORT,
	ANON_RESTORE, /* support's output to the original names */
	ANON_COUNT,   /* statistics: identities are collected, nothing else */
};

/* Places of a message whose identities count in statistics. */
enum anon_place {
	PLACE_NONE,
	PLACE_START,
	PLACE_FROM,
	PLACE_TO,
	PLACE_CONTACT,
	PLACE_VIA,
	PLACE_DIGEST,
	PLACE_COUNT
};

struct anon {
	enum anon_mode mode;
	struct sipkey space[SIP_SPACE_COUNT]; /* a key for each name space */
	struct sipkey names;		      /* words no table knows */
	struct sipkey stamps; /* offsets of Timestamp and SDP ids */
	struct sipkey table;  /* hashes of identities */
	struct perm ssrc, spi, ids;
	struct labels labels;
	struct ipmap *ip;
	struct mac_map mac;
	int64_t shift;	 /* seconds added to every clock, <= 0 */
	bool keep_time;	 /* times in the text stay, also foreign ones */
	uint8_t *strict; /* by row: enum sip_strict */
	uint8_t *place;	 /* by row: enum anon_place */
	const char *const *keep_numbers;
	bool explain;
	bool paper; /* operations by paper_scan() */
	/* restore: the table to look labels up in */
	const struct ident_table *known;
	const struct ident_order *order;
};

struct anon_config {
	enum anon_mode mode;
	enum ip_mode ip;
	const struct keys *keys;
	const char *const *keep_numbers; /* NULL-terminated or NULL; borrowed */
	bool explain;
	bool keep_time; /* share: support always keeps it */
	bool paper; /* with ANON_SHARE or ANON_RESTORE: the published method */
};

/* SIANTO_E_NOMEM, SIANTO_E_KEY.  anon_free() wipes. */
MUST_CHECK int anon_init(struct anon *a, const struct anon_config *c);
void anon_free(struct anon *a);

/* The shift of a data set whose first packet has this time (DESIGN, time):
 * whole seconds, 1 to 15 years backwards; none before 1981. */
int64_t anon_shift(const struct keys *k, int64_t first_sec);

/* ---- planning ---------------------------------------------------------- */

enum anon_op_kind {
	OP_COPY,  /* len bytes of the message at `at` */
	OP_TEXT,  /* len bytes of the plan's text at `at` */
	OP_LABEL, /* label of the batch's identity `at` */
	OP_FILL,  /* len times 'x' */
	OP_CLEN,  /* length of the new body */
	OP_END,	  /* the body ends here; without one trail bytes before the
		     end */
};

/* Flags of operations. */
enum {
	OPF_PERCENT = 1, /* written percent-encoded */
	OPF_DASHES = 2,	 /* IMEI as 8-6-1 */
	OPF_WORD = 4,	 /* --explain: what an OP_COPY holds */
	OPF_NUM = 8,
	OPF_KEYED = 16, /* --explain: an OP_TEXT of a keyed function */
};

struct anon_op {
	uint32_t at;
	uint32_t len;
	uint8_t kind;
	uint8_t flags;
	uint16_t field;
};

/* One batch's operations and identities. */
struct anon_plan {
	struct ident_batch ids;
	struct spells *spells;
	struct buf text;
	struct anon_op *op;
	uint32_t count, max;
	bool failed; /* out of memory */
};

/* What planning saw of one message, for facts. */
struct anon_seen {
	uint32_t user[PLACE_COUNT]; /* first identity at the place */
	uint32_t host[PLACE_COUNT];
	uint16_t contact_port;
};

/* Counters of one thread, added up at the end. */
struct anon_counts {
	uint64_t dates_moved; /* clocks more than 24 h off: see DESIGN */
	uint64_t unclaimed;   /* bytes of class UNKNOWN */
	uint64_t emptied;     /* bodies */
	uint64_t kept_digests, kept_callids, kept_agents; /* paper */
};

enum anon_source { /* --explain: where an output byte comes from */
		   FROM_SYNTAX,
		   FROM_WORD,
		   FROM_NUMBER,
		   FROM_KEYED,
		   FROM_LABEL,
		   FROM_FILLER,
		   FROM_NOWHERE, /* must stay 0 */
		   ANON_SOURCES
};

struct anon_work {
	struct ip_cache *cache;
	struct sip_span *span; /* scratch for scanning */
	size_t span_max;
	struct anon_counts counts;
	uint64_t (*explain)[ANON_SOURCES]; /* by row, or NULL */
};

enum { ANON_SPANS_MAX = 32768 };

MUST_CHECK int anon_work_init(struct anon_work *w, bool explain);
void anon_work_free(struct anon_work *w);

MUST_CHECK int anon_plan_init(struct anon_plan *p, const struct anon *a);
void anon_plan_reset(struct anon_plan *p);
void anon_plan_free(struct anon_plan *p);

/* One message (or nested text) to be planned. */
struct anon_text {
	struct span text;
	const struct sip_span *span;
	size_t count;
	int64_t packet_sec; /* the packet's own clock, not shifted */
	bool quoted;	    /* inside an ICMP error */
};

/* Appends the operations of a message to the plan. */
void anon_message(const struct anon *a, struct anon_work *w,
		  struct anon_plan *p, const struct anon_text *t,
		  struct anon_seen *seen);

/* Only collects what counts in statistics: identities and places. */
void anon_count(const struct anon *a, struct anon_work *w, struct anon_plan *p,
		const struct anon_text *t, struct anon_seen *seen);

/* Adds an address of an IP header; its index in p->ids. */
uint32_t anon_ip4(struct anon_plan *p, uint32_t addr, unsigned where);
uint32_t anon_ip6(struct anon_plan *p, const uint8_t addr[static 16],
		  unsigned where);

/* Maps the addresses collected in the batch: their labels are text. */
void anon_map_addresses(const struct anon *a, struct anon_work *w,
			struct anon_plan *p);

/* ---- rendering --------------------------------------------------------- */

struct anon_render {
	const struct anon_op *op;
	uint32_t count;
	struct span text; /* the message the plan was made from */
	uint32_t missing; /* body bytes on the wire behind the text */
	uint32_t trail;	  /* bytes behind the body, written as they are
				   many */
	int clen_sign;	  /* sign of Content-Length minus body */
	const struct anon_plan *plan;
};

/* Appends the new message to out. */
void anon_render(struct anon_work *w, const struct anon_render *r,
		 struct buf *out);

/* ---- pieces other files of this room share ------------------------------ */

/* Text of a token of n characters of a name space. */
struct hash128 anon_hash(const struct anon *a, unsigned space, struct span s);

/* Canonical phrase of a status code or warn-code; empty when there is none. */
struct span phrase_status(unsigned code);
struct span phrase_warning(unsigned code);
struct span phrase_q850(unsigned cause);

/* Rewrites a time; see when.c. */
enum when_kind { WHEN_DATE, WHEN_NTP, WHEN_EPOCH };
struct when_clock {
	int64_t shift;
	int64_t packet_sec; /* not shifted */
	bool foreign;	    /* may be off the packet's clock */
};
void when_shift(enum when_kind kind, struct span text,
		const struct when_clock *c, struct buf *out, uint64_t *moved);

/* Free text with every word that no dictionary knows replaced by x. */
void scrub_text(struct span text, struct buf *out);

/* Scans a message the way the published method does (paper profile); m and
 * whole are the scanner's, and say no more than where the body is. */
void paper_scan(struct span text, const struct sip_msg *m, bool whole,
		struct sip_out *out, struct anon_counts *counts);

#endif
