/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agents.c - --min-users: a user agent that few people have names them.
 */
#include "base/chars.h"
#include "job/internal.h"

static bool is_agent_row(uint16_t field)
{
	return field == sip_row(SIP_ROW_USER_AGENT) ||
	       field == sip_row(SIP_ROW_SERVER);
}

/* The spans [*from, *to) of the value of the next agent header. */
static bool next_value(struct span text, const struct sip_span *span,
		       size_t count, size_t *from, size_t *to)
{
	size_t i = *to, colon;

	while (i < count && !is_agent_row(span[i].field))
		i++;
	if (i == count)
		return false;
	colon =
	    span[i].off + span_find(span_sub(text, span[i].off, text.n), ':');
	while (i < count && span[i].off <= colon && is_agent_row(span[i].field))
		i++;
	*from = i;
	while (i < count && is_agent_row(span[i].field))
		i++;
	*to = i;
	return true;
}

static uint64_t value_hash(const struct sianto_job *job, struct span text,
			   const struct sip_span *span, size_t count)
{
	uint8_t kept[256];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (span[i].cls != SIP_WORD && span[i].cls != SIP_NUM &&
		    span[i].cls != SIP_AGENT)
			continue;
		for (size_t k = 0; k < span[i].len && n < sizeof(kept); k++)
			kept[n++] = text.p[span[i].off + k];
		if (n < sizeof(kept))
			kept[n++] = ' ';
	}
	return n ? siphash13(&job->anon.table, span_of(kept, n)) | 1 : 0;
}

/* One agent in the place of all: blanks before it and the line end stay. */
static void generalise(struct span text, struct sip_span *span, size_t from,
		       size_t to)
{
	while (from < to && span[from].cls == SIP_SYNTAX)
		from++;
	while (to > from && span[to - 1].cls == SIP_SYNTAX &&
	       chars_is(text.p[span[to - 1].off], CH_LWS))
		to--;
	for (size_t k = from; k < to; k++)
		span[k].cls = SIP_DROP;
	if (from < to) {
		span[from].cls = SIP_AGENT;
		span[from].num = 1;
	}
}

uint64_t agents_gate(const struct sianto_job *job, struct span text,
		     struct sip_span *span, size_t count)
{
	size_t from = 0, to = 0;
	uint64_t first = 0;

	while (next_value(text, span, count, &from, &to)) {
		uint64_t h = value_hash(job, text, span + from, to - from);
		const struct set64_item *i = set64_get(&job->survey.agents, h);

		if (!first)
			first = h;
		if (job->surveying || !h || (i && i->a >= job->opt.min_users))
			continue;
		generalise(text, span, from, to);
	}
	return first;
}
