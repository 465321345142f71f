/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agents.c - families of user agents: the products of data/words-agent.tsv.
 *
 * The anonymizer keeps exactly these names, so a family is the same in an
 * original and in its anonymized form, and everything else is "other" in
 * both.  The index of a family is one more than its number among the words.
 */
#include "sip/hash.h"
#include "sip/scan.h"
#include "stats/counts.h"

enum { OTHER = 1 };

uint16_t stats_agent_of(struct span family)
{
	uint32_t n = sip_word_at(WORDS_PRODUCT, family);

	return n && n < UINT16_MAX ? (uint16_t)(n + 1) : OTHER;
}

uint16_t stats_agents(void)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < SIP_WORD_SLOTS; i++) {
		uint32_t n = sip_word_slot[i].item;

		if (n > last && sip_words[n].set == WORDS_PRODUCT)
			last = n;
	}
	return last < UINT16_MAX - 1 ? (uint16_t)(last + 2) : UINT16_MAX;
}

const char *stats_agent_name(uint16_t index)
{
	if (index <= OTHER)
		return index == 0 ? "none" : "other";
	return sip_words[index - 1].text;
}
