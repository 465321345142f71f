/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - words for what is counted, the same in text, JSON and sheet. */
#ifndef SIANTO_REPORT_NAMES_H
#define SIANTO_REPORT_NAMES_H

#include "stats/counts.h"

/* Keys of JSON, lower case with hyphens; never NULL. */
const char *name_layer(unsigned layer);	     /* enum pkt_layer_type */
const char *name_cut(unsigned cut);	     /* enum pkt_cut */
const char *name_cut_text(unsigned cut);     /* a phrase for people */
const char *name_fault(unsigned fault);	     /* enum sip_fault */
const char *name_fault_text(unsigned fault); /* a phrase for people */
const char *name_method(unsigned method);    /* as in the message; "other" */
const char *name_transport(unsigned transport);
const char *name_event(unsigned event);
const char *name_keepalive(unsigned kind); /* enum track_keepalive */
const char *name_keepalive_text(unsigned kind);

/* part / whole in 1/scale, rounded; 0 without a whole. */
uint64_t share_of(uint64_t part, uint64_t whole, uint64_t scale);
/* n in `us` microseconds, a second, in thousandths; n a second below 1 s. */
uint64_t rate_milli(uint64_t n, uint64_t us);

#endif
