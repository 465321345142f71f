/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/ipmap.h"

#include <stdlib.h>

#include "crypto/cryptopan.h"
#include "crypto/flat.h"
#include "crypto/prefix.h"
#include "crypto/sha256.h"

struct ipmap {
	enum ip_mode mode;
	uint64_t tag; /* of key and mode: whose results a cache holds */
	union {
		struct flat flat;
		struct prefix prefix;
		struct cryptopan pan;
	} u;
};

/* Direct mapped: a new result takes the place of the old one. */
enum { CACHE4_BITS = 12, CACHE6_BITS = 11 };

struct slot4 {
	uint32_t in, out;
	bool used;
};

struct slot6 {
	struct ip6 in, out;
	bool used;
};

struct ip_cache {
	uint64_t tag;
	bool bound; /* the tag is that of some map */
	struct aes_fast *fast[2];
	struct slot4 v4[1 << CACHE4_BITS];
	struct slot6 v6[1 << CACHE6_BITS];
};

static int map_init(struct ipmap *m, const struct keys *k)
{
	uint8_t key[32];
	int err;

	switch (m->mode) {
	case IP_FLAT:
		flat_init(&m->u.flat, k);
		keys_derive(k, "ip-cache/flat", (uint8_t *)&m->tag, 8);
		return 0;
	case IP_PREFIX:
		keys_derive(k, "ip-pfx", key, sizeof(key));
		err = prefix_init(&m->u.prefix, key);
		keys_derive(k, "ip-cache/prefix", (uint8_t *)&m->tag, 8);
		key_wipe(key, sizeof(key));
		return err;
	case IP_CRYPTOPAN:
		keys_derive(k, "ip-cryptopan", key, sizeof(key));
		err = cryptopan_init(&m->u.pan, key);
		keys_derive(k, "ip-cache/cryptopan", (uint8_t *)&m->tag, 8);
		key_wipe(key, sizeof(key));
		return err;
	}
	return SIANTO_E_USAGE;
}

int ipmap_new(struct ipmap **out, const struct keys *k, enum ip_mode mode)
{
	struct ipmap *m = calloc(1, sizeof(*m));
	int err;

	*out = NULL;
	if (!m)
		return SIANTO_E_NOMEM;
	m->mode = mode;
	err = map_init(m, k);
	if (err)
		ipmap_free(m);
	else
		*out = m;
	return err;
}

int ipmap_new_cryptopan(struct ipmap **out, const uint8_t key[static 32])
{
	struct ipmap *m = calloc(1, sizeof(*m));
	uint8_t tag[SHA256_LEN];
	int err;

	*out = NULL;
	if (!m)
		return SIANTO_E_NOMEM;
	m->mode = IP_CRYPTOPAN;
	err = cryptopan_init(&m->u.pan, key);
	if (err) {
		ipmap_free(m);
		return err;
	}
	hmac_sha256(span_of(key, 32), SPAN_LIT("ip-cache/cryptopan"), tag);
	memcpy(&m->tag, tag, sizeof(m->tag));
	key_wipe(tag, sizeof(tag));
	*out = m;
	return 0;
}

void ipmap_free(struct ipmap *m)
{
	if (!m)
		return;
	key_wipe(m, sizeof(*m));
	free(m);
}

int ip_cache_new(struct ip_cache **out)
{
	*out = calloc(1, sizeof(**out));
	return *out ? 0 : SIANTO_E_NOMEM;
}

static void cache_clear(struct ip_cache *c)
{
	aes_fast_free(c->fast[0]);
	aes_fast_free(c->fast[1]);
	key_wipe(c, sizeof(*c));
}

void ip_cache_free(struct ip_cache *c)
{
	if (!c)
		return;
	cache_clear(c);
	free(c);
}

/* Makes the cache that of m. */
static void cache_bind(struct ip_cache *c, const struct ipmap *m)
{
	if (c->bound && c->tag == m->tag)
		return;
	cache_clear(c);
	c->bound = true;
	c->tag = m->tag;
	if (m->mode == IP_PREFIX) {
		c->fast[0] = aes_fast_new(&m->u.prefix.key[0]);
		c->fast[1] = aes_fast_new(&m->u.prefix.key[1]);
	} else if (m->mode == IP_CRYPTOPAN) {
		c->fast[0] = aes_fast_new(&m->u.pan.key);
	}
}

/* Without a cache the ciphers run portably: a map is shared by threads, and
 * OpenSSL's contexts cannot be. */
static struct aes_fast *const no_fast[2];

static struct aes_fast *const *fast_of(const struct ip_cache *c)
{
	return c ? c->fast : no_fast;
}

static uint32_t map4(const struct ipmap *m, const struct ip_cache *c,
		     uint32_t addr)
{
	switch (m->mode) {
	case IP_FLAT:
		return flat_v4(&m->u.flat, addr);
	case IP_PREFIX:
		return prefix_v4(&m->u.prefix, fast_of(c), addr,
				 ip4_frozen(addr));
	case IP_CRYPTOPAN:
		break;
	}
	return cryptopan_v4(&m->u.pan, fast_of(c)[0], addr);
}

uint32_t ipmap_v4(const struct ipmap *m, struct ip_cache *c, uint32_t addr)
{
	struct slot4 *s;

	if (!c)
		return map4(m, NULL, addr);
	cache_bind(c, m);
	s = &c->v4[(addr * 0x9e3779b1u) >> (32 - CACHE4_BITS)];
	if (!s->used || s->in != addr)
		*s = (struct slot4){addr, map4(m, c, addr), true};
	return s->out;
}

uint32_t ipmap_v4_back(const struct ipmap *m, uint32_t addr)
{
	switch (m->mode) {
	case IP_FLAT:
		return flat_v4_back(&m->u.flat, addr);
	case IP_PREFIX:
		return prefix_v4_back(&m->u.prefix, addr, ip4_frozen(addr));
	case IP_CRYPTOPAN:
		break;
	}
	return cryptopan_v4_back(&m->u.pan, addr);
}

/* The map of whichever half of an embedding: ipmap_v4 or its way back. */
static uint32_t inner(const struct ipmap *m, struct ip_cache *c, bool back,
		      uint32_t addr)
{
	return back ? ipmap_v4_back(m, addr) : ipmap_v4(m, c, addr);
}

/*
 * RFC 3056 section 2: 2002, IPv4 address, site (16), interface (64).  The
 * last 80 bits hang on the original IPv4 address, so that has to be there
 * first on the way back.
 */
static struct ip6 map_6to4(const struct ipmap *m, struct ip_cache *c, bool back,
			   struct ip6 a)
{
	enum { FROM = 48 }; /* bits before the site */
	uint64_t v4 = inner(m, c, back, (uint32_t)(a.hi >> 16));
	uint64_t head = (uint64_t)0x2002 << 48 | v4 << 16;

	if (back) {
		a.hi = head | (a.hi & 0xffff);
		return m->mode == IP_FLAT
			   ? flat_6to4_back(&m->u.flat, a)
			   : prefix_v6_back(&m->u.prefix, a, FROM);
	}
	a = m->mode == IP_FLAT ? flat_6to4(&m->u.flat, a)
			       : prefix_v6(&m->u.prefix, fast_of(c), a, FROM);
	a.hi = head | (a.hi & 0xffff);
	return a;
}

/* RFC 4380 section 4: 2001:0, server (32), flags (16), port (16), client
 * (32, inverted). */
static struct ip6 map_teredo(const struct ipmap *m, struct ip_cache *c,
			     bool back, struct ip6 a)
{
	uint32_t server = inner(m, c, back, (uint32_t)a.hi);
	uint32_t client = inner(m, c, back, ~(uint32_t)a.lo);

	a.hi = (a.hi & ~(uint64_t)UINT32_MAX) | server;
	a.lo = (a.lo & ~(uint64_t)UINT32_MAX) | (uint32_t)~client;
	return a;
}

static struct ip6 map_plain(const struct ipmap *m, const struct ip_cache *c,
			    bool back, struct ip6 a)
{
	if (m->mode == IP_FLAT)
		return back ? flat_v6_back(&m->u.flat, a)
			    : flat_v6(&m->u.flat, a);
	if (back)
		return prefix_v6_back(&m->u.prefix, a, ip6_frozen(a));
	return prefix_v6(&m->u.prefix, fast_of(c), a, ip6_frozen(a));
}

static struct ip6 map6(const struct ipmap *m, struct ip_cache *c, bool back,
		       struct ip6 a)
{
	if (m->mode == IP_CRYPTOPAN)
		return back ? cryptopan_v6_back(&m->u.pan, a)
			    : cryptopan_v6(&m->u.pan, fast_of(c)[0], a);
	switch (ip6_embed_of(a)) {
	case IP6_MAPPED:
	case IP6_NAT64:
		a.lo = (a.lo & ~(uint64_t)UINT32_MAX) |
		       inner(m, c, back, (uint32_t)a.lo);
		return a;
	case IP6_6TO4:
		return map_6to4(m, c, back, a);
	case IP6_TEREDO:
		return map_teredo(m, c, back, a);
	case IP6_PLAIN:
		break;
	}
	return map_plain(m, c, back, a);
}

void ipmap_v6(const struct ipmap *m, struct ip_cache *c,
	      const uint8_t addr[static 16], uint8_t out[static 16])
{
	struct ip6 a = ip6_load(addr);
	struct slot6 *s;
	uint64_t mix;

	if (!c) {
		ip6_store(map6(m, NULL, false, a), out);
		return;
	}
	cache_bind(c, m);
	mix = (a.hi * 0x9e3779b97f4a7c15 ^ a.lo) * 0xd6e8feb86659fd93;
	s = &c->v6[mix >> (64 - CACHE6_BITS)];
	if (!s->used || s->in.hi != a.hi || s->in.lo != a.lo)
		*s = (struct slot6){a, map6(m, c, false, a), true};
	ip6_store(s->out, out);
}

void ipmap_v6_back(const struct ipmap *m, const uint8_t addr[static 16],
		   uint8_t out[static 16])
{
	ip6_store(map6(m, NULL, true, ip6_load(addr)), out);
}
