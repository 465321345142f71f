/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agent.h - what software calls itself, for the scanners of this room.
 */
#ifndef SIANTO_SIP_AGENT_H
#define SIANTO_SIP_AGENT_H

#include "sip/scan.h"

/* Scans [v.from, v.to), a User-Agent, Server or a=tool value. */
void sip_agent(struct scan *s, struct part v, uint16_t field);

/* The family: the product of the dictionary a value begins with; empty when
 * it begins with something else, so that none of it is kept. */
struct span sip_agent_family(struct span value);

/*
 * The length of the version text begins with, 0 when it begins with none: at
 * most four numbers of at most four digits with dots between them, an
 * optional v, r or rv before.  What could be an IPv4 address is none.
 */
size_t sip_agent_version(struct span text);

/* Is all of text one product, or a product, '-' or '/' and a version? */
bool sip_agent_product(struct span text);

#endif
