/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.h - writing JSON (RFC 8259) into a buffer, member by member.
 *
 * Members are written in the order of the calls; commas, line ends and
 * indentation come by themselves.  `key` is NULL inside an array and for the
 * outermost value.  Text is taken as UTF-8; bytes that are none are written
 * as U+FFFD.  Errors stay in the buffer.
 *
 *	struct json j = json_to(out);
 *
 *	json_open(&j, NULL, '{');
 *	json_num(&j, "packets", 7);
 *	json_close(&j);
 */
#ifndef SIANTO_REPORT_JSON_H
#define SIANTO_REPORT_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH = 12 };

struct json {
	struct buf *out;
	unsigned depth;
	char end[JSON_DEPTH];  /* what closes each level */
	bool any[JSON_DEPTH];  /* has it a member yet */
	bool line[JSON_DEPTH]; /* all members on one line */
};

static inline struct json json_to(struct buf *out)
{
	return (struct json){.out = out};
}

/* An object ('{') or array ('[').  At most JSON_DEPTH deep. */
void json_open(struct json *j, const char *key, char kind);
/* The same, written on one line. */
void json_open_line(struct json *j, const char *key, char kind);
/* Closes the innermost one; the outermost with a line end. */
void json_close(struct json *j);

void json_num(struct json *j, const char *key, uint64_t v);
/* v / 10^decimals, without trailing zeros; decimals <= 9. */
void json_fixed(struct json *j, const char *key, uint64_t v, unsigned decimals);
void json_bool(struct json *j, const char *key, bool v);
void json_text(struct json *j, const char *key, const char *v);
void json_span(struct json *j, const char *key, struct span v);

#endif
