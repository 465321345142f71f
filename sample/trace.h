/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace.h - writes a capture file.
 *
 * A writer of its own, so that the generator can serve as an oracle for the
 * library's.  The pcapng form carries on purpose what an anonymizer has to
 * remove: comments, interface name and filter, resolved names.
 */
#ifndef SIANTO_SAMPLE_TRACE_H
#define SIANTO_SAMPLE_TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"

enum trace_format { TRACE_PCAP, TRACE_NSEC, TRACE_PCAPNG };

struct trace {
	FILE *f;
	enum trace_format format;
	uint64_t count; /* packets written */
	uint64_t max;	/* packets after which nothing more is written */
	uint64_t bytes; /* bytes of file written */
	bool bad;	/* a write failed */
};

/* What the pcapng form plants. */
extern const char trace_comment[];
extern const char trace_interface[];
extern const char trace_filter[];
extern const char trace_host[];
extern const char trace_note[];

/* Writes the file header; f stays the caller's. */
void trace_start(struct trace *t, FILE *f, enum trace_format format);

/* One packet at `us` microseconds since 1970, Ethernet. */
void trace_packet(struct trace *t, uint64_t us, struct span frame);

#endif
