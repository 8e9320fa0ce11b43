"""How a target's standing is said to readers: a light with its word, one sentence, a distance."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from qinglan.kernel.web.quantities import number, quantity, with_unit
from qinglan.plans.evaluation import State, is_ceiling
from qinglan.plans.models import Quantity
from qinglan.plans.standing import TargetStanding, aim_of


@dataclass(frozen=True)
class Light:
    """A light's kind (done, due, late, idle) and its word."""

    kind: str
    word: str | Promise


LIGHTS = {
    State.REACHED: Light("done", pgettext_lazy("target", "reached")),
    State.SURPLUS: Light("done", pgettext_lazy("target", "reached with surplus")),
    State.REACHED_LATE: Light("done", pgettext_lazy("target", "reached late")),
    State.UNDER_WAY: Light("due", pgettext_lazy("target", "under way")),
    State.MISSED: Light("late", pgettext_lazy("target", "not reached in time")),
    State.SOFT_OPEN: Light("idle", pgettext_lazy("target", "not reached (guiding only)")),
    State.NO_DATA: Light("idle", pgettext_lazy("target", "no figure yet")),
    State.NOT_COMPARABLE: Light("idle", pgettext_lazy("target", "not comparable")),
    State.WITHHELD: Light("idle", pgettext_lazy("target", "withheld")),
}


def asked(target: Quantity) -> str:
    """What the plan asks, with the comparator in words and the unit: “3 to 5 centres”."""
    return quantity(target.comparator, target.value, target.unit_name, target.upper, per=target.per)


def measured(value: Decimal | None, target: Quantity) -> str:
    """A measured value in the target's unit; a dash where there is none."""
    return "—" if value is None else with_unit(number(value), target.unit_name)


def to_go(standing: TargetStanding) -> str:
    """The distance to go in words; "" where there is none or no figure."""
    evaluation = standing.evaluation
    if evaluation.actual is None or evaluation.is_met:
        return ""
    aim = aim_of(standing.target)
    amount = _difference(evaluation.distance, standing.target)
    if is_ceiling(aim):
        return _("%(amount)s too much") % {"amount": amount}
    if evaluation.distance == 0:
        return _("must be exceeded, not only met")
    return _("%(amount)s to go") % {"amount": amount}


def _difference(value: Decimal, target: Quantity) -> str:
    """A distance; between two percentages it is one of percentage points."""
    if target.unit != "%":
        return measured(value, target)
    return ngettext("%(count)s percentage point", "%(count)s percentage points", 1 if value == 1 else 2) % {
        "count": number(value)
    }


OPEN = {
    State.REACHED: gettext_lazy("Reached: %(actual)s; asked for: %(asked)s."),
    State.SURPLUS: gettext_lazy("Reached with surplus: %(actual)s; asked for: %(asked)s."),
    State.UNDER_WAY: gettext_lazy("Under way: %(actual)s; asked for: %(asked)s; %(to_go)s."),
    State.SOFT_OPEN: gettext_lazy(
        "Not reached so far: %(actual)s; asked for: %(asked)s. The plan's wording is guiding, so this does not count as failed."
    ),
    State.NO_DATA: gettext_lazy("No figure has been reported yet; asked for: %(asked)s."),
    State.WITHHELD: gettext_lazy(
        "The figure is made of so few reports that showing it would give one of them away; asked for: %(asked)s."
    ),
    State.NOT_COMPARABLE: gettext_lazy(
        "Growth can't be computed because the base is zero; asked for: %(asked)s."
    ),
}
"""While the deadline lies ahead, or where there is none."""
OVER = {
    State.REACHED: gettext_lazy("Reached: %(then)s at the deadline; asked for: %(asked)s. Now: %(actual)s."),
    State.SURPLUS: gettext_lazy(
        "Reached with surplus: %(then)s at the deadline; asked for: %(asked)s. Now: %(actual)s."
    ),
    State.REACHED_LATE: gettext_lazy(
        "Reached after the deadline: %(then)s then, %(actual)s now; asked for: %(asked)s."
    ),
    State.MISSED: gettext_lazy(
        "Not reached in time: %(then)s at the deadline, %(actual)s now; asked for: %(asked)s."
    ),
    State.SOFT_OPEN: gettext_lazy(
        "Not reached: %(then)s at the deadline, %(actual)s now; asked for: %(asked)s. The plan's wording is guiding, so this does not count as failed."
    ),
}
"""Once the deadline has passed."""


def sentence(standing: TargetStanding) -> str:
    """How the target stands, in one sentence."""
    then = standing.at_deadline.value if standing.at_deadline else None
    state = standing.evaluation.state
    pattern = OVER.get(state, OPEN.get(state)) if standing.at_deadline else OPEN[state]
    return str(pattern) % {
        "actual": measured(standing.evaluation.actual, standing.target),
        "asked": asked(standing.target),
        "then": measured(then, standing.target),
        "to_go": to_go(standing),
    }


def headline(standings: list[TargetStanding]) -> str:
    """How a plan stands, in one sentence."""
    met = sum(1 for standing in standings if standing.evaluation.is_met)
    unknown = sum(1 for standing in standings if standing.evaluation.actual is None)
    text = _("%(met)s of %(all)s targets are reached.") % {"met": met, "all": len(standings)}
    if unknown:
        text += " " + _("For %(count)s there is no figure yet.") % {"count": unknown}
    return text
