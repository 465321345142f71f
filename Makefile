# SPDX-License-Identifier: Apache-2.0
# A thin front: CMake and ninja do the work.  On a fresh machine begin with
# scripts/demo, which installs what is missing.

PREFIX ?= /usr/local

all:
	@scripts/compile release -DSIANTO_TESTS=OFF
	@echo built: build/release/bin/sianto

demo:
	@scripts/demo

test:
	@scripts/test

check:
	@scripts/check

bench:
	@bench/run

fuzz:
	@scripts/fuzz

install:
	@scripts/compile release -DSIANTO_TESTS=OFF \
		-DCMAKE_INSTALL_PREFIX=$(PREFIX)
	@DESTDIR="$(DESTDIR)" cmake --install build/release

format:
	@git ls-files '*.c' '*.h' | xargs clang-format -i

clean:
	rm -rf build

.PHONY: all demo test check bench fuzz install format clean
