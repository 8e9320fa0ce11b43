"""What listings ask of people: checks, corrections, renewals."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import MEMBER, to_organisation, to_role, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.market.models import ListingState

FIRST = register_kind("market.check_first", _("Make the first check of a listing")).name
SECOND = register_kind("market.check_second", _("Check a listing for publication")).name
CORRECT = register_kind("market.correct", _("Correct a listing that was returned")).name
RENEW = register_kind("market.renew", _("Confirm that a listing is current")).name
KINDS = (FIRST, SECOND, CORRECT, RENEW)
_OF_STATE = {ListingState.FIRST: FIRST, ListingState.SECOND: SECOND, ListingState.RETURNED: CORRECT}


def subject(listing: Any) -> Subject:
    """The listing as to-dos name it."""
    return Subject(
        f"market.{listing.SIDE}", listing.pk, listing.title, listing.get_absolute_url(), listing.title_en
    )


def follow(acting_user: Any, listing: Any, act: str) -> None:
    """Open what the new state of `listing` asks for and close the rest; within the caller's transaction."""
    wanted = _OF_STATE.get(ListingState(listing.state))
    for kind in (FIRST, SECOND, CORRECT):
        if kind != wanted:
            close_todos(
                acting_user=acting_user,
                kind=kind,
                subject_type=f"market.{listing.SIDE}",
                subject_key=listing.pk,
                by_act=act,
            )
    members = to_organisation(listing.owner_id, role=MEMBER)
    if wanted == FIRST:
        broker = listing.broker
        whose = (
            to_user(broker.user)
            if broker is not None and broker.user_id
            else to_organisation(listing.owner_id)
        )
        open_todo(acting_user=acting_user, kind=FIRST, subject=subject(listing), to=whose, asked_by=members)
    elif wanted == SECOND:
        open_todo(
            acting_user=acting_user,
            kind=SECOND,
            subject=subject(listing),
            to=to_role(OFFICER),
            asked_by=members,
        )
    elif wanted == CORRECT:
        open_todo(acting_user=acting_user, kind=CORRECT, subject=subject(listing), to=members)


def ask_to_renew(acting_user: Any, listing: Any) -> None:
    """Ask the owner whether it is still current, until its last day; within the caller's transaction."""
    open_todo(
        acting_user=acting_user,
        kind=RENEW,
        subject=subject(listing),
        to=to_organisation(listing.owner_id, role=MEMBER),
        due_at=datetime.combine(listing.valid_until, time(23, 59, 59), clock.SHANGHAI),
    )


def renewed(acting_user: Any, listing: Any, act: str) -> None:
    """Close what `ask_to_renew` opened, or withdraw it when the listing is gone; within the caller's transaction."""
    end = close_todos if listing.state == ListingState.PUBLISHED else withdraw_todos
    end(
        acting_user=acting_user,
        kind=RENEW,
        subject_type=f"market.{listing.SIDE}",
        subject_key=listing.pk,
        by_act=act,
    )
