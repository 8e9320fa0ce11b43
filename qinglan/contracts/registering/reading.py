"""A registration as the pre-check reads it, and what the pre-check says, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from qinglan.contracts.models import PLANNED, PartySide, Registration, RegistrationPaperKind
from qinglan.contracts.registering.deduction import Cost, Deduction, deduct
from qinglan.contracts.registering.facts import Facts, Side
from qinglan.contracts.registering.pack import CheckRule, registration, words
from qinglan.contracts.registering.precheck import CLASSIFIED, Finding, precheck
from qinglan.contracts.registering.queries import twins_of
from qinglan.kernel import clock
from qinglan.kernel.codes.checks import is_uscc
from qinglan.kernel.web.money import money

_MONEY = frozenset({"amount", "technology", "reckoned", "deducted", "difference", "sum", "income", "from"})


@dataclass(frozen=True)
class Told:
    """A finding in the reader's words, with its rule and what the unit answered."""

    finding: Finding
    rule: CheckRule
    text: str
    source: str
    answer: str = ""

    @property
    def stops(self) -> bool:
        """Whether the registration can't go on with it."""
        return self.rule.level == "stops" or (self.rule.level == "asks" and not self.answer)

    @property
    def light(self) -> str:
        """The light beside it."""
        if self.stops:
            return "late" if self.rule.level == "stops" else "due"
        return "idle"


def facts_of(row: Registration) -> Facts:
    """All that is checked, read from the row, its costs, its contract and what looks like it."""
    rules = registration()
    contract = row.contract
    planned = contract is not None and contract.amount is not None and contract.payment_mode in PLANNED
    area = getattr(getattr(row.office, "registration_office", None), "area", "") if row.office_id else ""
    return Facts(
        title=row.title,
        kind=row.kind,
        form=row.form,
        classification={name: getattr(row, name) for name in CLASSIFIED},
        seller=_side(row, PartySide.SELLER),
        buyer=_side(row, PartySide.BUYER),
        home=rules.home,
        unknown_country=rules.unknown_country,
        amount=row.amount,
        technology_amount=row.technology_amount,
        technology_income=row.technology_income,
        costs=costs_of(row),
        cost_rules=rules.cost_rules(),
        milestones=_milestones(contract) if planned else None,
        signed_on=row.signed_on,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        today=clock.today(),
        is_related=row.is_related,
        related_note=row.related_note,
        contract_state=contract.state if contract is not None else "",
        twins=tuple(_called(one) for one in twins_of(row)),
        large_from=rules.review.large_from,
        review_days=rules.periods.review.number,
        office_area=area,
        unlikely_words=rules.unlikely_words,
        no_right=rules.no_right,
        papers=_papers(row),
        new_investment=row.new_investment,
        new_output=row.new_output,
    )


def costs_of(row: Registration) -> tuple[Cost, ...]:
    """Its items of cost, of kinds that the pack knows."""
    known = registration().cost_rules()
    return tuple(Cost(one.kind, one.amount, one.quantity) for one in row.costs.all() if one.kind in known)


def deduction_of(row: Registration) -> Deduction | None:
    """How its technology value comes about; None without a price."""
    if row.amount is None:
        return None
    return deduct(row.amount, costs_of(row), registration().cost_rules())


def checked(row: Registration) -> list[Told]:
    """What the pre-check says of the row as it stands."""
    rules = registration()
    answers = {one.code: one.text for one in row.answers.all()}
    found = []
    for finding in precheck(facts_of(row)):
        rule = rules.check(finding.code)
        text = words(rule.text).format(
            **{name: _in_words(name, value) for name, value in finding.values.items()}
        )
        found.append(Told(finding, rule, text, words(rule.source), answers.get(finding.code, "")))
    return found


def _side(row: Registration, side: PartySide) -> Side:
    code = getattr(row, f"{side}_code")
    return Side(
        name=getattr(row, f"{side}_name"),
        code=code,
        country=getattr(row, f"{side}_country"),
        territory=getattr(row, f"{side}_territory"),
        type=getattr(row, f"{side}_type"),
        code_is_bad=bool(code)
        and getattr(row, f"{side}_country") in ("", registration().home)
        and not is_uscc(code),
    )


def _called(one: Registration) -> str:
    return one.number or (one.contract.number if one.contract is not None else one.title)


def _papers(row: Registration) -> int:
    """Signed contracts among its papers, and one that comes along when it is handed in."""
    brought = row.papers.filter(kind=RegistrationPaperKind.CONTRACT).count()
    return brought or (row.contract.signings.filter(ended_at__isnull=False).count() if row.contract else 0)


def _milestones(contract: Any) -> int:
    return sum(one.amount for one in contract.milestones.all() if one.state != "dropped")


def _in_words(name: str, value: str | int) -> str:
    if name in _MONEY and isinstance(value, int):
        return money(value)
    if name == "side":
        return (
            pgettext("registration", "buyer")
            if value == PartySide.BUYER
            else pgettext("registration", "seller")
        )
    if name == "name" and value in CLASSIFIED:
        return words(registration().lists[str(value)].name)
    return str(value)
