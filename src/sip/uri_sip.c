/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uri_sip.c - SIP and SIPS URIs, RFC 3261 section 19.1.
 *
 * Telephone numbers of RFC 3966 may be in the user part.  Malformed URIs keep
 * their kind: two @ stay two.
 */
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"
#include "sip/uri.h"

static void token(struct scan *s, enum sip_space ns, uint32_t from, uint32_t to,
		  uint16_t field)
{
	sip_emit_token(s->out, ns, SIP_SHAPE_PLAIN, (struct part){from, to},
		       field);
}

/* ---- user part ----------------------------------------------------------- */

struct user {
	struct part v;	  /* all of it, in front of the @ */
	struct part host; /* host behind it, for what depends on it */
	bool phone;	  /* user=phone is there */
};

/* Can v be a number?  A cheap look before the real one. */
bool uri_maybe_tel(const struct scan *s, struct part v)
{
	uint8_t c;

	uint32_t i;

	if (v.to - v.from > 256 || v.from == v.to)
		return false;
	c = s->p[v.from];
	i = lex_run(s, v.from + (c == '+'), v.to, CH_DIGIT);
	if (i == v.to && i - v.from > 3) /* digits, as a rule */
		return true;
	return (c == '+' || c == '%' || chars_is(c, CH_DIAL)) &&
	       sip_looks_tel(part_span(s, v.from, v.to));
}

static bool is_imsi(const struct scan *s, struct part v, struct part host)
{
	static const char net[] = "3gppnetwork.org";
	const uint32_t len = sizeof(net) - 1;

	if (v.to - v.from != 15 || lex_run(s, v.from, v.to, CH_DIGIT) != v.to)
		return false;
	if (memcmp(s->p + v.from, "00101", 5) == 0)
		return true;
	if (host.to - host.from < len)
		return false;
	host.from = host.to - len;
	return lex_is(s, host, net);
}

enum sip_class uri_user_class(const struct scan *s, struct part v,
			      struct part host)
{
	if (is_imsi(s, v, host))
		return SIP_IMSI;
	return uri_maybe_tel(s, v) ? SIP_TEL : SIP_USER;
}

/* Only dial characters and telephone-subscriber parameters behind them? */
static bool short_tel(const struct scan *s, struct part head, struct part v)
{
	uint32_t i = head.from;

	if (i < head.to && s->p[i] == '+')
		i++;
	return i < head.to && lex_run(s, i, head.to, CH_DIAL) == head.to &&
	       lex_begins(s, (struct part){head.to, v.to}, ";phone-context=");
}

/* user [":" password], without the @ */
static void put_user(struct scan *s, const struct user *u, uint16_t field)
{
	struct part v = u->v;
	uint32_t colon = lex_find(s, v.from, v.to, ':');
	struct part head = {v.from, lex_find(s, v.from, colon, ';')};
	enum sip_class cls;

	if (s->user_as) {
		token(s, (enum sip_space)(s->user_as - 1), v.from, colon,
		      field);
	} else if (field == FIELD_HEADER_P_PROFILE_KEY &&
		   lex_find(s, v.from, colon, '!') < colon) {
		/* a wildcarded identity, 3GPP TS 23.003 section 13.5 */
		token(s, SIP_NS_VALUE, v.from, colon, field);
	} else {
		cls = uri_user_class(s, head, u->host);
		if (cls == SIP_USER && head.from < head.to &&
		    (u->phone ||
		     short_tel(s, head, (struct part){v.from, colon})))
			cls = SIP_TEL;
		if (cls == SIP_USER)
			head.to = colon;
		sip_emit(s->out, cls, head.from, head.to, field);
		uri_params(s, (struct part){head.to, colon}, field);
	}
	sip_emit(s->out, SIP_PASSWORD, colon, v.to, field);
}

/* ---- sip: ------------------------------------------------------------------ */

struct places {
	uint32_t at;	  /* the @ to split at, or `end` */
	uint32_t headers; /* the '?', or the end of the URI */
	uint32_t ats;	  /* how many @ in front of the headers */
	uint32_t users;	  /* how many pieces in front of `at` */
	bool none;	  /* no @ has a hostport behind it */
};

/* Does "name=" stand at i? */
static bool header_name_at(const struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t end = lex_run(s, i, to, CH_TOKEN);

	return end > i && end < to && s->p[end] == '=';
}

/*
 * The '?' in front of URI headers: a ':' ';' or nothing but a whole
 * hostport stands before it, and a name with '=' behind it, when an @
 * follows.  Only the first '?' behind an @ can be it, so the time is linear.
 */
static uint32_t headers_find(const struct scan *s, struct part v,
			     uint32_t last_at)
{
	uint32_t from = v.from;
	uint32_t q, at, end;

	for (;;) {
		at = lex_find(s, from, v.to, '@');
		q = lex_find(s, from, at, '?');
		if (q < at) {
			if (at == v.to || q > last_at)
				return q;
			end = host_port_end(s, from, q);
			if (end && (end == q || s->p[end] == ';') &&
			    header_name_at(s, q + 1, v.to))
				return q;
		}
		if (at == v.to)
			return v.to;
		from = at + 1;
	}
}

/* The last @ with a hostport behind it; else the last one, and *none. */
static uint32_t at_choose(const struct scan *s, struct part v, uint32_t last,
			  bool *none)
{
	uint32_t at = last;

	for (;;) {
		uint32_t end = host_port_end(s, at + 1, v.to);

		if (end && (end == v.to || s->p[end] == ';'))
			return at;
		end = lex_rfind(s, v.from, at, '@');
		if (end == at) {
			*none = true;
			return last;
		}
		at = end;
	}
}

static struct places places_find(const struct scan *s, struct part v)
{
	struct places pl = {.at = v.to, .headers = v.to};
	uint32_t last = lex_rfind(s, v.from, v.to, '@');
	uint32_t i;

	if (last == v.to) {
		pl.headers = lex_find(s, v.from, v.to, '?');
		pl.at = pl.headers;
		return pl;
	}
	pl.headers = headers_find(s, v, last);
	v.to = pl.headers;
	for (i = v.from; (i = lex_find(s, i, v.to, '@')) < v.to; i++) {
		pl.ats++;
		pl.at = i;
	}
	if (pl.ats == 0)
		pl.at = pl.headers;
	else if (pl.ats > 1)
		pl.at = at_choose(s, v, pl.at, &pl.none);
	pl.users = 1;
	for (i = v.from; (i = lex_find(s, i, pl.at, '@')) < pl.at; i++)
		pl.users++;
	return pl;
}

/* ";user=phone" among the parameters? */
bool uri_user_phone(const struct scan *s, uint32_t i, uint32_t to)
{
	for (; (i = lex_find(s, i, to, ';')) < to; i++) {
		uint32_t end = i + 11;

		if (lex_begins(s, (struct part){i, to}, ";user=phone") &&
		    (end == to || s->p[end] == ';' || s->p[end] == '?'))
			return true;
	}
	return false;
}

/* user [@ user ...] @: every piece an identity of its own */
static void put_users(struct scan *s, struct part v, const struct places *pl,
		      struct user *u, uint16_t field)
{
	uint32_t i = v.from;

	for (;;) {
		uint32_t at = lex_find(s, i, pl->at, '@');

		u->v = (struct part){i, at};
		if (pl->none) /* no telling what it is */
			sip_emit(s->out, SIP_USER, i, at, field);
		else
			put_user(s, u, field);
		sip_emit(s->out, SIP_SYNTAX, at, at + 1, field);
		if (at == pl->at)
			return;
		i = at + 1;
	}
}

/* [user@]host[:port][;parameters][?headers] */
void uri_put_sip(struct scan *s, struct part v, uint16_t field, bool phone)
{
	struct places pl = places_find(s, v);
	uint32_t host = pl.ats ? pl.at + 1 : v.from;
	uint32_t semi = lex_find(s, host, pl.headers, ';');
	uint32_t slash = semi;
	uint32_t end = host_port_end(s, host, semi);

	if (end != semi || end == 0) {
		slash = lex_find(s, host, semi, '/');
		if (slash == semi && lex_trim(s, host, semi) != end)
			s->faults |= 1u << SIP_FAULT_BAD_URI;
	}
	if (pl.ats && pl.users > 1)
		s->faults |= 1u << SIP_FAULT_TWO_AT;
	if (pl.ats) {
		struct user u = {
		    .host = {host, end && end < slash ? end : slash},
		    .phone = phone || uri_user_phone(s, semi, pl.headers),
		};
		uint32_t colon = lex_find(s, u.host.from, u.host.to, ':');

		u.host.to = colon;
		put_users(s, v, &pl, &u, field);
	}
	sip_hostport(s, (struct part){host, slash}, field);
	if (slash < semi) { /* xmpp:user@host/resource */
		sip_emit(s->out, SIP_SYNTAX, slash, slash + 1, field);
		token(s, SIP_NS_PATH, slash + 1, semi, field);
	}
	uri_params(s, (struct part){semi, pl.headers}, field);
	uri_headers(s, (struct part){pl.headers, v.to}, field);
}

/* ---- the usual SIP URI --------------------------------------------------------- */

/* "sip:" in front, the length of it and of "sips:" */
static uint32_t sip_scheme(const struct scan *s, struct part v)
{
	const uint8_t *p = s->p + v.from;

	if (v.to - v.from < 6 || p[0] != 's' || p[1] != 'i' || p[2] != 'p')
		return 0;
	return p[3] == ':' ? 4 : p[3] == 's' && p[4] == ':' ? 5 : 0;
}

struct simple {
	struct part user; /* empty without one */
	struct part host;
	struct part port; /* the same */
	uint32_t end;	  /* parameters, or the end */
};

/*
 * Takes sip:user@host:port;parameters apart when there is nothing unusual in
 * it: letters, digits, and one @ at most.  The general way gives the same.
 */
static bool simple_parse(const struct scan *s, struct part v, struct simple *u)
{
	uint32_t i = v.from;

	u->user = (struct part){i, i};
	if (s->p[i] == '+')
		i++;
	i = lex_run(s, i, v.to, CH_HOST);
	if (i < v.to && s->p[i] == '@') {
		u->user.to = i++;
		v.from = i;
		i = lex_run(s, i, v.to, CH_HOST);
	}
	u->host = (struct part){v.from, i};
	if (i == v.from || s->p[v.from] == '+')
		return false;
	u->port = (struct part){i, i};
	if (i < v.to && s->p[i] == ':') {
		uint32_t n;

		u->port.from = ++i;
		u->port.to = i = lex_run(s, i, v.to, CH_DIGIT);
		if (!sip_decimal(s, u->port, UINT16_MAX, &n))
			return false;
	}
	u->end = i;
	return i == v.to ||
	       (s->p[i] == ';' && lex_find(s, i, v.to, '@') == v.to &&
		lex_find(s, i, v.to, '?') == v.to);
}

bool uri_put_simple(struct scan *s, struct part v, uint16_t field)
{
	uint32_t scheme = sip_scheme(s, v);
	struct simple u;
	enum sip_class cls = SIP_USER;

	if (!scheme ||
	    !simple_parse(s, (struct part){v.from + scheme, v.to}, &u))
		return false;
	sip_emit(s->out, SIP_SYNTAX, v.from, v.from + scheme, field);
	if (u.user.from < u.host.from) {
		if (s->user_as) {
			token(s, (enum sip_space)(s->user_as - 1), u.user.from,
			      u.user.to, field);
		} else {
			if (!chars_is(s->p[u.user.from], CH_ALPHA))
				cls = uri_user_class(s, u.user, u.host);
			if (cls == SIP_USER && u.user.from < u.user.to &&
			    u.end < v.to && uri_user_phone(s, u.end, v.to))
				cls = SIP_TEL;
			sip_emit(s->out, cls, u.user.from, u.user.to, field);
		}
		sip_emit(s->out, SIP_SYNTAX, u.user.to, u.host.from, field);
	}
	sip_emit(s->out, host_ip4(s, u.host) ? SIP_IP4 : SIP_HOST, u.host.from,
		 u.host.to, field);
	if (u.port.from < u.port.to) {
		sip_emit(s->out, SIP_SYNTAX, u.host.to, u.port.from, field);
		sip_emit(s->out, SIP_NUM, u.port.from, u.port.to, field);
	}
	uri_params(s, (struct part){u.end, v.to}, field);
	return true;
}
