/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h - the policy as text: shown to people, made stricter by users.
 */
#ifndef SIANTO_ANON_POLICY_H
#define SIANTO_ANON_POLICY_H

#include "anon/anon.h"

enum policy_profile { POLICY_SHARE, POLICY_SUPPORT, POLICY_PAPER };

/* Every class, then every field, and what happens to it. */
void policy_show(enum policy_profile profile, struct buf *out);

/*
 * Applies a user's file to a->strict.  Lines: scope name action, with scope
 * header, uri, param, auth, line, attr or body; name as in `policy show`;
 * action by-class, token, drop-value or drop-line; '#' begins a comment.
 * SIANTO_E_POLICY for a line that is not of this form, names an unknown
 * field, or is less strict than the profile without `unsafe`; *line says
 * which.
 */
MUST_CHECK int policy_apply(struct anon *a, struct span text, bool unsafe,
			    unsigned *line);

#endif
