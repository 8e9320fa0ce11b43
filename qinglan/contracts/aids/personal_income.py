"""Personal income tax on a cash reward 职务科技成果转化现金奖励, withheld cumulatively over a year. Amounts in 分.

Handbook 3.3: a half of the reward counts as salary of its month, if all conditions hold (财税〔2018〕58号).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.aids.answers import Answer, Line, Point, no_rule, verdict_of
from qinglan.contracts.aids.pack import CashReward, PersonalIncome, fen, on, source, taxes
from qinglan.kernel.periods.length import months_later
from qinglan.kernel.web.money import number_in

MONTHS = 12


@dataclass(frozen=True)
class Year:
    """A year of somebody: what he gets and what is deducted in every month, the reward and its month (1 to 12)."""

    salary: int
    social: int
    additional: int
    other: int
    reward: int
    month: int


@dataclass(frozen=True)
class Facts:
    """What the conditions ask; None where it was not said."""

    paid_on: date
    received_on: date | None
    mode: str
    unit_qualifies: bool | None
    kind_qualifies: bool | None
    is_contributor: bool | None
    was_noticed: bool | None
    is_registered: bool | None
    kept_apart: bool | None


@dataclass(frozen=True)
class Month:
    """One month: income that counts, the cumulative taxable amount, tax withheld."""

    number: int
    counted: int
    taxable: int
    withheld: int


def withheld(
    year: Year, rule: PersonalIncome, counted_share: Decimal, *, also: Sequence[tuple[int, int]] = ()
) -> tuple[Month, ...]:
    """The twelve months of a year, withheld cumulatively; `counted_share` of the reward counts.

    `also` is what counts besides, such as that of earlier rewards: (month, 分). A month never pays back; what was
    withheld too much stays for the yearly settlement.
    """
    months, income, already = [], 0, 0
    monthly = year.social + year.additional + year.other + rule.monthly_deduction
    for number in range(1, MONTHS + 1):
        counted = year.salary
        if number == year.month:
            counted += fen(year.reward * counted_share)
        counted += sum(amount for month, amount in also if month == number)
        income += counted
        taxable = max(0, income - monthly * number)
        tax = max(0, tax_on(taxable, rule) - already)
        already += tax
        months.append(Month(number, counted, taxable, tax))
    return tuple(months)


def tax_on(taxable: int, rule: PersonalIncome) -> int:
    """The tax on a cumulative taxable amount."""
    for one in rule.brackets:
        if one.up_to is None or taxable <= one.up_to:
            return fen(taxable * one.rate - one.quick)
    raise AssertionError("the last bracket has no end")


def conditions(facts: Facts, rule: CashReward) -> tuple[Point, ...]:
    """The conditions of the half, in the order of the handbook."""
    in_time = None
    if facts.received_on is not None:
        in_time = facts.received_on <= facts.paid_on <= months_later(facts.received_on, rule.months)
    return (
        Point(_("The unit is a non-profit research institute or university"), facts.unit_qualifies),
        Point(
            _("Paid within {months} months of the income").format(months=rule.months), in_time
        ),
        Point(_("By transfer or licence, not as a contribution of equity"), facts.mode in rule.modes if facts.mode else None),
        Point(
            _(
                "The result is a patent, software, layout, plant or biological variety, or confirmed by the ministry"
            ),
            facts.kind_qualifies,
        ),
        Point(_("The person contributed essentially to the result"), facts.is_contributor),
        Point(_("Name, post and contribution were on public notice"), facts.was_noticed),
        Point(_("The technology contract is registered"), facts.is_registered),
        Point(_("Rewards are kept apart in the books; ordinary pay is not relabelled"), facts.kept_apart),
    )  # fmt: skip


def answer(year: Year, facts: Facts) -> Answer:
    """Whether the half counts, and the tax with it, without it and without any reward."""
    tax, reward = on(taxes().personal_income, facts.paid_on), on(taxes().cash_reward, facts.paid_on)
    if tax is None or reward is None:
        return no_rule(_("A rule is in force on the day of payment"))
    points = conditions(facts, reward)
    verdict = verdict_of(points)
    share = reward.counted_share if verdict == "yes" else Decimal(1)
    months = withheld(year, tax, share)
    whole = _sum(withheld(year, tax, Decimal(1)))
    none = _sum(withheld(Year(year.salary, year.social, year.additional, year.other, 0, 1), tax, Decimal(1)))
    lines = [
        Line(_("Reward"), "", year.reward),
        Line(_("Counted as salary of its month"), f"× {share * 100:f} %", fen(year.reward * share)),
        *(
            Line(_("Withheld in month {number}").format(number=one.number), formula(one, tax), one.withheld)
            for one in months
        ),
        Line(_("Withheld in the year"), "", _sum(months)),
        Line(_("The same year if the whole reward counted"), "", whole),
        Line(_("The same year without the reward"), "", none),
        Line(_("Saved by the half"), "", whole - _sum(months)),
    ]
    return Answer(verdict, points, tuple(lines), (source(reward), source(tax)))


def formula(one: Month, rule: PersonalIncome) -> str:
    """How the tax of a month comes about: cumulative taxable amount × rate − quick deduction − withheld before."""
    for bracket in rule.brackets:
        if bracket.up_to is None or one.taxable <= bracket.up_to:
            before = tax_on(one.taxable, rule) - one.withheld
            taxable, quick, paid = (
                number_in(amount, "yuan") for amount in (one.taxable, bracket.quick, before)
            )
            return f"{taxable} × {bracket.rate * 100:f} % − {quick} − {paid}"
    raise AssertionError("the last bracket has no end")


def _sum(months: Sequence[Month]) -> int:
    return sum(one.withheld for one in months)
