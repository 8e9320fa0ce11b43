#!/usr/bin/env python3
"""Check an export of an event stream, with nothing but Python's standard library.

    python3 verify_events.py FILE [--key HEX] [--anchor FILE]...

FILE is an export (.jsonl, or the .zip that holds one). --key is the public key of the installation,
as published: an anchor signed by another key is then refused. --anchor is an anchor as it was sent
off the machine: the export must agree with it.

What is checked: that each line is canonical JSON (RFC 8785); that the events count from 1 without
a gap; that each event's hash fits its header, the header's hash of the payload fits the payload,
and each event holds the hash of the one before; that personal data, where given, fits its salted
digest (erased or withheld, it is not missed); that each anchor's signature (Ed25519) fits its
document, and that its tree of heads holds this stream; and that the file as a whole is complete.

Exit status: 0 when all is sound, 1 when something is not (the first bad event is named), 2 for a
wrong call. No part of Qinglan is imported: this file can be read in half an hour and judged alone.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from pathlib import Path

LARGEST = 2**53 - 1
LONGEST_LINE = 16 * 1024 * 1024
NAMES = {"sha-256": "sha256", "sm3": "sm3"}
HEADER = {"actor", "algorithm", "format", "kind", "payload", "previous", "sequence", "stream", "time"}


class Bad(Exception):
    """What is wrong, in one sentence."""


# --- Canonical JSON (RFC 8785) without floats -------------------------------------------------


def canonical(value):
    """The canonical bytes of a JSON value."""
    if isinstance(value, dict):
        rows = sorted(value.items(), key=lambda row: row[0].encode("utf-16-be"))
        return b"{" + b",".join(canonical(key) + b":" + canonical(item) for key, item in rows) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(item) for item in value) + b"]"
    return json.dumps(value, ensure_ascii=False).encode()


def parsed(content, what):
    """The JSON value in `content`, which must be canonical; raises Bad."""
    try:
        value = json.loads(
            content.decode(),
            parse_float=_refuse,
            parse_constant=_refuse,
            parse_int=_small,
            object_pairs_hook=_without_doubles,
        )
        same = canonical(value) == content
    except (ValueError, RecursionError):
        raise Bad(what + " is not JSON in canonical form") from None
    if not same:
        raise Bad(what + " is not in canonical form")
    return value


def _refuse(text):
    raise ValueError(text)


def _small(text):
    if len(text) > 17 or abs(int(text)) > LARGEST:
        raise ValueError(text)
    return int(text)


def _without_doubles(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


# --- Ed25519 (RFC 8032, section 6) -----------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % P, y * z % P, x * y % P, w * z % P)


def _times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


def _same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(content):
    y = int.from_bytes(content, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(BASE_Y, 0), BASE_Y, 1, _x_of(BASE_Y, 0) * BASE_Y % P)


def signature_fits(key, message, signature):
    """Whether `signature` (64 bytes) over `message` was made with the private half of `key` (32 bytes)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = _point(key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return _same(_times(s, BASE), _add(r, _times(h, a)))


# --- The parts of an export ------------------------------------------------------------------


def digest(algorithm, content):
    """The hash of `content`; raises Bad for an algorithm that this Python does not offer."""
    name = NAMES.get(algorithm)
    if name is None:
        raise Bad("its hash algorithm %r is unknown" % (algorithm,))
    try:
        return hashlib.new(name, content).hexdigest()
    except ValueError:
        raise Bad("this Python does not offer the hash algorithm " + algorithm) from None


def text_of(line, name):
    """The text under `name`, as bytes."""
    value = line.get(name)
    if not isinstance(value, str):
        raise Bad("it has no " + name)
    return value.encode()


class Check:
    """Reads the lines of one export and keeps what the summary says."""

    def __init__(self, stream, count, keys):
        self.stream, self.count, self.keys = stream, count, keys
        self.sequence, self.previous, self.time = 0, "", ""
        self.hashes = {}
        self.turned_back = self.shown = self.absent = 0
        self.anchors, self.anchored, self.used = {}, 0, set()

    def event(self, line):
        """The next event."""
        if set(line) - {"personal"} != {"hash", "header", "line", "payload"}:
            raise Bad("its line has other parts than an event has")
        raw, content = text_of(line, "header"), text_of(line, "payload")
        header, payload = parsed(raw, "its header"), parsed(content, "its payload")
        if not isinstance(header, dict) or set(header) != HEADER or header["format"] != "qinglan-event/1":
            raise Bad("its header has other parts than format qinglan-event/1 has")
        if any(type(value) is not (int if name == "sequence" else str) for name, value in header.items()):
            raise Bad("a part of its header is of a wrong kind")
        if header["stream"] != self.stream:
            raise Bad("it belongs to the stream %r" % (header["stream"],))
        if header["sequence"] != self.sequence + 1:
            raise Bad("event %r stands in its place" % (header["sequence"],))
        if header["previous"] != self.previous:
            raise Bad("it does not follow the event before it")
        if digest(header["algorithm"], content) != header["payload"]:
            raise Bad("its payload does not fit the hash in its header")
        if digest(header["algorithm"], raw) != line["hash"]:
            raise Bad("its hash does not fit its header")
        self._personal(line.get("personal", {}), payload, header["algorithm"])
        self.turned_back += str(header["time"]) < self.time
        self.sequence, self.previous, self.time = header["sequence"], line["hash"], str(header["time"])
        self.hashes[self.sequence] = line["hash"]

    def _personal(self, given, payload, algorithm):
        digests = payload.get("personal", {}) if isinstance(payload, dict) else {}
        if not isinstance(given, dict) or not isinstance(digests, dict) or set(given) - set(digests):
            raise Bad("it comes with personal data that it does not speak of")
        for name, entry in given.items():
            if not isinstance(entry, dict) or set(entry) != {"salt", "value"}:
                raise Bad("its personal data %r has no salt and value" % name)
            try:
                salt = bytes.fromhex(entry["salt"])
            except (TypeError, ValueError):
                raise Bad("the salt of its personal data %r can't be read" % name) from None
            if (
                salt.hex() != entry["salt"]
                or digest(algorithm, salt + text_of(entry, "value")) != digests[name]
            ):
                raise Bad("its personal data %r does not fit its digest" % name)
        self.shown += len(given)
        self.absent += len(digests) - len(given)

    def anchor(self, line):
        """An anchor that speaks of this stream."""
        if set(line) != {"document", "leaf", "line", "position", "proof", "signature"}:
            raise Bad("an anchor's line has other parts than an anchor has")
        raw = text_of(line, "document")
        document = check_anchor(raw, text_of(line, "signature").decode(), self.keys)
        name = "anchor %r" % (document["number"],)
        leaf = line["leaf"]
        if not isinstance(leaf, dict) or set(leaf) != {"hash", "sequence"}:
            raise Bad(name + " has no leaf")
        if self.hashes.get(leaf["sequence"]) is None:
            raise Bad("%s holds event %r, which is not in the export" % (name, leaf["sequence"]))
        if self.hashes[leaf["sequence"]] != leaf["hash"]:
            raise Bad("%s holds another hash for event %d" % (name, leaf["sequence"]))
        content = canonical({"hash": leaf["hash"], "sequence": leaf["sequence"], "stream": self.stream})
        if root_by_proof(content, line["position"], document["heads"], line["proof"]) != document["root"]:
            raise Bad(name + ": the proof does not lead to its root")
        if document["number"] in self.anchors or leaf["sequence"] <= self.anchored:
            raise Bad(name + " stands out of order")
        self.anchors[document["number"]], self.anchored = raw, leaf["sequence"]
        self.used.add(document["key"])


def check_anchor(raw, signature, keys):
    """The parsed document of an anchor, when its signature fits and its key is one of `keys` (if given)."""
    document = parsed(raw, "an anchor's document")
    if not isinstance(document, dict) or document.get("format") != "qinglan-anchor/1":
        raise Bad("an anchor's document is not of format qinglan-anchor/1")
    name = "anchor %r" % (document.get("number"),)
    try:
        key, signed = bytes.fromhex(document["key"]), bytes.fromhex(signature)
    except (KeyError, TypeError, ValueError):
        raise Bad(name + ": key or signature can't be read") from None
    if signed.hex() != signature or not signature_fits(key, raw, signed):
        raise Bad(name + ": the signature does not fit the document")
    if keys and document["key"] not in keys:
        raise Bad(name + " is signed by the unknown key " + document["key"])
    return document


def root_by_proof(content, position, count, path):
    """The root (RFC 6962) to which the hashes in `path` lead; None where they do not fit."""
    if not all(type(n) is int for n in (position, count)) or not 0 <= position < count:
        return None
    node = hashlib.sha256(b"\0" + content).digest()
    try:
        rest = [bytes.fromhex(step) for step in path]
    except (TypeError, ValueError):
        return None
    if [step.hex() for step in rest] != path:
        return None
    while count > 1:
        if position ^ 1 < count:
            if not rest:
                return None
            sibling = rest.pop(0)
            pair = sibling + node if position % 2 else node + sibling
            node = hashlib.sha256(b"\1" + pair).digest()
        position, count = position // 2, (count + 1) // 2
    return None if rest else node.hex()


# --- The file --------------------------------------------------------------------------------


def lines_of(file):
    """The lines with their line feeds; raises Bad for one that is far too long."""
    while True:
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        if len(line) == LONGEST_LINE:
            raise Bad("a line is longer than %d bytes" % LONGEST_LINE)
        yield line


def verify(file, keys=()):
    """Check an export, given as a binary file. Returns the Check; raises Bad with the first fault."""
    total, number, check, state = hashlib.sha256(), 0, None, "stream"
    for number, raw in enumerate(lines_of(file), 1):
        more = check and state == "event" and check.sequence != check.count
        expected = "event %d" % (check.sequence + 1) if more else "line %d" % number
        if state == "end":
            raise Bad("something follows the end")
        try:
            if not raw.endswith(b"\n"):
                raise Bad("the line is cut off")
            line = parsed(raw[:-1], "the line")
            if not isinstance(line, dict):
                raise Bad("the line is no object")
            kind = line.get("line")
            if state == "stream":
                check, state = start(line, keys), "event"
            elif kind == "event" and state == "event":
                if check.sequence == check.count:
                    raise Bad("the first line promises %d events only" % check.count)
                check.event(line)
            elif kind in ("anchor", "end"):
                if check.sequence != check.count:
                    raise Bad("it is missing: the first line promises %d events" % check.count)
                if kind == "anchor":
                    state = "anchor"
                    check.anchor(line)
                else:
                    state = "end"
                    if line != {"digest": total.hexdigest(), "line": "end", "lines": number}:
                        raise Bad("the file was changed: its own digest does not fit")
            else:
                raise Bad("the line is of an unknown kind or out of order")
        except Bad as bad:
            raise Bad("%s%s: %s" % (check.stream + ", " if check else "", expected, bad)) from None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            place = "%s%s" % (check.stream + ", " if check else "", expected)
            raise Bad("%s: a part is missing or of a wrong kind (%r)" % (place, error)) from None
        total.update(raw)
    if state != "end":
        raise Bad("the export is cut off%s" % (" after event %d" % check.sequence if check else ""))
    return check


def start(line, keys):
    """The first line."""
    if line.get("line") != "stream" or line.get("format") != "qinglan-events/1":
        raise Bad("this is no export of an event stream (format qinglan-events/1)")
    if set(line) != {"events", "exported_at", "format", "line", "stream"}:
        raise Bad("the first line has other parts than format qinglan-events/1 has")
    if type(line["events"]) is not int or not isinstance(line["stream"], str):
        raise Bad("the first line names no stream or no number of events")
    return Check(line["stream"], line["events"], keys)


def open_export(path):
    """The export in `path`, unpacked if need be."""
    if zipfile.is_zipfile(path):
        return zipfile.ZipFile(path).open("events.jsonl")
    return Path(path).open("rb")


def compare_anchor(path, check, keys):
    """An anchor that left the machine must be one of the export, or speak of none of its numbers."""
    try:
        content = json.loads(Path(path).read_bytes().decode())
        raw, signature = content["document"].encode(), content["signature"]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Bad("%s is no anchor as Qinglan sends it" % path) from None
    number = check_anchor(raw, signature, keys)["number"]
    if number in check.anchors and check.anchors[number] != raw:
        raise Bad("anchor %d in the export is not the one in %s" % (number, path))
    return number in check.anchors


def main(arguments=None):
    """Check the files that the command line names; returns the exit status."""
    parser = argparse.ArgumentParser(description="Check an export of an event stream of Qinglan.")
    parser.add_argument("file", help="export: .jsonl or .zip")
    parser.add_argument("--key", action="append", default=[], metavar="HEX", help="public key, as published")
    parser.add_argument(
        "--anchor", action="append", default=[], metavar="FILE", help="anchor that was sent out"
    )
    options = parser.parse_args(arguments)
    try:
        with open_export(options.file) as file:
            check = verify(file, options.key)
        met = [path for path in options.anchor if compare_anchor(path, check, options.key)]
    except Bad as bad:
        print("BAD  %s" % bad)
        return 1
    except (OSError, KeyError, EOFError, zipfile.BadZipFile) as error:
        print("BAD  %s can't be read: %s" % (options.file, error))
        return 1
    print("SOUND  %s: %d events" % (check.stream, check.count))
    if check.anchors:
        print(
            "Signed anchors hold it up to event %d (the last is anchor %d)."
            % (check.anchored, max(check.anchors))
        )
        for key in sorted(check.used):
            print("Signed by %s%s" % (key, "" if options.key else " : compare this with the published key."))
    else:
        print("No signed anchor holds it yet: the end of the stream could have been cut off.")
    if check.absent:
        print(
            "Personal data erased or withheld: %d values; given and fitting: %d."
            % (check.absent, check.shown)
        )
    if check.turned_back:
        print(
            "Note: %d events bear a time before that of their predecessor (a clock set back)."
            % check.turned_back
        )
    for path in options.anchor:
        print("%s: %s" % (path, "is in the export." if path in met else "does not speak of this stream."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
