/* SPDX-License-Identifier: Apache-2.0 */
#include "packet/linktype.h"

#include "packet/packet.h"

bool pkt_linktype_known(uint16_t linktype)
{
	switch (linktype) {
	case LINK_NULL:
	case LINK_ETHERNET:
	case LINK_PPP:
	case LINK_RAW_12:
	case LINK_RAW_14:
	case LINK_RAW:
	case LINK_LOOP:
	case LINK_SLL:
	case LINK_ERF:
	case LINK_IP4:
	case LINK_IP6:
	case LINK_SLL2:
		return true;
	default:
		return false;
	}
}

/* Numbers: https://www.tcpdump.org/linktypes.html */
static const struct {
	uint16_t linktype;
	const char *advice;
} advice_of[] = {
    {50, "PPP in HDLC frames: editcap -T ppp IN OUT"},
    {104, "Cisco HDLC: tcprewrite --dlt=enet -i IN -o OUT"},
    {105, "IEEE 802.11: tcprewrite --dlt=enet -i IN -o OUT, after "
	  "airdecap-ng when it is encrypted"},
    {107, "frame relay: editcap -C 4 -T rawip IN OUT, when its headers "
	  "are four bytes long"},
    {119, "IEEE 802.11 with Prism headers: editcap -C 144 -T "
	  "ieee-802-11 IN OUT, then tcprewrite --dlt=enet"},
    {127, "IEEE 802.11 with radiotap headers: tcprewrite --dlt=enet "
	  "-i IN -o OUT, after airdecap-ng when it is encrypted"},
    {149, "macOS PKTAP: editcap -C 108 -T ether IN OUT"},
    {178, "Juniper Ethernet: tcprewrite --dlt=enet -i IN -o OUT"},
    {219, "MPLS: editcap -C 4 -T rawip IN OUT, when each packet has one "
	  "label"},
    {252, "exported PDUs (upper layers without packets): export the "
	  "packets themselves from Wireshark"},
    {258, "macOS PKTAP: editcap -C 108 -T ether IN OUT"},
};

const char *pkt_linktype_advice(uint16_t linktype)
{
	for (size_t i = 0; i < sizeof(advice_of) / sizeof(*advice_of); i++) {
		if (advice_of[i].linktype == linktype)
			return advice_of[i].advice;
	}
	return "convert it to Ethernet first: tcprewrite --dlt=enet -i IN -o "
	       "OUT, or editcap -C HEADER-BYTES -T ether IN OUT";
}
