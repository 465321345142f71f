/* SPDX-License-Identifier: Apache-2.0 */
/* find.c - is it SIP, and where does it begin? */
#include "sip/lex.h"
#include "sip/start.h"

static bool is_blank(uint8_t c)
{
	return c == '\r' || c == '\n' || c == '\0';
}

bool sip_is_blank(struct span payload)
{
	for (size_t i = 0; i < payload.n; i++) {
		if (!is_blank(payload.p[i]))
			return false;
	}
	return payload.n > 0;
}

const char *sip_method_name(enum sip_method m)
{
	static const char *const name[] = {
#define SIP_X(name) #name,
	    SIP_METHODS(SIP_X)
#undef SIP_X
	};

	return (unsigned)m < SIP_M_OTHER ? name[m] : "other";
}

enum sip_method start_method(struct span name)
{
	static const struct {
		char text[10];
		uint8_t len;
	} known[] = {
#define SIP_X(name) {#name, sizeof(#name) - 1},
	    SIP_METHODS(SIP_X)
#undef SIP_X
	};

	/* the first of each letter: they are in alphabetical order */
	static const uint8_t first[32] = {
	    ['A' & 31] = SIP_M_ACK,	['B' & 31] = SIP_M_BYE,
	    ['C' & 31] = SIP_M_CANCEL,	['I' & 31] = SIP_M_INFO,
	    ['M' & 31] = SIP_M_MESSAGE, ['N' & 31] = SIP_M_NOTIFY,
	    ['O' & 31] = SIP_M_OPTIONS, ['P' & 31] = SIP_M_PRACK,
	    ['R' & 31] = SIP_M_REFER,	['S' & 31] = SIP_M_SUBSCRIBE,
	    ['U' & 31] = SIP_M_UPDATE,
	};
	int m = name.n ? first[name.p[0] & 31] : SIP_M_OTHER;

	for (; m < SIP_M_OTHER && known[m].text[0] == name.p[0]; m++) {
		if (known[m].len == name.n &&
		    memcmp(known[m].text, name.p, name.n) == 0)
			return (enum sip_method)m;
	}
	return SIP_M_OTHER;
}

/* "SIP/n.n" with one or two digits each; the end of it, or 0. */
uint32_t start_version(const struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t end;

	if (to - i < 7)
		return 0;
	if (memcmp(s->p + i, "SIP/2.0", 7) == 0 &&
	    (to - i == 7 || !chars_is(s->p[i + 7], CH_DIGIT)))
		return i + 7;
	if (!lex_begins(s, (struct part){i, to}, "sip/"))
		return 0;
	i += 4;
	end = lex_run(s, i, to, CH_DIGIT);
	if (end == i || end - i > 2 || end == to || s->p[end] != '.')
		return 0;
	i = end + 1;
	end = lex_run(s, i, to, CH_DIGIT);
	return end > i && end - i <= 2 ? end : 0;
}

uint32_t start_end(const struct scan *s, uint32_t i, uint32_t to,
		   uint32_t *next)
{
	uint32_t lf = lex_find(s, i, to, '\n');
	uint32_t cr = lex_find(s, i, lf, '\r');

	/* a CR in the middle ends the line when text goes on behind it */
	if (cr + 1 < lf && s->p[cr + 1] != '\r') {
		*next = cr + 1;
		return cr;
	}
	*next = lf + (lf < to);
	while (lf > i && s->p[lf - 1] == '\r')
		lf--;
	return lf;
}

/* "name:" of a header we know: the shape of a SIP header */
static bool header_at(const struct scan *s, uint32_t i, uint32_t to)
{
	uint32_t colon = lex_run(s, i, to, CH_TOKEN);
	uint32_t end = colon;

	while (end < to && chars_is(s->p[end], CH_BLANK))
		end++;
	return colon > i && end < to && s->p[end] == ':' &&
	       sip_exact_row(
		   sip_field_find(SIP_SCOPE_HEADER, 0, part_span(s, i, colon)));
}

/* A request line without its version, in front of a header? */
static bool headed(const struct scan *s, struct part line, uint32_t next,
		   uint32_t to)
{
	uint32_t end = lex_run(s, line.from, line.to, CH_TOKEN);

	if (end == line.from || end == line.to || s->p[end] != ' ' ||
	    start_method(part_span(s, line.from, end)) == SIP_M_OTHER)
		return false;
	for (uint32_t i = end; i + 5 <= line.to; i++) {
		struct part rest = {i, line.to};

		if (lex_begins(s, rest, " http/") ||
		    lex_begins(s, rest, " rtsp/"))
			return false;
	}
	return header_at(s, next, to);
}

static bool is_start(const struct scan *s, struct part v)
{
	uint32_t next;
	struct part line = {v.from, start_end(s, v.from, v.to, &next)};
	struct start st;

	if (start_parse(s, line, &st))
		return true;
	line.to = lex_trim(s, line.from, line.to);
	return headed(s, line, next, v.to);
}

size_t sip_find(struct span payload)
{
	struct scan s = {.p = payload.p};
	uint32_t i = 0;
	uint32_t to;

	if (payload.n > INT32_MAX)
		return SIZE_MAX;
	to = (uint32_t)payload.n;
	while (i < to && is_blank(payload.p[i]))
		i++;
	return i < to && is_start(&s, (struct part){i, to}) ? i : SIZE_MAX;
}
