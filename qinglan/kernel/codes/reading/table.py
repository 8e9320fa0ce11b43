"""Read a table of text: tab or comma, with a header; lines that begin with # are left out."""

import csv
from collections.abc import Iterator
from pathlib import Path


class BadTable(ValueError):
    """The file can't be read as the table that was asked for: ``file:line: reason``."""


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and fields of each row. Raises BadTable for a missing file, column or field."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(f"{path}: can't be read: {error}") from error
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line and not line.startswith("#")
    ]
    if not lines:
        raise BadTable(f"{path}:1: the table is empty")
    tabs = "\t" in lines[0][1]
    reader = csv.reader(
        (line for _number, line in lines),
        delimiter="\t" if tabs else ",",
        quoting=csv.QUOTE_NONE if tabs else 0,
    )
    header = next(reader)
    if missing := [column for column in columns if column not in header]:
        raise BadTable(f"{path}:{lines[0][0]}: the column {missing[0]} is missing")
    for (number, _line), fields in zip(lines[1:], reader, strict=True):
        if len(fields) < len(header):
            raise BadTable(f"{path}:{number}: {len(fields)} fields, the header has {len(header)}")
        yield number, dict(zip(header, fields, strict=False))
