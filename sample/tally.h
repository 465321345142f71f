/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tally.h - the truth about a sample: what was put into it.
 */
#ifndef SIANTO_SAMPLE_TALLY_H
#define SIANTO_SAMPLE_TALLY_H

#include <stdint.h>
#include <stdio.h>

#include "method.h"

enum tally_other {
	TO_CRLF,
	TO_CR,
	TO_ZERO,
	TO_STUN,
	TO_RTP,
	TO_DNS,
	TO_ICMP,
	TO_TCP,
	TO_COUNT
};

enum { TALLY_ODD_MAX = 24 };

struct tally {
	uint64_t sip; /* messages, odd ones included */
	uint64_t requests[M_COUNT];
	uint64_t responses[700];     /* by code */
	uint64_t other[TO_COUNT];    /* packets */
	uint64_t again;		     /* requests sent once more */
	uint64_t odd[TALLY_ODD_MAX]; /* malformed, by kind */
	uint64_t foreign;	     /* other methods */
};

/* Writes kind TAB number lines. */
void tally_write(const struct tally *t, FILE *f);

#endif
