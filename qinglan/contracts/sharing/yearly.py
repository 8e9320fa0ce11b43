"""年报: what a unit reports of a year to its supervising department (促进科技成果转化法第二十一条). Sums, no persons."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qinglan.contracts.models import (
    Base,
    Conversion,
    Distribution,
    DistributionState,
    Reward,
    RewardState,
    Way,
)
from qinglan.contracts.sharing.income import received_for, registration_of
from qinglan.kernel.web.money import in_unit
from qinglan.parties.models import Organisation

HEADINGS = (
    "转化方式", "转化项数（项）", "合同金额（万元）", "其中已登记（项）", "登记合同金额（万元）", "当年到账（万元）",
    "当年分配净收入（万元）", "当年登记股权（万元）", "奖励个人总额（万元）", "其中现金（万元）", "其中股权（万元）",
    "奖励人次（人次）", "已拟定未登记的股权（万元，不计入）",
)  # fmt: skip
_SUMMED = (
    "conversions", "amount", "registered", "registered_amount", "received", "net", "equity", "rewards",
    "rewards_equity", "persons", "drafted_equity",
)  # fmt: skip


@dataclass
class Line:
    """The figures of one way in a year. Amounts in 分.

    `net`: net income or profit that plans share out; `equity`: equity that was recorded, `rewards_equity` what of
    it went to persons. `drafted_equity` waits to be recorded and counts nowhere else.
    """

    way: str
    conversions: int = 0
    amount: int = 0
    registered: int = 0
    registered_amount: int = 0
    received: int = 0
    net: int = 0
    equity: int = 0
    rewards: int = 0
    rewards_equity: int = 0
    persons: int = 0
    drafted_equity: int = 0
    numbers: list[str] = field(default_factory=list)


def lines(unit: Organisation, year: int) -> list[Line]:
    """A line for each way and the sum. A conversion counts in the year of its contract, or of its decision."""
    found = {way.value: Line(str(way.label)) for way in Way}
    rows = Conversion.objects.filter(keeper=unit, state__in=["running", "closed", "stopped"]).select_related(
        "contract__registration"
    )
    for row in rows:
        line = found[row.way]
        on = row.contract.signed_on if row.contract is not None else row.decided_on
        if on is not None and on.year == year:
            line.conversions += 1
            line.amount += row.price
        registration = registration_of(row.contract)
        day = registration.registered_on if registration is not None else None
        if registration is not None and day is not None and day.year == year:
            line.registered += 1
            line.registered_amount += registration.amount or 0
            line.numbers.append(registration.national_number or "")
        line.received += sum(one.amount for one in received_for(row.contract) if one.received_on.year == year)
    _add_plans(unit, year, found)
    total = Line(_("Together"))
    for line in found.values():
        for name in _SUMMED:
            setattr(total, name, getattr(total, name) + getattr(line, name))
    return [*found.values(), total]


def _add_plans(unit: Organisation, year: int, found: dict[str, Line]) -> None:
    """Net income and profit by the day of the plan, equity by the day on which it was recorded, rewards by the day of
    payment.
    """
    plans = Distribution.objects.filter(conversion__keeper=unit).exclude(state=DistributionState.DROPPED)
    cash = plans.exclude(base=Base.EQUITY).filter(made_at__year=year)
    for way, net in cash.values_list("conversion__way", "net"):
        found[way].net += net
    shared = plans.filter(base=Base.EQUITY)
    recorded = shared.filter(state=DistributionState.PAID, changed_at__year=year)
    for way, whole in recorded.values_list("conversion__way", "net"):
        found[way].equity += whole
    drafted = shared.filter(state=DistributionState.DRAFT, made_at__year__lte=year)
    for way, whole in drafted.values_list("conversion__way", "net"):
        found[way].drafted_equity += whole
    rewards = Reward.objects.filter(distribution__conversion__keeper=unit).filter(
        Q(state=RewardState.PAID, pay_on__year=year, distribution__in=plans)
        | Q(state=RewardState.RECORDED, distribution__in=recorded)
    )
    for way, state, amount in rewards.values_list("distribution__conversion__way", "state", "amount"):
        line = found[way]
        line.rewards += amount
        line.rewards_equity += amount if state == RewardState.RECORDED else 0
        line.persons += 1


def cells(line: Line) -> list[Any]:
    """A line for page and spreadsheet, amounts in 万元."""
    return [
        line.way, line.conversions, in_unit(line.amount, "wan"), line.registered,
        in_unit(line.registered_amount, "wan"), in_unit(line.received, "wan"), in_unit(line.net, "wan"),
        in_unit(line.equity, "wan"), in_unit(line.rewards, "wan"), in_unit(line.rewards - line.rewards_equity, "wan"),
        in_unit(line.rewards_equity, "wan"), line.persons, in_unit(line.drafted_equity, "wan"),
    ]  # fmt: skip


def due_on(year: int, until: Any) -> date:
    """The day by which the report on a year is handed in."""
    return date(year + 1, until.month, until.day)
