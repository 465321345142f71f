/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - the inside of struct track, for the files of this room. */
#ifndef SIANTO_TRACK_STATE_H
#define SIANTO_TRACK_STATE_H

#include "track/clock.h"
#include "track/mix.h"
#include "track/table.h"
#include "track/track.h"
#include "track/wheel.h"

/* Flags of a transaction. */
enum {
	TRANS_FINAL = 1,   /* a final response came */
	TRANS_INITIAL = 2, /* the request had no To tag */
	TRANS_AUTH = 4,	   /* the request had credentials */
	TRANS_LONG = 8,	   /* in the list of waiting INVITEs */
};

struct trans {
	uint64_t key;
	struct table_link link;
	int64_t first; /* request, trace clock */
	int64_t touched;
	uint64_t to_tag; /* of the first final response */
	/* REGISTER: what was asked for */
	uint64_t aor, contact, cycle;
	uint32_t expires; /* UINT32_MAX: not said */
	uint32_t target;  /* in the table of targets */
	uint16_t code;	  /* first final response */
	uint8_t method;
	uint8_t flags;
	uint8_t contacts;
};

enum {
	CALL_OPEN,
	CALL_REFUSED,
	CALL_REDIRECTED,
	CALL_CANCELLED,
	CALL_ANSWERED
};

struct call {
	uint64_t key; /* Call-ID, From tag */
	struct table_link link;
	int64_t touched;
	uint8_t outcome;
};

enum { DIALOG_INVITE, DIALOG_SUBSCRIBE, DIALOG_OTHER };

struct dialog {
	uint64_t key; /* Call-ID, both tags */
	struct table_link link;
	int64_t touched;
	int64_t confirmed_at;
	uint8_t kind;
	bool confirmed;
	bool ended;
};

struct handshake {
	uint64_t key; /* Call-ID, AoR */
	struct table_link link;
	int64_t touched;
};

struct aor {
	uint64_t key;
	uint32_t first; /* binding, TABLE_NONE */
	uint32_t live;
};

struct binding {
	struct wheel_item item;	   /* key: AoR, Contact */
	int64_t last;		   /* last 2xx, trace clock */
	uint64_t cycle;		   /* Call-ID and CSeq of the last 2xx */
	struct table_link sibling; /* of the same AoR */
	uint32_t aor;
};

struct address {
	uint64_t key;
	uint64_t requests_in, responses_in, requests_out, responses_out;
	uint64_t registers_in;
	uint32_t targets;  /* distinct */
	uint32_t accepted; /* of those: answered with more than a refusal */
};

struct target {
	uint64_t key; /* source, target */
	uint32_t source;
	bool accepted;
};

struct track {
	struct track_env env;
	struct clock clock;
	struct table trans, calls, dialogs, handshakes;
	struct table aors, bindings, addresses, targets;
	struct table_list trans_short, trans_long;
	struct table_list calls_list, dialogs_live, dialogs_ended;
	struct table_list handshake_list;
	struct wheel wheel; /* ends of bindings */
	int64_t aged;	    /* second of the last look at what is old */
	/* the current fact's addresses, TABLE_NONE when not known; what they
	 * were is a good guess for the next fact */
	uint32_t src, dst;
	uint64_t forgotten[4]; /* transactions, calls, dialogs, handshakes */
	struct track_counts n;
};

/* A transaction's final answer, or a request seen: for the files below. */
struct event {
	const struct fact *f;
	int64_t at; /* trace clock */
};

/* Addresses and targets.  *target is what track__answered() needs. */
MUST_CHECK int track__address(struct track *t, const struct fact *f);
/* After track__address() of the same fact. */
MUST_CHECK int track__target(struct track *t, const struct fact *f,
			     uint32_t *target);
void track__accepted(struct track *t, uint32_t target, unsigned code);

MUST_CHECK int track__message(struct track *t, const struct event *e);

/* Calls and dialogs.  `trans` is NULL when the request was not seen. */
MUST_CHECK int track__call_request(struct track *t, const struct event *e);
void track__call_final(struct track *t, const struct event *e);
MUST_CHECK int track__dialog(struct track *t, const struct event *e);

/* Registrations: the first final response of a REGISTER. */
MUST_CHECK int track__register(struct track *t, const struct event *e,
			       const struct trans *trans);

/* Forgets what was silent, lets bindings run out. */
void track__age_transactions(struct track *t);
void track__age_dialogs(struct track *t);
void track__age_registrations(struct track *t);

/* The number of an item, made when it is not there (*isnew).  When the table
 * is full the oldest of the list makes room, counted in *forgotten. */
struct track_lru {
	struct table *table;
	struct table_list *list;
	uint64_t *forgotten;
};
MUST_CHECK int track__lru(const struct track_lru *l, uint64_t key,
			  uint32_t *index, bool *isnew);

#endif
