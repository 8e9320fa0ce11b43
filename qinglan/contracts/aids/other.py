"""VAT exemption, stamp duty, and deferral for technology brought in as shares. Amounts in 分. Handbook 6.5."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.aids.answers import Answer, Line, Point, no_rule, verdict_of
from qinglan.contracts.aids.pack import fen, on, source, taxes

EXEMPT_KINDS = ("transfer", "licence", "development")
"""Kinds of contracts that VAT exempts; a service or consulting only beside one of these, on its invoice."""


@dataclass(frozen=True)
class Contract:
    """A contract on its day, and what the conditions of the exemption ask (None: not said)."""

    day: date
    kind: str
    belongs_to_exempt: bool | None
    same_invoice: bool | None
    is_written: bool | None
    has_opinion: bool | None


def vat(contract: Contract) -> Answer:
    """Whether the contract is exempt from VAT."""
    rule = on(taxes().vat, contract.day)
    if rule is None:
        return no_rule(_("A rule is in force on the day of the contract"))
    own = contract.kind in EXEMPT_KINDS
    points = [Point(_("Transfer, licence or development of technology, or a service that belongs to one"),
                    True if own else contract.belongs_to_exempt if contract.kind else None)]  # fmt: skip
    if not own:
        points.append(
            Point(_("The service stands on the same invoice as that contract"), contract.same_invoice)
        )
    points += [
        Point(_("There is a written contract"), contract.is_written),
        Point(
            _("The competent department has given its opinion, which is kept for the tax office"),
            contract.has_opinion,
        ),
    ]
    return Answer(verdict_of(points), tuple(points), (), (source(rule),))


def stamp(day: date, price: int) -> Answer:
    """The stamp duty of a technology contract, for each of its two sides."""
    rule = on(taxes().stamp, day)
    if rule is None:
        return no_rule(_("A rule is in force on the day of the contract"))
    duty = fen(price * rule.technology_rate)
    return Answer(
        "yes",
        (),
        (
            Line(_("Price of the contract"), "", price),
            Line(_("Stamp duty of each side"), f"× {rule.technology_rate * 1000:f} ‰", duty),
        ),
        (source(rule),),
    )


@dataclass(frozen=True)
class Contribution:
    """Technology brought into a company, and what the deferral asks (None: not said)."""

    day: date
    is_resident: bool | None
    only_shares: bool | None
    is_filed: bool | None


def shares(contribution: Contribution) -> Answer:
    """Whether the tax may wait until the shares are transferred."""
    rule = on(taxes().shares, contribution.day)
    if rule is None:
        return no_rule(_("A rule is in force on the day of the contribution"))
    points = (
        Point(_("The company that takes the technology is a resident one"), contribution.is_resident),
        Point(_("All that is paid for the technology is shares"), contribution.only_shares),
        Point(_("The choice is filed with the tax office"), contribution.is_filed),
    )
    return Answer(verdict_of(points), points, (), (source(rule),))
