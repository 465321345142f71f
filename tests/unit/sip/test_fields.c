/* SPDX-License-Identifier: Apache-2.0 */
#include "sip/scan.h"
#include "testing.h"

static const char *name_of(enum sip_scope scope, uint16_t of, const char *name)
{
	return sip_fields[sip_field_find(scope, of, span_str(name))].name;
}

static void every_name_finds_its_row(void **state)
{
	(void)state;
	for (size_t i = 1; i < sip_field_count; i++) {
		const struct sip_field *f = &sip_fields[i];
		uint16_t of =
		    sip_field_find(SIP_SCOPE_HEADER, 0, span_str(f->of));
		char form[2] = {f->compact, '\0'};
		uint16_t row;

		row = sip_field_find((enum sip_scope)f->scope, of,
				     span_str(f->name));
		if (sip_exact_row((uint16_t)i))
			assert_int_equal(row, i);
		if (f->compact) {
			row =
			    sip_field_find(SIP_SCOPE_HEADER, 0, span_str(form));
			assert_int_equal(row, i);
		}
	}
}

static void case_does_not_matter(void **state)
{
	(void)state;
	assert_string_equal(name_of(SIP_SCOPE_HEADER, 0, "cALL-id"), "Call-ID");
	assert_string_equal(name_of(SIP_SCOPE_HEADER, 0, "F"), "From");
	/* '\r' and '-' differ in one bit only, that of the case */
	assert_string_equal(name_of(SIP_SCOPE_HEADER, 0, "Call\rID"), "");
	assert_string_equal(name_of(SIP_SCOPE_HEADER, 0, "\x06"), "");
}

static void beginnings_are_found_last(void **state)
{
	uint16_t row =
	    sip_field_find(SIP_SCOPE_HEADER, 0, SPAN_LIT("x-cisco-anything"));

	(void)state;
	assert_string_equal(sip_fields[row].name, "X-Cisco-*");
	assert_false(sip_exact_row(row));
	assert_string_equal(name_of(SIP_SCOPE_HEADER, 0, "X-Cisco-Org-ID"),
			    "X-Cisco-Org-ID");
	assert_string_equal(name_of(SIP_SCOPE_HEADER, 0, "X-Cisco"), "");
}

static void a_header_has_parameters_of_its_own(void **state)
{
	uint16_t via = sip_row(SIP_ROW_VIA);
	uint16_t to = sip_row(SIP_ROW_TO);
	uint16_t row = sip_field_find(SIP_SCOPE_PARAM, via, SPAN_LIT("ttl"));

	(void)state;
	assert_string_equal(sip_fields[row].of, "Via");
	assert_string_equal(name_of(SIP_SCOPE_PARAM, to, "tag"), "tag");
	assert_string_equal(name_of(SIP_SCOPE_PARAM, to, "rport"), "");
	assert_string_equal(name_of(SIP_SCOPE_AUTH, 0, "username*"),
			    "username*");
	assert_string_equal(name_of(SIP_SCOPE_AUTH, 0, "usernameX"), "");
}

static void rows_have_their_names(void **state)
{
	(void)state;
	assert_string_equal(sip_fields[sip_row(SIP_ROW_CENC)].name,
			    "Content-Encoding");
	assert_string_equal(sip_fields[sip_row(SIP_ROW_RETRY_AFTER)].name,
			    "Retry-After");
	assert_int_equal(sip_fields[FIELD_PARAM_VIA_RPORT].max, 65535);
}

static void words_are_of_their_set(void **state)
{
	(void)state;
	assert_true(sip_word(WORDS_METHOD, SPAN_LIT("INVITE")));
	assert_true(sip_word(WORDS_TRANSPORT, SPAN_LIT("udp")));
	assert_false(sip_word(WORDS_TRANSPORT, SPAN_LIT("INVITE")));
	assert_false(sip_word(WORDS_METHOD, SPAN_LIT("")));
	assert_false(sip_word(WORDS_METHOD, SPAN_LIT("INVITEE")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_name_finds_its_row),
	    cmocka_unit_test(case_does_not_matter),
	    cmocka_unit_test(beginnings_are_found_last),
	    cmocka_unit_test(a_header_has_parameters_of_its_own),
	    cmocka_unit_test(rows_have_their_names),
	    cmocka_unit_test(words_are_of_their_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
