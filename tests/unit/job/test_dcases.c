/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cases of tests/recipes/dcases.txt: each is anonymized in share and
 * support, no secret may be found in the output in any spelling, and what
 * belongs together still does.
 */
#include "jobs.h"
#include "leaks.h"

enum { CASES_MAX = 200, CHECKS_MAX = 32 };

struct check {
	char verb[16];
	char *text;
};

struct dcase {
	char name[120];
	struct buf recipe; /* packets, ends with NUL */
	struct check check[CHECKS_MAX];
	size_t checks;
	bool later;
};

struct dfile {
	struct dcase c[CASES_MAX];
	size_t count;
};

static char *read_all(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = buf_of(1 << 22);
	uint8_t tmp[4096];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(tmp, 1, sizeof(tmp), f)) > 0)
		buf_put(&b, tmp, n);
	fclose(f);
	buf_u8(&b, 0);
	return (char *)b.p;
}

/* \xHH in place. */
static void unhex(char *s)
{
	char *to = s;

	while (*s) {
		if (s[0] == '\\' && s[1] == 'x' && s[2] && s[3]) {
			char two[3] = {s[2], s[3], 0};

			*to++ = (char)strtoul(two, NULL, 16);
			s += 4;
		} else {
			*to++ = *s++;
		}
	}
	*to = 0;
}

static void add_check(struct dcase *c, char *line)
{
	size_t n = strcspn(line, " ");
	struct check *k = &c->check[c->checks++];

	assert_true(c->checks <= CHECKS_MAX && n < sizeof(k->verb) && line[n]);
	memcpy(k->verb, line, n);
	k->verb[n] = 0;
	k->text = line + n + 1;
	if (!strcmp(k->verb, "secret") || !strcmp(k->verb, "shared"))
		unhex(k->text);
	c->later = c->later || !strcmp(k->verb, "later");
}

/* Cuts the text, which stays and is pointed into, into cases. */
static void parse(struct dfile *f, char *text)
{
	struct dcase *c = NULL;
	bool inside = false;

	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = 0;
		if (!inside && !strncmp(line, "case ", 5)) {
			assert_true(f->count < CASES_MAX);
			c = &f->c[f->count++];
			snprintf(c->name, sizeof(c->name), "%s", line + 5);
			c->recipe = buf_of(1 << 20);
		} else if (inside || !strncmp(line, "packet ", 7)) {
			assert_non_null(c);
			inside = strcmp(line, ".") != 0;
			buf_str(&c->recipe, line);
			buf_u8(&c->recipe, '\n');
		} else if (line[0] && line[0] != '#') {
			assert_non_null(c);
			add_check(c, line);
		}
	}
}

/* Both sides of "A == B". */
static bool compare(const char *text, const char *both, bool differ)
{
	const char *eq = strstr(both, " == ");
	char *left, *a, *b;
	bool ok;

	assert_non_null(eq);
	left = strndup(both, (size_t)(eq - both));
	a = jobs_find(text, left);
	b = jobs_find(text, eq + 4);
	ok = a && b && (strcmp(a, b) == 0) != differ;
	if (!ok)
		print_error("\t%s and %s\n", a ? a : "(none)",
			    b ? b : "(none)");
	free(left);
	free(a);
	free(b);
	return ok;
}

static bool meets(const struct check *k, const struct leak_text *t,
		  const char *messages, bool share)
{
	struct leak l;

	if (!strcmp(k->verb, "shared") && !share)
		return true;
	if (!strcmp(k->verb, "secret") || !strcmp(k->verb, "shared")) {
		l = leak_find(t, k->text);
		if (l.how)
			print_error("\tleak: %s, at %zu\n", l.how, l.at);
		return !l.how;
	}
	if (!strcmp(k->verb, "same"))
		return compare(messages, k->text, false);
	if (!strcmp(k->verb, "differ"))
		return compare(messages, k->text, true);
	if (!strcmp(k->verb, "has"))
		return jobs_has(messages, k->text);
	if (!strcmp(k->verb, "not"))
		return !jobs_has(messages, k->text);
	return !strcmp(k->verb, "later");
}

static unsigned try_profile(const struct dcase *c, enum sianto_profile profile)
{
	struct sianto_options opt = jobs_opt(profile);
	struct buf cap = jobs_cap((const char *)c->recipe.p), out;
	struct leak_text t;
	unsigned failed = 0;
	char *messages;

	jobs_once(&opt, &cap, &out);
	assert_int_equal(jobs_count(&cap), jobs_count(&out));
	leak_text_of(&t, span_of(out.p, out.n));
	messages = jobs_messages(&out);
	for (size_t i = 0; i < c->checks; i++) {
		if (meets(&c->check[i], &t, messages, profile == SIANTO_SHARE))
			continue;
		failed++;
		print_error("%s: %s: %s %s\n",
			    profile == SIANTO_SHARE ? "share" : "support",
			    c->name, c->check[i].verb, c->check[i].text);
	}
	if (failed)
		print_error("%s\n", messages);
	free(messages);
	leak_text_free(&t);
	buf_free(&cap);
	buf_free(&out);
	return failed;
}

static void one_case(void **state)
{
	const struct dcase *c = *state;
	unsigned failed = try_profile(c, SIANTO_SHARE);

	failed += try_profile(c, SIANTO_SUPPORT);
	assert_int_equal(failed, 0);
}

static int run(struct dfile *f)
{
	struct CMUnitTest tests[CASES_MAX];

	memset(tests, 0, sizeof(tests));
	for (size_t i = 0; i < f->count; i++) {
		buf_u8(&f->c[i].recipe, 0);
		tests[i].name = f->c[i].name;
		tests[i].test_func = one_case;
		tests[i].initial_state = &f->c[i];
		if (f->c[i].later)
			print_message("not yet in scope: %s\n", f->c[i].name);
	}
	return _cmocka_run_group_tests("dcases", tests, f->count, NULL, NULL);
}

int main(void)
{
	char *text = read_all(SIANTO_SOURCE_DIR "/tests/recipes/dcases.txt");
	struct dfile *f = calloc(1, sizeof(*f));
	int failed;

	if (!text || !f)
		return 1;
	parse(f, text);
	failed = run(f);
	for (size_t i = 0; i < f->count; i++)
		buf_free(&f->c[i].recipe);
	free(f);
	free(text);
	return failed;
}
