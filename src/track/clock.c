/* SPDX-License-Identifier: Apache-2.0 */
#include "track/clock.h"

int64_t clock_next(struct clock *c, int64_t time_us)
{
	int64_t d;

	if (!c->started) {
		c->started = true;
		c->time = time_us;
		c->at = c->now = CLOCK_START;
		return c->at;
	}
	if (__builtin_sub_overflow(time_us, c->time, &d))
		d = time_us < c->time ? INT64_MIN / 2 : INT64_MAX / 2;
	c->time = time_us;
	if (d > CLOCK_AHEAD || (d > 0 && c->at > CLOCK_END)) {
		c->steps_ahead += d > CLOCK_AHEAD;
		c->at = c->now;
	} else if (c->at + d < c->now - CLOCK_BACK) {
		c->steps_back++;
		c->at = c->now;
	} else {
		c->at += d;
	}
	if (c->at > c->now)
		c->now = c->at;
	return c->at;
}
