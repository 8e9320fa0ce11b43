"""What brokers brought about: contracts with a national number, whether each counts for a subsidy, and why not.

One deal, one claim; deals between related parties don't count. The amounts of a subsidy are those of the scheme
that is in force (`qinglan.programmes`), reckoned with its own rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models import ContractParty, DealClaim, Fee, FeeRole
from qinglan.contracts.models.registration import NUMBERED, Registration, RegistrationState
from qinglan.parties.models import Broker, Organisation
from qinglan.programmes.judging.amounts import AmountLine, amounts
from qinglan.programmes.models import DefinitionVersion
from qinglan.programmes.queries.scheme import schemes

FEN = 100
REASONS: dict[str, str | Promise] = {
    "cancelled": _("The registration was cancelled."),
    "related": _("A deal between related parties doesn't count."),
    "unknown_related": _("Nobody said whether the parties are related; it doesn't count before."),
    "own": _("The agency is a party of the contract itself."),
    "not_green": _("It is not confirmed as green technology."),
    "unpaid": _("No commission was received for it yet."),
}
"""Why a deal doesn't count."""


@dataclass(frozen=True)
class Deal:
    """A registered contract that a broker brought about. `amount` is 技术交易额, `fee` what was received, in 分.

    `why_not` is a key of `REASONS`, "" where it counts; `claim` the claim that stands, whoever made it.
    """

    registration: Registration
    broker: Broker | None
    amount: int
    fee: int
    why_not: str
    claim: DealClaim | None

    @property
    def number(self) -> str:
        """The national number."""
        return self.registration.national_number or ""

    @property
    def counts(self) -> bool:
        """Whether it may be claimed, as far as it goes itself."""
        return not self.why_not

    @property
    def reason(self) -> str:
        """Why it doesn't count, in the reader's language; how the parties are related is added."""
        if not self.why_not:
            return ""
        note = self.registration.related_note if self.why_not == "related" else ""
        return f"{REASONS[self.why_not]}{f' {note}' if note else ''}"


def fees_of_unit(unit: Organisation) -> QuerySet[Fee]:
    """The commissions of an agency's brokers that were agreed."""
    return _fees().filter(organisation=unit)


def fees_of_broker(broker: Broker) -> QuerySet[Fee]:
    """The commissions of one broker that were agreed."""
    return _fees().filter(broker=broker)


def _fees() -> QuerySet[Fee]:
    rows = Fee.objects.filter(
        role=FeeRole.BROKER, is_agreed=True, charge__contract__registration__state__in=sorted(NUMBERED)
    )
    return rows.select_related("charge__contract__registration", "broker", "organisation")


def deals(rows: QuerySet[Fee], year: int) -> list[Deal]:
    """The deals behind commissions whose contract was registered in `year`, by number; three queries."""
    found = list(rows.filter(charge__contract__registration__registered_on__year=year))
    fees: dict[int, list[Fee]] = {}
    for one in found:
        fees.setdefault(one.charge.contract_id, []).append(one)
    parties = set(
        ContractParty.objects.filter(contract__in=fees, organisation__isnull=False).values_list(
            "contract_id", "organisation_id"
        )
    )
    numbers = [one.charge.contract.registration.national_number for one in found]
    claims = {
        one.number: one
        for one in DealClaim.objects.filter(
            number__in=[one for one in numbers if one], released_at__isnull=True
        ).select_related("organisation")
    }
    made = [_deal(of_contract, parties, claims) for of_contract in fees.values()]
    return sorted(made, key=lambda one: one.number)


def _deal(fees: Sequence[Fee], parties: set[tuple[int, int]], claims: dict[str, DealClaim]) -> Deal:
    first = fees[0]
    row = first.charge.contract.registration
    fee = sum(one.charge.paid for one in fees)
    why = why_not(row, fee)
    if not why and any((row.contract_id, one.organisation_id) in parties for one in fees):
        why = "own"
    return Deal(
        row, first.broker, row.technology_amount or 0, fee, why, claims.get(row.national_number or "")
    )


def why_not(row: Registration, fee: int) -> str:
    """Why a registration doesn't count as a deal; "" where it does. A key of `REASONS`."""
    contract = row.contract
    related = [row.is_related, contract.is_related if contract is not None else None]
    if row.state == RegistrationState.CANCELLED:
        return "cancelled"
    if True in related:
        return "related"
    if related == [None, None]:
        return "unknown_related"
    if not row.is_green:
        return "not_green"
    return "" if fee > 0 else "unpaid"


def years_of(rows: QuerySet[Fee]) -> list[int]:
    """The years in which contracts behind these commissions were registered, the last first."""
    days = rows.values_list("charge__contract__registration__registered_on__year", flat=True)
    return sorted({int(one) for one in days.order_by().distinct()}, reverse=True)


@dataclass(frozen=True)
class Subsidy:
    """What a scheme would pay for deals: its version, the amounts with their formula."""

    version: DefinitionVersion
    lines: tuple[AmountLine, ...]


COLUMNS = ("registration", "technology_value", "related", "fee")
"""What the rows of a scheme that pays for deals ask for; such a scheme is known by them."""


def deal_schemes() -> list[DefinitionVersion]:
    """The schemes in force that pay for deals of brokers."""
    return [one for one in schemes() if _section(one) is not None]


def section_of(version: DefinitionVersion) -> str:
    """The section of the form that takes the deals. Raises LookupError."""
    found = _section(version)
    if found is None:
        raise LookupError(version.pk)
    return found


def _section(version: DefinitionVersion) -> str | None:
    money = version.definition.money
    claim = money.claim if money is not None else None
    if claim is None:
        return None
    asked = {one.id for one in version.definition.section(claim.section).questions}
    return claim.section if set(COLUMNS) <= asked else None


def subsidies(counted: Iterable[Deal]) -> list[Subsidy]:
    """What each scheme in force would pay for these deals, before its caps of the year are looked up."""
    rows: list[dict[str, Any]] = [
        {
            "registration": one.number,
            "technology_value": Decimal(one.amount) / FEN,
            "related": False,
            "fee": Decimal(one.fee) / FEN,
        }
        for one in counted
    ]
    if not rows:
        return []
    return [
        Subsidy(version, amounts(version.definition, {}, {section_of(version): rows}).lines)
        for version in deal_schemes()
    ]


def claims_of(unit: Organisation, year: int) -> QuerySet[DealClaim]:
    """The deals that an organisation claimed in a year and that stand."""
    rows = DealClaim.objects.filter(organisation=unit, year=year, released_at__isnull=True)
    return rows.select_related("contract__registration").order_by("number")


def results(rows: Sequence[Deal]) -> list[tuple[str | Promise, int, bool]]:
    """The figures above the table: words, number, whether it is an amount of money."""
    counted = [one for one in rows if one.counts]
    return [
        (_("registered contracts"), len(rows), False),
        (pgettext_lazy("deals", "that count"), len(counted), False),
        (_("technology value that counts"), sum(one.amount for one in counted), True),
        (_("commission received"), sum(one.fee for one in rows), True),
    ]
