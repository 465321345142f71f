#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The library as others use it: installed, found by pkg-config, in a program
# that knows nothing but the installed headers.
#
#	test_embed.sh BUILD/bin/sianto
set -eu
bin=$(dirname "$1")
tree=$(dirname "$bin")
src=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v pkg-config >/dev/null || { echo "no pkg-config"; exit 77; }
if grep -q 'CMAKE_C_FLAGS:.*fsanitize' "$tree/CMakeCache.txt"; then
	echo "skipped: a sanitizer build is not for installing"
	exit 77
fi
cmake --install "$tree" --prefix "$work/usr" >"$work/log" 2>&1 ||
	{ cat "$work/log"; exit 1; }
PKG_CONFIG_PATH=$(find "$work/usr" -name pkgconfig -type d)
export PKG_CONFIG_PATH
# shellcheck disable=SC2046 # a list of options
cc -std=c17 -Wall -Wextra -Werror "$src/examples/embed.c" -o "$work/embed" \
	$(pkg-config --cflags --libs --static sianto)
"$bin/sipgen" "$src/sample/demo.recipe" -w "$work/in.pcap" --packets 200
"$work/embed" <"$work/in.pcap" >"$work/out.pcap" 2>"$work/said"
grep -q ' messages, ' "$work/said"
"$1" stats --json "$work/in.pcap" | sed '/"run"/,$d' >"$work/a"
"$1" stats --json "$work/out.pcap" | sed '/"run"/,$d' >"$work/b"
cmp "$work/a" "$work/b"
echo "an embedded job gives what the command gives"
