/* SPDX-License-Identifier: Apache-2.0 */
/*
 * odd.c - broken messages and a scanner.
 *
 * A broken message is a sound one with one thing spoilt, in a manner seen on
 * real networks; each kind comes in turn.
 */
#include <string.h>

#include "compose.h"
#include "odd.h"

/* Puts `in` in place of the n bytes at `at`. */
static void edit(struct buf *b, size_t at, size_t n, struct span in)
{
	size_t tail;

	if (at > b->n || n > b->n - at || !buf_room(b, in.n))
		return;
	tail = b->n - at - n;
	memmove(b->p + at + in.n, b->p + at + n, tail);
	if (in.n)
		memcpy(b->p + at, in.p, in.n);
	b->n = b->n - n + in.n;
}

/* Where `what` begins; b->n when absent. */
static size_t find(const struct buf *b, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= b->n; i++)
		if (memcmp(b->p + i, what, n) == 0)
			return i;
	return b->n;
}

/* Where the line of a header begins, after the CRLF before it. */
static size_t find_line(const struct buf *b, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 2; i + n <= b->n; i++)
		if (b->p[i - 2] == '\r' && memcmp(b->p + i, name, n) == 0)
			return i;
	return b->n;
}

static size_t line_len(const struct buf *b, size_t at)
{
	return span_find(span_of(b->p + at, b->n - at), '\n') + 1;
}

static void two_at(struct world *w, const struct person *p)
{
	struct buf *b = &w->text;
	size_t at = find_line(b, "To:");
	uint8_t extra[260];
	size_t n = p->domain.n < 259 ? p->domain.n : 259;

	at += span_find(span_of(b->p + at, b->n - at), '@');
	extra[0] = '@';
	memcpy(extra + 1, p->domain.p, n);
	edit(b, at, 0, span_of(extra, n + 1));
}

static void no_call_id(struct world *w, const struct person *p)
{
	size_t at = find_line(&w->text, "Call-ID:");

	(void)p;
	edit(&w->text, at, line_len(&w->text, at), span_of(NULL, 0));
}

/* Puts a line in the middle of the headers. */
static void insert_line(struct world *w, const char *before, struct span what,
			const char *after)
{
	struct buf line = buf_of(1000);

	buf_str(&line, before);
	buf_span(&line, what);
	buf_str(&line, after);
	buf_str(&line, "\r\n");
	edit(&w->text, find_line(&w->text, "CSeq:"), 0,
	     span_of(line.p, line.n));
	buf_free(&line);
}

static void no_colon(struct world *w, const struct person *p)
{
	insert_line(w, "this is ", p->full, " speaking");
}

static void no_name(struct world *w, const struct person *p)
{
	insert_line(w, ": belongs to ", p->last, "");
}

static void two_call_ids(struct world *w, const struct person *p)
{
	insert_line(w, "Call-ID: another@", p->host, "");
}

static void control_bytes(struct world *w, const struct person *p)
{
	(void)p;
	insert_line(w, "X-Line: ", SPAN_LIT("a\0b\001c\177d\377"), "");
}

static void open_quote(struct world *w, const struct person *p)
{
	size_t at = find_line(&w->text, "From:");

	edit(&w->text, at + 6, 0, SPAN_LIT(" the Unquotable "));
	edit(&w->text, at + 6, 0, p->first);
	edit(&w->text, at + 6, 0, SPAN_LIT("\""));
}

static void set_length(struct world *w, int add)
{
	struct buf *b = &w->text;
	size_t body = find(b, "\r\n\r\n") + 4;
	size_t at = find_line(b, "Content-Length:");
	struct buf line = buf_of(64);

	buf_printf(&line, "Content-Length: %d\r\n", (int)(b->n - body) + add);
	edit(b, at, line_len(b, at), span_of(line.p, line.n));
	buf_free(&line);
}

static void long_length(struct world *w, const struct person *p)
{
	(void)p;
	set_length(w, 17);
}

static void short_length(struct world *w, const struct person *p)
{
	(void)p;
	set_length(w, -20);
}

static void trailing(struct world *w, const struct person *p)
{
	buf_str(&w->text, "and regards from ");
	buf_span(&w->text, p->full);
}

static void cut(struct world *w, const struct person *p)
{
	(void)p;
	w->text.n = w->text.n * 3 / 5;
}

static void bare_lf(struct world *w, const struct person *p)
{
	struct buf *b = &w->text;
	size_t n = 0;

	(void)p;
	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] != '\r')
			b->p[n++] = b->p[i];
	b->n = n;
}

static void huge_cseq(struct world *w, const struct person *p)
{
	size_t at = find_line(&w->text, "CSeq:");

	(void)p;
	edit(&w->text, at + 6, 0, SPAN_LIT("368934881474191032"));
}

static void wrong_cseq(struct world *w, const struct person *p)
{
	size_t at = find_line(&w->text, "CSeq:");

	(void)p;
	edit(&w->text, at + line_len(&w->text, at) - 2, 0, SPAN_LIT("ED"));
}

static void bad_version(struct world *w, const struct person *p)
{
	(void)p;
	edit(&w->text, find(&w->text, "SIP/2.0"), 7, SPAN_LIT("SIP/7.0"));
}

static void start_spaces(struct world *w, const struct person *p)
{
	(void)p;
	edit(&w->text, find(&w->text, " sip:"), 1, SPAN_LIT("   "));
}

static void foreign_method(struct world *w, const struct person *p)
{
	static const char from[] = "OPTIONS";
	size_t at = find_line(&w->text, "CSeq:");

	(void)p;
	edit(&w->text, at + line_len(&w->text, at) - 9, 7,
	     SPAN_LIT("FROBNICATE"));
	edit(&w->text, 0, sizeof(from) - 1, SPAN_LIT("FROBNICATE"));
}

static const struct {
	const char *name;
	void (*spoil)(struct world *w, const struct person *p);
	uint8_t method;
} kinds[] = {
    {"two-at", two_at, M_REGISTER},
    {"no-call-id", no_call_id, M_REGISTER},
    {"no-colon", no_colon, M_REGISTER},
    {"no-name", no_name, M_OPTIONS},
    {"two-call-ids", two_call_ids, M_REGISTER},
    {"control-bytes", control_bytes, M_OPTIONS},
    {"open-quote", open_quote, M_REGISTER},
    {"long-length", long_length, M_INVITE},
    {"short-length", short_length, M_INVITE},
    {"trailing", trailing, M_OPTIONS},
    {"cut", cut, M_REGISTER},
    {"bare-lf", bare_lf, M_OPTIONS},
    {"huge-cseq", huge_cseq, M_REGISTER},
    {"wrong-cseq", wrong_cseq, M_REGISTER},
    {"bad-version", bad_version, M_OPTIONS},
    {"start-spaces", start_spaces, M_REGISTER},
    {"foreign-method", foreign_method, M_OPTIONS},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const char *odd_name(unsigned i)
{
	return i < KINDS ? kinds[i].name : NULL;
}

void odd_message(struct world *w, const struct event *e)
{
	uint32_t kind = w->odd_next++ % KINDS;
	uint32_t who = rng_below(&w->rng, w->people.count);
	struct event next = {.kind = EV_ODD};
	struct person plain = w->people.person[who];
	struct talk t = {.peer = UINT32_MAX, .cseq = 7};
	struct step s = {.way = A_UP, .method = kinds[kind].method};
	struct message m = {.a = &plain, .t = &t, .s = &s};

	(void)e;
	/* header names as the spoilers look for them */
	plain.style &= ~(uint32_t)(ST_COMPACT | ST_FOLD | ST_LOWER | ST_TEL);
	t.id = rng_hash(plain.h, ++w->counter << 4);
	if (s.method == M_INVITE) {
		s.flags = F_SDP;
		t.peer = (who + 1) % w->people.count;
		m.b = &w->people.person[t.peer];
	}
	m.date = w->now / 1000000;
	m.expires = (uint32_t)w->r.expires;
	compose(w, &m);
	kinds[kind].spoil(w, &plain);
	w->tally.odd[kind]++;
	world_send(w, &plain, true);
	world_after(w, (uint64_t)(3600e6 / w->r.malformed), next);
}

static void scan_common(struct buf *b, uint32_t ext, uint64_t h)
{
	buf_str(b, "Via: SIP/2.0/UDP 203.0.113.66:5071;branch=z9hG4bK-");
	buf_dec(b, h >> 34);
	buf_str(b, ";rport\r\n");
	buf_str(b, "From: \"friendly\" <sip:");
	buf_dec(b, ext);
	buf_str(b, "@192.0.2.10>;tag=");
	people_hex(b, h, 16);
	buf_str(b, "\r\nTo: \"friendly\" <sip:");
	buf_dec(b, ext);
	buf_str(b, "@192.0.2.10>");
}

static void scan_rest(struct buf *b, uint64_t h, const char *method)
{
	buf_str(b, "\r\nCall-ID: ");
	buf_dec(b, h >> 20);
	buf_str(b, "\r\nCSeq: 1 ");
	buf_str(b, method);
	buf_str(b, "\r\n");
}

/* One extension after the other, asked for and refused. */
void odd_scan(struct world *w, const struct event *e)
{
	uint32_t ext = 100 + w->scanned / 2;
	bool ask = w->scanned % 2;
	const char *method = ask ? "REGISTER" : "OPTIONS";
	struct person scanner = {.end = {{203, 0, 113, 66}, 5071}};
	uint64_t h = rng_hash((uint64_t)w->r.seed + 66, w->scanned);
	struct event next = {.kind = EV_SCAN, .slot = !e->slot};
	struct buf *b = &w->text;

	buf_reset(b);
	if (e->slot) {
		buf_str(b, ask ? "SIP/2.0 403 Forbidden\r\n"
			       : "SIP/2.0 404 Not Found\r\n");
		scan_common(b, ext, h);
		buf_str(b, ";tag=");
		people_hex(b, rng_mix(h), 8);
		scan_rest(b, h, method);
		buf_str(b, "Server: kamailio (5.6.3 (x86_64/linux))\r\n");
		w->tally.responses[ask ? 403 : 404]++;
		w->scanned++;
	} else {
		buf_str(b, method);
		buf_str(b, " sip:");
		buf_dec(b, ext);
		buf_str(b, "@192.0.2.10 SIP/2.0\r\n");
		scan_common(b, ext, h);
		scan_rest(b, h, method);
		buf_str(b, "Max-Forwards: 70\r\nContact: <sip:");
		buf_dec(b, ext);
		buf_str(b, "@203.0.113.66:5071>\r\n"
			   "User-Agent: friendly-scanner\r\n"
			   "Accept: application/sdp\r\n");
		w->tally.requests[ask ? M_REGISTER : M_OPTIONS]++;
	}
	buf_str(b, "Content-Length: 0\r\n\r\n");
	world_send(w, &scanner, !e->slot);
	if (!e->slot && world_silent(w)) {
		next.slot = 0;
		w->scanned++;
	}
	if (w->scanned < w->r.scan_count)
		world_after(w,
			    next.slot ? 800 : (uint64_t)(1e6 / w->r.scan_rate),
			    next);
}
