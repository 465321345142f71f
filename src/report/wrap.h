/* SPDX-License-Identifier: Apache-2.0 */
/* wrap.h - prose in lines of at most WRAP_WIDTH columns (Markdown). */
#ifndef SIANTO_REPORT_WRAP_H
#define SIANTO_REPORT_WRAP_H

#include "base/buf.h"

enum { WRAP_WIDTH = 78 };

/* A paragraph, with a line end but no empty line behind it. */
void wrap_para(struct buf *out, const char *text);
/* An item of a list: "* ", further lines indented by two. */
void wrap_item(struct buf *out, const char *text);
/* The same of text that was put together in a buffer, which is freed. */
void wrap_item_buf(struct buf *out, struct buf *text);

#endif
