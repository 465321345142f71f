/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rw_tshark.c - what tshark says of frames before and after: nothing is
 * newly malformed, no checksum is newly bad, at no truncation point.
 */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "packet/frames.h"
#include "packet/samples.h"
#include "rewrite/maps.h"

enum { LINE_MAX_LEN = 1024, SNAPLENS_MAX = 400 };

static struct fb fb;
static char dir[] = "/tmp/sianto-tshark-XXXXXX";

static FILE *pcap_open(const char *name, uint16_t linktype)
{
	char path[64];
	uint8_t h[24] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0};
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s.pcap", dir, name);
	put_le32(h + 16, 262144);
	put_le32(h + 20, linktype);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(h, 1, sizeof(h), f), sizeof(h));
	return f;
}

static void pcap_put(FILE *f, struct span s, uint32_t len)
{
	uint8_t h[16] = {0};

	put_le32(h + 8, (uint32_t)s.n);
	put_le32(h + 12, len);
	fwrite(h, 1, sizeof(h), f);
	fwrite(s.p, 1, s.n, f);
}

static FILE *tshark(const char *name)
{
	char cmd[1024];

	snprintf(cmd, sizeof(cmd),
		 "WIRESHARK_CONFIG_DIR=%s tshark -n -r %s/%s.pcap -T fields "
		 "-o ip.check_checksum:TRUE -o udp.check_checksum:TRUE "
		 "-o tcp.check_checksum:TRUE -e _ws.malformed "
		 "-e ip.checksum.status -e udp.checksum.status "
		 "-e tcp.checksum.status -e icmp.checksum.status "
		 "-e icmpv6.checksum.status -e sctp.checksum.status "
		 "-e _ws.expert.severity 2>/dev/null",
		 dir, dir, name);
	return popen(cmd, "r");
}

/* Which of the columns complain? */
static unsigned faults(char *line)
{
	unsigned found = 0, column = 0;

	for (char *s = line; s; column++) {
		char *end = strchr(s, '\t');

		if (end)
			*end++ = 0;
		if (column == 0 && *s && *s != '\n')
			found |= 1;
		else if (column < 7 && strchr(s, '0'))
			found |= 1u << column;
		else if (column == 7 && strstr(s, "8388608"))
			found |= 1u << column;
		s = end;
	}
	return found;
}

struct shape {
	uint16_t linktype;
	bool round16;
	bool cut;
};

/* Writes all samples of a link type, cut at many places, before and after. */
static unsigned write_pair(struct shape how)
{
	FILE *a = pcap_open("a", how.linktype);
	FILE *b = pcap_open("b", how.linktype);
	struct rw_maps maps = flip_maps;
	struct buf out = buf_of(1 << 18);
	unsigned count = 0;

	maps.round16 = how.round16;
	for (int i = 0; i < SAMPLES; i++) {
		struct span f = fb_make(&fb, samples[i].recipe);

		if (samples[i].linktype != how.linktype)
			continue;
		for (size_t n = f.n > SNAPLENS_MAX ? f.n - SNAPLENS_MAX : 18;
		     n <= f.n; n++) {
			struct span s = span_sub(f, 0, n);
			struct rw_payload pl;
			struct pkt p;
			uint32_t wire;

			pkt_decode(how.linktype, s, (uint32_t)f.n, &p);
			pl = same_payload(&p);
			pl.cut = how.cut;
			buf_reset(&out);
			rw_frame(&p, &maps, &pl, &out, &wire);
			pcap_put(a, s, (uint32_t)f.n);
			pcap_put(b, span_of(out.p, out.n), wire);
			count++;
		}
	}
	buf_free(&out);
	assert_int_equal(fclose(a), 0);
	assert_int_equal(fclose(b), 0);
	return count;
}

static void compare(struct shape how)
{
	unsigned count = write_pair(how), bad = 0;
	char la[LINE_MAX_LEN], lb[LINE_MAX_LEN];
	FILE *a = tshark("a"), *b = tshark("b");

	assert_non_null(a);
	assert_non_null(b);
	for (unsigned n = 1; n <= count; n++) {
		unsigned fa, fresh;

		assert_non_null(fgets(la, sizeof(la), a));
		assert_non_null(fgets(lb, sizeof(lb), b));
		fa = faults(la);
		fresh = faults(lb) & ~fa;
		if (fresh) {
			print_error("link type %u, cut %d: frame %u: %x\n",
				    how.linktype, how.cut, n, fresh);
			bad++;
		}
	}
	pclose(a);
	pclose(b);
	assert_int_equal(bad, 0);
}

static void test_nothing_is_newly_wrong(void **state)
{
	static const uint16_t linktypes[] = {1,	  113, 276, 0, 108,
					     101, 228, 229, 9, 197};

	(void)state;
	if (system("tshark -v >/dev/null 2>&1") != 0) {
		print_message("no tshark at hand: skipped\n");
		skip();
	}
	for (size_t i = 0; i < sizeof(linktypes) / sizeof(*linktypes); i++) {
		compare((struct shape){linktypes[i], true, false});
		compare((struct shape){linktypes[i], false, true});
	}
	compare((struct shape){1, true, true});
}

static int setup(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/a.pcap", dir);
	remove(path);
	snprintf(path, sizeof(path), "%s/b.pcap", dir);
	remove(path);
	remove(dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nothing_is_newly_wrong),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
