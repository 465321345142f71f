# SPDX-License-Identifier: Apache-2.0
include(GNUInstallDirs)
install(TARGETS sianto RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS sianto_lib ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/sianto DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES doc/man/sianto.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES completions/bash/sianto
	DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES completions/zsh/_sianto
	DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES README.md NEWS.md SECURITY.md LICENSE
	DESTINATION ${CMAKE_INSTALL_DOCDIR})

# For pkg-config: the archive needs its libraries named, in link order, and
# finds its prefix from where the file lies.
file(RELATIVE_PATH SIANTO_PC_UP /x/${CMAKE_INSTALL_LIBDIR}/pkgconfig /x)
configure_file(cmake/sianto.pc.in sianto.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/sianto.pc
	DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
