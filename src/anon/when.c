/* SPDX-License-Identifier: Apache-2.0 */
/*
 * when.c - every clock in the text moves by the one shift of the data set.
 *
 * A time that is more than a day off the clock of its own packet (a device
 * without NTP, a date copied from an RFC) would publish the shift: whoever
 * knows it reads the difference.  It is written as the packet's shifted time
 * and counted.  So is, where foreign clocks are kept, a number outside the
 * years 1970 to 2099: telephone numbers fit such fields, too.
 */
#include "anon/anon.h"
#include "base/chars.h"

enum { DAY = 86400 };

/* Seconds from 1900 (NTP, RFC 5905) to 1970. */
static const int64_t ntp_epoch = 2208988800;

static const int64_t y2100 = 4102444800;

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "ThuFriSatSunMonTueWed"; /* 1 Jan 1970: Thursday */

/* Days since 1970 of a civil date (proleptic Gregorian calendar). */
static int64_t days_of(int64_t y, unsigned m, unsigned d)
{
	int64_t era, doe;
	unsigned yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = (unsigned)(y - era * 400);
	doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	doe = (int64_t)yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

struct civil {
	int64_t year;
	unsigned month, day;
};

static struct civil civil_of(int64_t z)
{
	struct civil c;
	int64_t era;
	unsigned doe, yoe, doy, mp;

	z += 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = (unsigned)(z - era * 146097);
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	c.day = doy - (153 * mp + 2) / 5 + 1;
	c.month = mp < 10 ? mp + 3 : mp - 9;
	c.year = (int64_t)yoe + era * 400 + (c.month <= 2);
	return c;
}

static bool number(struct span s, size_t from, size_t n, unsigned *v)
{
	*v = 0;
	if (from + n > s.n)
		return false;
	for (size_t i = from; i < from + n; i++) {
		if (!chars_is(s.p[i], CH_DIGIT))
			return false;
		*v = *v * 10 + (unsigned)(s.p[i] - '0');
	}
	return true;
}

static bool month_of(struct span s, size_t from, unsigned *month)
{
	for (unsigned m = 0; m < 12; m++) {
		if (span_case_eq(span_sub(s, from, from + 3),
				 span_of(months + m * 3, 3))) {
			*month = m + 1;
			return true;
		}
	}
	return false;
}

/* RFC 3261 section 25.1, SIP-date: "Sat, 13 Nov 2010 23:29:00 GMT". */
static bool date_parse(struct span s, int64_t *t)
{
	size_t comma = span_find(s, ',');
	unsigned d, mon, y, h, m, sec;

	if (comma != 3 || s.n < 25)
		return false;
	s = span_sub(s, 5, s.n);
	if (!number(s, 0, 2, &d) || !month_of(s, 3, &mon) ||
	    !number(s, 7, 4, &y) || !number(s, 12, 2, &h) ||
	    !number(s, 15, 2, &m) || !number(s, 18, 2, &sec))
		return false;
	if (d < 1 || d > 31 || h > 23 || m > 59 || sec > 60)
		return false;
	*t = days_of(y, mon, d) * DAY + h * 3600 + m * 60 + sec;
	return true;
}

static void date_put(struct buf *out, int64_t t)
{
	int64_t day = t / DAY - (t % DAY < 0);
	unsigned sec = (unsigned)(t - day * DAY);
	unsigned week = (unsigned)(((day % 7) + 7) % 7);
	struct civil c = civil_of(day);

	buf_put(out, days + week * 3, 3);
	buf_str(out, ", ");
	buf_dec_pad(out, c.day, 2);
	buf_u8(out, ' ');
	buf_put(out, months + (c.month - 1) * 3, 3);
	buf_u8(out, ' ');
	buf_dec_pad(out, (uint64_t)(c.year > 0 ? c.year : 0), 4);
	buf_u8(out, ' ');
	buf_dec_pad(out, sec / 3600, 2);
	buf_u8(out, ':');
	buf_dec_pad(out, sec / 60 % 60, 2);
	buf_u8(out, ':');
	buf_dec_pad(out, sec % 60, 2);
	buf_str(out, " GMT");
}

static bool decimal_parse(struct span s, int64_t *v)
{
	unsigned digit;

	*v = 0;
	if (s.n == 0 || s.n > 15)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!number(s, i, 1, &digit))
			return false;
		*v = *v * 10 + digit;
	}
	return true;
}

static bool is_time(const struct when_clock *c, int64_t t)
{
	if (c->foreign)
		return t >= 0 && t < y2100;
	return t - c->packet_sec <= DAY && t - c->packet_sec >= -DAY;
}

void when_shift(enum when_kind kind, struct span text,
		const struct when_clock *c, struct buf *out, uint64_t *moved)
{
	int64_t base = kind == WHEN_NTP ? ntp_epoch : 0;
	int64_t t;
	bool ok;

	if (kind == WHEN_DATE) {
		ok = date_parse(span_trim(text), &t);
	} else {
		ok = decimal_parse(text, &t);
		if (ok && t == 0) {
			/* "t=0 0": no time at all, RFC 8866 section 5.9 */
			buf_u8(out, '0');
			return;
		}
		t -= base;
	}
	if (!ok || !is_time(c, t)) {
		t = c->packet_sec;
		(*moved)++;
	}
	t += c->shift;
	if (kind == WHEN_DATE)
		date_put(out, t);
	else
		buf_dec(out, (uint64_t)(t + base > 0 ? t + base : 0));
}
