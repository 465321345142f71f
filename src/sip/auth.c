/* SPDX-License-Identifier: Apache-2.0 */
/* auth.c - challenges and credentials, RFC 3261 section 22, RFC 7616. */
#include "sip/header.h"
#include "sip/host.h"
#include "sip/lex.h"
#include "sip/param.h"
#include "sip/value.h"

struct auth {
	struct part all; /* the header's value */
	uint16_t row;
	bool looked; /* for userhash */
	bool userhash;
};

static bool is_credentials(uint16_t row)
{
	return row == FIELD_HEADER_AUTHORIZATION ||
	       row == FIELD_HEADER_PROXY_AUTHORIZATION;
}

/* "userhash=true": the username is a hash, RFC 7616 section 3.4.4 */
static bool userhash(const struct scan *s, struct auth *a)
{
	if (a->looked)
		return a->userhash;
	a->looked = true;
	for (uint32_t i = a->all.from; i < a->all.to; i++) {
		i = lex_find(s, i, a->all.to, '=');
		if (i - a->all.from >= 8 &&
		    lex_is(s, (struct part){i - 8, i}, "userhash")) {
			uint32_t v = lex_lws(s, i + 1, a->all.to);

			v += v < a->all.to && s->p[v] == '"';
			a->userhash =
			    lex_begins(s, (struct part){v, a->all.to}, "true");
			return a->userhash;
		}
	}
	return false;
}

static void put(struct scan *s, enum sip_class cls, struct part v, uint16_t row,
		uint8_t flags)
{
	sip_emit_as(s->out, (struct sip_span){v.from, v.to - v.from,
					      (uint8_t)cls, flags, row, 0});
}

static bool scheme_sip(const struct scan *s, struct part v)
{
	return lex_begins(s, v, "sip:") || lex_begins(s, v, "sips:");
}

/* user, user@host or user@user@host; an @ without a host behind it is part of
 * the user */
static void put_username(struct scan *s, struct part v, uint16_t row,
			 uint8_t flags)
{
	uint32_t last = lex_rfind(s, v.from, v.to, '@');
	struct part host = {last + 1, v.to};

	if (last == v.to || !host_name(s, host)) {
		struct part none = {v.to, v.to};

		put(s, uri_user_class(s, v, none), v, row, flags);
		return;
	}
	for (uint32_t i = v.from;;) {
		uint32_t at = lex_find(s, i, last, '@');
		struct part user = {i, at};

		put(s, uri_user_class(s, user, host), user, row, flags);
		sip_emit(s->out, SIP_SYNTAX, at, at + (at < v.to), row);
		if (at == last)
			break;
		i = at + 1;
	}
	if (host.from < host.to)
		sip_host(s, host, row, flags);
}

static void rule_username(struct scan *s, struct part v, uint16_t row,
			  struct auth *a)
{
	uint8_t flags = SIP_ENC_RAW;
	uint32_t to = v.to;
	uint32_t len;

	if (v.from < v.to && s->p[v.from] == '"') {
		sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, row);
		v.from++;
		v.to -= v.to > v.from && s->p[v.to - 1] == '"';
		flags |= SIP_ENC_QUOTED;
	}
	len = v.to - v.from;
	if (row == FIELD_AUTH_USERNAMESTAR && lex_begins(s, v, "utf-8''")) {
		sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 7, row);
		v.from += 7;
		put_username(s, v, row, flags & SIP_ENC_QUOTED);
	} else if ((len == 32 || len == 64) && userhash(s, a) &&
		   lex_run(s, v.from, v.to, CH_HEX) == v.to) {
		sip_emit_token(s->out, SIP_NS_VALUE, SIP_SHAPE_HEXN, v, row);
	} else if (scheme_sip(s, v) &&
		   lex_find(s, v.from, v.to, '\\') == v.to) {
		sip_uri(s, v, row);
	} else if (len > 0) {
		put_username(s, v, row, flags);
	}
	sip_emit(s->out, SIP_SYNTAX, v.to, to, row);
}

static void rule_realm(struct scan *s, struct part v, uint16_t row)
{
	uint8_t flags = SIP_OF_REALM;
	uint32_t to = v.to;

	if (v.from < v.to && s->p[v.from] == '"') {
		sip_emit(s->out, SIP_SYNTAX, v.from, v.from + 1, row);
		v.from++;
		v.to -= v.to > v.from && s->p[v.to - 1] == '"';
		flags |= SIP_ENC_QUOTED;
	}
	if (v.from < v.to && !sip_value_word(s, v, row, WORDS_REALM)) {
		if (host_shaped(s, v))
			sip_host(s, v, row, flags);
		else if (!sip_value_exact(s, v, row))
			sip_emit_token(s->out, SIP_NS_REALM, SIP_SHAPE_PLAIN, v,
				       row);
	}
	sip_emit(s->out, SIP_SYNTAX, v.to, to, row);
}

static void put_param(struct scan *s, struct part v, uint16_t row,
		      struct auth *a)
{
	if (value_strict(s, v, row))
		return;
	if (sip_fields[row].rule == RULE_USERNAME)
		rule_username(s, v, row, a);
	else if (sip_fields[row].rule == RULE_REALM)
		rule_realm(s, v, row);
	else
		sip_value(s, v, row);
}

/* The value of a name no row knows: dropped, quotes stay.  Without quotes it
 * is a token: of nothing, the next name would be the value. */
static void put_unknown(struct scan *s, struct part v, uint16_t row)
{
	struct part in = v;

	if (v.to - v.from >= 2 && s->p[v.from] == '"' &&
	    s->p[v.to - 1] == '"') {
		in.from++;
		in.to--;
	} else {
		sip_emit_token(s->out, SIP_NS_VALUE, SIP_SHAPE_PLAIN, v, row);
		return;
	}
	sip_emit(s->out, SIP_SYNTAX, v.from, in.from, row);
	sip_emit(s->out, SIP_DROP, in.from, in.to, row);
	sip_emit(s->out, SIP_SYNTAX, in.to, v.to, row);
}

/* The end of an unquoted value; '=' may be in it. */
static uint32_t value_end(struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t end;

	if (i < to && s->p[i] == '"') {
		end = lex_quoted(s, i, to);
		return end ? end : to;
	}
	while (i < to && s->p[i] != ',' && !chars_is(s->p[i], CH_LWS))
		i++;
	return i;
}

/* scheme or name=value at v.from; the end of it */
static uint32_t put_item(struct scan *s, struct part v, struct auth *a)
{
	struct part name = {v.from, lex_run(s, v.from, v.to, CH_TOKEN)};
	uint32_t eq = lex_lws(s, name.to, v.to);
	struct part value;
	uint16_t row;

	if (name.to == name.from) {
		name.to = value_end(s, v.from, v.to);
		name.to += name.to == v.from;
		/* in its place a letter would be part of a word */
		sip_emit(s->out, SIP_DROP, v.from, name.to, a->row);
		return name.to;
	}
	if (eq == v.to || s->p[eq] != '=') { /* a scheme */
		value_word(s, name, a->row, WORDS_AUTHSCHEME);
		if (!is_credentials(a->row) ||
		    !(lex_is(s, name, "basic") || lex_is(s, name, "bearer") ||
		      !sip_word(WORDS_AUTHSCHEME,
				part_span(s, name.from, name.to))))
			return name.to;
		/* the rest is a password or a ticket */
		sip_emit(s->out, SIP_SYNTAX, name.to, eq, a->row);
		sip_emit(s->out, SIP_DROP, eq, v.to, a->row);
		return v.to;
	}
	value.from = lex_lws(s, eq + 1, v.to);
	value.to = value_end(s, value.from, v.to);
	row =
	    sip_field_find(SIP_SCOPE_AUTH, 0, part_span(s, name.from, name.to));
	if (sip_exact_row(row)) {
		sip_emit(s->out, SIP_SYNTAX, v.from, value.from, row);
		put_param(s, value, row, a);
	} else {
		sip_emit(s->out, SIP_PNAME, name.from, name.to, a->row);
		sip_emit(s->out, SIP_SYNTAX, name.to, value.from, a->row);
		put_unknown(s, value, a->row);
	}
	return value.to;
}

void header_auth(struct scan *s, struct part v, uint16_t row)
{
	struct auth a = {.all = v, .row = row};
	uint32_t i = v.from;

	while (i < v.to) {
		uint32_t from = i;

		while (i < v.to && (s->p[i] == ',' || s->p[i] == ';' ||
				    chars_is(s->p[i], CH_LWS)))
			i++;
		sip_emit(s->out, SIP_SYNTAX, from, i, row);
		if (i < v.to)
			i = put_item(s, (struct part){i, v.to}, &a);
	}
}
