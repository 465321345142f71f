/* SPDX-License-Identifier: Apache-2.0 */
/* compose.h - the text of a SIP message. */
#ifndef SIANTO_SAMPLE_COMPOSE_H
#define SIANTO_SAMPLE_COMPOSE_H

#include "people.h"
#include "script.h"
#include "world.h"

struct message {
	const struct person *a, *b; /* caller, callee */
	const struct talk *t;
	const struct step *s;
	uint64_t nonce; /* time of the challenge, seconds */
	uint64_t date;	/* seconds since 1970 */
	uint32_t expires;
	bool tcp;   /* over TCP */
	bool large; /* SDP beyond the MTU */
	/* set by compose() */
	const struct person *writer; /* NULL: the server */
	uint64_t h;		     /* what varies from message to message */
	struct buf *out, *body;
};

/* The server's address and names. */
extern const uint8_t server_ip4[16];
extern const uint8_t server_ip6[16];
enum { SERVER_PORT = 5060 };

/* Writes the message into w->text. */
void compose(struct world *w, struct message *m);

/* content.c: bodies, into m->body */
void content_sdp(struct message *m, const struct person *p);
void content_pidf(struct message *m, const struct person *p);
void content_text(struct message *m, const struct person *to);

/* compose_extra.c: headers that are not in every message */
void extra_headers(struct message *m);

/* The name and colon of a header, in the writer's manner; `compact` is its
 * short form or 0. */
void head(struct message *m, const char *name, char compact);
void head_end(struct message *m);
/* A semicolon, on a new line where the writer folds. */
void fold_semicolon(struct message *m);
void put_aor(struct buf *b, const struct person *p);
/* The time as in a Date header. */
void put_date(struct buf *b, uint64_t seconds);

#endif
