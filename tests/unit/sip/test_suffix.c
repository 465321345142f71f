/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#ifdef SIANTO_HAVE_LIBPSL
#include <libpsl.h>
#endif

#include "sip/guard.h"
#include "sip/sip.h"

static void domain(const char *host, const char *want)
{
	size_t at = sip_domain_at(span_str(host));

	assert_true(at <= strlen(host));
	assert_string_equal(host + at, want);
}

static void registrable_domains(void **state)
{
	(void)state;
	domain("example.com", "example.com");
	domain("sip.example.com", "example.com");
	domain("a.b.example.co.uk", "example.co.uk");
	domain("co.uk", "co.uk");
	domain("com", "com");
	domain("localhost", "localhost");
	domain("host.unknowntld", "host.unknowntld");
	domain("a.host.unknowntld", "host.unknowntld");
	/* wildcard and exception */
	domain("a.b.c.kobe.jp", "b.c.kobe.jp");
	domain("c.kobe.jp", "c.kobe.jp");
	domain("a.city.kobe.jp", "city.kobe.jp");
	domain("a.www.ck", "www.ck");
	/* rules written in other scripts, as A-labels */
	domain("a.b.xn--55qx5d.cn", "b.xn--55qx5d.cn");
	/* private part of the list */
	domain("a.b.github.io", "b.github.io");
}

static void networks_of_3gpp_are_domains(void **state)
{
	(void)state;
	domain("ims.mnc001.mcc001.3gppnetwork.org",
	       "mnc001.mcc001.3gppnetwork.org");
	domain("a.ims.mnc01.mcc001.3gppnetwork.org",
	       "mnc01.mcc001.3gppnetwork.org");
	domain("mnc001.mcc001.3gppnetwork.org",
	       "mnc001.mcc001.3gppnetwork.org");
	domain("epc.mnc001.mcc001.pub.3gppnetwork.org",
	       "mnc001.mcc001.pub.3gppnetwork.org");
	domain("ims.xmnc001.mcc001.3gppnetwork.org", "3gppnetwork.org");
	domain("ims.mnc1.mcc001.3gppnetwork.org", "3gppnetwork.org");
	domain("mcc001.3gppnetwork.org", "3gppnetwork.org");
	domain("3gppnetwork.org", "3gppnetwork.org");
}

/* The form that labels are written in is split where it was joined. */
static void labels_are_a_fixed_point(void **state)
{
	(void)state;
	domain("h4830917.d0052117.invalid", "d0052117.invalid");
	domain("d0052117.invalid", "d0052117.invalid");
}

static void odd_names_are_their_own_domain(void **state)
{
	(void)state;
	domain("", "");
	domain(".", ".");
	domain("a..com", "a..com");
	domain(".com", ".com");
	domain("a.com.", "a.com.");
	domain("..", "..");
}

static void never_reads_past_either_end(void **state)
{
	static const char *const name[] = {"a.b.kobe.jp",
					   "x.com",
					   "..",
					   "ims.mnc001.mcc001.3gppnetwork.org",
					   "a.b.c.d.e.f.g.h.co.uk",
					   "mnc001.mcc001.3gppnetwork.org",
					   ".3gppnetwork.org"};
	struct guard g = guard_new(64);

	(void)state;
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		for (size_t n = 0; n <= strlen(name[i]); n++) {
			struct span s = guard_put(&g, span_of(name[i], n));

			assert_true(sip_domain_at(s) <= n);
			s = span_of(name[i] + n, strlen(name[i]) - n);
			assert_true(sip_domain_at(guard_put(&g, s)) <= s.n);
		}
	}
	guard_free(&g);
}

#ifdef SIANTO_HAVE_LIBPSL

static uint64_t seed = 0x9e3779b97f4a7c15u;

static uint32_t rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % below;
}

/* Our answer and libpsl's for one name (UTF-8). */
static void same_as_libpsl(const psl_ctx_t *psl, const char *name)
{
	uint8_t canon[SIP_CANON_MAX + 1];
	size_t n = sip_canon_host(span_str(name), canon);
	const char *want;
	size_t at;

	assert_true(n > 0);
	canon[n] = 0;
	want = psl_registrable_domain(psl, (const char *)canon);
	at = sip_domain_at(span_of(canon, n));
	assert_string_equal((const char *)canon + at,
			    want ? want : (const char *)canon);
}

static void same_as_libpsl_over_all_rules(void **state)
{
	psl_ctx_t *psl = psl_load_file(SIANTO_PSL);
	FILE *f = fopen(SIANTO_PSL, "r");
	char line[1024], name[1100];
	size_t rules = 0;

	(void)state;
	assert_non_null(psl);
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		char *rule = line;

		line[strcspn(line, " \t\r\n")] = 0;
		if (line[0] == 0 || line[0] == '/')
			continue;
		rules++;
		if (rule[0] == '!')
			rule++;
		if (rule[0] == '*')
			rule += 2;
		for (const char *const *p =
			 (const char *const[]){"", "x.", "y.x.", "z.y.x.",
					       NULL};
		     *p; p++) {
			snprintf(name, sizeof(name), "%s%s", *p, rule);
			same_as_libpsl(psl, name);
		}
	}
	assert_true(rules > 5000);
	fclose(f);
	psl_free(psl);
}

static void same_as_libpsl_on_random_names(void **state)
{
	static const char *const label[] = {
	    "com",     "co",  "uk",	   "jp",	"kobe",	      "city",
	    "ck",      "www", "amazonaws", "compute",	"xn--55qx5d", "cn",
	    "github",  "io",  "x",	   "org",	"no",	      "de",
	    "invalid", "s3",  "us-east-1", "dualstack", "bd",	      "nom",
	    "br",      "sch"};
	psl_ctx_t *psl = psl_load_file(SIANTO_PSL);
	char name[256];

	(void)state;
	assert_non_null(psl);
	for (int round = 0; round < 200000; round++) {
		size_t n = 0;

		for (uint32_t i = 1 + rnd(6); i > 0; i--)
			n += (size_t)snprintf(
			    name + n, sizeof(name) - n, "%s%s",
			    label[rnd(sizeof(label) / sizeof(label[0]))],
			    i > 1 ? "." : "");
		same_as_libpsl(psl, name);
	}
	psl_free(psl);
}

#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(registrable_domains),
	    cmocka_unit_test(networks_of_3gpp_are_domains),
	    cmocka_unit_test(labels_are_a_fixed_point),
	    cmocka_unit_test(odd_names_are_their_own_domain),
	    cmocka_unit_test(never_reads_past_either_end),
#ifdef SIANTO_HAVE_LIBPSL
	    cmocka_unit_test(same_as_libpsl_over_all_rules),
	    cmocka_unit_test(same_as_libpsl_on_random_names),
#endif
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

#ifndef SIANTO_HAVE_LIBPSL
	if (failed == 0) {
		printf("skip: built without libpsl, the oracle\n");
		return 77;
	}
#endif
	return failed;
}
