/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_paper.c - the published method on any message: its spans follow each
 * other without holes and cover the text, so that no byte is written twice.
 *
 * First byte: 1 the snaplen did not cut the message.
 */
#include "anon/anon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_spans(const struct sip_out *out, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < out->count; i++) {
		require(out->span[i].off == at);
		require(out->span[i].len || out->span[i].cls == SIP_TRAIL);
		at += out->span[i].len;
	}
	require(out->over || at == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sip_span span[ANON_SPANS_MAX];
	struct sip_out out = {.span = span, .max = ANON_SPANS_MAX};
	struct anon_counts counts = {0};
	struct sip_msg msg;
	struct span text;
	bool whole;
	size_t off;

	if (size < 2)
		return 0;
	whole = data[0] & 1;
	text = span_of(data + 1, size - 1);
	off = sip_find(text);
	if (off == SIZE_MAX)
		return 0;
	text = span_sub(text, off, text.n);
	if (sip_scan(text, whole, &out, &msg))
		return 0;
	out.count = 0;
	out.over = false;
	paper_scan(text, &msg, whole, &out, &counts);
	check_spans(&out, text.n);
	return 0;
}
