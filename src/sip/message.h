/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.h - one message on its way through message.c, facts.c and body.c.
 */
#ifndef SIANTO_SIP_MESSAGE_H
#define SIANTO_SIP_MESSAGE_H

#include "sip/scan.h"

enum {
	LATER_MAX = 4, /* lines that wait for the body */
};

/* What was there before. */
enum {
	SEEN_FROM = 1 << 0,
	SEEN_TO = 1 << 1,
	SEEN_CALLID = 1 << 2,
	SEEN_CSEQ = 1 << 3,
	SEEN_CLEN = 1 << 4,
	SEEN_CTYPE = 1 << 5,
	SEEN_HOPS = 1 << 6,
	SEEN_EXPIRES = 1 << 7,
	SEEN_EVENT = 1 << 8,
	SEEN_VIA = 1 << 9,
	SEEN_NUMBER = 1 << 10, /* a CSeq that parses */
};

/* A header whose spans depend on what the body is. */
struct later {
	size_t span;	   /* index of its one span */
	struct part value; /* without the white space around it */
	struct part line;
	uint32_t colon;
	uint16_t row;
};

/* One header line with its folds. */
struct line {
	uint32_t from;
	uint32_t to;   /* the line end */
	uint32_t next; /* behind it */
};

struct message {
	struct scan s;
	struct sip_msg *msg;
	uint32_t n;   /* length of the text */
	uint32_t cut; /* where the incomplete line begins, or n */
	bool whole;
	bool cr;       /* a lone CR ends a line */
	uint32_t seen; /* SEEN_ bits */
	struct later later[LATER_MAX];
	unsigned laters;
};

static inline void message_fault(struct message *m, enum sip_fault f)
{
	m->s.faults |= 1u << f;
}

static inline struct span message_text(const struct message *m, struct part v)
{
	return part_span(&m->s, v.from, v.to);
}

/* Emits a header's value and takes from it what struct sip_msg holds. */
void message_value(struct message *m, struct part v, uint16_t row);

/* The same for Content-Type and Content-Encoding, which wait for the body. */
void message_later(struct message *m, struct part v, struct line l,
		   uint16_t row);

/* A header is there: twice is a fault where one is allowed. */
void message_note(struct message *m, uint16_t row);

/* Emits everything from the body on. */
void message_body(struct message *m, uint32_t from);

#endif
