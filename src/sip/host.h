/* SPDX-License-Identifier: Apache-2.0 */
/* host.h - what a stretch of text is, as a host. */
#ifndef SIANTO_SIP_HOST_H
#define SIANTO_SIP_HOST_H

#include "sip/scan.h"

/* No delimiter of the grammar in it; other bytes pass, they are replaced. */
bool host_name(const struct scan *s, struct part v);

/* An address in any spelling, without brackets. */
bool host_ip4(const struct scan *s, struct part v);
bool host_ip6(const struct scan *s, struct part v);

/* name.name or an address, brackets allowed: what a host looks like where it
 * need not be one. */
bool host_shaped(const struct scan *s, struct part v);

/* The end of host [":" port] at i; 0 when there is none. */
uint32_t host_port_end(const struct scan *s, uint32_t i, uint32_t to);

/*
 * The usual host [":" port]: a name or IPv4 address of CH_HOST, a port in
 * digits.  host_take() takes one apart at v.from, in one pass; false when it
 * is not that.  What stands behind `end` is for the caller to judge.
 */
struct hostport {
	struct part host;
	struct part port; /* empty without one */
	uint32_t end;
};

bool host_take(const struct scan *s, struct part v, struct hostport *h);

/* Emits it, as sip_hostport() does. */
void host_put(struct scan *s, const struct hostport *h, uint16_t field);

#endif
