/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embed.c - the library in a program of your own: standard input to standard
 * output, anonymized, in twenty lines.
 *
 *	cc embed.c $(pkg-config --cflags --libs --static sianto) -o embed
 *	./embed <call.pcap >call.anon.pcap
 */
#include <stdio.h>

#include "sianto/job.h"

static int take(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	*got = fread(p, 1, n, ctx);
	return ferror((FILE *)ctx) ? SIANTO_E_IO : 0;
}

static int give(void *ctx, const uint8_t *p, size_t n)
{
	return fwrite(p, 1, n, ctx) == n ? 0 : SIANTO_E_IO;
}

int main(void)
{
	struct sianto_options opt = {.profile = SIANTO_SHARE};
	struct sianto_input in = {.read = take, .ctx = stdin};
	struct sianto_output out = {.write = give, .ctx = stdout};
	struct sianto_summary sum;
	struct sianto_job *job;
	int e = sianto_job_new(&job, &opt);

	if (!e)
		e = sianto_job_run(job, &in, &out);
	if (e) {
		fprintf(stderr, "%s: %s\n", sianto_strerror(e),
			sianto_job_detail(job));
	} else {
		sianto_job_summary(job, &sum);
		fprintf(stderr, "%llu messages, %llu users\n",
			(unsigned long long)sum.sip,
			(unsigned long long)sum.users);
	}
	sianto_job_free(job);
	return e != 0;
}
