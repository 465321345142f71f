/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/mapfile.h"

#include "base/rd.h"
#include "crypto/seal.h"

/*
 * Plain form: magic, profile byte, then for each name its kind (1 byte), for
 * a host the number of its domain (4, ffffffff without), length (2), bytes;
 * big-endian.
 */
static const char magic[] = "sianto-map-1\n";
enum { MAGIC_LEN = sizeof(magic) - 1 };

/* A map holds what tables can hold; this only stops a runaway. */
static const size_t plain_max = (size_t)8 << 30;

/* Addresses need no table; paper has two tables of its own, what else there
 * is was only counted. */
static bool in_map(unsigned kind, bool paper)
{
	bool own = kind == IDENT_PAPER_USER || kind == IDENT_PAPER_DOMAIN;

	return kind != IDENT_IP4 && kind != IDENT_IP6 && own == paper;
}

static void put_item(const struct ident_table *t, const struct ident *id,
		     struct buf *b)
{
	uint8_t head[7];

	head[0] = id->kind;
	put_be32(head + 1,
		 id->parent == IDENT_NONE ? UINT32_MAX : t->item[id->parent].n);
	put_be16(head + 5, (uint16_t)id->text.n);
	buf_put(b, head, sizeof(head));
	buf_span(b, id->text);
}

int mapfile_write(const struct ident_table *t, const struct keys *k, bool paper,
		  struct buf *out)
{
	struct buf plain = buf_of(plain_max);
	int e;

	buf_put(&plain, magic, MAGIC_LEN);
	buf_u8(&plain, paper);
	for (uint32_t i = 0; i < t->count; i++) {
		if (in_map(t->item[i].kind, paper))
			put_item(t, &t->item[i], &plain);
	}
	e = plain.bad ? SIANTO_E_NOMEM
		      : seal(k, span_of(plain.p, plain.n), out);
	if (plain.p)
		key_wipe(plain.p, plain.size);
	buf_free(&plain);
	return e;
}

static int read_items(struct ident_table *t, struct rd *r, bool paper)
{
	struct buf domains = buf_of(plain_max); /* table index by number */
	int e = 0;

	while (!e && rd_left(r)) {
		unsigned kind = rd_u8(r);
		uint32_t dom = rd_be32(r), parent = IDENT_NONE;
		struct span text = rd_take(r, rd_be16(r));

		if (r->bad || kind >= IDENT_KINDS || !in_map(kind, paper)) {
			e = SIANTO_E_MAP;
			break;
		}
		if (dom != UINT32_MAX && dom < domains.n / sizeof(parent))
			memcpy(&parent, domains.p + dom * sizeof(parent),
			       sizeof(parent));
		if (kind == IDENT_DOMAIN)
			buf_put(&domains, &t->count, sizeof(t->count));
		e = domains.bad ? SIANTO_E_NOMEM
				: ident_add(t, kind, text, parent);
	}
	buf_free(&domains);
	return e;
}

int mapfile_read(struct ident_table *t, const struct keys *k,
		 struct span sealed, bool *paper)
{
	struct buf plain = buf_of(plain_max);
	int e = unseal(k, sealed, &plain);

	if (!e) {
		struct rd r = rd_of(span_of(plain.p, plain.n));
		struct span m = rd_take(&r, MAGIC_LEN);

		*paper = rd_u8(&r) != 0;
		if (r.bad || !span_eq(m, span_of(magic, MAGIC_LEN)))
			e = SIANTO_E_MAP;
		else
			e = read_items(t, &r, *paper);
	}
	if (plain.p)
		key_wipe(plain.p, plain.size);
	buf_free(&plain);
	return e;
}
