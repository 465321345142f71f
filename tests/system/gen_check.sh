#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# gen_check.sh SIPGEN SAMPLES - is the sample what it says it is?
#
# tshark must find in a sample exactly the messages that the generator counts,
# no bad checksum, and nothing malformed beyond what was planted.
set -u
sipgen=$1
samples=$2
command -v tshark >/dev/null 2>&1 || { echo "no tshark: skipped"; exit 77; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
failed=0

shark() {
	tshark -n -o udp.try_heuristic_first:TRUE \
		-o tcp.try_heuristic_first:TRUE \
		-o ip.check_checksum:TRUE -o udp.check_checksum:TRUE \
		-o tcp.check_checksum:TRUE "$@" 2>/dev/null
}

bad_sums='ip.checksum.status==0 || udp.checksum.status==0 ||
	tcp.checksum.status==0 || icmp.checksum.status==0 ||
	icmpv6.checksum.status==0'
quoted='icmp || icmpv6'

# same WHAT EXPECTED FOUND
same() {
	if [ "$2" = "$3" ]; then
		echo "ok: $1: $2"
	else
		echo "FAILED: $1: expected $2, found $3"
		failed=1
	fi
}

# fact FILE NAME: the number, 0 when absent
fact() {
	awk -F '\t' -v k="$2" '$1 == k { n = $2 } END { print n + 0 }' "$1"
}

# messages FACTS CAPTURE: methods and codes as planted and as tshark sees them
messages() {
	awk -F '\t' '/^(request|response) / { split($1, a, " ")
		print a[2] "\t" $2 }' "$1" | sort >"$dir/planted"
	shark -r "$2" -Y "sip && !($quoted)" \
		-T fields -e sip.Method -e sip.Status-Code |
		awk -F '\t' '{ n[$1 $2]++ }
			END { for (k in n) print k "\t" n[k] }' |
		sort >"$dir/seen"
	if diff "$dir/planted" "$dir/seen"; then
		echo "ok: messages by method and code"
	else
		echo "FAILED: messages differ (< planted, > seen)"
		failed=1
	fi
}

# sound messages only: every count must agree
for name in demo storm; do
	grep -v '^malformed' "$samples/$name.recipe" >"$dir/$name.recipe"
	"$sipgen" "$dir/$name.recipe" -w "$dir/$name.pcap" --packets 6000 \
		--facts "$dir/$name.facts" || exit 1
	echo "$name without malformed messages"
	same packets "$(fact "$dir/$name.facts" packets)" \
		"$(shark -r "$dir/$name.pcap" -T fields -e frame.number |
			wc -l | tr -d ' ')"
	messages "$dir/$name.facts" "$dir/$name.pcap"
	same "bad checksums" 0 \
		"$(shark -r "$dir/$name.pcap" -Y "$bad_sums" | wc -l)"
	same "malformed packets" 0 \
		"$(shark -r "$dir/$name.pcap" \
			-Y "_ws.malformed && !($quoted)" | wc -l)"
done

# the demo as it is, in each format, twice the same
"$sipgen" "$samples/demo.recipe" -w "$dir/a.pcap" --facts "$dir/a.facts" &&
	"$sipgen" "$samples/demo.recipe" -w "$dir/b.pcap" &&
	"$sipgen" "$samples/demo.recipe" -w "$dir/c.pcapng" \
		--secrets "$dir/c.secrets" || exit 1
echo "demo"
cmp "$dir/a.pcap" "$dir/b.pcap" || failed=1
for f in a.pcap c.pcapng; do
	same "$f packets" "$(fact "$dir/a.facts" packets)" \
		"$(shark -r "$dir/$f" -T fields -e frame.number |
			wc -l | tr -d ' ')"
	same "$f bad checksums" 0 \
		"$(shark -r "$dir/$f" -Y "$bad_sums" | wc -l)"
done
planted=$(awk -F '\t' '/^malformed/ { n += $2 } END { print n + 0 }' \
	"$dir/a.facts")
kinds=$(grep -c '^malformed' "$dir/a.facts")
seen=$(shark -r "$dir/a.pcap" -Y "_ws.malformed && !($quoted)" | wc -l)
same "kinds of malformed messages" 17 "$kinds"
[ "$seen" -le "$planted" ] ||
	same "malformed packets, at most" "$planted" "$seen"

# manners of writing that an anonymizer stumbles over
for text in 'INVITE tel:' '<tel:' ';user=phone' '^from: ' '^f: ' '%40mail' \
	'%[C-F][0-9A-F]%' '\\"' ';alias=' 'received="sip:' 'urn:uuid:' \
	'X-Owner-Contact' 'IN IP6' 'raddr' '^e=' 'pidf+xml' 'Diversion: ' 'Date: ' 'xn--' \
	'friendly-scanner' 'FROBNICATE' 'SIPAUA.build.' ' 486 ' ' 487 '; do
	grep -aq -e "$text" "$dir/a.pcap" || same "demo has" "$text" nothing
done

# what --secrets lists does occur
n=$(wc -l <"$dir/c.secrets")
[ "$n" -ge 150 ] || same "planted identities" "150 or more" "$n"
awk -F '\t' '$1 != "addr" { print $2 }' "$dir/c.secrets" |
	while read -r value; do
		grep -aqF -e "$value" "$dir/c.pcapng" || echo "$value"
	done >"$dir/absent"
same "planted but absent" 0 "$(wc -l <"$dir/absent")"
exit $failed
