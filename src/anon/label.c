/* SPDX-License-Identifier: Apache-2.0 */
#include "anon/label.h"

#include "base/chars.h"
#include "crypto/token.h"

/*
 * How the label of a kind is written: prefix, digits, suffix.  The size of
 * the range is 10^digits, but for numbers: their last value is reserved for
 * the names that come when the table is full (shared by all of them).
 */
struct form {
	const char *purpose;
	const char *prefix;
	unsigned digits;
	const char *suffix;
	uint64_t size;
};

static const struct form forms[IDENT_KINDS] = {
    [IDENT_USER] = {"user", "u", 7, "", 10000000},
    [IDENT_TEL] = {"number", "999", 8, "", 99999999},
    [IDENT_IMSI] = {"imsi", "00101", 10, "", 9999999999},
    [IDENT_IMEI] = {"imei", "00000000", 6, "", 999999},
    [IDENT_DOMAIN] = {"domain", "d", 7, ".invalid", 10000000},
    [IDENT_HOST] = {"host", "h", 7, "", 10000000},
    [IDENT_DISPLAY] = {"display", "n", 7, "", 10000000},
    /* paper: n + 1, see put_dec() in label_make() */
    [IDENT_PAPER_USER] = {NULL, "", 0, "", 0},
    [IDENT_PAPER_DOMAIN] = {NULL, "", 0, "", 0},
};

static bool by_digits(enum ident_kind kind)
{
	return kind == IDENT_TEL || kind == IDENT_IMSI || kind == IDENT_IMEI;
}

void labels_init(struct labels *l, const struct keys *k)
{
	memset(l, 0, sizeof(*l));
	for (unsigned i = 0; i < IDENT_KINDS; i++) {
		if (forms[i].purpose)
			perm_init(&l->perm[i], k, forms[i].purpose,
				  forms[i].size);
	}
}

/* The check digit of an IMEI, 3GPP TS 23.003 annex B (Luhn). */
static uint8_t luhn(const uint8_t *digits, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned)(digits[n - 1 - i] - '0');

		if (i % 2 == 0)
			d *= 2;
		sum += d / 10 + d % 10;
	}
	return (uint8_t)('0' + (10 - sum % 10) % 10);
}

struct text {
	uint8_t *p;
	size_t n;
};

static void put(struct text *t, const void *p, size_t n)
{
	if (n > IDENT_LABEL_MAX - t->n)
		n = IDENT_LABEL_MAX - t->n;
	if (n)
		memcpy(t->p + t->n, p, n);
	t->n += n;
}

static void put_dec(struct text *t, uint64_t v, unsigned width)
{
	uint8_t tmp[20];
	size_t i = sizeof(tmp);

	do {
		tmp[--i] = (uint8_t)('0' + v % 10);
		v /= 10;
	} while (v);
	while (sizeof(tmp) - i < width)
		tmp[--i] = '0';
	put(t, tmp + i, sizeof(tmp) - i);
}

/* The label of a name that found its table full: a token of its hash. */
static void put_spilled(struct text *t, const struct ident *id,
			const struct form *f)
{
	struct hash128 h = {id->hash, id->hash * 0x9e3779b97f4a7c15};
	uint8_t b32[13];

	if (by_digits(id->kind)) {
		put(t, f->prefix, strlen(f->prefix));
		put_dec(t, f->size, f->digits);
		return;
	}
	hash_base32(h, b32, sizeof(b32));
	put(t, f->prefix, strlen(f->prefix));
	put(t, b32, sizeof(b32));
	if (id->kind == IDENT_HOST || id->kind == IDENT_DOMAIN)
		put(t, ".invalid", 8);
}

size_t label_make(void *ctx, const struct ident *id, const struct ident *parent,
		  uint8_t out[IDENT_LABEL_MAX])
{
	const struct labels *l = ctx;
	const struct form *f = &forms[id->kind];
	struct text t = {out, 0};

	if (id->kind >= IDENT_PAPER_USER) {
		put_dec(&t, (uint64_t)id->n + 1, 1);
		return t.n;
	}
	if (id->n == UINT32_MAX) {
		put_spilled(&t, id, f);
	} else {
		put(&t, f->prefix, strlen(f->prefix));
		put_dec(&t, perm_apply(&l->perm[id->kind], 0, id->n),
			f->digits);
		put(&t, f->suffix, strlen(f->suffix));
		if (id->kind == IDENT_HOST) {
			put(&t, ".", 1);
			if (parent)
				put(&t, parent->label.p, parent->label.n);
			else
				put(&t, "invalid", 7);
		}
	}
	if (id->kind == IDENT_IMEI) {
		uint8_t check = luhn(out, t.n);

		put(&t, &check, 1);
	}
	return t.n;
}

/* prefix + digits at the start of text: the number; *used bytes. */
static bool parse_form(const struct form *f, struct span text, uint64_t *v,
		       size_t *used)
{
	size_t n = strlen(f->prefix);

	if (text.n < n + f->digits || memcmp(text.p, f->prefix, n) != 0)
		return false;
	*v = 0;
	for (unsigned i = 0; i < f->digits; i++) {
		uint8_t c = text.p[n + i];

		if (!chars_is(c, CH_DIGIT))
			return false;
		*v = *v * 10 + (uint64_t)(c - '0');
	}
	*used = n + f->digits;
	return *v < f->size;
}

static bool parse_sequence(struct span text, uint64_t *n)
{
	*n = 0;
	if (text.n == 0 || text.n > 8)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (!chars_is(text.p[i], CH_DIGIT))
			return false;
		*n = *n * 10 + (uint64_t)(text.p[i] - '0');
	}
	return (*n)-- > 0;
}

bool label_parse(const struct labels *l, struct span text,
		 enum ident_kind *kind, uint64_t *n)
{
	uint64_t v;
	size_t used;

	if (*kind >= IDENT_PAPER_USER)
		return parse_sequence(text, n);
	if (*kind == IDENT_HOST && text.n && text.p[0] == 'd')
		*kind = IDENT_DOMAIN;
	if (!forms[*kind].purpose ||
	    !parse_form(&forms[*kind], text, &v, &used))
		return false;
	if (*kind == IDENT_IMEI)
		used++;
	if (*kind == IDENT_DOMAIN)
		used += strlen(forms[*kind].suffix);
	if (*kind != IDENT_HOST && used != text.n)
		return false;
	*n = perm_invert(&l->perm[*kind], 0, v);
	return true;
}
