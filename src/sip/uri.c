/* SPDX-License-Identifier: Apache-2.0 */
/* uri.c - URIs of every scheme but sip:, in pieces. */
#include "sip/uri.h"
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

/* ---- other schemes ---------------------------------------------------------- */

/* tel: number[;parameters] */
static void put_tel(struct scan *s, struct part v, uint16_t field)
{
	uint32_t q = lex_find(s, v.from, v.to, '?');
	uint32_t semi = lex_find(s, v.from, q, ';');

	if (lex_find(s, v.from, v.to, '@') < v.to) {
		uri_put_sip(s, v, field, true);
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
		uri_put_sip(s, v, field, false);
	} else if (uri_maybe_tel(s, (struct part){v.from, semi})) {
		put_tel(s, v, field);
	} else if (host.from < host.to &&
		   (host_shaped(s, host) ||
		    host_shaped(s, (struct part){v.from, semi}))) {
		uri_put_sip(s, v, field, false);
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
		uri_put_sip(s, v, field, false);
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

void sip_uri(struct scan *s, struct part v, uint16_t field)
{
	uint32_t to = v.to;
	uint32_t colon;
	enum kind kind;

	if (uri_put_simple(s, v, field))
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
