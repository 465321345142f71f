/* SPDX-License-Identifier: Apache-2.0 */
/* odd.h - the kinds of broken messages. */
#ifndef SIANTO_SAMPLE_ODD_H
#define SIANTO_SAMPLE_ODD_H

/* The name of a kind, as in the tally; NULL after the last. */
const char *odd_name(unsigned i);

#endif
