#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# demo.sh SIPGEN SIANTO SOURCE - the whole sample through every profile.
#
# What `stats` finds in the share output of the demo and what a person is told
# stand in tests/golden/demo.stats.json and demo.said: a change of behaviour
# shows there.  SIANTO_GOLDEN_UPDATE=1 writes them anew.  With tshark and
# python3 the three outputs and what restore makes of them are compared with
# the original packet by packet.
set -u
sipgen=$1
sianto=$2
source=$3
golden=$source/tests/golden
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
failed=0
LC_ALL=C
TZ=UTC
PYTHONDONTWRITEBYTECODE=1
export LC_ALL TZ PYTHONDONTWRITEBYTECODE

bad() {
	echo "FAILED: $*"
	failed=1
}

# Statistics without what depends on the run.
stats() { # capture
	"$sianto" stats --json -q "$1" | sed '/^  "run": {/,$d'
}

# A stored file against what was found.
golden() { # stored found
	if [ "${SIANTO_GOLDEN_UPDATE:-0}" != 0 ]; then
		cp "$2" "$golden/$1"
	elif ! diff -u "$golden/$1" "$2"; then
		bad "$1: expected (-) and found (+) differ"
	fi
}

mkdir "$dir/in" && cp "$golden/demo.key" "$dir/key" && chmod 600 "$dir/key" &&
	"$sipgen" "$source/sample/demo.recipe" -w "$dir/in/demo.pcap" || exit 1
cd "$dir" || exit 1
for profile in share support paper; do
	echo "$profile:"
	set -- --key-file key in/demo.pcap -w $profile.pcap
	[ $profile = share ] || set -- "$@" --map $profile.map
	"$sianto" anonymize --profile $profile "$@" 2>&1 || bad "$profile"
done >said
# the map's size depends on the sample; sanitizers without /proc complain
grep -v -e '^map: ' -e '^==[0-9]*==WARNING: reading exec' said >told
golden demo.said told

stats in/demo.pcap >before
stats share.pcap >after
golden demo.stats.json after
cmp before after || bad "statistics before and after share differ"
stats support.pcap >after
cmp before after || bad "statistics before and after support differ"

# In paper names count otherwise: digest user names stay what they are, and
# numbers are no telephone numbers; and the rest is that of what is kept.
"$sianto" anonymize -q --profile paper --key-file key --map again.map \
	in/demo.pcap 2>/dev/null || bad "paper with its files"
names='"(users|numbers|domains|hosts)": [0-9]+,'
sed '/^  "run": {/,$d' in/demo.anon.json | grep -Ev "$names" >before
stats in/demo.anon.pcap | grep -Ev "$names" >after
diff before after || bad "statistics before and after paper differ"
cmp paper.pcap in/demo.anon.pcap || bad "the same input, another paper output"
tail -1 in/demo.anon.md >line
grep -q '^leaks by design: [0-9,]* digests, [0-9,]* Call-IDs, .* kept; not for sharing$' \
	line || bad "the data sheet does not end with what leaks"
grep -qF -e "$(cat line)" said || bad "data sheet and terminal differ"
rm -f in/demo.anon.*

if command -v tshark >/dev/null 2>&1 && command -v python3 >/dev/null 2>&1; then
	SIANTO_CORPUS=$dir/in python3 "$source/tests/system/corpus.py" \
		"$sianto" || bad "share, support or restore, looked at by tshark"
	python3 "$source/tests/system/paper.py" "$sianto" in/demo.pcap ||
		bad "paper, looked at by tshark"
else
	echo "no tshark or no python3: statistics only"
fi
exit $failed
