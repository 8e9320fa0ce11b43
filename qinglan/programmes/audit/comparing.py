"""A measure as of a past day against today, row by row: what was counted then, what now, and why."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.measures.registry import evaluate
from qinglan.kernel.measures.result import Result, Row, Scope
from qinglan.programmes.models import Programme

MEASURES = ("programmes.awards_in_force", "programmes.awards_granted")
"""Measures of one scheme."""


@dataclass(frozen=True)
class Line:
    """One row of the measure at three looks: on the day as known then, on the day as known now, today."""

    subject: str
    evidence: str
    known_then: str
    known_now: str
    today: str
    counted: tuple[bool, bool, bool]

    @property
    def changed(self) -> bool:
        """Whether it counts otherwise in one of the looks."""
        return len(set(self.counted)) > 1


@dataclass(frozen=True)
class Comparison:
    """The three values and the rows."""

    unit: str
    values: tuple[Decimal | None, Decimal | None, Decimal | None]
    lines: tuple[Line, ...]

    @property
    def changed(self) -> int:
        """How many rows count otherwise."""
        return sum(line.changed for line in self.lines)


def compare(name: str, programme: Programme, on: date, today: date) -> Comparison:
    """The measure `name` of the scheme on `on` (as known at the end of that day, and as known now) and today.

    Raises KeyError for another measure than those of `MEASURES`.
    """
    if name not in MEASURES:
        raise KeyError(name)
    parameters = {"programme": programme.slug}
    pack, place = programme.pack, programme.territory_id
    then = datetime.combine(on + timedelta(days=1), time.min, SHANGHAI)
    results = (
        evaluate(name, Scope(pack, place, on, known_at=then), parameters),
        evaluate(name, Scope(pack, place, on), parameters),
        evaluate(name, Scope(pack, place, today), parameters),
    )
    keyed = [_by_key(result) for result in results]
    keys = dict.fromkeys(key for rows in keyed for key in rows)
    lines = [_line(key, [rows.get(key) for rows in keyed]) for key in keys]
    lines.sort(key=lambda line: not line.changed)
    first, second, third = (result.value for result in results)
    return Comparison(results[-1].unit, (first, second, third), tuple(lines))


def _by_key(result: Result) -> dict[tuple[str, str], Row]:
    return {(row.subject, row.evidence): row for row in result.rows}


def _line(key: tuple[str, str], rows: list[Row | None]) -> Line:
    words = [row.reason if row is not None else "" for row in rows]
    counted = [row is not None and row.counted for row in rows]
    return Line(key[0], key[1], words[0], words[1], words[2], (counted[0], counted[1], counted[2]))
