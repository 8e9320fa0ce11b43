"""Verbs: stop a disclosed lot with a reason, offer one again that ended without a deal."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.domain import lot as drafts
from qinglan.auctions.domain.lot_state import locked, set_lot_state
from qinglan.auctions.lots import todos, told
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.lots.values import CONTENT
from qinglan.auctions.models import Criterion, Lot, LotPaper, LotState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import text_of

_DATES = ("applications_until", "bids_from", "bids_until")


@transaction.atomic
def stop(*, acting_user: Any, lot: Lot, reason: str, note: str = "") -> Lot:
    """Stop a lot that is public, for a reason of the pack. Raises StaleEdit, Impossible, PermissionRefused.

    Bids that were taken stay in the stream; no result follows; deposits go back.
    """
    permissions.require(acting_user, "auctions.organise", lot)
    row = locked(lot)
    rules = auctions()
    if reason not in {one.code for one in rules.stops}:
        raise Impossible(_("Choose a reason from the list."), field="reason")
    said = text_of(reason, rules.stops)
    text = _("{reason} ({note})").format(reason=said, note=note.strip()) if note.strip() else said
    set_lot_state(acting_user, row, LotState.STOPPED, text[:300])
    todos.give_up(acting_user, row, "auctions.stop")
    told.tell_owner(acting_user, row, "stopped", words=text[:300])
    told.tell_bidders(acting_user, row, "stopped", words=text[:300])
    return row


@transaction.atomic
def offer_again(*, acting_user: Any, lot: Lot) -> Lot:
    """A new draft of a lot that failed or was stopped, with its content, criteria and papers, without its dates.

    Raises Impossible where it may still lead to a deal, PermissionRefused.
    """
    permissions.require(acting_user, "auctions.edit_lot", lot)
    row = locked(lot)
    if row.state not in (LotState.FAILED, LotState.STOPPED):
        raise Impossible(_("Only a lot that failed or was stopped is offered again."))
    if row.followers.exclude(state__in=[LotState.FAILED, LotState.STOPPED]).exists():
        raise Impossible(_("It was offered again already. Open the later lot."))
    again = drafts.begin_lot(
        acting_user=acting_user, subject=row.subject, training=row.is_training, follows=row,
        values={name: getattr(row, name) for name in CONTENT if name not in _DATES},
    )  # fmt: skip
    Criterion.objects.bulk_create(
        Criterion(
            lot=again,
            place=one.place,
            title=one.title,
            points=one.points,
            is_price=one.is_price,
            guide=one.guide,
        )
        for one in row.criteria.all()
    )
    for one in row.papers.all():
        LotPaper.objects.create(
            lot=again, kind=one.kind, title=one.title, file=one.file, is_public=one.is_public,
            added_at=clock.now(), added_by=acting_user,
        )  # fmt: skip
    return again
