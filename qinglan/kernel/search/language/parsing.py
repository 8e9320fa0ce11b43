"""Parse the text of a search.

words            any of them, the more the better
"some words"     exactly these characters (also “…” and 「…」)
+word  -word     must be there, must not be there
title:word       in this field; also title:"…", trl:6, trl:6..9, published_on:2025-01-01..
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qinglan.kernel.search.engine.asking import Between, Filter, OneOf
from qinglan.kernel.search.engine.fields import Date, Field, Integer, Keyword
from qinglan.kernel.search.language.errors import BadQuery

LONGEST = 2000
"""Characters of a search; what is longer is cut off there."""
_QUOTES = {'"': '"', "“": "”", "”": "”", "「": "」", "『": "』"}
_NAME = re.compile(r"(?P<sign>[+\-－]?)(?P<name>[^\W\d]\w*):(?=[^\s/\\:])")
_SIGN = re.compile(r"[+\-－](?=[^\s\d+\-－])")
_RANGE = re.compile(r"(?P<low>[\d-]*)\.\.(?P<high>[\d-]*)")


@dataclass(frozen=True)
class Clause:
    """A part of a search: words, or a phrase whose characters stand together; in one `field` or anywhere."""

    text: str
    phrase: bool = False
    field: str = ""
    required: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Parsed:
    """Clauses on words, and filters that were written as field:value."""

    clauses: Sequence[Clause] = ()
    filters: Sequence[Filter] = ()


def parse(text: str, fields: Sequence[Field]) -> Parsed:
    """Read `text` for a collection with `fields`. Raises BadQuery."""
    text = text.replace("\x00", " ")[:LONGEST]
    known = {name: field for field in fields for name in (field.name, *field.aliases)}
    clauses: list[Clause] = []
    filters: list[Filter] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        sign, field, place = _head(text, place, known)
        word, phrase, place = _word(text, place)
        if field is not None and isinstance(field, Keyword | Integer | Date):
            filters.append(_filter(field, word, excluded=sign == "-"))
        elif word.strip():
            name = field.name if field is not None else ""
            clauses.append(Clause(word, phrase, name, sign == "+", sign == "-"))
        elif phrase:
            raise BadQuery(
                _("There is nothing between the quotation marks. Write words there or remove them.")
            )
    return Parsed(tuple(clauses), tuple(filters))


def _head(text: str, place: int, known: dict[str, Field]) -> tuple[str, Field | None, int]:
    """Sign and field before a word, and where the word begins."""
    found = _NAME.match(text, place)
    if found is not None:
        name = found["name"]
        field = known.get(name) or known.get(name.casefold())
        if field is not None:
            return found["sign"].replace("－", "-"), field, found.end()
        if name.isascii() and name.islower() and not text.startswith("//", found.end()):
            names = ", ".join(sorted(known))
            raise BadQuery(
                _(
                    "There is no field “%(name)s”. Search in one of these: %(names)s; or put a space after the colon."
                )
                % {"name": name, "names": names}
            )
    begins = place == 0 or text[place - 1].isspace()
    if begins and _SIGN.match(text, place):
        return text[place].replace("－", "-"), None, place + 1
    return "", None, place


def _word(text: str, place: int) -> tuple[str, bool, int]:
    """A phrase or a word, whether it is a phrase, and where what follows begins."""
    closing = _QUOTES.get(text[place]) if place < len(text) else None
    if closing is not None:
        end = text.find(closing, place + 1)
        if end < 0:
            raise BadQuery(
                _("The quotation mark at character %(place)s isn't closed. Close it or remove it.")
                % {"place": place + 1}
            )
        return text[place + 1 : end], True, end + 1
    end = place
    while end < len(text) and not text[end].isspace() and (end == place or text[end] not in _QUOTES):
        end += 1
    return text[place:end], False, end


def _filter(field: Keyword | Integer | Date, word: str, *, excluded: bool) -> Filter:
    if isinstance(field, Keyword):
        return OneOf(field.name, frozenset(word.split(",")), excluded)
    if excluded:
        raise BadQuery(_("“%(name)s” can't be excluded; give a range, such as 1..5.") % {"name": field.name})
    found = _RANGE.fullmatch(word)
    low, high = (found["low"], found["high"]) if found is not None else (word, word)
    return Between(field.name, _bound(field, low, word), _bound(field, high, word))


def _bound(field: Integer | Date, text: str, word: str) -> int | date | None:
    if not text:
        return None
    try:
        return int(text) if isinstance(field, Integer) else date.fromisoformat(text)
    except ValueError:
        example = "6, 6..9" if isinstance(field, Integer) else "2026-01-31, 2026-01-01.."
        raise BadQuery(
            _("“%(word)s” is no value of “%(name)s”. Write it like this: %(example)s.")
            % {"word": word, "name": field.name, "example": example}
        ) from None
