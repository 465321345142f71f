/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/anon.h"

#include "base/chars.h"
#include "sip_tables.h"

#include "sip/scan.h"

/*
 * support: words of the `text` dictionary stay, every other run of letters
 * becomes one x, every number of more than three digits a #; bytes outside
 * ASCII become x.  Punctuation stays: it is syntax of the text.
 *
 * Digits count by groups: addresses and telephone numbers are written in
 * pieces of three and less.
 */
static size_t run_of(struct span s, unsigned mask)
{
	size_t n = 0;

	while (n < s.n && (chars_is(s.p[n], mask) || s.p[n] >= 0x80))
		n++;
	return n;
}

/* Up to the first blank that no digit follows; *digits of them. */
static size_t group_of(struct span s, size_t *digits)
{
	size_t n = 0;

	*digits = 0;
	while (n < s.n && (s.p[n] > ' ' ||
			   (n + 1 < s.n && chars_is(s.p[n + 1], CH_DIGIT)))) {
		*digits += chars_is(s.p[n], CH_DIGIT) != 0;
		n++;
	}
	return n;
}

void scrub_text(struct span s, struct buf *out)
{
	size_t group = 0, in_group = 0;

	while (s.n) {
		size_t digits = run_of(s, CH_DIGIT);
		size_t n = run_of(s, CH_ALNUM);

		if (group == 0)
			group = group_of(s, &in_group);
		if (n == 0) {
			buf_u8(out,
			       s.p[0] >= ' ' && s.p[0] < 0x7f && s.p[0] != '@'
				   ? s.p[0]
				   : ' ');
			n = 1;
		} else if (digits == n && in_group <= 3 && s.p[0] < 0x80) {
			buf_put(out, s.p, n);
		} else if (digits == n && s.p[0] < 0x80) {
			buf_u8(out, '#');
		} else if (sip_word(WORDS_TEXT, span_sub(s, 0, n))) {
			buf_put(out, s.p, n);
		} else {
			buf_u8(out, 'x');
		}
		s = span_sub(s, n, s.n);
		group = group > n ? group - n : 0;
	}
}
