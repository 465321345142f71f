/* SPDX-License-Identifier: Apache-2.0 */
#include "capture/reader.h"

#include <stdlib.h>

/* One read of the source, at most n bytes to p. */
static int pull(struct cap_reader *r, uint8_t *p, size_t n, size_t *got)
{
	int err;

	*got = 0;
	if (r->eof)
		return 0;
	err = r->src.read(r->src.ctx, p, n, got);
	if (err)
		return err;
	if (*got > n)
		return SIANTO_E_IO;
	r->eof = *got == 0;
	return 0;
}

int cap__fill_more(struct cap_reader *r, size_t n)
{
	size_t room, got;
	int err;

	require(n <= r->win_size - r->pos);
	while (r->end - r->pos < n) {
		room = r->win_size - r->end;
		if (room > CAP_CHUNK)
			room = CAP_CHUNK;
		err = pull(r, r->win + r->end, room, &got);
		if (err)
			return err;
		if (got == 0) {
			r->notes.cut_short |= r->end > r->pos;
			return CAP_STEP_END;
		}
		r->end += got;
	}
	return 0;
}

int cap__skip(struct cap_reader *r, uint64_t n)
{
	size_t here = r->end - r->pos, got;
	int err;

	if (n <= here) {
		r->pos += (size_t)n;
		r->offset += n;
		return 0;
	}
	/* The rest never gets into the window, where a packet may point to
	 * what came before; the carry is free while a window is open. */
	r->pos = r->end;
	r->offset += here;
	for (n -= here; n > 0; n -= got) {
		err = pull(r, r->carry, n < CAP_CHUNK ? (size_t)n : CAP_CHUNK,
			   &got);
		if (err)
			return err;
		if (got == 0) {
			r->notes.cut_short = true;
			return CAP_STEP_END;
		}
		r->offset += got;
	}
	return 0;
}

int cap__add_iface(struct cap_reader *r, const struct cap_iface *iface)
{
	size_t size = r->iface_size ? 2 * r->iface_size : 4;
	struct cap_iface *p;

	if (r->iface_count == CAP_INTERFACES_MAX)
		return SIANTO_E_LIMIT;
	if (r->iface_count == r->iface_size) {
		p = realloc(r->ifaces, size * sizeof(*p));
		if (!p)
			return SIANTO_E_NOMEM;
		r->ifaces = p;
		r->iface_size = size;
	}
	r->ifaces[r->iface_count++] = *iface;
	return 0;
}

void cap__settle(struct cap_reader *r, struct cap_packet *p, uint64_t ticks)
{
	if (p->len < p->caplen) {
		p->len = p->caplen;
		r->notes.lying_len++;
	}
	if (p->frac >= ticks) {
		p->sec += (int64_t)(p->frac / ticks);
		p->frac %= ticks;
	}
	if (p->sec > CAP_SEC_MAX)
		p->sec = CAP_SEC_MAX;
	else if (p->sec < -CAP_SEC_MAX)
		p->sec = -CAP_SEC_MAX;
}

/* Reads the first bytes exactly, so that nothing is lost. */
static int read_head(struct cap_reader *r)
{
	size_t got;
	int err;

	while (r->carry_len < CAP_HEAD_LEN) {
		err = pull(r, r->carry + r->carry_len,
			   CAP_HEAD_LEN - r->carry_len, &got);
		if (err)
			return err;
		if (got == 0)
			return SIANTO_E_FORMAT;
		r->carry_len += got;
	}
	return 0;
}

static int open_head(struct cap_reader *r)
{
	int err = read_head(r);

	if (err)
		return err;
	if (cap__pcapng_is(r->carry)) {
		r->format = CAP_PCAPNG;
		return 0;
	}
	r->format = CAP_PCAP;
	r->carry_len = 0;
	r->offset = CAP_HEAD_LEN;
	return cap__pcap_open(r, r->carry);
}

int cap_reader_new(struct cap_reader **out, struct source src)
{
	struct cap_reader *r = calloc(1, sizeof(*r));
	int err;

	*out = NULL;
	if (!r)
		return SIANTO_E_NOMEM;
	r->src = src;
	err = open_head(r);
	if (err) {
		cap_reader_free(r);
		return err;
	}
	*out = r;
	return 0;
}

void cap_reader_free(struct cap_reader *r)
{
	if (!r)
		return;
	free(r->ifaces);
	free(r);
}

int cap_batch_init(struct cap_batch *b)
{
	b->count = 0;
	b->first = b->bytes_in = 0;
	b->size = (size_t)CAP_BATCH_BYTES + CAP_RECORD_MAX;
	b->data = malloc(b->size);
	if (!b->data) {
		b->size = 0;
		return SIANTO_E_NOMEM;
	}
	return 0;
}

void cap_batch_free(struct cap_batch *b)
{
	free(b->data);
	b->data = NULL;
	b->count = b->size = 0;
}

static void window_open(struct cap_reader *r, struct cap_batch *b)
{
	r->win = b->data;
	r->win_size = b->size;
	r->pos = 0;
	r->end = r->carry_len;
	memcpy(r->win, r->carry, r->carry_len);
	r->carry_len = 0;
}

/*
 * Keeps what was read too much.  That is less than a chunk: a read happens
 * only when the record at hand is not complete, and brings one chunk.
 */
static void window_close(struct cap_reader *r)
{
	size_t left = r->end - r->pos;

	require(left <= sizeof(r->carry));
	memcpy(r->carry, r->win + r->pos, left);
	r->carry_len = left;
	r->win = NULL;
}

/* Starts the window anew, when no packet points into it yet. */
static void window_rewind(struct cap_reader *r)
{
	memmove(r->win, r->win + r->pos, r->end - r->pos);
	r->end -= r->pos;
	r->pos = 0;
}

/*
 * Packets until the batch is full.  In the window pos never passes the file
 * bytes since `start`, so a record always fits: the batch ends at
 * CAP_BATCH_BYTES of them, and behind that there is room for one record.
 */
static int fill_batch(struct cap_reader *r, struct cap_batch *b)
{
	bool ng = r->format == CAP_PCAPNG;
	uint64_t start = r->offset;
	struct cap_packet *p;
	int step;

	while (b->count < CAP_BATCH_PACKETS &&
	       r->offset - start < CAP_BATCH_BYTES) {
		p = &b->packets[b->count];
		step = ng ? cap__pcapng_step(r, p) : cap__pcap_step(r, p);
		if (step == CAP_STEP_PACKET) {
			b->count++;
			continue;
		}
		if (step != CAP_STEP_OTHER)
			return step;
		if (b->count == 0 && r->offset - start >= CAP_BATCH_BYTES / 2) {
			window_rewind(r);
			start = r->offset;
		}
	}
	return 0;
}

int cap_read(struct cap_reader *r, struct cap_batch *b)
{
	int step;

	b->count = 0;
	b->first = r->packets;
	b->bytes_in = r->offset;
	if (r->err)
		return r->err;
	require(b->size >= (size_t)CAP_BATCH_BYTES + CAP_RECORD_MAX);
	window_open(r, b);
	step = fill_batch(r, b);
	if (step < 0) {
		b->count = 0;
		r->err = step;
		return step;
	}
	/* Half a record at the end is of no use to anybody. */
	if (step == CAP_STEP_END)
		r->pos = r->end;
	window_close(r);
	r->packets += b->count;
	b->bytes_in = r->offset;
	return 0;
}

enum cap_format cap_reader_format(const struct cap_reader *r)
{
	return r->format;
}

const struct cap_iface *cap_reader_ifaces(const struct cap_reader *r,
					  size_t *count)
{
	*count = r->iface_count;
	return r->ifaces;
}

const struct cap_notes *cap_reader_notes(const struct cap_reader *r)
{
	return &r->notes;
}
