/* SPDX-License-Identifier: Apache-2.0 */
/*
 * suffix.h - the compiled public suffix list.
 *
 * tools/mksuffix.c writes the arrays, suffix.c reads them; both use the hash
 * below, which goes from right to left so that it grows label by label.
 */
#ifndef SIANTO_SIP_SUFFIX_H
#define SIANTO_SIP_SUFFIX_H

#include "base/span.h"

/* What the list says about a name. */
enum {
	SUFFIX_RULE = 1, /* it is a suffix */
	SUFFIX_WILD = 2, /* and every name one label longer is one too */
	SUFFIX_EXC = 4,	 /* it is none, whatever a wildcard says */
};

/* Records {rule flags, length, name}, one behind the other. */
extern const uint8_t sip_suffix_names[];
/* Open addressing: offset of a record plus one, 0 when free. */
extern const uint32_t sip_suffix_slots[];
extern const uint32_t sip_suffix_mask;	/* slots - 1 */
extern const unsigned sip_suffix_depth; /* labels of the longest name */

#define SUFFIX_HASH_START 0x811c9dc5u

/* FNV-1a over one more byte on the left. */
static inline uint32_t suffix_hash(uint32_t h, uint8_t c)
{
	return (h ^ c) * 0x01000193u;
}

/* Where the chain of a hash begins. */
static inline uint32_t suffix_slot(uint32_t h, uint32_t mask)
{
	return (h ^ h >> 15) & mask;
}

#endif
