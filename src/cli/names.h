/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.h - where the outputs of a run go.
 *
 *	call.pcap               call.anon.pcap, call.anon.json, call.anon.md
 *	call.pcap -w x.pcap     x.pcap, x.json, x.md
 *	a.pcap b.pcapng -w D    D/trace-0001.anon.pcap,
 *	                        D/trace-0002.anon.pcapng,
 *	                        D/trace.anon.json, D/trace.anon.md
 *
 * The names in a directory are neutral because those of captures tend to
 * name sites and customers.
 */
#ifndef SIANTO_CLI_NAMES_H
#define SIANTO_CLI_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/options.h"
#include "sianto/job.h"

struct names {
	char **out; /* one for each input; "-" is standard output */
	size_t count;
	char *stats, *sheet; /* NULL when OUT is not a file */
	bool directory;	     /* OUT is one, and it may have to be made */
};

/* want is -w or NULL, format that of --format.  False when out of memory. */
bool names_make(struct names *n, const struct paths *inputs, const char *want,
		enum sianto_format format);
void names_free(struct names *n);

/* The format that a file name asks for; SIANTO_AS_INPUT if none. */
enum sianto_format names_format(const char *path);

#endif
