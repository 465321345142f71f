/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.h - the library: captures in, anonymized captures and statistics out.
 *
 * A job reads any number of captures as one data set: labels, key and time
 * shift go on from one to the next.  The library does no input or output of
 * its own: bytes come and go through the callbacks below, keys and maps are
 * bytes.  It has no globals, never prints, never exits.
 *
 *	struct sianto_options opt = {.profile = SIANTO_SHARE};
 *	struct sianto_job *job;
 *
 *	sianto_job_new(&job, &opt);
 *	sianto_job_run(job, &in, &out);		once for each capture
 *	sianto_job_stats(job, SIANTO_JSON, &stats_out);
 *	sianto_job_free(job);
 *
 * Two-pass options (only, min_users, drop_scanners) need every capture to go
 * through sianto_job_survey() before the first sianto_job_run().
 *
 * Errors: the codes of error.h; sianto_job_detail() adds a sentence that
 * never contains captured data.  After an error the output is not usable.
 * Thread rule: a job belongs to one thread at a time; it starts and joins
 * `threads` threads inside each call.
 */
#ifndef SIANTO_JOB_H
#define SIANTO_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sianto/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SIANTO_API __attribute__((visibility("default")))

enum { SIANTO_KEY_LEN = 32 };

/* Bytes in: 0 and *got > 0; *got = 0 at the end; SIANTO_E_IO. */
struct sianto_input {
	int (*read)(void *ctx, uint8_t *p, size_t n, size_t *got);
	void *ctx;
	uint64_t size; /* bytes in all, 0 when unknown: for progress only */
};

/* Bytes out: takes all n or returns SIANTO_E_IO. */
struct sianto_output {
	int (*write)(void *ctx, const uint8_t *p, size_t n);
	void *ctx;
};

enum sianto_profile { SIANTO_SHARE, SIANTO_SUPPORT, SIANTO_PAPER };
enum sianto_mode { SIANTO_ANONYMIZE, SIANTO_STATS, SIANTO_RESTORE };
enum sianto_ip {
	SIANTO_IP_DEFAULT, /* flat in share, prefix in support, cryptopan in
			      paper */
	SIANTO_IP_FLAT,
	SIANTO_IP_PREFIX,
	SIANTO_IP_CRYPTOPAN,
};
enum sianto_format { SIANTO_AS_INPUT, SIANTO_PCAP, SIANTO_PCAPNG };
enum sianto_view { SIANTO_TEXT, SIANTO_JSON };

/* One --only condition; a packet stays when its dialog (or, without one, the
 * packet) meets any of them. */
struct sianto_only {
	enum {
		SIANTO_ONLY_CALLID,
		SIANTO_ONLY_USER,
		SIANTO_ONLY_NUMBER,
		SIANTO_ONLY_ADDR,
		SIANTO_ONLY_TIME
	} kind;
	const char *text; /* as typed; for TIME unused */
	double from, to;  /* TIME: seconds since 1970, or since the
				   first packet when below 10^8 */
};

struct sianto_progress {
	uint64_t bytes;	  /* read from the current input */
	uint64_t packets; /* in all */
};

struct sianto_options {
	enum sianto_mode mode;
	enum sianto_profile profile;
	enum sianto_ip ip;
	enum sianto_format format;
	unsigned threads;   /* 0 = 1 */
	const uint8_t *key; /* SIANTO_KEY_LEN bytes; NULL: random, gone
				   at the end (share only) */
	const uint8_t *map; /* sealed map to go on with, or NULL */
	size_t map_len;
	const struct sianto_only *only;
	size_t only_count;
	unsigned min_users; /* 0: user agents need no minimum */
	bool drop_scanners;
	bool keep_time;
	const char *const *keep_numbers; /* digits, NULL-terminated list */
	const char *policy; /* text of a user's policy file, or NULL */
	bool policy_unsafe; /* it may also be less strict */
	bool explain;	    /* count output bytes by provenance */
	/* Called about every 100 ms of work; true stops (SIANTO_E_STOPPED). */
	bool (*progress)(void *ctx, const struct sianto_progress *p);
	void *progress_ctx;
};

struct sianto_job;

SIANTO_API int sianto_job_new(struct sianto_job **out,
			      const struct sianto_options *opt);
SIANTO_API void sianto_job_free(struct sianto_job *job);

/* First pass over one capture, for two-pass options. */
SIANTO_API int sianto_job_survey(struct sianto_job *job,
				 const struct sianto_input *in);
/* Does this job need sianto_job_survey()? */
SIANTO_API bool sianto_job_two_pass(const struct sianto_options *opt);

/* The job proper over one capture.  out is NULL in SIANTO_STATS. */
SIANTO_API int sianto_job_run(struct sianto_job *job,
			      const struct sianto_input *in,
			      const struct sianto_output *out);

/* What happened, over all captures so far. */
struct sianto_summary {
	uint64_t packets; /* read */
	uint64_t written; /* <= packets with only, drop_scanners, paper */
	uint64_t sip;	  /* SIP messages */
	uint64_t keepalives;
	uint64_t cut; /* packets whose payload was cut */
	uint64_t tls; /* of those: TLS or DTLS by content */
	uint64_t users, numbers, domains, hosts, addresses;
	uint64_t overflowed; /* names that found a label table full */
	uint64_t unclaimed;  /* bytes of class unknown: replaced */
	bool cut_short;	     /* an input ended inside a packet */
	/* the sweep warning of DESIGN section 3 */
	uint64_t sweep_sources, sweep_targets;
	/* paper: what the published method leaves in */
	uint64_t kept_digests, kept_callids, kept_agents;
	enum sianto_format format; /* of the output */
};
SIANTO_API void sianto_job_summary(const struct sianto_job *job,
				   struct sianto_summary *out);

/* Statistics; the same numbers from an original and its share or support
 * output, except the section "run".  Schema: doc/formats/stats.md. */
SIANTO_API int sianto_job_stats(struct sianto_job *job, enum sianto_view view,
				const struct sianto_output *out);
/* The data sheet, Markdown, for people. */
SIANTO_API int sianto_job_datasheet(struct sianto_job *job,
				    const struct sianto_output *out);
/* --explain: output bytes by field and provenance. */
SIANTO_API int sianto_job_explain(struct sianto_job *job,
				  const struct sianto_output *out);
/* The sealed map (support, paper). */
SIANTO_API int sianto_job_map(struct sianto_job *job,
			      const struct sianto_output *out);

/*
 * whois: a label, number or address of the output to its original, or
 * (`forward`) an original to what stands for it.  Writes lines
 * "kind<TAB>label<TAB>original".  *found is the number of lines.  Needs key,
 * and map for names.
 */
SIANTO_API int sianto_job_whois(struct sianto_job *job, const char *text,
				bool forward, const struct sianto_output *out,
				size_t *found);

/* A sentence about the last error, never NULL, never captured data. */
SIANTO_API const char *sianto_job_detail(const struct sianto_job *job);

/* ---- without a job ----------------------------------------------------- */

/* Every field and what happens to it, as text. */
SIANTO_API int sianto_policy_show(enum sianto_profile profile,
				  const struct sianto_output *out);

/* A new random key, and the text form of key files. */
SIANTO_API int sianto_key_new(uint8_t key[SIANTO_KEY_LEN]);
enum { SIANTO_KEY_TEXT_LEN = 78 };
SIANTO_API void sianto_key_text(const uint8_t key[SIANTO_KEY_LEN],
				char out[SIANTO_KEY_TEXT_LEN + 1]);
SIANTO_API int sianto_key_parse(const char *text, size_t n,
				uint8_t key[SIANTO_KEY_LEN]);
/* Overwrites secrets. */
SIANTO_API void sianto_wipe(void *p, size_t n);

/* ---- files: POSIX conveniences for programs ---------------------------- */

/* sianto/file.h */

#ifdef __cplusplus
}
#endif
#endif
