/* SPDX-License-Identifier: Apache-2.0 */
#include "tally.h"

#include <inttypes.h>

#include "odd.h"

static const char *const other_names[TO_COUNT] = {
    [TO_CRLF] = "keepalive crlf",
    [TO_CR] = "keepalive cr",
    [TO_ZERO] = "keepalive zero",
    [TO_STUN] = "stun",
    [TO_RTP] = "rtp",
    [TO_DNS] = "dns",
    [TO_ICMP] = "icmp",
    [TO_TCP] = "tcp",
};

const char *const method_names[M_COUNT] = {
    [M_REGISTER] = "REGISTER", [M_INVITE] = "INVITE",
    [M_ACK] = "ACK",	       [M_BYE] = "BYE",
    [M_CANCEL] = "CANCEL",     [M_OPTIONS] = "OPTIONS",
    [M_NOTIFY] = "NOTIFY",     [M_SUBSCRIBE] = "SUBSCRIBE",
    [M_MESSAGE] = "MESSAGE",   [M_PUBLISH] = "PUBLISH",
};

const char *method_reason(unsigned code)
{
	switch (code) {
	case 100:
		return "Giving a try";
	case 180:
		return "Ringing";
	case 183:
		return "Session Progress";
	case 200:
		return "OK";
	case 202:
		return "Accepted";
	case 400:
		return "Bad Request";
	case 401:
		return "Unauthorized";
	case 403:
		return "Forbidden";
	case 404:
		return "Not Found";
	case 407:
		return "Proxy Authentication Required";
	case 480:
		return "Temporarily Unavailable";
	case 486:
		return "Busy Here";
	case 487:
		return "Request Terminated";
	case 500:
		return "Server Internal Error";
	case 503:
		return "Service Unavailable";
	case 603:
		return "Decline";
	default:
		return "Somehow";
	}
}

static void line(FILE *f, const char *kind, const char *name, uint64_t v)
{
	if (v)
		fprintf(f, "%s %s\t%" PRIu64 "\n", kind, name, v);
}

void tally_write(const struct tally *t, FILE *f)
{
	fprintf(f, "sip\t%" PRIu64 "\n", t->sip);
	for (unsigned i = 0; i < M_COUNT; i++)
		line(f, "request", method_names[i], t->requests[i]);
	line(f, "request", "other", t->foreign);
	for (unsigned i = 0; i < 700; i++)
		if (t->responses[i])
			fprintf(f, "response %u\t%" PRIu64 "\n", i,
				t->responses[i]);
	for (unsigned i = 0; i < TO_COUNT; i++)
		line(f, "other", other_names[i], t->other[i]);
	for (unsigned i = 0; i < TALLY_ODD_MAX && odd_name(i); i++)
		line(f, "malformed", odd_name(i), t->odd[i]);
	if (t->again)
		fprintf(f, "again\t%" PRIu64 "\n", t->again);
}
