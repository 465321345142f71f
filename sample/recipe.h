/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recipe.h - what a sample capture shall contain; the text form is described
 * in README.md beside this file.
 */
#ifndef SIANTO_SAMPLE_RECIPE_H
#define SIANTO_SAMPLE_RECIPE_H

#include <stddef.h>
#include <stdint.h>

enum keepalive {
	KA_NONE,
	KA_CRLF,      /* CR LF CR LF */
	KA_CR,	      /* a single CR LF */
	KA_ZERO,      /* four zero bytes */
	KA_STUN,      /* STUN binding request and answer */
	KA_OPTIONS,   /* client asks */
	KA_NOTIFY,    /* Event: keep-alive */
	KA_SUBSCRIBE, /* refreshed far too often */
	KA_PING,      /* server asks with OPTIONS */
	KA_COUNT
};

struct recipe_ka {
	double share;	 /* per cent of the clients */
	double interval; /* seconds */
};

/* Shares are per cent, rates are per user and hour unless said. */
struct recipe {
	double seed, start, duration, packets;
	double users, domains, agents;
	double nat, shared_nat, ipv6, vlan, unreachable;
	double phones, tel, compact, folded, lowercase, device_agent;
	double interval, expires, handshake, bad_password, loss;
	double calls, rtp, messages, presence, publish, large;
	double malformed; /* per hour, all users together */
	double dns, tcp;  /* the same */
	double scan_start, scan_count, scan_rate;
	double outage_start, outage_length;
	double overload_rate; /* REGISTERs a second the server can do */
	double overload_code;
	struct recipe_ka ka[KA_COUNT];
};

/* Fills r with defaults. */
void recipe_init(struct recipe *r);

/*
 * Reads the n bytes of a recipe over what r holds.  0, or the number of the
 * first line that is not understood.
 */
size_t recipe_parse(struct recipe *r, const char *text, size_t n);

#endif
