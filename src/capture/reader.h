/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - what the two readers share: a window of file bytes.
 *
 * The window is the memory of the batch being filled.  Bytes go from the
 * source into it once; a packet is a pointer into it.  Only what was read
 * beyond the last packet of a batch (less than CAP_CHUNK) is copied, to the
 * next batch.  Private to this directory.
 */
#ifndef SIANTO_CAPTURE_READER_H
#define SIANTO_CAPTURE_READER_H

#include "base/rd.h"
#include "capture/capture.h"

enum {
	/* One read: large enough to make the calls cheap, small enough that
	 * what is carried over stays a few percent of a batch. */
	CAP_CHUNK = 128 * 1024,
	/* Options of a block beyond the packet that are looked at. */
	CAP_OPTIONS_MAX = 64 * 1024,
	/* What is needed of one record at once.  A longer block can only be
	 * one with more options; the rest of it is skipped. */
	CAP_RECORD_MAX = 64 + CAP_PACKET_MAX + CAP_OPTIONS_MAX,
	/* First bytes of every file that can be a capture. */
	CAP_HEAD_LEN = 24,
};

/* What a step of a reader returns when it is not an error. */
enum cap_step {
	CAP_STEP_PACKET = 0, /* a packet */
	CAP_STEP_END = 1,    /* the file ends here */
	CAP_STEP_OTHER = 2,  /* something else than a packet */
};

/* Order of the two lengths in a pcap record. */
enum cap_lengths { CAP_LEN_USUAL, CAP_LEN_SWAPPED, CAP_LEN_MAYBE };

struct cap_reader {
	struct source src;
	enum cap_format format;
	bool big;	  /* byte order of the file or section */
	bool eof;	  /* the source has no more */
	int err;	  /* sticky */
	uint64_t offset;  /* in the file, of pos */
	uint64_t packets; /* handed out */
	struct cap_notes notes;

	struct cap_iface *ifaces; /* owned */
	size_t iface_count;
	size_t iface_size;
	size_t section; /* first interface of the section */

	size_t record_len; /* pcap: bytes of a record header */
	enum cap_lengths lengths;

	uint8_t *win; /* borrowed from the batch */
	size_t win_size;
	size_t pos; /* first byte not used */
	size_t end; /* behind the last byte read */
	size_t carry_len;
	uint8_t carry[CAP_CHUNK];
};

/* Makes n <= CAP_RECORD_MAX bytes available at pos, by reading.  0;
 * CAP_STEP_END when the file ends before; an error of the source. */
MUST_CHECK int cap__fill_more(struct cap_reader *r, size_t n);

static inline int cap__fill(struct cap_reader *r, size_t n)
{
	return r->end - r->pos >= n ? 0 : cap__fill_more(r, n);
}

/* Steps over n bytes, also ones that were never in the window.  Returns as
 * cap__fill_more(). */
MUST_CHECK int cap__skip(struct cap_reader *r, uint64_t n);

/* The next bytes; valid after cap__fill(). */
static inline const uint8_t *cap__at(const struct cap_reader *r)
{
	return r->win + r->pos;
}

/* Numbers of the file, in its byte order. */
static inline uint32_t cap__get32(const struct cap_reader *r, const uint8_t *p)
{
	return r->big ? get_be32(p) : get_le32(p);
}

static inline uint16_t cap__get16(const struct cap_reader *r, const uint8_t *p)
{
	return r->big ? get_be16(p) : get_le16(p);
}

/* A new interface behind the others; SIANTO_E_LIMIT, SIANTO_E_NOMEM. */
MUST_CHECK int cap__add_iface(struct cap_reader *r,
			      const struct cap_iface *iface);

/* Puts lengths and time of p in order: len is raised to caplen, frac brought
 * below ticks, sec into its range. */
void cap__settle(struct cap_reader *r, struct cap_packet *p, uint64_t ticks);

/* Takes the CAP_HEAD_LEN bytes of a pcap file; SIANTO_E_FORMAT when they are
 * none. */
MUST_CHECK int cap__pcap_open(struct cap_reader *r, const uint8_t *head);
/* One record: CAP_STEP_PACKET, CAP_STEP_END or an error. */
MUST_CHECK int cap__pcap_step(struct cap_reader *r, struct cap_packet *p);

/* Can these first bytes be a pcapng file? */
bool cap__pcapng_is(const uint8_t *head);
/* One block: any cap_step or an error. */
MUST_CHECK int cap__pcapng_step(struct cap_reader *r, struct cap_packet *p);

#endif
