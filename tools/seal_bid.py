#!/usr/bin/env python3
"""Seal a bid on one's own machine, for who trusts no web page; and all that openers and bidders may need.

Needs Python 3.11 and PyNaCl (``pip install pynacl``), and imports nothing of Qinglan. Read it before you use it.

    seal_bid.py openers KEYS.json
        Show the fingerprints of the openers. KEYS.json comes from the lot's page ("Keys for the command-line sealer").
        Compare them with those that the openers published themselves.
    seal_bid.py seal KEYS.json --code 91… --name "…" --amount 1250000.00 [--offer TEXT] [--file F …]
                [--deposit receipt|guarantee|none --number N] --out NAME
        Writes NAME.own.json (keep it, show it to nobody) and NAME.envelope.json (send it on the lot's page).
    seal_bid.py receipt NAME.own.json RECEIPT.json
        Put the receipt that the page gave into one's own file, after checking that it fits.
    seal_bid.py check NAME.own.json
        Show what is in one's own file, and that nonce and bid give the commitment.
    seal_bid.py key --lot NUMBER --place 1|2|3 --out KEY.json
        Make an opener's pair of keys; the file is that of the openers' page.
    seal_bid.py unwrap KEY.json BOXES.json --out GIVEN.json
        What the page of the opening does in an opener's browser: layers and keys out of BOXES.json.

Exit status: 0 done, 1 refused or wrong, 2 wrong use.
"""

import argparse
import base64
import getpass
import json
import struct
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random

SUITE = "qinglan-sealed/1"
PAIRS = ((1, 2), (1, 3), (2, 3))
SIZES = (16 << 10, 256 << 10, 1 << 20, 4 << 20, 12 << 20)
OPERATIONS, MEMORY = 3, 64 << 20


class Wrong(Exception):
    """What is refused, in words."""


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of text, whole numbers, truth values, null, lists and mappings with text keys."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return b"{" + b",".join(canonical(key) + b":" + canonical(value[key]) for key in keys) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(item) for item in value) + b"]"
    if value is None or isinstance(value, (bool, str)) or (isinstance(value, int) and abs(value) < 2**53):
        return json.dumps(value, ensure_ascii=False).encode()
    raise Wrong(f"{value!r} has no canonical form")


def fingerprint(public: bytes) -> str:
    """How a public key is read out."""
    digits = sha256(public).hexdigest()[:32]
    return " ".join(digits[place : place + 4] for place in range(0, 32, 4))


def fen(text: str) -> int:
    """An amount in yuan with at most two places, as an integer of 分."""
    whole, _point, places = text.replace(",", "").partition(".")
    if not whole.isdecimal() or len(places) > 2 or (places and not places.isdecimal()):
        raise Wrong(f"{text!r} is no amount in yuan with at most two places")
    amount = int(whole) * 100 + int(places.ljust(2, "0") or 0)
    if amount <= 0:
        raise Wrong("the amount must be more than nought")
    return amount


def read(path: str, form: str) -> dict[str, Any]:
    """A JSON file of the named format."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Wrong(f"{path}: {error}") from error
    if not isinstance(found, dict) or found.get("format") != form:
        raise Wrong(f"{path} is no file of the format {form}")
    return found


def write(path: str, document: dict[str, Any]) -> None:
    """Write a file that only its owner reads, and never over another one."""
    target = Path(path)
    if target.exists():
        raise Wrong(f"{path} is there already; choose another name")
    target.touch(mode=0o600)
    target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    print(f"written: {path}")


def openers(arguments: argparse.Namespace) -> None:
    """Show the fingerprints of the openers."""
    keys = read(arguments.keys, "qinglan-openers/1")
    print(f"lot {keys['lot']}, suite {keys['suite']}")
    for one in keys["openers"]:
        print(f"{one['place']}  {fingerprint(bytes.fromhex(one['public_key']))}")


def publics(keys: dict[str, Any]) -> list[bytes]:
    """The three public keys by place."""
    if keys["suite"] != SUITE:
        raise Wrong(f"this sealer knows the suite {SUITE} alone, not {keys['suite']}")
    found = [
        bytes.fromhex(one["public_key"]) for one in sorted(keys["openers"], key=lambda one: one["place"])
    ]
    if len(found) != 3 or len(set(found)) != 3:
        raise Wrong("the openers have not all made their keys")
    return found


def seal(arguments: argparse.Namespace) -> None:
    """Seal a bid."""
    keys = read(arguments.keys, "qinglan-openers/1")
    to = publics(keys)
    files = [(Path(name).name[-120:], Path(name).read_bytes()) for name in arguments.file]
    if any(not content for _name, content in files) or len(files) > 8:
        raise Wrong("at most 8 files, none of them empty")
    bid = {
        "amount": fen(arguments.amount),
        "bidder": {"code": arguments.code, "name": arguments.name},
        "declared": {"unrelated": True},
        "deposit": {"kind": arguments.deposit, "number": arguments.number},
        "files": [
            {"bytes": len(content), "name": name, "sha256": sha256(content).hexdigest()}
            for name, content in files
        ],
        "form": "qinglan-bid/1",
        "lot": keys["lot"],
        "offer": arguments.offer,
        "suite": SUITE,
    }
    text, nonce, key, token = canonical(bid), random(32), random(32), random(32)
    commitment = sha256(nonce + text).hexdigest()
    head = canonical({"bid": text.decode(), "nonce": nonce.hex()})
    content = struct.pack(">I", len(head)) + head + b"".join(content for _name, content in files)
    size = next((size for size in SIZES if len(content) < size), None)
    if size is None:
        raise Wrong("the files are too large: 12 MB together")
    filled = content + b"\x80" + bytes(size - len(content) - 1)
    once = random(24)
    context = canonical({"commitment": commitment, "lot": keys["lot"], "suite": SUITE})
    body = once + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(filled, context, once, key)
    wraps = {
        f"{i}{j}": bindings.crypto_box_seal(bindings.crypto_box_seal(key, to[j - 1]), to[i - 1]).hex()
        for i, j in PAIRS
    }
    own = {
        "bid": text.decode(), "commitment": commitment, "format": "qinglan-own/1", "key": key.hex(),
        "lot": keys["lot"], "nonce": nonce.hex(), "receipt": None, "suite": SUITE, "token": token.hex(),
    }  # fmt: skip
    envelope = {
        "body": base64.b64encode(body).decode(), "commitment": commitment, "format": "qinglan-envelope/1",
        "lot": keys["lot"], "openers": [one.hex() for one in to], "suite": SUITE,
        "token_digest": sha256(token).hexdigest(), "wraps": wraps,
    }  # fmt: skip
    write(f"{arguments.out}.own.json", own)
    write(f"{arguments.out}.envelope.json", envelope)
    print(f"commitment: {commitment}")


def checked(path: str) -> dict[str, Any]:
    """One's own file, its commitment made anew."""
    own = read(path, "qinglan-own/1")
    made = sha256(bytes.fromhex(own["nonce"]) + own["bid"].encode()).hexdigest()
    if made != own["commitment"] or (own["receipt"] and own["receipt"]["commitment"] != made):
        raise Wrong("the file was changed: nonce and bid don't give its commitment")
    return own


def check(arguments: argparse.Namespace) -> None:
    """Show one's own file."""
    own = checked(arguments.own)
    print(json.dumps(json.loads(own["bid"]), ensure_ascii=False, indent=2))
    print(f"commitment: {own['commitment']}")
    print(f"receipt: {own['receipt'] or 'none: perhaps it was not sent'}")


def receipt(arguments: argparse.Namespace) -> None:
    """Put a receipt into one's own file."""
    own, given = checked(arguments.own), read(arguments.receipt, "qinglan-receipt/1")
    if given["commitment"] != own["commitment"] or given["lot"] != own["lot"]:
        raise Wrong("the receipt is for another bid")
    own["receipt"] = given
    Path(arguments.own).write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
    print(f"received {given['received_at']} as envelope {given['envelope']}")


def passphrase_key(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    """Argon2id."""
    return bytes(
        bindings.crypto_pwhash_alg(
            32, passphrase.encode(), salt, operations, memory, bindings.crypto_pwhash_ALG_ARGON2ID13
        )
    )


def key(arguments: argparse.Namespace) -> None:
    """Make an opener's pair of keys."""
    passphrase = getpass.getpass("passphrase: ")
    if len(passphrase) < 10:
        raise Wrong("the passphrase is too short: at least 10 characters")
    if passphrase != getpass.getpass("again: "):
        raise Wrong("the two passphrases differ")
    public, secret = bindings.crypto_box_keypair()
    salt, once = random(16), random(24)
    box = bindings.crypto_secretbox(secret, once, passphrase_key(passphrase, salt, OPERATIONS, MEMORY))
    lock = {
        "box": box.hex(), "memory": MEMORY, "nonce": once.hex(), "operations": OPERATIONS, "salt": salt.hex(),
    }  # fmt: skip
    document = {
        "format": "qinglan-opener-key/1", "lock": lock, "lot": arguments.lot, "place": arguments.place,
        "public_key": public.hex(), "suite": SUITE,
    }  # fmt: skip
    write(arguments.out, document)
    print(f"public key: {public.hex()}\nfingerprint: {fingerprint(public)}")


def unwrap(arguments: argparse.Namespace) -> None:
    """Layers and keys out of the boxes of an opening."""
    held = read(arguments.key, "qinglan-opener-key/1")
    lock, public = held["lock"], bytes.fromhex(held["public_key"])
    if lock["operations"] > 10 or lock["memory"] > 256 << 20:
        raise Wrong("the key file asks for more work than an honest one does")
    locked = passphrase_key(
        getpass.getpass("passphrase: "), bytes.fromhex(lock["salt"]), lock["operations"], lock["memory"]
    )
    secret = bindings.crypto_secretbox_open(bytes.fromhex(lock["box"]), bytes.fromhex(lock["nonce"]), locked)
    shown = json.loads(Path(arguments.boxes).read_text(encoding="utf-8"))
    place, layers, keys = str(held["place"]), {}, {}

    def opened(box: str) -> str:
        try:
            return str(bindings.crypto_box_seal_open(bytes.fromhex(box), public, secret).hex())
        except (CryptoError, ValueError):
            return ""

    for name, parts in shown["boxes"].items():
        for part, boxes in parts.items():
            for pair, box in boxes.items():
                if pair[0] == place and (inner := opened(box)):
                    layers.setdefault(name, {}).setdefault(part, {})[pair] = inner
        taken = shown["layers"].get(name, {})
        for pair in sorted({pair for boxes in taken.values() for pair in boxes if pair[1] == place}):
            found = {part: opened(boxes[pair]) for part, boxes in taken.items() if pair in boxes}
            if set(found) == set(parts) and all(found.values()):
                keys[name] = {"pair": pair, **found}
                break
    write(arguments.out, {"keys": keys, "layers": layers})


def parsed(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)

    def command(work: Any, *places: str, **options: dict[str, Any]) -> None:
        sub = commands.add_parser(work.__name__, help=work.__doc__)
        for place in places:
            sub.add_argument(place)
        for name, option in options.items():
            sub.add_argument(f"--{name}", **option)
        sub.set_defaults(work=work)

    needed: dict[str, Any] = {"required": True}
    command(openers, "keys")
    command(
        seal, "keys", code=needed, name=needed, amount=needed, out=needed, offer={"default": ""},
        file={"action": "append", "default": []}, number={"default": ""},
        deposit={"choices": ("none", "receipt", "guarantee"), "default": "none"},
    )  # fmt: skip
    command(receipt, "own", "receipt")
    command(check, "own")
    command(key, lot=needed, place={"type": int, "choices": (1, 2, 3), "required": True}, out=needed)
    command(unwrap, "key", "boxes", out=needed)
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Run one command."""
    arguments = parsed(words)
    try:
        arguments.work(arguments)
    except (Wrong, CryptoError, OSError, KeyError) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
