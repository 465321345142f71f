/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rewrite.h - a decoded frame and new payload bytes to a new frame.
 *
 * Headers are built from the layers the decoder found; every field is copied,
 * mapped, computed or zeroed by name - none is copied because it happened to
 * be there.  Lengths and checksums are recomputed; a checksum that was wrong
 * stays wrong (correct + 1, never 0 or ffff), an absent one stays absent.
 *
 * Thread rule: const context; one thread's own caches inside rw_maps.
 */
#ifndef SIANTO_REWRITE_REWRITE_H
#define SIANTO_REWRITE_REWRITE_H

#include "base/buf.h"
#include "packet/packet.h"

/* How to map what headers hold.  The functions never fail. */
struct rw_maps {
	void *ctx;
	uint32_t (*ip4)(void *ctx, uint32_t addr);
	void (*ip6)(void *ctx, const uint8_t in[16], uint8_t out[16]);
	/* Unicast: a keyed address with the locally administered bit set;
	 * broadcast, zero and well-known multicast unchanged; IP multicast
	 * MACs are recomputed by the rewriter from the mapped address. */
	void (*mac)(void *ctx, const uint8_t in[6], uint8_t out[6]);
	/* Keyed permutation of an identifier of `bits` bits (VLAN ids, PPPoE
	 * sessions, IP ID, flow label); `salt` separates hosts.  `kind` is
	 * enum rw_id.  Values that mean "none" or "all" (VLAN 0, 1, 4095;
	 * session 0, ffff; IP ID and flow label 0) are kept: the rewriter
	 * walks the cycle past them.  `salt` is made from the source address
	 * (0 for VLAN and PPPoE), always the one before anonymization: of the
	 * new frame when restoring, else of the old one. */
	uint32_t (*id)(void *ctx, int kind, uint64_t salt, uint32_t value,
		       unsigned bits);
	bool round16;  /* share: lengths of what is cut go up to a multiple
			  of 16; TCP sequence numbers get an offset for each
			  direction of a connection */
	bool keep_ids; /* support: VLAN, PPPoE ids stay */
};

enum rw_id { RW_ID_VLAN, RW_ID_PPPOE, RW_ID_IPID, RW_ID_FLOW, RW_ID_SEQ };

/* The new content of the frame's last layer. */
struct rw_payload {
	struct span text; /* the new payload as it goes into the output */
	bool cut;	  /* nothing of the payload is kept; `text` empty */
	uint32_t missing; /* bytes on the wire behind `text` that are not in
			       the output (snaplen); 0 for a whole payload */
	bool csum_only;	  /* restore: the maps are the inverse ones */
};

/*
 * Appends the new frame to out and gives its length on the wire.  The last
 * layer's text comes from `pl`; in a frame that ends in ARP or a bare header
 * `pl` is ignored, in one that ends in LAYER_CUT nothing is ever kept.  The
 * result never makes a layer malformed that was not: a payload that would
 * pass a length field must have been cut before (rw_payload_max).  Padding
 * of short Ethernet frames is zeros up to 60 bytes (and 4 for each VLAN tag)
 * when the original was padded; trailers are dropped.
 *
 * Lengths of what is not captured go up to a multiple of 16 (round16) unless
 * that would pass a length field, or other packets count in them: TCP
 * segments and fragments that are followed by more keep their exact length.
 * A length field that exaggerated goes on exaggerating by as much.
 */
void rw_frame(const struct pkt *p, const struct rw_maps *maps,
	      const struct rw_payload *pl, struct buf *out, uint32_t *wire_len);

/* The longest payload, missing bytes included, that the frame's length
 * fields can hold. */
size_t rw_payload_max(const struct pkt *p);

#endif
