"""Corporate income tax on the income from a transfer of technology 技术转让所得. Amounts in 分. Handbook 6.5."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.aids.answers import Answer, Line, Point, no_rule, verdict_of
from qinglan.contracts.aids.pack import CorporateIncome, fen, on, source, taxes
from qinglan.kernel.web.money import number_in


@dataclass(frozen=True)
class Deal:
    """Income, costs and taxes of the deals of a year, and what the conditions ask (None: not said)."""

    day: date
    income: int
    costs: int
    taxes: int
    is_registered: bool | None
    is_related: bool | None
    mode: str
    licence_years: int | None


def relief(gain: int, rule: CorporateIncome) -> tuple[int, int]:
    """What is relieved of a gain, and the tax on the rest.

    >>> from qinglan.contracts.aids.pack import source, taxes
    >>> relief(880_000_000, taxes().corporate_income[0])  # doctest: +SKIP
    (690000000, 47500000)
    """
    if gain <= 0:
        return 0, 0
    excess = max(0, gain - rule.exempt)
    relieved = min(gain, rule.exempt) + fen(excess * (1 - rule.excess_share))
    return relieved, fen((gain - relieved) * rule.rate)


def answer(deal: Deal) -> Answer:
    """Whether the relief holds, and the tax with and without it; nothing is relieved while a condition is open."""
    rule = on(taxes().corporate_income, deal.day)
    if rule is None:
        return no_rule(_("A rule is in force on the day of the deal"))
    long_enough: bool | None = True
    if deal.mode == "licence":
        long_enough = None if deal.licence_years is None else deal.licence_years >= rule.licence_years
    points = (
        Point(_("The technology contract is registered"), deal.is_registered),
        Point(_("The two sides are not wholly owned by one another"), None if deal.is_related is None else not deal.is_related),
        Point(_("Ownership is transferred, or a licence of at least {years} years given").format(years=rule.licence_years), long_enough),
    )  # fmt: skip
    verdict = verdict_of(points)
    gain = deal.income - deal.costs - deal.taxes
    full = fen(max(0, gain) * rule.rate)
    relieved, tax = relief(gain, rule) if verdict == "yes" else (0, full)
    lines = (
        Line(_("Income from the transfer"), "", deal.income),
        Line(_("Costs"), "−", deal.costs),
        Line(_("Taxes and fees"), "−", deal.taxes),
        Line(_("Gain from the transfer"), _how(deal), gain),
        Line(_("Relieved"), _relieved_how(gain, rule) if relieved else "", relieved),
        Line(_("Corporate income tax"), _taxed_how(gain, relieved, rule), tax),
        Line(_("Without the relief"), _taxed_how(gain, 0, rule), full),
    )
    return Answer(verdict, points, lines, (source(rule),))


def _how(deal: Deal) -> str:
    return " − ".join(number_in(amount, "yuan") for amount in (deal.income, deal.costs, deal.taxes))


def _relieved_how(gain: int, rule: CorporateIncome) -> str:
    """What is exempt, and the part of the excess that is not taxed."""
    if gain <= rule.exempt:
        return number_in(gain, "yuan")
    exempt = number_in(rule.exempt, "yuan")
    return f"{exempt} + ({number_in(gain, 'yuan')} − {exempt}) × {_percent(1 - rule.excess_share)}"


def _taxed_how(gain: int, relieved: int, rule: CorporateIncome) -> str:
    """The rate on what is left of the gain."""
    if gain <= 0:
        return ""
    base = number_in(gain, "yuan")
    if relieved:
        base = f"({base} − {number_in(relieved, 'yuan')})"
    return f"{base} × {_percent(rule.rate)}"


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
