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

static void add(struct track *t, struct made m)
{
	struct fact f = make_fact(m);
	int64_t at;

	assert_int_equal(track_add(t, &f, &at), 0);
}

/* The callee's messages have the tags the other way round. */
static void add_back(struct track *t, struct made m)
{
	struct fact f = make_fact(m);
	uint64_t tag = f.from_tag;
	int64_t at;

	f.from_tag = f.to_tag;
	f.to_tag = tag;
	assert_int_equal(track_add(t, &f, &at), 0);
}

static void call_from_invite_to_bye(void **state)
{
	struct track *t = begin();
	const struct track_dialogs *d = &track_counts(t)->dialogs;

	(void)state;
	add(t, (struct made){0, 5, .method = SIP_M_INVITE, .cseq = 1});
	add(t, (struct made){0.1, 5, 407, SIP_M_INVITE, 1, .to_tag = 8});
	add(t, (struct made){0.2, 5, .method = SIP_M_INVITE, .cseq = 2,
			     .auth = true});
	add(t, (struct made){0.3, 5, 180, SIP_M_INVITE, 2, .to_tag = 9});
	assert_int_equal(d->seen, 1);
	assert_int_equal(d->now, 1);
	add(t, (struct made){1, 5, 200, SIP_M_INVITE, 2, .to_tag = 9});
	add(t,
	    (struct made){1.1, 5, .method = SIP_M_ACK, .cseq = 2, .to_tag = 9});
	add_back(t, (struct made){31, 5, .method = SIP_M_BYE, .cseq = 1,
				  .to_tag = 9, .from_server = true});
	assert_int_equal(d->seen, 1);
	assert_int_equal(d->invite, 1);
	assert_int_equal(d->partial, 0);
	assert_int_equal(d->confirmed, 1);
	assert_int_equal(d->ended, 1);
	assert_int_equal(d->now, 0);
	assert_int_equal(d->peak, 1);
	assert_int_equal(d->talk_us, 30000000);
	assert_int_equal(track_counts(t)->calls.attempts, 1);
	assert_int_equal(track_counts(t)->calls.answered, 1);
	assert_int_equal(track_counts(t)->calls.refused, 0);
	track_free(t);
}

static void outcomes_of_calls(void **state)
{
	static const uint16_t code[] = {200, 302, 404, 486, 487, 503, 603, 401};
	struct track *t = begin();
	const struct track_calls *c = &track_counts(t)->calls;

	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		add(t,
		    (struct made){i, 5 + i, .method = SIP_M_INVITE, .cseq = 1});
		add(t, (struct made){i + .5, 5 + i, code[i], SIP_M_INVITE, 1,
				     .to_tag = 9});
	}
	assert_int_equal(c->attempts, 8);
	assert_int_equal(c->answered, 1);
	assert_int_equal(c->redirected, 1);
	assert_int_equal(c->cancelled, 1);
	assert_int_equal(c->refused, 4);
	assert_int_equal(track_counts(t)->dialogs.seen, 1);
	track_free(t);
}

static void refusal_and_its_ack_make_no_dialog(void **state)
{
	struct track *t = begin();

	(void)state;
	add(t, (struct made){0, 5, .method = SIP_M_INVITE, .cseq = 1});
	add(t, (struct made){0.1, 5, 404, SIP_M_INVITE, 1, .to_tag = 8});
	add(t,
	    (struct made){0.2, 5, .method = SIP_M_ACK, .cseq = 1, .to_tag = 8});
	add(t, (struct made){1, 5, .method = SIP_M_REGISTER, .cseq = 1});
	add(t, (struct made){2, 5, 200, SIP_M_REGISTER, 1, .to_tag = 8});
	add(t, (struct made){3, 5, 200, SIP_M_OPTIONS, 1, .to_tag = 8});
	assert_int_equal(track_counts(t)->dialogs.seen, 0);
	track_free(t);
}

static void a_later_request_makes_a_partial_one(void **state)
{
	struct track *t = begin();
	const struct track_dialogs *d = &track_counts(t)->dialogs;

	(void)state;
	add(t,
	    (struct made){0, 5, .method = SIP_M_BYE, .cseq = 7, .to_tag = 8});
	assert_int_equal(d->seen, 1);
	assert_int_equal(d->partial, 1);
	assert_int_equal(d->ended, 1);
	assert_int_equal(d->talk_count, 0);
	track_free(t);
}

static void subscription_is_a_dialog(void **state)
{
	struct track *t = begin();
	const struct track_dialogs *d = &track_counts(t)->dialogs;

	(void)state;
	add(t, (struct made){0, 5, .method = SIP_M_SUBSCRIBE, .cseq = 1});
	add(t, (struct made){0.1, 5, 202, SIP_M_SUBSCRIBE, 1, .to_tag = 8});
	add_back(t, (struct made){0.2, 5, .method = SIP_M_NOTIFY, .cseq = 1,
				  .to_tag = 8, .from_server = true});
	assert_int_equal(d->seen, 1);
	assert_int_equal(d->subscribe, 1);
	assert_int_equal(d->now, 0); /* counts calls */
	track_free(t);
}

static void ended_dialogs_are_forgotten(void **state)
{
	struct track *t = begin();
	struct track_limits l;

	(void)state;
	for (uint32_t i = 0; i < TRACK_DIALOGS_MAX + 10000; i++) {
		double s = i / 1000.0;

		add(t,
		    (struct made){s, 5, 200, SIP_M_INVITE, 1, .to_tag = 8 + i});
		add(t, (struct made){s, 5, .method = SIP_M_BYE, .cseq = i,
				     .to_tag = 8 + i});
	}
	track_limits(t, &l);
	assert_int_equal(l.dialogs, 0);
	assert_int_equal(track_counts(t)->dialogs.ended,
			 TRACK_DIALOGS_MAX + 10000);
	assert_int_equal(track_counts(t)->dialogs.peak, 1);
	track_free(t);
}

static void endless_dialogs_are_bounded(void **state)
{
	struct track *t = begin();
	struct track_limits l;

	(void)state;
	for (uint32_t i = 0; i < TRACK_DIALOGS_MAX + 500; i++)
		add(t, (struct made){i / 1000.0, 5, 200, SIP_M_INVITE, 1,
				     .to_tag = 8 + i});
	track_limits(t, &l);
	assert_int_equal(l.dialogs, 500);
	assert_int_equal(track_counts(t)->dialogs.now, TRACK_DIALOGS_MAX);
	track_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(call_from_invite_to_bye),
	    cmocka_unit_test(outcomes_of_calls),
	    cmocka_unit_test(refusal_and_its_ack_make_no_dialog),
	    cmocka_unit_test(a_later_request_makes_a_partial_one),
	    cmocka_unit_test(subscription_is_a_dialog),
	    cmocka_unit_test(ended_dialogs_are_forgotten),
	    cmocka_unit_test(endless_dialogs_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
