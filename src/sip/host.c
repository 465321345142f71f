/* SPDX-License-Identifier: Apache-2.0 */
/* host.c - hosts, addresses and ports. */
#include "sip/host.h"

#include "sip/lex.h"

enum {
	ADDR_TEXT_MAX = 64, /* the longest spelling taken for an address */
};

/* Bytes that end or spoil a host name; the rest of 0x21-0xff may be in one. */
static bool spoils(uint8_t c)
{
	if (chars_is(c, CH_HOST))
		return false;
	if (c <= ' ' || c == 0x7f)
		return true;
	return strchr("\"<>@,;:?()[]{}=\\/|^`&#", c) != NULL;
}

bool host_name(const struct scan *s, struct part v)
{
	for (uint32_t i = lex_run(s, v.from, v.to, CH_HOST); i < v.to; i++) {
		if (spoils(s->p[i]))
			return false;
	}
	return v.from < v.to;
}

/* Four decimal numbers up to 255: what nearly all addresses look like. */
static bool plain_quad(const struct scan *s, struct part v)
{
	const uint8_t *q = s->p + v.from, *end = s->p + v.to;

	if (v.to - v.from > 15)
		return false;
	for (unsigned dots = 0; q < end; dots++) {
		const uint8_t *first = q;
		uint32_t n = 0;

		for (; q < end && (uint32_t)(*q - '0') <= 9; q++)
			n = n * 10 + (uint32_t)(*q - '0');
		if (q == first || n > UINT8_MAX)
			return false;
		if (q == end)
			return dots == 3;
		if (*q++ != '.')
			return false;
	}
	return false;
}

bool host_ip4(const struct scan *s, struct part v)
{
	uint32_t addr;

	if (v.from == v.to ||
	    (!chars_is(s->p[v.from], CH_DIGIT) && s->p[v.from] != '%'))
		return false;
	return plain_quad(s, v) ||
	       (v.to - v.from <= ADDR_TEXT_MAX &&
		sip_canon_ip4(part_span(s, v.from, v.to), &addr));
}

bool host_ip6(const struct scan *s, struct part v)
{
	uint8_t addr[16];

	return v.to - v.from <= 2 * ADDR_TEXT_MAX && v.from < v.to &&
	       sip_canon_ip6(part_span(s, v.from, v.to), addr);
}

static void put(struct scan *s, enum sip_class cls, struct part v,
		uint16_t field, uint8_t flags)
{
	sip_emit_as(s->out, (struct sip_span){v.from, v.to - v.from,
					      (uint8_t)cls, flags, field, 0});
}

/* "[" IPv6 "]"; v holds both brackets */
static void put_bracketed(struct scan *s, struct part v, uint16_t field,
			  uint8_t flags)
{
	struct part in = {v.from + 1, v.to - 1};

	sip_emit(s->out, SIP_SYNTAX, v.from, in.from, field);
	put(s, host_ip6(s, in) ? SIP_IP6 : SIP_UNKNOWN, in, field, flags);
	sip_emit(s->out, SIP_SYNTAX, in.to, v.to, field);
}

void sip_host(struct scan *s, struct part v, uint16_t field, uint8_t flags)
{
	if (v.to - v.from >= 2 && s->p[v.from] == '[' && s->p[v.to - 1] == ']')
		put_bracketed(s, v, field, flags);
	else if (host_ip4(s, v))
		put(s, SIP_IP4, v, field, flags);
	else if (host_name(s, v))
		put(s, SIP_HOST, v, field, flags);
	else if (host_ip6(s, v))
		put(s, SIP_IP6, v, field, flags);
	else
		put(s, SIP_DROP, v, field, 0); /* stays without a host */
}

/* ":" port; LWS may be around both, RFC 3261 section 25.1 COLON */
static void put_port(struct scan *s, struct part v, uint16_t field)
{
	uint32_t i = lex_lws(s, v.from, v.to);

	if (i < v.to && s->p[i] == ':')
		i = lex_lws(s, i + 1, v.to);
	sip_emit(s->out, SIP_SYNTAX, v.from, i, field);
	v.from = i;
	if (v.from < v.to && !sip_value_num(s, v, field, UINT16_MAX))
		sip_emit(s->out, SIP_UNKNOWN, v.from, v.to, field);
}

/* Where the host of host[":" port] ends. */
static uint32_t host_end(const struct scan *s, struct part v)
{
	uint32_t colon = lex_find(s, v.from, v.to, ':');
	uint32_t last;

	if (v.from < v.to && s->p[v.from] == '[') {
		last = lex_find(s, v.from, v.to, ']');
		return last < v.to ? last + 1 : v.to;
	}
	if (colon == v.to)
		return v.to;
	last = lex_rfind(s, v.from, v.to, ':');
	if (last == colon)
		return lex_trim(s, v.from, colon);
	/* an address without brackets, perhaps with a port */
	if (!host_ip6(s, v) && host_ip6(s, (struct part){v.from, last}))
		return last;
	return v.to;
}

void sip_hostport(struct scan *s, struct part v, uint16_t field)
{
	uint32_t to = v.to;
	uint32_t end;

	v = lex_inner(s, v, field);
	end = host_end(s, v);
	sip_host(s, (struct part){v.from, end}, field, 0);
	put_port(s, (struct part){end, v.to}, field);
	sip_emit(s->out, SIP_SYNTAX, v.to, to, field);
}

uint32_t host_port_end(const struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t from = i;

	if (i < to && s->p[i] == '[') {
		if (to - i > 2 * ADDR_TEXT_MAX) /* linear for "@[@[@[" */
			to = i + 2 * ADDR_TEXT_MAX;
		i = lex_find(s, i, to, ']');
		if (i == to || !host_ip6(s, (struct part){from + 1, i}))
			return 0;
		i++;
	} else {
		i = lex_run(s, i, to, CH_HOST);
		while (i < to && !spoils(s->p[i]))
			i++;
		if (i == from)
			return 0;
	}
	if (i < to && s->p[i] == ':') {
		uint32_t port;

		from = ++i;
		i = lex_run(s, i, to, CH_DIGIT);
		if (!sip_decimal(s, (struct part){from, i}, UINT16_MAX, &port))
			return 0;
	}
	return i;
}

bool host_shaped(const struct scan *s, struct part v)
{
	uint32_t dot = lex_find(s, v.from, v.to, '.');

	if (v.to - v.from >= 2 && s->p[v.from] == '[' && s->p[v.to - 1] == ']')
		return host_ip6(s, (struct part){v.from + 1, v.to - 1});
	if (dot == v.to || dot == v.from)
		return lex_find(s, v.from, v.to, ':') < v.to && host_ip6(s, v);
	return s->p[v.to - 1] != '.' &&
	       lex_run(s, v.from, v.to, CH_HOST) == v.to;
}
