/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/anon.h"

#include <stdlib.h>

static struct sipkey sub_key(const struct keys *k, const char *purpose)
{
	uint8_t bytes[16];
	struct sipkey key;

	keys_derive(k, purpose, bytes, sizeof(bytes));
	key = sipkey_load(bytes);
	key_wipe(bytes, sizeof(bytes));
	return key;
}

/* Which rows stand at a place whose identities count. */
static void set_places(struct anon *a)
{
	static const struct {
		enum sip_row row;
		enum anon_place place;
	} rows[] = {
	    {SIP_ROW_FROM, PLACE_FROM},
	    {SIP_ROW_TO, PLACE_TO},
	    {SIP_ROW_CONTACT, PLACE_CONTACT},
	    {SIP_ROW_VIA, PLACE_VIA},
	    {SIP_ROW_AUTHORIZATION, PLACE_DIGEST},
	    {SIP_ROW_PROXY_AUTHORIZATION, PLACE_DIGEST},
	};
	uint16_t row;

	a->place[SIP_FIELD_NONE] = PLACE_START;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		a->place[sip_row(rows[i].row)] = (uint8_t)rows[i].place;
	row = sip_field_find(SIP_SCOPE_AUTH, 0, SPAN_LIT("username"));
	if (row != SIP_FIELD_NONE)
		a->place[row] = PLACE_DIGEST;
	row = sip_field_find(SIP_SCOPE_AUTH, 0, SPAN_LIT("realm"));
	if (row != SIP_FIELD_NONE)
		a->place[row] = PLACE_DIGEST;
}

static void set_keys(struct anon *a, const struct anon_config *c)
{
	static const char *const space[] = {
#define SIP_X(name) "token/" #name,
	    SIP_SPACES(SIP_X)
#undef SIP_X
	};

	for (unsigned i = 0; i < SIP_SPACE_COUNT; i++)
		a->space[i] = sub_key(c->keys, space[i]);
	a->names = sub_key(c->keys, "names");
	a->stamps = sub_key(c->keys, "stamps");
	a->table = sub_key(c->keys, "table");
	perm_init(&a->ssrc, c->keys, "ssrc", 1ull << 32);
	perm_init(&a->spi, c->keys, "spi", 1ull << 32);
	perm_init(&a->ids, c->keys, "ids", 1ull << 32);
	labels_init(&a->labels, c->keys);
	mac_map_init(&a->mac, c->keys);
}

int anon_init(struct anon *a, const struct anon_config *c)
{
	memset(a, 0, sizeof(*a));
	a->mode = c->mode;
	a->keep_numbers = c->keep_numbers;
	a->explain = c->explain;
	a->paper = c->paper;
	a->keep_time = c->keep_time || c->mode != ANON_SHARE;
	a->strict = calloc(sip_field_count, 1);
	a->place = calloc(sip_field_count, 1);
	if (!a->strict || !a->place) {
		anon_free(a);
		return SIANTO_E_NOMEM;
	}
	for (size_t i = 0; i < sip_field_count; i++) {
		if (c->mode == ANON_SHARE)
			a->strict[i] = sip_fields[i].share;
		else if (c->mode == ANON_SUPPORT)
			a->strict[i] = sip_fields[i].support;
	}
	set_keys(a, c);
	set_places(a);
	return ipmap_new(&a->ip, c->keys, c->ip);
}

void anon_free(struct anon *a)
{
	ipmap_free(a->ip);
	free(a->strict);
	free(a->place);
	key_wipe(a, sizeof(*a));
}

int64_t anon_shift(const struct keys *k, int64_t first_sec)
{
	enum { YEAR = 31557600 };
	const int64_t y1981 = 347155200;
	uint8_t b[8];
	uint64_t v = 0;

	if (first_sec < y1981)
		return 0;
	keys_derive(k, "time", b, sizeof(b));
	for (unsigned i = 0; i < sizeof(b); i++)
		v = v << 8 | b[i];
	return -(int64_t)(YEAR + v % (14ull * YEAR));
}

int anon_work_init(struct anon_work *w, bool explain)
{
	int e;

	memset(w, 0, sizeof(*w));
	w->span_max = ANON_SPANS_MAX;
	w->span = calloc(w->span_max, sizeof(*w->span));
	if (explain)
		w->explain = calloc(sip_field_count, sizeof(*w->explain));
	e = ip_cache_new(&w->cache);
	if (!e && (!w->span || (explain && !w->explain)))
		e = SIANTO_E_NOMEM;
	if (e)
		anon_work_free(w);
	return e;
}

void anon_work_free(struct anon_work *w)
{
	free(w->span);
	free(w->explain);
	ip_cache_free(w->cache);
	memset(w, 0, sizeof(*w));
}

int anon_plan_init(struct anon_plan *p, const struct anon *a)
{
	memset(p, 0, sizeof(*p));
	p->text = buf_of(256u << 20);
	p->spells = calloc(1, sizeof(*p->spells));
	if (!p->spells)
		return SIANTO_E_NOMEM;
	return ident_batch_init(&p->ids, &a->table);
}

void anon_plan_reset(struct anon_plan *p)
{
	ident_batch_reset(&p->ids);
	memset(p->spells, 0, sizeof(*p->spells));
	buf_reset(&p->text);
	p->count = 0;
	p->failed = false;
}

void anon_plan_free(struct anon_plan *p)
{
	ident_batch_free(&p->ids);
	buf_free(&p->text);
	free(p->op);
	free(p->spells);
	memset(p, 0, sizeof(*p));
}
