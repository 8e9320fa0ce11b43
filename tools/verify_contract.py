#!/usr/bin/env python3
"""Check the electronic signatures of a contract, with Python's standard library and openssl.

    python3 verify_contract.py SIGNED.pdf --root ROOT.pem [--paper PAPER.pdf]

SIGNED.pdf is the contract as it was signed, ROOT.pem the root certificate of the provider of the seals,
PAPER.pdf the paper as it was put to signature.

What is checked: that each signature is good and its certificate was issued under the root (openssl); that each
covers the file from its first byte on but for the signature itself, and all that was signed before it; that
nothing was appended after the last one; and, with --paper, that the file begins with the very bytes of the paper.
What is not: whether a certificate was revoked, and what the stamps on a scan show.

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


def check(pdf, root, paper=None):
    """Check everything; one line for each signature. Raises Unsound."""
    found = ranges(pdf)
    if not found:
        raise Unsound("the file has no signature")
    if paper is not None and not pdf.startswith(paper):
        raise Unsound("the file does not begin with the bytes of the paper")
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
