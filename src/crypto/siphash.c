/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/siphash.h"

#include "crypto/sipround.h"

struct sipkey sipkey_load(const uint8_t key[16])
{
	return (struct sipkey){sip_load(key), sip_load(key + 8)};
}

struct hash128 siphash128(const struct sipkey *key, struct span in)
{
	return sip_hash(key, in, 2, 4, true);
}

uint64_t siphash13(const struct sipkey *key, struct span in)
{
	return sip_hash(key, in, 1, 3, false).lo;
}
