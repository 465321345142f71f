/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ops.h - adding operations to a plan, for the files of this room.
 */
#ifndef SIANTO_ANON_OPS_H
#define SIANTO_ANON_OPS_H

#include "anon/anon.h"

/* One message being planned. */
struct planner {
	const struct anon *a;
	struct anon_work *w;
	struct anon_plan *p;
	struct anon_seen *seen;
	struct span text; /* the text the spans are of */
	int64_t packet_sec;
	bool quoted;
	uint16_t field; /* of the span at hand */
	uint8_t flags;	/* OPF_PERCENT inside an encoded piece */
	uint8_t depth;
	struct hash128 sdp_id; /* of the last o= session id */
	uint64_t call;	       /* hash of the first Call-ID, 0 before */
};

/* Room for one more operation; false, and p->failed, without memory. */
bool ops_grow(struct anon_plan *p);

/* Appends one operation; sets p->failed without memory. */
static inline void ops_add(struct planner *pl, unsigned kind, uint32_t at,
			   uint32_t len, unsigned flags)
{
	struct anon_plan *p = pl->p;

	if (p->count == p->max && !ops_grow(p))
		return;
	p->op[p->count++] = (struct anon_op){.at = at,
					     .len = len,
					     .kind = (uint8_t)kind,
					     .flags = (uint8_t)flags,
					     .field = pl->field};
}

/* Copies bytes of the text: what the scanner proved harmless. */
void ops_copy(struct planner *pl, const struct sip_span *s);
/* Writes text made by us; percent-encoded inside an encoded piece. */
void ops_text(struct planner *pl, struct span text, unsigned flags);
void ops_str(struct planner *pl, const char *text);
/* Writes prefix and the first n base32 characters of a hash. */
void ops_token(struct planner *pl, const char *prefix, struct hash128 h,
	       size_t n);
void ops_label(struct planner *pl, uint32_t ident, unsigned flags);

/* Appends s, percent-encoded where RFC 3986 section 2.3 wants it. */
void ops_percent(struct buf *out, struct span s);

/* identity.c: USER, TEL, IMSI, IMEI, HOST, IP4, IP6, DISPLAY, EMAIL, MAC. */
void plan_identity(struct planner *pl, const struct sip_span *s);
/* back.c: the same classes, from labels to names. */
void plan_back(struct planner *pl, const struct sip_span *s);
/* A user's name into a URI again; flags of enum SIP_ENC_... */
void back_put_user(struct planner *pl, struct span v, unsigned flags);
/* opaque.c: TOKEN, BRANCH and the names no table knows. */
void plan_opaque(struct planner *pl, const struct sip_span *s);

/* plain.c: text, times, secrets, bodies. */
void plan_text(struct planner *pl, const struct sip_span *s);
void plan_phrase(struct planner *pl, const struct sip_span *s);
void plan_when(struct planner *pl, const struct sip_span *s);
void plan_stamp(struct planner *pl, const struct sip_span *s);
void plan_sdp_id(struct planner *pl, const struct sip_span *s);
void plan_digest(struct planner *pl, const struct sip_span *s);
void plan_trail(struct planner *pl, const struct sip_span *s);
void plan_lang(struct planner *pl, const struct sip_span *s);
void plan_comment(struct planner *pl, const struct sip_span *s);
void plan_key(struct planner *pl, const struct sip_span *s);
void plan_clen(struct planner *pl, const struct sip_span *s);
void plan_body(struct planner *pl, const struct sip_span *s);
void plan_body_type(struct planner *pl, const struct sip_span *s);
void plan_bad_line(struct planner *pl, const struct sip_span *s);
void plan_nothing(struct planner *pl, const struct sip_span *s);
void plan_cut(struct planner *pl, const struct sip_span *s);
void plan_unknown(struct planner *pl, const struct sip_span *s);

/* What becomes of a class; `support` is NULL where it is the same as share. */
struct class_rule {
	void (*plan)(struct planner *pl, const struct sip_span *s);
	const char *share, *support;
};
extern const struct class_rule class_rules[SIP_CLASS_COUNT];

/* paper.c: all classes, by the published method. */
void paper_plan(struct planner *pl, const struct sip_span *s);

#endif
