/* SPDX-License-Identifier: Apache-2.0 */
#include "report/datasheet.h"

#include "report/names.h"
#include "report/screen.h"

static const char *profile_name(const struct datasheet *d)
{
	static const char *const name[] = {"share", "support", "paper"};

	return name[d->profile <= SIANTO_PAPER ? d->profile : SIANTO_SHARE];
}

static void heading(struct buf *out, const char *text)
{
	buf_printf(out, "\n## %s\n\n", text);
}

static void row(struct buf *out, const char *what, uint64_t n)
{
	buf_printf(out, "| %s | ", what);
	screen_num(out, n);
	buf_str(out, " |\n");
}

static void row_some(struct buf *out, const char *what, uint64_t n)
{
	if (n)
		row(out, what, n);
}

/* ---- the beginning ----------------------------------------------------- */

static void put_intro(const struct datasheet *d, struct buf *out)
{
	buf_str(out, "# Data sheet of an anonymized SIP capture\n\n");
	switch (d->profile) {
	case SIANTO_SUPPORT:
		buf_str(out,
"Made with the profile `support`: names, numbers and addresses are replaced by\n"
"labels, and whoever holds the key file and its map can turn them back. For that\n"
"reason this capture is still personal data. It is meant for one recipient who\n"
"solves a problem, not for publication.\n");
		break;
	case SIANTO_PAPER:
		buf_str(out,
"Made with the profile `paper`: the published method of the SiAnTo paper, for\n"
"comparison with its results only. It keeps everything it does not recognise.\n"
"Do not pass this capture on.\n");
		break;
	default:
		buf_str(out,
"Made with the profile `share`: every byte of this capture is protocol syntax, a\n"
"word of a fixed dictionary, a checked number, or was made by a keyed function.\n");
		if (d->policy_unsafe)
			buf_str(out,
"That is what the profile says; this run was allowed to keep more (see below).\n");
		buf_str(out, d->keep_time
				     ? "Names, numbers and addresses are not "
				       "the original ones; times are.\n"
				     : "Names, numbers, addresses and times "
				       "are not the original ones.\n");
	}
	heading(out, "To be filled in by a person");
	buf_str(out,
"No program can know these. Please replace the dots before you pass the capture on.\n"
"\n"
"| | |\n"
"| --- | --- |\n"
"| Title and version | ... |\n"
"| Where it was captured (kind of place, not its name) | ... |\n"
"| Kind of service; open to everybody or closed | ... |\n"
"| Legal basis for making it and passing it on | ... |\n"
"| Originals: deleted, or kept by whom and until when | ... |\n");
	if (d->key_given)
		buf_str(out, "| Key: kept by whom and until when | ... |\n");
	buf_str(out,
"| Other published captures of the same service or users | ... |\n"
"| Licence; does it forbid re-identification? | ... |\n"
"| Contact for questions and for take-down | ... |\n"
"| Not before (embargo) | ... |\n"
"| Who looked at it and answers for it | ... |\n");
}

/* ---- what is in it ----------------------------------------------------- */

static void put_contents(const struct datasheet *d, struct buf *out)
{
	const struct stats *s = d->stats;
	const struct track_counts *n = track_counts(s->track);

	heading(out, "What is in it");
	buf_str(out, "| | |\n| --- | ---: |\n| Length in time | ");
	screen_span(out, stats_span_us(s));
	buf_str(out, " |\n");
	row(out, "Packets", s->packets);
	row(out, "SIP messages", s->sip.all);
	row_some(out, "of these requests", stats_requests(s));
	row_some(out, "of these responses", stats_responses(s));
	row_some(out, "of these malformed", s->sip.malformed);
	row_some(out, "Calls tried", n->calls.attempts);
	row_some(out, "Users seen registering", n->reg.aors);
	if (s->has_distinct) {
		row(out, "Distinct users", s->distinct.users);
		row(out, "Distinct numbers", s->distinct.numbers);
		row(out, "Distinct domains", s->distinct.domains);
		row(out, "Distinct hosts", s->distinct.hosts);
		row(out, "Distinct addresses", s->distinct.addresses);
	}
	buf_str(out, "\nThe statistics beside this file (`*.json`) tell more");
	buf_str(out, d->profile == SIANTO_PAPER
			     ? ".\n"
			     : "; `sianto stats` on the\ncapture gives the "
			       "same numbers.\n");
}

/* ---- how it was made --------------------------------------------------- */

static void put_key(const struct datasheet *d, struct buf *out)
{
	if (d->profile == SIANTO_SHARE && !d->key_given) {
		buf_str(out,
"* Key: random, used for this run only, destroyed at its end. There is no way back\n"
"  for anybody. Labels of this capture mean nothing in any other one.\n");
	} else if (d->profile == SIANTO_SHARE) {
		buf_str(out,
"* Key: given in a file, so it still exists. Whoever has it can test guesses against\n"
"  this capture. Destroy it when all parts of the data set are made. Another run with\n"
"  the same key on other input gives other labels to the same names.\n");
	} else {
		buf_str(out,
"* Key: kept in a file, with an encrypted map beside it. Who has both can turn labels\n"
"  back into names. The same key and map give the same labels in the next capture.\n");
	}
}

static void put_making(const struct datasheet *d, struct buf *out)
{
	heading(out, "How it was made");
	buf_printf(out, "* Program: sianto %s, profile `%s`\n",
		   d->version ? d->version : "", profile_name(d));
	if (d->run_id && d->run_id[0])
		buf_printf(out, "* Run: %s (random; says nothing about the "
				"data)\n", d->run_id);
	put_key(d, out);
	buf_str(out, "* Options that are not default:");
	if (!d->options || !d->options[0])
		buf_str(out, " none");
	for (size_t i = 0; d->options && d->options[i]; i++)
		buf_printf(out, "%s `%s`", i ? "," : "", d->options[i]);
	buf_u8(out, '\n');
	if (d->policy_unsafe)
		buf_str(out,
"* Policy: **changed by a file that may be less strict than the profile.** The\n"
"  statements below hold for the built-in policy only.\n");
	else if (d->policy_changed)
		buf_str(out, "* Policy: made stricter by a file.\n");
	else
		buf_str(out, "* Policy: built in, unchanged (`sianto policy "
			     "show` prints it).\n");
}

/* ---- what was done ----------------------------------------------------- */

struct done {
	const char *what;
	const char *share, *support, *paper;
};

static const struct done done_always[] = {
	{"Capture file",
	 "rewritten; comments, names, secrets and unknown blocks gone",
	 "as in share", "as in share"},
	{"Link layer",
	 "hardware addresses replaced by local ones; VLAN and session numbers "
	 "replaced; padding zeroed, trailers gone",
	 "hardware addresses replaced by local ones; padding zeroed, trailers "
	 "gone", "as in share"},
	{"Ports", "kept", "kept", "kept"},
	{"Checksums", "computed anew; wrong ones stay wrong, absent ones absent",
	 "as in share", "as in share"},
	{"SIP: users, hosts, numbers",
	 "labels: `u` and 7 digits, `h...d....invalid`, 999 and 8 digits; the "
	 "same name has the same label everywhere",
	 "as in share, and in the encrypted map",
	 "numbers in the order of appearance"},
	{"SIP: display names, free text, comments", "removed",
	 "display names replaced; text scrubbed",
	 "display names and e-mail addresses removed, the rest kept"},
	{"SIP: Call-ID, tags, branches, nonces",
	 "replaced by keyed tokens; equal stays equal", "as in share", "kept"},
	{"SIP: digest responses", "zeros", "zeros", "**kept**"},
	{"SIP: user agents",
	 "known products with their version; others a token", "as in share",
	 "**kept**"},
	{"SIP: unknown headers, parameters, methods",
	 "names and values replaced by tokens, or removed", "as in share",
	 "**kept**"},
	{"SDP", "addresses, names and keys replaced; codecs, ports and media "
		"kept", "as in share", "addresses replaced, the rest kept"},
	{"Other bodies", "emptied: `x` of a length class, type text/plain",
	 "as in share", "kept after the same replacements"},
};

static const char *ip_text(enum sianto_ip ip)
{
	switch (ip) {
	case SIANTO_IP_PREFIX:
		return "replaced; two addresses with a common beginning still "
		       "have one of the same length";
	case SIANTO_IP_CRYPTOPAN:
		return "IPv4 replaced by Crypto-PAn: common beginnings stay";
	default:
		return "replaced one by one; nothing tells that two were "
		       "neighbours";
	}
}

static const char *done_text(const struct datasheet *d, const struct done *x)
{
	const char *text = x->share;

	if (d->profile == SIANTO_SUPPORT)
		text = x->support;
	if (d->profile == SIANTO_PAPER)
		text = x->paper;
	return strcmp(text, "as in share") == 0 ? x->share : text;
}

static void done_row(struct buf *out, const char *what, const char *text)
{
	buf_printf(out, "| %s | %s |\n", what, text);
}

static void put_seen_protocols(const struct datasheet *d, struct buf *out)
{
	const struct stats *s = d->stats;
	bool paper = d->profile == SIANTO_PAPER;

	if (s->protocol[LAYER_TCP])
		done_row(out, "TCP", "headers kept as events, payload cut");
	if (s->protocol[LAYER_SCTP])
		done_row(out, "SCTP", "headers kept as events, payload cut");
	if (s->protocol[LAYER_ICMP4] || s->protocol[LAYER_ICMP6])
		done_row(out, "ICMP", "addresses replaced, also in quoted "
				      "packets; quoted SIP treated as SIP");
	if (s->protocol[LAYER_ARP])
		done_row(out, "ARP", "both addresses of both ends replaced");
	if (s->with_keepalive && !paper)
		done_row(out, "Keep-alives of CR, LF and NUL bytes", "kept");
	done_row(out, "Anything else",
		 paper ? "packets left out"
		       : "the packet stays, its payload is cut");
}

static void put_done(const struct datasheet *d, struct buf *out)
{
	heading(out, "What was done");
	buf_str(out, "| what | how |\n| --- | --- |\n");
	for (size_t i = 0; i < sizeof(done_always) / sizeof(done_always[0]);
	     i++)
		done_row(out, done_always[i].what,
			 done_text(d, &done_always[i]));
	done_row(out, "IP addresses", ip_text(d->ip));
	if (d->profile == SIANTO_SHARE && !d->keep_time)
		done_row(out, "Time",
			 "every clock moved back by one secret number of whole "
			 "seconds; distances kept");
	else
		done_row(out, "Time", "kept");
	put_seen_protocols(d, out);
}

/* ---- kept, lost, changed ----------------------------------------------- */

static void put_preserved(const struct datasheet *d, struct buf *out)
{
	heading(out, "What you can rely on");
	if (d->profile == SIANTO_PAPER) {
		buf_str(out,
"* The number of SIP messages, their methods and status codes, users and domains.\n"
"* Order and distances in time.\n");
		return;
	}
	buf_str(out,
"* One packet in, one packet out, in the same order, at the same distances in time");
	buf_str(out, d->not_selected || d->scanner_packets
			     ? "\n  (but for what was left out, see below).\n"
			     : ".\n");
	buf_str(out,
"* The same user, host, number, address, Call-ID or tag has one label everywhere,\n"
"  in packet headers as well as inside messages; different ones have different labels.\n"
"* Methods, status codes, CSeq, expiry and retry times, transports, ports, dialogs,\n"
"  retransmissions, registrations and keep-alives are as they were.\n"
"* What was malformed is malformed in the same way.\n"
"* Private, shared, link-local and multicast addresses stay in their blocks.\n");
	if (d->ip == SIANTO_IP_PREFIX)
		buf_str(out, "* Any two addresses share as many leading bits "
			     "as they did.\n");
}

static void put_lost(const struct datasheet *d, struct buf *out)
{
	heading(out, "What is lost");
	if (d->profile == SIANTO_PAPER) {
		buf_str(out, "* All packets without SIP, and all of IPv6.\n"
			     "* Geography: where addresses and domains "
			     "were.\n");
		return;
	}
	if (d->profile == SIANTO_SHARE) {
		if (!d->keep_time)
			buf_str(out, "* Date, time of day and day of the "
				     "week.\n");
		buf_str(out,
"* Display names, free text, reason phrases other than the standard ones.\n");
	}
	buf_str(out,
"* Geography: countries and operators of numbers, addresses and domains.\n"
"* Media, encrypted payloads and every protocol that is not SIP.\n"
"* Digest responses: passwords cannot be tried against them.\n"
"* Lengths: names and bodies have other lengths than they had, and with them packets.\n");
}

static void put_cuts(const struct datasheet *d, struct buf *out)
{
	const struct stats_run *r = &d->stats->run;

	for (unsigned i = 0; i < PKT_CUT_COUNT && d->stats->has_run; i++) {
		if (!r->cut[i])
			continue;
		buf_printf(out, "| Payload cut: %s | ", name_cut_text(i));
		screen_num(out, r->cut[i]);
		buf_str(out, " |\n");
	}
}

static void put_distortions(const struct datasheet *d, struct buf *out)
{
	const struct stats_run *r = &d->stats->run;
	size_t begin;

	heading(out, "Known distortions");
	begin = out->n;
	put_cuts(d, out);
	row_some(out, "Bodies other than SDP emptied", d->bodies_emptied);
	row_some(out, "Packets that grew above the usual 1,500 bytes",
		 d->above_mtu);
	row_some(out, "Times more than a day off their packet's clock, replaced "
		      "by that clock", d->times_replaced);
	row_some(out, "Packets left out by `--only`", d->not_selected);
	row_some(out, "Scanners cut by `--drop-scanners`: sources",
		 d->scanner_sources);
	row_some(out, "Scanners cut by `--drop-scanners`: packets",
		 d->scanner_packets);
	row_some(out, "Packets without SIP left out", d->dropped_not_sip);
	row_some(out, "IPv6 packets left out", d->dropped_ip6);
	row_some(out, "Names that found a label table full (a label each time "
		      "from their text, digits all one)", r->overflowed);
	row_some(out, "Bytes no rule knew, replaced", r->unclaimed);
	if (out->n == begin) {
		buf_str(out, "None was found.\n");
	} else {
		struct buf rows = buf_of(out->cap);

		/* the head of the table goes in front of what is there */
		buf_put(&rows, out->p + begin, out->n - begin);
		out->n = begin;
		buf_str(out, "| what | how many |\n| --- | ---: |\n");
		if (rows.bad)
			out->bad = true;
		else
			buf_put(out, rows.p, rows.n);
		buf_free(&rows);
	}
	if (d->stats->has_run && r->cut_short)
		buf_str(out, "\nThe input ended inside a packet; that packet "
			     "is not here.\n");
}

/* ---- warnings ---------------------------------------------------------- */

static void put_sweeps(const struct datasheet *d, struct buf *out)
{
	struct stats_sweep w;

	stats_sweep(d->stats, &w);
	if (!w.sources || d->scanner_sources)
		return;
	buf_str(out, "* **A sweep is in this capture:** ");
	screen_count(out, w.sources, "source", "sources");
	buf_str(out, " asked for ");
	screen_num(out, w.targets);
	buf_str(out,
" targets and was\n"
"  mostly refused. A sweep that counts 100, 101, 102 ... names its targets whatever the\n"
"  labels are. `--drop-scanners` takes such requests and their answers out.\n");
}

static void put_warnings(const struct datasheet *d, struct buf *out)
{
	const struct stats *s = d->stats;

	heading(out, "Before you use it");
	buf_str(out,
"* **Numbers and addresses are not real.** They may by chance be those of somebody who\n"
"  has nothing to do with this capture: do not call, probe, block or report them.\n"
"* Do not try to find out who is behind a label, and do not join this capture with data\n"
"  that would tell.\n");
	put_sweeps(d, out);
	if (s->has_distinct && s->distinct.users + s->distinct.numbers < 50) {
		buf_str(out, "* Only ");
		screen_count(out, s->distinct.users + s->distinct.numbers,
			     "user", "users");
		buf_str(out,
" and numbers: whoever knows who talked at that time knows\n"
"  who is who. Send it to people you trust.\n");
	}
	if (d->profile == SIANTO_SHARE)
		buf_str(out,
"* Somebody who sent marked requests while the capture was made, or knows when who\n"
"  called whom, can find them again. No replacement of names prevents that.\n"
"* Pseudonymized data of people is treated as personal data until the originals are out\n"
"  of reach, the key is destroyed and a person has judged the rest of the risk.\n");
	if (d->profile == SIANTO_SUPPORT)
		buf_str(out,
"* Key and map stay with the sender. Delete this capture when the case is closed.\n");
}

void datasheet_paper_leaks(const struct datasheet *d, struct buf *out)
{
	buf_str(out, "leaks by design: ");
	screen_count(out, d->kept_digests, "digest", "digests");
	buf_str(out, ", ");
	screen_count(out, d->kept_callids, "Call-ID", "Call-IDs");
	buf_str(out, ", ");
	screen_count(out, d->kept_agents, "user agent", "user agents");
	buf_str(out, " kept; not for sharing");
}

void datasheet_write(const struct datasheet *d, struct buf *out)
{
	put_intro(d, out);
	put_contents(d, out);
	put_making(d, out);
	put_done(d, out);
	put_preserved(d, out);
	put_lost(d, out);
	put_distortions(d, out);
	put_warnings(d, out);
	if (d->profile == SIANTO_PAPER) {
		buf_u8(out, '\n');
		datasheet_paper_leaks(d, out);
		buf_u8(out, '\n');
	}
}
