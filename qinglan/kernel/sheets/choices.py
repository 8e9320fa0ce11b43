"""How people write a choice: its code, its words, another word for it, both together, a code without its noughts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from qinglan.kernel.sheets.form import Column

_BETWEEN = re.compile(r"[\s\-–—_/|:、,.>→()\[\]]+")
_BRACKET = re.compile(r"(.+?)\((.+)\)")
_NOT_ALONE = re.compile(r"其[他它]|other|未细分")
"""What in brackets tells a choice from its neighbours and means nothing alone."""


def folded(text: str) -> str:
    """How a choice is compared: half-width, without blanks, in small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def spellings(column: Column) -> dict[str, str]:
    """Each way of writing a choice of the column, folded, to its value."""
    every = column.all_choices()
    found = {
        folded(written): one.value for one in every for written in (one.value, one.words.zh, one.words.en)
    }
    parts = [
        (part, one.value)
        for one in every
        if (match := _BRACKET.fullmatch(folded(one.words.zh)))
        for part in match.groups()
        if not _NOT_ALONE.fullmatch(part)
    ]
    times = Counter(part for part, _value in parts)
    further = [(folded(written), one.value) for one in every for written in one.also]
    for written, value in [*further, *(one for one in parts if times[one[0]] == 1)]:
        found.setdefault(written, value)
    return found


def chosen(column: Column, known: Mapping[str, str], text: str) -> str | None:
    """The value that a text names; None where it names none, or several that are listed.

    Systems write code and words together (``022 高等院校``), a kind above its sub-kind (``技术开发-委托开发``), and
    spreadsheets take the noughts off a code.
    """
    whole = folded(text)
    if whole in known:
        return known[whole]
    if whole.isdecimal():
        lengths = {len(one) for one in known if one.isdecimal() and len(one) > len(whole)}
        values = {known[code] for width in lengths if (code := whole.zfill(width)) in known}
        return values.pop() if len(values) == 1 else None
    parts = [folded(part) for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if part]
    match = re.match(r"[0-9a-z]+(?=[\u4e00-\u9fff])", whole)
    if match:
        parts += [match[0], whole[match.end() :]]
    values = {known[part] for part in parts if part in known}
    if len(values) > 1:
        values -= {one.value for one in column.all_choices() if not one.listed}
    return values.pop() if len(values) == 1 else None
