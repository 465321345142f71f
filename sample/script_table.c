/* SPDX-License-Identifier: Apache-2.0 */
/* script_table.c - what a registration, a call, a subscription look like. */
#include "script.h"

static const struct step reg[] = {
    {A_UP, M_REGISTER, 0, F_NEXT, 0, 0},
    {A_DOWN, M_REGISTER, 401, F_CHALLENGE, 0, 2},
    {A_UP, M_REGISTER, 0, F_NEXT | F_AUTH, 12, 140},
    {A_DOWN, M_REGISTER, 200, 0, 0, 4},
};

static const struct step reg_direct[] = {
    {A_UP, M_REGISTER, 0, F_NEXT | F_AUTH, 0, 0},
    {A_DOWN, M_REGISTER, 200, 0, 0, 4},
};

static const struct step reg_bad[] = {
    {A_UP, M_REGISTER, 0, F_NEXT, 0, 0},
    {A_DOWN, M_REGISTER, 401, F_CHALLENGE, 0, 2},
    {A_UP, M_REGISTER, 0, F_NEXT | F_AUTH, 12, 140},
    {A_DOWN, M_REGISTER, 403, 0, 0, 4},
};

static const struct step options[] = {
    {A_UP, M_OPTIONS, 0, F_NEXT, 0, 0},
    {A_DOWN, M_OPTIONS, 200, 0, 0, 2},
};

static const struct step notify[] = {
    {A_UP, M_NOTIFY, 0, F_NEXT | F_KEEP, 0, 0},
    {A_DOWN, M_NOTIFY, 200, 0, 0, 2},
};

static const struct step ping[] = {
    {A_DOWN, M_OPTIONS, 0, F_NEXT | F_BACK | F_SERVER, 0, 0},
    {A_UP, M_OPTIONS, 200, F_BACK | F_SERVER, 12, 140},
};

static const struct step call[] = {
    {A_UP, M_INVITE, 0, F_NEXT | F_SDP, 0, 0},
    {A_DOWN, M_INVITE, 407, F_CHALLENGE, 0, 2},
    {A_UP, M_ACK, 0, 0, 12, 140},
    {A_UP, M_INVITE, 0, F_NEXT | F_AUTH | F_SDP, 1, 9},
    {A_DOWN, M_INVITE, 100, 0, 0, 2},
    {B_DOWN, M_INVITE, 0, F_RELAY | F_SDP, 0, 2},
    {B_UP, M_INVITE, 100, 0, 12, 90},
    {B_UP, M_INVITE, 180, 0, 40, 400},
    {A_DOWN, M_INVITE, 180, F_RELAY, 0, 2},
    {B_UP, M_INVITE, 200, F_SDP, 900, 9000},
    {A_DOWN, M_INVITE, 200, F_RELAY | F_SDP, 0, 2},
    {A_UP, M_ACK, 0, F_DIALOG, 12, 140},
    {B_DOWN, M_ACK, 0, F_DIALOG | F_RELAY | F_RTP, 0, 2},
    {A_UP, M_BYE, 0, F_NEXT | F_DIALOG, 3000, 60000},
    {B_DOWN, M_BYE, 0, F_DIALOG | F_RELAY, 0, 2},
    {B_UP, M_BYE, 200, F_DIALOG, 12, 140},
    {A_DOWN, M_BYE, 200, F_DIALOG | F_RELAY, 0, 2},
};

static const struct step call_back[] = {
    {A_UP, M_INVITE, 0, F_NEXT | F_SDP, 0, 0},
    {A_DOWN, M_INVITE, 100, 0, 0, 2},
    {B_DOWN, M_INVITE, 0, F_RELAY | F_SDP, 0, 2},
    {B_UP, M_INVITE, 183, F_SDP, 40, 400},
    {A_DOWN, M_INVITE, 183, F_RELAY | F_SDP, 0, 2},
    {B_UP, M_INVITE, 200, F_SDP, 900, 9000},
    {A_DOWN, M_INVITE, 200, F_RELAY | F_SDP, 0, 2},
    {A_UP, M_ACK, 0, F_DIALOG, 12, 140},
    {B_DOWN, M_ACK, 0, F_DIALOG | F_RELAY | F_RTP, 0, 2},
    {B_UP, M_BYE, 0, F_NEXT | F_BACK | F_DIALOG, 3000, 60000},
    {A_DOWN, M_BYE, 0, F_BACK | F_DIALOG | F_RELAY, 0, 2},
    {A_UP, M_BYE, 200, F_BACK | F_DIALOG, 12, 140},
    {B_DOWN, M_BYE, 200, F_BACK | F_DIALOG | F_RELAY, 0, 2},
};

static const struct step call_cancel[] = {
    {A_UP, M_INVITE, 0, F_NEXT | F_SDP, 0, 0},
    {A_DOWN, M_INVITE, 100, 0, 0, 2},
    {B_DOWN, M_INVITE, 0, F_RELAY | F_SDP, 0, 2},
    {B_UP, M_INVITE, 180, 0, 40, 400},
    {A_DOWN, M_INVITE, 180, F_RELAY, 0, 2},
    {A_UP, M_CANCEL, 0, 0, 2000, 9000},
    {A_DOWN, M_CANCEL, 200, 0, 0, 2},
    {B_DOWN, M_CANCEL, 0, F_SERVER, 0, 2},
    {B_UP, M_CANCEL, 200, F_SERVER, 12, 140},
    {B_UP, M_INVITE, 487, 0, 1, 9},
    {B_DOWN, M_ACK, 0, F_SERVER, 0, 2},
    {A_DOWN, M_INVITE, 487, F_RELAY, 0, 2},
    {A_UP, M_ACK, 0, 0, 12, 140},
};

static const struct step call_busy[] = {
    {A_UP, M_INVITE, 0, F_NEXT | F_SDP, 0, 0},
    {A_DOWN, M_INVITE, 100, 0, 0, 2},
    {B_DOWN, M_INVITE, 0, F_RELAY | F_SDP, 0, 2},
    {B_UP, M_INVITE, 486, 0, 40, 400},
    {B_DOWN, M_ACK, 0, F_SERVER, 0, 2},
    {A_DOWN, M_INVITE, 486, F_RELAY, 0, 2},
    {A_UP, M_ACK, 0, 0, 12, 140},
};

static const struct step call_nobody[] = {
    {A_UP, M_INVITE, 0, F_NEXT | F_SDP, 0, 0},
    {A_DOWN, M_INVITE, 404, 0, 0, 2},
    {A_UP, M_ACK, 0, 0, 12, 140},
};

static const struct step message[] = {
    {A_UP, M_MESSAGE, 0, F_NEXT | F_TEXT, 0, 0},
    {A_DOWN, M_MESSAGE, 407, F_CHALLENGE, 0, 2},
    {A_UP, M_MESSAGE, 0, F_NEXT | F_AUTH | F_TEXT, 12, 140},
    {B_DOWN, M_MESSAGE, 0, F_RELAY | F_TEXT, 0, 2},
    {B_UP, M_MESSAGE, 200, 0, 12, 140},
    {A_DOWN, M_MESSAGE, 200, F_RELAY, 0, 2},
};

static const struct step subscribe[] = {
    {A_UP, M_SUBSCRIBE, 0, F_NEXT, 0, 0},
    {A_DOWN, M_SUBSCRIBE, 401, F_CHALLENGE, 0, 2},
    {A_UP, M_SUBSCRIBE, 0, F_NEXT | F_AUTH, 12, 140},
    {A_DOWN, M_SUBSCRIBE, 202, 0, 0, 2},
    {A_DOWN, M_NOTIFY, 0, F_NEXT | F_BACK | F_SERVER | F_DIALOG | F_PIDF, 0, 2},
    {A_UP, M_NOTIFY, 200, F_BACK | F_SERVER | F_DIALOG, 12, 140},
};

static const struct step publish[] = {
    {A_UP, M_PUBLISH, 0, F_NEXT | F_PIDF, 0, 0},
    {A_DOWN, M_PUBLISH, 401, F_CHALLENGE, 0, 2},
    {A_UP, M_PUBLISH, 0, F_NEXT | F_AUTH | F_PIDF, 12, 140},
    {A_DOWN, M_PUBLISH, 200, 0, 0, 2},
};

#define SCRIPT(s)                             \
	{                                     \
		s, sizeof(s) / sizeof((s)[0]) \
	}

static const struct {
	const struct step *steps;
	unsigned n;
} scripts[SC_COUNT] = {
    [SC_REG] = SCRIPT(reg),
    [SC_REG_DIRECT] = SCRIPT(reg_direct),
    [SC_REG_BAD] = SCRIPT(reg_bad),
    [SC_OPTIONS] = SCRIPT(options),
    [SC_NOTIFY] = SCRIPT(notify),
    [SC_PING] = SCRIPT(ping),
    [SC_CALL] = SCRIPT(call),
    [SC_CALL_BACK] = SCRIPT(call_back),
    [SC_CALL_CANCEL] = SCRIPT(call_cancel),
    [SC_CALL_BUSY] = SCRIPT(call_busy),
    [SC_CALL_NOBODY] = SCRIPT(call_nobody),
    [SC_MESSAGE] = SCRIPT(message),
    [SC_SUBSCRIBE] = SCRIPT(subscribe),
    [SC_PUBLISH] = SCRIPT(publish),
};

const struct step *script_steps(enum script_id id, unsigned *n)
{
	*n = scripts[id].n;
	return scripts[id].steps;
}
