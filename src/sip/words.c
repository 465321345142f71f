/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - the dictionaries of data/words.tsv. */
#include "sip/hash.h"
#include "sip/scan.h"

uint32_t sip_word_at(enum sip_words set, struct span w)
{
	struct hash_key key;
	uint32_t hash;

	if (w.n == 0 || w.n > UINT8_MAX)
		return 0;
	key = hash_key(w);
	hash = hash_mix((uint32_t)set, key, w.n);
	for (uint32_t i = hash;; i++) {
		struct hash_slot at = sip_word_slot[i & (SIP_WORD_SLOTS - 1)];

		if (at.item == 0)
			return 0;
		if (at.hash == hash && at.len == w.n &&
		    sip_words[at.item].set == set &&
		    hash_same(sip_words[at.item].text, w, key))
			return at.item;
	}
}

bool sip_word(enum sip_words set, struct span w)
{
	return sip_word_at(set, w) != 0;
}
