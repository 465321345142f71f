/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uri.c - URIs of every scheme, in pieces.
 *
 * SIP and SIPS URIs: RFC 3261 section 19.1; telephone numbers: RFC 3966,
 * also in the user part.  Malformed ones keep their kind: two @ stay two.
 */
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"

enum kind {
	KIND_NONE, /* no scheme, or none we know */
	KIND_SIP,
	KIND_TEL,
	KIND_URN,
	KIND_MAIL,
	KIND_PATH, /* //host/path */
	KIND_HOST, /* host:port;parameters, // allowed */
	KIND_CID,
	KIND_DROP,
};

static enum kind scheme_kind(const struct scan *s, struct part v)
{
	static const struct {
		const char *name;
		enum kind kind;
	} table[] = {
	    {"sip", KIND_SIP},	  {"sips", KIND_SIP},	 {"tel", KIND_TEL},
	    {"urn", KIND_URN},	  {"pres", KIND_SIP},	 {"im", KIND_SIP},
	    {"xmpp", KIND_SIP},	  {"fax", KIND_TEL},	 {"modem", KIND_TEL},
	    {"callto", KIND_TEL}, {"mailto", KIND_MAIL}, {"http", KIND_PATH},
	    {"https", KIND_PATH}, {"ws", KIND_PATH},	 {"wss", KIND_PATH},
	    {"ftp", KIND_PATH},	  {"ldap", KIND_PATH},	 {"file", KIND_PATH},
	    {"rtsp", KIND_PATH},  {"msrp", KIND_HOST},	 {"msrps", KIND_HOST},
	    {"aaa", KIND_HOST},	  {"aaas", KIND_HOST},	 {"turn", KIND_HOST},
	    {"turns", KIND_HOST}, {"stun", KIND_HOST},	 {"stuns", KIND_HOST},
	    {"cid", KIND_CID},	  {"mid", KIND_CID},	 {"geo", KIND_DROP},
	    {"data", KIND_DROP},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (lex_is(s, v, table[i].name))
			return table[i].kind;
	}
	return KIND_NONE;
}

/* Where the ':' behind a scheme is, or v.to. */
static uint32_t scheme_end(const struct scan *s, struct part v)
{
	uint32_t i = v.from;

	/* a digit in front is no scheme, but tokens of schemes begin so */
	while (i < v.to && (chars_is(s->p[i], CH_ALNUM) || s->p[i] == '+' ||
			    s->p[i] == '-' || s->p[i] == '.'))
		i++;
	return i > v.from && i < v.to && s->p[i] == ':' ? i : v.to;
}

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
static bool maybe_tel(const struct scan *s, struct part v)
{
	uint8_t c;

	if (v.to - v.from > 256 || v.from == v.to)
		return false;
	c = s->p[v.from];
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
	return maybe_tel(s, v) ? SIP_TEL : SIP_USER;
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
static bool user_phone(const struct scan *s, uint32_t i, uint32_t to)
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
static void put_sip(struct scan *s, struct part v, uint16_t field, bool phone)
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
		    .phone = phone || user_phone(s, semi, pl.headers),
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

/* ---- other schemes ---------------------------------------------------------- */

/* tel: number[;parameters] */
static void put_tel(struct scan *s, struct part v, uint16_t field)
{
	uint32_t q = lex_find(s, v.from, v.to, '?');
	uint32_t semi = lex_find(s, v.from, q, ';');

	if (lex_find(s, v.from, v.to, '@') < v.to) {
		put_sip(s, v, field, true);
		return;
	}
	sip_emit(s->out, SIP_TEL, v.from, semi, field);
	uri_params(s, (struct part){semi, q}, field);
	uri_headers(s, (struct part){q, v.to}, field);
}

/* left "@" host, RFC 2392 */
void uri_cid(struct scan *s, struct part v, uint16_t field)
{
	uint32_t at = lex_rfind(s, v.from, v.to, '@');

	if (at == v.to || !host_name(s, (struct part){at + 1, v.to})) {
		token(s, SIP_NS_CID, v.from, v.to, field);
		return;
	}
	token(s, SIP_NS_CID, v.from, at, field);
	sip_emit(s->out, SIP_SYNTAX, at, at + 1, field);
	sip_host(s, (struct part){at + 1, v.to}, field, 0);
}

/* "/" path, "?" query and "#" fragment; both of the latter are dropped */
static void put_path(struct scan *s, struct part v, uint16_t field)
{
	uint32_t i = v.from;
	uint32_t end = v.from;

	if (i < v.to && s->p[i] == '/')
		i++;
	while (end < v.to && s->p[end] != '?' && s->p[end] != '#')
		end++;
	sip_emit(s->out, SIP_SYNTAX, v.from, i, field);
	token(s, SIP_NS_PATH, i, end, field);
	sip_emit(s->out, SIP_DROP, end, v.to, field);
}

/* ["//"][userinfo@]host[:port] and what follows */
static void put_authority(struct scan *s, struct part v, uint16_t field,
			  enum kind kind)
{
	uint32_t i = v.from;
	uint32_t at, end, path;

	if (v.to - i >= 2 && s->p[i] == '/' && s->p[i + 1] == '/') {
		i += 2;
	} else if (kind == KIND_PATH) {
		put_path(s, v, field);
		return;
	}
	for (end = i; end < v.to; end++) {
		uint8_t c = s->p[end];

		if (c == '/' || c == '?' || c == '#' ||
		    (c == ';' && kind == KIND_HOST))
			break;
	}
	at = lex_rfind(s, i, end, '@');
	sip_emit(s->out, SIP_SYNTAX, v.from, i, field);
	if (at < end) {
		sip_emit(s->out, SIP_DROP, i, at + 1, field);
		i = at + 1;
	}
	sip_hostport(s, (struct part){i, end}, field);
	path = kind == KIND_HOST ? lex_find(s, end, v.to, ';') : v.to;
	put_path(s, (struct part){end, path}, field);
	uri_params(s, (struct part){path, v.to}, field);
}

/* ---- urn: -------------------------------------------------------------------- */

bool uri_is_uuid(const struct scan *s, struct part v)
{
	if (v.to - v.from != 36)
		return false;
	for (uint32_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		uint8_t c = s->p[v.from + i];

		if (dash ? c != '-' : !chars_is(c, CH_HEX))
			return false;
	}
	return true;
}

/* 14 to 16 digits; dashes between them, RFC 7254 section 4.2 */
static bool is_imei(const struct scan *s, struct part v)
{
	uint32_t digits = 0;

	if (v.to - v.from > 20)
		return false;
	for (uint32_t i = v.from; i < v.to; i++) {
		if (chars_is(s->p[i], CH_DIGIT))
			digits++;
		else if (s->p[i] != '-')
			return false;
	}
	return digits >= 14 && digits <= 16;
}

/* v begins behind "urn:" */
static void put_urn(struct scan *s, struct part v, uint16_t field)
{
	static const char uuid[] = "uuid:", imei[] = "gsma:imei:";
	uint32_t semi = lex_find(s, v.from, v.to, ';');
	struct part in = {v.from, semi};
	uint32_t colon;

	if (lex_begins(s, in, uuid)) {
		in.from += sizeof(uuid) - 1;
		sip_emit(s->out, SIP_SYNTAX, v.from, in.from, field);
		sip_emit_token(s->out, SIP_NS_INSTANCE,
			       uri_is_uuid(s, in) ? SIP_SHAPE_UUID
						  : SIP_SHAPE_PLAIN,
			       in, field);
	} else if (lex_begins(s, in, imei)) {
		in.from += sizeof(imei) - 1;
		sip_emit(s->out, SIP_SYNTAX, v.from, in.from, field);
		if (is_imei(s, in))
			sip_emit(s->out, SIP_IMEI, in.from, in.to, field);
		else
			token(s, SIP_NS_INSTANCE, in.from, in.to, field);
	} else {
		colon = lex_find(s, in.from, in.to, ':');
		in.to = colon;
		if (!sip_value_word(s, in, field, WORDS_URN))
			token(s, SIP_NS_WORD, in.from, in.to, field);
		in.from = colon + (colon < semi);
		sip_emit(s->out, SIP_SYNTAX, colon, in.from, field);
		token(s, SIP_NS_URN, in.from, semi, field);
	}
	uri_params(s, (struct part){semi, v.to}, field);
}

/* ---- any ---------------------------------------------------------------------- */

/* No scheme: "*", user@host, a number, an address or a name with a dot; a
 * token else. */
static void put_bare(struct scan *s, struct part v, uint16_t field)
{
	uint32_t semi = lex_find(s, v.from, v.to, ';');
	struct part host = {v.from, lex_find(s, v.from, semi, ':')};

	if (v.to - v.from == 1 && s->p[v.from] == '*') {
		sip_emit(s->out, SIP_SYNTAX, v.from, v.to, field);
		return;
	}
	s->faults |= 1u << SIP_FAULT_BAD_URI;
	if (lex_find(s, v.from, v.to, '@') < v.to) {
		put_sip(s, v, field, false);
	} else if (maybe_tel(s, (struct part){v.from, semi})) {
		put_tel(s, v, field);
	} else if (host.from < host.to &&
		   (host_shaped(s, host) ||
		    host_shaped(s, (struct part){v.from, semi}))) {
		put_sip(s, v, field, false);
	} else {
		token(s, SIP_NS_VALUE, v.from, semi, field);
		uri_params(s, (struct part){semi, v.to}, field);
	}
}

static void put_rest(struct scan *s, struct part v, uint16_t field,
		     enum kind kind)
{
	switch (kind) {
	case KIND_SIP:
		put_sip(s, v, field, false);
		break;
	case KIND_TEL:
		put_tel(s, v, field);
		break;
	case KIND_URN:
		put_urn(s, v, field);
		break;
	case KIND_MAIL:
		sip_emit(s->out, SIP_EMAIL, v.from, v.to, field);
		break;
	case KIND_PATH:
	case KIND_HOST:
		put_authority(s, v, field, kind);
		break;
	case KIND_CID:
		uri_cid(s, v, field);
		break;
	case KIND_DROP:
		sip_emit(s->out, SIP_DROP, v.from, v.to, field);
		break;
	default:
		token(s, SIP_NS_VALUE, v.from, v.to, field);
		break;
	}
}

bool uri_begins(const struct scan *s, struct part v)
{
	uint32_t colon = scheme_end(s, v);

	return colon < v.to &&
	       sip_word(WORDS_SCHEME, part_span(s, v.from, colon));
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

static bool put_simple(struct scan *s, struct part v, uint16_t field)
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
			    u.end < v.to && user_phone(s, u.end, v.to))
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

void sip_uri(struct scan *s, struct part v, uint16_t field)
{
	uint32_t to = v.to;
	uint32_t colon;
	enum kind kind;

	if (put_simple(s, v, field))
		return;
	v = lex_inner(s, v, field);
	colon = scheme_end(s, v);
	if (colon == v.to || lex_run(s, colon + 1, v.to, CH_DIGIT) == v.to) {
		kind = colon == v.to
			   ? KIND_NONE
			   : scheme_kind(s, (struct part){v.from, colon});
		if (kind == KIND_NONE) { /* no scheme, or host:port */
			put_bare(s, v, field);
			goto out;
		}
	}
	kind = scheme_kind(s, (struct part){v.from, colon});
	if (kind == KIND_URN && sip_value_word(s, v, field, WORDS_URNKEPT))
		goto out;
	if (kind != KIND_NONE ||
	    sip_word(WORDS_SCHEME, part_span(s, v.from, colon)))
		sip_emit(s->out, SIP_SYNTAX, v.from, colon, field);
	else
		token(s, SIP_NS_WORD, v.from, colon, field);
	sip_emit(s->out, SIP_SYNTAX, colon, colon + 1, field);
	put_rest(s, (struct part){colon + 1, v.to}, field, kind);
out:
	sip_emit(s->out, SIP_SYNTAX, v.to, to, field);
}

void sip_scan_uri(struct span uri, uint16_t field, struct sip_out *out)
{
	struct scan s = {.p = uri.p, .out = out};

	sip_uri(&s, (struct part){0, (uint32_t)uri.n}, field);
}
