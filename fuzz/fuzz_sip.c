/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_sip.c - scans the input as a message, as a URI and as a header value.
 *
 * Rules checked: every byte in exactly one span, in order; joining neighbours
 * changes no span that is replaced; facts point into the text; a shorter
 * list of spans is refused, never overrun.
 */
#include <stdlib.h>

#include "sip/sip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SPANS = 1 << 17, FEW = 7 };

static struct sip_span plain[SPANS], joined[SPANS], few[FEW];

static void covers(const struct sip_out *o, struct span text)
{
	size_t end = 0;

	require(!o->over);
	for (size_t i = 0; i < o->count; i++) {
		require(o->span[i].off == end);
		require(o->span[i].len > 0);
		require(o->span[i].cls < SIP_CLASS_COUNT);
		require(o->span[i].field < sip_field_count);
		end += o->span[i].len;
	}
	require(end == text.n);
}

static void same_but_joined(const struct sip_out *a, const struct sip_out *b)
{
	size_t k = 0;

	for (size_t i = 0; i < a->count; i++) {
		if (a->span[i].cls <= SIP_NUM)
			continue;
		while (b->span[k].cls <= SIP_NUM)
			k++;
		require(memcmp(&a->span[i], &b->span[k], sizeof(a->span[i])) ==
			0);
		k++;
	}
}

static void inside(struct span v, struct span text)
{
	require(v.n == 0 || (v.p >= text.p && v.n <= text.n &&
			     v.p + v.n <= text.p + text.n));
}

static void message(struct span text, bool whole)
{
	struct sip_out a = {.span = plain, .max = SPANS};
	struct sip_out b = {.span = joined, .max = SPANS, .merge = true};
	struct sip_out c = {.span = few, .max = FEW};
	struct sip_msg msg, again;
	int r = sip_scan(text, whole, &a, &msg);

	require(sip_scan(text, whole, &b, &again) == r);
	require(sip_scan(text, whole, &c, &again) == r);
	if (r)
		return;
	covers(&a, text);
	covers(&b, text);
	same_but_joined(&a, &b);
	require(msg.faults == again.faults || c.over);
	require(c.over == (a.count > FEW));
	inside(msg.callid, text);
	inside(msg.from_tag, text);
	inside(msg.to_tag, text);
	inside(msg.branch, text);
	inside(msg.via_transport, text);
	inside(msg.event, text);
	inside(msg.ctype, text);
	inside(msg.cenc, text);
	inside(msg.agent, text);
	require((size_t)msg.body_off + msg.body_len <= text.n);
}

static void piece(struct span text, uint16_t row)
{
	struct sip_out a = {.span = plain, .max = SPANS};
	struct sip_out b = {.span = joined, .max = SPANS, .merge = true};

	if (row == SIP_FIELD_NONE)
		sip_scan_uri(text, row, &a);
	else
		sip_scan_value(text, row, &a);
	covers(&a, text);
	if (row == SIP_FIELD_NONE)
		sip_scan_uri(text, row, &b);
	else
		sip_scan_value(text, row, &b);
	same_but_joined(&a, &b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a copy of the right size: reading on is seen */
	uint8_t *copy = malloc(size ? size : 1);
	struct span text = span_of(copy, size);
	size_t at = 0;
	uint16_t row = 0;

	if (!copy || size >= SPANS)
		goto out;
	if (size)
		memcpy(copy, data, size);
	at = sip_find(text);
	if (at != SIZE_MAX) {
		message(span_sub(text, at, size), true);
		message(span_sub(text, at, size), false);
	}
	if (size > 0 && size < 1024) {
		piece(text, SIP_FIELD_NONE);
		row = (uint16_t)((data[0] * 7u + data[size - 1] * 131u) %
				 sip_field_count);
		if (row && sip_fields[row].scope < SIP_SCOPE_SDP)
			piece(text, row);
	}
out:
	free(copy);
	return 0;
}
