/* SPDX-License-Identifier: Apache-2.0 */
#include "report/names.h"

#define PICK(table, i)                                                       \
	((i) < sizeof(table) / sizeof((table)[0]) && (table)[i] ? (table)[i] \
								: "other")

static const char *const layers[LAYER_TYPE_COUNT] = {
    [LAYER_ERF] = "erf",
    [LAYER_ETHERNET] = "ethernet",
    [LAYER_VLAN] = "vlan",
    [LAYER_SLL] = "linux-cooked",
    [LAYER_SLL2] = "linux-cooked-2",
    [LAYER_NULL] = "loopback",
    [LAYER_RAW] = "raw-ip",
    [LAYER_PPPOE] = "pppoe",
    [LAYER_PPP] = "ppp",
    [LAYER_ARP] = "arp",
    [LAYER_IP4] = "ipv4",
    [LAYER_IP6] = "ipv6",
    [LAYER_UDP] = "udp",
    [LAYER_TCP] = "tcp",
    [LAYER_SCTP] = "sctp",
    [LAYER_ICMP4] = "icmp",
    [LAYER_ICMP6] = "icmpv6",
};

static const char *const cuts[] = {
#define PKT_X(name, key, text) key,
    PKT_CUTS(PKT_X)
#undef PKT_X
};

static const char *const cut_texts[] = {
#define PKT_X(name, key, text) text,
    PKT_CUTS(PKT_X)
#undef PKT_X
};

static const char *const faults[] = {
#define SIP_X(name, key, text) key,
    SIP_FAULTS(SIP_X)
#undef SIP_X
};

static const char *const fault_texts[] = {
#define SIP_X(name, key, text) text,
    SIP_FAULTS(SIP_X)
#undef SIP_X
};

static const char *const methods[] = {
#define SIP_X(name) #name,
    SIP_METHODS(SIP_X)
#undef SIP_X
};

static const char *const transports[] = {
#define FACT_X(name, text) text,
    FACT_TRANSPORTS(FACT_X)
#undef FACT_X
};

static const char *const events[] = {
#define FACT_X(name, text) text,
    FACT_EVENTS(FACT_X)
#undef FACT_X
};

static const char *const keepalives[TRACK_KA_COUNT] = {
    [TRACK_KA_CRLF] = "crlf",		[TRACK_KA_CRLFCRLF] = "double-crlf",
    [TRACK_KA_ZERO] = "zero-bytes",	[TRACK_KA_BLANK] = "other-blank",
    [TRACK_KA_OPTIONS] = "options",	[TRACK_KA_NOTIFY] = "notify",
    [TRACK_KA_SUBSCRIBE] = "subscribe", [TRACK_KA_REGISTER] = "short-register",
};

static const char *const keepalive_texts[TRACK_KA_COUNT] = {
    [TRACK_KA_CRLF] = "CRLF",
    [TRACK_KA_CRLFCRLF] = "double CRLF",
    [TRACK_KA_ZERO] = "zero bytes",
    [TRACK_KA_BLANK] = "other blanks",
    [TRACK_KA_OPTIONS] = "OPTIONS",
    [TRACK_KA_NOTIFY] = "NOTIFY keep-alive",
    [TRACK_KA_SUBSCRIBE] = "SUBSCRIBE keep-alive",
    [TRACK_KA_REGISTER] = "REGISTER within 60 s",
};

const char *name_layer(unsigned layer)
{
	return PICK(layers, layer);
}

const char *name_cut(unsigned cut)
{
	return PICK(cuts, cut);
}

const char *name_cut_text(unsigned cut)
{
	return PICK(cut_texts, cut);
}

const char *name_fault(unsigned fault)
{
	return PICK(faults, fault);
}

const char *name_fault_text(unsigned fault)
{
	return PICK(fault_texts, fault);
}

const char *name_method(unsigned method)
{
	return PICK(methods, method);
}

const char *name_transport(unsigned transport)
{
	return PICK(transports, transport);
}

const char *name_event(unsigned event)
{
	return PICK(events, event);
}

const char *name_keepalive(unsigned kind)
{
	return PICK(keepalives, kind);
}

const char *name_keepalive_text(unsigned kind)
{
	return PICK(keepalive_texts, kind);
}

uint64_t share_of(uint64_t part, uint64_t whole, uint64_t scale)
{
	if (whole == 0)
		return 0;
	if (part > UINT64_MAX / 2 / scale) { /* no counter gets here */
		part /= scale;
		whole /= scale;
	}
	return (part * scale + whole / 2) / (whole ? whole : 1);
}

uint64_t rate_milli(uint64_t n, uint64_t us)
{
	return share_of(n, us < 1000000 ? 1000000 : us, UINT64_C(1000000000));
}
