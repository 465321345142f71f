/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canon.h - pieces of the canonical forms that other scanners use.
 */
#ifndef SIANTO_SIP_CANON_H
#define SIANTO_SIP_CANON_H

#include "base/span.h"

enum {
	SIP_LABEL_POINTS = 63, /* a longer label has no ASCII form */
	SIP_LABEL_OUT = 4 + SIP_LABEL_POINTS * 9,
};

/*
 * Percent-decodes text into out, again while "%hh" remains, three levels at
 * most; what is no "%hh" stays.  The length, or SIZE_MAX when a level does
 * not fit into max bytes.
 */
size_t sip_pct_decode(struct span text, uint8_t *out, size_t max);

/*
 * The A-label of one label in UTF-8 (RFC 3492), in lower case.  0 when the
 * label is plain ASCII, not well-formed UTF-8 or too long: it stays as it is.
 */
size_t sip_label_ascii(struct span label, uint8_t out[static SIP_LABEL_OUT]);

#endif
