/* SPDX-License-Identifier: Apache-2.0 */
/* method.h - the methods that occur in samples. */
#ifndef SIANTO_SAMPLE_METHOD_H
#define SIANTO_SAMPLE_METHOD_H

enum method {
	M_REGISTER,
	M_INVITE,
	M_ACK,
	M_BYE,
	M_CANCEL,
	M_OPTIONS,
	M_NOTIFY,
	M_SUBSCRIBE,
	M_MESSAGE,
	M_PUBLISH,
	M_COUNT
};

extern const char *const method_names[M_COUNT];

/* The reason phrase of a response code used in samples. */
const char *method_reason(unsigned code);

#endif
