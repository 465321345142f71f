/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - the state of the simulation: who is doing what, and when next.
 *
 * A client has a few slots, each running one script (script.c): a table of
 * steps, one packet each.  All identifiers of a message follow from the slot
 * and the step, so memory does not grow with the length of the capture.
 */
#ifndef SIANTO_SAMPLE_WORLD_H
#define SIANTO_SAMPLE_WORLD_H

#include "heap.h"
#include "people.h"
#include "tally.h"

enum slot_kind {
	SLOT_REG,
	SLOT_KA,
	SLOT_CALL,
	SLOT_MSG,
	SLOT_SUB,
	SLOT_PUB,
	SLOT_COUNT
};

/* One conversation. */
struct talk {
	uint64_t id;   /* Call-ID and tags follow from it */
	uint32_t peer; /* the other person */
	uint32_t cseq;
	uint8_t script, step;
	uint8_t tries; /* times the request was sent without answer */
};

struct client {
	struct talk talk[SLOT_COUNT];
	uint8_t ka;	/* enum keepalive */
	uint8_t law;	/* how it retries */
	uint8_t rounds; /* failed registrations in a row */
	uint64_t nonce; /* time of its challenge, 0: none */
};

enum event_kind {
	EV_START, /* a slot begins a new conversation */
	EV_STEP,  /* a slot goes on */
	EV_RTP,
	EV_UNREACHABLE,
	EV_SCAN,
	EV_ODD,
	EV_DNS,
	EV_TCP,
};

/* The TCP connection that is open. */
struct stream {
	uint64_t isn;
	uint32_t seq[2]; /* next of the server, of the client */
};

struct world {
	struct recipe r;
	struct people people;
	struct client *client;
	struct net net;
	struct trace *trace;
	struct heap heap;
	struct rng rng;
	struct tally tally;
	struct buf text; /* the message being made */
	struct buf body;
	uint64_t now; /* microseconds since 1970 */
	uint64_t start, end;
	uint64_t counter;     /* makes ids differ */
	uint64_t load_second; /* REGISTERs answered in this second */
	uint32_t load;
	uint32_t scanned;
	struct stream stream;
	uint32_t odd_next;
	uint8_t quote[NET_QUOTE_MAX]; /* for the ICMP error on its way */
	size_t quote_len;
	struct net_path quote_path;
};

/* Prepares a run; false without memory. */
bool world_init(struct world *w, const struct recipe *r, struct trace *t);
void world_free(struct world *w);

/* Makes packets until the recipe's end; false when a write failed. */
bool world_run(struct world *w);

/* Schedules an event `us` microseconds from now. */
void world_after(struct world *w, uint64_t us, struct event e);

/* Is the server out of order now? */
bool world_silent(const struct world *w);

/* Sends w->text, which is counted as SIP, between a person and the server. */
void world_send(struct world *w, const struct person *p, bool up);

/* The path between a person and the server's SIP port. */
struct net_path world_path(const struct person *p, bool up);

/* ---- the parts of the simulation -------------------------------------- */

/* script.c: begins, goes on */
void script_start(struct world *w, uint32_t who, enum slot_kind slot);
void script_step(struct world *w, uint32_t who, enum slot_kind slot);

/* noise.c: what is not SIP */
void noise_rtp(struct world *w, uint32_t who, uint8_t left);
void noise_unreachable(struct world *w);
void noise_dns(struct world *w, const struct event *e);
void noise_keepalive(struct world *w, uint32_t who);

/* stream.c: SIP over TCP */
void stream_step(struct world *w, const struct event *e);

/* odd.c: the broken and the hostile */
void odd_message(struct world *w, const struct event *e);
void odd_scan(struct world *w, const struct event *e);

#endif
