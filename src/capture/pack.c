/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack.c - gzip, zstd and lz4 output.
 *
 * No file name, time or operating system gets into the headers.
 */
#include <lz4frame.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "capture/compress.h"

enum {
	OUT_SIZE = 256 * 1024,
	PIECE = 64 * 1024, /* of input, so that lz4's output fits */
	GZIP_WINDOW = 15 + 16,
	GZIP_MEMORY = 8,
	ZSTD_LEVEL = 3,
};

struct packer {
	struct sink out;
	enum compress_kind kind;
	int err; /* sticky */
	z_stream z;
	ZSTD_CStream *zstd;
	LZ4F_cctx *lz4;
	bool begun; /* lz4: the frame header is written */
	uint8_t buf[OUT_SIZE];
};

static int emit(struct packer *k, size_t n)
{
	return n ? k->out.write(k->out.ctx, k->buf, n) : 0;
}

static int pack_gzip(struct packer *k, const uint8_t *p, size_t n, bool last)
{
	int ret, err;

	k->z.next_in = (z_const Bytef *)p;
	k->z.avail_in = (uInt)n;
	do {
		k->z.next_out = k->buf;
		k->z.avail_out = OUT_SIZE;
		ret = deflate(&k->z, last ? Z_FINISH : Z_NO_FLUSH);
		if (ret == Z_STREAM_ERROR)
			return SIANTO_E_COMPRESS;
		err = emit(k, OUT_SIZE - k->z.avail_out);
		if (err)
			return err;
	} while (k->z.avail_out == 0 || (last && ret != Z_STREAM_END));
	return 0;
}

static int pack_zstd(struct packer *k, const uint8_t *p, size_t n, bool last)
{
	ZSTD_inBuffer in = {p, n, 0};
	ZSTD_outBuffer out;
	size_t ret;
	int err;

	do {
		out = (ZSTD_outBuffer){k->buf, OUT_SIZE, 0};
		ret = ZSTD_compressStream2(k->zstd, &out, &in,
					   last ? ZSTD_e_end : ZSTD_e_continue);
		if (ZSTD_isError(ret))
			return SIANTO_E_COMPRESS;
		err = emit(k, out.pos);
		if (err)
			return err;
	} while (in.pos < n || (last && ret != 0));
	return 0;
}

/* With a checksum: lz4 by itself does not notice damage. */
static LZ4F_preferences_t lz4_preferences(void)
{
	LZ4F_preferences_t p = {0};

	p.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
	return p;
}

static int pack_lz4(struct packer *k, const uint8_t *p, size_t n, bool last)
{
	LZ4F_preferences_t pref = lz4_preferences();
	size_t ret;
	int err;

	if (!k->begun) {
		ret = LZ4F_compressBegin(k->lz4, k->buf, OUT_SIZE, &pref);
		if (LZ4F_isError(ret))
			return SIANTO_E_COMPRESS;
		k->begun = true;
		err = emit(k, ret);
		if (err)
			return err;
	}
	if (last)
		ret = LZ4F_compressEnd(k->lz4, k->buf, OUT_SIZE, NULL);
	else
		ret = LZ4F_compressUpdate(k->lz4, k->buf, OUT_SIZE, p, n, NULL);
	if (LZ4F_isError(ret))
		return SIANTO_E_COMPRESS;
	return emit(k, ret);
}

static int pack(struct packer *k, const uint8_t *p, size_t n, bool last)
{
	switch (k->kind) {
	case COMPRESS_GZIP:
		return pack_gzip(k, p, n, last);
	case COMPRESS_ZSTD:
		return pack_zstd(k, p, n, last);
	case COMPRESS_LZ4:
		return pack_lz4(k, p, n, last);
	case COMPRESS_NONE:
		break;
	}
	return n ? k->out.write(k->out.ctx, p, n) : 0;
}

static int packer_write(void *ctx, const uint8_t *p, size_t n)
{
	struct packer *k = ctx;
	size_t piece;

	while (!k->err && n > 0) {
		piece = n < PIECE ? n : PIECE;
		k->err = pack(k, p, piece, false);
		p += piece;
		n -= piece;
	}
	return k->err;
}

static int encoder_new(struct packer *k)
{
	size_t ret;

	switch (k->kind) {
	case COMPRESS_GZIP:
		return deflateInit2(&k->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
				    GZIP_WINDOW, GZIP_MEMORY,
				    Z_DEFAULT_STRATEGY) == Z_OK
			   ? 0
			   : SIANTO_E_NOMEM;
	case COMPRESS_ZSTD:
		k->zstd = ZSTD_createCStream();
		if (!k->zstd)
			return SIANTO_E_NOMEM;
		ret = ZSTD_CCtx_setParameter(k->zstd, ZSTD_c_compressionLevel,
					     ZSTD_LEVEL);
		if (!ZSTD_isError(ret))
			ret = ZSTD_CCtx_setParameter(k->zstd,
						     ZSTD_c_checksumFlag, 1);
		return ZSTD_isError(ret) ? SIANTO_E_COMPRESS : 0;
	case COMPRESS_LZ4:
		require(LZ4F_compressBound(PIECE, NULL) <= OUT_SIZE);
		ret = LZ4F_createCompressionContext(&k->lz4, LZ4F_VERSION);
		return LZ4F_isError(ret) ? SIANTO_E_NOMEM : 0;
	case COMPRESS_NONE:
		break;
	}
	return 0;
}

int packer_new(struct packer **out, struct sink sink, enum compress_kind kind)
{
	struct packer *k = calloc(1, sizeof(*k));
	int err;

	*out = NULL;
	if (!k)
		return SIANTO_E_NOMEM;
	k->out = sink;
	k->kind = kind;
	err = encoder_new(k);
	if (err) {
		packer_free(k);
		return err;
	}
	*out = k;
	return 0;
}

struct sink packer_sink(struct packer *p)
{
	if (p->kind == COMPRESS_NONE)
		return p->out;
	return (struct sink){packer_write, p};
}

int packer_end(struct packer *p)
{
	if (!p->err)
		p->err = pack(p, NULL, 0, true);
	return p->err;
}

void packer_free(struct packer *p)
{
	if (!p)
		return;
	if (p->kind == COMPRESS_GZIP)
		deflateEnd(&p->z);
	ZSTD_freeCStream(p->zstd);
	LZ4F_freeCompressionContext(p->lz4);
	free(p);
}
