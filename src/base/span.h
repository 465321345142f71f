/* SPDX-License-Identifier: Apache-2.0 */
/*
 * span.h - a view of bytes somebody else owns.
 *
 * A span never owns and never changes what it points to.  It dies with the
 * packet, arena or string literal it was cut from.  An empty span may have a
 * NULL pointer.
 */
#ifndef SIANTO_BASE_SPAN_H
#define SIANTO_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const uint8_t *p;
	size_t n;
};

/* A span over a string literal, without its NUL. */
#define SPAN_LIT(s) ((struct span){(const uint8_t *)(s), sizeof(s) - 1})

static inline struct span span_of(const void *p, size_t n)
{
	return (struct span){p, n};
}

/* A span over a NUL-terminated string; NULL gives the empty span. */
static inline struct span span_str(const char *s)
{
	return span_of(s, s ? strlen(s) : 0);
}

/* The bytes [from, to) of s; both ends are clipped to s. */
static inline struct span span_sub(struct span s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return span_of(s.n ? s.p + from : s.p, to - from);
}

static inline bool span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Does s begin with prefix, ASCII letters compared without case? */
bool span_case_prefix(struct span s, struct span prefix);

/* Equal when ASCII letters are compared without case.  Most that differ do
 * so in length or in the first letter: no call for them. */
static inline bool span_case_eq(struct span a, struct span b)
{
	if (a.n != b.n)
		return false;
	if (a.n == 0)
		return true;
	return ((a.p[0] ^ b.p[0]) & ~0x20) == 0 && span_case_prefix(a, b);
}

/* The offset of the first byte c in s, or s.n. */
static inline size_t span_find(struct span s, uint8_t c)
{
	const uint8_t *q = s.n ? memchr(s.p, c, s.n) : NULL;

	return q ? (size_t)(q - s.p) : s.n;
}

/* The offset of the last byte c in s, or s.n. */
size_t span_rfind(struct span s, uint8_t c);

/* s without leading and trailing SP, HT, CR and LF. */
struct span span_trim(struct span s);

#endif
