/* SPDX-License-Identifier: Apache-2.0 */
/* uri.h - what the files of URIs share. */
#ifndef SIANTO_SIP_URI_H
#define SIANTO_SIP_URI_H

#include "sip/scan.h"

/* [user@]host[:port][;parameters][?headers]; phone: the user is a number. */
void uri_put_sip(struct scan *s, struct part v, uint16_t field, bool phone);

/* The usual "sip:" URI, scheme included, when there is nothing unusual in it;
 * false: nothing is emitted. */
bool uri_put_simple(struct scan *s, struct part v, uint16_t field);

/* Does v look like a telephone number? */
bool uri_maybe_tel(const struct scan *s, struct part v);

/* ";user=phone" among the parameters [i, to)? */
bool uri_user_phone(const struct scan *s, uint32_t i, uint32_t to);

#endif
