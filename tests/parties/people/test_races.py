"""Two at once: administrators who leave, an invitation accepted twice."""

from threading import Barrier
from typing import Any

import pytest
from django.db import transaction

from qinglan.kernel.conflicts import Impossible
from qinglan.parties.domain import invitation as invitations
from qinglan.parties.domain import membership as verbs
from qinglan.parties.domain import term
from qinglan.parties.models import Invitation, Membership
from tests.parties.organisations.test_races import at_once
from tests.support.people import join

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(people: dict[str, Any], firm: Any) -> list[Any]:
    """Both administrators of the firm."""
    join(people["second"], firm, "administrator")
    return [people["head"], people["second"]]


def administrators(firm: Any) -> int:
    return Membership.objects.in_force().filter(organisation=firm, role="administrator").count()


def test_without_the_lock_both_administrators_leave(two: list[Any], firm: Any) -> None:
    both_have_looked = Barrier(2, timeout=10)

    def naive(user: Any) -> str:
        with transaction.atomic():
            own = list(Membership.objects.in_force().filter(organisation=firm, user=user))
            verbs.keep_an_administrator(firm, own)
            both_have_looked.wait()
            term.end(own, by=user, reason="left")
        return "left"

    assert at_once([lambda: naive(two[0]), lambda: naive(two[1])]) == ["left", "left"]
    assert administrators(firm) == 0


def test_of_two_administrators_who_leave_at_once_one_stays(two: list[Any], firm: Any) -> None:
    start = Barrier(2, timeout=10)

    def leave(user: Any) -> str:
        start.wait()
        try:
            verbs.leave(acting_user=user, organisation=firm)
        except Impossible:
            return "stays"
        return "left"

    assert sorted(at_once([lambda: leave(two[0]), lambda: leave(two[1])])) == ["left", "stays"]
    assert administrators(firm) == 1


def test_an_invitation_accepted_twice_at_once_gives_one_membership(people: dict[str, Any], firm: Any) -> None:
    invited = people["plain"]
    invited.mobile = "13900000009"
    invited.save()
    row, _token = invitations.invite(
        acting_user=people["head"], organisation=firm, contact=invited.mobile, role="member"
    )
    start = Barrier(2, timeout=10)

    def accept() -> str:
        start.wait()
        try:
            invitations.accept_invitation(acting_user=invited, invitation=Invitation.objects.get(pk=row.pk))
        except invitations.InvitationClosed as closed:
            return closed.state
        return "joined"

    assert sorted(at_once([accept, accept])) == ["accepted", "joined"]
    assert Membership.objects.filter(user=invited).count() == 1
