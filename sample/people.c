/* SPDX-License-Identifier: Apache-2.0 */
#include "people.h"

#include <stdlib.h>
#include <string.h>

#include "names.h"

enum { TEXT_MAX = 400 };

/* What is needed while one person is made. */
struct maker {
	struct people *all;
	const struct recipe *r;
	struct buf b; /* scratch */
	uint32_t i;   /* who */
	uint32_t first, last, round;
	bool bad; /* no memory */
};

/* A number of [0, n) that depends on the person and on `salt`. */
static uint32_t pick(const struct person *p, unsigned salt, size_t n)
{
	return (uint32_t)(rng_hash(p->h, salt) % n);
}

static bool share(const struct person *p, unsigned salt, double percent)
{
	return hash_chance(rng_hash(p->h, 1000 + salt), percent);
}

void people_hex(struct buf *b, uint64_t v, unsigned digits)
{
	static const char hex[16] = "0123456789abcdef";
	uint8_t out[16];

	if (digits > 16)
		digits = 16;
	for (unsigned i = digits; i-- > 0; v >>= 4)
		out[i] = (uint8_t)hex[v & 15];
	buf_put(b, out, digits);
}

static void put_ip6(struct buf *b, const uint8_t *ip)
{
	/* RFC 5952 for the addresses made here: one run of zeros, the
	 * longest, at groups 4 to 6 when all three are zero */
	static const uint8_t zero[6];
	bool gap = memcmp(ip + 8, zero, 6) == 0;

	for (unsigned i = 0; i < 8; i++) {
		uint32_t v = (uint32_t)ip[2 * i] << 8 | ip[2 * i + 1];

		if (gap && i == 4) {
			buf_str(b, "::");
			i = 6;
			continue;
		}
		if (i > 0 && !(gap && i == 7))
			buf_u8(b, ':');
		buf_printf(b, "%x", v);
	}
}

void people_ip(struct buf *b, const uint8_t ip[16], bool v6)
{
	if (v6) {
		put_ip6(b, ip);
		return;
	}
	for (unsigned i = 0; i < 4; i++) {
		if (i)
			buf_u8(b, '.');
		buf_dec(b, ip[i]);
	}
}

/* What the scratch holds, kept. */
static struct span keep(struct maker *m)
{
	struct span s = arena_dup(&m->all->arena, span_of(m->b.p, m->b.n));

	if (!s.p || m->b.bad)
		m->bad = true;
	buf_reset(&m->b);
	return s;
}

static void capital(struct buf *b, const char *plain)
{
	size_t at = b->n;

	buf_str(b, plain);
	if (!b->bad && b->n > at && b->p[at] >= 'a' && b->p[at] <= 'z')
		b->p[at] = (uint8_t)(b->p[at] - 'a' + 'A');
}

/* A template with {f}, {m}, {s}, {n} and one %u. */
static void expand(struct buf *b, const char *t, const struct person *p,
		   unsigned version)
{
	for (; *t; t++) {
		if (t[0] == '%' && t[1] == 'u') {
			buf_dec(b, version);
			t++;
		} else if (t[0] == '{' && t[1] && t[2] == '}') {
			if (t[1] == 'f')
				buf_span(b, p->first);
			else if (t[1] == 'm')
				for (unsigned i = 0; i < 6; i++)
					people_hex(b, p->mac[i], 2);
			else
				people_hex(b, rng_hash(p->h, 77), 10);
			t += 2;
		} else {
			buf_u8(b, (uint8_t)*t);
		}
	}
}

static void percent_text(struct buf *b, const char *s)
{
	for (; *s; s++) {
		uint8_t c = (uint8_t)*s;

		if (c > ' ' && c < 0x7f && c != '\'') {
			buf_u8(b, c);
			continue;
		}
		buf_u8(b, '%');
		buf_u8(b, (uint8_t) "0123456789ABCDEF"[c >> 4]);
		buf_u8(b, (uint8_t) "0123456789ABCDEF"[c & 15]);
	}
}

static void make_number(struct maker *m, struct person *p)
{
	static const uint16_t area[] = {212, 303, 415, 617, 704, 808};
	uint32_t i = m->i;

	switch (pick(p, 1, 6)) {
	case 0:
		buf_printf(&m->b, "49305550%05u", i);
		break;
	case 1:
		buf_printf(&m->b, "0305550%05u", i);
		break;
	case 2:
		buf_printf(&m->b, "+1%u55501%02u", area[pick(p, 2, 6)],
			   pick(p, 3, 100));
		break;
	case 3:
		buf_printf(&m->b, "+441632960%03u", pick(p, 3, 1000));
		break;
	default:
		buf_printf(&m->b, "+49305550%05u", i);
		break;
	}
	p->number = keep(m);
}

static void make_name_part(struct maker *m, struct person *p)
{
	const struct name *f = &names_first[m->first];
	const struct name *l = &names_last[m->last];
	struct buf *b = &m->b;

	switch (pick(p, 5, 16)) {
	case 0:
	case 1:
	case 2:
		buf_printf(b, "%c%s", f->plain[0], l->plain);
		break;
	case 3:
	case 4:
		buf_printf(b, "%s%u", l->plain, pick(p, 6, 90) + 10);
		break;
	case 5:
		buf_printf(b, "%s_%s-home", f->plain, l->plain);
		break;
	case 6:
		buf_printf(b, "%s%u", f->plain, 1950 + pick(p, 6, 60));
		break;
	case 7:
		percent_text(b, f->text);
		buf_str(b, l->plain);
		break;
	case 8:
		buf_printf(b, "%s.%s%%40mail.example", f->plain, l->plain);
		break;
	default:
		buf_printf(b, "%s.%s", f->plain, l->plain);
		break;
	}
	if (m->round)
		buf_dec(b, m->round);
}

static void make_user(struct maker *m, struct person *p)
{
	if (!share(p, 1, m->r->phones)) {
		make_name_part(m, p);
	} else if (pick(p, 4, 6) == 0) {
		buf_dec(&m->b, 100 + m->i % 9900); /* an extension */
	} else {
		buf_span(&m->b, p->number);
		p->style |= ST_PHONE;
		if (share(p, 2, m->r->tel))
			p->style |= ST_TEL;
	}
	p->user = keep(m);
	buf_span(&m->b, p->user);
	if (share(p, 3, 15)) {
		buf_u8(&m->b, '@');
		buf_span(&m->b, p->domain);
		p->style |= ST_AOR_LOGIN;
	}
	p->login = keep(m);
}

static void make_display(struct maker *m, struct person *p)
{
	const struct name *f = &names_first[m->first];
	const struct name *l = &names_last[m->last];
	struct buf *b = &m->b;

	buf_printf(b, "%s %s", f->text, l->text);
	p->full = keep(m);
	switch (pick(p, 7, 16)) {
	case 0:
	case 1:
	case 2:
		capital(b, f->plain); /* tokens */
		buf_u8(b, ' ');
		capital(b, l->plain);
		break;
	case 3:
		buf_printf(b, "\"%s, %s\"", l->text, f->text);
		break;
	case 4:
		buf_printf(b, "\"%s \\\"%s\\\" %s\"", f->text, f->plain,
			   l->text);
		break;
	case 5:
		buf_printf(b, "\"%s\\\\%s <%s>\"", l->plain, f->plain, l->text);
		break;
	case 6:
		buf_u8(b, '"');
		buf_span(b, p->user);
		buf_u8(b, '"');
		break;
	case 7:
	case 8:
	case 9:
		buf_printf(b, "\"%s %s\"", f->text, l->text);
		break;
	default:
		return; /* none */
	}
	p->display = keep(m);
}

static void make_agent(struct maker *m, struct person *p)
{
	if (share(p, 4, m->r->device_agent)) {
		expand(&m->b,
		       names_device_agent[pick(p, 8, names_device_agent_count)],
		       p, pick(p, 9, 90));
	} else {
		uint32_t kinds = m->r->agents < 1 ? 1 : (uint32_t)m->r->agents;
		uint32_t a = pick(p, 8, kinds);

		expand(&m->b, names_agent[a % names_agent_count], p,
		       1 + a / (uint32_t)names_agent_count);
	}
	p->agent = keep(m);
}

static void make_source4(struct maker *m, struct person *p)
{
	uint32_t ip = 0xc6120100u + m->i * 7919u % 130000u; /* 198.18/15 */

	if (share(p, 5, 3))
		ip = 0xcb007100u + 1 + pick(p, 10, 250); /* 203.0.113.0/24 */
	if (share(p, 6, m->r->shared_nat)) {
		ip = 0xc6336400u + 1 + pick(p, 10, 12); /* 198.51.100.0/24 */
		p->style |= ST_NAT;
	}
	for (unsigned i = 0; i < 4; i++)
		p->end.ip[i] = (uint8_t)(ip >> (24 - 8 * i));
	if (share(p, 7, m->r->nat))
		p->style |= ST_NAT;
	p->end.port = 5060;
	if ((p->style & ST_NAT) || share(p, 8, 30))
		p->end.port = (uint16_t)(1024 + pick(p, 11, 64000));
}

static void make_source6(struct maker *m, struct person *p)
{
	static const uint8_t net[4] = {0x20, 0x01, 0x0d, 0xb8};
	uint8_t *ip = p->end.ip;

	p->v6 = true;
	memcpy(ip, net, 4);
	ip[4] = (uint8_t)(m->i >> 16);
	ip[5] = 0x53;
	ip[6] = (uint8_t)(m->i >> 8);
	ip[7] = (uint8_t)m->i;
	if (share(p, 9, 50)) { /* RFC 4291 appendix A */
		memcpy(ip + 8, p->mac, 3);
		ip[8] ^= 2;
		ip[11] = 0xff;
		ip[12] = 0xfe;
		memcpy(ip + 13, p->mac + 3, 3);
	} else {
		ip[15] = (uint8_t)(1 + pick(p, 10, 200));
	}
	p->end.port = 5060;
}

/* The address the device believes to have. */
static void put_private(struct buf *b, const struct person *p)
{
	uint32_t x = pick(p, 12, 250) + 2;

	switch (pick(p, 13, 8)) {
	case 0:
		buf_printf(b, "10.%u.%u.%u", pick(p, 14, 256), pick(p, 15, 256),
			   x);
		break;
	case 1:
		buf_printf(b, "172.%u.%u.%u", 16 + pick(p, 14, 16),
			   pick(p, 15, 256), x);
		break;
	case 2:
		buf_printf(b, "100.%u.%u.%u", 64 + pick(p, 14, 64),
			   pick(p, 15, 256), x);
		break;
	default:
		buf_printf(b, "192.168.%u.%u", pick(p, 14, 200), x);
		break;
	}
}

static void make_addresses(struct maker *m, struct person *p)
{
	uint64_t mac = rng_hash(p->h, 16);
	struct buf *b = &m->b;

	p->mac[2] = 0x5e; /* IANA's block, which no maker of phones uses */
	for (unsigned i = 3; i < 6; i++)
		p->mac[i] = (uint8_t)(mac >> (8 * i));
	if (share(p, 10, m->r->ipv6))
		make_source6(m, p);
	else
		make_source4(m, p);
	if (share(p, 11, m->r->vlan))
		p->vlan = (uint16_t)(100 + pick(p, 17, 8));

	people_ip(b, p->end.ip, p->v6);
	p->seen = keep(m);
	buf_str(b, p->v6 ? "IP6 " : "IP4 ");
	if (p->style & ST_NAT)
		put_private(b, p);
	else
		buf_span(b, p->seen);
	p->sdp_host = keep(m);

	if (p->v6)
		buf_u8(b, '[');
	buf_span(b, span_sub(p->sdp_host, 4, p->sdp_host.n));
	if (p->v6)
		buf_u8(b, ']');
	if (!(p->style & ST_NAT))
		buf_printf(b, ":%u", p->end.port);
	else if (share(p, 12, 80))
		buf_str(b, ":5060");
	p->sent_by = keep(m);
}

static void make_host(struct maker *m, struct person *p)
{
	static const char *const place[] = {"laptop", "desk",  "kitchen",
					    "attic",  "phone", "vm"};
	const char *f = names_first[m->first].plain;

	buf_printf(&m->b, "%s-%s%u", f, place[pick(p, 18, 6)],
		   pick(p, 19, 90) + 10);
	if (share(p, 13, 50)) {
		buf_str(&m->b, ".lan");
	} else {
		buf_u8(&m->b, '.');
		buf_span(&m->b, p->domain);
	}
	p->host = keep(m);
}

static void make_style(struct maker *m, struct person *p)
{
	const struct recipe *r = m->r;

	p->style |= share(p, 14, r->compact) ? ST_COMPACT : 0;
	p->style |= share(p, 15, r->folded) ? ST_FOLD : 0;
	p->style |= share(p, 16, r->lowercase) ? ST_LOWER : 0;
	p->style |= share(p, 17, 12) ? ST_INSTANCE : 0;
	p->style |= share(p, 18, 10) ? ST_XHEADER : 0;
	p->style |= share(p, 19, r->bad_password) ? ST_BAD_PASSWORD : 0;
	p->style |= share(p, 20, r->unreachable) ? ST_UNREACHABLE : 0;
}

static void make_person(struct maker *m, struct person *p)
{
	size_t nf = names_first_count;
	size_t nl = names_last_count;
	uint32_t i = m->i;

	/* each pair once before a number is needed; 17 is prime to nf */
	m->first = (uint32_t)(i * 17ull % nf);
	m->last = (uint32_t)((i / nf + 5 * (i % nf)) % nl);
	m->round = (uint32_t)(i / (nf * nl));
	p->h = rng_hash((uint64_t)m->r->seed, i);
	p->first = span_str(names_first[m->first].plain);
	p->last = span_str(names_last[m->last].plain);
	/* half of all in the first domain, the rest spread unevenly */
	if (pick(p, 20, 2) == 0 || m->all->domain_count == 1) {
		p->domain = m->all->domain[0];
	} else {
		uint32_t a = pick(p, 21, m->all->domain_count);
		uint32_t c = pick(p, 22, m->all->domain_count);

		p->domain = m->all->domain[a < c ? a : c];
	}
	make_style(m, p);
	make_number(m, p);
	make_addresses(m, p);
	make_user(m, p);
	make_display(m, p);
	make_agent(m, p);
	make_host(m, p);
}

static void make_domains(struct maker *m)
{
	struct people *all = m->all;

	for (uint32_t i = 0; i < all->domain_count; i++) {
		if (i >= names_domain_count)
			buf_printf(&m->b, "branch%u.",
				   i / (uint32_t)names_domain_count);
		buf_str(&m->b, names_domain[i % names_domain_count]);
		all->domain[i] = keep(m);
	}
}

bool people_make(struct people *p, const struct recipe *r)
{
	struct maker m = {.all = p, .r = r, .b = buf_of(TEXT_MAX)};

	memset(p, 0, sizeof(*p));
	p->domain_count = r->domains < 1 ? 1 : (uint32_t)r->domains;
	p->count = r->users < 2 ? 2 : (uint32_t)r->users;
	p->domain = calloc(p->domain_count, sizeof(*p->domain));
	p->person = calloc(p->count, sizeof(*p->person));
	if (!p->domain || !p->person) {
		people_free(p);
		return false;
	}
	make_domains(&m);
	for (m.i = 0; m.i < p->count && !m.bad; m.i++)
		make_person(&m, &p->person[m.i]);
	buf_free(&m.b);
	if (m.bad)
		people_free(p);
	return !m.bad;
}

void people_free(struct people *p)
{
	free(p->domain);
	free(p->person);
	arena_free(&p->arena);
	memset(p, 0, sizeof(*p));
}

static bool contains(struct span in, struct span s)
{
	while (in.n >= s.n) {
		size_t at = span_find(span_sub(in, 0, in.n - s.n + 1), s.p[0]);

		if (at > in.n - s.n)
			return false;
		if (memcmp(in.p + at, s.p, s.n) == 0)
			return true;
		in = span_sub(in, at + 1, in.n);
	}
	return false;
}

struct sink {
	FILE *f;
	struct span capture;
};

static void secret(const struct sink *to, const char *kind, struct span s)
{
	if (s.n && (!to->capture.n || contains(to->capture, s)))
		fprintf(to->f, "%s\t%.*s\n", kind, (int)s.n, (const char *)s.p);
}

static void address(const struct sink *to, const struct person *p)
{
	/* of packets, so in binary as well */
	fprintf(to->f, "addr\t%.*s\n", (int)p->seen.n, (const char *)p->seen.p);
	if (p->style & ST_NAT)
		secret(to, "addr", span_sub(p->sdp_host, 4, p->sdp_host.n));
}

void people_secrets(const struct people *all, struct span capture, FILE *f)
{
	const struct sink to = {f, capture};
	struct buf mac = buf_of(16);

	for (uint32_t i = 0; i < all->domain_count; i++)
		secret(&to, "domain", all->domain[i]);
	for (uint32_t i = 0; i < all->count; i++) {
		const struct person *p = &all->person[i];

		secret(&to, p->style & ST_PHONE ? "number" : "user", p->user);
		if (!span_eq(p->user, p->number))
			secret(&to, "number", p->number);
		secret(&to, "name", p->full);
		secret(&to, "first", p->first);
		secret(&to, "last", p->last);
		secret(&to, "host", p->host);
		address(&to, p);
		buf_reset(&mac);
		for (unsigned k = 0; k < 6; k++)
			people_hex(&mac, p->mac[k], 2);
		secret(&to, "mac", span_of(mac.p, mac.n));
	}
	buf_free(&mac);
}
