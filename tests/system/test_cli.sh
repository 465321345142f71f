#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The command line: exit statuses, file names, what is never overwritten.
# shellcheck source=tests/system/lib.sh
. "${0%/*}/lib.sh"

commands='anonymize restore whois stats policy keygen'

# --- help fits on a screen, for the program and each command
expect 0 "$sianto" --version
says '^sianto [0-9]' stdout
expect 0 "$sianto" --help
cp stdout commands
for command in $commands; do
	says "^  $command " commands
	expect 0 "$sianto" "$command" --help
	says "^usage: sianto $command" stdout
	[ "$(wc -l <stdout)" -le 24 ] || bad "help of $command is too long"
	[ "$(wc -L <stdout)" -le 80 ] || bad "help of $command is too wide"
	expect 2 "$sianto" "$command" --no-such-option
	says 'no option `--no-such-option`'
done

# --- wrong use: 2, one line, nothing written
sample call.pcap
cp call.pcap original
expect 2 "$sianto"
expect 2 "$sianto" no-such-command
says 'no command `no-such-command`'
expect 2 "$sianto" anonymize
expect 2 "$sianto" anonymize -w
says 'needs a value'
expect 2 "$sianto" anonymize --quiet=1 call.pcap
expect 2 "$sianto" anonymize --profile public call.pcap
says '`public` is not share, support or paper'
expect 2 "$sianto" anonymize --ip random call.pcap
expect 2 "$sianto" anonymize --only method=INVITE call.pcap
expect 2 "$sianto" anonymize --only time=20..10 call.pcap
expect 2 "$sianto" anonymize -j 0 call.pcap
expect 2 "$sianto" anonymize --min-users x call.pcap
expect 2 "$sianto" anonymize --format pcapngg call.pcap
expect 2 "$sianto" anonymize --unsafe call.pcap
expect 2 "$sianto" anonymize --map m call.pcap
says '`--profile support`'
expect 2 "$sianto" anonymize --profile support call.pcap
says '`--key-file FILE`'
expect 2 "$sianto" anonymize call.pcap call.pcap
says '`-w DIRECTORY`'
expect 2 "$sianto" anonymize - - -w d
expect 2 "$sianto" stats
expect 2 "$sianto" restore -r call.pcap
expect 2 "$sianto" whois u1
expect 2 "$sianto" policy show secret
expect 2 "$sianto" policy
expect 2 "$sianto" keygen
for two_pass in '--only user=bob' '--min-users 2' '--drop-scanners'; do
	# shellcheck disable=SC2086 # an option and its value
	expect 2 "$sianto" anonymize $two_pass - -w o.pcap <call.pcap
	says 'twice'
done
absent d o.pcap call.anon.pcap
clean

# --- the plain run
expect 0 "$sianto" anonymize call.pcap
exists call.anon.pcap call.anon.json call.anon.md
says '4 packets, 4 SIP messages'
says 'key destroyed; use `--profile support` for a way back'
grep -E -q 'alice|corp\.example' call.anon.* && bad 'a name is left'
cmp -s call.pcap original || bad 'the input was changed'
[ -s stdout ] && bad 'something on standard output'
clean

# --- quiet, -r, -w and the names beside it
expect 1 "$sianto" anonymize -r call.pcap -w none/x.pcap
says 'cannot write `none/x.pcap`'
mkdir out
expect 0 "$sianto" anonymize -q -r call.pcap -w out/x.pcap
exists out/x.pcap out/x.json out/x.md
grep -q '^[^=]' stderr && bad '--quiet prints' # a sanitizer may
expect 0 "$sianto" anonymize -q call.pcap -w out/y.pcapng
[ "$(od -An -tx1 -N4 out/y.pcapng | tr -d ' ')" = 0a0d0d0a ] ||
	bad 'y.pcapng is not pcapng'
clean

# --- never overwrite the input, under any name
expect 2 "$sianto" anonymize call.pcap -w call.pcap
says 'would be overwritten'
ln call.pcap hard.pcap
ln -s call.pcap soft.pcap
expect 2 "$sianto" anonymize call.pcap -w hard.pcap
expect 2 "$sianto" anonymize call.pcap -w soft.pcap
expect 2 "$sianto" anonymize soft.pcap -w call.pcap
cp call.pcap x.json
expect 2 "$sianto" anonymize x.json -w x.pcap
cmp -s call.pcap original || bad 'the input was changed'
clean

# --- filters
expect 0 "$sianto" keygen filter.key
"$sianto" anonymize --key-file filter.key - <call.pcap >piped.pcap \
	2>stderr || bad 'as a filter'
says '4 SIP messages'
cmp -s -n 4 piped.pcap call.pcap || bad 'the filter wrote no capture'
"$sianto" anonymize --key-file filter.key -r - -w - <call.pcap 2>stderr |
	cat >piped2.pcap
cmp -s piped.pcap piped2.pcap || bad 'two ways to be a filter differ'
expect 0 "$sianto" anonymize -q call.pcap -w /dev/null
[ -c /dev/null ] || bad '/dev/null was replaced'
absent /dev/null.json

# --- not a capture, not there, cut short
echo hello >text.pcap
expect 1 "$sianto" anonymize text.pcap
says 'not a capture'
absent text.anon.pcap text.anon.json text.anon.md
expect 1 "$sianto" anonymize none.pcap
says 'cannot read `none.pcap`'
head -c 700 call.pcap >cut.pcap
expect 0 "$sianto" anonymize cut.pcap
says 'ends inside a packet'
exists cut.anon.pcap
expect 1 "$sianto" stats text.pcap
{
	pcap_header 147
	udp_packet 1 text.pcap
} >user.pcap
expect 1 "$sianto" anonymize user.pcap
absent user.anon.pcap
clean

# --- nothing found: say why
{
	pcap_header
	printf '\026\376\375\000\000\000\000\000\000\000\000\000\001\000' >tls
	udp_packet 1 tls 5061
} >tls.pcap
expect 0 "$sianto" anonymize tls.pcap
says '0 SIP messages'
{ pcap_header; } >empty.pcap
expect 0 "$sianto" anonymize empty.pcap
says 'empty'

# --- several inputs
sample second.pcap
expect 0 "$sianto" anonymize call.pcap second.pcap -w set
exists set/trace-0001.anon.pcap set/trace-0002.anon.pcap \
	set/trace.anon.json set/trace.anon.md
says '8 SIP messages'
cmp -s set/trace-0001.anon.pcap set/trace-0002.anon.pcap ||
	bad 'equal inputs of a set differ'
expect 1 "$sianto" anonymize call.pcap text.pcap -w set2
absent set2
expect 1 "$sianto" anonymize call.pcap second.pcap -w call.pcap
says 'not a directory'
clean

# --- key files
expect 0 "$sianto" keygen k
mode 600 k
cp k k.copy
expect 1 "$sianto" keygen k
says 'never overwritten'
cmp -s k k.copy || bad 'keygen overwrote a key'
(
	umask 277
	"$sianto" keygen k2 2>/dev/null
)
mode 600 k2
for open in 640 604 660 644; do
	chmod $open k
	expect 1 "$sianto" anonymize --profile support --key-file k call.pcap
	says 'can be used by others'
done
absent k.map
chmod 400 k
expect 1 "$sianto" anonymize --profile support --key-file none call.pcap
says '`sianto keygen`'
expect 1 "$sianto" anonymize --profile support --key-file call.pcap \
	second.pcap
cp original call.pcap

# --- support: map, whois, restore
expect 0 "$sianto" anonymize --profile support --key-file k call.pcap
exists k.map call.anon.pcap
mode 600 k.map
grep -q alice k.map && bad 'the map is in clear'
expect 0 "$sianto" whois --key-file k --of alice
says '^user' stdout
label=$(cut -f 2 stdout | head -n 1)
expect 0 "$sianto" whois --key-file k "$label"
says 'alice' stdout
echo "$label" >labels
expect 0 "$sianto" whois --key-file k - <labels
says 'alice' stdout
expect 1 "$sianto" whois --key-file k u0000000
expect 1 "$sianto" whois --key-file k nobody-of-that-name
grep -q nobody-of-that-name stderr && bad 'an identity on stderr'
expect 1 "$sianto" whois --key-file k2 --map k.map "$label"
expect 0 "$sianto" restore -r call.anon.pcap -w back.pcap --key-file k
mode 600 back.pcap
for name in alice bob; do
	[ "$(grep -a -c "sip:$name@" back.pcap)" -eq \
		"$(grep -a -c "sip:$name@" call.pcap)" ] ||
		bad "$name is not back"
done
expect 2 "$sianto" restore -r call.anon.pcap -w call.anon.pcap --key-file k
# a second run goes on with the map: labels stay
expect 0 "$sianto" anonymize --profile support --key-file k call.pcap \
	-w again.pcap
cmp -s again.pcap call.anon.pcap || bad 'labels changed between two runs'
expect 0 "$sianto" anonymize --profile support --key-file k \
	--map other.map call.pcap -w other.pcap
mode 600 other.map
expect 2 "$sianto" anonymize --profile support --key-file k --map o.pcap \
	call.pcap -w o.pcap

# --- the same key, the same bytes, for any number of threads
expect 0 "$sianto" anonymize -q --key-file k -j 1 call.pcap -w j1.pcap
expect 0 "$sianto" anonymize -q --key-file k -j 3 call.pcap -w j3.pcap
cmp -s j1.pcap j3.pcap || bad 'threads change the output'

# --- the published method
expect 0 "$sianto" anonymize --profile paper call.pcap -w paper.pcap
says 'not for sharing'
exists paper.pcap

# --- statistics and policy
expect 0 "$sianto" stats call.pcap
exists stdout
expect 0 "$sianto" stats --json call.pcap
says '^{' stdout
for profile in share support paper; do
	expect 0 "$sianto" policy show $profile
	says '[Cc]all-ID' stdout
done
expect 0 "$sianto" anonymize -q --explain call.pcap
exists stdout

# --- lists and policies from files
printf '# none\n112\n' >numbers
expect 0 "$sianto" anonymize --keep-numbers numbers call.pcap
printf '112\nalice\n' >numbers
expect 1 "$sianto" anonymize --keep-numbers numbers call.pcap
says 'line 2'
grep -q alice stderr && bad 'a value on stderr'

# --- a full device and a reader that goes away
if [ -c /dev/full ]; then
	expect 1 "$sianto" anonymize call.pcap -w /dev/full
	says 'cannot write'
	"$sianto" stats call.pcap >/dev/full 2>stderr
	[ $? -eq 1 ] || bad 'statistics into a full device'
fi

# --- a signal removes what was begun, waiting or working
mkfifo pipe
(
	cat call.pcap
	sleep 20
) >pipe &
feeder=$!
"$sianto" anonymize - -w late.pcap <pipe 2>stderr &
runner=$!
sleep 1
kill -TERM $runner
wait $runner 2>/dev/null
status=$?
[ $status -eq 143 ] || bad "exit status $status after SIGTERM, not 143"
kill $feeder 2>/dev/null
wait $feeder 2>/dev/null
absent late.pcap late.json late.md
clean

# --- nothing of a terminal in a pipe
sed -n '/\x1b/p' stderr | grep -q . && bad 'escape sequences in a pipe'

test_end
