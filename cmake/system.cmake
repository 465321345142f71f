# SPDX-License-Identifier: Apache-2.0
# Tests around the programs: shell scripts under tests/system, the house
# rules, unit tests of the command line, and short runs of the fuzzers.
if(SIANTO_TESTS)
	add_test(NAME house.check
		COMMAND ${CMAKE_SOURCE_DIR}/scripts/check
		WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
	set_tests_properties(house.check PROPERTIES LABELS house
		ENVIRONMENT SIANTO_TABLES=${SIANTO_TABLE_DIR}
		SKIP_RETURN_CODE 77 TIMEOUT 300)

	file(GLOB system_tests CONFIGURE_DEPENDS
		${CMAKE_SOURCE_DIR}/tests/system/test_*.sh)
	foreach(file IN LISTS system_tests)
		get_filename_component(name ${file} NAME_WE)
		string(REPLACE "test_" "" name ${name})
		add_test(NAME system.${name} COMMAND sh ${file}
			$<TARGET_FILE:sianto>)
		set_tests_properties(system.${name} PROPERTIES LABELS system
			SKIP_RETURN_CODE 77 TIMEOUT 600)
	endforeach()

	# The seeds of the fuzzers, once each, with whatever compiler this is.
	file(GLOB fuzzers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fuzz/fuzz_*.c)
	foreach(file IN LISTS fuzzers)
		get_filename_component(name ${file} NAME_WE)
		string(REPLACE "fuzz_" "" name ${name})
		set(target replay_${name})
		add_executable(${target} ${file}
			${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c)
		target_include_directories(${target} PRIVATE
			${CMAKE_SOURCE_DIR}/src ${SIANTO_TABLE_DIR})
		target_link_libraries(${target} PRIVATE sianto_lib
			sianto_flags)
		set_target_properties(${target} PROPERTIES
			RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
		set(seeds ${CMAKE_SOURCE_DIR}/fuzz/corpus/${name})
		if(NOT IS_DIRECTORY ${seeds})
			set(seeds)
		endif()
		add_test(NAME replay.${name} COMMAND ${target} ${seeds})
		set_tests_properties(replay.${name} PROPERTIES LABELS replay
			TIMEOUT 300)
	endforeach()

	file(GLOB cli_tests CONFIGURE_DEPENDS
		${CMAKE_SOURCE_DIR}/tests/unit/cli/test_*.c)
	foreach(file IN LISTS cli_tests)
		get_filename_component(name ${file} NAME_WE)
		string(REPLACE "test_" "test_cli_" target ${name})
		target_link_libraries(${target} PRIVATE sianto_cli)
	endforeach()

	# The whole sample through every profile, against what is stored.
	add_test(NAME system.demo
		COMMAND sh ${CMAKE_SOURCE_DIR}/tests/system/demo.sh
		$<TARGET_FILE:sipgen> $<TARGET_FILE:sianto>
		${CMAKE_SOURCE_DIR})
	set_tests_properties(system.demo PROPERTIES LABELS system
		SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()

if(SIANTO_FUZZ)
	enable_testing()
	set(SIANTO_FUZZ_SECONDS 20 CACHE STRING "seconds a fuzzer in ctest")
	foreach(file IN LISTS SIANTO_FUZZERS)
		get_filename_component(target ${file} NAME_WE)
		string(REPLACE "fuzz_" "" name ${target})
		set(corpus ${CMAKE_BINARY_DIR}/new/${name})
		file(MAKE_DIRECTORY ${corpus})
		set(seeds ${CMAKE_SOURCE_DIR}/fuzz/corpus/${name})
		if(NOT IS_DIRECTORY ${seeds})
			set(seeds)
		endif()
		add_test(NAME fuzz.${name} COMMAND ${target}
			-max_total_time=${SIANTO_FUZZ_SECONDS} -timeout=10
			-rss_limit_mb=2048
			-artifact_prefix=${CMAKE_BINARY_DIR}/crash-${name}-
			${corpus} ${seeds})
		set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz
			TIMEOUT 300)
	endforeach()
endif()

# Real captures beside the project tree, where there are some; tshark decides.
if(SIANTO_TESTS)
	find_package(Python3 COMPONENTS Interpreter)
	if(Python3_FOUND)
		add_test(NAME system.corpus COMMAND ${Python3_EXECUTABLE}
			${CMAKE_SOURCE_DIR}/tests/system/corpus.py
			$<TARGET_FILE:sianto>)
		set_tests_properties(system.corpus PROPERTIES LABELS system
			SKIP_RETURN_CODE 77 TIMEOUT 900)
	endif()
endif()
