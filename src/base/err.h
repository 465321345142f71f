/* SPDX-License-Identifier: Apache-2.0 */
/*
 * err.h - the error codes inside the library, and the words for bugs.
 *
 * Functions that can fail return 0 or a negative enum err.  Hostile input is
 * not an error of the program: it is counted, and the output fails closed.
 */
#ifndef SIANTO_BASE_ERR_H
#define SIANTO_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sianto/error.h"

/* The result must be looked at. */
#define MUST_CHECK __attribute__((warn_unused_result))

/*
 * A condition that only a bug of our own can break.  Stops the program, in
 * release builds too: to go on could write what nobody checked.
 */
#define require(cond) ((cond) ? (void)0 : err_bug(__FILE__, __LINE__, #cond))

/* Prints nothing but place and condition, then aborts. */
_Noreturn void err_bug(const char *file, int line, const char *cond);

#endif
