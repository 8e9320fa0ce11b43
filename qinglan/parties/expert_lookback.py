"""How far back a tie counts, and how long a statement is good: rule data of packs.

Where no pack says so, the careful answer holds: a tie counts for ever, a statement is never good.
"""

from datetime import date, timedelta

from qinglan.kernel.periods.length import Length, Unit
from qinglan.kernel.rulebook import typed
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.rulebook.rules_on import NATION, NoRule, rule_on

TIES = "experts.lookback"
STATEMENT = "experts.statement-validity"


class Lookback:
    """The rules as they hold on one day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._ties = _content(TIES, on)
        self._statement = _content(STATEMENT, on)

    def counts(self, tie: str, last: date | None) -> bool:
        """Whether a tie that ended on `last` (None: it lasts) still counts on the day."""
        if last is None or last >= self.on:
            return True
        if self._ties is None:
            return True
        try:
            months = int(typed.evaluate(self._ties, {"tie": tie}).result)
        except typed.BadInput:
            return True
        return months > 0 and _later(last, months) >= self.on

    def is_good(self, said_on: date) -> bool:
        """Whether a statement of that day still is good."""
        if self._statement is None or said_on > self.on:
            return False
        months = int(typed.evaluate(self._statement, {}).result)
        return _later(said_on, months) >= self.on


def _later(day: date, months: int) -> date:
    return day + timedelta(days=Length(months, Unit.MONTH).natural_days_after(day))


def _content(slug: str, on: date) -> typed.Content | None:
    try:
        return content_of(rule_on(slug, on, NATION))
    except NoRule:
        return None
