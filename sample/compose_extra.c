/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose_extra.c - headers that are not in every message: what a method
 * asks for, and what devices and servers add of their own accord.
 */
#include "compose.h"

static void line(struct message *m, const char *name, char compact,
		 const char *value)
{
	head(m, name, compact);
	buf_str(m->out, value);
	head_end(m);
}

static void line_number(struct message *m, const char *name, uint64_t v)
{
	head(m, name, 0);
	buf_dec(m->out, v);
	head_end(m);
}

/* Some say much, some little, some nothing. */
static void capabilities(struct message *m)
{
	uint64_t h = m->writer ? m->writer->h >> 30 : 3;

	if (h % 4 == 0)
		line(m, "Allow", 0,
		     "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, REFER, "
		     "MESSAGE, SUBSCRIBE, INFO, UPDATE");
	else if (h % 4 == 1)
		line(m, "Allow", 0, "INVITE,ACK,CANCEL,BYE");
	if (h % 3 == 0)
		line(m, "Supported", 'k', "replaces, timer, outbound, path");
}

static void request_register(struct message *m)
{
	line_number(m, "Expires", m->expires);
	capabilities(m);
	if (m->a->style & ST_XHEADER) {
		head(m, "X-Owner-Contact", 0);
		buf_str(m->out, "mailto:");
		buf_span(m->out, m->a->first);
		buf_u8(m->out, '.');
		buf_span(m->out, m->a->last);
		buf_str(m->out, "@mail.example");
		head_end(m);
		head(m, "X-Serial", 0);
		people_hex(m->out, rng_hash(m->a->h, 77), 10);
		head_end(m);
	}
}

static void events(struct message *m)
{
	if (m->s->flags & F_KEEP) {
		line(m, "Event", 'o', "keep-alive");
		return;
	}
	line(m, "Event", 'o', "presence");
	if (m->s->method == M_NOTIFY)
		line(m, "Subscription-State", 0, "active;expires=3000");
	else
		line_number(m, "Expires", m->expires);
	if (m->s->method == M_SUBSCRIBE)
		line(m, "Accept", 0,
		     "application/pidf+xml, application/rlmi+xml, "
		     "multipart/related");
}

/* A URI of the caller's in a header of its own. */
static void person_line(struct message *m, const char *name,
			const struct person *p, const char *after)
{
	head(m, name, 0);
	if (p->display.n) {
		buf_span(m->out, p->display);
		buf_u8(m->out, ' ');
	}
	buf_u8(m->out, '<');
	put_aor(m->out, p);
	buf_u8(m->out, '>');
	buf_str(m->out, after);
	head_end(m);
}

static void tel_line(struct message *m, const char *name,
		     const struct person *p)
{
	head(m, name, 0);
	buf_str(m->out, "<tel:");
	buf_span(m->out, p->number);
	buf_u8(m->out, '>');
	head_end(m);
}

static void named_line(struct message *m, const char *name, char compact,
		       const char *text)
{
	head(m, name, compact);
	buf_str(m->out, text);
	buf_span(m->out, m->a->full);
	head_end(m);
}

/* What some callers and their switchboards add to an INVITE. */
static void request_invite(struct message *m)
{
	/* each in a quarter of the calls */
	uint64_t h = rng_hash(m->t->id, 4242) & rng_hash(m->t->id, 4243);

	capabilities(m);
	line(m, "Session-Expires", 0, "1800;refresher=uac");
	if (h & 1)
		named_line(m, "Subject", 's', "a word with ");
	if (h & 2)
		named_line(m, "Organization", 0, "Haus ");
	if (h & 4)
		person_line(m, "P-Preferred-Identity", m->a, "");
	if (h & 8)
		person_line(m, "Remote-Party-ID", m->a,
			    ";party=calling;screen=no;privacy=off");
	if (h & 16)
		person_line(m, "Reply-To", m->a, "");
	if (h & 32)
		person_line(m, "Diversion", m->b,
			    ";reason=unconditional;counter=1");
	if (h & 64) {
		head(m, "Call-Info", 0);
		buf_str(m->out, "<http://");
		buf_span(m->out, m->a->domain);
		buf_str(m->out, "/photo/");
		buf_span(m->out, m->a->first);
		buf_str(m->out, ".jpg>;purpose=icon");
		head_end(m);
	}
	if (h & 128)
		line(m, "Alert-Info", 0,
		     "<http://127.0.0.1/ring>;info=internal");
	if (m->a->style & ST_XHEADER) {
		head(m, "X-Billing-Account", 0);
		buf_span(m->out, m->a->login);
		buf_str(m->out, ";cost-centre=4711");
		head_end(m);
	}
	if (m->s->way == B_DOWN) {
		person_line(m, "P-Asserted-Identity", m->a, "");
		if (m->a->style & ST_PHONE)
			tel_line(m, "P-Asserted-Identity", m->a);
	}
}

/* As the proxies that explain themselves do. */
static void warning(struct message *m)
{
	head(m, "Warning", 0);
	buf_str(m->out, "392 192.0.2.10:5060 \"Noisy feedback tells: "
			"pid=4711 req_src_ip=");
	buf_span(m->out, m->a->seen);
	buf_str(m->out, " req_src_port=");
	buf_dec(m->out, m->a->end.port);
	buf_str(m->out, " in_uri=");
	put_aor(m->out, m->b ? m->b : m->a);
	buf_u8(m->out, '"');
	head_end(m);
}

static void answer_ok(struct message *m)
{
	switch (m->s->method) {
	case M_REGISTER:
		if (m->writer || !(m->a->h & 0x1000))
			break;
		head(m, "Date", 0);
		put_date(m->out, m->date);
		head_end(m);
		break;
	case M_PUBLISH:
		head(m, "SIP-ETag", 0);
		buf_str(m->out, "a.");
		buf_dec(m->out, m->t->id >> 40);
		head_end(m);
		line_number(m, "Expires", m->expires);
		break;
	case M_OPTIONS:
		if (m->writer)
			line(m, "Accept", 0, "*/*");
		capabilities(m);
		break;
	case M_INVITE:
		capabilities(m);
		break;
	default:
		break;
	}
}

static void answer_headers(struct message *m)
{
	switch (m->s->code) {
	case 200:
		answer_ok(m);
		break;
	case 202:
		line_number(m, "Expires", m->expires);
		break;
	case 400:
	case 404:
		warning(m);
		break;
	case 500:
	case 503:
		line_number(m, "Retry-After", 2 + m->h % 20);
		break;
	default:
		break;
	}
}

void extra_headers(struct message *m)
{
	if (m->s->code) {
		answer_headers(m);
		return;
	}
	switch (m->s->method) {
	case M_REGISTER:
		request_register(m);
		break;
	case M_INVITE:
		request_invite(m);
		break;
	case M_NOTIFY:
	case M_SUBSCRIBE:
	case M_PUBLISH:
		events(m);
		break;
	case M_OPTIONS:
		if (m->h & 1)
			line(m, "Accept", 0, "application/sdp");
		break;
	case M_BYE:
		if (m->h & 1)
			line(m, "Reason", 0,
			     "Q.850;cause=16;text=\"Normal call clearing\"");
		break;
	default:
		break;
	}
}
