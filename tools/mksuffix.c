/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mksuffix - compiles the public suffix list into a C table.
 *
 *	mksuffix public_suffix_list.dat > suffix_table.c
 *
 * Runs at build time.  Names go in as A-labels, because canonical host names
 * are in that form.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sip/canon.h"
#include "sip/suffix.h"

enum { NAME_MAX_LEN = 255, LINE_LEN = 1024 };

struct list {
	uint8_t *names; /* records as suffix.h says */
	size_t len, size;
	size_t count;
	uint32_t *slots;
	uint32_t mask;
	unsigned depth;
};

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "mksuffix: %s\n", what);
	exit(1);
}

static void *more(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p)
		die("no memory");
	return p;
}

static uint32_t hash_of(struct span name)
{
	uint32_t h = SUFFIX_HASH_START;

	for (size_t i = name.n; i > 0; i--)
		h = suffix_hash(h, name.p[i - 1]);
	return h;
}

/* The slot of a name: its own, or the free one where it belongs. */
static uint32_t *slot_of(struct list *l, struct span name)
{
	uint32_t i = suffix_slot(hash_of(name), l->mask);

	while (l->slots[i] != 0) {
		const uint8_t *rec = l->names + l->slots[i] - 1;

		if (span_eq(name, span_of(rec + 2, rec[1])))
			break;
		i = (i + 1) & l->mask;
	}
	return &l->slots[i];
}

static void grow_slots(struct list *l)
{
	free(l->slots);
	l->mask = l->mask * 2 + 1;
	l->slots = more(NULL, (l->mask + 1) * sizeof(uint32_t));
	memset(l->slots, 0, (l->mask + 1) * sizeof(uint32_t));
	for (size_t at = 0; at < l->len; at += 2u + l->names[at + 1])
		*slot_of(l, span_of(l->names + at + 2, l->names[at + 1])) =
		    (uint32_t)at + 1;
}

static void add(struct list *l, struct span name, uint8_t flag)
{
	uint32_t *slot;
	unsigned depth = 1;

	if (name.n == 0 || name.n > NAME_MAX_LEN)
		die("a name of impossible length");
	slot = slot_of(l, name);
	if (*slot != 0) {
		l->names[*slot - 1] |= flag;
		return;
	}
	if (l->size - l->len < 2 + NAME_MAX_LEN) {
		l->size = l->size * 2 + 65536;
		l->names = more(l->names, l->size);
	}
	*slot = (uint32_t)l->len + 1;
	l->names[l->len++] = flag;
	l->names[l->len++] = (uint8_t)name.n;
	memcpy(l->names + l->len, name.p, name.n);
	l->len += name.n;
	for (size_t i = 0; i < name.n; i++)
		depth += name.p[i] == '.';
	if (depth > l->depth)
		l->depth = depth;
	if (++l->count * 2 > l->mask)
		grow_slots(l);
}

/* Every label in its ASCII form. */
static size_t to_ascii(struct span in, uint8_t out[static LINE_LEN])
{
	uint8_t label[SIP_LABEL_OUT];
	size_t n = 0;

	for (size_t i = 0; i <= in.n;) {
		struct span rest = span_sub(in, i, in.n);
		struct span part = span_sub(rest, 0, span_find(rest, '.'));
		size_t len = sip_label_ascii(part, label);
		struct span put = len > 0 ? span_of(label, len) : part;

		if (put.n + 1 > LINE_LEN - n)
			die("a rule too long");
		memcpy(out + n, put.p, put.n);
		n += put.n;
		i += part.n + 1;
		if (i <= in.n)
			out[n++] = '.';
	}
	return n;
}

/* One line: a rule up to the first white space, or a comment. */
static void read_line(struct list *l, struct span line)
{
	uint8_t name[LINE_LEN];
	uint8_t flag = SUFFIX_RULE;
	size_t n = 0;

	while (n < line.n && line.p[n] > ' ')
		n++;
	line.n = n;
	if (line.n == 0 || (line.n >= 2 && line.p[0] == '/'))
		return;
	if (line.p[0] == '!') {
		flag = SUFFIX_EXC;
		line = span_sub(line, 1, line.n);
	} else if (line.n > 2 && line.p[0] == '*' && line.p[1] == '.') {
		flag = SUFFIX_WILD;
		line = span_sub(line, 2, line.n);
	}
	if (span_find(line, '*') < line.n)
		die("a wildcard that is not the first label");
	n = to_ascii(line, name);
	add(l, span_of(name, n), flag);
}

static void write_table(const struct list *l)
{
	printf("/* Compiled from the public suffix list: %zu names. */\n"
	       "#include \"sip/suffix.h\"\n\n"
	       "const unsigned sip_suffix_depth = %u;\n"
	       "const uint32_t sip_suffix_mask = %u;\n"
	       "const uint8_t sip_suffix_names[] = {",
	       l->count, l->depth, l->mask);
	for (size_t i = 0; i < l->len; i++)
		printf("%s%u,", i % 24 ? "" : "\n", l->names[i]);
	printf("\n};\nconst uint32_t sip_suffix_slots[] = {");
	for (size_t i = 0; i <= l->mask; i++)
		printf("%s%u,", i % 12 ? "" : "\n", l->slots[i]);
	printf("\n};\n");
}

int main(int argc, char **argv)
{
	struct list l = {.mask = 0x1fff};
	char line[LINE_LEN];
	FILE *f;

	if (argc != 2)
		die("usage: mksuffix public_suffix_list.dat");
	f = fopen(argv[1], "r");
	if (!f)
		die("cannot open the public suffix list");
	grow_slots(&l);
	while (fgets(line, sizeof(line), f))
		read_line(&l, span_str(line));
	if (ferror(f) || l.count == 0)
		die("cannot read the public suffix list");
	fclose(f);
	write_table(&l);
	free(l.names);
	free(l.slots);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
