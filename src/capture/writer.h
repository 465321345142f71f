/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer.h - what the two writers share.  Private to this directory.
 */
#ifndef SIANTO_CAPTURE_WRITER_H
#define SIANTO_CAPTURE_WRITER_H

#include "capture/capture.h"

enum { CAP_SNAPLEN = CAP_PACKET_MAX };

/* An interface as it is written. */
struct cap_out_iface {
	uint64_t ticks_in;  /* of the reader; 0: no such interface */
	uint64_t ticks_out; /* of the file */
	uint64_t sec_max;   /* last second the file can hold */
	uint16_t linktype;
	uint8_t tsresol;
};

struct cap_writer {
	struct sink sink;
	enum cap_format format;
	bool nano;
	bool begun;	  /* the file header is written */
	size_t described; /* interface blocks written */
	size_t iface_count;
	/* Never moves: workers read entries while others are added. */
	struct cap_out_iface ifaces[CAP_INTERFACES_MAX];
};

/* A time as the file holds it. */
struct cap_time {
	uint64_t sec, frac;
};

/* The time of p in units of its interface, within what the file holds. */
struct cap_time cap__time(const struct cap_out_iface *iface,
			  const struct cap_packet *p);

/* frac / from in units of 1/to, cut off.  from is 10^n or 2^n; to is the same
 * or 10^n, at most 10^9. */
uint64_t cap__scale(uint64_t frac, uint64_t from, uint64_t to);

MUST_CHECK int cap__pcap_header(struct cap_writer *w);
void cap__pcap_begin(const struct cap_out_iface *iface, struct buf *out,
		     const struct cap_packet *p);

/* Section header and interface blocks for `count` interfaces in all. */
MUST_CHECK int cap__pcapng_header(struct cap_writer *w, size_t count);
/* How many interfaces these packet blocks need. */
size_t cap__pcapng_needs(struct span records);
void cap__pcapng_begin(const struct cap_out_iface *iface, struct buf *out,
		       const struct cap_packet *p);
void cap__pcapng_end(struct buf *out, const struct cap_packet *p);

#endif
