#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sngrep opens what we write, and finds as many dialogs and SIP packets in it
# as in the original.
#
# Of packets cut by a snaplen sngrep 1.6 reads what its buffer happens to hold
# behind them, so captures in which something is cut are left out.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/system/lib.sh
. "$here/lib.sh"

command -v sngrep >/dev/null 2>&1 || {
	echo "no sngrep here"
	exit 77
}
shared=$here/../../../shared

# The number behind a name in the statistics of a capture.
number() # name file
{
	"$sianto" stats --json -q "$2" 2>/dev/null | tr -d ' \n' |
		sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}

# "DIALOGS PACKETS" as sngrep sees them; without a terminal it reads a
# capture and writes its SIP packets to another.
seen() # file
{
	rm -f seen.pcap
	TERM=xterm timeout 60 sngrep -N -I "$1" -O seen.pcap </dev/null \
		>sngrep.log 2>&1 || return 1
	echo "$(tr '\r' '\n' <sngrep.log | sed -n 's/Dialog count: //p' |
		tail -n 1) $(number 'packets":{"all' seen.pcap)"
}

compare() # capture
{
	before=$(seen "$1") || return 0 # a link type it does not know
	for profile in share support; do
		rm -f key key.map out.*
		set -- "$1"
		[ $profile = support ] && {
			"$sianto" keygen key >/dev/null 2>&1
			set -- "$1" --key-file key
		}
		expect 0 "$sianto" anonymize -q --profile $profile -w out.pcap \
			"$@" || continue
		after=$(seen out.pcap) || after=nothing
		[ "$after" = "$before" ] ||
			bad "${1##*/}, $profile: sngrep sees $after," \
				"not $before"
	done
}

sample call.pcap
compare call.pcap
[ "$before" = "2 4" ] || bad "sngrep sees $before in the sample, not 2 4"
count=1
for capture in "$shared"/corpus/captures/*; do
	[ -f "$capture" ] || continue
	[ "$(number payload_not_kept "$capture")" = 0 ] || continue
	compare "$capture"
	count=$((count + 1))
done
echo "$count captures"
test_end
