"""A sheet form: which columns a spreadsheet has, as an office's notice prints them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.words import Words

__all__ = ["Check", "Choice", "Column", "SheetForm", "Words"]

Kind = Literal["text", "code", "mobile", "choice", "date", "money"]
Check = Callable[[Any], Complaint | None]


@dataclass(frozen=True)
class Choice:
    """A value that a cell may have, and how it is written; the value itself is understood too, and so is `also`.

    What is not `listed` is understood in files, but not offered by the template.
    """

    value: str
    words: Words
    also: tuple[str, ...] = ()
    listed: bool = True


Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]


@dataclass(frozen=True)
class Column:
    """One column.

    `kind` says what a cell becomes: ``text`` and ``code`` and ``mobile`` a text (the latter two
    refuse a formula and a number that has lost digits), ``choice`` the value of one of `choices`,
    ``date`` a day, ``money`` an integer of 分, written in `unit` unless the heading names another.
    `check` gets that value and returns a complaint or None; `check_now` gives such a check as it is when a file is
    read, asked once a file (what is past, the clock knows). `group` stands merged over columns that
    follow one another with the same group. `aliases` are other headings that are understood, the more exact
    first. `tidy` takes a text to what is read of it, before anything else. A column that is `only_read` is
    understood in files of other systems, and is not in the template.
    """

    key: str
    title: Words
    kind: Kind = "text"
    required: bool = False
    choices: Choices = ()
    check: Check | None = None
    check_now: Callable[[], Check] | None = None
    unit: Literal["元", "万元", "亿元"] = "万元"
    longest: int = 200
    example: str = ""
    hint: Words | None = None
    aliases: tuple[str, ...] = ()
    group: Words | None = None
    tidy: Callable[[str], str] | None = None
    only_read: bool = False

    def all_choices(self) -> Sequence[Choice]:
        """The choices as they stand now."""
        return self.choices() if callable(self.choices) else self.choices

    @property
    def heading(self) -> str:
        """The title as the template prints it: with a star where it is required, and the unit."""
        unit = f"（{self.unit}）" if self.kind == "money" else ""
        return f"{'*' if self.required else ''}{self.title}{unit}"


@dataclass(frozen=True)
class SheetForm:
    """A spreadsheet: its title, its columns, and the column whose value names a row (`key`).

    A value of `key` stands once, but where `key_repeats`: several rows are about one thing. `takes_lines`
    says that a file of one JSON object a line (jsonl), named by the keys of the columns, is read too.
    """

    title: Words
    columns: tuple[Column, ...]
    key: str
    notes: tuple[Words, ...] = ()
    most_rows: int = 20_000
    key_repeats: bool = False
    takes_lines: bool = False

    def as_of_now(self) -> "SheetForm":
        """The form with the checks as they are now."""
        columns = (
            one if one.check_now is None else replace(one, check=one.check_now(), check_now=None)
            for one in self.columns
        )
        return replace(self, columns=tuple(columns))

    def column(self, key: str) -> Column:
        """The column called `key`; raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)
