# SPDX-License-Identifier: Apache-2.0
# The command: one file per subcommand, installed headers only.  All but
# main.c is a library, so that unit tests can link it.
file(GLOB SIANTO_CLI CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/cli/*.c)
list(REMOVE_ITEM SIANTO_CLI ${CMAKE_SOURCE_DIR}/src/cli/main.c)
add_library(sianto_cli STATIC ${SIANTO_CLI})
# Of src/ only the room itself is for it; scripts/check sees to that.
target_include_directories(sianto_cli PUBLIC ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(sianto_cli PUBLIC sianto_lib PRIVATE sianto_flags)

add_executable(sianto src/cli/main.c)
target_link_libraries(sianto PRIVATE sianto_cli sianto_flags)
