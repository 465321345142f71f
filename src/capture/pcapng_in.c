/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pcapng_in.c - the blocks of a pcapng file (draft-ietf-opsawg-pcapng).
 *
 *	+------+--------+----------------- - - --------+--------+
 *	| type | length | body, padded to 4 | options  | length |
 *	+------+--------+----------------- - - --------+--------+
 *
 * Of all that can be in one only packets, link types and clocks are taken.
 * The trailing length says nothing new and is not looked at.
 */
#include "capture/reader.h"

#define BYTE_ORDER_MAGIC 0x1a2b3c4du
#define BLOCK_SECTION 0x0a0d0d0au /* the same in either byte order */

enum {
	BLOCK_INTERFACE = 1,
	BLOCK_OBSOLETE = 2,
	BLOCK_SIMPLE = 3,
	BLOCK_ENHANCED = 6,

	HEAD_LEN = 8,	    /* type and length */
	BLOCK_MIN = 12,	    /* an empty block */
	SECTION_MIN = 28,   /* section block without options */
	INTERFACE_MIN = 20, /* interface block without options */
	PACKET_HEAD = 28,   /* enhanced, obsolete: start to data */
	SIMPLE_HEAD = 12,   /* simple: start to data */
	TRAILER_LEN = 4,

	OPT_END = 0,
	OPT_PACKET_FLAGS = 2,
	OPT_TSRESOL = 9,
	OPT_TSOFFSET = 14,
};

/* One block: the bytes of it that are in the window. */
struct block {
	const uint8_t *p;
	size_t n;	/* without the trailing length */
	uint32_t total; /* as the file says */
};

static uint64_t get64(const struct cap_reader *r, const uint8_t *p)
{
	uint64_t a = cap__get32(r, p), b = cap__get32(r, p + 4);

	return r->big ? a << 32 | b : b << 32 | a;
}

static uint32_t pad4(uint32_t n)
{
	return (n + 3) & ~(uint32_t)3;
}

bool cap__pcapng_is(const uint8_t *head)
{
	return get_be32(head) == BLOCK_SECTION &&
	       (get_be32(head + 8) == BYTE_ORDER_MAGIC ||
		get_le32(head + 8) == BYTE_ORDER_MAGIC);
}

/*
 * Brings the block into the window and checks its length.  What is beyond
 * CAP_RECORD_MAX stays outside.  cap__fill(HEAD_LEN) came before.
 */
static int block_load(struct cap_reader *r, struct block *b, uint32_t min)
{
	size_t want;
	int err;

	b->total = cap__get32(r, cap__at(r) + 4);
	if (b->total % 4 || b->total < min)
		return SIANTO_E_FORMAT;
	want = b->total < CAP_RECORD_MAX ? b->total : CAP_RECORD_MAX;
	err = cap__fill(r, want);
	if (err)
		return err;
	b->p = cap__at(r);
	b->n = want < b->total ? want : want - TRAILER_LEN;
	return 0;
}

/* The value of the option that has this code and length, or NULL.  Options
 * begin at `at`; what is damaged ends them. */
static const uint8_t *option(const struct cap_reader *r, const struct block *b,
			     size_t at, unsigned code, unsigned len)
{
	unsigned c, n;

	while (at < b->n && b->n - at >= 4) {
		c = cap__get16(r, b->p + at);
		n = cap__get16(r, b->p + at + 2);
		at += 4;
		if (c == OPT_END || n > b->n - at)
			return NULL;
		if (c == code && n == len)
			return b->p + at;
		at += pad4(n);
	}
	return NULL;
}

static int take_section(struct cap_reader *r)
{
	struct block b;
	int err;

	err = cap__fill(r, HEAD_LEN + 4);
	if (err)
		return err;
	r->big = get_be32(cap__at(r) + 8) == BYTE_ORDER_MAGIC;
	if (cap__get32(r, cap__at(r) + 8) != BYTE_ORDER_MAGIC)
		return SIANTO_E_FORMAT;
	err = block_load(r, &b, SECTION_MIN);
	if (err)
		return err;
	if (cap__get16(r, b.p + 12) != 1)
		return SIANTO_E_FORMAT;
	r->section = r->iface_count;
	err = cap__skip(r, b.total);
	return err ? err : CAP_STEP_OTHER;
}

/* if_tsresol as ticks in a second; 0 when they do not fit 64 bits. */
static uint64_t ticks_of(uint8_t v)
{
	unsigned n = v & 0x7f;
	uint64_t ticks = 1;

	if (v & 0x80)
		return n < 64 ? (uint64_t)1 << n : 0;
	if (n > 19)
		return 0;
	while (n-- > 0)
		ticks *= 10;
	return ticks;
}

static int take_interface(struct cap_reader *r)
{
	struct cap_iface iface = {0, 0, 1000000, 0};
	const uint8_t *v;
	struct block b;
	int err;

	err = block_load(r, &b, INTERFACE_MIN);
	if (err)
		return err;
	iface.linktype = cap__get16(r, b.p + 8);
	iface.snaplen = cap__get32(r, b.p + 12);
	v = option(r, &b, INTERFACE_MIN - TRAILER_LEN, OPT_TSRESOL, 1);
	if (v)
		iface.ticks = ticks_of(*v);
	if (iface.ticks == 0)
		return SIANTO_E_FORMAT;
	v = option(r, &b, INTERFACE_MIN - TRAILER_LEN, OPT_TSOFFSET, 8);
	if (v)
		iface.offset = (int64_t)get64(r, v);
	err = cap__add_iface(r, &iface);
	if (err)
		return err;
	err = cap__skip(r, b.total);
	return err ? err : CAP_STEP_OTHER;
}

/* Seconds of a clock that counts from its interface's offset. */
static int64_t seconds(uint64_t whole, int64_t offset)
{
	int64_t sec = whole > CAP_SEC_MAX ? CAP_SEC_MAX : (int64_t)whole;

	if (offset > CAP_SEC_MAX)
		offset = CAP_SEC_MAX;
	else if (offset < -CAP_SEC_MAX)
		offset = -CAP_SEC_MAX;
	return sec + offset;
}

static int take_time(const struct cap_reader *r, struct cap_packet *p,
		     const uint8_t *time)
{
	const struct cap_iface *iface;
	uint64_t ts;

	if (p->iface >= r->iface_count - r->section)
		return SIANTO_E_FORMAT;
	p->iface += (uint32_t)r->section;
	iface = &r->ifaces[p->iface];
	/* The high half comes first in either byte order. */
	ts = (uint64_t)cap__get32(r, time) << 32 | cap__get32(r, time + 4);
	p->sec = seconds(ts / iface->ticks, iface->offset);
	p->frac = ts % iface->ticks;
	return 0;
}

/* Enhanced and obsolete packet block: they differ in how the interface is
 * written. */
static int take_packet(struct cap_reader *r, struct cap_packet *p,
		       uint32_t type)
{
	const uint8_t *v;
	struct block b;
	int err;

	err = block_load(r, &b, PACKET_HEAD + TRAILER_LEN);
	if (err)
		return err;
	p->iface = type == BLOCK_ENHANCED ? cap__get32(r, b.p + 8)
					  : cap__get16(r, b.p + 8);
	err = take_time(r, p, b.p + 12);
	if (err)
		return err;
	p->caplen = cap__get32(r, b.p + 20);
	p->len = cap__get32(r, b.p + 24);
	p->data = b.p + PACKET_HEAD;
	if (p->caplen > CAP_PACKET_MAX || p->caplen > b.n - PACKET_HEAD)
		return SIANTO_E_FORMAT;
	v = option(r, &b, PACKET_HEAD + pad4(p->caplen), OPT_PACKET_FLAGS, 4);
	p->flags = v ? cap__get32(r, v) : 0;
	cap__settle(r, p, r->ifaces[p->iface].ticks);
	return cap__skip(r, b.total);
}

/*
 * Simple packet block: first interface, no time.  Its caplen is not written;
 * the snaplen decides, unless that contradicts the block's length.
 */
static int take_simple(struct cap_reader *r, struct cap_packet *p)
{
	uint32_t body, snap;
	struct block b;
	int err;

	err = block_load(r, &b, SIMPLE_HEAD + TRAILER_LEN);
	if (err)
		return err;
	if (r->section == r->iface_count)
		return SIANTO_E_FORMAT;
	body = b.total - SIMPLE_HEAD - TRAILER_LEN;
	snap = r->ifaces[r->section].snaplen;
	memset(p, 0, sizeof(*p));
	p->iface = (uint32_t)r->section;
	p->len = cap__get32(r, b.p + 8);
	p->caplen = p->len < body ? p->len : body;
	if (snap < p->caplen && body - snap < 4)
		p->caplen = snap;
	if (p->caplen > CAP_PACKET_MAX)
		return SIANTO_E_FORMAT;
	p->data = b.p + SIMPLE_HEAD;
	return cap__skip(r, b.total);
}

/* A block nobody needs: names, keys, statistics, comments, unknown. */
static int drop(struct cap_reader *r)
{
	uint32_t total = cap__get32(r, cap__at(r) + 4);
	int err;

	if (total % 4 || total < BLOCK_MIN)
		return SIANTO_E_FORMAT;
	err = cap__skip(r, total);
	if (err)
		return err;
	r->notes.blocks_dropped++;
	return CAP_STEP_OTHER;
}

int cap__pcapng_step(struct cap_reader *r, struct cap_packet *p)
{
	uint32_t type;
	int err;

	err = cap__fill(r, HEAD_LEN);
	if (err)
		return err;
	type = cap__get32(r, cap__at(r));
	switch (type) {
	case BLOCK_SECTION:
		return take_section(r);
	case BLOCK_INTERFACE:
		return take_interface(r);
	case BLOCK_ENHANCED:
	case BLOCK_OBSOLETE:
		return take_packet(r, p, type);
	case BLOCK_SIMPLE:
		return take_simple(r, p);
	default:
		return drop(r);
	}
}
