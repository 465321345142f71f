/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chars.h - classes of bytes, from one table of 256 entries.
 *
 * The classes are those of RFC 3261 section 25.1 and of host names; locale
 * never matters.
 */
#ifndef SIANTO_BASE_CHARS_H
#define SIANTO_BASE_CHARS_H

#include <stdbool.h>
#include <stdint.h>

enum chars_class {
	CH_DIGIT = 1 << 0,
	CH_ALPHA = 1 << 1,
	CH_HEX = 1 << 2,      /* 0-9 a-f A-F */
	CH_TOKEN = 1 << 3,    /* RFC 3261 token */
	CH_WORD = 1 << 4,     /* RFC 3261 word: token and ()<>:\"/[]?{} */
	CH_HOST = 1 << 5,     /* alphanum, '-', '_', '.' */
	CH_LWS = 1 << 6,      /* SP HT CR LF */
	CH_USER = 1 << 7,     /* unreserved, user-unreserved and '%' */
	CH_DIAL = 1 << 8,     /* 0-9 * # and the separators - . ( ) */
	CH_BLANK = 1 << 9,    /* SP HT */
	CH_BARE = 1 << 10,    /* all but ';' ',' and CH_LWS */
	CH_PRODUCT = 1 << 11, /* alphanum and -_.+! */
	CH_BREAK = 1 << 12,   /* CH_BLANK and /-_.,;:+ */
	CH_PERCENT = 1 << 13, /* % */
	CH_ALNUM = CH_DIGIT | CH_ALPHA,
};

extern const uint16_t chars_table[256];

/* Is c of one of the classes in mask? */
static inline bool chars_is(uint8_t c, unsigned mask)
{
	return (chars_table[c] & mask) != 0;
}

/* ASCII lower case; every other byte unchanged. */
static inline uint8_t chars_lower(uint8_t c)
{
	return (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* The value of a hexadecimal digit, or -1. */
static inline int chars_hexval(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = chars_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
