"""The tax of a reward by the aid: the conditions filled from the case, earlier rewards of the year counted.

An aid and no ruling: what is not known stays unknown, and the whole reward counts then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.aids.answers import Point, Verdict, verdict_of
from qinglan.contracts.aids.pack import fen, on, taxes
from qinglan.contracts.aids.personal_income import Facts, Month, Year, conditions, withheld
from qinglan.contracts.models import Distribution, Inventor, Reward, RewardState, UnitNature, Way
from qinglan.contracts.sharing.income import registration_of
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import day

_QUALIFIES: dict[str, bool | None] = {
    UnitNature.STATE_UNIVERSITY: True,
    UnitNature.STATE_INSTITUTE: True,
    UnitNature.PRIVATE_NONPROFIT: None,
    UnitNature.ENTERPRISE: False,
}
_OUTSIDE = "other"


@dataclass(frozen=True)
class Pay:
    """What the finance office says of the month: salary and deductions in 分."""

    salary: int
    social: int = 0
    additional: int = 0
    other: int = 0


@dataclass(frozen=True)
class Reckoned:
    """The tax of a reward: its conditions, what counts, the month's tax, and what of it is due to the reward."""

    verdict: Verdict
    points: tuple[Point, ...]
    counted: int
    withheld: int
    added: int
    months: tuple[Month, ...]


def facts_of(plan: Distribution, paid_on: date) -> Facts:
    """What the conditions ask, from the case. The oldest receipt of the plan decides about the months."""
    conversion = plan.conversion
    first = plan.receipts.aggregate(first=Min("received_on"))["first"]
    return Facts(
        paid_on=paid_on,
        received_on=first,
        mode={Way.TRANSFER: "transfer", Way.LICENCE: "licence", Way.EQUITY: "equity"}.get(
            Way(conversion.way), "own"
        ),
        unit_qualifies=_QUALIFIES[conversion.rule.nature],
        kind_qualifies=not conversion.inventions.filter(kind=_OUTSIDE).exists(),
        is_contributor=True,
        was_noticed=True if plan.notices.filter(state="closed").exists() else None,
        is_registered=registration_of(conversion.contract) is not None,
        kept_apart=plan.kept_apart,
    )


def points_of(plan: Distribution, inventor: Inventor, paid_on: date) -> tuple[Point, ...]:
    """The conditions of the half, those of the aid and one that the case knows besides. Raises Impossible."""
    rule = on(taxes().cash_reward, paid_on)
    if rule is None:
        raise Impossible(_no_rule())
    has_left = inventor.left_on is not None and inventor.left_on < paid_on
    return (
        *conditions(facts_of(plan, paid_on), rule),
        Point(
            _(
                "The person gets salary from the unit in the month of payment; of who left the tax office is asked first"
            ),
            None if has_left else True,
        ),
    )


def reckon(plan: Distribution, reward: Reward, pay: Pay, paid_on: date) -> Reckoned:
    """The tax of `reward` paid on a day.

    Raises Impossible where no rule is in force, before the notice ended, and before a reward of the person's that is
    paid already: taxes are withheld in the order of payment, what was withheld is not reckoned again.
    """
    _require_in_order(plan, reward, paid_on)
    tax, half = on(taxes().personal_income, paid_on), on(taxes().cash_reward, paid_on)
    if tax is None or half is None:
        raise Impossible(_no_rule())
    points = points_of(plan, reward.inventor, paid_on)
    verdict = verdict_of(points)
    share = half.counted_share if verdict == "yes" else Decimal(1)
    earlier = counted_before(reward, paid_on)
    year = Year(pay.salary, pay.social, pay.additional, pay.other, reward.amount, paid_on.month)
    months = withheld(year, tax, share, also=earlier)
    without = withheld(
        Year(pay.salary, pay.social, pay.additional, pay.other, 0, paid_on.month), tax, share, also=earlier
    )
    here = paid_on.month - 1
    return Reckoned(
        verdict,
        points,
        fen(reward.amount * share),
        months[here].withheld,
        months[here].withheld - without[here].withheld,
        months,
    )


def _require_in_order(plan: Distribution, reward: Reward, paid_on: date) -> None:
    last_day = plan.notices.filter(state="closed").aggregate(last=Max("last_day"))["last"]
    if last_day is not None and paid_on <= last_day:
        raise Impossible(
            _("The notice ran until {day}. Rewards are paid after it.").format(day=day(last_day)),
            field="pay_on",
        )
    later = _paid_in_year(reward, paid_on).filter(pay_on__gt=paid_on).order_by("-pay_on").first()
    if later is not None and later.pay_on is not None:
        raise Impossible(
            _(
                "{name} was paid another reward on {day}, and its tax is withheld already."
                " Give that day of payment or a later one."
            ).format(name=reward.inventor.name, day=day(later.pay_on)),
            field="pay_on",
        )


def _paid_in_year(reward: Reward, paid_on: date) -> QuerySet[Reward]:
    return Reward.objects.filter(
        inventor=reward.inventor_id, state=RewardState.PAID, pay_on__year=paid_on.year
    ).exclude(pk=reward.pk)


def counted_before(reward: Reward, paid_on: date) -> Sequence[tuple[int, int]]:
    """(month, 分 that counted) of the person's other rewards paid in the same year until that day."""
    paid = _paid_in_year(reward, paid_on).filter(pay_on__lte=paid_on).values_list("pay_on", "counted")
    return [(on.month, counted) for on, counted in paid if on is not None and counted is not None]


def _no_rule() -> str:
    return str(_("No tax rule is known for this day. Check the day of payment."))
