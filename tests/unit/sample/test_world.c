/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "odd.h"
#include "world.h"

static const char recipe[] = "users 30\nduration 60\ninterval 20\nipv6 20\n"
			     "vlan 20\nnat 50\ncalls 600\nmessages 60\n"
			     "presence 60\npublish 60\nmalformed 3000\n"
			     "compact 20\nfolded 20\nlarge 50\ntcp 300\n"
			     "dns 300\nrtp 5\nscanner 1 40 9\nphones 40\n"
			     "unreachable 50\ndevice-agent 50\noutage 30 10\n"
			     "overload 1 503\nkeepalive stun 30 9\n"
			     "keepalive ping 40 9\n";

static uint64_t run(struct world *w, struct trace *t, FILE *f,
		    enum trace_format format)
{
	struct recipe r;

	recipe_init(&r);
	assert_int_equal(recipe_parse(&r, recipe, strlen(recipe)), 0);
	trace_start(t, f, format);
	assert_true(world_init(w, &r, t));
	assert_true(world_run(w));
	return t->count;
}

/* FNV-1a over a whole file */
static uint64_t digest(FILE *f)
{
	uint64_t h = 0xcbf29ce484222325u;
	int c;

	rewind(f);
	while ((c = getc(f)) != EOF)
		h = (h ^ (uint64_t)c) * 0x100000001b3u;
	return h;
}

static void test_same_seed_same_capture(void **state)
{
	uint64_t first[3] = {0};

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		for (unsigned format = 0; format < 3; format++) {
			FILE *f = tmpfile();
			struct world w;
			struct trace t;

			assert_non_null(f);
			assert_true(run(&w, &t, f, format) > 1000);
			if (i == 0)
				first[format] = digest(f);
			else
				assert_true(first[format] == digest(f));
			world_free(&w);
			fclose(f);
		}
	}
}

static void test_everything_asked_for_is_there(void **state)
{
	FILE *f = tmpfile();
	struct world w;
	struct trace t;

	(void)state;
	assert_non_null(f);
	run(&w, &t, f, TRACE_PCAP);
	for (unsigned i = 0; i < M_COUNT; i++)
		if (!w.tally.requests[i])
			fail_msg("no request %s", method_names[i]);
	for (unsigned i = 0; odd_name(i); i++)
		assert_true(w.tally.odd[i] > 0);
	assert_true(w.tally.responses[503] > 0);
	assert_true(w.tally.again > 0);
	assert_true(w.tally.other[TO_ICMP] > 0);
	assert_true(w.tally.other[TO_RTP] > 0);
	assert_true(w.tally.other[TO_TCP] > 0);
	assert_true(w.tally.other[TO_DNS] > 0);
	assert_true(w.net.fragments > 0);
	world_free(&w);
	fclose(f);
}

static void test_stops_at_the_packet_asked_for(void **state)
{
	struct recipe r;
	struct world w;
	struct trace t;
	FILE *f = tmpfile();

	(void)state;
	assert_non_null(f);
	recipe_init(&r);
	trace_start(&t, f, TRACE_PCAP);
	t.max = 123;
	assert_true(world_init(&w, &r, &t));
	assert_true(world_run(&w));
	assert_int_equal(t.count, 123);
	world_free(&w);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same_seed_same_capture),
	    cmocka_unit_test(test_everything_asked_for_is_there),
	    cmocka_unit_test(test_stops_at_the_packet_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
