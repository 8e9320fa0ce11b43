"""Verbs on seals that a provider makes later: give its order up, take what it answers, note an answer that was refused."""

import hashlib
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.domain.seal import locked_seal, take
from qinglan.contracts.domain.signing import withdraw_order
from qinglan.contracts.models import Contract, PartySignature, SignatureState, Signing, SigningState
from qinglan.contracts.signing import recorded as kinds
from qinglan.contracts.signing import told
from qinglan.contracts.signing.holders import HOLDER
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.models import StoredFile


class UnknownOrder(Impossible):
    """No order of a seal has this number; or not yet, where the provider is faster than the order is kept."""

    def __init__(self) -> None:
        super().__init__(_("No seal was ordered under this number, or its order was given up."))


class EndedOrder(UnknownOrder):
    """The order was kept, and given up since."""


@transaction.atomic
def give_order_up(*, acting_user: Any, contract: Contract, party: int) -> Signing:
    """Give up the order of a seal (the key of the party's signature) that the provider has not answered yet.

    The party may sign again; an answer to the old order is refused. Raises Impossible where none is open;
    PermissionRefused.
    """
    row, signing, mine = locked_seal(acting_user, contract, party, "contracts.bring_seal")
    if mine.state != SignatureState.ASKED:
        raise Impossible(_("No seal of {name} is with the provider.").format(name=mine.name))
    withdraw_order(mine)
    recorded.record(acting_user, row, kinds.GIVEN_UP, {"party": f"{mine.side}-{mine.position}"})
    signing.revision += 1
    signing.save()
    return signing


@transaction.atomic
def answer_order(*, acting_user: Any, order: UUID, content: bytes) -> Signing:
    """Take what the provider made under an order: the current file with one signature more, of this party.

    It counts for who ordered it. The same answer a second time changes nothing. Raises UnknownOrder or
    EndedOrder; Impossible where the signing ended meanwhile, it was answered otherwise, or it is anything else; PermissionRefused.
    """
    permissions.require(acting_user, "contracts.answer_order")
    seen = _of(order)
    row = locked_now(seen.signing.contract_id)
    mine = _of(order, lock=True)
    signing = mine.signing
    signing.contract = row
    if mine.state == SignatureState.SIGNED and _is_held(row, content):
        return signing
    if signing.state != SigningState.OPEN or mine.state != SignatureState.ASKED:
        raise Impossible(_("This order is answered already, or the contract was taken back from signing."))
    return take(acting_user, row, signing, mine, content)


@transaction.atomic
def note_refused_answer(*, acting_user: Any, order: UUID, reason: str) -> None:
    """Keep why an answer was refused, for the page of the signing, and tell who ordered it. Raises UnknownOrder."""
    permissions.require(acting_user, "contracts.answer_order")
    locked_now(_of(order).signing.contract_id)
    mine = _of(order, lock=True)
    if mine.state != SignatureState.ASKED:
        return
    mine.finding = reason[:500]
    mine.save()
    told.answer_refused(acting_user, mine)


def _of(order: UUID, *, lock: bool = False) -> PartySignature:
    rows = PartySignature.objects.select_related(
        "signing__contract", "signing__version", "signing__paper", "signing__signed", "ordered_by"
    )
    found = (rows.select_for_update(of=("self", "signing")) if lock else rows).filter(order=order).first()
    if found is None:
        past: Any = PartySignature
        raise EndedOrder if past.pgh_event_model.objects.filter(order=order).exists() else UnknownOrder
    return found


def _is_held(row: Contract, content: bytes) -> bool:
    return StoredFile.objects.filter(
        holder=HOLDER, holder_key=row.number, digest=hashlib.sha256(content).hexdigest()
    ).exists()
