/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

void buf_free(struct buf *b)
{
	free(b->p);
	b->p = NULL;
	b->n = b->size = 0;
	b->bad = false;
}

bool buf_grow(struct buf *b, size_t n)
{
	size_t size = b->size ? b->size : 256;
	uint8_t *p;

	if (b->bad || n > b->cap || b->n > b->cap - n) {
		b->bad = true;
		return false;
	}
	while (size - b->n < n)
		size *= 2;
	if (size > b->cap)
		size = b->cap;
	p = realloc(b->p, size);
	if (!p) {
		b->bad = true;
		return false;
	}
	b->p = p;
	b->size = size;
	return true;
}

void buf_fill(struct buf *b, uint8_t c, size_t n)
{
	if (n == 0 || !buf_room(b, n))
		return;
	memset(b->p + b->n, c, n);
	b->n += n;
}

void buf_dec(struct buf *b, uint64_t v)
{
	buf_dec_pad(b, v, 1);
}

void buf_dec_pad(struct buf *b, uint64_t v, unsigned width)
{
	uint8_t tmp[20];
	size_t i = sizeof(tmp);

	do {
		tmp[--i] = (uint8_t)('0' + v % 10);
		v /= 10;
	} while (v);
	while (sizeof(tmp) - i < width && i > 0)
		tmp[--i] = '0';
	buf_put(b, tmp + i, sizeof(tmp) - i);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	char tmp[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(tmp, sizeof(tmp), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(tmp))
		b->bad = true;
	else
		buf_put(b, tmp, (size_t)n);
}
