"""What can be brought in by spreadsheet: each app registers its own imports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

from qinglan.kernel.sheets.complaint import Finding
from qinglan.kernel.sheets.form import SheetForm
from qinglan.kernel.sheets.reading import Reading

Act = Literal["new", "change", "same"]
Progress = Callable[[int, int], None]
"""Called with the number of rows done and the number of all."""


@dataclass(frozen=True)
class Outcome:
    """What a row would do: `act`, the row's key and name, and for a change what becomes what."""

    row: int
    act: Act
    key: str
    label: str
    changes: tuple[str, ...] = ()


@dataclass
class Examination:
    """What all rows would do against the data as they are now, and further faults."""

    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def count(self, act: Act) -> int:
        """How many rows do this."""
        return sum(outcome.act == act for outcome in self.outcomes)


@dataclass(frozen=True)
class Source:
    """Where rows come from: the file's name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Import:
    """One import.

    `examine(reading=…)` looks the rows up and writes nothing; with ``lock=True`` it locks what it
    looked at. `apply(acting_user=…, rows=…, source=…, progress=…)` is the verb that writes all rows; it is
    called in a transaction in which `examine` has locked, and checks the permission itself.
    `permission` lets a reader see the pages. `breadcrumb` and `back` name the page that it belongs to.
    """

    slug: str
    form: SheetForm
    title: str | Promise
    lead: str | Promise
    permission: str
    examine: Callable[..., Examination]
    apply: Callable[..., int]
    back: str
    back_label: str | Promise


IMPORTS: dict[str, Import] = {}


def register(one: Import) -> None:
    """Enter an import; its address may be entered once."""
    if one.slug in IMPORTS:
        raise ValueError(f"the import {one.slug} is registered twice")
    IMPORTS[one.slug] = one


def examine_all(one: Import, reading: Reading, *, lock: bool = False) -> Examination:
    """The examination of `reading` by its import; the findings of both together, by row."""
    examination = one.examine(reading=reading, lock=lock)
    found: Sequence[Finding] = [*reading.findings, *examination.findings]
    examination.findings = sorted(found, key=lambda finding: finding.row)
    return examination
