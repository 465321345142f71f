/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The registrable domain inside a host name, by the public suffix list.
 */
#include "sip/suffix.h"

#include "base/chars.h"
#include "sip/sip.h"

/* What the list says about a name whose hash is h; 0 when nothing. */
static unsigned rule_find(struct span name, uint32_t h)
{
	for (uint32_t i = suffix_slot(h, sip_suffix_mask);;
	     i = (i + 1) & sip_suffix_mask) {
		const uint8_t *rec;

		if (sip_suffix_slots[i] == 0)
			return 0;
		rec = sip_suffix_names + sip_suffix_slots[i] - 1;
		if (rec[1] == name.n && memcmp(rec + 2, name.p, name.n) == 0)
			return rec[0];
	}
}

/* Where the label that ends before `end` begins. */
static size_t label_start(struct span host, size_t end)
{
	while (end > 0 && host.p[end - 1] != '.')
		end--;
	return end;
}

/* Where the public suffix of host begins: the longest rule that matches, an
 * exception before all; without a rule the last label. */
static size_t suffix_at(struct span host)
{
	size_t found = label_start(host, host.n);
	size_t at = host.n, right = host.n;
	uint32_t h = SUFFIX_HASH_START;
	bool wild = false;

	for (unsigned depth = 0; depth <= sip_suffix_depth; depth++) {
		size_t start = label_start(host, at);
		unsigned rule;

		while (at > start)
			h = suffix_hash(h, host.p[--at]);
		rule = rule_find(span_sub(host, start, host.n), h);
		if (rule & SUFFIX_EXC)
			return right;
		if (wild || (rule & (SUFFIX_RULE | SUFFIX_WILD)))
			found = start;
		if (start == 0)
			break;
		wild = rule & SUFFIX_WILD;
		right = start;
		at = start - 1;
		h = suffix_hash(h, '.');
	}
	return found;
}

/* Takes "tail" from the end of s, if it is there with something before it. */
static bool cut_tail(struct span *s, struct span tail)
{
	if (s->n <= tail.n || memcmp(s->p + s->n - tail.n, tail.p, tail.n) != 0)
		return false;
	s->n -= tail.n;
	return true;
}

/* Takes ".wordDIGITS" with least to three digits from the end of s. */
static bool cut_code(struct span *s, struct span word, unsigned least)
{
	unsigned digits = 0;

	while (digits < 3 && s->n > 0 && chars_is(s->p[s->n - 1], CH_DIGIT)) {
		digits++;
		s->n--;
	}
	return digits >= least && s->n >= word.n &&
	       memcmp(s->p + s->n - word.n, word.p, word.n) == 0 &&
	       (s->n -= word.n, true);
}

/*
 * A network's part of 3gppnetwork.org (3GPP TS 23.003 section 13.2), also
 * under pub: one registrable domain.  SIZE_MAX when it is another name.
 */
static size_t network_at(struct span host)
{
	struct span s = host;

	if (!cut_tail(&s, SPAN_LIT(".3gppnetwork.org")))
		return SIZE_MAX;
	(void)cut_tail(&s, SPAN_LIT(".pub"));
	if (!cut_code(&s, SPAN_LIT(".mcc"), 3) ||
	    !cut_code(&s, SPAN_LIT("mnc"), 2))
		return SIZE_MAX;
	return s.n == 0 || s.p[s.n - 1] == '.' ? s.n : SIZE_MAX;
}

size_t sip_domain_at(struct span host)
{
	size_t at, end;

	if (host.n == 0 || host.p[host.n - 1] == '.')
		return 0;
	at = network_at(host);
	if (at != SIZE_MAX)
		return at;
	at = suffix_at(host);
	if (at == 0)
		return 0;
	end = at - 1;
	at = label_start(host, end);
	return at == end ? 0 : at;
}
