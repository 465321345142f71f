/* SPDX-License-Identifier: Apache-2.0 */
#include "capture/writer.h"

#include <stdlib.h>

#define NANO ((uint64_t)1000000000)
#define MICRO ((uint64_t)1000000)
#define TICKS_MAX ((uint64_t)1 << 32)

int cap_writer_new(struct cap_writer **out, struct sink sink,
		   enum cap_format format, bool nano)
{
	struct cap_writer *w = calloc(1, sizeof(*w));

	*out = w;
	if (!w)
		return SIANTO_E_NOMEM;
	w->sink = sink;
	w->format = format;
	w->nano = nano;
	return 0;
}

void cap_writer_free(struct cap_writer *w)
{
	free(w);
}

static bool is_power2(uint64_t v)
{
	return v != 0 && (v & (v - 1)) == 0;
}

/* The if_tsresol of 10^n or 2^n ticks in a second; 0xff for anything else. */
static uint8_t tsresol_of(uint64_t ticks)
{
	uint8_t n = 0;

	if (is_power2(ticks) && ticks > 1) {
		while (ticks >>= 1)
			n++;
		return 0x80 | n;
	}
	for (; ticks > 1 && ticks % 10 == 0; n++)
		ticks /= 10;
	return ticks == 1 ? n : 0xff;
}

int cap_writer_iface(struct cap_writer *w, const struct cap_iface *iface)
{
	struct cap_out_iface *o = &w->ifaces[w->iface_count];
	bool ng = w->format == CAP_PCAPNG;
	uint8_t tsresol = tsresol_of(iface->ticks);

	require(tsresol != 0xff);
	if (w->iface_count == CAP_INTERFACES_MAX)
		return SIANTO_E_LIMIT;
	if (!ng && w->iface_count > 0 &&
	    iface->linktype != w->ifaces[0].linktype)
		return SIANTO_E_MIXED;
	o->linktype = iface->linktype;
	o->ticks_in = o->ticks_out = iface->ticks;
	o->tsresol = tsresol;
	if (!ng) {
		o->ticks_out = w->nano ? NANO : MICRO;
	} else if (iface->ticks > TICKS_MAX) {
		o->ticks_out = NANO;
		o->tsresol = 9;
	}
	o->sec_max = ng ? UINT64_MAX / o->ticks_out - 1 : UINT32_MAX;
	w->iface_count++;
	return 0;
}

/* a * b / 2^shift with a < 2^shift, shift < 64 and b <= 2^32. */
static uint64_t mul_shift(uint64_t a, uint64_t b, unsigned shift)
{
	uint64_t high = (a >> 32) * b, low = (a & UINT32_MAX) * b;

	if (shift <= 32)
		return low >> shift;
	return (high + (low >> 32)) >> (shift - 32);
}

uint64_t cap__scale(uint64_t frac, uint64_t from, uint64_t to)
{
	unsigned shift = 0;

	if (from == to)
		return frac;
	if (to % from == 0)
		return frac * (to / from);
	if (from % to == 0)
		return frac / (from / to);
	while ((uint64_t)1 << shift < from)
		shift++;
	return mul_shift(frac, to, shift);
}

struct cap_time cap__time(const struct cap_out_iface *iface,
			  const struct cap_packet *p)
{
	struct cap_time t = {0, 0};

	if (p->sec < 0)
		return t;
	t.sec = (uint64_t)p->sec;
	if (t.sec > iface->sec_max) {
		t.sec = iface->sec_max;
		t.frac = iface->ticks_out - 1;
		return t;
	}
	t.frac = cap__scale(p->frac, iface->ticks_in, iface->ticks_out);
	return t;
}

void cap_record_begin(const struct cap_writer *w, struct buf *out,
		      const struct cap_packet *p)
{
	const struct cap_out_iface *iface;

	require(p->iface < CAP_INTERFACES_MAX);
	require(p->caplen <= CAP_PACKET_MAX);
	iface = &w->ifaces[p->iface];
	require(iface->ticks_in != 0);
	if (w->format == CAP_PCAPNG)
		cap__pcapng_begin(iface, out, p);
	else
		cap__pcap_begin(iface, out, p);
}

void cap_record_end(const struct cap_writer *w, struct buf *out,
		    const struct cap_packet *p)
{
	if (w->format == CAP_PCAPNG)
		cap__pcapng_end(out, p);
}

static int header(struct cap_writer *w, size_t ifaces)
{
	int err = 0;

	if (w->format == CAP_PCAPNG) {
		if (!w->begun || ifaces > w->described)
			err = cap__pcapng_header(w, ifaces);
	} else if (!w->begun) {
		err = cap__pcap_header(w);
	}
	if (!err)
		w->begun = true;
	return err;
}

int cap_write(struct cap_writer *w, struct span records)
{
	size_t need = w->described;
	int err;

	if (records.n == 0)
		return 0;
	/* Looking at every block costs something: only when it can matter. */
	if (w->format == CAP_PCAPNG && w->described < w->iface_count)
		need = cap__pcapng_needs(records);
	require(need <= w->iface_count);
	err = header(w, need);
	if (err)
		return err;
	return w->sink.write(w->sink.ctx, records.p, records.n);
}

int cap_writer_end(struct cap_writer *w)
{
	return header(w, w->iface_count);
}
