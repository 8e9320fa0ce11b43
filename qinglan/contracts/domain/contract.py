"""Verbs: begin a contract, write what it is about, give it up before it is signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked, set_contract_state, touch, writable
from qinglan.contracts.domain.party_entry import Particulars, enter
from qinglan.contracts.models import (
    Contract,
    ContractKind,
    ContractRight,
    ContractState,
    Milestone,
    PartySide,
    PaymentMode,
)
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.numbering import next_number
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right

CONTENT = (
    "kind", "form", "title", "amount", "payment_mode", "pricing_way", "begins_on", "ends_on", "sign_place",
    "is_related", "related_note", "technology", "need",
)  # fmt: skip
"""Fields that the parties write."""
_NUMBER_DIGITS = 6


@transaction.atomic
def begin_contract(
    *, acting_user: Any, keeper: Organisation, side: str, other: Particulars, values: Mapping[str, Any],
    rights: Sequence[Right] = (),
) -> Contract:  # fmt: skip
    """A draft that rests on neither terms nor a lot: `keeper` stands on `side`, `other` on the other one.

    What is paid at once has its one milestone from the beginning.

    Raises PermissionRefused; Impossible with the field: no title, both sides the same, an end before the begin, a
    technology or need of neither party.
    """
    permissions.require(acting_user, "contracts.begin", keeper)
    contract = begin(acting_user, keeper, values)
    mine = PartySide(side)
    theirs = PartySide.BUYER if mine == PartySide.SELLER else PartySide.SELLER
    enter(contract, mine, Particulars.of(keeper))
    enter(contract, theirs, other)
    _require_listing_of_a_party(contract)
    _set_rights(contract, rights)
    if contract.amount and contract.payment_mode == PaymentMode.ONCE:
        Milestone.objects.create(contract=contract, number=1, title=contract.title, amount=contract.amount)
    return contract


def begin(acting_user: Any, keeper: Organisation, values: Mapping[str, Any], **origin: Any) -> Contract:
    """A numbered draft without parties, within the caller's transaction. Raises Impossible with the field."""
    now = clock.now()
    contract = Contract(
        keeper=keeper, state=ContractState.DRAFT, created_at=now, created_by=acting_user, changed_at=now, **origin
    )  # fmt: skip
    _write(contract, values)
    contract.number = next_number(Contract, f"HT-{clock.today().year}-", digits=_NUMBER_DIGITS)
    contract.save()
    recorded.record(
        acting_user,
        contract,
        recorded.BEGUN,
        {
            "number": contract.number,
            "kind": contract.kind,
            "terms": contract.hand_over_id,
            "result": contract.result_id,
        },
    )
    return contract


@transaction.atomic
def edit_contract(
    *, acting_user: Any, contract: Contract, values: Mapping[str, Any], rights: Sequence[Right] | None = None
) -> Contract:
    """Write a draft. Raises StaleEdit, Impossible with the field, PermissionRefused."""
    permissions.require(acting_user, "contracts.write", contract)
    row = writable(locked(contract))
    if row.result is not None and values.get("amount", row.amount) != row.amount:
        raise Impossible(
            _("The price is the one at which the lot was won. It can't be written over."), field="amount"
        )
    _write(row, values)
    touch(row)
    if rights is not None:
        _set_rights(row, rights)
    return row


@transaction.atomic
def abandon(*, acting_user: Any, contract: Contract, reason: str) -> Contract:
    """Give a contract up that was not signed, with the reason. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "contracts.give_up", contract)
    row = locked(contract)
    if row.result is not None:
        raise Impossible(
            _(
                "The result of a lot obliges both to sign. Take the contract back and correct it; if the winner doesn't sign, the organiser of the lot records the default."
            )
        )
    words = " ".join(reason.split())
    if not words:
        raise Impossible(_("Say why it is not concluded; both sides read it."), field="reason")
    set_contract_state(acting_user, row, ContractState.ABANDONED, words[:500])
    return row


def _write(row: Contract, values: Mapping[str, Any]) -> None:
    for name in CONTENT:
        if name in values:
            setattr(row, name, values[name])
    row.title = " ".join(row.title.split())
    if not row.title:
        raise Impossible(_("A contract has a title."), field="title")
    if row.kind not in ContractKind.values:
        raise Impossible(_("Choose the kind of contract."), field="kind")
    if row.amount is not None and row.amount <= 0:
        raise Impossible(_("The price is above nought; leave it empty while none is agreed."), field="amount")
    if row.begins_on and row.ends_on and row.ends_on < row.begins_on:
        raise Impossible(_("A contract ends after it begins."), field="ends_on")
    if row.is_related and not row.related_note.strip():
        raise Impossible(
            _("Say how the parties are related: registration, tax relief and subsidies ask for it."),
            field="related_note",
        )


def _require_listing_of_a_party(row: Contract) -> None:
    parties = set(row.parties.values_list("organisation_id", flat=True))
    for listing in (row.technology, row.need):
        if listing is not None and listing.owner_id not in parties:
            raise Impossible(
                _("“{title}” belongs to neither party of this contract.").format(title=listing.title),
                field="about",
            )


def _set_rights(row: Contract, rights: Sequence[Right]) -> None:
    wanted = {one.pk for one in rights}
    ContractRight.objects.filter(contract=row).exclude(right__in=wanted).delete()
    stand = set(ContractRight.objects.filter(contract=row).values_list("right_id", flat=True))
    ContractRight.objects.bulk_create(
        ContractRight(contract=row, right=one) for one in rights if one.pk not in stand
    )
