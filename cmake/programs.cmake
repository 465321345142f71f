# The command: one file per subcommand, installed headers only.
file(GLOB SIANTO_CLI CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/cli/*.c)
if(SIANTO_CLI)
	add_executable(sianto ${SIANTO_CLI})
	target_link_libraries(sianto PRIVATE sianto_lib sianto_flags)
endif()
