/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capture.h - capture files as batches of packets, in and out.
 *
 * Reads pcap (microseconds, nanoseconds, either byte order, the modified
 * magic a1b2cd34) and pcapng (several sections, interfaces, link types, any
 * time resolution); writes pcap and pcapng with one section.  The reader pulls
 * bytes from a `source`, the writer pushes them to a `sink`: neither knows
 * what a file is.  Compression is a source (or sink) around another one.
 *
 * Nothing that identifies survives a round trip by construction: the reader
 * hands out packets and the few interface facts below, and nothing else.
 *
 * Thread rule: a reader, a writer or a batch belongs to one thread at a time.
 */
#ifndef SIANTO_CAPTURE_CAPTURE_H
#define SIANTO_CAPTURE_CAPTURE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

/* Limits.  A larger packet means a damaged file. */
enum {
	CAP_PACKET_MAX = 262144,   /* captured bytes of one packet */
	CAP_INTERFACES_MAX = 4096, /* interfaces over all sections */
	CAP_BATCH_PACKETS = 1024,  /* packets in a batch, at most */
	CAP_BATCH_BYTES = 1 << 20, /* bytes of file in a batch, about */
};

/* Far beyond any clock, and its microseconds still fit 63 bits. */
#define CAP_SEC_MAX ((int64_t)1 << 40)

/* Where bytes come from.  read() returns 0 and *got, 0 at the end; blocks
 * until at least one byte is there. */
struct source {
	int (*read)(void *ctx, uint8_t *p, size_t n, size_t *got);
	void *ctx;
};

/* Where bytes go to.  write() takes all n bytes or fails. */
struct sink {
	int (*write)(void *ctx, const uint8_t *p, size_t n);
	void *ctx;
};

enum cap_format { CAP_PCAP, CAP_PCAPNG };

/* One capture interface: all that is known of it, all that is written. */
struct cap_iface {
	uint16_t linktype; /* LINKTYPE_ value of the file */
	uint32_t snaplen;  /* 0 = unlimited */
	uint64_t ticks;	   /* time units in a second: 10^n or 2^n */
	int64_t offset;	   /* if_tsoffset, seconds */
};

/* One packet.  `data` is borrowed from the batch. */
struct cap_packet {
	const uint8_t *data;
	uint32_t caplen; /* bytes at data */
	uint32_t len;	 /* bytes on the wire, >= caplen */
	uint32_t iface;	 /* index into the reader's interfaces */
	int64_t sec;	 /* since 1970, offset included, +-CAP_SEC_MAX */
	uint64_t frac;	 /* in units of 1/ticks of its interface, < ticks */
	uint32_t flags;	 /* epb_flags of pcapng, else 0 */
};

/* A run of packets with the file bytes they point into. */
struct cap_batch {
	struct cap_packet packets[CAP_BATCH_PACKETS];
	size_t count;
	uint64_t first;	   /* number of the first packet in the file, from 0 */
	uint64_t bytes_in; /* file offset behind the last packet */
	uint8_t *data;	   /* owned; CAP_BATCH_BYTES + CAP_PACKET_MAX + slack */
	size_t size;
};

struct cap_reader;

/* What a reader found wrong without stopping for it. */
struct cap_notes {
	bool cut_short;		 /* the file ends inside a packet or block */
	uint64_t blocks_dropped; /* pcapng blocks that are not packets */
	uint64_t lying_len; /* packets with len < caplen (len was raised) */
};

/*
 * Opens a capture: reads the first header, decides on the format.
 * Returns 0; SIANTO_E_FORMAT, SIANTO_E_IO, SIANTO_E_NOMEM.
 * An empty input is SIANTO_E_FORMAT.  *out is owned: cap_reader_free().
 */
MUST_CHECK int cap_reader_new(struct cap_reader **out, struct source src);
void cap_reader_free(struct cap_reader *r);

/* Reserves the batch's memory once; free with cap_batch_free(). */
MUST_CHECK int cap_batch_init(struct cap_batch *b);
void cap_batch_free(struct cap_batch *b);

/*
 * Fills the batch with the next packets.  count == 0 at the end.  A batch is
 * cut by CAP_BATCH_PACKETS and CAP_BATCH_BYTES only, so the same file gives
 * the same batches whatever the source's read sizes are.
 * Returns 0; SIANTO_E_IO, SIANTO_E_COMPRESS, SIANTO_E_NOMEM; SIANTO_E_FORMAT
 * for a record that cannot be (caplen > CAP_PACKET_MAX, a block length that
 * is no multiple of 4); SIANTO_E_LIMIT for too many interfaces.  A file that
 * ends inside a record is not an error: see cap_notes.
 */
MUST_CHECK int cap_read(struct cap_reader *r, struct cap_batch *b);

enum cap_format cap_reader_format(const struct cap_reader *r);

/* The interfaces seen so far (one for pcap); they only ever become more.
 * Borrowed: valid until the next cap_read(). */
const struct cap_iface *cap_reader_ifaces(const struct cap_reader *r,
					  size_t *count);
const struct cap_notes *cap_reader_notes(const struct cap_reader *r);

struct cap_writer;

/*
 * Opens a writer.  In pcap all interfaces must share one link type; the
 * magic is the nanosecond one when `nano`.  pcapng writes a section header
 * that names the tool and nothing else (no hardware, no OS).  Little-endian.
 * Does not own the sink's context.  SIANTO_E_NOMEM.
 *
 * Times: pcap holds 1970 to 2106, pcapng from 1970 on; a packet outside is
 * written at the nearest time.  Resolutions finer than 2^-32 s are written
 * in nanoseconds, so that the offset of an interface can be folded into the
 * time.  Digits the file has no place for are cut off, not rounded.
 */
MUST_CHECK int cap_writer_new(struct cap_writer **out, struct sink sink,
			      enum cap_format format, bool nano);

/* Tells the writer of the next interface (index 0, 1, ...).  SIANTO_E_MIXED
 * when pcap cannot hold it, SIANTO_E_LIMIT behind CAP_INTERFACES_MAX.
 * Written snaplen is 262144. */
MUST_CHECK int cap_writer_iface(struct cap_writer *w,
				const struct cap_iface *iface);

/*
 * Appends the file bytes of one packet to out: the record header for a
 * packet of p->caplen bytes on p->iface.  The caller appends the caplen data
 * bytes, then calls cap_record_end() with the same p.  p->data is not looked
 * at.  len below caplen is raised; in pcapng reserved bits of flags and the
 * length of a frame check sequence are not written (frames have none here).
 *
 * This lets workers prepare records of several batches at once.  They read
 * only what cap_writer_iface() wrote for p->iface, so they need no lock when
 * the interfaces of a batch were added before the batch was handed to them.
 * An interface the writer was not told of is a bug (require()).
 */
void cap_record_begin(const struct cap_writer *w, struct buf *out,
		      const struct cap_packet *p);
/* Padding, options (epb_flags) and trailing length of the same packet. */
void cap_record_end(const struct cap_writer *w, struct buf *out,
		    const struct cap_packet *p);

/*
 * Writes file bytes made by the calls above: whole records, in the order of
 * the file.  Before them goes what they need and is not yet written: the
 * file header, and in pcapng the interfaces up to the highest one in
 * `records`.  So the output depends on the sequence of records alone, not on
 * when interfaces became known.  Borrows `records` for the call; errors are
 * those of the sink.
 */
MUST_CHECK int cap_write(struct cap_writer *w, struct span records);

/* Writes what is still missing: the header of an empty file, interfaces
 * without packets. */
MUST_CHECK int cap_writer_end(struct cap_writer *w);
void cap_writer_free(struct cap_writer *w);

#endif
