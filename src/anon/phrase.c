/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/anon.h"

/*
 * Registered phrases: text that a program chose, written by nobody.  Reason
 * phrases: IANA SIP parameters, response codes (RFC 3261 section 21 and its
 * updates).  Warnings: RFC 3261 section 20.43.  Causes: ITU-T Q.850.
 */
struct phrase {
	uint16_t code;
	const char *text;
};

static const struct phrase status[] = {
    {100, "Trying"},
    {180, "Ringing"},
    {181, "Call Is Being Forwarded"},
    {182, "Queued"},
    {183, "Session Progress"},
    {199, "Early Dialog Terminated"},
    {200, "OK"},
    {202, "Accepted"},
    {204, "No Notification"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Moved Temporarily"},
    {305, "Use Proxy"},
    {380, "Alternative Service"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Conditional Request Failed"},
    {413, "Request Entity Too Large"},
    {414, "Request-URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Unsupported URI Scheme"},
    {417, "Unknown Resource-Priority"},
    {420, "Bad Extension"},
    {421, "Extension Required"},
    {422, "Session Interval Too Small"},
    {423, "Interval Too Brief"},
    {424, "Bad Location Information"},
    {425, "Bad Alert Message"},
    {428, "Use Identity Header"},
    {429, "Provide Referrer Identity"},
    {430, "Flow Failed"},
    {433, "Anonymity Disallowed"},
    {436, "Bad Identity Info"},
    {437, "Unsupported Credential"},
    {438, "Invalid Identity Header"},
    {439, "First Hop Lacks Outbound Support"},
    {440, "Max-Breadth Exceeded"},
    {469, "Bad Info Package"},
    {470, "Consent Needed"},
    {480, "Temporarily Unavailable"},
    {481, "Call/Transaction Does Not Exist"},
    {482, "Loop Detected"},
    {483, "Too Many Hops"},
    {484, "Address Incomplete"},
    {485, "Ambiguous"},
    {486, "Busy Here"},
    {487, "Request Terminated"},
    {488, "Not Acceptable Here"},
    {489, "Bad Event"},
    {491, "Request Pending"},
    {493, "Undecipherable"},
    {494, "Security Agreement Required"},
    {500, "Server Internal Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Server Time-out"},
    {505, "Version Not Supported"},
    {513, "Message Too Large"},
    {555, "Push Notification Service Not Supported"},
    {580, "Precondition Failure"},
    {600, "Busy Everywhere"},
    {603, "Decline"},
    {604, "Does Not Exist Anywhere"},
    {606, "Not Acceptable"},
    {607, "Unwanted"},
    {608, "Rejected"},
};

static const struct phrase warning[] = {
    {300, "Incompatible network protocol"},
    {301, "Incompatible network address formats"},
    {302, "Incompatible transport protocol"},
    {303, "Incompatible bandwidth units"},
    {304, "Media type not available"},
    {305, "Incompatible media format"},
    {306, "Attribute not understood"},
    {307, "Session description parameter not understood"},
    {330, "Multicast not available"},
    {331, "Unicast not available"},
    {370, "Insufficient bandwidth"},
    {380, "SIPS Not Allowed"},
    {381, "SIPS Required"},
    {399, "Miscellaneous warning"},
};

static const struct phrase q850[] = {
    {1, "Unallocated (unassigned) number"},
    {3, "No route to destination"},
    {16, "Normal call clearing"},
    {17, "User busy"},
    {18, "No user responding"},
    {19, "No answer from user (user alerted)"},
    {21, "Call rejected"},
    {22, "Number changed"},
    {27, "Destination out of order"},
    {28, "Invalid number format"},
    {31, "Normal, unspecified"},
    {34, "No circuit/channel available"},
    {38, "Network out of order"},
    {41, "Temporary failure"},
    {42, "Switching equipment congestion"},
    {47, "Resource unavailable, unspecified"},
    {50, "Requested facility not subscribed"},
    {57, "Bearer capability not authorized"},
    {58, "Bearer capability not presently available"},
    {63, "Service or option not available, unspecified"},
    {65, "Bearer capability not implemented"},
    {79, "Service or option not implemented, unspecified"},
    {88, "Incompatible destination"},
    {102, "Recovery on timer expiry"},
    {111, "Protocol error, unspecified"},
    {127, "Interworking, unspecified"},
};

static struct span find(const struct phrase *p, size_t n, unsigned code)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (p[mid].code < code)
			lo = mid + 1;
		else
			hi = mid;
	}
	return span_str(lo < n && p[lo].code == code ? p[lo].text : NULL);
}

struct span phrase_status(unsigned code)
{
	return find(status, sizeof(status) / sizeof(status[0]), code);
}

struct span phrase_warning(unsigned code)
{
	return find(warning, sizeof(warning) / sizeof(warning[0]), code);
}

struct span phrase_q850(unsigned cause)
{
	return find(q850, sizeof(q850) / sizeof(q850[0]), cause);
}
