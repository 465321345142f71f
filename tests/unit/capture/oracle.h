/* SPDX-License-Identifier: Apache-2.0 */
/*
 * oracle.h - the same capture read by libpcap.
 */
#ifndef SIANTO_TEST_CAPTURE_ORACLE_H
#define SIANTO_TEST_CAPTURE_ORACLE_H

#include "capture/mem.h"

#ifdef HAVE_PCAP
#include <pcap/pcap.h>
#include <stdio.h>

static inline pcap_t *oracle_open(struct span in)
{
	char why[PCAP_ERRBUF_SIZE];
	FILE *f = fmemopen((void *)(uintptr_t)in.p, in.n, "rb");
	pcap_t *p;

	assert_non_null(f);
	p = pcap_fopen_offline_with_tstamp_precision(f,
						     PCAP_TSTAMP_PRECISION_NANO,
						     why);
	if (!p)
		fclose(f);
	return p;
}

/* Nanoseconds of the fraction; ticks are 10^n or 2^n. */
static inline uint64_t oracle_nano(uint64_t frac, uint64_t ticks)
{
	return (uint64_t)((long double)frac * 1e9L / (long double)ticks);
}

static inline void oracle_same(const struct whole *w,
			       const struct cap_packet *p, uint32_t snaplen,
			       const struct pcap_pkthdr *h)
{
	uint64_t ticks = w->ifaces[p->iface].ticks;

	/* libpcap cuts packets at the snaplen of the file, we do not. */
	if (p->caplen > snaplen)
		assert_int_equal(h->caplen, snaplen);
	else
		assert_int_equal(p->caplen, h->caplen);
	assert_int_equal(p->len, h->len < p->caplen ? p->caplen : h->len);
	if (ticks <= 1000000000) {
		assert_int_equal(p->sec, h->ts.tv_sec);
		assert_int_equal(oracle_nano(p->frac, ticks), h->ts.tv_usec);
	}
}

/* Compares all packets with those libpcap finds; false when libpcap cannot
 * read the file.  It may stop earlier (it knows one link type only). */
static inline bool oracle_check(const struct whole *w, struct span in)
{
	struct pcap_pkthdr *h;
	const u_char *data;
	size_t n = 0, at = 0;
	pcap_t *p = oracle_open(in);
	uint32_t snaplen;
	int ret;

	if (!p)
		return false;
	snaplen = (uint32_t)pcap_snapshot(p);
	while ((ret = pcap_next_ex(p, &h, &data)) == 1) {
		assert_true(n < whole_count(w));
		oracle_same(w, whole_packet(w, n), snaplen, h);
		assert_true(at + h->caplen <= w->data.n);
		assert_memory_equal(w->data.p + at, data, h->caplen);
		at += whole_packet(w, n++)->caplen;
	}
	if (ret == PCAP_ERROR_BREAK)
		assert_int_equal(n, whole_count(w));
	pcap_close(p);
	return true;
}
#endif
#endif
