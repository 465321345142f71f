/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_job.c - a whole anonymization of hostile bytes.
 *
 * The first byte chooses: the rest is a capture, or the payload of one UDP
 * packet.  Rules checked: no crash, no error but "not a capture" and "link
 * type"; as many packets out as in; the output is a capture again; nothing
 * unclaimed is copied; as many messages, keep-alives and cut packets before
 * as after.
 */
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

/* What a capture holds, by kind. */
static struct sianto_summary summary_of(struct span capture)
{
	struct sianto_options opt = {.mode = SIANTO_STATS};
	struct in in = {capture, 0};
	struct sianto_input input = {in_read, &in, capture.n};
	struct sianto_summary sum;
	struct sianto_job *job;
	int e = sianto_job_new(&job, &opt);

	if (!e)
		e = sianto_job_run(job, &input, NULL);
	require(e == 0);
	sianto_job_summary(job, &sum);
	sianto_job_free(job);
	return sum;
}

/*
 * Counters of identities are left to the tests on real and on spoilt
 * messages: in random bytes what is a host depends on what its neighbours
 * became.
 */
static void same_kinds(struct span before, struct span after)
{
	struct sianto_summary a = summary_of(before), b = summary_of(after);

	require(a.packets == b.packets);
	require(a.sip == b.sip);
	require(a.keepalives == b.keepalives);
	require(a.cut == b.cut);
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
		same_kinds(capture, span_of(out.p, out.n));
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
