"""Canonical bytes: RFC 8785 (JSON Canonicalization Scheme), narrowed to values without doubt.

What a payload may hold, and what becomes of it:

* text, true, false, null, lists and mappings with text keys: as they are;
* whole numbers between −(2⁵³−1) and 2⁵³−1: as numbers; beyond that: as text of their digits, since a
  reader in another language would round them;
* `Decimal`: as text in plain notation with the places that it has (``"12.50"``);
* `date` and `datetime` (with a time zone): as text in ISO 8601, moments in UTC with microseconds;
* floats are refused wherever they stand, as are NaN, infinite Decimals, bytes, sets and lone
  surrogates: none of them has one agreed way to be written.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import rfc8785

LARGEST_NUMBER = 2**53 - 1
DEEPEST = 32


class NotCanonical(ValueError):
    """A value that has no canonical form; the message says where it stands and why."""


def encode(value: Any) -> bytes:
    """The canonical bytes of `value`; raises NotCanonical."""
    try:
        return rfc8785.dumps(plain(value))
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical(str(error)) from error


def plain(value: Any, place: str = "payload", depth: int = 0) -> Any:
    """`value` made of text, numbers, truth values, null, lists and mappings only; else NotCanonical."""
    if depth > DEEPEST:
        raise NotCanonical(f"{place}: nested deeper than {DEEPEST} levels")
    if isinstance(value, list | tuple):
        return [plain(item, f"{place}[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        return _mapping(value, place, depth)
    return _single(value.value if isinstance(value, Enum) else value, place)


def _single(value: Any, place: str) -> str | int | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value) if abs(value) <= LARGEST_NUMBER else str(int(value))
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, datetime):
        return moment_text(value, place)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        raise NotCanonical(f"{place}: {value!r} is refused; use a whole number or a finite Decimal")
    raise NotCanonical(f"{place}: a {type(value).__name__} has no canonical form")


def _mapping(value: Mapping[Any, Any], place: str, depth: int) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(f"{place}: the key {key!r} is not text")
    return {str(key): plain(item, f"{place}.{key}", depth + 1) for key, item in value.items()}


def moment_text(moment: datetime, place: str = "moment") -> str:
    """``2026-11-22T01:02:03.000004Z``: UTC, always six places. A moment without zone is refused."""
    if moment.tzinfo is None:
        raise NotCanonical(f"{place}: {moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
