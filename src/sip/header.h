/* SPDX-License-Identifier: Apache-2.0 */
/* header.h - values of header fields, one function a grammar. */
#ifndef SIANTO_SIP_HEADER_H
#define SIANTO_SIP_HEADER_H

#include "sip/scan.h"

/*
 * The head of one value of a list, in front of its parameters: emits from
 * v.from to where it ends and gives that.  v.from is no white space.
 */
typedef uint32_t head_fn(struct scan *s, struct part v, uint16_t row);

/* Values with commas between them, each a head and parameters. */
void header_list(struct scan *s, struct part v, uint16_t row, head_fn *head);

/* name-addr or addr-spec (addr.c) */
head_fn head_addr;

/* sent-protocol sent-by (via.c) */
head_fn head_via;

/* digits agent "text" (text.c) */
head_fn head_warning;

/* A challenge, credentials or authentication info (auth.c). */
void header_auth(struct scan *s, struct part v, uint16_t row);

/* CSeq: number and method.  False when it is not that; all is emitted. */
bool header_cseq(struct scan *s, struct part v, uint16_t row, uint32_t *number,
		 struct part *method);

/* A word of the row's set at the head of a value. */
head_fn header_head_word;

/* Values of one rule each (header_text.c, header_vendor.c). */
void header_words(struct scan *s, struct part v, uint16_t row);
void header_rack(struct scan *s, struct part v, uint16_t row);
void header_stamp(struct scan *s, struct part v, uint16_t row);
void header_reason(struct scan *s, struct part v, uint16_t row);
void header_agent(struct scan *s, struct part v, uint16_t row);
void header_guess(struct scan *s, struct part v, uint16_t row);
void header_lead(struct scan *s, struct part v, uint16_t row);
void header_stats(struct scan *s, struct part v, uint16_t row);
void header_imsi(struct scan *s, struct part v, uint16_t row);

/* Emits the value v of the row, white space around it included. */
void header_value(struct scan *s, struct part v, uint16_t row);

#endif
