/* SPDX-License-Identifier: Apache-2.0 */
/* value.h - values that headers and parameters have in common. */
#ifndef SIANTO_SIP_VALUE_H
#define SIANTO_SIP_VALUE_H

#include "sip/scan.h"

/* A word of the set, or a token; "*" is syntax, an unknown method METHOD. */
void value_word(struct scan *s, struct part v, uint16_t field,
		enum sip_words set);

/* type "/" subtype; a language tag; call id; <left@host> */
void value_media(struct scan *s, struct part v, uint16_t field);
void value_lang(struct scan *s, struct part v, uint16_t field);
void value_callid(struct scan *s, struct part v, uint16_t field);
void value_msgid(struct scan *s, struct part v, uint16_t field);

/* The token of a token:SPACE:SHAPE row. */
void value_token(struct scan *s, struct part v, uint16_t field);

/* Thirty-two zeros; digits with one point; digits with points; exactly an
 * address.  False: nothing is emitted. */
bool value_nil_uuid(struct scan *s, struct part v, uint16_t field);
bool value_decimal(struct scan *s, struct part v, uint16_t field);
bool value_version(struct scan *s, struct part v, uint16_t field);
bool value_addr(struct scan *s, struct part v, uint16_t field);

/* What is in <...>, when v is that; the bracket in front is emitted, the one
 * behind is left to the caller. */
struct part value_angle(struct scan *s, struct part v, uint16_t field);

/* v is NESTED text. */
void value_nested(struct scan *s, enum sip_nested kind, struct part v,
		  uint16_t field);

/* The treatment out's owner wants for the row; false: none of its own. */
void value_as_told(struct scan *s, struct part v, uint16_t field);

static inline bool value_strict(struct scan *s, struct part v, uint16_t field)
{
	if (sip_strict(s->out, field) == SIP_BY_CLASS)
		return false;
	value_as_told(s, v, field);
	return true;
}

#endif
