"""``sharing.yaml`` of the packs: notices, floors, costs, heads of units, idle inventions, filing, the yearly report."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language
from pydantic import Field, model_validator

from qinglan.kernel.periods import Length, Unit
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.rulebook.rules_on import rule_on
from qinglan.kernel.rulebook.yaml_file import read_yaml

WAYS = ("transfer", "licence", "equity", "own_use", "joint_use")


class SourceForm(Strict):
    """Where a rule stands; `certainty` says whether its text was seen."""

    document: str
    article: str
    certainty: Literal["seen", "known", "default"]


class PeriodForm(Strict):
    """A period."""

    number: int = Field(ge=1, le=366)
    unit: Literal["day", "working_day"]

    def length(self) -> Length:
        """In the form of legal periods."""
        return Length(self.number, Unit(self.unit))


class NoticeForm(Strict):
    """How long a notice stands. `needed_for` names the pricing ways that need it (empty: all)."""

    length: PeriodForm
    needed_for: tuple[Literal["agreement", "listing", "auction"], ...] = ()
    source: SourceForm


class YearsForm(Strict):
    """In how many years after production began profit is shared; with fewer it is closed with a reason alone."""

    fewest: int = Field(ge=1)
    most: int = Field(le=20)


class Listed(Strict):
    """An entry of a closed list, in both languages."""

    code: str = Field(max_length=20)
    zh: str
    en: str

    def words(self) -> str:
        """In the reader's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh


class CostsForm(Strict):
    """Kinds of direct cost, and which receipt carries them: the ``first``, or ``each`` what arose until then."""

    carried_by: Literal["first", "each"]
    kinds: tuple[Listed, ...] = Field(min_length=1)
    source: SourceForm


class HeadsForm(Strict):
    """Whether the principal head of a unit may get cash and equity."""

    cash: bool
    equity: bool
    source: SourceForm


class IdleForm(Strict):
    """After how many months an unused invention counts as idle, and until when the unit answers."""

    after_months: int = Field(ge=1)
    answer: PeriodForm
    source: SourceForm


class ProlongingForm(Strict):
    """How many consecutive days off within a period prolong it."""

    consecutive_days_off: int = Field(ge=3, le=15)
    source: SourceForm


class FilingForm(Strict):
    """By which day of the month after payment the filing with the tax office is due, and how holidays prolong it."""

    day_of_next_month: int = Field(ge=1, le=28)
    prolonged_by: ProlongingForm
    source: SourceForm


class DayOfYear(Strict):
    """A day of each year."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class YearlyForm(Strict):
    """Until when the report on a year is handed in, in the next one."""

    until: DayOfYear
    source: SourceForm


class SharingFile(Strict):
    """``sharing.yaml``."""

    price_notice: NoticeForm
    reward_notice: NoticeForm
    floors: dict[str, str]
    main_contributors: str
    binds: tuple[str, ...]
    profit_years: YearsForm
    costs: CostsForm
    heads: HeadsForm
    idle: IdleForm
    filing: FilingForm
    yearly_report: YearlyForm
    result_kinds: tuple[Listed, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_way_has_its_floor(self) -> "SharingFile":
        if set(self.floors) != set(WAYS):
            raise ValueError(f"floors: one for each of {', '.join(WAYS)}")
        return self

    def cost_words(self, code: str) -> str:
        """A kind of cost as readers know it."""
        return next((one.words() for one in self.costs.kinds if one.code == code), code)

    def kind_words(self, code: str) -> str:
        """A kind of result as readers know it."""
        return next((one.words() for one in self.result_kinds if one.code == code), code)


@dataclass(frozen=True)
class Floor:
    """A floor in ten-thousandths, and where it stands."""

    share: int
    document: str
    article: str
    version: Any


def sharing() -> SharingFile:
    """The rules in force. Raises LookupError without any."""
    return in_force("sharing.yaml", SharingFile)


def floor_of(way: str, day: date, territory: str) -> Floor:
    """What the law gives the team at least of an income by this way. Raises NoRule."""
    return _floor(sharing().floors[way], day, territory)


def main_floor(day: date, territory: str) -> Floor:
    """What main contributors get at least of the reward. Raises NoRule."""
    return _floor(sharing().main_contributors, day, territory)


def _floor(slug: str, day: date, territory: str) -> Floor:
    version = rule_on(slug, day, territory)
    share = content_of(version).share * 10_000  # type: ignore[union-attr]  # a rule of the kind ratio
    return Floor(int(share), version.document, version.article, version)


def load_sharing(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, SharingFile).floors)


register(FileKind("shares of income", "sharing.yaml", SharingFile, load_sharing, order=100))
