/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jobs.h - jobs over captures in memory, and a look at what they wrote.
 */
#ifndef SIANTO_TESTS_JOBS_H
#define SIANTO_TESTS_JOBS_H

#include "testing.h"

#include <regex.h>

#include "recipe_cap.h"
#include "sianto/job.h"

static const uint8_t jobs_key[SIANTO_KEY_LEN] =
    "key of the tests, 32 bytes long";

struct jobs_source {
	struct span s;
	size_t at;
	size_t step; /* bytes a call; 0: all */
};

static inline int jobs_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	struct jobs_source *s = ctx;

	if (s->step && n > s->step)
		n = s->step;
	if (n > s->s.n - s->at)
		n = s->s.n - s->at;
	if (n)
		memcpy(p, s->s.p + s->at, n);
	s->at += n;
	*got = n;
	return 0;
}

static inline int jobs_write(void *ctx, const uint8_t *p, size_t n)
{
	struct buf *b = ctx;

	buf_put(b, p, n);
	return b->bad ? SIANTO_E_IO : 0;
}

static inline struct sianto_options jobs_opt(enum sianto_profile profile)
{
	return (struct sianto_options){.profile = profile, .key = jobs_key};
}

static inline struct sianto_job *jobs_new(const struct sianto_options *opt)
{
	struct sianto_job *job;
	int e = sianto_job_new(&job, opt);

	if (e)
		print_error("%s\n", sianto_job_detail(job));
	assert_int_equal(e, 0);
	return job;
}

/* One capture through a job; out is NULL for statistics. */
static inline int jobs_run(struct sianto_job *job, const struct buf *cap,
			   struct buf *out)
{
	struct jobs_source src = {span_of(cap->p, cap->n), 0, 0};
	struct sianto_input in = {jobs_read, &src, cap->n};
	struct sianto_output o = {jobs_write, out};

	if (out)
		*out = buf_of(1u << 30);
	return sianto_job_run(job, &in, out ? &o : NULL);
}

static inline void jobs_survey(struct sianto_job *job, const struct buf *cap)
{
	struct jobs_source src = {span_of(cap->p, cap->n), 0, 0};
	struct sianto_input in = {jobs_read, &src, cap->n};

	assert_int_equal(sianto_job_survey(job, &in), 0);
}

/* A capture through a job of its own (both passes where it needs two). */
static inline void jobs_once(const struct sianto_options *opt,
			     const struct buf *cap, struct buf *out)
{
	struct sianto_job *job = jobs_new(opt);

	if (sianto_job_two_pass(opt))
		jobs_survey(job, cap);
	assert_int_equal(jobs_run(job, cap, out), 0);
	sianto_job_free(job);
}

typedef int jobs_report(struct sianto_job *, const struct sianto_output *);

/* A report as a string, to be freed. */
static inline char *jobs_text(struct sianto_job *job, jobs_report *report)
{
	struct buf b = buf_of(1u << 28);
	struct sianto_output o = {jobs_write, &b};

	assert_int_equal(report(job, &o), 0);
	buf_u8(&b, 0);
	return (char *)b.p;
}

static inline int jobs_json_report(struct sianto_job *job,
				   const struct sianto_output *o)
{
	return sianto_job_stats(job, SIANTO_JSON, o);
}

/* Statistics as JSON, without the section run. */
static inline char *jobs_json(struct sianto_job *job)
{
	char *text = jobs_text(job, jobs_json_report);
	char *run = strstr(text, "\"run\"");

	assert_non_null(run);
	*run = 0;
	return text;
}

static inline char *jobs_stats_of(const struct buf *cap)
{
	struct sianto_options opt = {.mode = SIANTO_STATS};
	struct sianto_job *job = jobs_new(&opt);
	char *text;

	assert_int_equal(jobs_run(job, cap, NULL), 0);
	text = jobs_json(job);
	sianto_job_free(job);
	return text;
}

static inline bool jobs_has_line(const char *text, const char *line, size_t n)
{
	for (; *text; text += strcspn(text, "\n") + 1) {
		size_t m = strcspn(text, "\n");

		if (m == n && memcmp(text, line, n) == 0)
			return true;
		if (!text[m])
			break;
	}
	return false;
}

/* Shows the lines of a that are not in b. */
static inline void jobs_show_lines(const char *sign, const char *a,
				   const char *b)
{
	while (*a) {
		size_t n = strcspn(a, "\n");

		if (!jobs_has_line(b, a, n))
			print_error("%s %.*s\n", sign, (int)n, a);
		a += n + (a[n] == '\n');
	}
}

/* Both texts are equal; if not, the lines that differ are shown. */
static inline bool jobs_same_text(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return true;
	jobs_show_lines("before:", a, b);
	jobs_show_lines(" after:", b, a);
	return false;
}

/* Do both captures have the same statistics? */
static inline bool jobs_same_stats(const struct buf *a, const struct buf *b)
{
	char *x = jobs_stats_of(a), *y = jobs_stats_of(b);
	bool same = jobs_same_text(x, y);

	free(x);
	free(y);
	return same;
}

static inline struct buf jobs_cap(const char *recipe)
{
	struct buf cap;

	assert_true(rc_capture(recipe, &cap));
	return cap;
}

static inline void jobs_same_bytes(const struct buf *a, const struct buf *b)
{
	assert_int_equal(a->n, b->n);
	if (a->n)
		assert_memory_equal(a->p, b->p, a->n);
}

/* ---- the output -------------------------------------------------------- */

/* One record of a pcap file (ours: microseconds, little end first). */
struct record {
	uint32_t sec, usec, caplen, len;
	struct span frame;
};

static inline uint32_t jobs_le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* The next record; *at is 0 at first. */
static inline bool jobs_next(const struct buf *cap, size_t *at,
			     struct record *r)
{
	const uint8_t *h;

	*r = (struct record){0};
	if (*at == 0)
		*at = 24;
	if (*at + 16 > cap->n)
		return false;
	h = cap->p + *at;
	r->sec = jobs_le32(h);
	r->usec = jobs_le32(h + 4);
	r->caplen = jobs_le32(h + 8);
	r->len = jobs_le32(h + 12);
	assert_true(*at + 16 + r->caplen <= cap->n);
	r->frame = span_of(h + 16, r->caplen);
	*at += 16 + r->caplen;
	return true;
}

static inline size_t jobs_count(const struct buf *cap)
{
	struct record r;
	size_t at = 0, n = 0;

	while (jobs_next(cap, &at, &r))
		n++;
	return n;
}

/* The UDP payload of an Ethernet frame (VLAN, IPv4 or IPv6), or nothing. */
static inline struct span jobs_payload(struct span f)
{
	struct span none = {NULL, 0};
	size_t at = 12, len;
	unsigned type;

	if (f.n < 14)
		return none;
	type = get_be16(f.p + at);
	if (type == 0x8100 && f.n >= 18)
		type = get_be16(f.p + (at += 4));
	at += 2;
	if (type == 0x0800 && f.n >= at + 28 && f.p[at + 9] == 17 &&
	    (get_be16(f.p + at + 6) & 0x3fff) == 0)
		at += (size_t)(f.p[at] & 15) * 4;
	else if (type == 0x86dd && f.n >= at + 48 && f.p[at + 6] == 17)
		at += 40;
	else
		return none;
	len = get_be16(f.p + at + 4);
	return span_sub(f, at + 8, at + (len < 8 ? 8 : len));
}

/* All messages of a capture as one string, each behind a line "=== n". */
static inline char *jobs_messages(const struct buf *cap)
{
	struct buf b = buf_of(1u << 28);
	struct record r;
	size_t at = 0;
	unsigned n = 0;

	while (jobs_next(cap, &at, &r)) {
		struct span p = jobs_payload(r.frame);

		buf_printf(&b, "=== %u\n", n++);
		for (size_t i = 0; i < p.n; i++) {
			if (p.p[i] != '\r')
				buf_u8(&b, p.p[i] ? p.p[i] : '?');
		}
	}
	buf_u8(&b, 0);
	return (char *)b.p;
}

/* What the only group of a regular expression matches (the whole match
 * without one): to be freed; NULL when there is no match. */
static inline char *jobs_find(const char *text, const char *pattern)
{
	regmatch_t m[2];
	regex_t re;
	char *out = NULL;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE) != 0) {
		print_error("pattern: %s\n", pattern);
		fail();
	}
	if (regexec(&re, text, 2, m, 0) == 0) {
		if (m[1].rm_so < 0)
			m[1] = m[0];
		out = strndup(text + m[1].rm_so,
			      (size_t)(m[1].rm_eo - m[1].rm_so));
	}
	regfree(&re);
	return out;
}

static inline bool jobs_has(const char *text, const char *pattern)
{
	char *s = jobs_find(text, pattern);

	free(s);
	return s != NULL;
}

static inline void jobs_expect(const char *text, const char *pattern)
{
	if (jobs_has(text, pattern))
		return;
	print_error("no match of: %s\nin:\n%s\n", pattern, text);
	fail();
}

/* The groups of both patterns hold the same (or, with differ, not). */
static inline void jobs_expect_equal(const char *text, const char *a,
				     const char *b, bool differ)
{
	char *x = jobs_find(text, a), *y = jobs_find(text, b);

	if (!x || !y || (strcmp(x, y) == 0) == differ) {
		print_error("%s: %s\n%s: %s\nin:\n%s\n", a, x ? x : "none", b,
			    y ? y : "none", text);
		fail();
	}
	free(x);
	free(y);
}

#endif
