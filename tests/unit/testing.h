/* SPDX-License-Identifier: Apache-2.0 */
/*
 * testing.h - cmocka with the headers it wants, in the order it wants them.
 */
#ifndef SIANTO_TESTS_TESTING_H
#define SIANTO_TESTS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#endif
