/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/policy.h"

#include "anon/ops.h"
#include "base/chars.h"

static const char *const class_names[SIP_CLASS_COUNT] = {
#define SIP_X(name, text) #name,
    SIP_CLASSES(SIP_X)
#undef SIP_X
};

static const char *const class_texts[SIP_CLASS_COUNT] = {
#define SIP_X(name, text) text,
    SIP_CLASSES(SIP_X)
#undef SIP_X
};

static const char *const scopes[SIP_SCOPE_COUNT] = {
    [SIP_SCOPE_HEADER] = "header", [SIP_SCOPE_URI] = "uri",
    [SIP_SCOPE_PARAM] = "param",   [SIP_SCOPE_AUTH] = "auth",
    [SIP_SCOPE_SDP] = "line",	   [SIP_SCOPE_ATTR] = "attr",
    [SIP_SCOPE_BODY] = "body",
};

static const char *const actions[] = {
    [SIP_BY_CLASS] = "by-class",
    [SIP_AS_TOKEN] = "token",
    [SIP_DROP_VALUE] = "drop-value",
    [SIP_DROP_LINE] = "drop-line",
};

static void show_classes(bool support, struct buf *out)
{
	buf_str(out, "# What the scanner proves a byte to be, and what then "
		     "happens to it\n");
	for (unsigned i = 0; i < SIP_CLASS_COUNT; i++) {
		const char *what = class_rules[i].share;

		if (support && class_rules[i].support)
			what = class_rules[i].support;
		buf_printf(out, "class\t%s\t%s\t%s\n", class_names[i], what,
			   class_texts[i]);
	}
}

static void show_field(const struct sip_field *f, bool support, struct buf *out)
{
	unsigned act = support ? f->support : f->share;

	buf_printf(out, "%s\t%s", scopes[f->scope], f->name);
	if (f->of && f->of[0] && f->of[0] != '*')
		buf_printf(out, " (%s)", f->of);
	buf_printf(out, "\t%s\t%s\t%s\n", f->grammar, actions[act], f->note);
}

void policy_show(enum policy_profile profile, struct buf *out)
{
	bool support = profile == POLICY_SUPPORT;

	if (profile == POLICY_PAPER) {
		buf_str(out,
			"# The published method, for comparison: patterns, "
			"and everything else is copied\n"
			"pattern\tsip: and sips: URI\tuser and domain become "
			"1, 2, 3 ...\n"
			"pattern\tIPv4 address\tCrypto-PAn\n"
			"pattern\te-mail address\tremoved (not in Call-ID)\n"
			"line\tu= e= p=\tremoved\n"
			"display name before a URI\tremoved\n"
			"packet\tnot SIP over UDP over IPv4\tdropped\n");
		return;
	}
	show_classes(support, out);
	buf_str(out, "# Fields: scope, name, grammar, action, what it can "
		     "identify\n");
	for (size_t i = 1; i < sip_field_count; i++)
		show_field(&sip_fields[i], support, out);
}

/* The next word of a line; empty at its end. */
static struct span word(struct span *line)
{
	struct span w;
	size_t n = 0;

	*line = span_trim(*line);
	while (n < line->n && !chars_is(line->p[n], CH_BLANK))
		n++;
	w = span_sub(*line, 0, n);
	*line = span_sub(*line, n, line->n);
	return w;
}

static int scope_of(struct span w)
{
	for (int i = 0; i < SIP_SCOPE_COUNT; i++) {
		if (span_eq(w, span_str(scopes[i])))
			return i;
	}
	return -1;
}

static int action_of(struct span w)
{
	for (int i = 0; i < (int)(sizeof(actions) / sizeof(actions[0])); i++) {
		if (span_eq(w, span_str(actions[i])))
			return i;
	}
	return -1;
}

static int apply_line(struct anon *a, struct span line, bool unsafe)
{
	int scope = scope_of(word(&line));
	struct span name = word(&line);
	int action = action_of(word(&line));
	bool found = false;

	if (scope < 0 || action < 0 || word(&line).n)
		return SIANTO_E_POLICY;
	for (size_t i = 1; i < sip_field_count; i++) {
		if (sip_fields[i].scope != scope ||
		    !span_case_eq(span_str(sip_fields[i].name), name))
			continue;
		if (action < a->strict[i] && !unsafe)
			return SIANTO_E_POLICY;
		a->strict[i] = (uint8_t)action;
		found = true;
	}
	return found ? 0 : SIANTO_E_POLICY;
}

int policy_apply(struct anon *a, struct span text, bool unsafe, unsigned *line)
{
	*line = 0;
	while (text.n) {
		size_t n = span_find(text, '\n');
		struct span l = span_sub(text, 0, n);
		int e = 0;

		(*line)++;
		text = span_sub(text, n + 1, text.n);
		l = span_trim(span_sub(l, 0, span_find(l, '#')));
		if (l.n)
			e = apply_line(a, l, unsafe);
		if (e)
			return e;
	}
	return 0;
}
