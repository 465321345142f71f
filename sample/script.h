/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script.h - conversations as tables: one step, one packet.
 *
 * The capture is taken at the server, so a call shows both of its legs:
 * between the caller A and the server, and between the server and the callee
 * B.
 */
#ifndef SIANTO_SAMPLE_SCRIPT_H
#define SIANTO_SAMPLE_SCRIPT_H

#include <stdint.h>

#include "method.h"

enum way { A_UP, A_DOWN, B_DOWN, B_UP };

enum step_flag {
	F_AUTH = 1 << 0,      /* with credentials */
	F_CHALLENGE = 1 << 1, /* asks for them */
	F_NEXT = 1 << 2,      /* takes a new CSeq */
	F_SDP = 1 << 3,
	F_PIDF = 1 << 4,
	F_TEXT = 1 << 5,
	F_RELAY = 1 << 6,  /* the server passes on what the other wrote */
	F_BACK = 1 << 7,   /* the request comes from B */
	F_SERVER = 1 << 8, /* the request comes from the server itself */
	F_DIALOG = 1 << 9, /* inside a dialog: To has a tag */
	F_KEEP = 1 << 10,  /* Event: keep-alive */
	F_RTP = 1 << 11,   /* media starts */
};

struct step {
	uint8_t way;	/* enum way */
	uint8_t method; /* enum method */
	uint16_t code;	/* 0: a request */
	uint16_t flags;
	uint16_t min, max; /* milliseconds since the step before */
};

enum script_id {
	SC_REG,
	SC_REG_DIRECT,
	SC_REG_BAD,
	SC_OPTIONS,
	SC_NOTIFY,
	SC_PING,
	SC_CALL,
	SC_CALL_BACK, /* the callee hangs up */
	SC_CALL_CANCEL,
	SC_CALL_BUSY,
	SC_CALL_NOBODY,
	SC_MESSAGE,
	SC_SUBSCRIBE,
	SC_PUBLISH,
	SC_COUNT
};

/* The steps of a script; *n is how many. */
const struct step *script_steps(enum script_id id, unsigned *n);

#endif
