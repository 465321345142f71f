/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_sdp.c - scans the input as a session description and as the value of
 * a User-Agent header.
 *
 * Rules checked: the spans cover every byte in order; a kept byte is printable
 * or a line end; a text that is cut has the same spans up to its last line;
 * with neighbours joined, the same bytes are kept.
 */
#include <stdlib.h>

#include "base/chars.h"
#include "base/err.h"
#include "sip/sip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Spans cover the text; gives how many of its bytes are kept. */
static size_t check(struct span text, const struct sip_out *out)
{
	size_t end = 0, kept = 0;

	for (size_t i = 0; i < out->count; i++) {
		const struct sip_span *sp = &out->span[i];

		require(sp->off == end && sp->len > 0);
		end += sp->len;
		if (sp->cls > SIP_NUM)
			continue;
		kept += sp->len;
		for (size_t k = sp->off; k < end; k++)
			require(chars_is(text.p[k], CH_LWS) ||
				(text.p[k] > ' ' && text.p[k] < 0x7f));
	}
	require(!out->over && end == text.n);
	return kept;
}

/* The spans of a text that is cut are those of the whole one, to its cut. */
static void check_cut(const struct sip_out *whole, const struct sip_out *cut)
{
	for (size_t i = 0; i < cut->count; i++) {
		const struct sip_span *a = &whole->span[i];
		const struct sip_span *b = &cut->span[i];

		if (b->cls == SIP_CUT) {
			require(i + 1 == cut->count);
			return;
		}
		require(i < whole->count && a->off == b->off &&
			a->len == b->len && a->cls == b->cls);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t max = size + 1; /* no span is empty */
	struct sip_span *span = malloc(3 * max * sizeof(*span));
	struct sip_out out = {.span = span, .max = max};
	struct sip_out cut = {.span = span + max, .max = max};
	struct sip_out joined = {.span = span + 2 * max,
				 .max = max,
				 .merge = true};
	struct span text = span_of(data, size);

	require(span != NULL);
	if (sip_scan_sdp(text, true, &out)) {
		size_t kept = check(text, &out);

		require(sip_scan_sdp(text, false, &cut));
		check(text, &cut);
		require(sip_scan_sdp(text, true, &joined));
		require(check(text, &joined) == kept);
		check_cut(&out, &cut);
	} else {
		require(out.count == 0);
	}
	out = (struct sip_out){.span = span, .max = max};
	sip_scan_agent(text, 0, &out);
	check(text, &out);
	free(span);
	return 0;
}
