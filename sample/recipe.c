/* SPDX-License-Identifier: Apache-2.0 */
#include "recipe.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 4, WORD_MAX = 31 };

struct word {
	const char *name;
	unsigned count; /* numbers that follow */
	size_t at[3];	/* where they go */
};

#define ONE(name, field)                               \
	{                                              \
		name, 1,                               \
		{                                      \
			offsetof(struct recipe, field) \
		}                                      \
	}
#define AT(field) offsetof(struct recipe, field)

static const struct word words[] = {
    ONE("seed", seed),
    ONE("start", start),
    ONE("duration", duration),
    ONE("packets", packets),
    ONE("users", users),
    ONE("domains", domains),
    ONE("agents", agents),
    ONE("nat", nat),
    ONE("shared-nat", shared_nat),
    ONE("ipv6", ipv6),
    ONE("vlan", vlan),
    ONE("unreachable", unreachable),
    ONE("phones", phones),
    ONE("tel", tel),
    ONE("compact", compact),
    ONE("folded", folded),
    ONE("lowercase", lowercase),
    ONE("device-agent", device_agent),
    ONE("interval", interval),
    ONE("expires", expires),
    ONE("handshake", handshake),
    ONE("bad-password", bad_password),
    ONE("loss", loss),
    ONE("calls", calls),
    ONE("rtp", rtp),
    ONE("messages", messages),
    ONE("presence", presence),
    ONE("publish", publish),
    ONE("large", large),
    ONE("malformed", malformed),
    ONE("dns", dns),
    ONE("tcp", tcp),
    {"scanner", 3, {AT(scan_start), AT(scan_count), AT(scan_rate)}},
    {"outage", 2, {AT(outage_start), AT(outage_length)}},
    {"overload", 2, {AT(overload_rate), AT(overload_code)}},
};

static const char *const ka_names[KA_COUNT] = {
    [KA_NONE] = "none",	    [KA_CRLF] = "crlf",
    [KA_CR] = "cr",	    [KA_ZERO] = "zero",
    [KA_STUN] = "stun",	    [KA_OPTIONS] = "options",
    [KA_NOTIFY] = "notify", [KA_SUBSCRIBE] = "subscribe",
    [KA_PING] = "ping",
};

void recipe_init(struct recipe *r)
{
	*r = (struct recipe){
	    .seed = 1,
	    .start = 1714558200,
	    .duration = 600,
	    .packets = 1e15,
	    .users = 50,
	    .domains = 5,
	    .agents = 30,
	    .interval = 120,
	    .expires = 180,
	    .handshake = 100,
	};
}

/* Cuts a line into words; their number, or WORDS_MAX + 1 for too many. */
static size_t line_words(const char *p, size_t n,
			 char out[WORDS_MAX + 1][WORD_MAX + 1])
{
	size_t count = 0;
	size_t i = 0;

	while (i < n && p[i] != '#') {
		size_t len = 0;

		if (strchr(" \t\r", p[i])) {
			i++;
			continue;
		}
		while (i + len < n && !strchr(" \t\r#", p[i + len]))
			len++;
		if (count > WORDS_MAX || len > WORD_MAX)
			return WORDS_MAX + 1;
		memcpy(out[count], p + i, len);
		out[count++][len] = '\0';
		i += len;
	}
	return count;
}

static bool number(const char *s, double *out)
{
	char *end;

	*out = strtod(s, &end);
	return end != s && *end == '\0' && *out >= 0 && *out < 1e16;
}

static bool keepalive_line(struct recipe *r,
			   char word[WORDS_MAX + 1][WORD_MAX + 1])
{
	for (unsigned k = 0; k < KA_COUNT; k++)
		if (strcmp(word[1], ka_names[k]) == 0)
			return number(word[2], &r->ka[k].share) &&
			       number(word[3], &r->ka[k].interval) &&
			       r->ka[k].interval > 0;
	return false;
}

static bool recipe_line(struct recipe *r, const char *p, size_t n)
{
	char word[WORDS_MAX + 1][WORD_MAX + 1];
	size_t count = line_words(p, n, word);

	if (count == 0)
		return true;
	if (count > WORDS_MAX)
		return false;
	if (count == 4 && strcmp(word[0], "keepalive") == 0)
		return keepalive_line(r, word);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct word *w = &words[i];

		if (strcmp(word[0], w->name) != 0 || count != w->count + 1)
			continue;
		for (unsigned k = 0; k < w->count; k++) {
			double v;

			if (!number(word[k + 1], &v))
				return false;
			memcpy((char *)r + w->at[k], &v, sizeof(v));
		}
		return true;
	}
	return false;
}

size_t recipe_parse(struct recipe *r, const char *text, size_t n)
{
	size_t line = 0;

	while (n) {
		const char *nl = memchr(text, '\n', n);
		size_t len = nl ? (size_t)(nl - text) : n;

		line++;
		if (!recipe_line(r, text, len))
			return line;
		if (!nl)
			break;
		text += len + 1;
		n -= len + 1;
	}
	return 0;
}
