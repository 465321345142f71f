/* SPDX-License-Identifier: Apache-2.0 */
/* sipgen.c - a capture of invented SIP traffic from a recipe. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { RECIPE_MAX = 1 << 16, BUFFER = 1 << 18, SMALL = 1 << 21 };

static const char usage[] =
    "usage: sipgen RECIPE -w OUT [options]\n"
    "  -w, --write OUT     the capture; - is standard output;\n"
    "                      a name in .pcapng chooses that format\n"
    "      --packets N     stop after N packets, whatever the time\n"
    "      --users N       this many users\n"
    "      --seed N        another capture of the same kind\n"
    "      --nanoseconds   pcap with nanosecond time stamps\n"
    "      --secrets FILE  planted identities, kind TAB value\n"
    "      --facts FILE    what was put in, kind TAB number\n";

struct options {
	const char *recipe, *out, *secrets, *facts;
	double packets, users, seed;
	bool nanoseconds;
};

static bool count(const char *s, double *out)
{
	char *end;
	unsigned long long v = strtoull(s, &end, 10);

	if (end == s || *end || *s == '-' || v > 1000000000000ull)
		return false;
	*out = (double)v;
	return true;
}

static bool options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
	    {"write", 1, NULL, 'w'},	   {"packets", 1, NULL, 'p'},
	    {"users", 1, NULL, 'u'},	   {"seed", 1, NULL, 's'},
	    {"secrets", 1, NULL, 'S'},	   {"facts", 1, NULL, 'F'},
	    {"nanoseconds", 0, NULL, 'n'}, {0},
	};
	bool ok = true;
	int c;

	*o = (struct options){.packets = -1, .users = -1, .seed = -1};
	while ((c = getopt_long(argc, argv, "w:", longs, NULL)) != -1) {
		switch (c) {
		case 'w':
			o->out = optarg;
			break;
		case 'p':
			ok = ok && count(optarg, &o->packets);
			break;
		case 'u':
			ok = ok && count(optarg, &o->users);
			break;
		case 's':
			ok = ok && count(optarg, &o->seed);
			break;
		case 'S':
			o->secrets = optarg;
			break;
		case 'F':
			o->facts = optarg;
			break;
		case 'n':
			o->nanoseconds = true;
			break;
		default:
			return false;
		}
	}
	if (optind + 1 != argc || !o->out)
		return false;
	o->recipe = argv[optind];
	return ok;
}

static bool complain(const char *what, const char *name)
{
	fprintf(stderr, "sipgen: %s `%s'%s%s\n", what, name, errno ? ": " : "",
		errno ? strerror(errno) : "");
	return false;
}

static bool read_recipe(struct recipe *r, const char *name)
{
	static char text[RECIPE_MAX];
	FILE *f = fopen(name, "r");
	size_t n, line;

	if (!f)
		return complain("cannot read", name);
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	recipe_init(r);
	line = recipe_parse(r, text, n);
	if (line)
		fprintf(stderr, "sipgen: line %zu of `%s' is not understood\n",
			line, name);
	return line == 0;
}

static enum trace_format format(const struct options *o)
{
	size_t n = strlen(o->out);

	if (n > 7 && strcmp(o->out + n - 7, ".pcapng") == 0)
		return TRACE_PCAPNG;
	return o->nanoseconds ? TRACE_NSEC : TRACE_PCAP;
}

/* The capture just written, when it is small; to be freed. */
static struct span written(const struct world *w, const char *name)
{
	FILE *f = w->trace->bytes <= SMALL ? fopen(name, "rb") : NULL;
	uint8_t *p = f ? malloc(SMALL) : NULL;
	size_t n = p ? fread(p, 1, SMALL, f) : 0;

	if (f)
		fclose(f);
	return span_of(p, n);
}

static bool write_secrets(const struct world *w, const struct options *o)
{
	const char *name = o->secrets;
	struct span capture;
	FILE *f = fopen(name, "w");

	if (!f)
		return complain("cannot write", name);
	capture = written(w, o->out);
	people_secrets(&w->people, capture, f);
	free((void *)(uintptr_t)capture.p);
	if (w->trace->format == TRACE_PCAPNG)
		fprintf(f,
			"leftover\t%s\nleftover\t%s\nleftover\t%s\n"
			"leftover\t%s\nleftover\t%s\n",
			trace_comment, trace_interface, trace_filter,
			trace_host, trace_note);
	return fclose(f) == 0 || complain("cannot write", name);
}

static bool write_facts(const struct world *w, const char *name)
{
	FILE *f = fopen(name, "w");

	if (!f)
		return complain("cannot write", name);
	fprintf(f,
		"packets\t%" PRIu64 "\nbytes\t%" PRIu64 "\n"
		"seconds\t%" PRIu64 "\nusers\t%" PRIu32 "\n"
		"fragments\t%" PRIu64 "\n",
		w->trace->count, w->trace->bytes,
		(w->net.us - w->start) / 1000000, w->people.count,
		w->net.fragments);
	tally_write(&w->tally, f);
	return fclose(f) == 0 || complain("cannot write", name);
}

static bool generate(const struct options *o, const struct recipe *r, FILE *f)
{
	static struct world w;
	struct trace t;
	bool ok;

	trace_start(&t, f, format(o));
	if (r->packets < 1e15)
		t.max = (uint64_t)r->packets;
	ok = world_init(&w, r, &t);
	if (!ok)
		complain("no memory for", o->recipe);
	else if (!world_run(&w) || fflush(f) != 0)
		ok = complain("cannot write", o->out);
	if (ok && o->secrets)
		ok = write_secrets(&w, o);
	if (ok && o->facts)
		ok = write_facts(&w, o->facts);
	world_free(&w);
	return ok;
}

int main(int argc, char **argv)
{
	static char buffer[BUFFER];
	struct options o;
	struct recipe r;
	FILE *f = stdout;
	bool ok;

	if (!options(&o, argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	errno = 0;
	if (!read_recipe(&r, o.recipe))
		return 1;
	if (o.packets >= 0) {
		r.packets = o.packets;
		r.duration = 1e9; /* the number decides */
	}
	if (o.users >= 0)
		r.users = o.users;
	if (o.seed >= 0)
		r.seed = o.seed;
	if (strcmp(o.out, "-") != 0)
		f = fopen(o.out, "w");
	if (!f)
		return !complain("cannot write", o.out);
	setvbuf(f, buffer, _IOFBF, sizeof(buffer));
	ok = generate(&o, &r, f);
	if (f != stdout && fclose(f) != 0)
		ok = complain("cannot write", o.out);
	return ok ? 0 : 1;
}
