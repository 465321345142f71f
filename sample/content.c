/* SPDX-License-Identifier: Apache-2.0 */
/* content.c - the bodies of messages. */
#include <time.h>

#include "compose.h"
#include "names.h"

static const char codecs[] = "a=rtpmap:8 PCMA/8000\r\n"
			     "a=rtpmap:0 PCMU/8000\r\n"
			     "a=rtpmap:9 G722/8000\r\n"
			     "a=rtpmap:101 telephone-event/8000\r\n"
			     "a=fmtp:101 0-16\r\n"
			     "a=ptime:20\r\n"
			     "a=sendrecv\r\n";

static void sdp_candidates(struct message *m, const struct person *p)
{
	struct buf *b = m->body;
	unsigned n = m->large ? 14 : 2;
	uint64_t x = rng_hash(p->h, 90);

	buf_str(b, "a=ice-ufrag:");
	people_hex(b, x, 8);
	buf_str(b, "\r\na=ice-pwd:");
	people_hex(b, rng_mix(x), 16);
	people_hex(b, x, 8);
	buf_str(b, "\r\n");
	for (unsigned i = 0; i < n; i++) {
		buf_printf(b, "a=candidate:%u 1 UDP %u ", i + 1,
			   2130706431u - i * 256u);
		if (i % 2 == 0) {
			buf_span(b, span_sub(p->sdp_host, 4, p->sdp_host.n));
			buf_printf(b, " %u typ host\r\n", 40000 + i * 2);
			continue;
		}
		buf_span(b, p->seen);
		buf_printf(b, " %u typ srflx raddr ", 50000 + i * 2);
		buf_span(b, span_sub(p->sdp_host, 4, p->sdp_host.n));
		buf_printf(b, " rport %u\r\n", 40000 + i * 2 - 2);
	}
}

void content_sdp(struct message *m, const struct person *p)
{
	struct buf *b = m->body;
	uint64_t id = rng_hash(m->t->id, p->h);

	buf_str(b, "v=0\r\no=");
	if (p->h & 0x2000)
		buf_u8(b, '-');
	else
		buf_span(b, p->first);
	buf_u8(b, ' ');
	/* NTP time, as RFC 4566 section 5.2 recommends */
	buf_dec(b, p->h & 0x4000 ? m->date + 2208988800u : id >> 40);
	buf_str(b, " 1 IN ");
	buf_span(b, p->sdp_host);
	buf_str(b, "\r\ns=");
	buf_str(b, p->h & 0x8000 ? "-" : "Session of ");
	if (!(p->h & 0x8000))
		buf_span(b, p->last);
	buf_str(b, "\r\n");
	if (id % 8 == 0) {
		buf_str(b, "i=ask for ");
		buf_span(b, p->full);
		buf_str(b, "\r\nu=http://");
		buf_span(b, p->domain);
		buf_str(b, "/\r\ne=");
		buf_span(b, p->first);
		buf_u8(b, '.');
		buf_span(b, p->last);
		buf_str(b, "@mail.example (");
		buf_span(b, p->full);
		buf_str(b, ")\r\np=");
		buf_span(b, p->number);
		buf_str(b, "\r\n");
	}
	buf_str(b, "c=IN ");
	buf_span(b, p->sdp_host);
	buf_str(b, "\r\nt=0 0\r\nm=audio ");
	buf_dec(b, 10000 + (p->h >> 20 & 0x3ffe));
	buf_str(b, " RTP/AVP 8 0 9 101\r\n");
	buf_str(b, codecs);
	if (m->large || p->h % 10 == 0)
		sdp_candidates(m, p);
}

static void put_iso_time(struct buf *b, uint64_t seconds)
{
	time_t t = (time_t)seconds;
	char text[24];
	struct tm tm;

	if (gmtime_r(&t, &tm))
		buf_put(b, text,
			strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ",
				 &tm));
}

void content_pidf(struct message *m, const struct person *p)
{
	static const char *const note[] = {"on the phone", "gone fishing",
					   "back at two", "at the dentist"};
	struct buf *b = m->body;
	uint64_t x = rng_hash(m->t->id, 91);

	buf_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
		   "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" "
		   "entity=\"");
	put_aor(b, p);
	buf_str(b, "\">\r\n <tuple id=\"t");
	people_hex(b, p->h, 6);
	buf_str(b, "\">\r\n  <status><basic>");
	buf_str(b, x & 4 ? "open" : "closed");
	buf_str(b, "</basic></status>\r\n  <contact priority=\"0.8\">sip:");
	buf_span(b, p->user);
	buf_u8(b, '@');
	buf_span(b, p->sent_by);
	buf_str(b, "</contact>\r\n  <note xml:lang=\"en\">");
	buf_span(b, p->full);
	buf_str(b, " is ");
	buf_str(b, note[x & 3]);
	buf_str(b, "</note>\r\n  <timestamp>");
	put_iso_time(b, m->date);
	buf_str(b, "</timestamp>\r\n </tuple>\r\n</presence>\r\n");
}

void content_text(struct message *m, const struct person *to)
{
	const char *t = names_text[rng_hash(m->t->id, 92) % names_text_count];
	struct buf *b = m->body;

	for (; *t; t++) {
		if (t[0] == '{' && t[1] && t[2] == '}') {
			buf_span(b, t[1] == 'f' ? to->first : to->number);
			t += 2;
		} else {
			buf_u8(b, (uint8_t)*t);
		}
	}
}
