/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/anon.h"

#include "base/chars.h"
#include "sip_tables.h"

#include "sip/scan.h"

/*
 * support: words of the `text` dictionary stay, every other run of letters
 * becomes one x, every run of more than three digits one #; bytes outside
 * ASCII become x.  Punctuation stays: it is syntax of the text.
 */
static size_t run_of(struct span s, unsigned mask)
{
	size_t n = 0;

	while (n < s.n && (chars_is(s.p[n], mask) || s.p[n] >= 0x80))
		n++;
	return n;
}

void scrub_text(struct span s, struct buf *out)
{
	while (s.n) {
		size_t digits = run_of(s, CH_DIGIT);
		size_t n = run_of(s, CH_ALNUM);

		if (n == 0) {
			buf_u8(out,
			       s.p[0] >= ' ' && s.p[0] < 0x7f && s.p[0] != '@'
				   ? s.p[0]
				   : ' ');
			n = 1;
		} else if (digits == n && n <= 3 && s.p[0] < 0x80) {
			buf_put(out, s.p, n);
		} else if (digits == n && s.p[0] < 0x80) {
			buf_u8(out, '#');
		} else if (sip_word(WORDS_TEXT, span_sub(s, 0, n))) {
			buf_put(out, s.p, n);
		} else {
			buf_u8(out, 'x');
		}
		s = span_sub(s, n, s.n);
	}
}
