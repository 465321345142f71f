/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expand.c - gzip, zstd and lz4 input.
 *
 * Each decoder is one step function: it takes what it can from the input
 * buffer, puts what it can to the caller's memory, and says whether it stands
 * at the border of two members.  Everything else is common.
 */
#include <lz4frame.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "base/rd.h"
#include "capture/compress.h"

enum {
	IN_SIZE = 128 * 1024,
	HEAD_LEN = 4,
	GZIP_WINDOW = 15 + 16, /* largest window, gzip header wanted */
	ZSTD_WINDOW_LOG = 27,
};

struct expander {
	struct source in;
	enum compress_kind kind;
	bool eof;    /* the input has no more */
	bool border; /* between two members: the input may end */
	bool cut;
	int err;	 /* sticky */
	uint64_t taken;	 /* bytes got from the input */
	size_t pos, end; /* not yet expanded part of buf */
	z_stream z;
	ZSTD_DStream *zstd;
	LZ4F_dctx *lz4;
	uint8_t buf[IN_SIZE];
};

/* Output of one step. */
struct room {
	uint8_t *p;
	size_t n;
	size_t done;
};

static int refill(struct expander *e)
{
	size_t got = 0;
	int err;

	if (e->pos == e->end)
		e->pos = e->end = 0;
	if (e->eof || e->end == sizeof(e->buf))
		return 0;
	err = e->in.read(e->in.ctx, e->buf + e->end, sizeof(e->buf) - e->end,
			 &got);
	if (err)
		return err;
	if (got > sizeof(e->buf) - e->end)
		return SIANTO_E_IO;
	e->eof = got == 0;
	e->end += got;
	e->taken += got;
	return 0;
}

static int step_gzip(struct expander *e, struct room *out)
{
	int ret;

	if (e->border) {
		/* Blocks of tape are filled up with zeros (gzip(1)). */
		while (e->pos < e->end && e->buf[e->pos] == 0)
			e->pos++;
		if (e->pos == e->end)
			return 0;
		if (inflateReset(&e->z) != Z_OK)
			return SIANTO_E_COMPRESS;
		e->border = false;
	}
	e->z.next_in = e->buf + e->pos;
	e->z.avail_in = (uInt)(e->end - e->pos);
	e->z.next_out = out->p;
	e->z.avail_out = (uInt)(out->n < 1u << 30 ? out->n : 1u << 30);
	ret = inflate(&e->z, Z_NO_FLUSH);
	e->pos = e->end - e->z.avail_in;
	out->done = (size_t)(e->z.next_out - out->p);
	if (ret == Z_STREAM_END)
		e->border = true;
	else if (ret == Z_MEM_ERROR)
		return SIANTO_E_NOMEM;
	else if (ret != Z_OK && ret != Z_BUF_ERROR)
		return SIANTO_E_COMPRESS;
	return 0;
}

static int step_zstd(struct expander *e, struct room *out)
{
	ZSTD_inBuffer in = {e->buf, e->end, e->pos};
	ZSTD_outBuffer to = {out->p, out->n, 0};
	size_t ret = ZSTD_decompressStream(e->zstd, &to, &in);

	if (ZSTD_isError(ret))
		return SIANTO_E_COMPRESS;
	/* Without input and output nothing happened: the border stays. */
	if (in.pos > e->pos || to.pos > 0)
		e->border = ret == 0;
	e->pos = in.pos;
	out->done = to.pos;
	return 0;
}

static int step_lz4(struct expander *e, struct room *out)
{
	size_t in = e->end - e->pos;
	size_t ret;

	out->done = out->n;
	ret = LZ4F_decompress(e->lz4, out->p, &out->done, e->buf + e->pos, &in,
			      NULL);
	if (LZ4F_isError(ret))
		return SIANTO_E_COMPRESS;
	if (in > 0 || out->done > 0)
		e->border = ret == 0;
	e->pos += in;
	return 0;
}

static int step(struct expander *e, struct room *out)
{
	switch (e->kind) {
	case COMPRESS_GZIP:
		return step_gzip(e, out);
	case COMPRESS_ZSTD:
		return step_zstd(e, out);
	case COMPRESS_LZ4:
	case COMPRESS_NONE:
		break;
	}
	return step_lz4(e, out);
}

/* Steps until there is output, the end, or an error. */
static int expand(struct expander *e, struct room *out)
{
	size_t before;
	int err;

	for (;;) {
		if (e->pos == e->end) {
			err = refill(e);
			if (err)
				return err;
		}
		before = e->pos;
		err = step(e, out);
		if (err || out->done > 0)
			return err;
		if (e->pos > before)
			continue;
		/* No progress: the decoder wants more than there is. */
		if (e->eof) {
			e->cut = !e->border;
			return 0;
		}
		if (e->pos < e->end)
			return SIANTO_E_COMPRESS;
	}
}

static int expander_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	struct expander *e = ctx;
	struct room out = {p, n, 0};

	*got = 0;
	if (e->err || n == 0)
		return e->err;
	e->err = expand(e, &out);
	if (!e->err)
		*got = out.done;
	return e->err;
}

/* Not compressed: first what was looked at, then the input itself. */
static int plain_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	struct expander *e = ctx;
	size_t here = e->end - e->pos;
	int err;

	if (here > 0) {
		*got = n < here ? n : here;
		memcpy(p, e->buf + e->pos, *got);
		e->pos += *got;
		return 0;
	}
	err = e->in.read(e->in.ctx, p, n, got);
	if (!err)
		e->taken += *got;
	return err;
}

static enum compress_kind kind_of(const uint8_t *p, size_t n)
{
	uint32_t v;

	if (n < HEAD_LEN)
		return COMPRESS_NONE;
	v = get_le32(p);
	if ((v & 0xffff) == 0x8b1f)
		return COMPRESS_GZIP;
	if (v == 0x184d2204)
		return COMPRESS_LZ4;
	/* Skippable frames belong to lz4 as well, but only zstd's tools begin
	 * a file with one (RFC 8878 section 3.1.2). */
	if (v == 0xfd2fb528 || (v & ~15u) == 0x184d2a50)
		return COMPRESS_ZSTD;
	return COMPRESS_NONE;
}

static int zstd_new(struct expander *e)
{
	size_t ret;

	e->zstd = ZSTD_createDStream();
	if (!e->zstd)
		return SIANTO_E_NOMEM;
	ret = ZSTD_DCtx_setParameter(e->zstd, ZSTD_d_windowLogMax,
				     ZSTD_WINDOW_LOG);
	return ZSTD_isError(ret) ? SIANTO_E_COMPRESS : 0;
}

static int decoder_new(struct expander *e)
{
	size_t ret;

	switch (e->kind) {
	case COMPRESS_GZIP:
		if (inflateInit2(&e->z, GZIP_WINDOW) != Z_OK)
			return SIANTO_E_NOMEM;
		break;
	case COMPRESS_ZSTD:
		return zstd_new(e);
	case COMPRESS_LZ4:
		ret = LZ4F_createDecompressionContext(&e->lz4, LZ4F_VERSION);
		if (LZ4F_isError(ret))
			return SIANTO_E_NOMEM;
		break;
	case COMPRESS_NONE:
		break;
	}
	return 0;
}

int expander_new(struct expander **out, struct source in)
{
	struct expander *e = calloc(1, sizeof(*e));
	int err = 0;

	*out = NULL;
	if (!e)
		return SIANTO_E_NOMEM;
	e->in = in;
	while (!err && !e->eof && e->end < HEAD_LEN)
		err = refill(e);
	if (!err) {
		e->kind = kind_of(e->buf, e->end);
		err = decoder_new(e);
	}
	if (err) {
		expander_free(e);
		return err;
	}
	*out = e;
	return 0;
}

struct source expander_source(struct expander *e)
{
	if (e->kind == COMPRESS_NONE)
		return (struct source){plain_read, e};
	return (struct source){expander_read, e};
}

enum compress_kind expander_kind(const struct expander *e)
{
	return e->kind;
}

bool expander_cut(const struct expander *e)
{
	return e->cut;
}

uint64_t expander_consumed(const struct expander *e)
{
	return e->taken - (e->end - e->pos);
}

void expander_free(struct expander *e)
{
	if (!e)
		return;
	if (e->kind == COMPRESS_GZIP)
		inflateEnd(&e->z);
	ZSTD_freeDStream(e->zstd);
	LZ4F_freeDecompressionContext(e->lz4);
	free(e);
}
