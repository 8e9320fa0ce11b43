"""预审: what is wrong with a registration before it goes to the office. Pure; words and weight lie in the pack.

Each check answers with findings of its own code. Whether a code stops, warns or asks, its words and its
source are data (``registration.yaml``).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made

from qinglan.contracts.registering.deduction import deduct
from qinglan.contracts.registering.facts import Facts, Side

CLASSIFIED = ("form", "tech_field", "plan_source", "ip_kind", "goal", "industry", "payment_mode")
"""What the national form has a list for, and nobody may leave open."""


@dataclass(frozen=True)
class Finding:
    """A coded reason: the field that it belongs to, and what goes into its words (amounts in 分)."""

    code: str
    field: str = ""
    values: Mapping[str, str | int] = made(default_factory=dict)


Check = Callable[[Facts], Iterator[Finding]]


def _parties(facts: Facts) -> Iterator[Finding]:
    for name, side in (("seller", facts.seller), ("buyer", facts.buyer)):
        for part in ("name", "type"):
            if not getattr(side, part):
                yield Finding("party_incomplete", f"{name}_{part}", {"side": name})
        if _is_home(side, facts):
            if not side.territory:
                yield Finding("party_incomplete", f"{name}_territory", {"side": name})
            if not side.code:
                yield Finding("party_without_code", f"{name}_code", {"side": name})
        if side.country == facts.unknown_country:
            yield Finding("country_unknown", f"{name}_country", {"side": name})
        if side.code_is_bad:
            yield Finding("party_code_wrong", f"{name}_code", {"side": name, "code": side.code})
    if facts.seller.key and facts.seller.key == facts.buyer.key:
        yield Finding("same_party", "buyer_code", {"name": facts.buyer.name})


def _classification(facts: Facts) -> Iterator[Finding]:
    if not facts.title.strip():
        yield Finding("title_missing", "title")
    for name in CLASSIFIED:
        if not (facts.form if name == "form" else facts.classification.get(name, "")):
            yield Finding("not_classified", name, {"name": name})
    if facts.kind in ("transfer", "licence") and facts.classification.get("ip_kind") == facts.no_right:
        yield Finding("no_right_in_transfer", "ip_kind")
    if facts.kind == "transfer" and None in (facts.new_investment, facts.new_output):
        yield Finding("expectations_missing", "new_output")
    found = [word for word in facts.unlikely_words if word in facts.title]
    if found:
        yield Finding("unlikely_subject", "title", {"word": "、".join(found)})


def _amounts(facts: Facts) -> Iterator[Finding]:
    amount, technology = facts.amount, facts.technology_amount
    if amount is None or amount <= 0:
        yield Finding("amount_missing", "amount")
        return
    if facts.milestones is not None and facts.milestones != amount:
        yield Finding("milestones_differ", "amount", {"sum": facts.milestones, "amount": amount})
    reckoned = deduct(amount, facts.costs, dict(facts.cost_rules))
    if technology is None:
        yield Finding("technology_missing", "technology_amount")
    elif technology > amount:
        yield Finding(
            "technology_above_amount", "technology_amount", {"technology": technology, "amount": amount}
        )
    elif technology <= 0:
        yield Finding("nothing_technical", "technology_amount", {"deducted": reckoned.deducted})
    elif technology != reckoned.technology_amount:
        yield Finding(
            "amounts_do_not_add_up",
            "technology_amount",
            {
                "amount": amount,
                "deducted": reckoned.deducted,
                "reckoned": reckoned.technology_amount,
                "technology": technology,
                "difference": abs(technology - reckoned.technology_amount),
            },
        )
    if facts.technology_income is not None and facts.technology_income > (technology or 0):
        yield Finding(
            "income_above_technology",
            "technology_income",
            {"income": facts.technology_income, "technology": technology or 0},
        )
    for line in reckoned.lines:
        rule = facts.cost_rules[line.cost.kind]
        if rule.reasonable_sets is not None and line.cost.quantity > rule.reasonable_sets:
            yield Finding(
                "many_sets", "costs", {"quantity": line.cost.quantity, "usual": rule.reasonable_sets}
            )
    if facts.large_from is not None and technology is not None and technology >= facts.large_from:
        values = {"from": facts.large_from, "days": facts.review_days}
        yield Finding("large", "technology_amount", values)


def _days(facts: Facts) -> Iterator[Finding]:
    if facts.signed_on is None:
        yield Finding("not_signed", "signed_on")
    elif facts.today is not None and facts.signed_on > facts.today:
        yield Finding("signed_in_future", "signed_on")
    if facts.begins_on is None or facts.ends_on is None:
        yield Finding("period_missing", "ends_on")
    elif facts.ends_on < facts.begins_on:
        yield Finding("ends_before_it_begins", "ends_on")


def _standing(facts: Facts) -> Iterator[Finding]:
    if facts.contract_state in ("draft", "signing"):
        yield Finding("contract_not_in_force")
    elif facts.contract_state in ("terminated", "abandoned"):
        yield Finding("contract_ended")
    if facts.papers == 0:
        yield Finding("no_paper")
    if facts.is_related is None:
        yield Finding("relation_not_said", "is_related")
    elif facts.is_related:
        yield Finding("related_parties", "is_related")
        if not facts.related_note.strip():
            yield Finding("relation_without_note", "related_note")
    if facts.twins:
        yield Finding("looks_registered", "", {"numbers": "、".join(facts.twins)})
    registering = facts.seller if _is_home(facts.seller, facts) else facts.buyer
    if not _is_home(facts.seller, facts) and not _is_home(facts.buyer, facts):
        yield Finding("no_side_at_home", "seller_country")
    elif (
        facts.office_area and registering.territory and not _lies_in(registering.territory, facts.office_area)
    ):
        yield Finding("another_place", "office", {"territory": registering.territory})


CHECKS: tuple[Check, ...] = (_classification, _parties, _amounts, _days, _standing)
CODES = frozenset(
    {
        "title_missing", "not_classified", "country_unknown", "expectations_missing", "no_right_in_transfer", "unlikely_subject",
        "party_incomplete", "party_without_code", "party_code_wrong", "same_party",
        "amount_missing", "milestones_differ", "technology_missing", "technology_above_amount",
        "nothing_technical", "amounts_do_not_add_up", "income_above_technology", "many_sets", "large",
        "not_signed", "signed_in_future", "period_missing", "ends_before_it_begins",
        "contract_not_in_force", "contract_ended", "relation_not_said", "related_parties",
        "relation_without_note", "looks_registered", "no_side_at_home", "another_place", "no_paper",
    }
)  # fmt: skip
"""Every code that a check may answer with; the pack has words for each, and for no other."""


def precheck(facts: Facts) -> list[Finding]:
    """All findings, in the order of the form."""
    return [finding for check in CHECKS for finding in check(facts)]


def _is_home(side: Side, facts: Facts) -> bool:
    return side.country in ("", facts.home)


def _lies_in(territory: str, area: str) -> bool:
    """Whether a division lies in an area; both by GB/T 2260, where pairs of zeros stand for the whole."""
    while area.isdecimal() and area.endswith("00"):
        area = area[:-2]
    return territory.startswith(area)
