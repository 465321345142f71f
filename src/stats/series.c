/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/series.h"

void series_init(struct series *s, int64_t first)
{
	*s = (struct series){.first = first, .width = 1, .bins = 1};
	for (unsigned i = 0; i < SERIES_RING; i++)
		s->ring[i].second = INT64_MIN;
}

/* Two bins become one. */
static void series_halve(struct series *s)
{
	uint32_t half = (s->bins + 1) / 2;

	for (uint32_t i = 0; i < half; i++) {
		uint32_t a = 2 * i, b = a + 1;

		for (unsigned c = 0; c < SERIES_COLUMN_COUNT; c++)
			s->n[c][i] =
			    s->n[c][a] + (b < s->bins ? s->n[c][b] : 0);
		s->users[i] = s->users[b < s->bins ? b : a];
	}
	for (unsigned c = 0; c < SERIES_COLUMN_COUNT; c++)
		memset(&s->n[c][half], 0,
		       (SERIES_BINS - half) * sizeof(s->n[c][0]));
	memset(&s->users[half], 0, (SERIES_BINS - half) * sizeof(s->users[0]));
	s->bins = half;
	s->width *= 2;
}

uint32_t series_bin(struct series *s, int64_t second)
{
	uint64_t d = second > s->first ? (uint64_t)(second - s->first) : 0;

	while (d / s->width >= SERIES_BINS)
		series_halve(s);
	while (s->bins <= d / s->width)
		s->users[s->bins++] = s->users_now;
	return (uint32_t)(d / s->width);
}

void series_peak(struct series *s, enum series_peak p, int64_t second)
{
	struct series_second *r = &s->ring[(uint64_t)second % SERIES_RING];

	if (second < r->second)
		return;
	if (second > r->second)
		*r = (struct series_second){.second = second};
	if (++r->n[p] > s->peak[p])
		s->peak[p] = r->n[p];
}

void series_users(struct series *s, int64_t second, uint64_t n)
{
	uint32_t bin = series_bin(s, second);

	s->users_now = n;
	for (; bin < s->bins; bin++)
		s->users[bin] = n;
}
