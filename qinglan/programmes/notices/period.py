"""How long a public notice stands, and until when objections to it are ruled on and answered."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.outages import reach
from qinglan.kernel.periods import Deadline, Length, Outage, Unit, end_of_period
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.rulebook.rule_files import content_of
from qinglan.kernel.rulebook.rules_on import NoRule, rule_on
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.models import Notice

RULING = "objection.ruling"
ANSWER = "objection.answer"
_UNLESS_RULED = {RULING: Length(10, Unit.WORKING_DAY), ANSWER: Length(5, Unit.WORKING_DAY)}


def length_of(definition: Definition, step: str) -> Length:
    """The length of the notice at `step`; Impossible where the definition names none."""
    within = definition.step(step).within
    if within is None:
        raise Impossible(_("The definition of this scheme doesn't say how long its public notice stands."))
    return Length(within.number, Unit(within.unit))


def period(start: date, lengths: Iterable[Length], closing: time | None) -> Deadline:
    """The period that begins to run after `start`; the longest where cases of several versions stand together."""
    calendar = national_calendar()
    found = [end_of_period(start, length, calendar, closing=closing) for length in lengths]
    return max(found, key=lambda one: one.last_day or start)


def standing(notice: Notice) -> Deadline:
    """The end of a notice as it stands, in the form of the kernel."""
    calendar = national_calendar()
    return Deadline(
        start=notice.counted_from,
        length=Length(notice.length, Unit(notice.unit)),
        last_day=notice.last_day,
        ends_at=notice.ends_at,
        counted=notice.length,
        moved=False,
        coverage=calendar.coverage(notice.counted_from, notice.last_day),
    )


def after_outage(notice: Notice, outage: Outage) -> Deadline:
    """The end after an outage by the rule of legal periods; Impossible where the rule doesn't reach."""
    after = reach.after_outage(standing(notice), outage)
    if after is None:
        raise Impossible(
            _(
                "By the rule an outage counts that took at least {minutes} minutes of the last {hours} hours. Set another last day yourself, with the reason."
            ).format(**reach.rule_in_words()),
            field="outage_began",
        )
    return after


def due(slug: str, moment: datetime, territory: str) -> datetime:
    """The end of the period that the rule `slug` gives for something that happened at `moment`."""
    day = legal_day(moment)
    try:
        content = content_of(rule_on(slug, day, territory))
        length = Length(int(content.number), Unit(content.unit))  # type: ignore[union-attr]
    except NoRule:
        length = _UNLESS_RULED[slug]
    ends_at = end_of_period(day, length, national_calendar()).ends_at
    assert ends_at is not None
    return ends_at
