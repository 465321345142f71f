/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mktables - compiles data/ *.tsv into sip_tables.h and sip_tables.c.
 *
 * usage: mktables DATA-DIR OUT-DIR
 *
 * A build tool: a mistake in a table stops the build with file and line.
 * Memory is never given back; the program ends at once.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sip/hash.h"
#include "sip/sip.h"

enum {
	ROW_MAX = 4000,
	NAME_MAX_CNT = 250,
	WORD_MAX = 20000,
	COL_MAX = 8,
	LINE_MAX_LEN = 65536
};

struct row {
	char *name, *of, *grammar, *note;
	int scope, rule, space, shape, words, share, support;
	char compact;
	unsigned long max;
	bool prefix; /* the name ended in '*' */
};

/* Names numbered from 1 in order of appearance. */
struct names {
	char *name[NAME_MAX_CNT];
	int count;
};

struct word {
	char *text;
	int set;
};

static struct row rows[ROW_MAX];
static int row_count = 1; /* row 0 is none */
static struct names rules, sets;
static struct word words[WORD_MAX];
static int word_count;
static const char *file_name;
static int line_number;

static const char *const space_names[] = {
#define SIP_X(name) #name,
    SIP_SPACES(SIP_X)
#undef SIP_X
};

static const char *const shape_names[] = {"PLAIN", "UUID", "HEX32", "U32",
					  "HEXN"};
static const char *const strict_names[] = {"-", "token", "drop-value",
					   "drop-line"};

/* The header of each enum sip_row, in its order. */
static const char *const row_names[SIP_ROW_COUNT] = {
    [SIP_ROW_VIA] = "Via",
    [SIP_ROW_FROM] = "From",
    [SIP_ROW_TO] = "To",
    [SIP_ROW_CONTACT] = "Contact",
    [SIP_ROW_CALLID] = "Call-ID",
    [SIP_ROW_CSEQ] = "CSeq",
    [SIP_ROW_EXPIRES] = "Expires",
    [SIP_ROW_CLEN] = "Content-Length",
    [SIP_ROW_CTYPE] = "Content-Type",
    [SIP_ROW_CENC] = "Content-Encoding",
    [SIP_ROW_EVENT] = "Event",
    [SIP_ROW_AUTHORIZATION] = "Authorization",
    [SIP_ROW_PROXY_AUTHORIZATION] = "Proxy-Authorization",
    [SIP_ROW_WWW_AUTHENTICATE] = "WWW-Authenticate",
    [SIP_ROW_PROXY_AUTHENTICATE] = "Proxy-Authenticate",
    [SIP_ROW_USER_AGENT] = "User-Agent",
    [SIP_ROW_SERVER] = "Server",
    [SIP_ROW_RETRY_AFTER] = "Retry-After",
};

static _Noreturn void fail(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", file_name, line_number);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static char *copy(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = malloc(n);

	if (!p)
		fail("out of memory");
	memcpy(p, s, n);
	return p;
}

static int same(const char *a, const char *b)
{
	while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b))
		a++, b++;
	return !*a && !*b;
}

static int find(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], name) == 0)
			return (int)i;
	return -1;
}
#define FIND(list, name) find(list, sizeof(list) / sizeof((list)[0]), name)

/* The number of a name; added when it is new and `add` is set, else 0. */
static int number(struct names *t, const char *name, bool add)
{
	for (int i = 1; i <= t->count; i++)
		if (strcmp(t->name[i], name) == 0)
			return i;
	if (!add)
		return 0;
	if (t->count + 1 >= NAME_MAX_CNT)
		fail("too many names");
	t->name[++t->count] = copy(name);
	return t->count;
}

/* Some tables are read when they are there. */
static bool exists(const char *dir, const char *name)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	if (f)
		fclose(f);
	return f != NULL;
}

/* Splits at tabs; returns the number of columns. */
static int split(char *line, char *col[static COL_MAX])
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *p = line; p && n < COL_MAX; n++) {
		col[n] = p;
		p = strchr(p, '\t');
		if (p)
			*p++ = '\0';
	}
	return n;
}

static void grammar_parse(struct row *r, const char *text)
{
	char *arg = copy(text);
	char *next = strchr(arg, ':');

	r->grammar = copy(text);
	if (next)
		*next++ = '\0';
	r->rule = number(&rules, arg, true);
	while (next) {
		arg = next;
		next = strchr(arg, ':');
		if (next)
			*next++ = '\0';
		if (isdigit((unsigned char)*arg))
			r->max = strtoul(arg, NULL, 10);
		else if (FIND(shape_names, arg) >= 0)
			r->shape = FIND(shape_names, arg);
		else if (FIND(space_names, arg) >= 0)
			r->space = FIND(space_names, arg);
		else if (number(&sets, arg, false))
			r->words = number(&sets, arg, false);
		else
			fail("no number, name space, shape or word set: %s",
			     arg);
	}
}

static int strict_parse(const char *text)
{
	int n = FIND(strict_names, text);

	if (n < 0)
		fail("not a treatment: %s", text);
	return n;
}

/* Adds a row for one name; of is "" or a header's name. */
static void row_add(int scope, const char *of, const char *name,
		    char *const col[static 4])
{
	struct row *r = &rows[row_count];
	size_t n = strlen(name);

	for (int i = 1; i < row_count; i++)
		if (rows[i].scope == scope && same(rows[i].of, of) &&
		    same(rows[i].name, name))
			fail("twice in the table: %s", name);
	if (row_count + 1 >= ROW_MAX || n == 0 || n > 200)
		fail("too many rows, or a bad name");
	row_count++;
	r->scope = scope;
	r->of = copy(of);
	r->name = copy(name);
	r->prefix = name[n - 1] == '*';
	if (n > 2 && r->prefix && name[n - 2] == '\\') {
		/* an escaped star belongs to the name */
		r->prefix = false;
		memcpy(r->name + n - 2, "*", 2);
	}
	grammar_parse(r, col[0]);
	r->share = strict_parse(col[1]);
	r->support = strict_parse(col[2]);
	r->note = copy(col[3]);
}

/* ---- readers, one a file ------------------------------------------------ */

static void headers_line(char *col[static COL_MAX], int n)
{
	if (n != 6)
		fail("%d columns, 6 wanted", n);
	row_add(SIP_SCOPE_HEADER, "", col[0], col + 2);
	if (strcmp(col[1], "-") == 0)
		return;
	if (strlen(col[1]) != 1 || !islower((unsigned char)col[1][0]))
		fail("not a compact form: %s", col[1]);
	rows[row_count - 1].compact = col[1][0];
}

static void params_line(char *col[static COL_MAX], int n)
{
	static const char *const scopes[] = {"uri", "param", "auth"};
	static const int scope_of[] = {SIP_SCOPE_URI, SIP_SCOPE_PARAM,
				       SIP_SCOPE_AUTH};
	char *next;
	int scope;

	if (n != 7)
		fail("%d columns, 7 wanted", n);
	scope = FIND(scopes, col[0]);
	if (scope < 0)
		fail("not a scope: %s", col[0]);
	/* "From,To" is a row for each of the two */
	for (char *of = col[1]; of; of = next) {
		next = strchr(of, ',');
		if (next)
			*next++ = '\0';
		row_add(scope_of[scope], strcmp(of, "*") == 0 ? "" : of, col[2],
			col + 3);
	}
}

static void sdp_line(char *col[static COL_MAX], int n)
{
	if (n != 6)
		fail("%d columns, 6 wanted", n);
	if (strcmp(col[0], "line") == 0)
		row_add(SIP_SCOPE_SDP, "", col[1], col + 2);
	else if (strcmp(col[0], "attr") == 0)
		row_add(SIP_SCOPE_ATTR, "", col[1], col + 2);
	else
		fail("not a scope: %s", col[0]);
}

static void bodies_line(char *col[static COL_MAX], int n)
{
	if (n != 5)
		fail("%d columns, 5 wanted", n);
	row_add(SIP_SCOPE_BODY, "", col[0], col + 1);
}

static void words_line(char *col[static COL_MAX], int n)
{
	int set;
	char *p;

	if (n != 2)
		fail("%d columns, 2 wanted", n);
	set = number(&sets, col[0], true);
	for (p = col[1]; *p;) {
		size_t len = strcspn(p, " ");
		bool last = !p[len];

		p[len] = '\0';
		if (len > 255 || word_count >= WORD_MAX)
			fail("word too long, or too many words");
		if (len)
			words[word_count++] = (struct word){copy(p), set};
		p += len + !last;
	}
}

static void table_read(const char *dir, const char *name,
		       void (*take)(char *col[static COL_MAX], int n))
{
	static char line[LINE_MAX_LEN];
	static char path[4096];
	char *col[COL_MAX] = {0};
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file_name = path;
	line_number = 0;
	f = fopen(path, "r");
	if (!f)
		fail("cannot be read");
	while (fgets(line, sizeof(line), f)) {
		line_number++;
		if (!strchr(line, '\n') && !feof(f))
			fail("line too long");
		if (line[0] == '#' || line[0] == '\n')
			continue;
		take(col, split(line, col));
	}
	fclose(f);
}

/* ---- output -------------------------------------------------------------- */

static void put_text(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

/* "sdp-origin" to "SDP_ORIGIN" */
static void put_upper(FILE *f, const char *s)
{
	for (; *s; s++) {
		if (*s == '*')
			fputs("STAR", f);
		else
			fputc(isalnum((unsigned char)*s)
				  ? toupper((unsigned char)*s)
				  : '_',
			      f);
	}
}

static int header_row(const char *name)
{
	for (int i = 1; i < row_count; i++)
		if (rows[i].scope == SIP_SCOPE_HEADER &&
		    same(rows[i].name, name))
			return i;
	return 0;
}

static uint32_t power(int n)
{
	uint32_t size = 16;

	while (size < (uint32_t)n * 3)
		size *= 2;
	return size;
}

static void slot_put(struct hash_slot *slot, uint32_t size,
		     struct hash_slot entry)
{
	uint32_t i = entry.hash & (size - 1);

	while (slot[i].item)
		i = (i + 1) & (size - 1);
	slot[i] = entry;
}

/* The header a parameter's row is for, 0 for any. */
static uint32_t row_of(const struct row *r)
{
	uint32_t of = 0;

	if (r->of[0]) {
		of = (uint32_t)header_row(r->of);
		if (!of) {
			fprintf(stderr, "parameter %s of no known header %s\n",
				r->name, r->of);
			exit(1);
		}
	}
	return of;
}

static void put_slots(FILE *f, const char *name, const struct hash_slot *slot,
		      uint32_t size)
{
	fprintf(f, "const struct hash_slot %s[] = {", name);
	for (uint32_t i = 0; i < size; i++)
		fprintf(f, "%s{%uu,%u,%u},", i % 4 ? "" : "\n\t", slot[i].hash,
			slot[i].item, slot[i].len);
	fprintf(f, "\n};\n");
}

/* The slot of a name or word. */
static struct hash_slot slot_of(uint32_t seed, const char *name, int item)
{
	struct span s = span_str(name);

	return (struct hash_slot){hash_name(seed, s), (uint16_t)item,
				  (uint8_t)s.n};
}

static void put_fields(FILE *f)
{
	fprintf(f, "const struct sip_field sip_fields[] = {\n"
		   "\t{\"\", \"\", \"\", \"\", 0, 0, 0, 0, 0, 0, 0, 0, 0},\n");
	for (int i = 1; i < row_count; i++) {
		const struct row *r = &rows[i];

		fputs("\t{", f);
		put_text(f, r->name);
		fputs(", ", f);
		put_text(f, r->of);
		fputs(", ", f);
		put_text(f, r->grammar);
		fputs(", ", f);
		put_text(f, r->note);
		fprintf(f, ", %d, %d, %d, %d, %d, %d, %d, %d, %luu},\n",
			r->scope, r->rule, r->space, r->shape, r->words,
			r->share, r->support, r->compact, r->max);
	}
	fprintf(f, "};\nconst size_t sip_field_count = %d;\n", row_count);
}

/* The rows for any header, or those for one: the look-up takes the first that
 * fits, so the latter come first. */
static void put_rows(struct hash_slot *slot, uint32_t size, bool any)
{
	for (int i = 1; i < row_count; i++) {
		const struct row *r = &rows[i];
		char form[2] = {r->compact, '\0'};
		uint32_t scope = (uint32_t)r->scope;

		if (r->prefix || any != (row_of(r) == 0))
			continue;
		slot_put(slot, size, slot_of(scope, r->name, i));
		if (r->compact)
			slot_put(slot, size, slot_of(scope, form, i));
	}
}

/* Name lengths, owners, prefix rows and the index of exact names. */
static void put_index(FILE *f, uint32_t size)
{
	static struct hash_slot slot[ROW_MAX * 8];

	fputs("const uint8_t sip_name_len[] = {0,", f);
	for (int i = 1; i < row_count; i++)
		fprintf(f, "%s%zu,", i % 16 ? "" : "\n\t",
			strlen(rows[i].name) - rows[i].prefix);
	fputs("\n};\nconst bool sip_name_open[] = {0,", f);
	for (int i = 1; i < row_count; i++)
		fprintf(f, "%s%d,", i % 16 ? "" : "\n\t", rows[i].prefix);
	fputs("\n};\nconst uint16_t sip_name_of[] = {0,", f);
	for (int i = 1; i < row_count; i++)
		fprintf(f, "%s%u,", i % 16 ? "" : "\n\t", row_of(&rows[i]));
	fputs("\n};\n", f);
	put_rows(slot, size, false);
	put_rows(slot, size, true);
	put_slots(f, "sip_name_slot", slot, size);
	fputs("const uint16_t sip_prefix_row[] = {", f);
	for (int i = 1; i < row_count; i++)
		if (rows[i].prefix)
			fprintf(f, "%d,", i);
	fputs("0};\n", f);
	for (int i = 0; i < SIP_ROW_COUNT; i++)
		if (!header_row(row_names[i])) {
			fprintf(stderr, "no row for %s\n", row_names[i]);
			exit(1);
		}
	fputs("const uint16_t sip_row_field[] = {", f);
	for (int i = 0; i < SIP_ROW_COUNT; i++)
		fprintf(f, "%d,", header_row(row_names[i]));
	fputs("};\n", f);
}

static void put_words(FILE *f, uint32_t size)
{
	static struct hash_slot slot[WORD_MAX * 8];

	fputs("const struct sip_word_entry sip_words[] = {\n\t{\"\",0,0},\n",
	      f);
	for (int i = 0; i < word_count; i++) {
		struct span w = span_str(words[i].text);

		fputs("\t{", f);
		put_text(f, words[i].text);
		fprintf(f, ",%zu,%d},\n", w.n, words[i].set);
		slot_put(slot, size,
			 slot_of((uint32_t)words[i].set, words[i].text, i + 1));
	}
	fputs("};\n", f);
	put_slots(f, "sip_word_slot", slot, size);
}

/* FIELD_HEADER_CALL_ID, FIELD_PARAM_VIA_BRANCH ...: the number of each row. */
static void put_row_names(FILE *f)
{
	static const char *const scope[SIP_SCOPE_COUNT] = {"HEADER", "URI",
							   "PARAM",  "AUTH",
							   "SDP",    "ATTR",
							   "BODY"};

	fputs("/* rows by name */\nenum sip_field_row {\n", f);
	for (int i = 1; i < row_count; i++) {
		fprintf(f, "\tFIELD_%s_", scope[rows[i].scope]);
		put_upper(f, rows[i].of);
		if (rows[i].of[0])
			fputc('_', f);
		put_upper(f, rows[i].name);
		fprintf(f, " = %d,\n", i);
	}
	fputs("};\n\n", f);
}

static void put_header(FILE *f, uint32_t names, uint32_t word_slots)
{
	fputs("/* Made by tools/mktables.c from data/. */\n"
	      "#ifndef SIP_TABLES_H\n#define SIP_TABLES_H\n"
	      "#include \"sip/hash.h\"\n#include \"sip/sip.h\"\n\n"
	      "/* grammar rules */\nenum sip_rule {\n\tRULE_NONE,\n",
	      f);
	for (int i = 1; i <= rules.count; i++) {
		fputs("\tRULE_", f);
		put_upper(f, rules.name[i]);
		fputs(",\n", f);
	}
	fputs("\tRULE_COUNT\n};\n\n/* sets of words */\n"
	      "enum sip_words {\n\tWORDS_NONE,\n",
	      f);
	for (int i = 1; i <= sets.count; i++) {
		fputs("\tWORDS_", f);
		put_upper(f, sets.name[i]);
		fputs(",\n", f);
	}
	fputs("\tWORDS_COUNT\n};\n\n", f);
	put_row_names(f);
	fputs("struct sip_word_entry {\n\tconst char *text;\n"
	      "\tuint8_t len;\n\tuint8_t set;\n};\n\n",
	      f);
	fprintf(f, "enum { SIP_NAME_SLOTS = %u, SIP_WORD_SLOTS = %u };\n",
		names, word_slots);
	fputs("extern const uint8_t sip_name_len[];\n"
	      "extern const bool sip_name_open[]; /* ends in '*' */\n"
	      "extern const uint16_t sip_name_of[];\n"
	      "extern const struct hash_slot sip_name_slot[];\n"
	      "extern const uint16_t sip_prefix_row[];\n"
	      "extern const uint16_t sip_row_field[];\n"
	      "extern const struct sip_word_entry sip_words[];\n"
	      "extern const struct hash_slot sip_word_slot[];\n\n#endif\n",
	      f);
}

static FILE *out_open(const char *dir, const char *name)
{
	static char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file_name = path;
	line_number = 0;
	f = fopen(path, "w");
	if (!f)
		fail("cannot be written");
	return f;
}

static void out_close(FILE *f)
{
	bool bad = ferror(f) != 0;

	if (fclose(f) != 0 || bad)
		fail("cannot be written");
}

int main(int argc, char **argv)
{
	uint32_t names, word_slots;
	FILE *f;

	if (argc != 3) {
		fputs("usage: mktables DATA-DIR OUT-DIR\n", stderr);
		return 2;
	}
	table_read(argv[1], "words.tsv", words_line);
	if (exists(argv[1], "words-agent.tsv"))
		table_read(argv[1], "words-agent.tsv", words_line);
	if (exists(argv[1], "words-sdp.tsv"))
		table_read(argv[1], "words-sdp.tsv", words_line);
	if (exists(argv[1], "words-text.tsv"))
		table_read(argv[1], "words-text.tsv", words_line);
	table_read(argv[1], "headers.tsv", headers_line);
	table_read(argv[1], "params.tsv", params_line);
	if (exists(argv[1], "sdp.tsv"))
		table_read(argv[1], "sdp.tsv", sdp_line);
	table_read(argv[1], "bodies.tsv", bodies_line);
	names = power(row_count + 32);
	word_slots = power(word_count);
	f = out_open(argv[2], "sip_tables.h");
	put_header(f, names, word_slots);
	out_close(f);
	f = out_open(argv[2], "sip_tables.c");
	fputs("/* Made by tools/mktables.c from data/. */\n"
	      "#include \"sip_tables.h\"\n\n",
	      f);
	put_fields(f);
	put_index(f, names);
	put_words(f, word_slots);
	out_close(f);
	return 0;
}
