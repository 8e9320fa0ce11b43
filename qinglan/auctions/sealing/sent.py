"""An envelope as it is sent: checked for its form before anything is done with it."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.sealing import suite
from qinglan.kernel.conflicts import Impossible

FORMAT = "qinglan-envelope/1"
LARGEST = suite.SIZES[-1] * 4 // 3 + 65536
"""Bytes of the largest envelope as it is sent."""
_HEX64 = re.compile(r"[0-9a-f]{64}")
_ADDED = 24 + 16
_FIELDS = {"format", "suite", "lot", "commitment", "openers", "wraps", "body", "token_digest"}


@dataclass(frozen=True)
class Sent:
    """What a bidder's browser or the command-line sealer made."""

    lot: str
    commitment: str
    openers: tuple[str, ...]
    wraps: dict[str, str]
    body: bytes
    token_digest: str


def read(text: bytes | str) -> Sent:
    """The envelope in this JSON document; raises Impossible with what is wrong about it."""
    if len(text) > LARGEST:
        raise Impossible(_("The envelope is larger than 12 MB. Send fewer or smaller files."))
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Impossible(
            _("This is no envelope: choose the file whose name ends in .envelope.json.")
        ) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or set(found) != _FIELDS:
        raise Impossible(_("This is no envelope: choose the file whose name ends in .envelope.json."))
    if found["suite"] != suite.NAME:
        raise Impossible(_("The envelope was closed by a suite that is not in use here."))
    body = _body(found["body"])
    if not (_fits(found) and len(body) in {size + _ADDED for size in suite.SIZES}):
        raise Impossible(_("The envelope is damaged. Seal the bid again and send the fresh one."))
    return Sent(
        found["lot"],
        found["commitment"],
        tuple(found["openers"]),
        {pair: found["wraps"][pair] for pair in sorted(found["wraps"])},
        body,
        found["token_digest"],
    )


def _body(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        return b""


def _fits(found: dict[str, Any]) -> bool:
    wraps = found["wraps"]
    return (
        isinstance(found["lot"], str)
        and _is_hex(found["commitment"])
        and _is_hex(found["token_digest"])
        and isinstance(found["openers"], list)
        and all(_is_hex(one) for one in found["openers"])
        and isinstance(wraps, dict)
        and set(wraps) == {suite.name(*pair) for pair in suite.PAIRS}
        and all(
            isinstance(one, str) and re.fullmatch(rf"[0-9a-f]{{{2 * suite.OUTER_BYTES}}}", one)
            for one in wraps.values()
        )
    )


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and _HEX64.fullmatch(value) is not None
