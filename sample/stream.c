/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.c - a device that registers over TCP: connection, request in two
 * segments, answer, good-bye.  One connection at a time.
 */
#include "compose.h"

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

enum {
	ST_SYN,
	ST_SYN_ACK,
	ST_ACK,
	ST_HEAD, /* first half of the request */
	ST_TAIL,
	ST_HEAD_ACK,
	ST_ANSWER,
	ST_ANSWER_ACK,
	ST_FIN,
	ST_FIN_ACK,
	ST_LAST_ACK,
	ST_DONE
};

static void write_message(struct world *w, uint32_t who, bool answer)
{
	static const struct step step[2] = {
	    {A_UP, M_REGISTER, 0, F_AUTH, 0, 0},
	    {A_DOWN, M_REGISTER, 200, 0, 0, 0},
	};
	const struct person *p = &w->people.person[who];
	struct talk t = {.peer = UINT32_MAX, .cseq = 1};
	struct message m = {.a = p, .t = &t, .s = &step[answer], .tcp = true};

	t.id = rng_hash(p->h, w->stream.isn);
	m.nonce = w->start / 1000000;
	m.date = w->now / 1000000;
	m.expires = (uint32_t)w->r.expires;
	compose(w, &m);
}

/* The bytes this step carries. */
static struct span data(struct world *w, uint32_t who, unsigned step)
{
	struct span all;

	if (step != ST_HEAD && step != ST_TAIL && step != ST_ANSWER)
		return span_of(NULL, 0);
	write_message(w, who, step == ST_ANSWER);
	all = span_of(w->text.p, w->text.n);
	if (step == ST_HEAD)
		return span_sub(all, 0, all.n / 2);
	if (step == ST_TAIL)
		return span_sub(all, all.n / 2, all.n);
	return all;
}

static void tally(struct world *w, unsigned step)
{
	w->tally.other[TO_TCP]++;
	if (step != ST_TAIL && step != ST_ANSWER)
		return;
	w->tally.sip++;
	if (step == ST_ANSWER)
		w->tally.responses[200]++;
	else
		w->tally.requests[M_REGISTER]++;
}

void stream_step(struct world *w, const struct event *e)
{
	static const struct {
		bool up;
		uint8_t flags;
	} steps[ST_DONE] = {
	    [ST_SYN] = {true, SYN},	      [ST_SYN_ACK] = {false, SYN | ACK},
	    [ST_ACK] = {true, ACK},	      [ST_HEAD] = {true, ACK},
	    [ST_TAIL] = {true, PSH | ACK},    [ST_HEAD_ACK] = {false, ACK},
	    [ST_ANSWER] = {false, PSH | ACK}, [ST_ANSWER_ACK] = {true, ACK},
	    [ST_FIN] = {true, FIN | ACK},     [ST_FIN_ACK] = {false, FIN | ACK},
	    [ST_LAST_ACK] = {true, ACK},
	};
	struct event next = {.kind = EV_TCP, .who = e->who};
	bool up = steps[e->slot].up;
	uint8_t flags = steps[e->slot].flags;
	struct net_path path = world_path(&w->people.person[e->who], up);
	struct stream *s = &w->stream;
	struct net_tcp tcp = {.flags = flags};
	struct span payload;

	if (e->slot == ST_SYN) {
		s->isn = rng_next(&w->rng);
		s->seq[1] = (uint32_t)s->isn;
		s->seq[0] = (uint32_t)(s->isn >> 32);
	}
	*(up ? &path.src.port : &path.dst.port) =
	    (uint16_t)(32768 + s->isn % 28000);
	payload = data(w, e->who, e->slot);
	tcp.seq = s->seq[up];
	tcp.ack = flags & ACK ? s->seq[!up] : 0;
	s->seq[up] += (uint32_t)payload.n + (flags & (SYN | FIN) ? 1 : 0);
	tally(w, e->slot);
	net_tcp(&w->net, &path, tcp, payload);
	next.slot = (uint8_t)(e->slot + 1);
	if (next.slot < ST_DONE) {
		world_after(w, 2000 + rng_below(&w->rng, 20000), next);
		return;
	}
	next.slot = ST_SYN;
	next.who = rng_below(&w->rng, w->people.count);
	world_after(w, (uint64_t)(3600e6 / w->r.tcp), next);
}
