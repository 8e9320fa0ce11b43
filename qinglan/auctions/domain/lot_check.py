"""Verbs: hand a lot in to its organiser, take it back, return it with a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.domain.lot import writable
from qinglan.auctions.domain.lot_state import locked, set_lot_state
from qinglan.auctions.lots import todos, told, values
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import Lot, LotMode, LotState, PaperKind
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.once import once
from qinglan.kernel.rulebook.language import text_of
from qinglan.parties.models.organisation_kind import OrganisationState


def lacking(lot: Lot) -> list[str]:
    """What still is to be done before the lot can be handed in, in words."""
    there = set(lot.papers.values_list("kind", flat=True))
    found = [
        _("Add the paper “{paper}”.").format(paper=PaperKind(kind).label)
        for kind in auctions().papers
        if kind not in there
    ]
    if not lot.organiser_licence.strip():
        found.append(_("Name the licence of the organiser."))
    found += [
        _("{name} has to be verified first.").format(name=unit.name)
        for unit in (lot.owner, lot.organiser)
        if unit.state != OrganisationState.VERIFIED
    ]
    if lot.mode == LotMode.COMPARISON:
        points = list(lot.criteria.values_list("points", "is_price"))
        if sum(number for number, _price in points) != 100 or not any(price for _number, price in points):
            found.append(_("The criteria sum to 100 points, and one of them is the price."))
    try:
        values.check(lot)
    except Impossible as refusal:
        found.append(refusal.message)
    return found


def hand_in(*, acting_user: Any, lot: Lot) -> Lot:
    """Hand the lot in; its organiser is asked to check it. Raises StaleEdit, PermissionRefused, Impossible.

    Impossible names all that is lacking at once, or that the object is on offer in another lot.
    """
    permissions.require(acting_user, "auctions.edit_lot", lot)
    twice = _("The same object is on offer in another lot already. End that one first.")
    with once({"an_object_is_offered_once_at_a_time": (twice, None)}), transaction.atomic():
        row = writable(locked(lot))
        if missing := lacking(row):
            raise Impossible(" ".join(missing))
        set_lot_state(acting_user, row, LotState.CHECK)
        todos.check_wanted(acting_user, row)
    return row


@transaction.atomic
def take_back(*, acting_user: Any, lot: Lot) -> Lot:
    """Take the lot back before it is disclosed. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "auctions.edit_lot", lot)
    row = locked(lot)
    set_lot_state(acting_user, row, LotState.DRAFT)
    todos.checked(acting_user, row, "auctions.take_back")
    return row


@transaction.atomic
def return_lot(*, acting_user: Any, lot: Lot, reason: str, note: str = "") -> Lot:
    """Return the lot for correction, for a reason of the pack. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "auctions.organise", lot)
    row = locked(lot)
    rules = auctions()
    if reason not in {one.code for one in rules.returns}:
        raise Impossible(_("Choose a reason from the list."), field="reason")
    said = text_of(reason, rules.returns)
    text = _("{reason} ({note})").format(reason=said, note=note.strip()) if note.strip() else said
    set_lot_state(acting_user, row, LotState.RETURNED, text[:300])
    todos.checked(acting_user, row, "auctions.return_lot")
    told.tell_owner(acting_user, row, "returned", words=text[:300])
    return row
