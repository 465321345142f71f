/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan.h - what the scanners of this room share.
 *
 * Scanners work on one text with offsets into it and emit spans from left to
 * right.  sip_emit() keeps the promise of sip.h: a hole becomes SIP_UNKNOWN,
 * an overlap is cut off, so that a mistake of a scanner fails closed.
 */
#ifndef SIANTO_SIP_SCAN_H
#define SIANTO_SIP_SCAN_H

#include "base/chars.h"
#include "sip/sip.h"
#include "sip_tables.h"

/* A stretch of the text of a scan, in offsets. */
struct part {
	uint32_t from, to;
};

/* Everything behind faults may be left zero. */
struct scan {
	const uint8_t *p; /* the text: spans count from here */
	struct sip_out *out;
	uint32_t faults;     /* bits of enum sip_fault found on the way */
	uint16_t watch;	     /* parameter row whose value the caller wants */
	uint16_t user_as;    /* 0, or 1 + name space: users are such tokens */
	struct part watched; /* the first such value, quotes included */
	struct part head;    /* head of the first value of a list */
	uint32_t values;     /* values of a list */
	/* no quotation that begins in here ends in here */
	struct part unclosed;
	/* Behind header values stands white space or a line end, inside the
	 * text: runs of other bytes end there by themselves. */
	bool ended;
	uint32_t nameless; /* up to here no name stands before a '<' */
};

static inline struct span part_span(const struct scan *s, uint32_t from,
				    uint32_t to)
{
	return span_of(s->p + from, to - from);
}

/* How strictly out's owner wants a row to be treated. */
static inline enum sip_strict sip_strict(const struct sip_out *o, uint16_t row)
{
	if (o->strict)
		return (enum sip_strict)o->strict[row];
	if (sip_fields[row].share == SIP_DROP_LINE &&
	    sip_fields[row].support == SIP_DROP_LINE)
		return SIP_DROP_LINE;
	return SIP_BY_CLASS;
}

/* Does a row stand for the name itself, not for all with its beginning? */
static inline bool sip_exact_row(uint16_t row)
{
	return row && !sip_name_open[row];
}

/* ---- emitting ------------------------------------------------------------ */

/* Where the spans of out end; the next one begins there. */
static inline uint32_t sip_emitted(const struct sip_out *o)
{
	return o->end;
}

/* Takes back all spans but the first `count`. */
static inline void sip_emit_back(struct sip_out *o, size_t count)
{
	const struct sip_span *last = o->span + count - 1;

	o->count = count;
	o->end = count ? last->off + last->len : 0;
	o->join = count && o->merge && last->cls <= SIP_NUM;
}

static inline void sip_emit_raw(struct sip_out *o, struct sip_span sp)
{
	if (o->count == o->max) {
		o->over = true;
		o->join = false;
		return;
	}
	o->span[o->count++] = sp;
	o->end = sp.off + sp.len;
	o->join = sp.cls <= SIP_NUM && o->merge;
}

/* Emits a span that does not begin where the last one ended: never so by the
 * scanners' own doing (emit.c). */
void sip_emit_gap(struct sip_out *o, struct sip_span sp);

/* Emits a span; neighbours of kept classes are joined when out->merge. */
static inline void sip_emit_as(struct sip_out *o, struct sip_span sp)
{
	if ((int32_t)sp.len <= 0)
		return;
	if (sp.off != o->end) {
		sip_emit_gap(o, sp);
	} else if (sp.cls <= SIP_NUM && o->join) {
		struct sip_span *last = &o->span[o->count - 1];

		last->len += sp.len;
		last->cls = SIP_SYNTAX;
		o->end += sp.len;
	} else {
		sip_emit_raw(o, sp);
	}
}

/* [from, to) is of class cls. */
static inline void sip_emit(struct sip_out *o, enum sip_class cls,
			    uint32_t from, uint32_t to, uint16_t field)
{
	sip_emit_as(o, (struct sip_span){from, to - from, (uint8_t)cls, 0,
					 field, 0});
}

/* The same up to `to` from where the last span ended. */
static inline void sip_emit_to(struct sip_out *o, enum sip_class cls,
			       uint32_t to, uint16_t field)
{
	uint32_t from = sip_emitted(o);

	if (from < to)
		sip_emit(o, cls, from, to, field);
}

/* A token of a name space, in a shape. */
static inline void sip_emit_token(struct sip_out *o, enum sip_space ns,
				  uint32_t shape, struct part v, uint16_t field)
{
	sip_emit_as(o, (struct sip_span){v.from, v.to - v.from, SIP_TOKEN,
					 (uint8_t)ns, field, shape});
}

/* ---- dictionaries (words.c) ---------------------------------------------- */

/* Is w a word of the set, ASCII case ignored? */
bool sip_word(enum sip_words set, struct span w);

/* Its number among sip_words, the same for every spelling; 0 when it is no
 * word of the set. */
uint32_t sip_word_at(enum sip_words set, struct span w);

/* ---- values by grammar rule (value.c) ------------------------------------- */

/*
 * Scans the value [v.from, v.to) by the rule of a row and emits all of it.
 * The value stands alone: separators around it are the caller's; quotes and
 * angle brackets may be part of it.  Leading and trailing blanks are syntax.
 */
void sip_value(struct scan *s, struct part v, uint16_t field);

/* The same for a value that is not empty, without white space or quotes. */
void sip_value_bare(struct scan *s, struct part v, uint16_t field);

/* The same for a name no row knows: an address, a URI, a plain yes or no;
 * anything else is a token.  field: the row it stands in. */
void sip_value_unknown(struct scan *s, struct part v, uint16_t field);

/*
 * What an unknown value may hold: exactly an IPv4 or IPv6 address, with
 * :port or ~port~n behind it, or a URI (sip: ...).  True when it was one and
 * is emitted; else nothing is emitted.
 */
bool sip_value_exact(struct scan *s, struct part v, uint16_t field);

/* A decimal number up to max becomes SIP_NUM.  False: nothing is emitted. */
bool sip_value_num(struct scan *s, struct part v, uint16_t field, uint32_t max);

/* A word of the set becomes SIP_WORD.  False: nothing is emitted. */
bool sip_value_word(struct scan *s, struct part v, uint16_t field,
		    enum sip_words set);

/* The number in [v.from, v.to); false unless it is all digits, at most ten,
 * and at most max. */
bool sip_decimal(const struct scan *s, struct part v, uint32_t max,
		 uint32_t *value);

/* ---- hosts and URIs (host.c, uri.c) --------------------------------------- */

/* Emits a host (no port): IP4, IP6 (brackets syntax) or HOST; DROP when it
 * can be none of them, so that none appears where none was.  flags: SIP_ENC_* and SIP_OF_REALM for .ns. */
void sip_host(struct scan *s, struct part v, uint16_t field, uint8_t flags);

/* Emits host [":" port]; an address without brackets is recognised. */
void sip_hostport(struct scan *s, struct part v, uint16_t field);

/* Emits a URI of any scheme, no angle brackets around it. */
void sip_uri(struct scan *s, struct part v, uint16_t field);

#endif
