"""How far an outage reaches: a period that ended in it or soon after goes on longer, by the rule in force."""

from datetime import datetime, timedelta

from qinglan.kernel.outages.rule import rule_in_force
from qinglan.kernel.periods import Deadline, Outage, extended
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.periods.length import days
from qinglan.kernel.periods.packs import national_calendar

_ONE_INSTANT = timedelta(microseconds=1)


def ending_at(moment: datetime) -> Deadline:
    """A period of which only its end is known."""
    last = legal_day(moment - _ONE_INSTANT)
    return Deadline(
        start=last, length=days(1), last_day=last, ends_at=moment, counted=1, moved=False,
        coverage=national_calendar().coverage(last, last),
    )  # fmt: skip


def after_outage(before: Deadline, outage: Outage) -> Deadline | None:
    """How the period ends after the outage; None where the rule doesn't reach it."""
    after = extended(before, [outage], rule_in_force(), national_calendar())
    return None if after.ends_at is None or after.ends_at == before.ends_at else after


def rule_in_words() -> dict[str, int]:
    """The numbers of the rule for a sentence: `minutes` that an outage takes at least, `hours` before the end."""
    rule = rule_in_force()
    return {
        "minutes": int(rule.at_least.total_seconds() // 60),
        "hours": int(rule.within.total_seconds() // 3600),
    }
