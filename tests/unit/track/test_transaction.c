/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "track/make_fact.h"
#include "track/track.h"

static void add(struct track *t, struct made m)
{
	struct fact f = make_fact(m);
	int64_t at;

	assert_int_equal(track_add(t, &f, &at), 0);
}

static struct track *begin(void)
{
	struct track *t;

	assert_int_equal(track_new(&t, NULL), 0);
	return t;
}

static const struct track_method *method(const struct track *t, unsigned m)
{
	return &track_counts(t)->method[m];
}

static void answer_belongs_to_request(void **state)
{
	struct track *t = begin();
	const struct track_method *m = method(t, SIP_M_OPTIONS);

	(void)state;
	add(t, (struct made){1.0, 5, .method = SIP_M_OPTIONS, .cseq = 1});
	assert_int_equal(m->open, 1);
	add(t, (struct made){1.25, 5, 200, SIP_M_OPTIONS, 1, .to_tag = 9});
	assert_int_equal(m->transactions, 1);
	assert_int_equal(m->answered, 1);
	assert_int_equal(m->open, 0);
	assert_int_equal(m->final[0], 1);
	assert_int_equal(m->time_sum_us, 250000);
	assert_int_equal(track_counts(t)->keepalive[TRACK_KA_OPTIONS], 1);
	track_free(t);
}

static void the_same_again_is_a_retransmission(void **state)
{
	struct track *t = begin();
	const struct track_method *m = method(t, SIP_M_OPTIONS);

	(void)state;
	add(t, (struct made){1.0, 5, .method = SIP_M_OPTIONS, .cseq = 1});
	add(t, (struct made){1.5, 5, .method = SIP_M_OPTIONS, .cseq = 1});
	add(t, (struct made){2.5, 5, .method = SIP_M_OPTIONS, .cseq = 1});
	add(t, (struct made){2.6, 5, 200, SIP_M_OPTIONS, 1, .to_tag = 9});
	add(t, (struct made){2.7, 5, 200, SIP_M_OPTIONS, 1, .to_tag = 9});
	assert_int_equal(m->transactions, 1);
	assert_int_equal(m->request_again, 2);
	assert_int_equal(m->response_again, 1);
	assert_int_equal(m->time_sum_us, 1600000); /* from the first */
	track_free(t);
}

/* Clients exist that never change their branch. */
static void one_branch_for_all_makes_many(void **state)
{
	struct track *t = begin();

	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		add(t, (struct made){i, 5, .method = SIP_M_OPTIONS, .cseq = i,
				     .branch = 77});
	assert_int_equal(method(t, SIP_M_OPTIONS)->transactions, 10);
	track_free(t);
}

static void without_branch_callid_cseq_and_tag_match(void **state)
{
	struct track *t = begin();
	struct fact f = make_fact(
	    (struct made){1.0, 5, .method = SIP_M_OPTIONS, .cseq = 4});
	struct fact r = make_fact(
	    (struct made){1.1, 5, 200, SIP_M_OPTIONS, 4, .to_tag = 3});
	int64_t at;

	(void)state;
	f.branch = r.branch = 0;
	f.via_host = 0; /* an RFC 2543 proxy may have changed it */
	assert_int_equal(track_add(t, &f, &at), 0);
	assert_int_equal(track_add(t, &r, &at), 0);
	assert_int_equal(method(t, SIP_M_OPTIONS)->answered, 1);
	track_free(t);
}

/* RFC 3261 section 17.2.3: the ACK of a refusal belongs to the INVITE. */
static void ack_is_no_transaction(void **state)
{
	struct track *t = begin();

	(void)state;
	add(t, (struct made){1.0, 5, .method = SIP_M_INVITE, .cseq = 1});
	add(t, (struct made){1.1, 5, 404, SIP_M_INVITE, 1, .to_tag = 9});
	add(t,
	    (struct made){1.2, 5, .method = SIP_M_ACK, .cseq = 1, .to_tag = 9});
	assert_int_equal(method(t, SIP_M_ACK)->transactions, 0);
	assert_int_equal(method(t, SIP_M_INVITE)->transactions, 1);
	assert_int_equal(method(t, SIP_M_INVITE)->final[2], 1);
	assert_int_equal(track_counts(t)->stray, 0);
	track_free(t);
}

static void provisional_is_no_answer(void **state)
{
	struct track *t = begin();
	const struct track_method *m = method(t, SIP_M_INVITE);

	(void)state;
	add(t, (struct made){1.0, 5, .method = SIP_M_INVITE, .cseq = 1});
	add(t, (struct made){1.1, 5, 100, SIP_M_INVITE, .cseq = 1});
	add(t, (struct made){1.2, 5, 180, SIP_M_INVITE, 1, .to_tag = 9});
	add(t, (struct made){1.3, 5, 180, SIP_M_INVITE, 1, .to_tag = 9});
	assert_int_equal(m->answered, 0);
	assert_int_equal(m->response_again, 0);
	/* two minutes of ringing */
	add(t, (struct made){121.0, 5, 200, SIP_M_INVITE, 1, .to_tag = 9});
	assert_int_equal(m->answered, 1);
	assert_int_equal(track_counts(t)->times_invite.max_us, 120000000);
	track_free(t);
}

static void fork_is_no_retransmission(void **state)
{
	struct track *t = begin();

	(void)state;
	add(t, (struct made){1.0, 5, .method = SIP_M_INVITE, .cseq = 1});
	add(t, (struct made){1.1, 5, 200, SIP_M_INVITE, 1, .to_tag = 9});
	add(t, (struct made){1.2, 5, 200, SIP_M_INVITE, 1, .to_tag = 10});
	assert_int_equal(method(t, SIP_M_INVITE)->response_again, 0);
	assert_int_equal(track_counts(t)->dialogs.confirmed, 2);
	assert_int_equal(track_counts(t)->calls.answered, 1);
	track_free(t);
}

static void silence_ends_a_transaction(void **state)
{
	struct track *t = begin();
	const struct track_method *m = method(t, SIP_M_OPTIONS);

	(void)state;
	add(t, (struct made){0.0, 5, .method = SIP_M_OPTIONS, .cseq = 1});
	add(t, (struct made){33.0, 6, .method = SIP_M_OPTIONS, .cseq = 1});
	assert_int_equal(m->open, 1);
	assert_int_equal(m->transactions - m->answered - m->open, 1);
	add(t, (struct made){33.1, 5, 200, SIP_M_OPTIONS, .cseq = 1});
	assert_int_equal(track_counts(t)->stray, 1);
	track_free(t);
}

/* 100,000 requests a second without answers: the table stays at its cap. */
static void flood_is_bounded_and_counted(void **state)
{
	struct track *t = begin();
	struct track_limits l;
	uint32_t n = TRACK_TRANSACTIONS_MAX + 1000;

	(void)state;
	for (uint32_t i = 0; i < n; i++)
		add(t, (struct made){i / 1e5, 5, .method = SIP_M_OPTIONS,
				     .cseq = i});
	track_limits(t, &l);
	assert_int_equal(l.transactions, 1000);
	assert_int_equal(method(t, SIP_M_OPTIONS)->transactions, n);
	assert_int_equal(method(t, SIP_M_OPTIONS)->open,
			 TRACK_TRANSACTIONS_MAX);
	track_free(t);
}

static void hostile_numbers_do_no_harm(void **state)
{
	struct track *t = begin();
	struct fact f = make_fact((struct made){1.0, .client = 5});
	int64_t at;

	(void)state;
	for (unsigned i = 0; i < 2000; i++) {
		f.request = i % 3 == 0;
		f.method = (uint8_t)i;
		f.code = (uint16_t)(i * 33);
		f.event = (uint8_t)i;
		f.blank = (uint8_t)i;
		f.kind = i % 7 == 0 ? FACT_KEEPALIVE : FACT_SIP;
		f.contacts = (uint8_t)i;
		f.expires = i * 7919 * 7919;
		f.time_us = (int64_t)(mix64(i) * (i & 1));
		assert_int_equal(track_add(t, &f, &at), 0);
	}
	track_free(t);
}

static void quantiles_are_within_an_eighth(void **state)
{
	struct track_times t = {0};

	(void)state;
	assert_int_equal(times_quantile(&t, 500), 0);
	for (int64_t us = 1; us <= 100000; us++)
		times_add(&t, us);
	assert_in_range(times_quantile(&t, 500), 50000, 56250);
	assert_in_range(times_quantile(&t, 950), 95000, 100000);
	assert_int_equal(times_quantile(&t, 1000), 100000);
	times_add(&t, INT64_MAX);
	times_add(&t, -5);
	assert_int_equal(t.max_us, INT64_MAX);
	assert_int_equal(times_quantile(&t, 0), 0);
	track_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answer_belongs_to_request),
	    cmocka_unit_test(the_same_again_is_a_retransmission),
	    cmocka_unit_test(one_branch_for_all_makes_many),
	    cmocka_unit_test(without_branch_callid_cseq_and_tag_match),
	    cmocka_unit_test(ack_is_no_transaction),
	    cmocka_unit_test(provisional_is_no_answer),
	    cmocka_unit_test(fork_is_no_retransmission),
	    cmocka_unit_test(silence_ends_a_transaction),
	    cmocka_unit_test(flood_is_bounded_and_counted),
	    cmocka_unit_test(hostile_numbers_do_no_harm),
	    cmocka_unit_test(quantiles_are_within_an_eighth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
