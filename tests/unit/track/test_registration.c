/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "track/make_fact.h"
#include "track/track.h"

struct gauge {
	int64_t second;
	uint64_t n;
	int calls;
};

static void gauge_set(void *ctx, int64_t second, uint64_t n)
{
	struct gauge *g = ctx;

	assert_true(second >= g->second);
	*g = (struct gauge){second, n, g->calls + 1};
}

static struct track *begin(struct gauge *g)
{
	struct track_env env = {gauge_set, g};
	struct track *t;

	assert_int_equal(track_new(&t, g ? &env : NULL), 0);
	return t;
}

static void put(struct track *t, const struct fact *f)
{
	int64_t at;

	assert_int_equal(track_add(t, f, &at), 0);
}

struct reg {
	double s;
	uint64_t client;
	uint32_t cseq;
	unsigned code;
	uint32_t expires; /* asked; 0 removes */
	uint32_t granted; /* 0: the registrar says nothing */
	bool auth;
};

/* A REGISTER and its answer 10 ms later. */
static void reg(struct track *t, struct reg r)
{
	struct fact q =
	    make_fact((struct made){r.s, r.client, .method = SIP_M_REGISTER,
				    .cseq = r.cseq});
	struct fact a =
	    make_fact((struct made){r.s + .01, r.client, r.code, SIP_M_REGISTER,
				    r.cseq, .to_tag = 99});

	q.has_auth = r.auth;
	q.expires = r.expires;
	if (r.granted)
		a.contact_expires = r.granted;
	put(t, &q);
	put(t, &a);
}

static void pass(struct track *t, double s)
{
	struct fact f = make_packet(s, FACT_OTHER);

	put(t, &f);
}

static void binding_lives_and_expires(void **state)
{
	struct gauge g = {0};
	struct track *t = begin(&g);
	const struct track_registrations *r = &track_counts(t)->reg;

	(void)state;
	reg(t, (struct reg){0, 5, 1, 200, 3600, 120, true});
	assert_int_equal(r->added, 1);
	assert_int_equal(r->users, 1);
	assert_int_equal(r->aors, 1);
	reg(t, (struct reg){100, 5, 2, 200, 3600, 120, true});
	assert_int_equal(r->refreshed, 1);
	pass(t, 219);
	assert_int_equal(r->users, 1);
	pass(t, 221);
	assert_int_equal(r->users, 0);
	assert_int_equal(r->expired, 1);
	assert_int_equal(r->bindings, 0);
	assert_int_equal(r->users_peak, 1);
	assert_int_equal(g.n, 0);
	assert_int_equal(g.calls, 2);
	assert_int_equal(g.second, 64 + 220); /* when it ran out */
	track_free(t);
}

static void zero_removes_and_star_removes_all(void **state)
{
	struct track *t = begin(NULL);
	const struct track_registrations *r = &track_counts(t)->reg;
	struct fact q, a;

	(void)state;
	reg(t, (struct reg){0, 5, 1, 200, 3600, 0, true});
	reg(t, (struct reg){1, 5, 2, 200, 0, 0, true});
	assert_int_equal(r->removed, 1);
	assert_int_equal(r->users, 0);
	for (unsigned i = 0; i < 3; i++) { /* three contacts of one user */
		q = make_fact((struct made){2, 5, .method = SIP_M_REGISTER,
					    .cseq = 3 + i});
		a = make_fact(
		    (struct made){2, 5, 200, SIP_M_REGISTER, .cseq = 3 + i});
		q.contact += i;
		put(t, &q);
		put(t, &a);
	}
	assert_int_equal(r->bindings, 3);
	assert_int_equal(r->users, 1);
	q = make_fact((struct made){3, 5, .method = SIP_M_REGISTER, .cseq = 9});
	a = make_fact((struct made){3, 5, 200, SIP_M_REGISTER, .cseq = 9});
	q.contacts = 255;
	q.contact = 0;
	q.expires = 0;
	put(t, &q);
	put(t, &a);
	assert_int_equal(r->bindings, 0);
	assert_int_equal(r->users, 0);
	assert_int_equal(r->removed, 4);
	assert_int_equal(r->bindings_peak, 3);
	track_free(t);
}

static void handshake_is_completed(void **state)
{
	struct track *t = begin(NULL);
	const struct track_registrations *r = &track_counts(t)->reg;

	(void)state;
	reg(t, (struct reg){0, 5, 1, 401, 3600, 0, false});
	reg(t, (struct reg){0.1, 5, 2, 200, 3600, 0, true});
	/* wrong password */
	reg(t, (struct reg){1, 6, 1, 401, 3600, 0, false});
	reg(t, (struct reg){1.1, 6, 2, 401, 3600, 0, true});
	reg(t, (struct reg){1.2, 6, 3, 403, 3600, 0, true});
	/* never comes back, then tries anew */
	reg(t, (struct reg){2, 7, 1, 401, 3600, 0, false});
	reg(t, (struct reg){50, 7, 2, 401, 3600, 0, false});
	assert_int_equal(r->challenged, 4);
	assert_int_equal(r->completed, 1);
	assert_int_equal(r->again, 1);
	assert_int_equal(r->refused, 1);
	assert_int_equal(r->users, 1);
	track_free(t);
}

/* The paper's short REGISTER: its use is to keep a NAT binding open. */
static void short_refreshes_are_keepalives(void **state)
{
	struct track *t = begin(NULL);

	(void)state;
	for (uint32_t i = 0; i < 5; i++)
		reg(t, (struct reg){i * 30, 5, i, 200, 60, 0, true});
	for (uint32_t i = 0; i < 5; i++)
		reg(t, (struct reg){1000 + i * 300, 6, i, 200, 600, 0, true});
	assert_int_equal(track_counts(t)->keepalive[TRACK_KA_REGISTER], 4);
	track_free(t);
}

/* Edge proxy to registrar: the same request on its second hop. */
static void second_hop_is_no_refresh(void **state)
{
	struct track *t = begin(NULL);

	(void)state;
	for (unsigned hop = 0; hop < 2; hop++) {
		struct fact q =
		    make_fact((struct made){hop, 5, .method = SIP_M_REGISTER,
					    .cseq = 1, .branch = 50 + hop});
		struct fact a =
		    make_fact((struct made){hop + .5, 5, 200, SIP_M_REGISTER, 1,
					    .branch = 50 + hop});

		put(t, &q);
		put(t, &a);
	}
	assert_int_equal(track_counts(t)->reg.added, 1);
	assert_int_equal(track_counts(t)->reg.refreshed, 0);
	assert_int_equal(track_counts(t)->keepalive[TRACK_KA_REGISTER], 0);
	track_free(t);
}

static void a_query_changes_nothing(void **state)
{
	struct track *t = begin(NULL);
	struct fact q =
	    make_fact((struct made){0, 5, .method = SIP_M_REGISTER, .cseq = 1});
	struct fact a =
	    make_fact((struct made){1, 5, 200, SIP_M_REGISTER, .cseq = 1});

	(void)state;
	q.contacts = 0;
	q.contact = 0;
	put(t, &q);
	put(t, &a);
	assert_int_equal(track_counts(t)->reg.queries, 1);
	assert_int_equal(track_counts(t)->reg.users, 0);
	track_free(t);
}

static void expiry_beyond_a_week_is_a_week(void **state)
{
	struct track *t = begin(NULL);
	const struct track_registrations *r = &track_counts(t)->reg;

	(void)state;
	reg(t, (struct reg){0, 5, 1, 200, 4000000000u, 0, true});
	pass(t, 604000);
	assert_int_equal(r->users, 1);
	pass(t, 604802);
	assert_int_equal(r->users, 0);
	track_free(t);
}

/* Many users come and go; the number stays the number. */
static void users_are_counted_right(void **state)
{
	struct track *t = begin(NULL);
	const struct track_registrations *r = &track_counts(t)->reg;

	(void)state;
	for (uint32_t i = 0; i < 20000; i++)
		reg(t, (struct reg){i * 0.01, 5 + i, 1, 200, 100, 0, true});
	assert_int_equal(r->aors, 20000);
	assert_in_range(r->users, 9900, 10101);
	assert_int_equal(r->added, r->expired + r->bindings);
	pass(t, 301);
	assert_int_equal(r->users, 0);
	track_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(binding_lives_and_expires),
	    cmocka_unit_test(zero_removes_and_star_removes_all),
	    cmocka_unit_test(handshake_is_completed),
	    cmocka_unit_test(short_refreshes_are_keepalives),
	    cmocka_unit_test(second_hop_is_no_refresh),
	    cmocka_unit_test(a_query_changes_nothing),
	    cmocka_unit_test(expiry_beyond_a_week_is_a_week),
	    cmocka_unit_test(users_are_counted_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
