/* SPDX-License-Identifier: Apache-2.0 */
/*
 * back.c - restore: from the labels of a support capture to the names.
 *
 * Everything that is no label stays as it is: the input is our own output,
 * and whoever holds key and map may see what is in it.
 */
#include "anon/ops.h"

#include "base/chars.h"

static struct span bytes_of(const struct planner *pl, const struct sip_span *s)
{
	return span_of(pl->text.p + s->off, s->len);
}

static void keep(struct planner *pl, const struct sip_span *s)
{
	ops_copy(pl, s);
}

/* A user part back into a URI: what RFC 3261 section 25.1 does not allow
 * there is percent-encoded; inside quotes only quote and backslash matter. */
void back_put_user(struct planner *pl, struct span v, unsigned flags)
{
	static const char hex[] = "0123456789ABCDEF";
	uint8_t tmp[3];

	for (size_t i = 0; i < v.n; i++) {
		uint8_t c = v.p[i];

		if (flags & SIP_ENC_RAW) {
			if ((flags & SIP_ENC_QUOTED) && (c == '"' || c == '\\'))
				ops_str(pl, "\\");
			ops_text(pl, span_of(&c, 1), 0);
		} else if (chars_is(c, CH_USER) && c != '%') {
			ops_text(pl, span_of(&c, 1), 0);
		} else {
			tmp[0] = '%';
			tmp[1] = (uint8_t)hex[c >> 4];
			tmp[2] = (uint8_t)hex[c & 15];
			ops_text(pl, span_of(tmp, 3), 0);
		}
	}
}

static const struct ident *lookup(const struct planner *pl, struct span label,
				  enum ident_kind kind)
{
	uint64_t n;

	if (!label_parse(&pl->a->labels, label, &kind, &n))
		return NULL;
	return ident_nth(pl->a->known, pl->a->order, kind, n);
}

static void back_user(struct planner *pl, const struct sip_span *s)
{
	const struct ident *id = lookup(pl, bytes_of(pl, s), IDENT_USER);

	if (id)
		back_put_user(pl, id->text, s->ns);
	else
		keep(pl, s);
}

/* The label inside a feature code, *21*99912345678#. */
static void back_feature(struct planner *pl, const struct sip_span *s)
{
	enum { LABEL = 11 };
	struct span v = bytes_of(pl, s);
	size_t i = 0, n;
	const struct ident *id = NULL;

	while (i < v.n && !id) {
		if (v.p[i] == '%' && i + 2 < v.n) {
			i += 3;
			continue;
		}
		for (n = 0; i + n < v.n && chars_is(v.p[i + n], CH_DIGIT);)
			n++;
		if (n >= LABEL)
			id = lookup(pl, span_sub(v, i, i + LABEL), IDENT_TEL);
		i += id ? 0 : n ? n : 1;
	}
	if (!id) {
		keep(pl, s);
		return;
	}
	ops_text(pl, span_sub(v, 0, i), 0);
	back_put_user(pl, id->text, s->ns);
	ops_text(pl, span_sub(v, i + LABEL, v.n), 0);
}

/* A name marked as a number (user=phone) has the label of a user. */
static void back_tel(struct planner *pl, const struct sip_span *s)
{
	uint8_t canon[SIP_CANON_MAX];
	struct span v = bytes_of(pl, s), digits = v;
	const struct ident *id;

	if (v.n && v.p[0] == '+')
		digits = span_sub(v, 1, v.n);
	id = lookup(pl, digits, IDENT_TEL);
	if (!id && sip_canon_tel(v, (s->ns & SIP_ENC_RAW) != 0, canon) == 0) {
		back_user(pl, s);
		return;
	}
	if (!id) {
		back_feature(pl, s);
		return;
	}
	if (digits.n != v.n)
		ops_str(pl, "+");
	back_put_user(pl, id->text, s->ns);
}

static void back_equipment(struct planner *pl, const struct sip_span *s)
{
	uint8_t digits[16];
	struct span v = bytes_of(pl, s);
	const struct ident *id;
	size_t n = 0;

	for (size_t i = 0; i < v.n && n < sizeof(digits); i++) {
		if (chars_is(v.p[i], CH_DIGIT))
			digits[n++] = v.p[i];
	}
	id = lookup(pl, span_of(digits, n),
		    s->cls == SIP_IMEI ? IDENT_IMEI : IDENT_IMSI);
	if (!id) {
		keep(pl, s);
		return;
	}
	if (memchr(v.p, '-', v.n) && id->text.n == 14) {
		ops_text(pl, span_sub(id->text, 0, 8), 0);
		ops_str(pl, "-");
		ops_text(pl, span_sub(id->text, 8, 14), 0);
		ops_str(pl, "-0");
		return;
	}
	ops_text(pl, id->text, 0);
	if (s->cls == SIP_IMEI)
		ops_str(pl, "0");
}

static void back_host(struct planner *pl, const struct sip_span *s)
{
	const struct ident *id = lookup(pl, bytes_of(pl, s), IDENT_HOST);

	if (id)
		ops_text(pl, id->text, 0);
	else
		keep(pl, s);
}

static void back_address(struct planner *pl, const struct sip_span *s)
{
	struct span v = bytes_of(pl, s);
	uint8_t six[16], back[16], text[IP6_TEXT_MAX];
	uint32_t four;
	size_t n;

	if (s->cls == SIP_IP4 && sip_canon_ip4(v, &four)) {
		n = ip4_text(ipmap_v4_back(pl->a->ip, four), text);
	} else if (s->cls == SIP_IP6 && sip_canon_ip6(v, six)) {
		ipmap_v6_back(pl->a->ip, six, back);
		n = ip6_text(back, text);
	} else {
		keep(pl, s);
		return;
	}
	ops_text(pl, span_of(text, n), 0);
}

static void back_display(struct planner *pl, const struct sip_span *s)
{
	struct span v = span_trim(bytes_of(pl, s));
	const struct ident *id = NULL;
	bool open = v.n > 0 && v.p[v.n - 1] != '"';

	if (v.n > 2 && v.p[0] == '"')
		id = lookup(pl, span_sub(v, 1, v.n - !open), IDENT_DISPLAY);
	if (!id) {
		keep(pl, s);
		return;
	}
	ops_str(pl, "\"");
	back_put_user(pl, id->text, SIP_ENC_RAW | SIP_ENC_QUOTED);
	ops_str(pl, open ? " " : "\" ");
}

void plan_back(struct planner *pl, const struct sip_span *s)
{
	switch (s->cls) {
	case SIP_USER:
		back_user(pl, s);
		break;
	case SIP_TEL:
		back_tel(pl, s);
		break;
	case SIP_IMSI:
	case SIP_IMEI:
		back_equipment(pl, s);
		break;
	case SIP_HOST:
		back_host(pl, s);
		break;
	case SIP_IP4:
	case SIP_IP6:
		back_address(pl, s);
		break;
	case SIP_DISPLAY:
		back_display(pl, s);
		break;
	default:
		keep(pl, s);
		break;
	}
}
