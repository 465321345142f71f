/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spans.h - scanning in tests: every result is checked to cover its text.
 */
#ifndef SIANTO_TEST_SPANS_H
#define SIANTO_TEST_SPANS_H

#include <stdio.h>

#include "sip/sip.h"
#include "testing.h"

enum { SPANS_MAX = 70000, SPANS_TEXT = 1 << 20 };

struct spans {
	struct sip_span span[SPANS_MAX];
	struct sip_out out;
	struct sip_msg msg;
	int result;
};

static const char *const spans_class[] = {
#define SIP_X(name, text) #name,
    SIP_CLASSES(SIP_X)
#undef SIP_X
};

static const char *const spans_space[] = {
#define SIP_X(name) #name,
    SIP_SPACES(SIP_X)
#undef SIP_X
};

static const char *const spans_fault[] = {
#define SIP_X(name, key, text) key,
    SIP_FAULTS(SIP_X)
#undef SIP_X
};

static inline void spans_begin(struct spans *r, bool merge)
{
	r->out =
	    (struct sip_out){.span = r->span, .max = SPANS_MAX, .merge = merge};
}

/* Every byte in one span, in order, no hole, no empty span. */
static inline void spans_check(const struct spans *r, struct span text)
{
	size_t end = 0;

	assert_false(r->out.over);
	for (size_t i = 0; i < r->out.count; i++) {
		const struct sip_span *sp = &r->span[i];

		assert_int_equal(sp->off, end);
		assert_true(sp->len > 0);
		assert_true(sp->cls < SIP_CLASS_COUNT);
		assert_true(sp->field < sip_field_count);
		if (r->out.merge && i > 0)
			assert_true(sp->cls > SIP_NUM ||
				    r->span[i - 1].cls > SIP_NUM);
		end += sp->len;
	}
	assert_int_equal(end, text.n);
}

/* Is what the message says inside its text? */
static inline void spans_inside(struct span v, struct span text)
{
	if (v.n)
		assert_true(v.p >= text.p && v.n <= text.n &&
			    v.p + v.n <= text.p + text.n);
}

static inline void spans_message(struct spans *r, struct span text, bool whole,
				 bool merge)
{
	spans_begin(r, merge);
	r->result = sip_scan(text, whole, &r->out, &r->msg);
	if (r->result)
		return;
	spans_check(r, text);
	spans_inside(r->msg.callid, text);
	spans_inside(r->msg.from_tag, text);
	spans_inside(r->msg.to_tag, text);
	spans_inside(r->msg.branch, text);
	spans_inside(r->msg.via_transport, text);
	spans_inside(r->msg.event, text);
	spans_inside(r->msg.ctype, text);
	spans_inside(r->msg.agent, text);
	assert_true(r->msg.headers_len <= text.n);
	assert_true((size_t)r->msg.body_off + r->msg.body_len <= text.n);
}

/* Every span but separators, one a line, then the faults. */
static inline size_t spans_show(const struct spans *r, struct span text,
				char *out, size_t max)
{
	static const char *const shape[] = {"", "/UUID", "/HEX32", "/U32",
					    "/HEXN"};
	size_t n = 0;

	for (size_t i = 0; i < r->out.count && n + 300 < max; i++) {
		const struct sip_span *sp = &r->span[i];
		struct span t = span_sub(text, sp->off, sp->off + sp->len);

		if (sp->cls == SIP_SYNTAX)
			continue;
		n += (size_t)snprintf(out + n, max - n, "%s",
				      spans_class[sp->cls]);
		if (sp->cls == SIP_TOKEN)
			n += (size_t)snprintf(out + n, max - n, "(%s%s)",
					      spans_space[sp->ns],
					      shape[sp->num]);
		else if (sp->cls == SIP_PHRASE || sp->cls == SIP_REASON)
			n +=
			    (size_t)snprintf(out + n, max - n, "(%u)", sp->num);
		else if (sp->ns)
			n += (size_t)snprintf(out + n, max - n, "/%u", sp->ns);
		out[n++] = ' ';
		for (size_t k = 0; k < t.n && n + 80 < max; k++)
			if (t.p[k] == '\r')
				n += (size_t)snprintf(out + n, max - n, "\\r");
			else if (t.p[k] == '\n')
				n += (size_t)snprintf(out + n, max - n, "\\n");
			else
				out[n++] = (char)t.p[k];
		out[n++] = '\n';
	}
	out[n] = '\0';
	return n;
}

static inline size_t spans_show_faults(uint32_t faults, char *out, size_t max)
{
	size_t n = 0;

	out[0] = '\0';
	for (int i = 0; i < SIP_FAULT_COUNT; i++)
		if (faults >> i & 1)
			n += (size_t)snprintf(out + n, max - n, "fault %s\n",
					      spans_fault[i]);
	return n;
}

#endif
