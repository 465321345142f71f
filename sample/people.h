/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people.h - invented people, their domains, telephones and addresses.
 *
 * Everything here is made up or reserved for documentation: domains end in
 * .example (RFC 2606), numbers are +49 30 5550…, +1 … 555-01xx, +44 1632
 * 960xxx, addresses are of 198.18.0.0/15, RFC 5737, RFC 3849 and, behind
 * NAT, RFC 1918.
 */
#ifndef SIANTO_SAMPLE_PEOPLE_H
#define SIANTO_SAMPLE_PEOPLE_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "net.h"
#include "recipe.h"
#include "rng.h"

enum person_style {
	ST_COMPACT = 1 << 0,  /* compact header names */
	ST_FOLD = 1 << 1,     /* folded headers */
	ST_LOWER = 1 << 2,    /* header names in lower case */
	ST_TEL = 1 << 3,      /* tel: in From */
	ST_PHONE = 1 << 4,    /* the user part is a number */
	ST_NAT = 1 << 5,      /* private address in Via and Contact */
	ST_INSTANCE = 1 << 6, /* +sip.instance with the MAC address */
	ST_BAD_PASSWORD = 1 << 7,
	ST_UNREACHABLE = 1 << 8, /* answers the server with ICMP */
	ST_AOR_LOGIN = 1 << 9,	 /* digest username is user@domain */
	ST_XHEADER = 1 << 10,	 /* headers nobody registered */
};

/* One account with one device. */
struct person {
	uint64_t h;	   /* everything about this person follows */
	struct span first; /* ASCII, lower case */
	struct span last;
	struct span full;    /* UTF-8: first and last name */
	struct span user;    /* user part, escaped as on the wire */
	struct span login;   /* digest username */
	struct span display; /* as it stands in From: quoted or token */
	struct span domain;
	struct span agent;    /* User-Agent */
	struct span host;     /* name of the device, used in Call-IDs */
	struct span number;   /* a telephone number, with + or not */
	struct span sent_by;  /* host:port of Via and Contact */
	struct span sdp_host; /* IP4 192.0.2.1 */
	struct span seen;     /* source address as text */
	struct net_end end;   /* source of the packets */
	uint8_t mac[6];
	bool v6;
	uint16_t vlan;
	uint32_t style; /* enum person_style */
};

struct people {
	struct arena arena;
	struct span *domain;
	uint32_t domain_count;
	struct person *person;
	uint32_t count;
};

/* Makes everybody the recipe asks for; false without memory. */
bool people_make(struct people *p, const struct recipe *r);
void people_free(struct people *p);

/*
 * Writes what is secret about them: kind TAB value, a line each.  With a
 * capture, only what stands in its bytes, and each source address.
 */
void people_secrets(const struct people *p, struct span capture, FILE *f);

/* Address as text. */
void people_ip(struct buf *b, const uint8_t ip[16], bool v6);

/* `digits` hexadecimal digits of v. */
void people_hex(struct buf *b, uint64_t v, unsigned digits);

#endif
