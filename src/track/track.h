/* SPDX-License-Identifier: Apache-2.0 */
/*
 * track.h - what belongs together: transactions, calls, dialogs,
 * registrations, keep-alives, servers, sweeps.
 *
 * One pass, one track_add() a fact, in file order, from one thread.  Every
 * table is capped (TRACK_*_MAX); what did not fit is counted in track_limits.
 * All results depend on equality of hashes and differences of time only.
 *
 * Memory: at most TRACK_*_MAX items at about 120 bytes a transaction, 60 a
 * call or dialog, 90 a live binding, 30 a user, 70 an address, 30 a target.
 * Transactions, calls, handshakes and dialogs that ended are forgotten when
 * they have been silent for their time, so those follow the load, not the
 * length of the trace.
 */
#ifndef SIANTO_TRACK_TRACK_H
#define SIANTO_TRACK_TRACK_H

#include "base/err.h"
#include "track/fact.h"

enum {
	TRACK_TRANSACTIONS_MAX = 1 << 18, /* at a time; the oldest goes */
	TRACK_CALLS_MAX = 1 << 17,	  /* at a time; the oldest goes */
	TRACK_DIALOGS_MAX = 1 << 18,	  /* at a time; the oldest goes */
	TRACK_HANDSHAKES_MAX = 1 << 17,	  /* at a time; the oldest goes */
	TRACK_BINDINGS_MAX = 1 << 21,	  /* at a time; no new ones */
	TRACK_AORS_MAX = 1 << 21,	  /* no new ones */
	TRACK_ADDRESSES_MAX = 1 << 20,	  /* no new ones */
	TRACK_TARGETS_MAX = 1 << 20,	  /* no new ones */
};

/* When something silent is forgotten, and what else is measured in time. */
#define TRACK_END_US (32 * INT64_C(1000000))	 /* RFC 3261: 64 * T1 */
#define TRACK_INVITE_US (240 * INT64_C(1000000)) /* Timer C is > 3 min */
#define TRACK_SHORT_US (60 * INT64_C(1000000))	 /* keep-alive REGISTER */
#define TRACK_EXPIRES_MAX 604800 /* seconds; longer counts as a week */
#define TRACK_EXPIRES_NONE 3600	 /* RFC 3261 section 10.2 without a word */
enum { TRACK_SWEEP_TARGETS = 50 };

/* Response times: 8 buckets an octave of microseconds, to 2^32. */
enum { TRACK_HIST = 256 };
struct track_times {
	uint64_t count;
	uint64_t sum_us;
	uint64_t max_us;
	uint64_t bucket[TRACK_HIST];
};
void times_add(struct track_times *t, int64_t us);
/* The time not passed by permille/1000 of them, at most an eighth too high;
 * 0 without any. */
uint64_t times_quantile(const struct track_times *t, unsigned permille);

/* By method of the request. */
struct track_method {
	uint64_t transactions;
	uint64_t answered;	 /* with a final response */
	uint64_t open;		 /* no final response, still waiting */
	uint64_t request_again;	 /* retransmitted requests */
	uint64_t response_again; /* retransmitted final responses */
	uint64_t final[6];	 /* first digit of the code, from 2 */
	uint64_t time_sum_us;	 /* request to first final response */
};

struct track_calls {
	uint64_t attempts;  /* Call-ID and From tag of initial INVITEs */
	uint64_t answered;  /* 2xx */
	uint64_t cancelled; /* 487 */
	uint64_t redirected;
	uint64_t refused; /* 4xx but 401, 407 and 487; 5xx, 6xx */
};

struct track_dialogs {
	uint64_t seen;			   /* Call-ID and the two tags */
	uint64_t invite, subscribe, other; /* what made them */
	uint64_t partial;   /* of those: the beginning was not seen */
	uint64_t confirmed; /* by a 2xx */
	uint64_t ended;	    /* by BYE */
	uint64_t talk_count, talk_us, talk_max_us; /* 2xx to BYE */
	uint64_t now, peak; /* alive at a time (INVITE dialogs) */
};

struct track_registrations {
	uint64_t added, refreshed, removed; /* bindings, by 2xx */
	uint64_t expired;		    /* bindings that ran out */
	uint64_t queries; /* 2xx to a REGISTER without Contact */
	uint64_t refused; /* final answer other than 2xx, 401, 407 */
	uint64_t aors;	  /* ever registered */
	uint64_t bindings, bindings_peak; /* at a time */
	uint64_t users, users_peak;	  /* AoRs with a binding, at a time */
	uint64_t challenged; /* handshakes begun: first 401 or 407 */
	uint64_t completed;  /* of those: 2xx to one with credentials */
	uint64_t again;	     /* challenged again although credentials came */
};

enum track_keepalive {
	TRACK_KA_CRLF,
	TRACK_KA_CRLFCRLF,
	TRACK_KA_ZERO,
	TRACK_KA_BLANK,	    /* another mix of CR, LF and NUL */
	TRACK_KA_OPTIONS,   /* outside of a dialog */
	TRACK_KA_NOTIFY,    /* Event: keep-alive */
	TRACK_KA_SUBSCRIBE, /* Event: keep-alive */
	TRACK_KA_REGISTER,  /* binding refreshed within 60 s */
	TRACK_KA_COUNT
};

struct track_limits { /* what found a table full */
	uint64_t transactions, calls, dialogs, handshakes; /* oldest gone */
	uint64_t bindings, aors, addresses, targets;	   /* not taken in */
};

struct track_counts {
	struct track_method method[SIP_METHOD_COUNT];
	struct track_times times_invite, times_other; /* to first final */
	uint64_t stray; /* responses whose request was not seen */
	struct track_calls calls;
	struct track_dialogs dialogs;
	struct track_registrations reg;
	uint64_t keepalive[TRACK_KA_COUNT];
};

/* The server by role. */
struct track_server {
	bool found;
	bool registrar; /* receives REGISTER; else most requests */
	uint64_t requests_in, responses_in;   /* to the server */
	uint64_t requests_out, responses_out; /* from it */
	uint64_t registers_in;
	uint64_t servers;   /* addresses with a twentieth or more of its load */
	uint64_t addresses; /* that sent or received SIP */
	uint64_t clients;   /* of those: sent REGISTER or other requests */
};

struct track_sweep {
	uint64_t sources;
	uint64_t targets;
};

/* Called when the number of registered users changes: second of the trace
 * clock (clock.h), number.  May be NULL. */
struct track_env {
	void (*users)(void *ctx, int64_t second, uint64_t n);
	void *ctx;
};

struct track;

MUST_CHECK int track_new(struct track **out, const struct track_env *env);
void track_free(struct track *t);

/* SIANTO_E_NOMEM only.  *at is the packet's time on the trace clock. */
MUST_CHECK int track_add(struct track *t, const struct fact *f, int64_t *at);

/* Valid until the next track_add() or track_free(). */
const struct track_counts *track_counts(const struct track *t);
void track_limits(const struct track *t, struct track_limits *out);
/* Steps of the packet clock that were not followed. */
uint64_t track_steps(const struct track *t);

/* These two look at every address: for the end of a trace. */
void track_server(const struct track *t, struct track_server *out);
/* Sources that asked for more than TRACK_SWEEP_TARGETS targets, more than
 * half of which never answered with anything but a refusal.  Servers are
 * left out. */
void track_sweep(const struct track *t, struct track_sweep *out);
/* Is this address (hash as in the facts) one of those sources?  Linear time
 * at the first call after a track_add(); used between two passes. */
bool track_sweeps_from(const struct track *t, uint64_t address);

#endif
