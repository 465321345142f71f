# Unit tests: tests/unit/<room>/test_<file>.c becomes the test <room>.<file>.
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
# A second opinion on capture files; those tests do without when it is missing.
pkg_check_modules(PCAP IMPORTED_TARGET libpcap)
file(GLOB SIANTO_UNIT_TESTS CONFIGURE_DEPENDS
	${CMAKE_SOURCE_DIR}/tests/unit/*/test_*.c)
file(GLOB SIANTO_TEST_HELP CONFIGURE_DEPENDS
	${CMAKE_SOURCE_DIR}/tests/unit/help/*.c)
foreach(file IN LISTS SIANTO_UNIT_TESTS)
	get_filename_component(name ${file} NAME_WE)
	get_filename_component(room ${file} DIRECTORY)
	get_filename_component(room ${room} NAME)
	string(REPLACE "test_" "" name ${name})
	set(target test_${room}_${name})
	add_executable(${target} ${file} ${SIANTO_TEST_HELP})
	target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src
		${CMAKE_SOURCE_DIR}/tests/unit ${SIANTO_TABLE_DIR})
	target_compile_definitions(${target} PRIVATE
		SIANTO_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
	target_link_libraries(${target} PRIVATE sianto_lib sianto_flags
		PkgConfig::CMOCKA)
	if(room STREQUAL "capture" AND PCAP_FOUND)
		target_link_libraries(${target} PRIVATE PkgConfig::PCAP)
		target_compile_definitions(${target} PRIVATE HAVE_PCAP)
	endif()
	set_target_properties(${target} PROPERTIES
		RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
	add_test(NAME ${room}.${name} COMMAND ${target})
	set_tests_properties(${room}.${name} PROPERTIES LABELS unit
		SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()

# libpsl is the oracle of host suffixes; without it that part is skipped.
pkg_check_modules(PSL QUIET IMPORTED_TARGET libpsl)
if(TARGET test_sip_suffix)
	target_compile_definitions(test_sip_suffix PRIVATE
		SIANTO_PSL="${SIANTO_PSL}"
		$<$<BOOL:${PSL_FOUND}>:SIANTO_HAVE_LIBPSL>)
	if(PSL_FOUND)
		target_link_libraries(test_sip_suffix PRIVATE PkgConfig::PSL)
	endif()
endif()

# Tests of millions of cases: natively and under the sanitizers only.
foreach(name IN ITEMS job.property job.hostile crypto.flat crypto.ipmap
	crypto.prefix sip.scan sip.suffix)
	if(TEST ${name})
		set_property(TEST ${name} APPEND PROPERTY LABELS slow)
	endif()
endforeach()
