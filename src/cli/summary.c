/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary.c - what a person reads when a run has ended, on stderr.
 */
#include "cli/summary.h"

#include <stdio.h>

#include "cli/terminal.h"

#define N(number) (grouped(number).text)

/* "1 user", "2 users" */
struct counted {
	char text[64];
};

static struct counted counted(uint64_t n, const char *one, const char *many)
{
	struct counted c;

	snprintf(c.text, sizeof(c.text), "%s %s", N(n), n == 1 ? one : many);
	return c;
}

#define COUNT(n, one) (counted((n), one, one "s").text)

void summary_counts(const struct sianto_summary *s)
{
	note("%s, %s, %s", COUNT(s->packets, "packet"),
	     COUNT(s->sip, "SIP message"), COUNT(s->keepalives, "keep-alive"));
	note("renamed: %s, %s, %s, %s, %s", COUNT(s->users, "user"),
	     COUNT(s->numbers, "number"), COUNT(s->domains, "domain"),
	     COUNT(s->hosts, "host"),
	     counted(s->addresses, "address", "addresses").text);
	if (s->cut)
		note("cut: %s whose content is not SIP or cannot be rewritten "
		     "yet (headers kept)",
		     COUNT(s->cut, "packet"));
	if (s->written < s->packets)
		note("left out: %s of %s", N(s->packets - s->written),
		     COUNT(s->packets, "packet"));
}

void summary_nothing(const struct sianto_summary *s)
{
	if (s->sip > 0)
		return;
	if (s->packets == 0)
		note("0 packets: the capture is empty");
	else if (s->tls > 0)
		note("0 SIP messages, %s: decrypt first, or capture HEP at "
		     "the proxy",
		     COUNT(s->tls, "TLS packet"));
	else if (s->cut > 0)
		note("0 SIP messages, %s with other content: capture where "
		     "SIP passes in clear, or HEP at the proxy",
		     COUNT(s->cut, "packet"));
	else
		note("0 SIP messages in %s: was it captured where SIP passes?",
		     COUNT(s->packets, "packet"));
}

void summary_inputs(const struct run *r, const struct sianto_summary *s)
{
	if (r->input_cut)
		warning("compressed input ends early: what was there has been "
			"read");
	else if (s->cut_short)
		warning("input ends inside a packet: what was there of it is "
			"left out");
}

void summary_warnings(const struct sianto_summary *s,
		      const struct sianto_options *opt)
{
	if (s->overflowed)
		warning("%s found a label table full and got tokens instead",
			COUNT(s->overflowed, "name"));
	if (s->sweep_sources && !opt->drop_scanners)
		warning("%s asked for up to %s each, mostly refused: a sweep "
			"100, 101, 102 ... names its targets whatever the "
			"labels; `--drop-scanners` cuts it",
			COUNT(s->sweep_sources, "source"),
			COUNT(s->sweep_targets, "target"));
	if (opt->profile == SIANTO_PAPER)
		warning("leaks by design: %s, %s, %s kept; not for sharing",
			COUNT(s->kept_digests, "digest"),
			COUNT(s->kept_callids, "Call-ID"),
			COUNT(s->kept_agents, "user agent"));
}
