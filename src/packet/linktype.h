/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linktype.h - inside the room: the LINKTYPE_ values that are decoded.
 */
#ifndef SIANTO_PACKET_LINKTYPE_H
#define SIANTO_PACKET_LINKTYPE_H

enum {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_PPP = 9,
	LINK_RAW_12 = 12, /* DLT_RAW as some systems wrote it */
	LINK_RAW_14 = 14, /* and OpenBSD */
	LINK_RAW = 101,
	LINK_LOOP = 108,
	LINK_SLL = 113,
	LINK_ERF = 197,
	LINK_IP4 = 228,
	LINK_IP6 = 229,
	LINK_SLL2 = 276,
};

#endif
