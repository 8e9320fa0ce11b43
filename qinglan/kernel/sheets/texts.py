"""Tables that are text: in which characters they are written, and what parts their cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_noop as _

from qinglan.kernel.sheets.complaint import Complaint, Unreadable

DELIMITERS = (",", "\t", ";", "|")
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 200
"""Lines from which the delimiter is told."""
_MOST_CHECKED = 25_000
"""Rows in which an unclosed quotation mark is looked for; no form takes more."""
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_KEPT_A_TEXT = re.compile(r"['`‘’]+\s*(\d[^'`‘’]*|[A-Za-z+\-=.¥￥(（][^'`‘’\s]*\d[^'`‘’\s]*)['`‘’]?")


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16 (with or without its mark) or GB 18030; raises Unreadable."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise _unreadable() from error
    if b"\0" in content:
        raise Unreadable(
            Complaint(
                _(
                    "The file is damaged or under a password. Open it, save it anew as xlsx without a password, and send it again."
                )
            )
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable()


def _unreadable() -> Unreadable:
    return Unreadable(Complaint(_("The characters of the file can't be read. Save it as UTF-8.")))


def rows_of_text(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row, parted by whatever parts most of them evenly. Raises csv.Error.

    A quotation mark that is never closed would swallow the rows below it: where a cell holds whole rows, the
    marks are taken as they stand.
    """
    first = 1
    told = _SEP.match(text)
    if told:
        text, first = text[told.end() :], 2
    delimiter = told[1] if told else delimiter_of(text)
    if _swallows(text, delimiter):
        rows = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    yield from enumerate(rows, first)


def _swallows(text: str, delimiter: str) -> bool:
    if '"' not in text:
        return False
    rows = islice(csv.reader(io.StringIO(text), delimiter=delimiter), _MOST_CHECKED)
    return any("\n" in cell and _holds_rows(cell, delimiter, len(row)) for row in rows for cell in row)


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    return any(line.count(delimiter) >= max(width - 1, 2) for line in cell.split("\n")[1:])


def delimiter_of(text: str) -> str:
    """Which delimiter parts the most rows into the same number of cells: amounts have commas, headings have none."""
    head = "".join(islice(io.StringIO(text), _LOOKED_AT))
    return max(DELIMITERS, key=lambda one: _evenly_parted(head, one))


def _evenly_parted(head: str, delimiter: str) -> int:
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0
    common = Counter(width for width in widths if width > 1).most_common(1)
    return common[0][1] if common else 0


def unwrapped(value: str) -> str:
    """What is in a cell without the signs that keep a number a text: ``="0012"``, ``'0012``, a tab behind it."""
    plain = value.strip("\ufeff\u200b")
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]
    found = _KEPT_A_TEXT.fullmatch(plain.strip())
    return found[1] if found else plain
