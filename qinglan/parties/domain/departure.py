"""Parts of verbs: all places and roles of a person end at once; terms that ran out are closed each day."""

from functools import partial
from typing import Any

from qinglan.kernel import clock
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.parties import people_recorded, todos
from qinglan.parties.domain import term
from qinglan.parties.leaving import Leaving, hand_over
from qinglan.parties.models import (
    Assignment,
    Delegation,
    Invitation,
    InvitationState,
    Membership,
    Organisation,
    User,
)


def end_everything(acting_user: Any, person: User, reason: str) -> int:
    """End every place, role and delegation of a locked account, within the caller's transaction.

    What he has in hand goes back to all who may do it; returns how many items. The last administrator of an
    organisation leaves it too: it can be claimed again.
    """
    places = Membership.objects.unended().filter(user=person)
    units = list(
        Organisation.objects.select_for_update(of=("self",))
        .filter(pk__in=list(places.values_list("organisation", flat=True)))
        .order_by("pk")
    )
    offices = list(Assignment.objects.unended().filter(user=person).select_for_update(of=("self",)))
    ended = term.end(places.select_for_update(of=("self",)), by=acting_user, reason=reason)
    term.end(offices, by=acting_user, reason=reason)
    stood_in = Delegation.objects.unended().filter(deputy=person).select_for_update(of=("self",))
    term.end(stood_in, by=acting_user, reason=reason)
    leaves = [Leaving(person, organisation=one) for one in units]
    leaves += [Leaving(person, assignment=one) for one in offices]
    moved = sum(hand_over(one, None, acting_user) for one in leaves)
    by_key = {one.pk: one for one in units}
    for row in ended:
        assert isinstance(row, Membership)
        row.organisation = by_key[row.organisation_id]
        people_recorded.membership(acting_user, people_recorded.LEFT, row, reason=reason, left=True)
    return moved


def close_run_out(*, acting_user: Any) -> int:
    """Close terms whose last day has passed and invitations whose time is over; how many.

    Nothing follows from them since that day already; now what their holders had in hand changes hands.
    Each in a transaction of its own, so that one fault holds nothing up.
    """
    closed = 0
    for model in (Membership, Assignment, Delegation):
        loop = f"people.close_run_out/{model._meta.model_name}"
        over = model.objects.run_out()
        closed += sum(one_by_one(loop, over, partial(_close_one, acting_user, model)))
    late = Invitation.objects.filter(state=InvitationState.OPEN, expires_at__lte=clock.now())
    return closed + sum(one_by_one("people.close_run_out/invitation", late, partial(_expire, acting_user)))


def _close_one(acting_user: Any, model: Any, key: int) -> int:
    row = model.objects.run_out().select_for_update(of=("self",)).filter(pk=key).first()
    if row is None or not term.end([row], by=None, reason=term.RAN_OUT):
        return 0
    if isinstance(row, Membership):
        hand_over(Leaving(row.user, organisation=row.organisation), None, acting_user)
        people_recorded.membership(acting_user, people_recorded.LEFT, row, reason=term.RAN_OUT)
    elif isinstance(row, Assignment):
        hand_over(Leaving(row.user, assignment=row), None, acting_user)
    return 1


def _expire(acting_user: Any, key: int) -> int:
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=key)
    if row.state != InvitationState.OPEN:
        return 0
    row.state, row.answered_at = InvitationState.EXPIRED, clock.now()
    row.save(update_fields=["state", "answered_at"])
    people_recorded.invitation(acting_user, people_recorded.INVITATION_CLOSED, row, how=row.state)
    todos.invitation_closed(acting_user, row)
    return 1
