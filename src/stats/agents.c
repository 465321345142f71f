/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agents.c - families of user agents.
 *
 * A family counts when the anonymizer keeps its name, else it is "other" in
 * an original and in its anonymized form alike.
 */
#include "base/chars.h"
#include "stats/counts.h"

/* Sorted by lower case letters. */
static const char *const family[] = {
	"3CXPhoneSystem", "Aastra", "Acrobits", "Algo", "Asterisk", "Avaya",
	"AVM", "baresip", "Blink", "Bria", "BroadWorks", "Cisco",
	"Cisco-CP7841", "Cisco-SIPGateway", "Csipsimple", "Ekiga", "FPBX",
	"FreeSWITCH", "friendly-scanner", "Gigaset", "Grandstream",
	"Groundwire", "Htek", "Jitsi", "JsSIP", "Kamailio", "kphone", "Linksys",
	"Linphone", "LinphoneAndroid", "LinphoneiOS", "MicroSIP", "Mitel",
	"MizuPhone", "Ooma", "OpenSER", "OpenSIPS", "Panasonic", "pjsip",
	"PJSUA", "PolycomSoundPointIP", "PolycomVVX", "pplsip", "QuteCom",
	"RTPengine", "Sangoma", "SBC", "SEMS", "Ser", "SIP.js", "sipcli",
	"sipgate", "Sipp", "sipsak", "Sipura", "sipvicious", "snom", "snomPA1",
	"Telephone", "Twinkle", "VaxSIPUserAgent", "X-Lite", "Yate", "Yealink",
	"Zoiper",
};
enum { FAMILIES = sizeof(family) / sizeof(family[0]), FIRST = 2 };

static int compare(struct span a, struct span b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		int d = chars_lower(a.p[i]) - chars_lower(b.p[i]);

		if (d)
			return d;
	}
	return a.n < b.n ? -1 : a.n > b.n;
}

uint16_t stats_agent_of(struct span name)
{
	size_t from = 0, to = FAMILIES;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int d = compare(name, span_str(family[mid]));

		if (d == 0)
			return (uint16_t)(FIRST + mid);
		if (d < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return 1;
}

uint16_t stats_agents(void)
{
	return FIRST + FAMILIES;
}

const char *stats_agent_name(uint16_t index)
{
	if (index < FIRST || index >= FIRST + FAMILIES)
		return index == 0 ? "none" : "other";
	return family[index - FIRST];
}
