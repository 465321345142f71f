/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - the dictionaries of data/words.tsv. */
#include "sip/hash.h"
#include "sip/scan.h"

bool sip_word(enum sip_words set, struct span w)
{
	uint32_t i;

	if (w.n == 0 || w.n > UINT8_MAX)
		return false;
	for (i = hash_name((uint32_t)set, w);; i++) {
		uint16_t n = sip_word_slot[i & (SIP_WORD_SLOTS - 1)];
		const struct sip_word_entry *e = &sip_words[n];

		if (n == 0)
			return false;
		if (e->set != set || e->len != w.n)
			continue;
		if (memcmp(e->text, w.p, w.n) == 0 ||
		    span_case_eq(span_of(e->text, e->len), w))
			return true;
	}
}
