/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calls.h - captures many tests use: invented people, documentation addresses.
 */
#ifndef SIANTO_TESTS_CALLS_H
#define SIANTO_TESTS_CALLS_H

#include "jobs.h"

/* A registration with a challenge, a call with SDP, a keep-alive, and a
 * packet that is not SIP. */
static const char calls_small[] =
    "packet 0.0 192.0.2.10:5060 > 198.51.100.1:5060\n"
    "REGISTER sip:corp.example SIP/2.0\n"
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKr1;rport\n"
    "From: \"Ida Brook\" <sip:ida@corp.example>;tag=f1\n"
    "To: \"Ida Brook\" <sip:ida@corp.example>\n"
    "Call-ID: reg1@192.0.2.10\n"
    "CSeq: 1 REGISTER\n"
    "Contact: <sip:ida@192.0.2.10:5060>\n"
    "Date: Tue, 14 Nov 2023 22:13:20 GMT\n"
    "User-Agent: Bria 3 release 3.5.5\n"
    "Expires: 600\n"
    "@end\n"
    ".\n"
    "packet 0.1 198.51.100.1:5060 > 192.0.2.10:5060\n"
    "SIP/2.0 401 Unauthorized\n"
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKr1;rport=5060"
    ";received=203.0.113.9\n"
    "From: \"Ida Brook\" <sip:ida@corp.example>;tag=f1\n"
    "To: \"Ida Brook\" <sip:ida@corp.example>;tag=t1\n"
    "Call-ID: reg1@192.0.2.10\n"
    "CSeq: 1 REGISTER\n"
    "WWW-Authenticate: Digest realm=\"corp.example\", nonce=\"abcNONCE123\"\n"
    "@end\n"
    ".\n"
    "packet 0.2 192.0.2.10:5060 > 198.51.100.1:5060\n"
    "REGISTER sip:corp.example SIP/2.0\n"
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKr2;rport\n"
    "From: \"Ida Brook\" <sip:ida@corp.example>;tag=f1\n"
    "To: \"Ida Brook\" <sip:ida@corp.example>\n"
    "Call-ID: reg1@192.0.2.10\n"
    "CSeq: 2 REGISTER\n"
    "Contact: <sip:ida@192.0.2.10:5060>\n"
    "Authorization: Digest username=\"ida\", realm=\"corp.example\", "
    "nonce=\"abcNONCE123\", uri=\"sip:corp.example\", "
    "response=\"0123456789abcdef0123456789abcdef\"\n"
    "Expires: 600\n"
    "@end\n"
    ".\n"
    "packet 0.3 198.51.100.1:5060 > 192.0.2.10:5060\n"
    "SIP/2.0 200 OK\n"
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKr2;rport=5060\n"
    "From: \"Ida Brook\" <sip:ida@corp.example>;tag=f1\n"
    "To: \"Ida Brook\" <sip:ida@corp.example>;tag=t1\n"
    "Call-ID: reg1@192.0.2.10\n"
    "CSeq: 2 REGISTER\n"
    "Contact: <sip:ida@192.0.2.10:5060>;expires=600\n"
    "@end\n"
    ".\n"
    "packet 2.0 192.0.2.10:5060 > 198.51.100.1:5060 vlan=7\n"
    "INVITE sip:+493055500117@pbx.corp.example;user=phone SIP/2.0\n"
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKi1\n"
    "From: \"Ida Brook\" <sip:ida@corp.example>;tag=f2\n"
    "To: <sip:+493055500117@pbx.corp.example;user=phone>\n"
    "Call-ID: call2@192.0.2.10\n"
    "CSeq: 1 INVITE\n"
    "Contact: <sip:ida@192.0.2.10:5060>\n"
    "Subject: about the Brook house\n"
    "Content-Type: application/sdp\n"
    "Content-Length: @\n"
    "\n"
    "v=0\n"
    "o=ida 3909 3910 IN IP4 192.0.2.10\n"
    "s=Ida calls\n"
    "c=IN IP4 192.0.2.10\n"
    "t=0 0\n"
    "m=audio 40000 RTP/AVP 0 8\n"
    "a=rtpmap:0 PCMU/8000\n"
    "a=rtpmap:8 PCMA/8000\n"
    ".\n"
    "packet 2.1 198.51.100.1:5060 > 192.0.2.10:5060\n"
    "SIP/2.0 180 Ringing\n"
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKi1\n"
    "From: \"Ida Brook\" <sip:ida@corp.example>;tag=f2\n"
    "To: <sip:+493055500117@pbx.corp.example;user=phone>;tag=t2\n"
    "Call-ID: call2@192.0.2.10\n"
    "CSeq: 1 INVITE\n"
    "@end\n"
    ".\n"
    "packet 30.0 192.0.2.10:5060 > 198.51.100.1:5060\n"
    "\n"
    "\n"
    ".\n"
    "packet 31.0 192.0.2.10:40000 > 198.51.100.1:40002 hex\n"
    "8000 0001 0000 0002 5353 5353 d5d5 d5d5\n"
    ".\n";

/* Somebody else, over IPv6, who asks for the same number. */
static const char calls_other[] =
    "packet 60.0 [2001:db8:7::20]:5062 > [2001:db8:7::1]:5060\n"
    "INVITE sip:+493055500117@pbx.corp.example SIP/2.0\n"
    "Via: SIP/2.0/UDP [2001:db8:7::20]:5062;branch=z9hG4bKo1\n"
    "From: \"Tove\" <sip:tove@corp.example>;tag=f9\n"
    "To: <sip:+493055500117@pbx.corp.example>\n"
    "Call-ID: call9@[2001:db8:7::20]\n"
    "CSeq: 7 INVITE\n"
    "Contact: <sip:tove@[2001:db8:7::20]:5062>\n"
    "User-Agent: Zappel Tovephone 7\n"
    "@end\n"
    ".\n"
    "packet 60.2 [2001:db8:7::1]:5060 > [2001:db8:7::20]:5062\n"
    "SIP/2.0 404 Nobody called Ida here\n"
    "Via: SIP/2.0/UDP [2001:db8:7::20]:5062;branch=z9hG4bKo1\n"
    "From: \"Tove\" <sip:tove@corp.example>;tag=f9\n"
    "To: <sip:+493055500117@pbx.corp.example>;tag=t9\n"
    "Call-ID: call9@[2001:db8:7::20]\n"
    "CSeq: 7 INVITE\n"
    "@end\n"
    ".\n";

/* n users of their own, each with a registration and its answer. */
static inline struct buf calls_many(unsigned n)
{
	struct buf text = buf_of(1u << 28), cap;

	for (unsigned i = 0; i < n; i++) {
		unsigned a = i % 250 + 1;

		buf_printf(
		    &text,
		    "packet %u.%06u 198.51.100.%u:5060 > 192.0.2.1:5060\n"
		    "REGISTER sip:corp%u.example SIP/2.0\n"
		    "Via: SIP/2.0/UDP 198.51.100.%u;branch=z9hG4bKm%u\n"
		    "From: <sip:person%u@corp%u.example>;tag=a%u\n"
		    "To: <sip:person%u@corp%u.example>\n",
		    i / 50, i % 50 * 20000, a, i % 7, a, i, i, i % 7, i, i,
		    i % 7);
		buf_printf(&text,
			   "Call-ID: m%u@198.51.100.%u\nCSeq: 1 REGISTER\n"
			   "Contact: <sip:+4930555%05u@198.51.100.%u>\n"
			   "User-Agent: Fleet%u/1.0\n@end\n.\n",
			   i, a, i, a, i % 3);
		buf_printf(
		    &text,
		    "packet %u.%06u 192.0.2.1:5060 > 198.51.100.%u:5060\n"
		    "SIP/2.0 200 OK\n"
		    "Via: SIP/2.0/UDP 198.51.100.%u;branch=z9hG4bKm%u\n"
		    "From: <sip:person%u@corp%u.example>;tag=a%u\n",
		    i / 50, i % 50 * 20000 + 9000, a, a, i, i, i % 7, i);
		buf_printf(&text,
			   "To: <sip:person%u@corp%u.example>;tag=b%u\n"
			   "Call-ID: m%u@198.51.100.%u\nCSeq: 1 REGISTER\n"
			   "Contact: <sip:+4930555%05u@198.51.100.%u>"
			   ";expires=300\n@end\n.\n",
			   i, i % 7, i, i, a, i, a);
	}
	buf_u8(&text, 0);
	cap = jobs_cap((const char *)text.p);
	buf_free(&text);
	return cap;
}

#endif
