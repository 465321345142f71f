/* SPDX-License-Identifier: Apache-2.0 */
#include "job/pipe.h"

#include <pthread.h>
#include <stdlib.h>

enum state { FREE, READ, SCANNED, NUMBERED, RENDERED, BUSY };

enum step {
	STEP_NONE,
	STEP_READ,
	STEP_SCAN,
	STEP_NUMBER,
	STEP_RENDER,
	STEP_WRITE
};

struct pipe {
	const struct pipe_steps *steps;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum state *state; /* of each slot */
	unsigned slots;
	uint64_t read_seq;   /* batches read so far */
	uint64_t number_seq; /* next to number */
	uint64_t write_seq;  /* next to write */
	bool reading, numbering, writing, at_end;
	int error;
};

struct worker {
	struct pipe *pipe;
	unsigned thread;
	pthread_t id;
};

/* The oldest slot between two sequence numbers that is in this state. */
static bool oldest(const struct pipe *p, uint64_t from, enum state want,
		   unsigned *slot)
{
	for (uint64_t s = from; s < p->read_seq; s++) {
		*slot = (unsigned)(s % p->slots);
		if (p->state[*slot] == want)
			return true;
	}
	return false;
}

/* What to do next: what is nearest to the output first, so that slots become
 * free as early as they can. */
static enum step choose(struct pipe *p, unsigned *slot)
{
	*slot = (unsigned)(p->write_seq % p->slots);
	if (!p->writing && p->write_seq < p->read_seq &&
	    p->state[*slot] == RENDERED)
		return STEP_WRITE;
	*slot = (unsigned)(p->number_seq % p->slots);
	if (!p->numbering && p->number_seq < p->read_seq &&
	    p->state[*slot] == SCANNED)
		return STEP_NUMBER;
	if (oldest(p, p->write_seq, NUMBERED, slot))
		return STEP_RENDER;
	if (oldest(p, p->number_seq, READ, slot))
		return STEP_SCAN;
	*slot = (unsigned)(p->read_seq % p->slots);
	if (!p->reading && !p->at_end && p->state[*slot] == FREE)
		return STEP_READ;
	return STEP_NONE;
}

static void begin(struct pipe *p, enum step step, unsigned slot)
{
	p->state[slot] = BUSY;
	if (step == STEP_READ)
		p->reading = true;
	else if (step == STEP_NUMBER)
		p->numbering = true;
	else if (step == STEP_WRITE)
		p->writing = true;
}

static void finish(struct pipe *p, enum step step, unsigned slot, bool more)
{
	switch (step) {
	case STEP_READ:
		p->reading = false;
		p->at_end = !more;
		p->state[slot] = more ? READ : FREE;
		p->read_seq += more;
		break;
	case STEP_SCAN:
		p->state[slot] = SCANNED;
		break;
	case STEP_NUMBER:
		p->numbering = false;
		p->number_seq++;
		p->state[slot] = NUMBERED;
		break;
	case STEP_RENDER:
		p->state[slot] = RENDERED;
		break;
	default:
		p->writing = false;
		p->write_seq++;
		p->state[slot] = FREE;
		break;
	}
}

static int perform(struct pipe *p, enum step step, unsigned slot,
		   unsigned thread, bool *more)
{
	const struct pipe_steps *s = p->steps;

	switch (step) {
	case STEP_READ:
		return s->read(s->ctx, slot, more);
	case STEP_SCAN:
		return s->scan(s->ctx, slot, thread);
	case STEP_NUMBER:
		return s->number(s->ctx, slot);
	case STEP_RENDER:
		return s->render(s->ctx, slot, thread);
	default:
		return s->write(s->ctx, slot);
	}
}

static bool over(const struct pipe *p)
{
	return p->error || (p->at_end && p->write_seq == p->read_seq);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct pipe *p = w->pipe;

	pthread_mutex_lock(&p->lock);
	while (!over(p)) {
		unsigned slot;
		bool more = true;
		enum step step = choose(p, &slot);
		int e;

		if (step == STEP_NONE) {
			pthread_cond_wait(&p->changed, &p->lock);
			continue;
		}
		begin(p, step, slot);
		pthread_mutex_unlock(&p->lock);
		e = perform(p, step, slot, w->thread, &more);
		if (!e && w->thread == 0 && p->steps->tick)
			e = p->steps->tick(p->steps->ctx);
		pthread_mutex_lock(&p->lock);
		if (e && !p->error)
			p->error = e;
		finish(p, step, slot, more);
		pthread_cond_broadcast(&p->changed);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static int run(struct pipe *p, struct worker *w, unsigned threads)
{
	unsigned started = 1;

	for (unsigned i = 0; i < threads; i++)
		w[i] = (struct worker){.pipe = p, .thread = i};
	while (started < threads &&
	       pthread_create(&w[started].id, NULL, work, &w[started]) == 0)
		started++;
	/* With fewer threads than asked for the work is done all the same. */
	work(&w[0]);
	for (unsigned i = 1; i < started; i++)
		pthread_join(w[i].id, NULL);
	return p->error;
}

int pipe_run(const struct pipe_steps *steps, unsigned threads)
{
	struct pipe p = {.steps = steps, .slots = pipe_slots(threads)};
	struct worker *w = calloc(threads, sizeof(*w));
	int e = SIANTO_E_NOMEM;

	p.state = calloc(p.slots, sizeof(*p.state));
	if (w && p.state && pthread_mutex_init(&p.lock, NULL) == 0) {
		if (pthread_cond_init(&p.changed, NULL) == 0) {
			e = run(&p, w, threads);
			pthread_cond_destroy(&p.changed);
		}
		pthread_mutex_destroy(&p.lock);
	}
	free(p.state);
	free(w);
	return e;
}
