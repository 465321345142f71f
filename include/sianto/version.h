/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIANTO_VERSION_H
#define SIANTO_VERSION_H

/* Semantic version of the library and the programs. */
#define SIANTO_VERSION "0.1.0"

#endif
