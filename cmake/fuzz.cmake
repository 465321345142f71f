# Fuzz targets: fuzz/fuzz_<name>.c with libFuzzer.
file(GLOB SIANTO_FUZZERS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fuzz/fuzz_*.c)
foreach(file IN LISTS SIANTO_FUZZERS)
	get_filename_component(name ${file} NAME_WE)
	add_executable(${name} ${file})
	target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
	target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
	target_link_options(${name} PRIVATE -fsanitize=fuzzer)
	target_link_libraries(${name} PRIVATE sianto_lib sianto_flags)
	set_target_properties(${name} PROPERTIES
		RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endforeach()
