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

#endif
