/* SPDX-License-Identifier: Apache-2.0 */
/* start.h - request and status lines, RFC 3261 section 7. */
#ifndef SIANTO_SIP_START_H
#define SIANTO_SIP_START_H

#include "sip/scan.h"

/* The pieces of a start line; in a status line uri is the reason phrase. */
struct start {
	bool request;
	bool odd; /* out of grammar, though recognised */
	uint16_t code;
	struct part method; /* of a request; the code of a response */
	struct part uri;
	struct part version; /* may be empty in an odd request */
};

/* Takes a line without its end apart.  False: it is no start line with a
 * version in it. */
bool start_parse(const struct scan *s, struct part line, struct start *st);

/* The same for a request without a version. */
void start_headless(const struct scan *s, struct part line, struct start *st);

/* Emits the spans of the line. */
void start_emit(struct scan *s, struct part line, const struct start *st);

/* The end of the first line, without CR and LF; *next is where the second
 * begins.  A lone CR ends it too. */
uint32_t start_end(const struct scan *s, uint32_t i, uint32_t to,
		   uint32_t *next);

enum sip_method start_method(struct span name);

/* Emits a method, in any header. */
void start_put_method(struct scan *s, struct part v, uint16_t field);

uint32_t start_version(const struct scan *s, uint32_t i, uint32_t to);

#endif
