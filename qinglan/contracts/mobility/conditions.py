"""Which conditions an arrangement meets: met, unmet or unknown, each with its source. Needs no database."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from qinglan.contracts.mobility.pack import Condition, MobilityFile, WayRule
from qinglan.contracts.models import Mobility
from qinglan.kernel.periods.length import months_later

Verdict = Literal["met", "unmet", "unknown"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Checked:
    """One condition as it stands: in words, whether it is met, whether it stops the approval, where it comes from."""

    key: str
    words: str
    verdict: Verdict
    blocks: bool
    source: str

    @property
    def light(self) -> str:
        """The light beside it."""
        if self.verdict == "met":
            return "done"
        return "late" if self.verdict == "unmet" and self.blocks else "due"


def checked(row: Mobility, rules: MobilityFile) -> list[Checked]:
    """All conditions of the arrangement's way, in the order of the rules."""
    return [
        Checked(one.key, _words(one), _verdict(one, row), one.effect == "block", one.said_in())
        for one in rules.conditions
        if row.form in one.ways
    ]


def last_day_of_first_term(way: WayRule, starts_on: date) -> date | None:
    """The last day that the first term may have; None without a limit."""
    return None if way.first_months is None else months_later(starts_on, way.first_months) - ONE_DAY


def last_day_of_extension(way: WayRule, was_until: date) -> date | None:
    """The last day that an extension after `was_until` may have; None without a limit."""
    if way.extension_months is None:
        return None
    return months_later(was_until + ONE_DAY, way.extension_months) - ONE_DAY


def _verdict(one: Condition, row: Mobility) -> Verdict:
    if one.key == "years_of_service":
        if row.years_of_service is None or one.least is None:
            return "unknown"
        return "met" if row.years_of_service >= one.least else "unmet"
    fact = {
        "not_under_investigation": row.is_under_investigation,
        "no_national_project": row.leads_national_project,
        "not_head": row.is_head,
        "head_part_time": row.is_head,
    }[one.key]
    if fact is None:
        return "unknown"
    return "unmet" if fact else "met"


def _words(one: Condition) -> str:
    if one.key == "years_of_service":
        return _("At least %(years)s years of service in the unit") % {"years": one.least}
    return {
        "not_under_investigation": _("Not under investigation"),
        "no_national_project": _("Leads no major national project"),
        "not_head": _("Holds no leading post, or has resigned from it"),
        "head_part_time": _("Holds no leading post, or the personnel authority has agreed"),
    }[one.key]
