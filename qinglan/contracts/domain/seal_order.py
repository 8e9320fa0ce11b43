"""Verbs on orders of seals at a provider outside: ask again, give up, take what it answers, note a refused answer."""

import hashlib
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain import seal_asking
from qinglan.contracts.domain.seal_asking import locked_order
from qinglan.contracts.domain.seal_taking import locked_seal, take
from qinglan.contracts.models import Contract, PartySignature, SignatureState, Signing, SigningState
from qinglan.contracts.signing import port, told
from qinglan.contracts.signing.holders import HOLDER
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.models import StoredFile


def ask_again(*, acting_user: Any, contract: Contract, party: int) -> Signing:
    """Ask the provider again for an order (the key of the party's signature) of which no answer is known.

    Under the number that it was asked for before, by which the provider knows it: nothing is ordered twice. It counts
    for who ordered it. Raises Impossible where none is open or it was answered, and as `seal_asking.ask`;
    PermissionRefused.
    """
    with transaction.atomic(durable=True):
        row, signing, mine = locked_seal(acting_user, contract, party, "contracts.bring_seal")
        _require_asked(mine)
        if not mine.is_unanswered:
            raise Impossible(
                _("The provider has the order of {name}. It is not asked twice.").format(name=mine.name)
            )
        provider = port.provider(signing.provider)
        order = seal_asking.order_of(row, signing, mine, mine.ordered_by, mine.order)
    return seal_asking.ask(acting_user=acting_user, provider=provider, order=order)


@transaction.atomic
def give_order_up(*, acting_user: Any, contract: Contract, party: int) -> Signing:
    """Give up the order of a seal (the key of the party's signature) that the provider has not answered yet.

    The party may sign again; an answer to the old order is refused. Raises Impossible where none is open;
    PermissionRefused.
    """
    row, signing, mine = locked_seal(acting_user, contract, party, "contracts.bring_seal")
    _require_asked(mine)
    seal_asking.give_up(acting_user, row, signing, mine)
    return signing


@transaction.atomic
def answer_order(*, acting_user: Any, order: UUID, content: bytes) -> Signing:
    """Take what the provider made under an order: the current file with one signature more, of this party.

    It counts for who ordered it. The same answer a second time changes nothing. Raises UnknownOrder or
    EndedOrder; Impossible where the signing ended meanwhile, it was answered otherwise, or it is anything else; PermissionRefused.
    """
    permissions.require(acting_user, "contracts.answer_order")
    row, signing, mine = locked_order(order)
    if mine.state == SignatureState.SIGNED and _is_held(row, content):
        return signing
    if signing.state != SigningState.OPEN or mine.state != SignatureState.ASKED:
        raise Impossible(_("This order is answered already, or the contract was taken back from signing."))
    return take(acting_user, row, signing, mine, content)


@transaction.atomic
def note_refused_answer(*, acting_user: Any, order: UUID, reason: str) -> None:
    """Keep why an answer was refused, for the page of the signing, and tell who ordered it. Raises UnknownOrder."""
    permissions.require(acting_user, "contracts.answer_order")
    noted = seal_asking.note_finding(order, reason)
    if noted is not None:
        told.answer_refused(acting_user, noted)


def _require_asked(mine: PartySignature) -> None:
    if mine.state != SignatureState.ASKED:
        raise Impossible(_("No seal of {name} is with the provider.").format(name=mine.name))


def _is_held(row: Contract, content: bytes) -> bool:
    return StoredFile.objects.filter(
        holder=HOLDER, holder_key=row.number, digest=hashlib.sha256(content).hexdigest()
    ).exists()
