/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sum.h - what checksums cover, for the decoder and the rewriter.
 */
#ifndef SIANTO_PACKET_SUM_H
#define SIANTO_PACKET_SUM_H

#include "packet/packet.h"

/*
 * The sum of the pseudo header of the transport layer with index i (or the
 * one that will have it): addresses of the nearest IP layer before it, its
 * protocol, len.  `frame` is the old or the new frame: headers are at the
 * same offsets in both.  0 when there is no IP layer.
 */
uint64_t pkt__pseudo(const uint8_t *frame, const struct pkt *p, unsigned i,
		     uint8_t proto, uint32_t len);

/* The SCTP checksum of a packet of which the bytes s are known and `zeros`
 * more are taken to be 0; the checksum field in s counts as 0.  As stored:
 * put_le32() writes it. */
uint32_t pkt__sctp_crc(struct span s, uint32_t zeros);

#endif
