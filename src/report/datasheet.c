/* SPDX-License-Identifier: Apache-2.0 */
#include "report/datasheet.h"

#include "report/names.h"
#include "report/screen.h"
#include "report/wrap.h"

enum { FEW = 50 }; /* users: below, who talked tells who is who */

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

static const char *intro_text(const struct datasheet *d)
{
	switch (d->profile) {
	case SIANTO_SUPPORT:
		return "Made with the profile `support`: names, numbers and "
		       "addresses are replaced by labels, and whoever holds "
		       "the key file and its map can turn them back. For that "
		       "reason this capture is still personal data. It is "
		       "meant for one recipient who solves a problem, not for "
		       "publication.";
	case SIANTO_PAPER:
		return "Made with the profile `paper`: the published method of "
		       "the SiAnTo paper, for comparison with its results "
		       "only. It keeps everything it does not recognise. Do "
		       "not pass this capture on.";
	default:
		return "Made with the profile `share`: every byte of this "
		       "capture is protocol syntax, a word of a fixed "
		       "dictionary, a checked number, or was made by a keyed "
		       "function.";
	}
}

static void put_intro(const struct datasheet *d, struct buf *out)
{
	buf_str(out, "# Data sheet of an anonymized SIP capture\n\n");
	wrap_para(out, intro_text(d));
	if (d->profile != SIANTO_SHARE)
		return;
	if (d->policy_unsafe)
		wrap_para(out, "That is what the profile says; this run was "
			       "allowed to keep more (see below).");
	wrap_para(out, d->keep_time ? "Names, numbers and addresses are not "
				      "the original ones; times are."
				    : "Names, numbers, addresses and times are "
				      "not the original ones.");
}

static void put_form(const struct datasheet *d, struct buf *out)
{
	static const char *const ask[] = {
	    "Title and version",
	    "Where it was captured (kind of place, not its name)",
	    "Kind of service; open to everybody or closed",
	    "Legal basis for making it and passing it on",
	    "Originals: deleted, or kept by whom and until when",
	    "Other published captures of the same service or users",
	    "Licence; does it forbid re-identification?",
	    "Contact for questions and for take-down",
	    "Not before (embargo)",
	    "Who looked at it and answers for it",
	};

	heading(out, "To be filled in by a person");
	wrap_para(out, "No program can know these. Please replace the dots "
		       "before you pass the capture on.");
	buf_str(out, "\n| | |\n| --- | --- |\n");
	for (size_t i = 0; i < sizeof(ask) / sizeof(ask[0]); i++)
		buf_printf(out, "| %s | ... |\n", ask[i]);
	if (d->key_given)
		buf_str(out, "| Key: kept by whom and until when | ... |\n");
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
	buf_u8(out, '\n');
	wrap_para(
	    out, d->profile == SIANTO_PAPER
		     ? "The statistics beside this file (`*.json`) tell more."
		     : "The statistics beside this file (`*.json`) tell more; "
		       "`sianto stats` on the capture gives the same numbers.");
}

/* ---- how it was made --------------------------------------------------- */

static const char *key_text(const struct datasheet *d)
{
	if (d->profile != SIANTO_SHARE)
		return "Key: kept in a file, with an encrypted map beside it. "
		       "Who has both can turn labels back into names. The same "
		       "key and map give the same labels in the next capture.";
	if (d->key_given)
		return "Key: given in a file, so it still exists. Whoever has "
		       "it can test guesses against this capture. Destroy it "
		       "when all parts of the data set are made. Another run "
		       "with the same key on other input gives other labels to "
		       "the same names.";
	return "Key: random, used for this run only, destroyed at its end. "
	       "There is no way back for anybody. Labels of this capture mean "
	       "nothing in any other one.";
}

static void put_making(const struct datasheet *d, struct buf *out)
{
	struct buf options = buf_of(4096);

	heading(out, "How it was made");
	buf_printf(out, "* Program: sianto %s, profile `%s`\n",
		   d->version ? d->version : "", profile_name(d));
	if (d->run_id && d->run_id[0])
		buf_printf(out,
			   "* Run: %s (random; says nothing about the data)\n",
			   d->run_id);
	wrap_item(out, key_text(d));
	buf_str(&options, "Options that are not default:");
	if (!d->options || !d->options[0])
		buf_str(&options, " none");
	for (size_t i = 0; d->options && d->options[i]; i++)
		buf_printf(&options, "%s `%s`", i ? "," : "", d->options[i]);
	wrap_item_buf(out, &options);
	if (d->policy_unsafe)
		wrap_item(out, "Policy: **changed by a file that may be less "
			       "strict than the profile.** The statements "
			       "below hold for the built-in policy only.");
	else if (d->policy_changed)
		wrap_item(out, "Policy: made stricter by a file.");
	else
		wrap_item(out, "Policy: built in, unchanged (`sianto policy "
			       "show` prints it).");
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
     "gone",
     "as in share"},
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
    {"SIP: user agents", "known products with their version; others a token",
     "as in share", "**kept**"},
    {"SIP: unknown headers, parameters, methods",
     "names and values replaced by tokens, or removed", "as in share",
     "**kept**"},
    {"SDP",
     "addresses, names and keys replaced; codecs, ports and media "
     "kept",
     "as in share", "addresses replaced, the rest kept"},
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
		done_row(out, "ICMP",
			 "addresses replaced, also in quoted "
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
		wrap_item(out, "The number of SIP messages, their methods and "
			       "status codes, users and domains.");
		wrap_item(out, "Order and distances in time.");
		return;
	}
	wrap_item(out, d->not_selected
			   ? "One packet in, one packet out, in the same "
			     "order, at the same distances in time, but for "
			     "packets that were not selected (see below)."
			   : "One packet in, one packet out, in the same "
			     "order, at the same distances in time.");
	wrap_item(out,
		  "The same user, host, number, address, Call-ID or tag has "
		  "one label everywhere, in packet headers as well as inside "
		  "messages; different ones have different labels.");
	wrap_item(out, "Methods, status codes, CSeq, expiry and retry times, "
		       "transports, ports, dialogs, retransmissions, "
		       "registrations and keep-alives are as they were.");
	wrap_item(out, "What was malformed is malformed in the same way.");
	wrap_item(out, "Private, shared, link-local and multicast addresses "
		       "stay in their blocks.");
	if (d->ip == SIANTO_IP_PREFIX)
		wrap_item(out, "Any two addresses share as many leading bits "
			       "as they did.");
}

static void put_lost(const struct datasheet *d, struct buf *out)
{
	heading(out, "What is lost");
	if (d->profile == SIANTO_PAPER) {
		wrap_item(out, "All packets without SIP, and all of IPv6.");
		wrap_item(out, "Geography: where addresses and domains were.");
		return;
	}
	if (d->profile == SIANTO_SHARE) {
		if (!d->keep_time)
			wrap_item(out,
				  "Date, time of day and day of the week.");
		wrap_item(out, "Display names, free text, reason phrases other "
			       "than the standard ones.");
	}
	wrap_item(out, "Geography: countries and operators of numbers, "
		       "addresses and domains.");
	wrap_item(
	    out,
	    "Media, encrypted payloads and every protocol that is not SIP.");
	wrap_item(out,
		  "Digest responses: passwords cannot be tried against them.");
	wrap_item(out, "Lengths: names and bodies have other lengths than they "
		       "had, and with them packets.");
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
	row_some(out,
		 "Times more than a day off their packet's clock, replaced "
		 "by that clock",
		 d->times_replaced);
	row_some(out, "Packets left out by `--only`", d->not_selected);
	row_some(out, "Scanners cut by `--drop-scanners`: sources",
		 d->scanner_sources);
	row_some(out, "Scanners cut by `--drop-scanners`: packets",
		 d->scanner_packets);
	row_some(out, "Packets without SIP left out", d->dropped_not_sip);
	row_some(out, "IPv6 packets left out", d->dropped_ip6);
	row_some(out,
		 "Names that found a label table full (a label each time "
		 "from their text, digits all one)",
		 r->overflowed);
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
	struct buf text = buf_of(1024);
	struct stats_sweep w;

	stats_sweep(d->stats, &w);
	if (!w.sources || d->scanner_sources)
		return;
	buf_str(&text, "**A sweep is in this capture:** ");
	screen_count(&text, w.sources, "source", "sources");
	buf_str(&text, " asked for ");
	screen_count(&text, w.targets, "target", "targets");
	buf_str(&text,
		", mostly refused. A sweep that counts 100, 101, 102 ... names "
		"its targets whatever the labels are. `--drop-scanners` takes "
		"such requests and their answers out.");
	wrap_item_buf(out, &text);
}

static void put_few(const struct stats *s, struct buf *out)
{
	struct buf text = buf_of(1024);
	uint64_t n = s->distinct.users + s->distinct.numbers;

	if (!s->has_distinct || n >= FEW)
		return;
	buf_str(&text, "Only ");
	screen_count(&text, n, "user or number", "users and numbers");
	buf_str(&text, ": whoever knows who talked at that time knows who is "
		       "who. Send it to people you trust.");
	wrap_item_buf(out, &text);
}

static void put_warnings(const struct datasheet *d, struct buf *out)
{
	heading(out, "Before you use it");
	wrap_item(out,
		  "**Numbers and addresses are not real.** They may by chance "
		  "be those of somebody who has nothing to do with this "
		  "capture: do not call, probe, block or report them.");
	wrap_item(out, "Do not try to find out who is behind a label, and do "
		       "not join this capture with data that would tell.");
	put_sweeps(d, out);
	put_few(d->stats, out);
	if (d->profile == SIANTO_SHARE) {
		wrap_item(out,
			  "Somebody who sent marked requests while the capture "
			  "was made, or knows when who called whom, can find "
			  "them again. No replacement of names prevents that.");
		wrap_item(
		    out,
		    "Pseudonymized data of people is treated as personal data "
		    "until the originals are out of reach, the key is "
		    "destroyed and a person has judged the rest of the risk.");
	}
	if (d->profile == SIANTO_SUPPORT)
		wrap_item(out, "Key and map stay with the sender. Delete this "
			       "capture when the case is closed.");
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
	put_form(d, out);
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
