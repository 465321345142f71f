# Tables compiled from data/: policy rows and dictionaries, host suffixes.
# The compilers are small C programs under tools/ that run at build time.
set(SIANTO_TABLES)
set(SIANTO_TABLE_DIR ${CMAKE_BINARY_DIR}/tables)
file(MAKE_DIRECTORY ${SIANTO_TABLE_DIR})

# data/*.tsv: fields, parameters, bodies, words.
add_executable(mktables tools/mktables.c)
target_include_directories(mktables PRIVATE ${CMAKE_SOURCE_DIR}/src
	${CMAKE_SOURCE_DIR}/include)
target_link_libraries(mktables PRIVATE sianto_flags)
set(SIANTO_SIP_TABLES ${SIANTO_TABLE_DIR}/sip_tables.c
	${SIANTO_TABLE_DIR}/sip_tables.h)
file(GLOB SIANTO_SIP_DATA CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/*.tsv)
add_custom_command(OUTPUT ${SIANTO_SIP_TABLES}
	# It runs once and ends: it frees nothing.
	COMMAND ${CMAKE_COMMAND} -E env ASAN_OPTIONS=detect_leaks=0
		$<TARGET_FILE:mktables> ${CMAKE_SOURCE_DIR}/data ${SIANTO_TABLE_DIR}
	DEPENDS mktables ${SIANTO_SIP_DATA} VERBATIM)
list(APPEND SIANTO_TABLES ${SIANTO_SIP_TABLES})

# The public suffix list (Debian: publicsuffix) for registrable domains.
set(SIANTO_PSL /usr/share/publicsuffix/public_suffix_list.dat
	CACHE FILEPATH "public suffix list to compile in")
if(NOT EXISTS ${SIANTO_PSL})
	message(FATAL_ERROR "no public suffix list at ${SIANTO_PSL}: install "
		"the package publicsuffix or set SIANTO_PSL")
endif()
add_executable(mksuffix tools/mksuffix.c src/sip/canon.c src/sip/canon_ip.c
	src/base/span.c src/base/chars.c)
target_include_directories(mksuffix PRIVATE src include)
target_link_libraries(mksuffix PRIVATE sianto_flags)
add_custom_command(OUTPUT ${SIANTO_TABLE_DIR}/suffix_table.c
	COMMAND mksuffix ${SIANTO_PSL} > ${SIANTO_TABLE_DIR}/suffix_table.c
	DEPENDS mksuffix ${SIANTO_PSL} VERBATIM)
list(APPEND SIANTO_TABLES ${SIANTO_TABLE_DIR}/suffix_table.c)
