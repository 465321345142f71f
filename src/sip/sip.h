/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sip.h - SIP text to spans.
 *
 * A scanner takes a message (or a URI, a header value, an SDP body) and gives
 * a list of spans that cover it: every byte belongs to exactly one span, in
 * order, without holes.  It allocates nothing but the list, modifies nothing,
 * never reads past the end, is linear in the length, and knows no policy: it
 * says what a byte *is*.  A byte that no rule claims is SIP_UNKNOWN.
 *
 * SIP_SYNTAX, SIP_WORD and SIP_NUM are the only classes whose bytes are ever
 * copied; so the scanner gives them only to what it has proved to be grammar,
 * a word of the dictionary in data/, or a number within the table's maximum.
 *
 * Thread rule: no state outside the arguments.
 */
#ifndef SIANTO_SIP_SIP_H
#define SIANTO_SIP_SIP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/* X(name, what the bytes are) */
#define SIP_CLASSES(X)                                                        \
	/* kept: proved harmless by the scanner */                            \
	X(SYNTAX,                                                             \
	  "separators, white space, folds, line ends, names the tables know") \
	X(WORD, "a word of a dictionary")                                     \
	X(NUM, "a decimal number within its field's maximum")                 \
	/* identities: one pseudonym everywhere */                            \
	X(USER, "user part, as written (percent-encoding and all)")           \
	X(TEL, "telephone number or extension, with '+' and separators")      \
	X(IMSI, "IMSI: 15 digits")                                            \
	X(IMEI, "IMEI: 14 to 16 digits, dashes allowed")                      \
	X(HOST, "host name")                                                  \
	X(IP4, "IPv4 address in any spelling")                                \
	X(IP6, "IPv6 address, without brackets; zone included")               \
	X(DISPLAY, "display name with its quotes and the space behind it")    \
	X(EMAIL, "e-mail address outside a URI")                              \
	X(MAC, "hardware address")                                            \
	/* opaque but joined: a token of the span's name space */             \
	X(TOKEN, "opaque value; name space in .ns")                           \
	X(BRANCH, "Via branch behind its z9hG4bK cookie, or without one")     \
	X(METHOD, "a method no table knows")                                  \
	X(HNAME, "a header name no table knows")                              \
	X(PNAME, "a parameter name no table knows")                           \
	X(ATTR, "an SDP attribute name no table knows")                       \
	X(AGENT, "a product no dictionary knows (with what follows it)")      \
	/* text and times */                                                  \
	X(REASON, "reason phrase of a status line; .num is the code")         \
	X(PHRASE, "text that has a canonical form for .num, else is dropped") \
	X(TEXT, "free text")                                                  \
	X(COMMENT, "comment with its parentheses")                            \
	X(LANG, "region, script and variant of a language tag, with '-'")     \
	X(DATE, "SIP date, RFC 3261 section 25.1")                            \
	X(NTP, "decimal NTP seconds (SDP t=)")                                \
	X(EPOCH, "decimal seconds since 1970")                                \
	X(STAMP, "value of a Timestamp header, one decimal number")           \
	X(SDPID, "SDP session id or version; .num 1 for the version")         \
	/* secrets */                                                         \
	X(PASSWORD, "password in userinfo, with its ':'")                     \
	X(DIGEST, "digest response: replaced by as many zeros")               \
	X(KEY, "key material: replaced by as many filler characters")         \
	X(DROP, "a value the tables say to drop")                             \
	X(LINE, "a whole line (header or SDP) the tables say to drop")        \
	/* structure the rewriter computes */                                 \
	X(CLEN, "digits of Content-Length")                                   \
	X(NESTED, "encoded text to be decoded and scanned; kind in .ns")      \
	X(BODY, "a body that is emptied")                                     \
	X(BODYTYPE, "media type of an emptied body, all of the value")        \
	X(TRAIL, "bytes behind the body in a datagram")                       \
	X(BADLINE, "a header line without colon")                             \
	X(CUT, "the incomplete rest of a message cut by the snaplen")         \
	X(UNKNOWN, "bytes no rule claims")

enum sip_class {
#define SIP_X(name, text) SIP_##name,
	SIP_CLASSES(SIP_X)
#undef SIP_X
	    SIP_CLASS_COUNT
};

/* Name spaces of SIP_TOKEN: equal text in one space gives equal tokens. */
#define SIP_SPACES(X) \
	X(CALLID)     \
	X(TAG)        \
	X(BRANCH)     \
	X(NONCE)      \
	X(OPAQUE)     \
	X(CNONCE)     \
	X(REALM)      \
	X(ETAG)       \
	X(INSTANCE)   \
	X(GRUU)       \
	X(FLOW)       \
	X(ICID)       \
	X(SESSID)     \
	X(ORIGID)     \
	X(CELL)       \
	X(TGRP)       \
	X(SPI)        \
	X(FP)         \
	X(CNAME)      \
	X(MSID)       \
	X(LABEL)      \
	X(BOUNDARY)   \
	X(CID)        \
	X(ICE) X(SSRC) X(PUSH) X(ORG) X(PATH) X(WORD) X(PARAM) X(URN) X(VALUE)

enum sip_space {
#define SIP_X(name) SIP_NS_##name,
	SIP_SPACES(SIP_X)
#undef SIP_X
	    SIP_SPACE_COUNT
};

/* Shapes of SIP_TOKEN, in .num: the form the token is written in. */
enum sip_shape {
	SIP_SHAPE_PLAIN, /* 16 base32 characters; hex stays hex */
	SIP_SHAPE_UUID,	 /* 8-4-4-4-12 */
	SIP_SHAPE_HEX32, /* 32 hex digits */
	SIP_SHAPE_U32,	 /* a decimal number below 2^32 */
	SIP_SHAPE_HEXN,	 /* as many hex digits as the original (fingerprints:
			    colons stay) */
};

/* What SIP_NESTED holds. */
enum sip_nested {
	SIP_IN_PCT_URI,	   /* percent-encoded URI */
	SIP_IN_PCT_HEADER, /* percent-encoded header value; .field its name */
	SIP_IN_QUOTED_URI, /* quoted-string content with escapes: a URI */
};

/*
 * One span.  off is relative to the text scanned; spans follow each other
 * without holes.  field is the table row (sip_fields) that decided; FIELD_NONE
 * in the start line.
 */
struct sip_span {
	uint32_t off;
	uint32_t len;
	uint8_t cls;	/* enum sip_class */
	uint8_t ns;	/* name space, nested kind, or flags of the class */
	uint16_t field; /* row of sip_fields */
	uint32_t num;	/* class specific; the planner's argument after it */
};

/* Flags in .ns of USER, TEL and HOST: how the bytes are written, and where. */
enum {
	SIP_ENC_QUOTED = 1, /* inside a quoted-string */
	SIP_ENC_RAW = 2,    /* not percent-encoded: a digest username, o= */
	SIP_OF_REALM = 4,   /* a realm that has the shape of a host */
};

/* ---- the tables (data/ *.tsv, compiled into sip_fields) ---------------- */

enum sip_scope {
	SIP_SCOPE_HEADER, /* header fields */
	SIP_SCOPE_URI,	  /* URI parameters */
	SIP_SCOPE_PARAM,  /* header parameters (of any header, or of one) */
	SIP_SCOPE_AUTH,	  /* digest parameters */
	SIP_SCOPE_SDP,	  /* SDP lines */
	SIP_SCOPE_ATTR,	  /* SDP attributes */
	SIP_SCOPE_BODY,	  /* body types */
	SIP_SCOPE_COUNT
};

/*
 * Stricter treatment of one field than its classes say.  Order is strictness:
 * a user's file may only move a row downwards without --unsafe.
 */
enum sip_strict {
	SIP_BY_CLASS, /* what the classes of its spans say */
	SIP_AS_TOKEN, /* the whole value becomes a token */
	SIP_DROP_VALUE,
	SIP_DROP_LINE,
};

struct sip_field {
	const char *name; /* as registered: "Call-ID", "rport", "candidate" */
	const char *of;	  /* SCOPE_PARAM: the header's name, or "" for any */
	const char *grammar; /* the table's grammar column, for people */
	const char *note;    /* what it can identify, for people */
	uint8_t scope;
	uint8_t rule;  /* scanner's own number of the grammar */
	uint8_t space; /* name space of a token grammar */
	uint8_t shape;
	uint8_t words;	 /* dictionary of a word grammar */
	uint8_t share;	 /* enum sip_strict in share */
	uint8_t support; /* enum sip_strict in support */
	char compact;	 /* compact form or 0 */
	uint32_t max;	 /* largest number of a number grammar */
};

extern const struct sip_field sip_fields[];
extern const size_t sip_field_count;
enum { SIP_FIELD_NONE = 0 }; /* row 0: start line and what has no row */

/* Row of a name in a scope, compared without case; SIP_FIELD_NONE if none.
 * For SCOPE_PARAM `of` is the header's row: its own row wins over "any". */
uint16_t sip_field_find(enum sip_scope scope, uint16_t of, struct span name);

/* Well-known rows, looked up once by the compiled tables. */
enum sip_row {
	SIP_ROW_VIA,
	SIP_ROW_FROM,
	SIP_ROW_TO,
	SIP_ROW_CONTACT,
	SIP_ROW_CALLID,
	SIP_ROW_CSEQ,
	SIP_ROW_EXPIRES,
	SIP_ROW_CLEN,
	SIP_ROW_CTYPE,
	SIP_ROW_CENC,
	SIP_ROW_EVENT,
	SIP_ROW_AUTHORIZATION,
	SIP_ROW_PROXY_AUTHORIZATION,
	SIP_ROW_WWW_AUTHENTICATE,
	SIP_ROW_PROXY_AUTHENTICATE,
	SIP_ROW_USER_AGENT,
	SIP_ROW_SERVER,
	SIP_ROW_RETRY_AFTER,
	SIP_ROW_COUNT
};
uint16_t sip_row(enum sip_row row);

/* ---- scanning ---------------------------------------------------------- */

/* Where the spans go: the caller's array; full sets `over`. */
struct sip_out {
	struct sip_span *span;
	size_t count;
	size_t max;
	bool over;  /* more spans than max: the message is not to be used */
	bool merge; /* join neighbours of SYNTAX, WORD and NUM into one span */
	/* By row, enum sip_strict, or NULL: the value of such a field is one
	 * span, TOKEN (ns VALUE) or DROP; with SIP_DROP_LINE the line is one
	 * LINE. */
	const uint8_t *strict;
	/* the scanner's own, zero at first */
	uint32_t end; /* where the next span begins */
	bool join;    /* it can be joined to the last one */
};

/* Methods with a number of their own; the rest is SIP_M_OTHER. */
#define SIP_METHODS(X) \
	X(ACK)         \
	X(BYE)         \
	X(CANCEL)      \
	X(INFO)        \
	X(INVITE)      \
	X(MESSAGE)     \
	X(NOTIFY)      \
	X(OPTIONS)     \
	X(PRACK) X(PUBLISH) X(REFER) X(REGISTER) X(SUBSCRIBE) X(UPDATE)

enum sip_method {
#define SIP_X(name) SIP_M_##name,
	SIP_METHODS(SIP_X)
#undef SIP_X
	    SIP_M_OTHER,
	SIP_METHOD_COUNT
};
const char *sip_method_name(enum sip_method m); /* "other" for OTHER */

/* What is wrong with a message, by reason; counted by stats, kept in kind. */
#define SIP_FAULTS(X)                                                \
	X(START_LINE, "start-line", "start line out of grammar")     \
	X(VERSION, "version", "a version other than SIP/2.0")        \
	X(TWO_AT, "two-at", "a URI with two or more @")              \
	X(BAD_URI, "bad-uri", "a URI that does not parse")           \
	X(NO_COLON, "no-colon", "a header line without a colon")     \
	X(NO_END, "no-end", "no empty line behind the headers")      \
	X(NO_VIA, "no-via", "no Via")                                \
	X(NO_FROM, "no-from", "no From")                             \
	X(NO_TO, "no-to", "no To")                                   \
	X(NO_CALLID, "no-call-id", "no Call-ID")                     \
	X(NO_CSEQ, "no-cseq", "no CSeq, or one that does not parse") \
	X(DUPLICATE, "duplicate", "a single-value header twice")     \
	X(CLEN_SHORT, "clen-short", "Content-Length below the body") \
	X(CLEN_LONG, "clen-long", "Content-Length above the body")   \
	X(BARE_LF, "bare-lf", "a line end that is not CRLF")         \
	X(CUT, "cut", "cut by the snaplen")

enum sip_fault {
#define SIP_X(name, key, text) SIP_FAULT_##name,
	SIP_FAULTS(SIP_X)
#undef SIP_X
	    SIP_FAULT_COUNT
};

/* Facts of one message, for statistics and for the rewriter. */
struct sip_msg {
	bool request;
	uint8_t method; /* enum sip_method: of the request line, of CSeq
				  in a response */
	uint8_t cseq_method;
	uint16_t code; /* status code, 0 in a request */
	uint32_t cseq;
	uint32_t faults;      /* bit n: enum sip_fault n */
	uint32_t headers_len; /* start line to empty line, both included */
	uint32_t body_off;    /* == headers_len */
	uint32_t body_len;    /* bytes that belong to the body */
	int64_t clen;	      /* value of Content-Length, -1 without one */
	uint32_t expires;     /* Expires header, UINT32_MAX without one */
	uint32_t retry_after; /* UINT32_MAX without one */
	/* values, borrowed from the text; empty when absent.  The first
	 * header of its kind. */
	struct span callid;
	struct span from_tag;
	struct span to_tag;
	struct span branch;	   /* top Via, cookie included */
	struct span via_transport; /* top Via: "UDP" */
	struct span event;	   /* Event package */
	struct span ctype;	   /* media type without parameters */
	struct span cenc;	   /* Content-Encoding */
	uint8_t contacts;	   /* Contact values, at most 255; 255 = "*" */
	uint32_t contact_expires; /* of the first Contact, UINT32_MAX without */
	struct span agent;	  /* first product of User-Agent or Server that
				  the dictionary knows; empty otherwise */
	bool has_agent;		  /* User-Agent or Server is there */
	bool has_auth;		  /* Authorization or Proxy-Authorization */
	bool has_sdp;
};

/*
 * Does a payload hold SIP?  By its first line (after CR, LF and NUL):
 * "TOKEN SP ... SP SIP/n.n", "SIP/n.n SP 3DIGIT", or a registered method and
 * a line that has the shape of a SIP header.  HTTP and RTSP are not SIP.
 * Gives the offset of the start line; SIZE_MAX when it is not SIP.
 */
size_t sip_find(struct span payload);

/* Is the payload nothing but CR, LF and NUL (a keep-alive)? */
bool sip_is_blank(struct span payload);

/*
 * Scans a message.  `text` begins at the start line (what sip_find found) and
 * ends with the payload; `whole` is false when the snaplen cut it: then the
 * last incomplete line becomes SIP_CUT.  Returns 0, or SIANTO_E_FORMAT when
 * the start line is incomplete or there is none: then nothing may be kept.
 * Bodies: SDP is scanned wherever it appears (by type or by content `v=0`);
 * any other non-empty body is one SIP_BODY span and its Content-Type value
 * one SIP_BODYTYPE span.
 */
MUST_CHECK int sip_scan(struct span text, bool whole, struct sip_out *out,
			struct sip_msg *msg);

/* Scans one URI (no angle brackets).  `field` is the row it stands in. */
void sip_scan_uri(struct span uri, uint16_t field, struct sip_out *out);

/* Scans one header value of the given row (unfolded or not). */
void sip_scan_value(struct span value, uint16_t field, struct sip_out *out);

/* Scans an SDP body; `whole` as in sip_scan.  False when it is not SDP
 * (nothing is added to out then). */
bool sip_scan_sdp(struct span body, bool whole, struct sip_out *out);

/* Scans a User-Agent or Server value: known products and versions are WORD
 * and NUM, the rest AGENT or COMMENT. */
void sip_scan_agent(struct span value, uint16_t field, struct sip_out *out);

/* ---- canonical forms --------------------------------------------------- */

enum { SIP_CANON_MAX = 1024 };

/* The identity behind a span: what has to be equal for two spellings to be
 * one.  Returns the length written, or 0 when the text is not of the class
 * (then it is treated as a token).  raw: no percent-decoding. */
size_t sip_canon_user(struct span text, bool raw,
		      uint8_t out[static SIP_CANON_MAX]);
/* Digits, '*' and '#' only; '+' and separators gone. */
size_t sip_canon_tel(struct span text, bool raw,
		     uint8_t out[static SIP_CANON_MAX]);
/* Lower case, percent-decoded, no trailing dot. */
size_t sip_canon_host(struct span text, uint8_t out[static SIP_CANON_MAX]);
/* IPv4 in any spelling RFC 3986 stacks take: dotted with leading zeros
 * (decimal), one decimal, hex or octal number.  False when it is not one. */
bool sip_canon_ip4(struct span text, uint32_t *addr);
/* IPv6, zone ignored, embedded dotted quad allowed. */
bool sip_canon_ip6(struct span text, uint8_t addr[static 16]);

/* Does a user part look like a number: +?[0-9*#().-]{3,} with three digits
 * or more, after percent-decoding? */
bool sip_looks_tel(struct span text);

/*
 * The registrable domain inside a canonical host name: an offset into it, by
 * the public suffix list; mncNNN.mccNNN.3gppnetwork.org counts as one.  0
 * when the name is its own domain (single label, or itself a suffix).
 */
size_t sip_domain_at(struct span host);

/* Is a canonical host name one of those that stay (localhost, invalid,
 * anonymous.invalid ...)?  The same for user parts and for numbers. */
bool sip_host_kept(struct span host);
bool sip_user_kept(struct span user);
bool sip_tel_kept(struct span digits);

#endif
