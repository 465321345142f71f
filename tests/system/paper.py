#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The published method on one capture, and the way back, looked at by tshark.

  paper.py SIANTO CAPTURE...

Of SIP over UDP over IPv4: the same messages, methods, codes, times, tags and
digest answers; users and domains are numbers, one for each, addresses are
renamed one to one; display names before sip: and the SDP lines u= e= p= are
gone; nothing else is written.  restore gives users, domains and addresses
back.  Exit code 0: so it is, 1: it is not, 77: no tshark here.

Messages name frames and fields; they never show values of a capture.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import corpus
from corpus import Findings, Renaming, host_of, user_of

# not their .user and .host: of one character tshark sees none
URIS = ['sip.r-uri', 'sip.from.addr', 'sip.to.addr', 'sip.contact.uri']
SAME = ['frame.time_epoch', 'sip.Method', 'sip.Status-Code', 'sip.CSeq',
        'sip.from.tag', 'sip.to.tag', 'sip.Via.branch', 'sip.auth.digest.response']
GONE = ['sdp.email', 'sdp.phone', 'sdp.uri']
ADDRESSES = ['ip.src', 'ip.dst']
OTHERS = ['frame.protocols', 'frame.len', 'frame.cap_len', 'ip.flags.mf',
          'ip.frag_offset', '_ws.malformed', 'sip.Call-ID', 'sip.From',
          'ipv6.src', 'icmp.type']
FIELDS = (['frame.number'] + URIS + SAME + GONE + ADDRESSES
          + corpus.CHECKSUMS[:3] + OTHERS)
COL = {name: i for i, name in enumerate(FIELDS)}
IP4 = re.compile(r'\d+(\.\d+){3}$')
URI = re.compile(r'sips?:(?:([^<>?]*)@)?(\[[^]]*\]|[^:;?>]*)', re.I)


def rows(path):
    argv = ['tshark', '-n', '-r', str(path), '-T', 'fields',
            '-E', 'separator=/t', '-E', 'occurrence=f']
    for name in corpus.VERIFY:
        argv += ['-o', name + ':TRUE']
    for name in FIELDS:
        argv += ['-e', name]
    out = subprocess.run(argv, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=True).stdout
    return [line.split('\t') for line in out.decode('latin-1').split('\n')
            if line]


def get(row, name):
    return row[COL[name]]


def no_quads(text):
    """Addresses are renamed wherever they stand, in tags too."""
    return re.sub(r'\d+\.\d+\.\d+\.\d+', 'address', text)


def wanted(row):
    """SIP as tshark sees it, whole in one UDP datagram over IPv4."""
    return (re.search(r':ip:udp:sip\b', ':' + get(row, 'frame.protocols'))
            and not get(row, 'icmp.type') and not get(row, 'ipv6.src')
            and get(row, 'ip.flags.mf') in ('', '0', 'False')
            and int(get(row, 'ip.frag_offset') or '0', 0) == 0)


def pieces(row, name):
    """User and host of a sip URI in normal form, empty when it is another."""
    m = URI.match(get(row, name))
    if not m:
        return '', ''
    users = [user_of(u.split(':')[0]) for u in (m[1] or '').split('@')]
    return '@'.join(users), host_of(m[2])


def same_message(a, b):
    return (get(a, 'frame.time_epoch') == get(b, 'frame.time_epoch')
            and get(a, 'sip.Method') == get(b, 'sip.Method')
            and get(a, 'sip.Status-Code') == get(b, 'sip.Status-Code')
            and get(a, 'sip.Call-ID').split('@')[0]
            == get(b, 'sip.Call-ID').split('@')[0])


def aligned(found, before, after):
    """Pairs of an original packet and what was written of it."""
    i = 0
    for b in after:
        while i < len(before) and not same_message(before[i], b):
            found.check(not wanted(before[i]), 'messages left out',
                        'frame ' + get(before[i], 'frame.number'))
            i += 1
        if i == len(before):
            found.say('a packet that was not there', get(b, 'frame.number'))
            return
        yield before[i], b
        i += 1


class Paper:
    """The packets before and after."""

    def __init__(self, found):
        self.found = found
        self.users = Renaming(found, 'users', str)
        self.hosts = Renaming(found, 'domains', str)
        self.addresses = Renaming(found, 'addresses', host_of)

    def packet(self, a, b):
        frame = 'frame ' + get(a, 'frame.number')
        say = self.found.check
        say(not get(b, '_ws.malformed') or get(a, '_ws.malformed'),
            'new malformed packets', frame)
        for name in corpus.CHECKSUMS[:3]:
            say(get(b, name) != '0' or get(a, name) == '0',
                'new bad checksums', frame)
        for name in ADDRESSES:
            self.addresses.pair(get(a, name), get(b, name), frame)
        for name in GONE:
            say(not get(b, name), name + ' left', frame)
        if get(a, '_ws.malformed'):
            return
        for name in SAME:
            say(no_quads(get(a, name)) == no_quads(get(b, name)), name, frame)
        for name in URIS:
            self.pair(pieces(a, name), pieces(b, name), frame)

    def pair(self, a, b, frame):
        (user, host), (number, domain) = a, b
        self.users.pair(user, number, frame)
        self.found.check(not number or re.fullmatch(r'[0-9@]+', number),
                         'a user that is no number', frame)
        if IP4.match(host) or ':' in host or '[' in host:
            self.addresses.pair(host, domain, frame)
            return
        self.hosts.pair(host, domain, frame)
        self.found.check(not domain or domain.isdigit(),
                         'a domain that is no number', frame)


def restored(found, a, b):
    frame = 'frame ' + get(a, 'frame.number')
    for name in ADDRESSES:
        found.check(get(a, name) == get(b, name), 'restore: ' + name, frame)
    if get(a, '_ws.malformed'):
        return
    for name in URIS:
        found.check(pieces(a, name) == pieces(b, name), 'restore: ' + name,
                    frame)


def capture(sianto, path, work):
    found = Findings()
    key, map_, out, back = (work / n for n in ('key', 'map', 'out', 'back'))
    corpus.run(found, 'keygen', sianto, 'keygen', str(key))
    before = rows(path)
    way = ['--key-file', str(key), '--map', str(map_)]
    if corpus.run(found, 'paper', sianto, 'anonymize', '-q', '--profile',
                  'paper', '-r', str(path), '-w', str(out), *way) is None:
        return found
    paper = Paper(found)
    after = rows(out)
    pairs = list(aligned(found, before, after))
    for a, b in pairs:
        paper.packet(a, b)
        found.check(not re.match(r'\s*(?!"<)[^<\s][^<]*<sips?:',
                                 get(b, 'sip.From'), re.I),
                    'display names', 'frame ' + get(a, 'frame.number'))
    if corpus.run(found, 'restore', sianto, 'restore', '-q', '-r', str(out),
                  '-w', str(back), *way) is not None:
        for (a, _), b in zip(pairs, rows(back)):
            restored(found, a, b)
    print('%s: %d messages, %d users, %d domains, %d addresses'
          % (path.name, len(pairs), len(paper.users.there),
             len(paper.hosts.there), len(paper.addresses.there)))
    return found


def main(argv):
    if len(argv) < 3:
        sys.exit(__doc__.split('\n\n')[1])
    if not shutil.which('tshark'):
        print('skipped: no tshark here')
        return 77
    bad = 0
    for path in map(pathlib.Path, argv[2:]):
        work = pathlib.Path(tempfile.mkdtemp(prefix='sianto-paper-'))
        try:
            found = capture(argv[1], path, work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        bad += bool(found.found)
        for line in found.lines():
            print('%s: %s' % (path.name, line))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
