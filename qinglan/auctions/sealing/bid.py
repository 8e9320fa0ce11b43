"""What lies in an envelope: the bid in its canonical form, and who sent it. Needs neither Django nor a database.

The content of an envelope is `suite.packed` of a head and files. The head of a bid is the canonical document

    {"bid":"<the canonical bid, as text>","nonce":"<32 bytes, hex>"}

and the bid itself (``qinglan-bid/1``; amounts in 分)

    {"amount":1234500,"bidder":{"code":"…","name":"…"},"declared":{"unrelated":true},
     "deposit":{"kind":"receipt","number":"…"},"files":[{"bytes":12,"name":"…","sha256":"…"}],
     "form":"qinglan-bid/1","lot":"2026-0001","offer":"…","suite":"qinglan-sealed/1"}

A decoy has ``{"form":"qinglan-decoy/1","lot":"…"}`` in its place.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from qinglan.auctions.sealing import suite

FORM, DECOY = "qinglan-bid/1", "qinglan-decoy/1"
DEPOSITS = ("none", "receipt", "guarantee")
LONGEST_OFFER = 2000
MOST_FILES = 8
LARGEST_AMOUNT = 10**13
_KEYS = {"amount", "bidder", "declared", "deposit", "files", "form", "lot", "offer", "suite"}


class Unfit(ValueError):
    """What came out of an envelope is no bid; `code` says why (see `reasons`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Content:
    """What was in an envelope: the bid (None in a decoy), the text that was committed to, nonce, files."""

    bid: dict[str, Any] | None
    canonical: str
    nonce: str
    files: bytes


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes."""
    return rfc8785.dumps(value)


def context(lot: str, commitment: str) -> bytes:
    """What the content of an envelope is bound to."""
    return canonical({"commitment": commitment, "lot": lot, "suite": suite.NAME})


def sender_context(lot: str, envelope: str) -> bytes:
    """What the statement of the sender is bound to."""
    return canonical({"envelope": envelope, "lot": lot, "part": "sender", "suite": suite.NAME})


def head(text: bytes, nonce: bytes) -> bytes:
    """The head of the content."""
    return canonical({"bid": text.decode(), "nonce": nonce.hex()})


def opened(body: bytes, key: bytes, lot: str, commitment: str) -> Content:
    """The content of an envelope of `lot` that was committed to by `commitment`.

    Raises Unfit with ``content`` (the key doesn't open the bytes), ``form`` (no bid), ``commitment`` (not what was
    committed to), ``other_lot``, ``file`` (a file that is not the one named).
    """
    try:
        first, files = suite.unpacked(suite.decrypt(key, body, context(lot, commitment)))
    except suite.Broken as error:
        raise Unfit("content") from error
    document = _json(first)
    text, nonce = document.get("bid"), document.get("nonce")
    if not isinstance(text, str) or not isinstance(nonce, str) or canonical(document) != first:
        raise Unfit("form")
    try:
        made = suite.commitment(bytes.fromhex(nonce), text.encode())
    except ValueError as error:
        raise Unfit("form") from error
    if made != commitment:
        raise Unfit("commitment")
    bid = _json(text.encode())
    if canonical(bid) != text.encode():
        raise Unfit("form")
    if bid.get("lot") != lot:
        raise Unfit("other_lot")
    if bid == {"form": DECOY, "lot": lot}:
        return Content(None, text, nonce, b"")
    _check(bid)
    _check_files(bid["files"], files)
    return Content(bid, text, nonce, files)


def decoy(lot: str) -> bytes:
    """The canonical text of a decoy."""
    return canonical({"form": DECOY, "lot": lot})


def file_of(content: Content, place: int) -> tuple[str, bytes]:
    """The name and the bytes of the file at `place`, from 0; raises IndexError."""
    assert content.bid is not None
    before = sum(one["bytes"] for one in content.bid["files"][:place])
    named = content.bid["files"][place]
    return named["name"], content.files[before : before + named["bytes"]]


def _json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=_no_float)
    except ValueError as error:
        raise Unfit("form") from error
    if not isinstance(found, dict):
        raise Unfit("form")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"{text}: a number with a point")


def _check(bid: dict[str, Any]) -> None:
    """Raise Unfit unless `bid` has the form ``qinglan-bid/1``."""
    amount, bidder, deposit, offer = (
        bid.get("amount"),
        bid.get("bidder"),
        bid.get("deposit"),
        bid.get("offer"),
    )
    fits = (
        set(bid) == _KEYS
        and bid["form"] == FORM
        and bid["suite"] == suite.NAME
        and type(amount) is int
        and 0 < amount <= LARGEST_AMOUNT
        and _texts(bidder, code=40, name=200)
        and bid["declared"] == {"unrelated": True}
        and isinstance(deposit, dict)
        and _texts(deposit, kind=20, number=80)
        and deposit["kind"] in DEPOSITS
        and isinstance(offer, str)
        and len(offer) <= LONGEST_OFFER
        and isinstance(bid["files"], list)
        and len(bid["files"]) <= MOST_FILES
        and all(_is_file(one) for one in bid["files"])
    )
    if not fits:
        raise Unfit("form")


def _texts(value: Any, **longest: int) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == set(longest)
        and all(isinstance(value[key], str) and len(value[key]) <= most for key, most in longest.items())
    )


def _is_file(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"bytes", "name", "sha256"}
        and type(value["bytes"]) is int
        and value["bytes"] > 0
        and isinstance(value["name"], str)
        and 0 < len(value["name"]) <= 120
        and isinstance(value["sha256"], str)
        and len(value["sha256"]) == 64
    )


def _check_files(named: list[dict[str, Any]], files: bytes) -> None:
    place = 0
    for one in named:
        part = files[place : place + one["bytes"]]
        place += one["bytes"]
        if sha256(part).hexdigest() != one["sha256"]:
            raise Unfit("file")
    if place != len(files):
        raise Unfit("file")
