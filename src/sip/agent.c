/* SPDX-License-Identifier: Apache-2.0 */
/*
 * User-Agent and Server: products and versions that a dictionary knows.
 *
 * What is emitted must come out the same when the result is scanned again
 * with the dropped parts gone.  Hence the seam: behind something dropped no
 * word is taken before a blank has been kept, or two pieces could grow
 * together into one that says something else.
 */
#include "sip/agent.h"

enum {
	NAME_LEN = 40, /* longest product name looked for */
	VERSION_PARTS = 4,
	VERSION_DIGITS = 4,
	WIDE_DIGITS = 3,
	VERSION_COUNT = 3, /* versions behind one product */
	IP4_FIRST = 128,   /* from here on a dotted quad is an address */
};

struct agent {
	struct scan *s;
	uint32_t pos, end;
	uint16_t field;
	bool known;	   /* a product has been seen */
	bool direct;	   /* nothing but separators since the product */
	bool seam;	   /* something was dropped since the last blank */
	uint8_t last;	   /* last byte kept, 0 for none */
	unsigned versions; /* how many may still come */
};

static bool is_blank(uint8_t c)
{
	return chars_is(c, CH_BLANK);
}

static bool is_separator(uint8_t c)
{
	return chars_is(c, CH_BREAK);
}

/* The length of a fold (line end and a blank) or blank at the start of t. */
static size_t blank_len(struct span t)
{
	size_t i = 0;

	if (t.n > 0 && is_blank(t.p[0]))
		return 1;
	if (i < t.n && t.p[i] == '\r')
		i++;
	if (i < t.n && t.p[i] == '\n')
		i++;
	return i > 0 && i < t.n && is_blank(t.p[i]) ? i + 1 : 0;
}

/* The length of the comment t begins with; all of t when it is not closed. */
static size_t comment_len(struct span t)
{
	size_t depth = 0;

	for (size_t i = 0; i < t.n; i++) {
		if (chars_is(t.p[i], CH_PRODUCT | CH_BREAK))
			continue;
		if (t.p[i] == '\\')
			i++;
		else if (t.p[i] == '(')
			depth++;
		else if (t.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return t.n;
}

/* The length of the longest known name t begins with. */
static size_t product_len(struct span t, bool first)
{
	size_t n = 0;

	if (t.n == 0 || !chars_is(t.p[0], CH_ALNUM))
		return 0;
	while (n < t.n && n < NAME_LEN && chars_is(t.p[n], CH_PRODUCT))
		n++;
	for (; n > 0; n--) {
		struct span w = span_sub(t, 0, n);

		if (n < t.n && chars_is(t.p[n], CH_ALNUM))
			continue;
		if (sip_word(WORDS_PRODUCT, w) ||
		    (!first && sip_word(WORDS_PRODUCTWORD, w)))
			return n;
	}
	return 0;
}

/* ---- versions ---------------------------------------------------------- */

/* The digits t begins with: how many, and their value. */
static size_t digits_len(struct span t, unsigned *value)
{
	size_t n = 0;

	*value = 0;
	while (n < t.n && n <= VERSION_DIGITS && chars_is(t.p[n], CH_DIGIT))
		*value = *value * 10 + (t.p[n++] - '0');
	return n <= VERSION_DIGITS ? n : 0;
}

/* v, V, r and rv, with a digit behind. */
static size_t prefix_len(struct span t)
{
	size_t n = 0;

	if (n < t.n && chars_lower(t.p[n]) == 'r')
		n++;
	if (n < t.n && chars_lower(t.p[n]) == 'v')
		n++;
	return n < t.n && chars_is(t.p[n], CH_DIGIT) ? n : 0;
}

/*
 * A version that an address could be written as.  What begins with 128 or
 * more and has three parts is none; of 10.x.y.z only 10.x is kept, because
 * real versions begin so.  Real ones above 10 (66.84.0.15) have a small third
 * part, few addresses do.
 */
static size_t not_an_address(const unsigned part[static VERSION_PARTS],
			     const size_t end[static VERSION_PARTS],
			     size_t parts)
{
	for (size_t i = 0; i < parts; i++) {
		if (part[i] > 255)
			return end[parts - 1];
	}
	if (parts >= 3 && part[0] >= IP4_FIRST)
		return 0;
	if (parts == VERSION_PARTS &&
	    (part[0] == 127 || (part[0] == 100 && part[1] >= 64)))
		return 0;
	if (parts == VERSION_PARTS &&
	    (part[0] == 10 || (part[0] > 10 && part[2] >= 10)))
		return end[1];
	return end[parts - 1];
}

size_t sip_agent_version(struct span text)
{
	unsigned part[VERSION_PARTS];
	size_t end[VERSION_PARTS];
	size_t parts = 0, wide = 0;
	size_t at = prefix_len(text);

	while (parts < VERSION_PARTS) {
		size_t n = digits_len(span_sub(text, at, text.n), &part[parts]);

		if (n == 0 ||
		    (at + n < text.n && chars_is(text.p[at + n], CH_ALNUM)))
			break;
		at += n;
		wide = n >= WIDE_DIGITS ? wide + 1 : 0;
		end[parts++] = at;
		/* 212.555.0123 is a number, 0015.6512.3456 a hardware address */
		if (wide == 3)
			return 0;
		if (at == text.n || text.p[at] != '.')
			break;
		at++;
	}
	return parts ? not_an_address(part, end, parts) : 0;
}

/* A word like "release" and the separators behind it, if a version follows. */
static size_t keyword_len(struct span t, size_t *word)
{
	size_t n = 0;

	while (n < t.n && chars_is(t.p[n], CH_ALPHA))
		n++;
	*word = n;
	if (!sip_word(WORDS_VERSIONWORD, span_sub(t, 0, n)))
		return 0;
	while (n < t.n && is_separator(t.p[n]))
		n++;
	if (n == *word || sip_agent_version(span_sub(t, n, t.n)) == 0)
		return 0;
	return n;
}

bool sip_agent_product(struct span text)
{
	size_t n = product_len(text, true);

	if (n == 0 || n == text.n)
		return n > 0;
	if (text.p[n] != '-' && text.p[n] != '/')
		return false;
	text = span_sub(text, n + 1, text.n);
	return text.n > 0 && sip_agent_version(text) == text.n;
}

/* ---- the value --------------------------------------------------------- */

static struct span rest(const struct agent *a)
{
	return part_span(a->s, a->pos, a->end);
}

static void keep(struct agent *a, enum sip_class cls, size_t n)
{
	sip_emit(a->s->out, cls, a->pos, a->pos + (uint32_t)n, a->field);
	a->pos += (uint32_t)n;
	a->last = a->s->p[a->pos - 1];
	if (is_blank(a->last))
		a->seam = false;
}

/* May a word or a number begin here? */
static bool at_start(const struct agent *a)
{
	if (a->last == 0)
		return true;
	return a->seam ? is_blank(a->last) : is_separator(a->last);
}

/* A version, with its prefix and with "release" and the like before it. */
static bool take_version(struct agent *a)
{
	size_t gap, n, prefix, word;

	if (!a->known || a->versions == 0)
		return false;
	gap = keyword_len(rest(a), &word);
	n = sip_agent_version(span_sub(rest(a), gap, SIZE_MAX));
	if (n == 0)
		return false;
	/* no fifth part of a version, no lone number far from its product */
	if (gap == 0 &&
	    (a->last == '.' ||
	     (!a->direct && span_find(span_sub(rest(a), 0, n), '.') == n)))
		return false;
	if (gap > 0) {
		keep(a, SIP_WORD, word);
		keep(a, SIP_SYNTAX, gap - word);
	}
	prefix = prefix_len(rest(a));
	if (prefix > 0)
		keep(a, SIP_WORD, prefix);
	keep(a, SIP_NUM, n - prefix);
	a->versions--;
	a->direct = false;
	return true;
}

static bool take_product(struct agent *a)
{
	size_t n = product_len(rest(a), !a->known);

	if (n == 0)
		return false;
	if (a->s->head.to == 0)
		a->s->head = (struct part){a->pos, a->pos + (uint32_t)n};
	keep(a, SIP_WORD, n);
	a->known = true;
	a->direct = true;
	a->versions = VERSION_COUNT;
	return true;
}

static bool take_comment(struct agent *a)
{
	size_t n;

	if (rest(a).p[0] != '(')
		return false;
	n = comment_len(rest(a));
	sip_emit(a->s->out, SIP_COMMENT, a->pos, a->pos + (uint32_t)n,
		 a->field);
	a->pos += (uint32_t)n;
	a->seam = true;
	return true;
}

/*
 * Drops what nobody knows.  A word that stands alone takes everything with
 * it up to the next product; what hangs on something known (a suffix, a
 * build) ends at the blank.
 */
static void drop(struct agent *a)
{
	uint32_t from = a->pos;
	bool alone = a->last == 0 || is_blank(a->last);

	for (a->pos++; a->pos < a->end; a->pos++) {
		struct span t = rest(a);

		if (t.p[0] == '(')
			break;
		if (!is_blank(t.p[0]))
			continue;
		if (!alone || product_len(span_sub(t, 1, t.n), false) > 0)
			break;
	}
	sip_emit(a->s->out, SIP_DROP, from, a->pos, a->field);
	a->seam = true;
}

/*
 * Behind a word that stood alone: only a product ends it, so a comment in
 * between does not.
 */
static void drop_on(struct agent *a)
{
	while (a->pos < a->end) {
		struct span t = rest(a);

		if (is_blank(t.p[0]) &&
		    product_len(span_sub(t, 1, t.n), false) > 0)
			return;
		if (!take_comment(a)) {
			uint8_t last = a->last;

			a->last = 0;
			drop(a);
			a->last = last;
		}
	}
}

/* The whole value, from here on, is one unknown product. */
static void take_unknown(struct agent *a)
{
	uint32_t to = a->end;

	while (is_blank(a->s->p[to - 1]))
		to--;
	sip_emit(a->s->out, SIP_AGENT, a->pos, to, a->field);
	sip_emit_to(a->s->out, SIP_SYNTAX, a->end, a->field);
	a->pos = a->end;
}

void sip_agent(struct scan *s, struct part v, uint16_t field)
{
	struct agent a = {.s = s, .pos = v.from, .end = v.to, .field = field};

	while (a.pos < a.end) {
		size_t blank = blank_len(rest(&a));
		bool alone;

		if (blank > 0) {
			keep(&a, SIP_SYNTAX, blank);
			continue;
		}
		if (take_comment(&a))
			continue;
		if (at_start(&a) && (take_product(&a) || take_version(&a)))
			continue;
		if (!a.known) {
			take_unknown(&a);
			return;
		}
		if (is_separator(rest(&a).p[0])) {
			keep(&a, SIP_SYNTAX, 1);
			continue;
		}
		alone = is_blank(a.last);
		drop(&a);
		if (alone)
			drop_on(&a);
	}
}

void sip_scan_agent(struct span value, uint16_t field, struct sip_out *out)
{
	struct scan s = {.p = value.p, .out = out};

	if (value.n <= UINT32_MAX)
		sip_agent(&s, (struct part){0, (uint32_t)value.n}, field);
}

struct span sip_agent_family(struct span value)
{
	for (size_t i = 0; i < value.n;) {
		struct span t = span_sub(value, i, value.n);
		size_t blank = blank_len(t);

		if (blank == 0 && t.p[0] == '(')
			blank = comment_len(t);
		if (blank == 0)
			return span_sub(t, 0, product_len(t, true));
		i += blank;
	}
	return span_sub(value, 0, 0);
}
