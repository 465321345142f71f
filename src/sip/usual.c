/* SPDX-License-Identifier: Apache-2.0 */
/* usual.c - the usual name-addr and Via, RFC 3261 sections 20.10 and 20.42. */
#include "sip/usual.h"

#include "sip/header.h"
#include "sip/param.h"
#include "sip/uri.h"

struct usual_addr {
	uint32_t lt;	  /* '<' */
	struct part user; /* empty without one */
	bool percent;	  /* a '%' in it */
	struct usual_host h;
	uint32_t gt; /* '>' */
};

/* Behind a display name: a quoted-string and one blank, or words, blanks and
 * what is not ASCII. */
static uint32_t display_end(struct scan *s, struct part v)
{
	uint32_t i = v.from;

	if (s->p[i] == '"') {
		i = lex_quoted(s, i, v.to);
		return i ? i + (s->p[i] == ' ') : v.from;
	}
	while (chars_is(s->p[i], CH_TOKEN | CH_BLANK) || s->p[i] >= 0x80)
		i++;
	return i;
}

/* Behind ";name" and ";name=value" of tokens, where there are any. */
static uint32_t params_end(const struct scan *s, uint32_t i)
{
	while (s->p[i] == ';') {
		uint32_t name = i + 1;

		i = lex_run_on(s, name, CH_TOKEN);
		if (i > name && s->p[i] == '=')
			i = lex_run_on(s, i + 1, CH_TOKEN);
	}
	return i;
}

static bool take(struct scan *s, struct part v, struct usual_addr *a)
{
	const uint8_t *p = s->p;
	uint32_t i = p[v.from] == '<' ? v.from : display_end(s, v);

	if (chars_is(p[v.from], CH_BLANK)) /* blanks go in front of a name */
		return false;

	a->lt = i;
	if (p[i] != '<' || p[i + 1] != 's' || p[i + 2] != 'i' ||
	    p[i + 3] != 'p' || p[i + 4] != ':')
		return false;
	a->user = (struct part){i + 5, i + 5};
	i = lex_run_on(s, i + 5 + (p[i + 5] == '+'), CH_HOST);
	a->percent = p[i] == '%';
	if (a->percent)
		i = lex_run_on(s, i, CH_HOST | CH_PERCENT);
	if (p[i] == '@')
		a->user.to = i;
	if (!usual_host(s, a->user.to + (p[i] == '@'), &a->h))
		return false;
	a->gt = params_end(s, a->h.end);
	/* sip:x is left to the general scanner, which takes it for odd */
	return p[a->gt] == '>' && a->gt - a->lt > 6;
}

/* Emits all of it, from `from` on. */
static uint32_t put_addr(struct scan *s, uint32_t from, struct part v,
			 uint16_t row)
{
	struct usual_addr a;
	enum sip_class cls = SIP_USER;

	if (!take(s, v, &a))
		return 0;
	sip_emit(s->out, SIP_SYNTAX, from, v.from, row);
	sip_emit(s->out, SIP_DISPLAY, v.from, a.lt, row);
	sip_emit(s->out, SIP_SYNTAX, a.lt, a.lt + 1, row);
	if (a.percent) /* the scheme is a span of its own then */
		sip_emit(s->out, SIP_SYNTAX, a.lt + 1, a.lt + 4, row);
	sip_emit_to(s->out, SIP_SYNTAX, a.user.from, row);
	if (a.user.from < a.h.from) {
		struct part host = {a.h.from, a.h.to};

		if (!chars_is(s->p[a.user.from], CH_ALPHA))
			cls = uri_user_class(s, a.user, host);
		if (cls == SIP_USER && a.user.from < a.user.to &&
		    a.h.end < a.gt && uri_user_phone(s, a.h.end, a.gt))
			cls = SIP_TEL;
		sip_emit(s->out, cls, a.user.from, a.user.to, row);
		sip_emit(s->out, SIP_SYNTAX, a.user.to, a.h.from, row);
	}
	usual_host_put(s, &a.h, row);
	if (a.h.end < a.gt)
		uri_params(s, (struct part){a.h.end, a.gt}, row);
	sip_emit(s->out, SIP_SYNTAX, a.gt, a.gt + 1, row);
	return a.gt + 1;
}

/* "SIP/2.0/UDP " and a host, from `from` on; the transport is the head. */
static uint32_t put_via(struct scan *s, uint32_t from, struct part v,
			uint16_t row)
{
	uint32_t slash = v.from + 8;
	struct usual_host h;

	if (v.to - v.from <= 12 ||
	    memcmp(s->p + v.from, "SIP/2.0/UDP ", 12) != 0 ||
	    !usual_host(s, v.from + 12, &h) || s->p[h.end] != ';')
		return 0;
	sip_emit(s->out, SIP_SYNTAX, from, v.from, row);
	sip_emit(s->out, SIP_SYNTAX, v.from, slash + 3, row);
	sip_emit(s->out, SIP_SYNTAX, slash + 3, slash + 4, row);
	usual_host_put(s, &h, row);
	s->head = (struct part){slash, slash + 3};
	return h.end;
}

bool usual_value(struct scan *s, struct part v, uint16_t row)
{
	bool via = sip_fields[row].rule == RULE_VIA;
	struct part in = {v.from + 1, v.to};
	uint32_t end;

	if (!s->ended || s->p[v.from] != ' ' ||
	    chars_is(s->p[v.to - 1], CH_LWS) ||
	    sip_strict(s->out, row) != SIP_BY_CLASS)
		return false;
	end = via ? put_via(s, v.from, in, row) : put_addr(s, v.from, in, row);
	if (end == 0)
		return false;
	s->values = 1;
	if (!via)
		s->head = (struct part){in.from, end};
	in.from = header_params(s, end, v.to, row);
	if (in.from < v.to) { /* a comma */
		s->watch = 0;
		header_list(s, in, row, via ? head_via : head_addr);
	}
	return true;
}
