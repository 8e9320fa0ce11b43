"""The particulars of a contract as a version keeps them, and as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.drafting.capitals import capitals
from qinglan.contracts.drafting.pack import contract_rules, form_title
from qinglan.contracts.models.choices import ContractKind, PartySide, PaymentMode, PricingWay
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.money import money

Facts = Mapping[str, Any]
_PARTY = (
    "name", "code", "country", "territory", "address", "representative", "agent", "telephone", "bank_name",
    "bank_account",
)  # fmt: skip


def facts_of(contract: Any) -> dict[str, Any]:
    """All that the paper says beside its clauses, as it stands now."""
    head = {
        name: getattr(contract, name)
        for name in (
            "number", "kind", "form", "title", "amount", "payment_mode", "pricing_way", "sign_place",
        )
    }  # fmt: skip
    return head | {
        "begins_on": _iso(contract.begins_on),
        "ends_on": _iso(contract.ends_on),
        "rights": [f"{one.number} {one.title}".strip() for one in contract.rights.order_by("number")],
        "parties": [
            {"side": one.side, "position": one.position, "organisation": one.organisation_id}
            | {name: getattr(one, name) for name in _PARTY}
            for one in sorted(contract.parties.all(), key=lambda one: (one.side, one.position))
        ],
        "milestones": [
            {
                "number": one.number,
                "title": one.title,
                "deliverable": one.deliverable,
                "due_on": _iso(one.due_on),
                "amount": one.amount,
            }
            for one in sorted(contract.milestones.all(), key=lambda one: one.number)
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True)
class Row:
    """One particular: its key (the same in every version), what it is called, what it says."""

    key: str
    label: str
    value: str


def head_rows(facts: Facts) -> list[Row]:
    """The head of the contract in the reader's language; what is open is empty."""
    term = " — ".join(one for one in (facts["begins_on"], facts["ends_on"]) if one)
    kind = ContractKind(facts["kind"])
    return [
        Row("number", _("number of the contract"), facts["number"]),
        Row("title", pgettext("contract", "title"), facts["title"]),
        Row(
            "kind",
            _("kind of contract"),
            " · ".join(one for one in (str(kind.label), form_title(kind, facts["form"])) if one),
        ),
        Row("amount", _("whole price"), price_words(facts["amount"])),
        Row("payment", pgettext("contract", "way of payment"), str(PaymentMode(facts["payment_mode"]).label)),
        Row("pricing", _("how the price came about"), str(PricingWay(facts["pricing_way"]).label)),
        Row("term", _("term"), term),
        Row("place", _("place of signing"), facts["sign_place"]),
        Row("rights", _("rights it is about"), "\n".join(facts["rights"])),
    ]


def price_words(amount: int | None) -> str:
    """A price in figures and capitals, "" where none is agreed."""
    return f"{money(amount)}（{capitals(amount)}）" if amount is not None else ""


def party_rows(facts: Facts, party: Mapping[str, Any]) -> list[Row]:
    """The particulars of one party."""
    key = f"{party['side']}-{party['position']}"
    labels = {
        "name": side_words(facts["kind"], party["side"], party["position"]),
        "code": _("unified social credit code"),
        "country": _("country or region"),
        "address": _("address"),
        "representative": _("legal representative"),
        "agent": _("who handles it"),
        "telephone": _("telephone"),
        "bank_name": _("bank"),
        "bank_account": _("account number"),
    }
    return [Row(f"{key}-{name}", str(label), party[name]) for name, label in labels.items()]


def side_words(kind: str, side: str, position: int = 1) -> str:
    """What a party is called in a contract of this kind: 受让人（甲方）, for further ones with their place."""
    row = contract_rules().kind(kind)
    name = in_reader_language(row.buyer if side == PartySide.BUYER else row.seller)
    letter = _("party A") if side == PartySide.BUYER else _("party B")
    place = f" {position}" if position > 1 else ""
    return _("{name} ({letter}{place})").format(name=name, letter=letter, place=place)


def milestone_row(step: Mapping[str, Any]) -> Row:
    """One milestone in a line."""
    parts = [step["title"], step["deliverable"], step["due_on"] or ""]
    if step["amount"]:
        parts.append(money(step["amount"]))
    return Row(
        f"milestone-{step['number']}",
        _("Milestone {number}").format(number=step["number"]),
        " · ".join(one for one in parts if one),
    )


def rows(facts: Facts) -> list[Row]:
    """Every particular of a version, in the order of the paper: head, buyer, provider, milestones."""
    parties = sorted(facts["parties"], key=lambda one: (one["side"], one["position"]))
    return [
        *head_rows(facts),
        *(row for party in parties for row in party_rows(facts, party)),
        *(milestone_row(step) for step in facts["milestones"]),
    ]
