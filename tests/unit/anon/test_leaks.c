/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_leaks.c - places where something of a person once came through.
 *
 * Every line holds the secret of its row where a number, a version or a clock
 * is expected; none of it may be in what share and support write.
 */
#include "job/jobs.h"
#include "job/leaks.h"

#define RECIPE_START                                 \
	"packet 0 192.0.2.1:5060 > 192.0.2.2:5060\n" \
	"OPTIONS sip:192.0.2.2 SIP/2.0\n"
#define RECIPE_HEADERS RECIPE_START "%s\n@end\n.\n"
#define RECIPE_SDP                                                          \
	RECIPE_START "Content-Type: application/sdp\nContent-Length: @\n\n" \
		     "v=0\n%s\n.\n"

static const struct {
	const char *line, *secret;
} headers[] = {
    {"Expires: 493055501", "493055501"},
    {"Min-Expires: 3055501234", "3055501234"},
    {"Retry-After: 3055501;duration=493055501", "055501"},
    {"Session-Expires: 0049305550", "0049305550"},
    {"Contact: <sip:192.0.2.1>;q=0.305550123", "30555012"},
    {"Contact: <sip:192.0.2.1>;expires=493055501", "493055501"},
    {"Contact: <sip:192.0.2.1>;q=493055501.5", "493055501"},
    {"Accept: text/plain;q=0.493055501", "493055501"},
    {"Event: presence;max-rate=4930555.01", "4930555"},
    {"History-Info: <sip:192.0.2.1>;index=81.2.69.142", "81.2.69.142"},
    {"MIME-Version: 212.555.0123", "212.555.0123"},
    {"Via: SIP/4930.5550.1234/UDP 192.0.2.1", "4930.5550"},
    {"Via: SIP/2.0/UDP 192.0.2.1;oc-seq=1282321615.782", "1282321615"},
    {"Via: SIP/2.0/UDP 192.0.2.1;keep=493055501", "493055501"},
    {"Authorization: Digest nc=4930a555", "4930a555"},
    {"P-RTP-Stat: PS=493055501,OS=1/493055501", "493055501"},
    {"Timestamp: canary.jane", "canary"},
    {"Timestamp: 12 493055501", "493055501"},
    {"User-Agent: Asterisk/0015.6512.3456", "6512.3456"},
    {"User-Agent: Asterisk 212.555.0123", "555.0123"},
    {"User-Agent: Asterisk 89.86.119.16", "89.86.119.16"},
};

static const struct {
	const char *line, *secret;
} lines[] = {
    {"t=0.4930 0", "4930"},
    {"m=audio 4930.5550 RTP/AVP 0", "4930"},
    {"a=ptime:493055501", "493055501"},
    {"a=T38VendorInfo:0305550123", "5550123"},
    {"a=fmtp:96 maxaveragebitrate=0049305550", "49305550"},
    {"a=max-message-size:1555012345", "1555012345"},
    {"a=mid:00:15:65:12:34:56", "00:15:65:12:34:56"},
    {"a=x-source:2001:1234:5678:9::1", "1234:5678"},
    {"a=rtcp:5000-49305 IN IP4 192.0.2.1", "49305"},
};

static void check(enum sianto_profile profile, const char *recipe,
		  const char *secret)
{
	struct sianto_options opt = jobs_opt(profile);
	struct buf cap = jobs_cap(recipe), out;
	struct leak_text t;
	struct leak l;

	jobs_once(&opt, &cap, &out);
	leak_text_of(&t, span_of(out.p, out.n));
	l = leak_find(&t, secret);
	if (l.how) {
		print_error("%s: %s in profile %d\n%s\n", secret, l.how,
			    (int)profile, recipe);
		fail();
	}
	leak_text_free(&t);
	buf_free(&cap);
	buf_free(&out);
}

static void nothing_in_headers(void **state)
{
	char recipe[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		snprintf(recipe, sizeof(recipe), RECIPE_HEADERS,
			 headers[i].line);
		check(SIANTO_SHARE, recipe, headers[i].secret);
		check(SIANTO_SUPPORT, recipe, headers[i].secret);
	}
}

static void nothing_in_sdp(void **state)
{
	char recipe[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(recipe, sizeof(recipe), RECIPE_SDP, lines[i].line);
		check(SIANTO_SHARE, recipe, lines[i].secret);
		check(SIANTO_SUPPORT, recipe, lines[i].secret);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_in_headers),
	    cmocka_unit_test(nothing_in_sdp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
