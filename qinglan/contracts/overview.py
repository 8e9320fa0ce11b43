"""What the page of a contract says first: what it is about, its parties, its milestones, and where it comes from."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts import shown
from qinglan.contracts.drafting.pack import form_title
from qinglan.contracts.models import Contract, ContractParty, ContractState, PartySide
from qinglan.kernel import permissions
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.money import money


def section(user: Any, contract: Contract) -> dict[str, Any]:
    """Facts, parties, milestones, acts of a draft. Officers see who and how it stands, not how much."""
    reads = bool(permissions.answer(user, "contracts.read", contract))
    writes = contract.state == ContractState.DRAFT and bool(
        permissions.answer(user, "contracts.write", contract)
    )
    return {
        "reads": reads,
        "writes": writes,
        "facts": [row for row in _facts(user, contract, reads) if row["value"]],
        "sides": [(side, _parties(contract, side), _next(contract, side)) for side in PartySide],
        "acts": _acts(user, contract, writes),
    }


def _parties(contract: Contract, side: PartySide) -> list[ContractParty]:
    return sorted((one for one in contract.parties.all() if one.side == side), key=lambda one: one.position)


def _next(contract: Contract, side: PartySide) -> int:
    return len(_parties(contract, side)) + 1


def _facts(user: Any, contract: Contract, reads: bool) -> list[dict[str, Any]]:
    rows: list[tuple[Any, Any, str]] = [
        (_("kind of contract"), _kind(contract), ""),
        (_("signed on"), day(contract.signed_on) if contract.signed_on else "", ""),
    ]
    if reads:
        begins = day(contract.begins_on) if contract.begins_on else _("open")
        ends = day(contract.ends_on) if contract.ends_on else _("open")
        rows += [
            (_("whole price"), money(contract.amount) if contract.amount else _("none agreed yet"), ""),
            (pgettext("contract", "way of payment"), contract.get_payment_mode_display(), ""),
            (_("how the price came about"), contract.get_pricing_way_display(), ""),
            (_("term"), f"{begins} – {ends}" if contract.begins_on or contract.ends_on else "", ""),
            (_("place of signing"), contract.sign_place, ""),
            (_("between related parties"), _related(contract), ""),
            *_origin(user, contract),
            *((_("right"), str(one), one.get_absolute_url()) for one in contract.rights.all()),
        ]
    return [
        {"label": capfirst(str(label)), "value": value, "url": url, "action": _("Open")}
        for label, value, url in rows
    ]


def _kind(contract: Contract) -> str:
    """Kind and sub-kind."""
    return " · ".join(
        one for one in (contract.get_kind_display(), form_title(contract.kind, contract.form)) if one
    )


def _related(contract: Contract) -> str:
    if contract.is_related is None:
        return _("not said")
    yes = _("yes")
    return f"{yes} · {contract.related_note}" if contract.is_related else _("no")


def _origin(user: Any, contract: Contract) -> list[tuple[Any, Any, str]]:
    rows: list[tuple[Any, Any, str]] = []
    if contract.hand_over is not None:
        room = contract.hand_over.room
        rows.append((_("agreed terms"), str(contract.hand_over.sheet), room.get_absolute_url()))
    if contract.result is not None:
        lot = contract.result.lot
        rows.append((_("result of a lot"), str(lot), lot.get_absolute_url()))
    for subject in (contract.technology, contract.need):
        if subject is not None:
            seen = permissions.answer(user, "market.view", subject)
            rows.append(
                (pgettext("contract", "about"), subject.title, subject.get_absolute_url() if seen else "")
            )
    return rows


def _acts(user: Any, contract: Contract, writes: bool) -> list[dict[str, Any]]:
    acts: list[dict[str, Any]] = []
    if writes:
        acts += [
            {"label": _("Write what it is about"), "url": reverse("contracts:edit", args=[contract.number])},
            {
                "label": _("Milestones and payments"),
                "url": reverse("contracts:milestones", args=[contract.number]),
            },
        ]
    if (
        contract.state in (ContractState.DRAFT, ContractState.SIGNING)
        and contract.result_id is None
        and permissions.answer(user, "contracts.give_up", contract)
    ):
        acts.append(
            {"label": _("Give the contract up"), "url": reverse("contracts:abandon", args=[contract.number])}
        )
    return acts


shown.register(10, "contracts/_overview.html", section)
