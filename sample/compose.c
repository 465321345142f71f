/* SPDX-License-Identifier: Apache-2.0 */
#include "compose.h"

#include <string.h>
#include <time.h>

const uint8_t server_ip4[16] = {192, 0, 2, 10};
const uint8_t server_ip6[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0x0a, 0, 0,
				0,    0,    0,	  0,	0, 0,	 0, 0x10};

static const char server4[] = "192.0.2.10";
static const char server6[] = "[2001:db8:a::10]";
static const char server_agent[] = "kamailio (5.6.3 (x86_64/linux))";

static bool response(const struct message *m)
{
	return m->s->code != 0;
}

/* The person at this end of the packet. */
static const struct person *near_person(const struct message *m)
{
	return m->s->way == A_UP || m->s->way == A_DOWN ? m->a : m->b;
}

static const char *server_host(const struct person *p)
{
	return p->v6 ? server6 : server4;
}

/* Who asked first in this transaction; NULL: the server did. */
static const struct person *origin(const struct message *m)
{
	if (m->s->flags & F_SERVER)
		return NULL;
	return m->s->flags & F_BACK ? m->b : m->a;
}

static bool proxied(const struct message *m)
{
	const struct person *o = origin(m);

	return o && o != near_person(m);
}

void head(struct message *m, const char *name, char compact)
{
	uint32_t style = m->writer ? m->writer->style : 0;

	if ((style & ST_COMPACT) && compact) {
		buf_u8(m->out, (uint8_t)compact);
		buf_u8(m->out, ':');
	} else if (style & ST_LOWER) {
		for (; *name; name++)
			buf_u8(m->out, *name >= 'A' && *name <= 'Z'
					   ? (uint8_t)(*name + 32)
					   : (uint8_t)*name);
		buf_put(m->out, ": ", 2);
		return;
	} else {
		buf_str(m->out, name);
		buf_u8(m->out, ':');
	}
	if (style & ST_FOLD && (m->h >> 40) % 3 == 0)
		buf_put(m->out, "\r\n ", 3);
	else
		buf_u8(m->out, ' ');
}

void head_end(struct message *m)
{
	buf_put(m->out, "\r\n", 2);
}

void fold_semicolon(struct message *m)
{
	if (m->writer && m->writer->style & ST_FOLD)
		buf_put(m->out, "\r\n\t", 3);
	buf_u8(m->out, ';');
}

void put_aor(struct buf *b, const struct person *p)
{
	buf_put(b, "sip:", 4);
	buf_span(b, p->user);
	buf_u8(b, '@');
	buf_span(b, p->domain);
}

static void put_phone_aor(struct buf *b, const struct person *p)
{
	put_aor(b, p);
	if (p->style & ST_PHONE && p->user.p[0] == '+')
		buf_str(b, ";user=phone");
}

static void put_contact_uri(struct buf *b, const struct person *p)
{
	buf_put(b, "sip:", 4);
	buf_span(b, p->user);
	buf_u8(b, '@');
	buf_span(b, p->sent_by);
	switch (p->h >> 50 & 3) {
	case 0:
		buf_str(b, ";transport=udp");
		break;
	case 1:
		buf_str(b, ";line=");
		people_hex(b, p->h >> 8, 8);
		break;
	default:
		break;
	}
}

/* Where the registrar thinks p is. */
static void put_target(struct buf *b, const struct person *p)
{
	put_contact_uri(b, p);
	if (p->style & ST_NAT) {
		buf_str(b, ";alias=");
		buf_span(b, p->seen);
		buf_u8(b, '~');
		buf_dec(b, p->end.port);
		buf_str(b, "~1");
	}
}

static void put_request_uri(struct message *m)
{
	const struct person *to = m->s->flags & F_BACK ? m->a : m->b;
	struct buf *b = m->out;

	if (m->s->method == M_PUBLISH) {
		put_aor(b, m->a);
	} else if (m->s->method == M_REGISTER ||
		   (m->s->way == A_UP && m->t->peer == UINT32_MAX)) {
		buf_put(b, "sip:", 4);
		buf_span(b, m->a->domain);
	} else if (m->s->way == B_DOWN || m->s->way == A_DOWN) {
		put_target(b, near_person(m));
	} else if (m->s->method == M_SUBSCRIBE || m->s->method == M_MESSAGE) {
		put_aor(b, to);
	} else if (m->s->flags & F_DIALOG) {
		put_target(b, to);
	} else if (to->style & ST_TEL) {
		buf_put(b, "tel:", 4);
		buf_span(b, to->number);
	} else {
		put_phone_aor(b, to);
	}
}

static void put_branch(struct message *m, unsigned salt)
{
	uint64_t x = rng_hash(m->t->id, m->t->cseq * 4u + salt);

	/* the ACK to a 200 is a transaction of its own */
	if (m->s->method == M_ACK && m->s->flags & F_DIALOG)
		x = rng_mix(x);
	buf_str(m->out, ";branch=z9hG4bK");
	people_hex(m->out, x, salt ? 16 : 12);
}

static void put_via(struct message *m)
{
	const struct person *o = origin(m);
	bool relayed = proxied(m);
	struct buf *b = m->out;

	if (relayed || !o) {
		head(m, "Via", 'v');
		buf_str(b, "SIP/2.0/UDP ");
		buf_str(b, server_host(near_person(m)));
		put_branch(m, 1);
		head_end(m);
	}
	if (!o)
		return;
	head(m, "Via", 'v');
	buf_str(b, m->tcp ? "SIP/2.0/TCP " : "SIP/2.0/UDP ");
	buf_span(b, o->sent_by);
	if (relayed || response(m)) {
		if (o->style & ST_NAT) {
			buf_str(b, ";received=");
			buf_span(b, o->seen);
		}
		buf_str(b, ";rport=");
		buf_dec(b, o->end.port);
		put_branch(m, 0);
	} else {
		put_branch(m, 0);
		fold_semicolon(m);
		buf_str(b, "rport");
	}
	head_end(m);
}

static void put_tag(struct message *m, unsigned salt)
{
	fold_semicolon(m);
	buf_str(m->out, "tag=");
	people_hex(m->out, rng_hash(m->t->id, 1000 + salt), salt ? 8 : 10);
}

/* From or To: `own` is the side that began the conversation. */
static void put_party(struct message *m, const struct person *p, bool tag,
		      bool own)
{
	struct buf *b = m->out;

	if (!p) {
		buf_str(b, "<sip:pinger@");
		buf_span(b, m->a->domain);
		buf_u8(b, '>');
	} else if (p->style & ST_TEL && own) {
		buf_str(b, "<tel:");
		buf_span(b, p->number);
		buf_u8(b, '>');
	} else {
		if (p->display.n) {
			buf_span(b, p->display);
			buf_u8(b, ' ');
		}
		buf_u8(b, '<');
		put_phone_aor(b, p);
		buf_u8(b, '>');
	}
	if (tag)
		put_tag(m, own ? 0 : 1);
	head_end(m);
}

static void put_parties(struct message *m)
{
	bool back = m->s->flags & F_BACK;
	bool alone = m->t->peer == UINT32_MAX;
	bool self = alone || m->s->method == M_PUBLISH;
	const struct person *own = m->a;
	const struct person *other = self ? m->a : m->b;
	bool both = m->s->flags & F_DIALOG || m->s->method == M_ACK ||
		    (response(m) && m->s->code != 100);

	if (m->s->flags & F_SERVER && alone)
		other = NULL;
	head(m, "From", 'f');
	put_party(m, back ? other : own, true, !back);
	head(m, "To", 't');
	put_party(m, back ? own : other, both, back);
}

static void put_call_id(struct message *m)
{
	uint64_t id = m->t->id;
	struct buf *b = m->out;

	head(m, "Call-ID", 'i');
	switch (m->a->h >> 52 & 7) {
	case 0:
	case 1:
		people_hex(b, id, 16);
		buf_u8(b, '@');
		buf_span(b, span_sub(m->a->sdp_host, 4, m->a->sdp_host.n));
		break;
	case 2:
		people_hex(b, id, 12);
		buf_u8(b, '@');
		buf_span(b, m->a->host);
		break;
	case 3:
		buf_span(b, m->a->first);
		buf_u8(b, '-');
		buf_dec(b, id >> 32);
		buf_u8(b, '@');
		buf_span(b, m->a->domain);
		break;
	case 4:
		people_hex(b, id >> 32, 8);
		buf_u8(b, '-');
		people_hex(b, id >> 16, 4);
		buf_str(b, "-4");
		people_hex(b, id, 3);
		buf_str(b, "-a");
		people_hex(b, id >> 20, 3);
		buf_u8(b, '-');
		people_hex(b, rng_mix(id), 12);
		break;
	default:
		people_hex(b, id, 16);
		people_hex(b, rng_mix(id), 8);
		break;
	}
	head_end(m);
}

static void put_instance(struct message *m, const struct person *p)
{
	struct buf *b = m->out;

	fold_semicolon(m);
	buf_str(b, "+sip.instance=\"<urn:uuid:");
	people_hex(b, p->h >> 32, 8);
	buf_str(b, "-0000-1000-8000-");
	for (unsigned i = 0; i < 6; i++)
		people_hex(b, p->mac[i], 2);
	buf_str(b, ">\"");
}

static void put_contact(struct message *m)
{
	const struct person *p = m->writer;
	bool binding = m->s->method == M_REGISTER;
	struct buf *b = m->out;

	if (!p && !binding) { /* presence server */
		head(m, "Contact", 'm');
		buf_str(b, "<sip:");
		buf_str(b, server_host(near_person(m)));
		buf_str(b, ":5060;transport=udp>");
		head_end(m);
		return;
	}
	head(m, "Contact", 'm');
	if (binding && response(m)) {
		p = m->a;
		buf_u8(b, '<');
		put_contact_uri(b, p);
		buf_str(b, ">;expires=");
		buf_dec(b, m->expires);
		if (p->style & ST_NAT) {
			buf_str(b, ";received=\"sip:");
			buf_span(b, p->seen);
			buf_u8(b, ':');
			buf_dec(b, p->end.port);
			buf_u8(b, '"');
		}
	} else {
		if (p->h & 0x100 && p->display.n) {
			buf_span(b, p->display);
			buf_u8(b, ' ');
		}
		buf_u8(b, '<');
		put_contact_uri(b, p);
		buf_u8(b, '>');
		if (binding && p->h & 0x200)
			buf_str(b, ";q=0.7");
	}
	if (p->style & ST_INSTANCE)
		put_instance(m, p);
	head_end(m);
}

static void put_nonce(struct message *m)
{
	buf_str(m->out, "nonce=\"");
	people_hex(m->out, m->nonce, 8);
	people_hex(m->out, rng_hash(m->nonce, m->a->h), 16);
	people_hex(m->out, rng_hash(m->nonce, 5), 8);
	buf_u8(m->out, '"');
}

static bool by_registrar(const struct message *m)
{
	return m->s->method == M_REGISTER || m->s->method == M_SUBSCRIBE ||
	       m->s->method == M_PUBLISH;
}

static void put_challenge(struct message *m)
{
	struct buf *b = m->out;

	if (by_registrar(m))
		head(m, "WWW-Authenticate", 0);
	else
		head(m, "Proxy-Authenticate", 0);
	buf_str(b, "Digest realm=\"");
	buf_span(b, m->a->domain);
	buf_str(b, "\", ");
	put_nonce(m);
	if (m->a->h & 0x400)
		buf_str(b, ", algorithm=MD5, qop=\"auth\"");
	head_end(m);
}

static void put_credentials(struct message *m)
{
	const struct person *p = m->a;
	uint64_t x = rng_hash(m->t->id, m->t->cseq + 31);
	struct buf *b = m->out;

	if (by_registrar(m))
		head(m, "Authorization", 0);
	else
		head(m, "Proxy-Authorization", 0);
	buf_str(b, "Digest username=\"");
	buf_span(b, p->login);
	buf_str(b, "\", realm=\"");
	buf_span(b, p->domain);
	buf_str(b, "\", ");
	put_nonce(m);
	buf_str(b, ", uri=\"");
	if (m->s->method == M_REGISTER) {
		buf_put(b, "sip:", 4);
		buf_span(b, p->domain);
	} else {
		put_aor(b, m->b ? m->b : p);
	}
	buf_str(b, "\", response=\"");
	people_hex(b, x, 16);
	people_hex(b, rng_mix(x), 16);
	buf_u8(b, '"');
	if (p->h & 0x400) {
		buf_str(b, ", algorithm=MD5, cnonce=\"");
		people_hex(b, x >> 7, 8);
		buf_str(b, "\", qop=auth, nc=00000001");
	} else if (p->h & 0x800) {
		buf_str(b, ", algorithm=MD5");
	}
	head_end(m);
}

void put_date(struct buf *b, uint64_t seconds)
{
	static const char day[] = "ThuFriSatSunMonTueWed";
	static const char month[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t t = (time_t)seconds;
	struct tm tm;

	if (!gmtime_r(&t, &tm))
		return;
	buf_put(b, day + 3 * (seconds / 86400 % 7), 3);
	buf_str(b, ", ");
	buf_dec_pad(b, (uint64_t)tm.tm_mday, 2);
	buf_u8(b, ' ');
	buf_put(b, month + 3 * tm.tm_mon, 3);
	buf_u8(b, ' ');
	buf_dec(b, (uint64_t)tm.tm_year + 1900);
	buf_u8(b, ' ');
	buf_dec_pad(b, (uint64_t)tm.tm_hour, 2);
	buf_u8(b, ':');
	buf_dec_pad(b, (uint64_t)tm.tm_min, 2);
	buf_u8(b, ':');
	buf_dec_pad(b, (uint64_t)tm.tm_sec, 2);
	buf_str(b, " GMT");
}

static void put_body(struct message *m)
{
	const char *type = NULL;

	buf_reset(m->body);
	if (m->s->flags & F_SDP) {
		type = "application/sdp";
		content_sdp(m, response(m) == !(m->s->flags & F_BACK) ? m->b
								      : m->a);
	} else if (m->s->flags & F_PIDF) {
		type = "application/pidf+xml";
		content_pidf(m, m->s->method == M_PUBLISH ? m->a : m->b);
	} else if (m->s->flags & F_TEXT) {
		type = "text/plain;charset=UTF-8";
		content_text(m, m->b);
	}
	if (type) {
		head(m, "Content-Type", 'c');
		buf_str(m->out, type);
		head_end(m);
	}
	head(m, "Content-Length", 'l');
	buf_dec(m->out, m->body->n);
	buf_put(m->out, "\r\n\r\n", 4);
	buf_put(m->out, m->body->p, m->body->n);
}

static bool has_contact(const struct message *m)
{
	uint16_t code = m->s->code;

	switch (m->s->method) {
	case M_REGISTER:
		return code == 0 || code == 200;
	case M_INVITE:
		return code == 0 || code == 200 || code == 180;
	case M_SUBSCRIBE:
	case M_NOTIFY:
		return code == 0 || code == 200 || code == 202;
	case M_OPTIONS:
		return code == 0 && m->writer;
	default:
		return false;
	}
}

static void put_start(struct message *m)
{
	struct buf *b = m->out;

	if (response(m)) {
		buf_str(b, "SIP/2.0 ");
		buf_dec(b, m->s->code);
		buf_u8(b, ' ');
		buf_str(b, method_reason(m->s->code));
	} else {
		buf_str(b, method_names[m->s->method]);
		buf_u8(b, ' ');
		put_request_uri(m);
		buf_str(b, " SIP/2.0");
	}
	head_end(m);
}

static void put_routes(struct message *m)
{
	bool invite = m->s->method == M_INVITE;

	if (invite && (m->s->way == B_DOWN || m->s->way == B_UP ||
		       (m->s->flags & F_RELAY && response(m)))) {
		head(m, "Record-Route", 0);
		buf_str(m->out, "<sip:");
		buf_str(m->out, server_host(near_person(m)));
		buf_str(m->out, ";lr>");
		head_end(m);
	}
	if (response(m))
		return;
	if (m->s->flags & F_DIALOG && !proxied(m) && origin(m)) {
		head(m, "Route", 0);
		buf_str(m->out, "<sip:");
		buf_str(m->out, server_host(near_person(m)));
		buf_str(m->out, ";lr>");
		head_end(m);
	}
	head(m, "Max-Forwards", 0);
	buf_dec(m->out, proxied(m) ? 69 : 70);
	head_end(m);
}

static const struct person *who_writes(const struct message *m)
{
	switch (m->s->way) {
	case A_UP:
		return m->a;
	case B_UP:
		return m->b;
	case A_DOWN:
		return m->s->flags & F_RELAY ? m->b : NULL;
	default:
		return m->s->flags & F_RELAY ? m->a : NULL;
	}
}

void compose(struct world *w, struct message *m)
{
	m->out = &w->text;
	m->body = &w->body;
	m->writer = who_writes(m);
	m->h = rng_hash(m->t->id, m->t->cseq + 7u * m->s->method);
	buf_reset(m->out);
	put_start(m);
	put_via(m);
	put_routes(m);
	put_parties(m);
	put_call_id(m);
	head(m, "CSeq", 0);
	buf_dec(m->out, m->t->cseq);
	buf_u8(m->out, ' ');
	buf_str(m->out, method_names[m->s->method]);
	head_end(m);
	if (has_contact(m))
		put_contact(m);
	if (m->s->flags & F_CHALLENGE)
		put_challenge(m);
	if (m->s->flags & F_AUTH)
		put_credentials(m);
	if (m->writer) {
		head(m, "User-Agent", 0);
		buf_span(m->out, m->writer->agent);
	} else {
		head(m, response(m) ? "Server" : "User-Agent", 0);
		buf_str(m->out, server_agent);
	}
	head_end(m);
	extra_headers(m);
	put_body(m);
}
