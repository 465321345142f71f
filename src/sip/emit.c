/* SPDX-License-Identifier: Apache-2.0 */
/* emit.c - spans that would leave a hole or overlap. */
#include "sip/scan.h"

void sip_emit_gap(struct sip_out *o, struct sip_span sp)
{
	uint32_t end = sip_emitted(o);
	uint32_t to = sp.off + sp.len;

	if (o->over || to <= end)
		return;
	if (sp.off > end)
		sip_emit_raw(o, (struct sip_span){end, sp.off - end,
						  SIP_UNKNOWN, 0, sp.field, 0});
	else
		sp.off = end;
	sp.len = to - sp.off;
	sip_emit_raw(o, sp);
}
