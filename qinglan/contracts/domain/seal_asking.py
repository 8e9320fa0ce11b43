"""Orders of seals at a provider outside: kept first, then asked for, then answered. Parts of verbs.

Between the three this process may die: what is kept and was not answered is asked again under the same number, or
given up (`seal_order`).
"""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.domain.seal_taking import current, take
from qinglan.contracts.domain.signing import withdraw_order
from qinglan.contracts.models import Contract, PartySide, PartySignature, SignatureState, Signing
from qinglan.contracts.signing import port
from qinglan.contracts.signing import recorded as kinds
from qinglan.contracts.signing.place import Place, places
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store


class UnknownOrder(Impossible):
    """No order of a seal has this number."""

    def __init__(self) -> None:
        super().__init__(_("No seal was ordered under this number, or its order was given up."))


class EndedOrder(UnknownOrder):
    """The order was kept, and given up since."""


def order_of(
    row: Contract, signing: Signing, mine: PartySignature, person: Any, key: UUID | None = None
) -> port.Order:
    """What a provider is asked for, for a locked signature; `person` signs."""
    facts = row.parties.filter(side=mine.side, position=mine.position).values("code").first()
    return port.Order(
        pdf=current(signing),
        field=f"party-{mine.side}-{mine.position}",
        organisation=mine.name,
        code=facts["code"] if facts else "",
        person=str(person),
        reason=f"{row.number} v{signing.version.number} {signing.version.code_shown}",
        town=row.sign_place,
        place=_place(signing, mine),
        key=str(key or ""),
    )


def keep_order(user: Any, row: Contract, signing: Signing, mine: PartySignature) -> port.Order:
    """Keep an order under a number of our own, within the caller's transaction; what the provider is to be asked for."""
    key = uuid4()
    mine.state, mine.order, mine.finding = SignatureState.ASKED, key, ""
    mine.ordered_by, mine.ordered_at, mine.answered_at = user, clock.now(), None
    mine.save()
    recorded.record(
        user,
        row,
        kinds.ORDERED,
        {
            "party": f"{mine.side}-{mine.position}",
            "provider": signing.provider,
            "order": str(key),
            "file": (signing.signed or signing.paper).digest,
        },
        personal={"authority": mine.authority},
        subject=f"user:{user.pk}",
    )
    signing.revision += 1
    signing.save()
    return order_of(row, signing, mine, user, key)


def ask(*, acting_user: Any, provider: port.Provider, order: port.Order) -> Signing:
    """Call the provider for a committed order, outside of every transaction, and enter what it answers.

    Where no answer comes the order stands as it is. Raises Impossible: it can't (the order is given up), what it made
    isn't what was asked for (kept as the finding); EndedOrder where the order was given up meanwhile, here and there.
    """
    key = UUID(order.key)
    try:
        answer = provider.seal(order)
    except OSError:  # nobody knows whether the order arrived
        return locked_order(key, lock=False)[1]
    except Impossible:
        _give_up_refused(acting_user, key)
        raise
    try:
        return _enter(acting_user, key, answer)
    except EndedOrder:
        provider.give_up(order.key)
        raise
    except Impossible as refused:
        note_finding(key, refused.message)
        raise


@transaction.atomic
def note_finding(key: UUID, reason: str) -> PartySignature | None:
    """Keep why what the provider answered was refused; None where it was settled meanwhile. Raises UnknownOrder."""
    _row, _signing, mine = locked_order(key)
    if mine.state != SignatureState.ASKED:
        return None
    mine.answered_at = mine.answered_at or clock.now()
    mine.finding = reason[:500]
    mine.save()
    return mine


def locked_order(key: UUID, *, lock: bool = True) -> tuple[Contract, Signing, PartySignature]:
    """Contract, signing and signature of an order, locked in this order, within the caller's transaction.

    Raises UnknownOrder, EndedOrder.
    """
    seen = _of(key, lock=False)
    if not lock:
        return seen.signing.contract, seen.signing, seen
    row = locked_now(seen.signing.contract_id)
    mine = _of(key, lock=True)
    mine.signing.contract = row
    return row, mine.signing, mine


@transaction.atomic
def _enter(acting_user: Any, key: UUID, answer: bytes | port.Later) -> Signing:
    """What the provider answered; nothing where it sent the seal by itself meanwhile."""
    row, signing, mine = locked_order(key)
    if mine.state != SignatureState.ASKED:
        return signing
    if not isinstance(answer, port.Later):
        return take(acting_user, row, signing, mine, answer)
    mine.answered_at = mine.answered_at or clock.now()
    mine.save()
    return signing


@transaction.atomic
def _give_up_refused(acting_user: Any, key: UUID) -> None:
    """The provider refused the order: the party may sign again."""
    try:
        row, signing, mine = locked_order(key)
    except EndedOrder:
        return
    if mine.state == SignatureState.ASKED:
        give_up(acting_user, row, signing, mine)


def give_up(acting_user: Any, row: Contract, signing: Signing, mine: PartySignature) -> None:
    """The order of locked rows ends without a seal, within the caller's transaction."""
    withdraw_order(mine)
    recorded.record(acting_user, row, kinds.GIVEN_UP, {"party": f"{mine.side}-{mine.position}"})
    signing.revision += 1
    signing.save()


def _of(order: UUID, *, lock: bool) -> PartySignature:
    rows = PartySignature.objects.select_related(
        "signing__contract", "signing__version", "signing__paper", "signing__signed", "ordered_by"
    )
    found = (rows.select_for_update(of=("self", "signing")) if lock else rows).filter(order=order).first()
    if found is None:
        past: Any = PartySignature
        raise EndedOrder if past.pgh_event_model.objects.filter(order=order).exists() else UnknownOrder
    return found


def _place(signing: Signing, mine: PartySignature) -> Place | None:
    """Where the party signs: the paper names the buyers first."""
    rows = sorted(signing.signatures.all(), key=lambda one: (one.side != PartySide.BUYER, one.position))
    found = places(store.read(signing.paper.digest), len(rows))
    return dict(zip([one.pk for one in rows], found, strict=False)).get(mine.pk)
