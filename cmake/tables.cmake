# Tables compiled from data/: policy rows and dictionaries, host suffixes.
# The compilers are small C programs under tools/ that run at build time.
set(SIANTO_TABLES)
set(SIANTO_TABLE_DIR ${CMAKE_BINARY_DIR}/tables)
file(MAKE_DIRECTORY ${SIANTO_TABLE_DIR})
