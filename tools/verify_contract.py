#!/usr/bin/env python3
"""Check the electronic signatures of a contract, with Python's standard library and openssl.

    python3 verify_contract.py SIGNED.pdf --root ROOT.pem [--paper PAPER.pdf]

SIGNED.pdf is the contract as it was signed, ROOT.pem the root certificate of the provider of the seals,
PAPER.pdf the paper as it was put to signature.

What is checked: that each signature is good and its certificate was issued under the root (openssl); that each
covers the file from its first byte on but for the signature itself, and all that was signed before it; that
nothing was appended after the last one; and, with --paper, that the file begins with the very bytes of the paper and
that what stands behind them adds signatures alone: every object of the paper is as it was, but for the catalogue, where
a form may come, and the pages, where the fields of signatures may come.
What is not: whether a certificate was revoked, what a visible seal covers, and what the stamps on a scan show.

Exit status: 0 when all is sound, 1 when something is not (it is named), 2 for a wrong call. No part of Qinglan is
imported.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


TOKEN = re.compile(rb"(?:[\x00\t\n\f\r ]|%[^\r\n]*)*(<<|>>|\[|\]|\(|<[^>]*>|/?[^\x00\t\n\f\r ()<>\[\]{}/%]*)")
REFERENCE = re.compile(rb"(\d+)[\x00\t\n\f\r ]+(\d+)[\x00\t\n\f\r ]+R(?![^\x00\t\n\f\r ()<>\[\]{}/%])")
ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
HEAD = re.compile(rb"[\x00\t\n\f\r ]*(\d+)[\x00\t\n\f\r ]+(\d+)[\x00\t\n\f\r ]+obj")
FREE = {
    b"/Catalog": {b"/AcroForm", b"/DSS", b"/Extensions", b"/Metadata", b"/Version"},
    b"/Page": {b"/Annots"},
}
"""What may come or change in a catalogue and in a page (ISO 32000-2, 7.7.2 and 7.7.3)."""


class Unsound(Exception):
    """Something is not as it should be; the message names it."""


def ranges(pdf):
    """The four numbers of each signature, in the order of the file (ISO 32000-2, 12.8.1)."""
    found = [tuple(int(number) for number in one.groups()) for one in RANGE.finditer(pdf)]
    return sorted(found, key=lambda one: one[2] + one[3])


def signature(pdf, place):
    """The CMS between the two parts that a signature covers: DER, without the noughts that fill the gap."""
    first, length, second, _rest = place
    gap = pdf[first + length : second]
    if gap[:1] != b"<" or gap[-1:] != b">":
        raise Unsound("between the signed parts stands more than the signature")
    raw = bytes.fromhex(gap[1:-1].decode("ascii"))
    if raw[:1] != b"\x30":
        raise Unsound("the signature is no CMS")
    if raw[1] < 0x80:
        return raw[: 2 + raw[1]]
    digits = raw[1] - 0x80
    size = int.from_bytes(raw[2 : 2 + digits], "big")
    if any(raw[2 + digits + size :]):
        raise Unsound("something stands behind the signature")
    return raw[: 2 + digits + size]


def openssl(folder, *arguments):
    """Run openssl in `folder`: its answer, or Unsound with what it says."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False)
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise Unsound(words[0] if words else "openssl refuses it")
    return done.stdout.decode(errors="replace").strip()


def check_one(pdf, place, root, folder):
    """One signature; who signed, by the names in the certificate and its serial number."""
    first, length, second, rest = place
    if first != 0 or second + rest > len(pdf):
        raise Unsound("the signature does not cover the file from its first byte on")
    (folder / "covered").write_bytes(pdf[:length] + pdf[second : second + rest])
    (folder / "cms").write_bytes(signature(pdf, place))
    (folder / "root.pem").write_bytes(root)
    openssl(
        folder, "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "covered",
        "-CAfile", "root.pem", "-purpose", "any", "-signer", "signer.pem", "-out", "out",
    )  # fmt: skip
    return openssl(
        folder,
        "x509",
        "-in",
        "signer.pem",
        "-noout",
        "-subject",
        "-serial",
        "-nameopt",
        "utf8,sep_comma_plus",
    )


def value(pdf, at):
    """The value at a place, and where it ends: dict, list, a reference as a tuple, anything else as its bytes."""
    found = TOKEN.match(pdf, at)
    token, end = found.group(1), found.end()
    if token == b"<<":
        items, end = several(pdf, end, b">>")
        if len(set(items[::2])) * 2 != len(items):
            raise Unsound("an object of the file says something twice")
        return {items[place]: items[place + 1] for place in range(0, len(items), 2)}, end
    if token == b"[":
        return several(pdf, end, b"]")
    if token == b"(":
        start, depth = end, 1
        while depth:
            letter = pdf[end : end + 1]
            if not letter:
                raise Unsound("a text in the file has no end")
            depth += {b"(": 1, b")": -1}.get(letter, 0)
            end += 2 if letter == b"\\" else 1
        return b"(" + ESCAPED.sub(plain, pdf[start : end - 1]), end
    if token[:1] == b"<":
        digits = re.sub(rb"\s", b"", token[1:-1])
        return b"(" + bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")), end
    pair = REFERENCE.match(pdf, found.start(1))
    if pair:
        return (int(pair.group(1)), int(pair.group(2))), pair.end()
    if not token:
        raise Unsound("an object of the file can't be read")
    return token, end


def plain(found):
    """The letter that stands behind a backslash in a text (ISO 32000-2, 7.3.4.2)."""
    said = found.group(1)
    if said.isdigit():
        return bytes([int(said, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(
        said, b"" if said in b"\r\n" else said
    )


def several(pdf, at, close):
    """The values up to a closing bracket, and where it ends."""
    items = []
    while True:
        found = TOKEN.match(pdf, at)
        if found.group(1) == close:
            return items, found.end()
        item, at = value(pdf, at)
        items.append(item)


def last_table(pdf):
    """Where the last table of objects begins."""
    found = re.findall(rb"startxref\s+(\d+)", pdf)
    if not found:
        raise Unsound("the file has no table of its objects")
    return int(found[-1])


def table(pdf, start):
    """A table of objects: the place of each by its number (None: removed), and the trailer."""
    if pdf[start : start + 4] != b"xref":
        raise Unsound(
            "a table of objects is none, or compressed: the paper's is not, so this update was not meant for it"
        )
    places, at = {}, start + 4
    while True:
        found = TOKEN.match(pdf, at)
        if found.group(1) == b"trailer":
            break
        first, at = value(pdf, at)
        many, at = value(pdf, at)
        for number in range(int(first), int(first) + int(many)):
            place, at = value(pdf, at)
            _generation, at = value(pdf, at)
            kind, at = value(pdf, at)
            places[number] = int(place) if kind == b"n" else None
    trailer, _end = value(pdf, found.end())
    if b"/XRefStm" in trailer or b"/Encrypt" in trailer:
        raise Unsound("a table of objects hides others, or is enciphered")
    return places, trailer


def tables(pdf, until=None):
    """The tables from the first one (without the one at `until` and those before it) to the last one."""
    found, at = [], last_table(pdf)
    while at != until:
        found.append(table(pdf, at))
        before = found[-1][1].get(b"/Prev")
        if before is None and until is None:
            break
        if before is None or int(before) >= at:
            raise Unsound("what was appended does not build on the paper")
        at = int(before)
    return found[::-1]


def thing(pdf, places, number):
    """An object by its number: its value, and the bytes of its stream, None where it has none."""
    place = places.get(number)
    head = HEAD.match(pdf, place) if place is not None else None
    if head is None or int(head.group(1)) != number:
        raise Unsound("object %d is not where the table has it" % number)
    found, end = value(pdf, head.end())
    stream = re.compile(rb"\s*stream\r?\n").match(pdf, end)
    if stream is None:
        return found, None
    size = resolved(pdf, places, found[b"/Length"])
    return found, pdf[stream.end() : stream.end() + int(size)]


def resolved(pdf, places, found):
    """A value, or what its reference leads to."""
    return thing(pdf, places, found[0])[0] if isinstance(found, tuple) else found


def without(found, kind):
    """What of a catalogue or a page must stay."""
    return {key: one for key, one in found.items() if key not in FREE.get(kind, ())}


def check_annotations(pdf, old, new, number):
    """What lies on a page is what lay there, and fields of signatures behind it."""
    stood = resolved(pdf, old, thing(pdf, old, number)[0].get(b"/Annots", []))
    stands = resolved(pdf, new, thing(pdf, new, number)[0].get(b"/Annots", []))
    if stands[: len(stood)] != stood:
        raise Unsound("something that lay on a page of the paper is gone")
    for one in stands[len(stood) :]:
        field = resolved(pdf, new, one)
        above = resolved(pdf, new, field.get(b"/Parent", {}))
        if field.get(b"/Subtype") != b"/Widget" or field.get(b"/FT", above.get(b"/FT")) != b"/Sig":
            raise Unsound("something was laid on a page of the paper that is no signature")


def check_update(pdf, paper):
    """What stands behind the paper adds signatures and changes nothing else, in each update.

    What the file says about itself (its date, its title) is shown on no page and may change.
    """
    base = {}
    for places, trailer in tables(paper):
        base.update(places)
        root, info = trailer[b"/Root"], trailer.get(b"/Info")
    kept = {number: thing(pdf, base, number) for number, place in base.items() if place is not None}
    pages = [
        number for number, (one, _) in kept.items() if isinstance(one, dict) and one.get(b"/Type") == b"/Page"
    ]
    now = dict(base)
    for places, trailer in tables(pdf, last_table(paper)):
        if trailer.get(b"/Root") != root:
            raise Unsound("the file shows another document than the paper")
        before, now = now, {**now, **places}
        for number, place in places.items():
            if number == 0 or before.get(number) is None:
                continue
            if place is None or place < len(paper):
                raise Unsound("object %d of the paper was removed" % number)
            old, new = (thing(pdf, which, number) for which in (before, now))
            kind = old[0].get(b"/Type") if isinstance(old[0], dict) else None
            about = (number, 0) in (info, kept[root[0]][0].get(b"/Metadata"))
            grows = number not in kept and old[1] is None and new[1] is None
            if not (old == new or about or grows) and (
                kind not in FREE or not isinstance(new[0], dict) or new[1] is not None
                or without(old[0], kind) != without(new[0], kind)
            ):  # fmt: skip
                raise Unsound("object %d of the paper was changed" % number)
        for number in pages:
            check_annotations(pdf, base, now, number)


def check(pdf, root, paper=None):
    """Check everything; one line for each signature. Raises Unsound."""
    found = ranges(pdf)
    if not found:
        raise Unsound("the file has no signature")
    if paper is not None and not pdf.startswith(paper):
        raise Unsound("the file does not begin with the bytes of the paper")
    if paper is not None:
        try:
            check_update(pdf, paper)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise Unsound("what was appended to the paper can't be read") from fault
    if found[-1][2] + found[-1][3] != len(pdf):
        raise Unsound("something was appended after the last signature")
    lines = []
    for number, place in enumerate(found, 1):
        try:
            with tempfile.TemporaryDirectory() as folder:
                lines.append(check_one(pdf, place, root, Path(folder)))
        except Unsound as fault:
            raise Unsound("signature %d: %s" % (number, fault)) from fault
    return lines


def main(arguments=None):
    """The command."""
    parser = argparse.ArgumentParser(description="Check the electronic signatures of a contract.")
    parser.add_argument("signed", type=Path)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--paper", type=Path)
    given = parser.parse_args(arguments)
    try:
        signed, root = given.signed.read_bytes(), given.root.read_bytes()
        paper = given.paper.read_bytes() if given.paper else None
        for number, line in enumerate(check(signed, root, paper), 1):
            print("signature %d: good: %s" % (number, " ".join(line.split("\n"))))
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    except Unsound as fault:
        print("NOT SOUND: %s" % fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
