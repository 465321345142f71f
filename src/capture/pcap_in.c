/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pcap_in.c - the records of a pcap file (draft-ietf-opsawg-pcap).
 *
 *	 0        4        8       12       16       20       24
 *	+--------+--------+--------+--------+--------+--------+
 *	| magic  | 2 |  4 | zone   | figures| snaplen|linktype| file
 *	+--------+--------+--------+--------+--------+--------+
 *	| seconds| frac   | caplen | len    | index  |proto|t|-| record
 *	+--------+--------+--------+--------+--------+--------+
 *	                                    `- modified magic only
 *
 * The snaplen is ignored: many writers get it wrong, and a packet is bounded
 * by CAP_PACKET_MAX anyway.
 */
#include "capture/reader.h"

#define MAGIC_MICRO 0xa1b2c3d4u
#define MAGIC_NANO 0xa1b23c4du
#define MAGIC_MODIFIED 0xa1b2cd34u

enum { RECORD_LEN = 16, RECORD_LEN_MODIFIED = 24 };

static bool magic_known(uint32_t magic)
{
	return magic == MAGIC_MICRO || magic == MAGIC_NANO ||
	       magic == MAGIC_MODIFIED;
}

/*
 * The two lengths changed places with version 2.3, but not all programs of
 * that version did it; 543.0 is what DG/UX wrote, in the old order.
 */
static int take_version(struct cap_reader *r, unsigned major, unsigned minor)
{
	r->lengths = CAP_LEN_USUAL;
	if (major == 543 || (major == 2 && minor < 3))
		r->lengths = CAP_LEN_SWAPPED;
	else if (major == 2 && minor == 3)
		r->lengths = CAP_LEN_MAYBE;
	else if (major != 2)
		return SIANTO_E_FORMAT;
	return 0;
}

int cap__pcap_open(struct cap_reader *r, const uint8_t *head)
{
	struct cap_iface iface = {0, 0, 1000000, 0};
	uint32_t magic;
	int err;

	r->big = magic_known(get_be32(head));
	magic = cap__get32(r, head);
	if (!magic_known(magic))
		return SIANTO_E_FORMAT;
	r->record_len =
	    magic == MAGIC_MODIFIED ? RECORD_LEN_MODIFIED : RECORD_LEN;
	err = take_version(r, cap__get16(r, head + 4), cap__get16(r, head + 6));
	if (err)
		return err;
	iface.snaplen = cap__get32(r, head + 16);
	/* The upper half says whether frames end with a checksum. */
	iface.linktype = (uint16_t)cap__get32(r, head + 20);
	if (magic == MAGIC_NANO)
		iface.ticks = 1000000000;
	return cap__add_iface(r, &iface);
}

int cap__pcap_step(struct cap_reader *r, struct cap_packet *p)
{
	const uint8_t *h;
	uint32_t swap;
	int err;

	err = cap__fill(r, r->record_len);
	if (err)
		return err;
	h = cap__at(r);
	p->sec = cap__get32(r, h);
	p->frac = cap__get32(r, h + 4);
	p->caplen = cap__get32(r, h + 8);
	p->len = cap__get32(r, h + 12);
	if (r->lengths == CAP_LEN_SWAPPED ||
	    (r->lengths == CAP_LEN_MAYBE && p->caplen > p->len)) {
		swap = p->caplen;
		p->caplen = p->len;
		p->len = swap;
	}
	if (p->caplen > CAP_PACKET_MAX)
		return SIANTO_E_FORMAT;
	err = cap__fill(r, r->record_len + p->caplen);
	if (err)
		return err;
	p->data = cap__at(r) + r->record_len;
	p->iface = 0;
	p->flags = 0;
	cap__settle(r, p, r->ifaces[0].ticks);
	return cap__skip(r, r->record_len + p->caplen);
}
