/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "track/make_fact.h"
#include "track/track.h"

static struct track *begin(void)
{
	struct track *t;

	assert_int_equal(track_new(&t, NULL), 0);
	return t;
}

static void put(struct track *t, struct fact f)
{
	int64_t at;

	assert_int_equal(track_add(t, &f, &at), 0);
}

static void add(struct track *t, struct made m)
{
	put(t, make_fact(m));
}

static void registrar_is_the_server(void **state)
{
	struct track *t = begin();
	struct track_server s;

	(void)state;
	track_server(t, &s);
	assert_false(s.found);
	for (uint32_t i = 0; i < 10; i++) {
		add(t, (struct made){i, 5 + i, .method = SIP_M_REGISTER,
				     .cseq = 1});
		add(t, (struct made){i, 5 + i, 200, SIP_M_REGISTER, .cseq = 1});
		/* the server pings one client more often than it is asked */
		add(t, (struct made){i, 5, .method = SIP_M_OPTIONS,
				     .cseq = 2 * i, .from_server = true});
		add(t, (struct made){i, 5, .method = SIP_M_OPTIONS,
				     .cseq = 2 * i + 1, .from_server = true});
	}
	track_server(t, &s);
	assert_true(s.found && s.registrar);
	assert_int_equal(s.requests_in, 10);
	assert_int_equal(s.responses_out, 10);
	assert_int_equal(s.requests_out, 20);
	assert_int_equal(s.responses_in, 0);
	assert_int_equal(s.servers, 1);
	assert_int_equal(s.clients, 10);
	assert_int_equal(s.addresses, 11);
	track_free(t);
}

static void without_register_requests_decide(void **state)
{
	struct track *t = begin();
	struct track_server s;

	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		add(t, (struct made){i, 5 + i, .method = SIP_M_OPTIONS,
				     .cseq = 1});
	track_server(t, &s);
	assert_true(s.found);
	assert_false(s.registrar);
	assert_int_equal(s.requests_in, 10);
	track_free(t);
}

/* Both ends on one host: the port tells them apart. */
static void loopback_has_a_server(void **state)
{
	struct track *t = begin();
	struct track_server s;

	(void)state;
	for (uint32_t i = 0; i < 10; i++) {
		struct fact f =
		    make_fact((struct made){i, 5 + i, .method = SIP_M_REGISTER,
					    .cseq = 1});

		f.src = f.dst = 77;
		f.sport = (uint16_t)(6000 + i);
		put(t, f);
	}
	track_server(t, &s);
	assert_int_equal(s.requests_in, 10);
	assert_int_equal(s.requests_out, 0);
	assert_int_equal(s.addresses, 11);
	track_free(t);
}

/* One source asks for n users; every `good`-th is there. */
static void sweep(struct track *t, uint64_t source, unsigned n, unsigned good)
{
	for (unsigned i = 0; i < n; i++) {
		struct made m = {i * .01, source, .method = SIP_M_OPTIONS,
				 .cseq = i};
		struct fact f = make_fact(m);

		f.request_aor = 100000 + i;
		put(t, f);
		if (i % 3 == 0)
			continue; /* no answer */
		m.code = good && i % good == 0 ? 200 : 404;
		add(t, m);
	}
}

static void sweeps_are_found(void **state)
{
	struct track *t = begin();
	struct track_sweep w;

	(void)state;
	/* a server with some load, so that nobody else is one */
	for (uint32_t i = 0; i < 100; i++)
		add(t,
		    (struct made){0, 5, .method = SIP_M_REGISTER, .cseq = i});
	sweep(t, 40, 50, 0); /* too few */
	track_sweep(t, &w);
	assert_int_equal(w.sources, 0);
	sweep(t, 41, 51, 0);
	sweep(t, 42, 300, 5);
	track_sweep(t, &w);
	assert_int_equal(w.sources, 2);
	assert_int_equal(w.targets, 351);
	assert_true(track_sweeps_from(t, 41));
	assert_true(track_sweeps_from(t, 42));
	assert_false(track_sweeps_from(t, 40));
	assert_false(track_sweeps_from(t, SERVER));
	assert_false(track_sweeps_from(t, 4711));
	track_free(t);
}

/* A proxy asks for many users too, but most of them exist. */
static void proxies_do_not_sweep(void **state)
{
	struct track *t = begin();
	struct track_sweep w;

	(void)state;
	for (uint32_t i = 0; i < 100; i++) {
		struct made m = {i, 40, .method = SIP_M_REGISTER, .cseq = 2 * i,
				 .callid = 5000 + i};
		struct fact f = make_fact(m);

		f.to_aor = 100000 + i; /* 401, then 200 */
		put(t, f);
		m.code = 401;
		add(t, m);
		m.code = 0;
		m.cseq++;
		f = make_fact(m);
		f.to_aor = 100000 + i;
		put(t, f);
		m.code = 200;
		add(t, m);
	}
	track_sweep(t, &w);
	assert_int_equal(w.sources, 0);
	track_free(t);
}

static void many_addresses_are_bounded(void **state)
{
	struct track *t = begin();
	struct track_limits l;
	struct track_server s;

	(void)state;
	for (uint32_t i = 0; i < TRACK_ADDRESSES_MAX + 9; i++)
		add(t, (struct made){i / 1e5, 5 + i, .method = SIP_M_OPTIONS,
				     .cseq = 1});
	track_limits(t, &l);
	assert_int_equal(l.addresses, 10); /* the server is one of them */
	track_server(t, &s);
	assert_int_equal(s.requests_in, TRACK_ADDRESSES_MAX + 9);
	track_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(registrar_is_the_server),
	    cmocka_unit_test(without_register_requests_decide),
	    cmocka_unit_test(loopback_has_a_server),
	    cmocka_unit_test(sweeps_are_found),
	    cmocka_unit_test(proxies_do_not_sweep),
	    cmocka_unit_test(many_addresses_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
