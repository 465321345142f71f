/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net.h"

/* RFC 1071 as it is written down: two bytes at a time. */
static uint32_t sum16(uint32_t sum, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum += (uint32_t)p[i] << (i % 2 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static void check_frame(const struct net *n, const struct net_path *p,
			uint8_t proto)
{
	size_t link = p->vlan ? 18 : 14;
	size_t ip = p->v6 ? 40 : 20;
	const uint8_t *h = n->frame.p + link;
	size_t len = n->frame.n - link - ip;
	uint32_t sum = (uint32_t)len + proto;

	if (p->v6) {
		assert_int_equal(h[4] << 8 | h[5], len);
		sum = sum16(sum, h + 8, 32);
	} else {
		assert_int_equal(sum16(0, h, 20), 0xffff);
		assert_int_equal(h[2] << 8 | h[3], len + 20);
		sum = proto == 1 ? 0 : sum16(sum, h + 12, 8);
	}
	assert_int_equal(sum16(sum, h + ip, len), 0xffff);
}

static const struct net_path paths[] = {
    {.src = {{192, 0, 2, 1}, 5060}, .dst = {{198, 51, 100, 7}, 9}},
    {.src = {{203, 0, 113, 1}, 1},
     .dst = {{255, 255, 255, 255}, 65535},
     .vlan = 4094,
     .up = true},
    {.src = {{0x20, 1, 0xd, 0xb8, [15] = 1}, 5060},
     .dst = {{0x20, 1, 0xd, 0xb8, [15] = 0xff}, 5061},
     .v6 = true},
};

static void test_lengths_and_checksums_of_every_size(void **state)
{
	uint8_t payload[600];
	struct trace t;
	struct net n;
	FILE *f = tmpfile();

	(void)state;
	assert_non_null(f);
	trace_start(&t, f, TRACE_PCAP);
	net_init(&n, &t);
	for (size_t i = 0; i < sizeof(payload); i++)
		payload[i] = (uint8_t)(i * 167 + 13);
	for (size_t k = 0; k < sizeof(paths) / sizeof(paths[0]); k++) {
		const struct net_path *p = &paths[k];

		for (size_t len = 0; len < sizeof(payload); len++) {
			struct span s = span_of(payload, len);

			net_udp(&n, p, s);
			check_frame(&n, p, 17);
			net_tcp(&n, p, (struct net_tcp){1, 2, 24}, s);
			check_frame(&n, p, 6);
			net_unreachable(&n, p, s);
			check_frame(&n, p, p->v6 ? 58 : 1);
		}
	}
	assert_false(t.bad);
	net_free(&n);
	fclose(f);
}

static void test_a_large_payload_goes_in_fragments(void **state)
{
	static uint8_t payload[4000];
	struct trace t;
	struct net n;
	FILE *f = tmpfile();

	(void)state;
	assert_non_null(f);
	trace_start(&t, f, TRACE_PCAP);
	net_init(&n, &t);
	net_udp(&n, &paths[0], span_of(payload, 1472));
	assert_int_equal(n.fragments, 0);
	net_udp(&n, &paths[0], span_of(payload, 1473));
	assert_int_equal(n.fragments, 2);
	net_udp(&n, &paths[2], span_of(payload, 4000));
	assert_int_equal(n.fragments, 5);
	assert_int_equal(t.count, 6);
	net_free(&n);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lengths_and_checksums_of_every_size),
	    cmocka_unit_test(test_a_large_payload_goes_in_fragments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
