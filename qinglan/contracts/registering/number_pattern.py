"""The number of a registration, by the pattern of its office: ``{year:4}{area:4}{place:2}{serial:6}``. Pure."""

import re
from dataclasses import dataclass

_PART = re.compile(r"\{(year|province|city|area|place|serial):(\d{1,2})\}")
_PLAIN = re.compile(r"[0-9A-Z]*\Z")
PRECHECK = re.compile(r"YS-\d{4}-\d{6}\Z")
"""What a pre-check number looks like; with its hyphens and letters it is never a national one."""


class BadPattern(ValueError):
    """The template of a pattern can't be read."""


@dataclass(frozen=True)
class Fixed:
    """What the numbers of one office have in common: GB/T 2260 digits of its area, its own digits. "" is not known."""

    area: str = ""
    place: str = ""


def compiled(template: str, fixed: Fixed | None = None) -> re.Pattern[str]:
    """The pattern as a regular expression with a group for every part. Raises BadPattern.

    `province`, `city` and `area` are the first two, the third and fourth, and as many as asked for of the digits
    of the division.
    """
    fixed = fixed or Fixed()
    parts: list[str] = []
    at = 0
    for found in _PART.finditer(template):
        parts += [_plain(template[at : found.start()]), _group(found[1], int(found[2]), fixed)]
        at = found.end()
    parts.append(_plain(template[at:]))
    if "{serial:" not in template:
        raise BadPattern("a pattern has a serial number")
    try:
        return re.compile("".join(parts) + r"\Z")
    except re.error as error:
        raise BadPattern(str(error)) from error


def length(template: str) -> int:
    """How many characters a number of this pattern has."""
    return len(_PART.sub(lambda found: "0" * int(found[2]), template))


def fits(template: str, number: str, fixed: Fixed | None = None) -> bool:
    """Whether `number` could be one of this pattern; a pre-check number never is."""
    return not PRECHECK.match(number) and compiled(template, fixed).match(number) is not None


def _plain(text: str) -> str:
    if not _PLAIN.match(text):
        raise BadPattern(f"a number has digits and capital letters, not {text!r}")
    return re.escape(text)


def _group(name: str, width: int, fixed: Fixed) -> str:
    known = {
        "province": fixed.area[:2],
        "city": fixed.area[2:4],
        "area": fixed.area[:width],
        "place": fixed.place,
    }.get(name, "")
    if known and len(known) == width:
        return f"(?P<{name}>{re.escape(known)})"
    return rf"(?P<{name}>\d{{{width}}})"
