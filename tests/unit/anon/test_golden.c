/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cases of tests/golden/ *.md: one message each, and what becomes of it in
 * every profile, to the byte (README.md there).  Besides, of each case:
 * statistics before are statistics after, and a job that explains itself
 * writes the same and knows where every byte comes from.
 *
 * With SIANTO_GOLDEN_UPDATE=1 in the environment the expectations are written
 * anew; git diff then shows what has changed.
 */
#include <dirent.h>

#include "job/jobs.h"

enum { CASES_MAX = 200, FILES_MAX = 20, VIEWS = 4 };

enum view { SHARE, SUPPORT, PAPER, RESTORED };

static const char *const views[VIEWS] = {"share", "support", "paper",
					 "restored"};

struct expected {
	bool there;
	char note[64];
	struct buf text;
};

struct golden {
	char name[160];
	char options[160];
	struct buf head; /* from the title to the end of the message */
	struct buf text; /* the message */
	struct expected want[VIEWS];
	struct expected got[VIEWS];
};

struct golden_file {
	char path[512];
	struct buf head;
	struct golden *c;
	size_t count;
};

static struct golden_file files[FILES_MAX];
static size_t file_count;

/* ---- reading cases ------------------------------------------------------ */

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

static void put_line(struct buf *b, const char *line)
{
	buf_str(b, line);
	buf_u8(b, '\n');
}

static struct golden *new_case(struct golden_file *f, const char *title)
{
	struct golden *c = &f->c[f->count++];

	assert_true(f->count <= CASES_MAX);
	snprintf(c->name, sizeof(c->name), "%s", title);
	c->head = buf_of(1 << 20);
	c->text = buf_of(1 << 20);
	for (size_t i = 0; i < VIEWS; i++) {
		c->want[i].text = buf_of(1 << 20);
		c->got[i].text = buf_of(1 << 20);
	}
	return c;
}

/* The fence that opens a block: where its lines go. */
static struct buf *open_block(struct golden *c, const char *info)
{
	size_t n = strcspn(info, " ");
	const char *rest = info[n] ? info + n + 1 : "";

	if (n == 3 && !strncmp(info, "sip", n)) {
		snprintf(c->options, sizeof(c->options), "%s", rest);
		return &c->text;
	}
	for (size_t i = 0; i < VIEWS; i++) {
		if (strlen(views[i]) != n || strncmp(info, views[i], n) != 0)
			continue;
		c->want[i].there = true;
		snprintf(c->want[i].note, sizeof(c->want[i].note), "%s", rest);
		return &c->want[i].text;
	}
	print_error("%s: what is ```%s?\n", c->name, info);
	fail();
	return NULL;
}

static void parse(struct golden_file *f, char *text)
{
	struct golden *c = NULL;
	struct buf *block = NULL;

	f->head = buf_of(1 << 20);
	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (!next)
			break;
		*next++ = 0;
		if (!block && !strncmp(line, "## ", 3))
			c = new_case(f, line + 3);
		if (!c) {
			put_line(&f->head, line);
			continue;
		}
		if (c->text.n == 0 || block == &c->text)
			put_line(&c->head, line);
		if (block && !strcmp(line, "```"))
			block = NULL;
		else if (block)
			put_line(block, line);
		else if (!strncmp(line, "```", 3))
			block = open_block(c, line + 3);
		else if (c->text.n && *line)
			fail_msg("%s: prose behind the message", c->name);
	}
}

/* ---- writing them ------------------------------------------------------- */

static void write_file(const struct golden_file *f)
{
	FILE *out = fopen(f->path, "wb");

	assert_non_null(out);
	fwrite(f->head.p, 1, f->head.n, out);
	for (size_t k = 0; k < f->count; k++) {
		const struct golden *c = &f->c[k];

		fwrite(c->head.p, 1, c->head.n, out);
		for (size_t i = 0; i < VIEWS; i++) {
			const struct expected *g = &c->got[i];

			if (!g->there)
				continue;
			fprintf(out, "\n```%s%s%s\n", views[i],
				*g->note ? " " : "", g->note);
			if (g->text.n)
				fwrite(g->text.p, 1, g->text.n, out);
			fputs("```\n", out);
		}
		if (k + 1 < f->count)
			fputc('\n', out);
	}
	assert_int_equal(fclose(out), 0);
}

/* ---- a message as text -------------------------------------------------- */

static void put_byte(struct buf *b, uint8_t c)
{
	if (c >= ' ' && c < 0x7f)
		buf_u8(b, c);
	else if (c == '\t')
		buf_u8(b, c);
	else
		buf_printf(b, "\\x%02x", c);
}

/* Line ends are as the case has them; others are shown, and so is one that is
 * missing at the end. */
static void put_payload(struct buf *b, struct span p, bool lf)
{
	size_t end = lf ? 1 : 2, i = 0;

	while (i < p.n) {
		if (memcmp(p.p + i, lf ? "\n" : "\r\n",
			   end < p.n - i ? end : p.n - i) == 0 &&
		    i + end <= p.n) {
			buf_u8(b, '\n');
			i += end;
		} else {
			put_byte(b, p.p[i++]);
		}
	}
	if (p.n && (p.n < end || p.p[p.n - 1] != '\n'))
		buf_str(b, "\\\n");
}

static void describe(const struct golden *c, const struct buf *cap,
		     struct expected *e)
{
	struct record r;
	size_t at = 0;
	struct span p;

	e->there = true;
	if (!jobs_next(cap, &at, &r)) {
		snprintf(e->note, sizeof(e->note), "left out");
		return;
	}
	p = jobs_payload(r.frame);
	put_payload(&e->text, p, strstr(c->options, "lf") != NULL);
	if (r.len > r.caplen)
		snprintf(e->note, sizeof(e->note), "%s%u bytes not there",
			 p.n ? "" : "cut, ", r.len - r.caplen);
}

/* ---- running ------------------------------------------------------------ */

static struct buf capture_of(const struct golden *c)
{
	static const char ends[] = "192.0.2.10:5060 > 198.51.100.1:5060";
	struct buf text = buf_of(1 << 20), cap;

	buf_printf(&text, "packet 0 %s %s\n", ends, c->options);
	buf_span(&text, span_of(c->text.p, c->text.n));
	buf_str(&text, ".\n");
	buf_u8(&text, 0);
	cap = jobs_cap((const char *)text.p);
	buf_free(&text);
	return cap;
}

static bool is_line_of(struct span all, struct span line)
{
	for (size_t at = 0; at < all.n;) {
		size_t n = span_find(span_sub(all, at, all.n), '\n');

		if (span_eq(span_sub(all, at, at + n), line))
			return true;
		at += n + 1;
	}
	return false;
}

/* Lines of a that are not in b. */
static void print_lines(const char *mark, struct span all, struct span b)
{
	for (size_t at = 0; at < all.n;) {
		size_t n = span_find(span_sub(all, at, all.n), '\n');
		struct span line = span_sub(all, at, at + n);

		if (!is_line_of(b, line))
			print_error("%s%.*s\n", mark, (int)line.n,
				    (const char *)line.p);
		at += n + 1;
	}
}

static bool compare(const struct golden *c, size_t i)
{
	const struct expected *w = &c->want[i], *g = &c->got[i];
	struct span want = span_of(w->text.p, w->text.n);
	struct span got = span_of(g->text.p, g->text.n);

	if (!strcmp(w->note, g->note) && w->there == g->there &&
	    span_eq(want, got))
		return true;
	print_error("%s, %s: expected (-) and found (+) differ\n", c->name,
		    views[i]);
	if (strcmp(w->note, g->note) != 0)
		print_error("-```%s\n+```%s\n", w->note, g->note);
	print_lines("-", want, got);
	print_lines("+", got, want);
	return false;
}

/* Statistics of both sides, and an explained run, agree. */
static void check_rules(const struct golden *c, enum view v,
			const struct buf *in, const struct buf *out)
{
	struct sianto_options opt = jobs_opt((enum sianto_profile)v);
	char *before = jobs_stats_of(in), *after = jobs_stats_of(out), *text;
	struct sianto_job *job;
	struct buf again;
	bool same;

	same = strcmp(before, after) == 0;
	if (!same) {
		print_error("%s, %s: statistics differ\n", c->name, views[v]);
		print_lines("-", span_str(before), span_str(after));
		print_lines("+", span_str(after), span_str(before));
	}
	assert_true(same);
	free(before);
	free(after);
	opt.explain = true;
	job = jobs_new(&opt);
	assert_int_equal(jobs_run(job, in, &again), 0);
	jobs_same_bytes(out, &again);
	text = jobs_text(job, sianto_job_explain);
	for (char *line = strchr(text, '\n'); line && line[1];
	     line = strchr(line + 1, '\n')) {
		char *end = strchr(line + 1, '\n');

		assert_true(end && end[-1] == '0' && end[-2] == '\t');
	}
	free(text);
	sianto_job_free(job);
	buf_free(&again);
}

/* A profile, and for support or paper the way back. */
static void run_profile(struct golden *c, enum view v, const struct buf *cap)
{
	struct sianto_options opt = jobs_opt((enum sianto_profile)v);
	struct sianto_job *job = jobs_new(&opt);
	struct buf out, map = buf_of(1 << 24), back;
	struct sianto_output to_map = {jobs_write, &map};

	assert_int_equal(jobs_run(job, cap, &out), 0);
	describe(c, &out, &c->got[v]);
	if (v == SUPPORT && c->want[RESTORED].there) {
		assert_int_equal(sianto_job_map(job, &to_map), 0);
		opt.mode = SIANTO_RESTORE;
		opt.map = map.p;
		opt.map_len = map.n;
		jobs_once(&opt, &out, &back);
		describe(c, &back, &c->got[RESTORED]);
		buf_free(&back);
	}
	sianto_job_free(job);
	if (v != PAPER)
		check_rules(c, v, cap, &out);
	buf_free(&out);
	buf_free(&map);
}

static bool updating(void)
{
	const char *v = getenv("SIANTO_GOLDEN_UPDATE");

	return v && *v && strcmp(v, "0") != 0;
}

static void one_case(void **state)
{
	struct golden *c = *state;
	struct buf cap = capture_of(c);
	bool same = true;

	for (int v = SHARE; v <= PAPER; v++)
		run_profile(c, (enum view)v, &cap);
	buf_free(&cap);
	for (size_t i = 0; i < VIEWS && !updating(); i++)
		same = compare(c, i) && same;
	assert_true(same);
}

static int by_path(const void *a, const void *b)
{
	const struct golden_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static void load(const char *dir)
{
	DIR *d = opendir(dir);

	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d)) && file_count < FILES_MAX;) {
		size_t n = strlen(e->d_name);

		if (n < 4 || strcmp(e->d_name + n - 3, ".md") != 0 ||
		    !strcmp(e->d_name, "README.md"))
			continue;
		snprintf(files[file_count].path, sizeof(files[0].path), "%s/%s",
			 dir, e->d_name);
		file_count++;
	}
	closedir(d);
	qsort(files, file_count, sizeof(files[0]), by_path);
}

static int run_file(struct golden_file *f)
{
	struct CMUnitTest tests[CASES_MAX];
	char *text = read_all(f->path);
	int failed;

	f->c = calloc(CASES_MAX + 1, sizeof(*f->c));
	if (!text || !f->c)
		return 1;
	parse(f, text);
	memset(tests, 0, sizeof(tests));
	for (size_t i = 0; i < f->count; i++) {
		tests[i].name = f->c[i].name;
		tests[i].test_func = one_case;
		tests[i].initial_state = &f->c[i];
	}
	failed = _cmocka_run_group_tests(strrchr(f->path, '/') + 1, tests,
					 f->count, NULL, NULL);
	if (updating())
		write_file(f);
	for (size_t i = 0; i < f->count; i++) {
		buf_free(&f->c[i].head);
		buf_free(&f->c[i].text);
		for (size_t v = 0; v < VIEWS; v++) {
			buf_free(&f->c[i].want[v].text);
			buf_free(&f->c[i].got[v].text);
		}
	}
	buf_free(&f->head);
	free(f->c);
	free(text);
	return failed;
}

int main(void)
{
	int failed = 0;

	load(SIANTO_SOURCE_DIR "/tests/golden");
	if (file_count == 0)
		return 1;
	for (size_t i = 0; i < file_count; i++)
		failed += run_file(&files[i]);
	return failed != 0;
}
