"""What a measure returns: a value, and the rows that were counted or not, each with its reason."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qinglan.kernel.measures.records import Records


class Standing(StrEnum):
    """Whether a result has a value, and why not."""

    KNOWN = "known"
    NO_DATA = "no_data"
    NOT_COMPARABLE = "not_comparable"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Scope:
    """For what a measure is asked.

    `pack` and `territory` (a code) say for which city or district, `on` for which legal day.
    `base_year` is the year from which growth is reckoned. `known_at` asks what was on record at
    that moment; None means all that is on record now. `records`, of the same moment, lets several
    measures share what was fetched.
    """

    pack: str
    territory: str
    on: date
    base_year: int | None = None
    known_at: datetime | None = None
    records: "Records | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Row:
    """One thing that was looked at: whether it counts, and why or why not.

    `value` is None where the row is an entry of a list. `withheld` marks a row of which the
    public may see at most the name. `url` is the public page of what was looked at, where it has one.
    """

    subject: str
    counted: bool
    reason: str
    value: Decimal | None = None
    unit: str = ""
    territory: str = ""
    period: str = ""
    evidence: str = ""
    level: str = ""
    withheld: bool = False
    name_withheld: bool = False
    url: str = ""


@dataclass(frozen=True)
class Result:
    """The value of a measure in `unit`, with the rows behind it and the formula that led to it."""

    value: Decimal | None
    unit: str
    standing: Standing = Standing.KNOWN
    rows: tuple[Row, ...] = field(default=())
    formula: str = ""

    @property
    def counted(self) -> tuple[Row, ...]:
        """The rows that were counted."""
        return tuple(row for row in self.rows if row.counted)
