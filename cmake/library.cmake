# The library: one object set a room, so that a test can see internal names.
# A new file in a room is picked up without touching this file.
set(SIANTO_ROOMS base crypto capture packet sip anon rewrite track stats
	report job)
set(SIANTO_SOURCES)
foreach(room IN LISTS SIANTO_ROOMS)
	file(GLOB room_sources CONFIGURE_DEPENDS
		${CMAKE_SOURCE_DIR}/src/${room}/*.c)
	list(APPEND SIANTO_SOURCES ${room_sources})
endforeach()

add_library(sianto_lib STATIC ${SIANTO_SOURCES} ${SIANTO_TABLES})
set_target_properties(sianto_lib PROPERTIES OUTPUT_NAME sianto)
target_include_directories(sianto_lib
	PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include>
		$<INSTALL_INTERFACE:include>
	PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/tables)
target_link_libraries(sianto_lib
	PRIVATE $<BUILD_INTERFACE:sianto_flags>
	PUBLIC Threads::Threads ZLIB::ZLIB PkgConfig::CRYPTO
		PkgConfig::SODIUM PkgConfig::ZSTD PkgConfig::LZ4)
