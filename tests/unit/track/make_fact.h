/* SPDX-License-Identifier: Apache-2.0 */
/* make_fact.h - facts of invented messages, for the tests of several rooms. */
#ifndef SIANTO_TEST_MAKE_FACT_H
#define SIANTO_TEST_MAKE_FACT_H

#include "track/fact.h"
#include "track/mix.h"

enum { SERVER = 1, PORT = 5060 };

/* A message between a client (its number from 2 on) and the server. */
struct made {
	double s;	 /* time */
	uint64_t client; /* source of a request */
	unsigned code;	 /* 0: a request */
	unsigned method;
	uint32_t cseq;
	bool auth;
	bool from_server; /* a request of the server */
	uint64_t to_tag;
	uint64_t branch; /* 0: made of client, cseq and method */
	uint64_t callid; /* 0: the client */
};

static inline struct fact make_packet(double s, unsigned kind)
{
	return (struct fact){
	    .time_us = (int64_t)(s * 1e6 + 0.5),
	    .kind = (uint8_t)kind,
	    .ip_version = 4,
	    .link_layer = LAYER_ETHERNET,
	    .last_layer = LAYER_PAYLOAD,
	    .protocol = LAYER_UDP,
	    .expires = UINT32_MAX,
	    .contact_expires = UINT32_MAX,
	    .retry_after = UINT32_MAX,
	};
}

static inline struct fact make_fact(struct made m)
{
	struct fact f = make_packet(m.s, FACT_SIP);
	bool to_server = !m.from_server == !m.code;

	f.src = to_server ? m.client : SERVER;
	f.dst = to_server ? SERVER : m.client;
	f.sport = f.dport = PORT;
	f.request = m.code == 0;
	f.method = f.cseq_method = (uint8_t)m.method;
	f.code = (uint16_t)m.code;
	f.cseq = m.cseq;
	f.callid = m.callid ? m.callid : 1000 + m.client;
	f.from_tag = 2000 + m.client;
	f.to_tag = m.to_tag;
	f.branch = m.branch ? m.branch : mix3(m.client, m.cseq, m.method) | 1;
	f.via_host = m.from_server ? SERVER : m.client;
	f.from_aor = f.to_aor = 3000 + m.client;
	f.request_aor = 3000 + m.client;
	f.has_auth = m.auth;
	f.transport = FACT_TRANSPORT_UDP;
	if (m.method == SIP_M_REGISTER) {
		f.contact = 4000 + m.client;
		f.contacts = 1;
	}
	return f;
}

#endif
