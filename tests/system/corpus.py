#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real captures through the program, before and after compared by tshark.

  corpus.py SIANTO [NAME...]

Takes every capture of ../shared/corpus/captures and ../shared/storm beside the
project tree (or of the directories in SIANTO_CORPUS, separated by colons); a
NAME takes only captures with it in their name.  Exit code 0: nothing found,
1: a difference, 77: no captures or no tshark here.

Of every capture, in share and in support:
  * no crash, the same number of packets, the same statistics
  * all packets by the same time, to the last digit
  * no malformed packet and no bad checksum that was not there before
  * of SIP that is whole in one unfragmented UDP datagram outside tunnels: the
    same messages, methods and codes; Call-IDs, tags, users, hosts and
    addresses renamed one to one
and what `restore` makes of the support output has the names of the original.

Messages name frames and fields; they never show values of a capture.
"""
import collections
import concurrent.futures
import decimal
import ipaddress
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

CHECKSUMS = ['ip.checksum.status', 'udp.checksum.status',
             'tcp.checksum.status', 'icmp.checksum.status',
             'icmpv6.checksum.status', 'sctp.checksum.status']
NAMES = ['sip.r-uri.user', 'sip.from.user', 'sip.to.user', 'sip.contact.user',
         'sip.auth.username']
HOSTS = ['sip.r-uri.host', 'sip.from.host', 'sip.to.host', 'sip.contact.host',
         'sip.Via.sent-by.address', 'sip.auth.realm']
DIALOG = ['sip.Call-ID', 'sip.from.tag', 'sip.to.tag', 'sip.Via.branch']
ADDRESSES = ['ip.src', 'ip.dst', 'ipv6.src', 'ipv6.dst']
FIELDS = (['frame.number', 'frame.time_epoch', 'frame.protocols',
           'frame.len', 'frame.cap_len', 'ip.flags.mf', 'ip.frag_offset',
           '_ws.malformed', 'sip.Method', 'sip.Status-Code']
          + CHECKSUMS + NAMES + HOSTS + DIALOG + ADDRESSES)
COL = {name: i for i, name in enumerate(FIELDS)}
VERIFY = ['udp.try_heuristic_first', 'tcp.try_heuristic_first',
          'ip.check_checksum', 'udp.check_checksum', 'tcp.check_checksum']
MANY = '\x1f'  # between several values of one field
METHODS = set('ACK BYE CANCEL INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH '
              'REFER REGISTER SUBSCRIBE UPDATE'.split())
# what may come before the outermost IP header
LINK = {'eth', 'ethertype', 'vlan', 'sll', 'null', 'raw', 'erf', 'pppoes',
        'ppp', 'llc'}
# one IP header, UDP, SIP: no tunnel, nothing quoted
PLAIN = re.compile(r'^(?:(?!ip:|ipv6:)[^:]+:)*(?:ip|ipv6):udp:sip(?::|$)')
# what depends on how tshark reads a message
TEXT_ONLY = re.compile('malformed|lost or made|SIP|restore: sip')
EXAMPLES = 3


class Findings:
    """What is wrong with one capture, by kind."""

    def __init__(self):
        self.found = collections.OrderedDict()
        self.compared = collections.Counter()

    def say(self, kind, where=''):
        self.found.setdefault(kind, []).append(str(where))

    def check(self, ok, kind, where=''):
        self.compared[kind] += 1
        if not ok:
            self.say(kind, where)

    def forgive(self, path):
        """Findings about what tshark makes of messages that are no text."""
        frames = {w.split()[-1] for kind, where in self.found.items()
                  if TEXT_ONLY.search(kind) for w in where}
        known = {'frame ' + f for f in odd(path, frames)} if frames else ()
        for kind in [k for k in self.found if TEXT_ONLY.search(k)]:
            self.found[kind] = [w for w in self.found[kind]
                                if w not in known]
            if not self.found[kind]:
                del self.found[kind]

    def lines(self):
        for kind, where in self.found.items():
            some = ', '.join(w for w in where[:EXAMPLES] if w)
            yield '%s: %d (%s)' % (kind, len(where), some)


def run(found, what, *argv):
    """Runs the program; a crash or an error is a finding."""
    p = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       timeout=600)
    if p.returncode:
        found.say('%s fails with %d' % (what, p.returncode),
                  p.stderr.decode(errors='replace').strip()[-200:])
        return None
    return p.stdout


def rows(path):
    """One row of fields a packet, by one pass of tshark."""
    argv = ['tshark', '-n', '-r', str(path), '-T', 'fields',
            '-E', 'separator=/t', '-E', 'occurrence=a',
            '-E', 'aggregator=' + MANY]
    for name in VERIFY:
        argv += ['-o', name + ':TRUE']
    for name in FIELDS:
        argv += ['-e', name]
    p = subprocess.Popen(argv, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL)
    for line in p.stdout:
        yield line.decode('latin-1').rstrip('\n').split('\t')
    p.wait()


def first(row, name):
    return row[COL[name]].split(MANY)[0]


def in_scope(row):
    """SIP, whole in one unfragmented UDP datagram, outside tunnels."""
    offset = first(row, 'ip.frag_offset') or '0'
    return (PLAIN.match(row[COL['frame.protocols']])
            and first(row, 'ip.flags.mf') in ('', '0', 'False')
            and int(offset, 0) == 0
            and row[COL['frame.len']] == row[COL['frame.cap_len']])


def outermost(row):
    """Fields of the addresses of the outermost IP header."""
    for layer in row[COL['frame.protocols']].split(':'):
        if layer in ('ip', 'ipv6'):
            return [layer + '.src', layer + '.dst']
        if layer not in LINK:
            break
    return []


def odd(path, frames):
    """Those frames whose payload holds bytes that are no text: tshark reads
    such a message up to there, or takes it for data."""
    argv = ['tshark', '-n', '-r', str(path), '-Y',
            'frame.number in {%s}' % ','.join(map(str, frames)),
            '-T', 'fields', '-e', 'frame.number', '-e', 'udp.payload']
    p = subprocess.run(argv, stdout=subprocess.PIPE,
                       stderr=subprocess.DEVNULL)
    for line in p.stdout.decode().splitlines():
        frame, payload = line.split('\t')
        payload = payload.split(',')[0]
        if re.search(rb'[^\t\r\n -~]', bytes.fromhex(payload)):
            yield frame


class Renaming:
    """A one-to-one function from the values before to those after."""

    def __init__(self, found, what, canonical, shy=False):
        self.found, self.what, self.canonical = found, what, canonical
        self.shy = shy  # tshark does not show all values of the original
        self.there, self.back = {}, {}

    def pair(self, a, b, frame):
        self.found.compared[self.what] += 1
        if bool(a) != bool(b) and not (self.shy and b):
            self.found.say(self.what + ' lost or made', frame)
            return
        if not a:
            return
        a, b = self.canonical(a), self.canonical(b)
        if self.there.setdefault(a, b) != b:
            self.found.say(self.what + ' with two pseudonyms', frame)
        if self.back.setdefault(b, a) != a:
            self.found.say(self.what + ' share a pseudonym', frame)


def user_of(text):
    """The identity behind a user part: no escapes, no separators."""
    text = urllib.parse.unquote(text, encoding='latin-1')
    text = text.split(';')[0]
    digits = re.sub(r'[-.()+ ]', '', text)
    if re.fullmatch(r'[0-9*#]{3,}', digits):
        return digits
    return text.replace('\\', '')


def host_of(text):
    """A host name or address in its normal form."""
    text = text.strip('[]').split('%')[0].lower().rstrip('.')
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text


class Comparison:
    """The packets of one capture, before and after."""

    def __init__(self, found, profile):
        self.found = found
        self.profile = profile
        self.shift = None
        self.names = {}
        for fields, canonical in ((NAMES, user_of), (HOSTS, host_of),
                                  (ADDRESSES, host_of)):
            one = Renaming(found, '%s: %s' % (profile, {
                'sip.r-uri.user': 'users', 'sip.r-uri.host': 'hosts',
                'ip.src': 'addresses'}[fields[0]]), canonical,
                fields is NAMES)
            self.names.update((f, one) for f in fields)
        tags = Renaming(found, profile + ': tags', str)
        self.names.update({
            'sip.Call-ID': Renaming(found, profile + ': Call-IDs', str),
            'sip.from.tag': tags, 'sip.to.tag': tags,
            'sip.Via.branch': Renaming(found, profile + ': branches', str),
            'sip.Method': Renaming(found, profile + ': methods', str)})

    def say(self, ok, what, frame):
        self.found.check(ok, '%s: %s' % (self.profile, what), frame)

    def packet(self, a, b):
        frame = 'frame ' + a[0]
        shift = (decimal.Decimal(b[COL['frame.time_epoch']] or 0)
                 - decimal.Decimal(a[COL['frame.time_epoch']] or 0))
        if self.shift is None:
            self.shift = shift
        self.say(shift == self.shift, 'time differences', frame)
        self.say(not b[COL['_ws.malformed']] or a[COL['_ws.malformed']],
                 'new malformed packets', frame)
        for name in CHECKSUMS:
            before, after = a[COL[name]], b[COL[name]]
            self.say('0' not in after.split(MANY)
                     or '0' in before.split(MANY),
                     'new bad checksums', frame)
        for name in outermost(a):
            self.names[name].pair(first(a, name), first(b, name), frame)
        if in_scope(a):
            self.sip(a, b, frame)
        else:
            before, after = (r[COL['sip.Method']] + r[COL['sip.Status-Code']]
                             for r in (a, b))
            if after and not before:
                self.say(False, 'SIP where none was', frame)

    def sip(self, a, b, frame):
        method, code = first(a, 'sip.Method'), first(a, 'sip.Status-Code')
        if not method and not code:
            return
        self.say(bool(first(b, 'sip.Method') or first(b, 'sip.Status-Code')),
                 'SIP messages', frame)
        self.say(first(b, 'sip.Status-Code') == code, 'status codes', frame)
        if method in METHODS:
            self.say(first(b, 'sip.Method') == method, 'methods', frame)
        elif method:
            self.names['sip.Method'].pair(method, first(b, 'sip.Method'),
                                          frame)
        if a[COL['_ws.malformed']]:
            return
        for name in DIALOG + NAMES + HOSTS:
            self.names[name].pair(first(a, name), first(b, name), frame)


class Restored:
    """What came back against the original."""

    def __init__(self, found):
        self.found = found

    def packet(self, a, b):
        frame = 'frame ' + a[0]
        for name in outermost(a):
            self.found.check(first(a, name) == first(b, name),
                             'restore: addresses', frame)
        self.found.check(a[COL['frame.time_epoch']]
                         == b[COL['frame.time_epoch']],
                         'restore: time', frame)
        if not in_scope(a) or a[COL['_ws.malformed']]:
            return
        for name, canonical in ([(n, user_of) for n in NAMES]
                                + [(n, host_of) for n in HOSTS]):
            x, y = first(a, name), first(b, name)
            if name.endswith('realm') and re.search(r'["\\ ]', x):
                continue  # no host name: a token, which has no way back
            self.found.check(canonical(x) == canonical(y),
                             'restore: ' + name, frame)


def together(found, what, before, path, each):
    """Walks over two captures packet by packet."""
    count = 0
    for b in rows(path):
        if count == len(before) or len(b) != len(FIELDS):
            found.say(what + ': more packets', 'frame %d' % (count + 1))
            return
        each.packet(before[count], b)
        count += 1
    found.check(count == len(before), what + ': fewer packets', count)


def statistics(found, sianto, path):
    text = run(found, 'stats', sianto, 'stats', '--json', '-q', str(path))
    if text is None:
        return None
    stats = json.loads(text)
    stats.pop('run', None)
    return stats


def differ(a, b, at=''):
    """Paths of the members in which two JSON values differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            yield from differ(a.get(key), b.get(key), at + '.' + key)
    elif a != b:
        yield at[1:]


def capture(sianto, path, work):
    """All that is to be known about one capture."""
    found = Findings()
    key, map_ = work / 'key', work / 'map'
    before = list(rows(path))
    if not before or any(len(r) != len(FIELDS) for r in before):
        found.say('tshark cannot read it')
        return found
    stats = statistics(found, sianto, path)
    run(found, 'keygen', sianto, 'keygen', str(key))
    for profile in ('share', 'support'):
        out = work / (profile + '.' + path.name.split('.zst')[0])
        argv = [sianto, 'anonymize', '-q', '--profile', profile, '-r',
                str(path), '-w', str(out)]
        if profile == 'support':
            argv += ['--key-file', str(key), '--map', str(map_)]
        if run(found, profile, *argv) is None:
            continue
        together(found, profile, before, out, Comparison(found, profile))
        after = statistics(found, sianto, out)
        for at in differ(stats, after):
            found.say(profile + ': statistics', at)
        if profile == 'share':
            out.unlink()
            continue
        back = work / ('back.' + out.name)
        if run(found, 'restore', sianto, 'restore', '-q', '-r', str(out), '-w',
               str(back), '--key-file', str(key), '--map',
               str(map_)) is not None:
            together(found, 'restore', before, back, Restored(found))
    found.forgive(path)
    return found


def in_own_directory(sianto, path):
    work = pathlib.Path(tempfile.mkdtemp(prefix='sianto-corpus-'))
    try:
        return capture(sianto, path, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def captures(names):
    tree = pathlib.Path(__file__).resolve().parents[2]
    shared = tree.parent / 'shared'
    where = [shared / 'corpus' / 'captures', shared / 'storm']
    if os.environ.get('SIANTO_CORPUS'):
        where = map(pathlib.Path, os.environ['SIANTO_CORPUS'].split(':'))
    all_ = [p for d in where if d.is_dir() for p in d.iterdir()
            if re.search(r'\.(pcap|pcapng|cap)(\.zst|\.gz|\.lz4)?$', p.name)
            and (not names or any(n in p.name for n in names))]
    # the largest first: the last ones then end together
    return sorted(all_, key=lambda p: (-p.stat().st_size
                                       * (10 if p.suffix == '.zst' else 1),
                                       p.name))


def main(argv):
    if len(argv) < 2:
        sys.exit(__doc__.split('\n\n')[1])
    paths = captures(argv[2:])
    if not shutil.which('tshark'):
        print('skipped: no tshark here')
        return 77
    if not paths:
        print('skipped: no captures in ../shared beside the project')
        return 77
    bad, compared = 0, collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        futures = {p: pool.submit(in_own_directory, argv[1], p)
                   for p in paths}
        for p in sorted(paths, key=lambda p: p.name):
            found = futures[p].result()
            compared += found.compared
            bad += bool(found.found)
            for line in found.lines():
                print('%s: %s' % (p.name, line))
    print('%d captures, %d with findings, %d comparisons'
          % (len(paths), bad, sum(compared.values())))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
