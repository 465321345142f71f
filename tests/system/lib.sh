# shellcheck shell=sh disable=SC2034,SC2119,SC2120 # used by those who source
# SPDX-License-Identifier: Apache-2.0
# Sourced by tests/system/test_*.sh.  Gives $sianto, an empty directory to
# work in, and the words below; test_end says how it went.
set -u
sianto=${1:?usage: sh test_NAME.sh PATH-OF-SIANTO}
[ -x "$sianto" ] || {
	echo "there is no program $sianto"
	exit 1
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
bad=0
LC_ALL=C
export LC_ALL

bad() # what
{
	echo "FAILED: $*"
	bad=$((bad + 1))
}

# Runs a command: its exit status must be the first argument.  Leaves what it
# printed in ./stdout and ./stderr.
expect() # status command...
{
	want=$1
	shift
	"$@" >stdout 2>stderr
	got=$?
	[ "$got" -eq "$want" ] && return 0
	bad "exit status $got, not $want: $*"
	sed 's/^/    /' stderr
	return 1
}

# The words must stand in a file (default: stderr).
says() # text [file]
{
	grep -q -e "$1" "${2:-stderr}" && return 0
	bad "\`$1\` is not in ${2:-stderr}:"
	sed 's/^/    /' "${2:-stderr}"
}

exists() # path...
{
	for path; do
		[ -s "$path" ] || bad "\`$path\` is missing or empty"
	done
}

absent() # path...
{
	for path; do
		[ ! -e "$path" ] || bad "\`$path\` is there"
	done
}

mode() # octal path
{
	got=$(stat -c %a "$2")
	[ "$got" = "$1" ] || bad "mode of \`$2\` is $got, not $1"
}

# No temporary file was left behind.
clean()
{
	left=$(find . -name '.sianto-*')
	[ -z "$left" ] || bad "left behind: $left"
}

test_end()
{
	clean
	[ "$bad" -eq 0 ] || {
		echo "$bad failed"
		exit 1
	}
	exit 0
}

# Numbers as bytes, little and big end first.
byte()
{
	# shellcheck disable=SC2059 # the format is made here
	printf "\\$(printf %03o $(($1 & 255)))"
}
le32()
{
	byte "$1"
	byte $(($1 >> 8))
	byte $(($1 >> 16))
	byte $(($1 >> 24))
}
be16()
{
	byte $(($1 >> 8))
	byte "$1"
}

pcap_header()
{
	le32 2712847316 # a1b2c3d4, microseconds
	be16 512
	be16 1024
	le32 0
	le32 0
	le32 65535
	le32 "${1:-1}" # Ethernet
}

# One UDP datagram from 192.0.2.1 to 192.0.2.2 with the text of a file.
udp_packet() # seconds file [port]
{
	port=${3:-5060}
	len=$(($(wc -c <"$2")))
	le32 "$1"
	le32 0
	le32 $((len + 42))
	le32 $((len + 42))
	printf '\002\000\000\000\000\002\002\000\000\000\000\001\010\000'
	total=$((len + 28))
	sum=$((0x4500 + total + 0x4000 + 0x4011 + 0xc000 + 0x0201 + \
		0xc000 + 0x0202))
	sum=$(((sum & 65535) + (sum >> 16)))
	sum=$(((sum & 65535) + (sum >> 16)))
	be16 $((0x4500))
	be16 $total
	be16 0
	be16 $((0x4000))
	be16 $((0x4011))
	be16 $((65535 - sum))
	printf '\300\000\002\001\300\000\002\002'
	be16 "$port"
	be16 "$port"
	be16 $((len + 8))
	be16 0
	cat "$2"
}

# A REGISTER and its answer, of the user given.
dialog() # user seconds
{
	printf '%s\r\n' "REGISTER sip:corp.example SIP/2.0" \
		"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK$1$2" \
		"From: <sip:$1@corp.example>;tag=$1$2" \
		"To: <sip:$1@corp.example>" \
		"Call-ID: $2-$1@192.0.2.1" \
		"CSeq: 1 REGISTER" \
		"Contact: <sip:$1@192.0.2.1:5060>" \
		"Content-Length: 0" "" >message
	udp_packet "$2" message
	printf '%s\r\n' "SIP/2.0 200 OK" \
		"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK$1$2" \
		"From: <sip:$1@corp.example>;tag=$1$2" \
		"To: <sip:$1@corp.example>;tag=s$2" \
		"Call-ID: $2-$1@192.0.2.1" \
		"CSeq: 1 REGISTER" \
		"Contact: <sip:$1@192.0.2.1:5060>;expires=3600" \
		"Content-Length: 0" "" >message
	udp_packet "$2" message
}

# call.pcap: two users, four messages.
sample() # file
{
	{
		pcap_header
		dialog alice 1700000000
		dialog bob 1700000001
	} >"$1"
}
