/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

#include "sianto/version.h"

const char *sianto_strerror(int code)
{
	switch (code) {
	case 0:
		return "done";
#define SIANTO_X(name, number, text) \
	case number:                 \
		return text;
		SIANTO_ERRORS(SIANTO_X)
#undef SIANTO_X
	default:
		return "unknown error";
	}
}

_Noreturn void err_bug(const char *file, int line, const char *cond)
{
	fprintf(stderr, "sianto: bug at %s:%d: %s\n", file, line, cond);
	abort();
}
