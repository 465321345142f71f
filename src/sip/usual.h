/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usual.h - hosts and addresses as nearly all messages write them.
 *
 * Both go over the bytes once, without asking where the text ends: for values
 * of struct scan.ended only, where white space or a line end ends every run.
 * At the first byte that is unusual they give up before anything is emitted,
 * and the general scanner begins again.  The spans are the same: a message
 * with bare LF takes the general way throughout, which is what
 * tests/unit/sip/test_usual.c compares with.
 */
#ifndef SIANTO_SIP_USUAL_H
#define SIANTO_SIP_USUAL_H

#include "sip/host.h"
#include "sip/lex.h"

/* A name or an IPv4 address, and a port in digits. */
struct usual_host {
	uint32_t from, to;
	uint32_t port, end; /* equal without a port */
	bool ip4;
};

/*
 * The end of an IPv4 address at i of one to three digits a part, or 0.  Reads
 * no byte behind the first that cannot be in one.
 */
static inline uint32_t usual_quad(const uint8_t *p, uint32_t i)
{
	for (unsigned dots = 0;; dots++, i++) {
		uint32_t from = i;
		uint32_t n = 0;

		for (; chars_is(p[i], CH_DIGIT) && i - from < 4; i++)
			n = n * 10 + (uint32_t)(p[i] - '0');
		if (i == from || i - from > 3 || n > UINT8_MAX)
			return 0;
		if (dots == 3)
			return chars_is(p[i], CH_HOST) ? 0 : i;
		if (p[i] != '.')
			return 0;
	}
}

/* Takes the host at i apart; false when there is none, or its port is odd. */
static inline bool usual_host(const struct scan *s, uint32_t i,
			      struct usual_host *h)
{
	uint32_t n;

	h->from = i;
	h->to = chars_is(s->p[i], CH_DIGIT) ? usual_quad(s->p, i) : 0;
	h->ip4 = h->to > 0;
	if (!h->ip4) {
		h->to = lex_run_on(s, i, CH_HOST);
		h->ip4 = chars_is(s->p[i], CH_DIGIT) &&
			 host_ip4(s, (struct part){i, h->to});
	}
	h->port = h->end = h->to;
	if (h->from == h->to || s->p[h->to] != ':')
		return h->from < h->to;
	h->port = h->to + 1;
	h->end = lex_run_on(s, h->port, CH_DIGIT);
	return sip_decimal(s, (struct part){h->port, h->end}, UINT16_MAX, &n);
}

/* Emits it. */
static inline void usual_host_put(struct scan *s, const struct usual_host *h,
				  uint16_t field)
{
	sip_emit(s->out, h->ip4 ? SIP_IP4 : SIP_HOST, h->from, h->to, field);
	if (h->port < h->end) {
		sip_emit(s->out, SIP_SYNTAX, h->to, h->port, field);
		sip_emit(s->out, SIP_NUM, h->port, h->end, field);
	}
}

/*
 * Emits the value of a row of rule ADDR or VIA when it begins as
 *   SP [display-name] "<sip:" [user "@"] host [":" port] [parameters] ">"
 *   SP "SIP/2.0/UDP" SP host [":" port] ";"
 * and all that follows (usual.c).  False: it does not, nothing is emitted.
 */
bool usual_value(struct scan *s, struct part v, uint16_t row);

#endif
