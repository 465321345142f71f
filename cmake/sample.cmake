# The sample generator: a program of this tree's tests and measurements, not
# installed.  It takes from the library only base/.
file(GLOB SIPGEN_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sample/*.c)
list(REMOVE_ITEM SIPGEN_SOURCES ${CMAKE_SOURCE_DIR}/sample/sipgen.c)
add_library(sipgen_parts STATIC ${SIPGEN_SOURCES}
	src/base/arena.c src/base/buf.c)
target_include_directories(sipgen_parts PUBLIC ${CMAKE_SOURCE_DIR}/sample
	${CMAKE_SOURCE_DIR}/src)
target_link_libraries(sipgen_parts PRIVATE sianto_flags PUBLIC m)
add_executable(sipgen ${CMAKE_SOURCE_DIR}/sample/sipgen.c)
target_link_libraries(sipgen PRIVATE sipgen_parts sianto_flags)

if(SIANTO_TESTS)
	foreach(name recipe heap net world)
		if(TARGET test_sample_${name})
			target_link_libraries(test_sample_${name}
				PRIVATE sipgen_parts)
		endif()
	endforeach()
	add_test(NAME sample.gen_check COMMAND sh
		${CMAKE_SOURCE_DIR}/tests/system/gen_check.sh
		$<TARGET_FILE:sipgen> ${CMAKE_SOURCE_DIR}/sample)
	set_tests_properties(sample.gen_check PROPERTIES LABELS system
		SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()
