/* SPDX-License-Identifier: Apache-2.0 */
/* param.h - parameters of headers and URIs, URI headers, pieces of URIs. */
#ifndef SIANTO_SIP_PARAM_H
#define SIANTO_SIP_PARAM_H

#include "sip/scan.h"

/*
 * Header parameters from i, with the white space and comments between them.
 * The first may stand without ';'.  Gives where they end: at a ',' or `to`.
 */
uint32_t header_params(struct scan *s, uint32_t i, uint32_t to,
		       uint16_t header);

/* ";name=value" up to v.to. */
void uri_params(struct scan *s, struct part v, uint16_t field);

/* "?name=value&name=value" up to v.to. */
void uri_headers(struct scan *s, struct part v, uint16_t field);

/* left "@" host of a message id; without @ a token. */
void uri_cid(struct scan *s, struct part v, uint16_t field);

/* USER, TEL or IMSI: what a user part is. */
enum sip_class uri_user_class(const struct scan *s, struct part user,
			      struct part host);

/* Does v begin with a scheme we know? */
bool uri_begins(const struct scan *s, struct part v);

/* 8-4-4-4-12 hexadecimal digits? */
bool uri_is_uuid(const struct scan *s, struct part v);

#endif
