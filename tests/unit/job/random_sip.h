/* SPDX-License-Identifier: Apache-2.0 */
/*
 * random_sip.h - random messages with random secrets at random places.
 *
 * Lines are templates with slots, filled with secrets in random spellings:
 *
 *	%U user  %N number  %H host name  %I IPv4  %W word  %D display name
 *	%5 five to 20 hex digits  %n a small number
 */
#ifndef SIANTO_TESTS_RANDOM_SIP_H
#define SIANTO_TESTS_RANDOM_SIP_H

#include <stdio.h>

#include "base/buf.h"

enum { SECRET_LEN = 40, SECRETS_MAX = 20000 };

struct random_sip {
	uint64_t state;
	char secret[SECRETS_MAX][SECRET_LEN];
	size_t count;
	unsigned grow; /* words are this much longer: for P7 */
	bool plain;    /* one spelling only */
};

static const char *const random_start[] = {
    "INVITE sip:%U@%H SIP/2.0",
    "REGISTER sip:%H SIP/2.0",
    "OPTIONS sip:%U@%I:5062;transport=udp;%W=%W SIP/2.0",
    "MESSAGE tel:+%N;phone-context=%H SIP/2.0",
    "INVITE sip:+%N;isub=%N@%H;user=phone SIP/2.0",
    "INVITE sip:%U:%W@%H;maddr=%I?Subject=%W&%W=%W SIP/2.0",
    "INVITE sip:%U@%U@%H SIP/2.0",
    "INVITE sips:%U@%H;lr SIP/2.0",
    "%W sip:%U@%H SIP/2.0",
    "INVITE urn:service:%W SIP/2.0",
    "INVITE http://%H/%W?%W=%W SIP/2.0",
    "SIP/2.0 200 %W",
    "SIP/2.0 404 User %U at %H",
    "SIP/2.0 486 Busy Here",
    "SIP/2.0 799 %W",
};

static const char *const random_line[] = {
    "Via: SIP/2.0/UDP %H:5060;branch=z9hG4bK%W;received=%I;rport=5060",
    "Via: SIP/2.0/UDP %I;branch=%W;%W=%W;maddr=%H;ttl=%n",
    "v: SIP / 2.0 / UDP %H : 5060 ; branch = z9hG4bK%W (%W \\) %W)",
    "Via: SIP/2.0/TCP %I,SIP/2.0/%W %H;keep",
    "From: %D<sip:%U@%H>;tag=%W",
    "From: sip:%U@%H;tag=%W;%W=%W",
    "f : %W %W <sip:%U@%H>;tag=%5",
    "From: \"%W, \\\"%W\\\" <sip:%U@%H>\" <sip:%U@%H>;tag=%W",
    "To: %D<sip:%U@%H;user=phone>",
    "To: %D<tel:+%N;ext=%N>;tag=%W",
    "t: <sip:%U@%I>",
    "To: %W",
    "To: <%W:%W@%H>",
    "To: <sip:%U@%H",
    "To: \"%W <sip:%U@%H>",
    "Call-ID: %W@%H",
    "Call-ID: %W@%I",
    "i: %5-%5",
    "CSeq: %n INVITE",
    "CSeq: %n %W",
    "CSeq: %W",
    "Contact: %D<sip:%U@%I:5060;%W=%W>;expires=%n;q=0.5",
    "Contact: <sip:%U@%I;alias=%I~5062~1>;"
    "+sip.instance=\"<urn:uuid:%W>\";reg-id=1",
    "m: <sip:%U@%H>,<sip:+%N@%I>;%W,\"%W\" <mailto:%U@%H>",
    "Contact: *",
    "Contact: <sip:%U@%H;pn-prid=%W;pn-param=%W.%W;pn-provider=%W>",
    "Contact: <sip:%U@%H>;%W=\"%W\";%W=<%W>",
    "Max-Forwards: %n",
    "Max-Forwards: %N",
    "Content-Disposition: %W;filename=\"%W.txt\"",
    "Authorization: Digest username=\"%U\", realm=\"%H\", nonce=\"%W\", "
    "uri=\"sip:%H\", response=\"%5\", cnonce=\"%W\", opaque=\"%W\", %W=%W",
    "Authorization: Basic %W",
    "Authorization: Bearer %W.%W.%W",
    "Proxy-Authorization: Digest username=%U,realm=%W,response=%W",
    "WWW-Authenticate: Digest realm=\"%W %W\", domain=\"sip:%H\", "
    "nonce=\"%W\", opaque=\"%W\", algorithm=MD5, qop=\"auth,%W\"",
    "Authentication-Info: nextnonce=\"%W\", rspauth=\"%5\"",
    "User-Agent: %W/%n.%n (%W %W; %I)",
    "User-Agent: %W %W %5",
    "Server: %W %n.%n %W",
    "Warning: 399 %H \"%W %U@%H %I\"",
    "Warning: 392 %I:5060 \"%W pid=%n req=%I in_uri=sip:%U@%H\"",
    "Reason: SIP;cause=%n;text=\"%W %W\"",
    "Reason: %W;%W=%W",
    "Subject: %W %W +%N %I",
    "s: %W",
    "Organization: %W %W",
    "Date: %W, %n Jan 2024 10:00:%n GMT",
    "Date: %W",
    "Retry-After: %n (%W %W);duration=%n;%W=%W",
    "Retry-After: %N",
    "Route: <sip:%H;lr;%W=%W>,<sip:%U@%I;lr>",
    "Record-Route: <sip:%I;lr=on;ftag=%W;vsf=%W;did=%W.%W>",
    "Path: <sip:%W@%H;lr;ob>",
    "Service-Route: <sip:%U@%H;lr>",
    "P-Asserted-Identity: %D<sip:%U@%H>, <tel:+%N>",
    "P-Charging-Vector: icid-value=\"%W\";icid-generated-at=%I;orig-ioi=%H",
    "P-Charging-Vector: icid-value=%W;%W=\"%W\"",
    "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=%N;%W=%W",
    "P-Access-Network-Info: %W;%W",
    "P-Visited-Network-ID: \"%W number %n\", %H",
    "P-Associated-URI: <sip:%U@%H>",
    "P-Preferred-Identity: %D<sip:%U@%H>",
    "P-%W: %W",
    "X-%W: %W@%I;%W",
    "%W: %U %N",
    "Remote-Party-ID: %D<sip:+%N@%H>;party=calling;screen=%W;privacy=off",
    "Diversion: %D<sip:+%N@%H>;reason=%W;counter=%n",
    "History-Info: <sip:%U@%H?Reason=SIP%%3Btext%%3D%%22%W%%22>;index=1",
    "Refer-To: <sip:%U@%H?Replaces=%W%%40%I%%3Bto-tag%%3D%W>",
    "Referred-By: %D<sip:%U@%H>;cid=\"%W@%H\"",
    "Replaces: %W@%H;to-tag=%W;from-tag=%W",
    "Target-Dialog: %W@%I;local-tag=%W;remote-tag=%W",
    "Event: %W;id=%W",
    "Event: dialog;call-id=%W;from-tag=%W",
    "Allow: INVITE, %W, ACK",
    "Supported: 100rel, %W",
    "Accept: application/%W, text/plain;%W=%W",
    "Accept-Language: en-%W, %W",
    "Content-Language: %W",
    "Alert-Info: <http://%H/%W.wav>;%W=%W",
    "Call-Info: <http://%U:%W@%H/%W/%W.jpg?%W>;purpose=icon",
    "Error-Info: <sip:%U@%H>",
    "In-Reply-To: %W@%H, %W@%I",
    "Session-ID: %5;remote=%W",
    "Identity: %W.%W.%W;info=<https://%H/%W>;alg=ES256",
    "Identity-Info: <https://%H/%W.cer>;alg=rsa-sha1",
    "User-to-User: %5;encoding=hex",
    "Geolocation: <cid:%W@%H>, <sips:%U@%H>",
    "Privacy: %W;id",
    "Priority: %W",
    "Session-Expires: %n;refresher=%W",
    "Min-SE: %W",
    "Security-Client: ipsec-3gpp;alg=%W;spi-c=%N;port-c=%n",
    "Resource-Priority: %W.%n",
    "SIP-ETag: %W",
    "RAck: %n %n %W",
    "Timestamp: %n.%n %W",
    "%W %W",
    " %W",
    ": %W",
    "%W",
    "\t<sip:%U@%H>",
    "Contact: <sip:%U@[2001:db8::%n]>;%W",
    "Contact: %W <%W",
    "Content-Type: %W/%W;boundary=\"%W\";%W=%W",
    "Content-Encoding: %W",
    "MIME-Version: %W",
};

static const char *const random_sdp[] = {
    "o=%U %n %n IN IP4 %I",
    "o=%W %N %N IN IP4 %H",
    "s=%W %W",
    "i=%W %I",
    "u=http://%H/%W",
    "e=%U@%H (%W %W)",
    "e=%W %W <%U@%H>",
    "p=+%N (%W)",
    "c=IN IP4 %I/127",
    "c=IN IP4 %H",
    "c=%W %W %W",
    "b=%W:%n",
    "t=%N %N",
    "r=7d 1h 0 %W",
    "z=%N %W",
    "k=base64:%W",
    "k=uri:http://%H/%W",
    "a=tool:%W %n.%n",
    "a=%W:%W %I",
    "a=%W",
    "a=cat:%W.%W",
    "a=rtpmap:%n %W/8000",
    "a=fmtp:%n %W=%W;%W",
    "a=candidate:%W 1 UDP %n %I 4000 typ srflx raddr %I rport 9 ufrag %W",
    "a=ice-ufrag:%W",
    "a=ice-pwd:%W%W",
    "a=fingerprint:sha-256 %5",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:%W%W",
    "a=ssrc:%n cname:%U@%H",
    "a=msid:%W %W",
    "a=mid:%W",
    "a=label:%W",
    "a=rtcp:%n IN IP4 %I",
    "a=rtcp:%n %W %W %W",
    "a=sdescriptions:%W",
    "a=path:msrp://%H:2855/%W;tcp",
    "a=setup:%W",
    "a=group:BUNDLE %W %W",
    "a=X-%W:%U@%I",
    "m=audio %n RTP/AVP %n %W",
    "m=%W %n %W/%W %W",
    "m=%W",
    "%W",
    "%W=%W",
};

static inline uint32_t random_below(struct random_sip *r, uint32_t n)
{
	/* xorshift64*: Vigna 2016 */
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (uint32_t)((r->state * 2685821657736338717u) >> 33) % n;
}

static inline char *random_secret(struct random_sip *r)
{
	if (r->count == SECRETS_MAX)
		abort();
	return r->secret[r->count++];
}

static inline void random_text(struct random_sip *r, char *s,
			       const char *letters, size_t n)
{
	size_t all = strlen(letters);

	for (size_t i = 0; i < n; i++)
		s[i] = letters[random_below(r, (uint32_t)all)];
	s[n] = 0;
}

/* Letters no dictionary word is made of, so that none is met by chance. */
static inline char *random_word(struct random_sip *r)
{
	char *s = random_secret(r);

	random_text(r, s, "bcdfghjkmnpqvwxz", 8 + random_below(r, 8) + r->grow);
	return s;
}

/* A user as it may be written: some characters percent-encoded. */
static inline void random_user(struct random_sip *r, struct buf *b)
{
	const char *s = random_word(r);

	for (; *s; s++) {
		if (!r->plain && random_below(r, 6) == 0)
			buf_printf(b, random_below(r, 2) ? "%%%02x" : "%%%02X",
				   (unsigned)*s);
		else
			buf_u8(b, (uint8_t)*s);
	}
}

static inline void random_host(struct random_sip *r, struct buf *b)
{
	const char *s = random_word(r);
	bool upper = !r->plain && random_below(r, 4) == 0;

	buf_str(b, "h.");
	for (; *s; s++)
		buf_u8(b, (uint8_t)(upper ? *s - 32 : *s));
	buf_str(b, ".example");
}

static inline void random_number(struct random_sip *r, struct buf *b)
{
	char *s = random_secret(r);

	random_text(r, s, "0123456789", 11 + r->grow % 4);
	s[0] = '4';
	for (size_t i = 0; s[i]; i++) {
		buf_u8(b, (uint8_t)s[i]);
		if (!r->plain && i % 3 == 2 && s[i + 1] &&
		    random_below(r, 8) == 0)
			buf_u8(b, '-');
	}
}

static inline void random_ip(struct random_sip *r, struct buf *b)
{
	char *s = random_secret(r);

	snprintf(s, SECRET_LEN, "%u.%u.%u.%u", 11 + random_below(r, 80),
		 100 + random_below(r, 150), 100 + random_below(r, 150),
		 100 + random_below(r, 150));
	buf_str(b, s);
}

static inline void random_slot(struct random_sip *r, struct buf *b, char slot)
{
	char *s;

	switch (slot) {
	case 'U':
		random_user(r, b);
		break;
	case 'H':
		random_host(r, b);
		break;
	case 'N':
		random_number(r, b);
		break;
	case 'I':
		random_ip(r, b);
		break;
	case 'W':
		buf_str(b, random_word(r));
		break;
	case 'D':
		if (r->plain || random_below(r, 2))
			buf_printf(b, "\"%s %s\" ", random_word(r),
				   random_word(r));
		else
			buf_printf(b, "%s ", random_word(r));
		break;
	case '5':
		s = random_secret(r);
		random_text(r, s, "0123456789abcdef",
			    r->plain ? 20 : 12 + random_below(r, 12));
		buf_str(b, s);
		break;
	case 'n':
		buf_dec(b, r->plain ? 4 : random_below(r, 200));
		break;
	default:
		buf_u8(b, (uint8_t)slot);
		break;
	}
}

static inline void random_fill(struct random_sip *r, struct buf *b,
			       const char *line)
{
	for (; *line; line++) {
		if (*line == '%')
			random_slot(r, b, *++line);
		else
			buf_u8(b, (uint8_t)*line);
	}
}

#define RANDOM_PICK(r, list) \
	(list)[random_below(r, sizeof(list) / sizeof((list)[0]))]

/* A body of its own right, SDP or free text. */
static inline void random_body(struct random_sip *r, struct buf *b,
			       const char *end)
{
	bool sdp = random_below(r, 4) != 0;

	if (sdp)
		buf_printf(b, "v=0%s", end);
	for (unsigned n = 1 + random_below(r, 12); n > 0; n--) {
		random_fill(r, b, sdp ? RANDOM_PICK(r, random_sdp) : "%W %U");
		buf_str(b, end);
	}
}

static inline void random_message(struct random_sip *r, struct buf *b)
{
	const char *end = random_below(r, 5) ? "\r\n" : "\n";
	struct buf body = buf_of(1 << 16);

	random_fill(r, b, RANDOM_PICK(r, random_start));
	buf_str(b, end);
	for (unsigned n = 4 + random_below(r, 20); n > 0; n--) {
		random_fill(r, b, RANDOM_PICK(r, random_line));
		if (random_below(r, 20) == 0)
			buf_printf(b, "%s ", end);
		buf_str(b, end);
	}
	if (random_below(r, 2)) {
		random_body(r, &body, end);
		if (random_below(r, 2))
			buf_printf(b, "Content-Type: application/sdp%s", end);
		buf_printf(b, "Content-Length: %zu%s%s",
			   random_below(r, 5) ? body.n : body.n / 2, end, end);
		buf_span(b, span_of(body.p, body.n));
	} else if (random_below(r, 4)) {
		buf_str(b, end);
	}
	buf_free(&body);
}

#endif
