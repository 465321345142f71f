/* SPDX-License-Identifier: Apache-2.0 */
/*
 * error.h - what can go wrong, as numbers and as words.
 *
 * Every function of the library that can fail returns 0 or one of these
 * negative codes.  Thread rule: everything here is constant data.
 */
#ifndef SIANTO_ERROR_H
#define SIANTO_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

/* X(name, number, text) */
#define SIANTO_ERRORS(X)                                                      \
	X(SIANTO_E_NOMEM, -1001, "out of memory")                             \
	X(SIANTO_E_IO, -1002, "reading or writing failed")                    \
	X(SIANTO_E_FORMAT, -1003, "not a capture file (pcap or pcapng)")      \
	X(SIANTO_E_LINKTYPE, -1004, "link type cannot be decoded")            \
	X(SIANTO_E_COMPRESS, -1005, "compressed data is damaged")             \
	X(SIANTO_E_KEY, -1006,                                                \
	  "key is missing, damaged or readable by others")                    \
	X(SIANTO_E_MAP, -1007, "map is damaged or belongs to another key")    \
	X(SIANTO_E_USAGE, -1008, "options do not fit together")               \
	X(SIANTO_E_RANDOM, -1009, "no random numbers to be had")              \
	X(SIANTO_E_LIMIT, -1010, "a stated limit was reached")                \
	X(SIANTO_E_POLICY, -1011, "policy file is not valid or not stricter") \
	X(SIANTO_E_MIXED, -1012,                                              \
	  "several link types do not fit into one pcap file")                 \
	X(SIANTO_E_STOPPED, -1013, "stopped by the caller")

enum sianto_error {
#define SIANTO_X(name, number, text) name = (number),
	SIANTO_ERRORS(SIANTO_X)
#undef SIANTO_X
};

/* The text of a code, never NULL; one sentence without captured data. */
const char *sianto_strerror(int code);

#ifdef __cplusplus
}
#endif
#endif
