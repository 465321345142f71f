# SPDX-License-Identifier: Apache-2.0
include(GNUInstallDirs)
install(TARGETS sianto_lib ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/sianto DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TARGET sianto)
	install(TARGETS sianto RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
