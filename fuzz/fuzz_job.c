/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_job.c - a whole anonymization of hostile bytes.
 *
 * The first byte chooses: the rest is a capture, or the payload of one UDP
 * packet.  Rules checked: no crash, no error but "not a capture" and "link
 * type"; as many packets out as in; the output is a capture again; nothing
 * unclaimed is copied, and the statistics before and after are the same
 * (but for the section "run").
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/rd.h"
#include "sianto/job.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CAP = 64 << 20 };

struct in {
	struct span s;
	size_t pos;
};

static int in_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	struct in *in = ctx;
	size_t left = in->s.n - in->pos;

	if (n > left)
		n = left;
	if (n)
		memcpy(p, in->s.p + in->pos, n);
	in->pos += n;
	*got = n;
	return 0;
}

static int out_write(void *ctx, const uint8_t *p, size_t n)
{
	buf_put(ctx, p, n);
	return 0;
}

/* A capture of one raw IPv4 packet with this UDP payload. */
static void wrap(struct span payload, struct buf *out)
{
	uint8_t head[24 + 16 + 28] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4};
	uint8_t *rec = head + 24, *ip = rec + 16, *udp = ip + 20;
	uint32_t n;

	if (payload.n > 4096)
		payload.n = 4096;
	n = 28 + (uint32_t)payload.n;
	put_le32(head + 16, 65535);
	put_le32(head + 20, 101);
	put_le32(rec, 1700000000);
	put_le32(rec + 8, n);
	put_le32(rec + 12, n);
	ip[0] = 0x45;
	put_be16(ip + 2, (uint16_t)n);
	ip[8] = 64;
	ip[9] = 17;
	put_be32(ip + 12, 0xc0000201);
	put_be32(ip + 16, 0xc6336402);
	put_be16(udp, 5060);
	put_be16(udp + 2, 5060);
	put_be16(udp + 4, (uint16_t)(n - 20));
	buf_put(out, head, sizeof(head));
	buf_span(out, payload);
}

/* The statistics of a capture without the section "run". */
static bool statistics(struct span capture, struct buf *out)
{
	struct sianto_options opt = {.mode = SIANTO_STATS};
	struct in in = {capture, 0};
	struct sianto_input input = {in_read, &in, capture.n};
	struct sianto_output output = {out_write, out};
	struct sianto_job *job;
	int e = sianto_job_new(&job, &opt);

	if (!e)
		e = sianto_job_run(job, &input, NULL);
	if (!e)
		e = sianto_job_stats(job, SIANTO_JSON, &output);
	sianto_job_free(job);
	for (size_t i = 0; i + 6 < out->n; i++) {
		if (memcmp(out->p + i, "\"run\":", 6) == 0) {
			out->n = i;
			break;
		}
	}
	return e == 0;
}

static void same_statistics(struct span before, struct span after)
{
	struct buf a = buf_of(CAP), b = buf_of(CAP);

	require(statistics(before, &a));
	require(statistics(after, &b));
	if (!span_eq(span_of(a.p, a.n), span_of(b.p, b.n)))
		fwrite(a.p, 1, a.n, stderr), fwrite(b.p, 1, b.n, stderr);
	require(span_eq(span_of(a.p, a.n), span_of(b.p, b.n)));
	buf_free(&a);
	buf_free(&b);
}

static void anonymize(struct span capture, bool support)
{
	static const uint8_t key[SIANTO_KEY_LEN] = {42};
	struct sianto_options opt = {
	    .profile = support ? SIANTO_SUPPORT : SIANTO_SHARE,
	    .key = key,
	};
	struct in in = {capture, 0};
	struct buf out = buf_of(CAP);
	struct sianto_input input = {in_read, &in, capture.n};
	struct sianto_output output = {out_write, &out};
	struct sianto_summary sum;
	struct sianto_job *job;
	int e = sianto_job_new(&job, &opt);

	require(e == 0);
	e = sianto_job_run(job, &input, &output);
	require(e == 0 || e == SIANTO_E_FORMAT || e == SIANTO_E_LINKTYPE ||
		e == SIANTO_E_MIXED || e == SIANTO_E_LIMIT);
	if (!e) {
		sianto_job_summary(job, &sum);
		require(sum.packets == sum.written);
		same_statistics(capture, span_of(out.p, out.n));
	}
	sianto_job_free(job);
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf b = buf_of(CAP);
	struct span in = span_of(data, size);

	if (size < 2)
		return 0;
	in = span_sub(in, 1, size);
	if (data[0] & 1) {
		wrap(in, &b);
		in = span_of(b.p, b.n);
	}
	anonymize(in, data[0] & 2);
	buf_free(&b);
	return 0;
}
