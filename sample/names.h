/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - the words that invented identities are made of. */
#ifndef SIANTO_SAMPLE_NAMES_H
#define SIANTO_SAMPLE_NAMES_H

#include <stddef.h>

struct name {
	const char *text;  /* as its bearer writes it, UTF-8 */
	const char *plain; /* the login form */
};

extern const struct name names_first[];
extern const size_t names_first_count;
extern const struct name names_last[];
extern const size_t names_last_count;
extern const char *const names_domain[];
extern const size_t names_domain_count;

/*
 * User agents; one %u each is a version number, {m} a MAC address, {s} a
 * serial number, {f} a first name.
 */
extern const char *const names_agent[];
extern const size_t names_agent_count;
extern const char *const names_device_agent[];
extern const size_t names_device_agent_count;

/* Sentences of a MESSAGE; {f} a first name, {n} a number. */
extern const char *const names_text[];
extern const size_t names_text_count;

#endif
