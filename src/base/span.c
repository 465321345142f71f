/* SPDX-License-Identifier: Apache-2.0 */
#include "base/span.h"

#include "base/chars.h"

bool span_case_prefix(struct span s, struct span prefix)
{
	if (prefix.n > s.n)
		return false;
	for (size_t i = 0; i < prefix.n; i++) {
		if (chars_lower(s.p[i]) != chars_lower(prefix.p[i]))
			return false;
	}
	return true;
}

size_t span_rfind(struct span s, uint8_t c)
{
	for (size_t i = s.n; i > 0; i--) {
		if (s.p[i - 1] == c)
			return i - 1;
	}
	return s.n;
}

struct span span_trim(struct span s)
{
	while (s.n > 0 && chars_is(s.p[0], CH_LWS)) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && chars_is(s.p[s.n - 1], CH_LWS))
		s.n--;
	return s;
}
