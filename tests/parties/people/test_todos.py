"""What is to be done about organisations, disputes and invitations opens and closes with its cause."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import due_from, waiting_for_others
from qinglan.parties.domain import invitation as verbs
from qinglan.parties.domain.departure import close_run_out
from qinglan.parties.domain.organisation import verify_organisation
from qinglan.parties.domain.organisation_claim import dispute_claim, settle_claim
from qinglan.parties.models import Invitation, Organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db
NUMBER = "13900000009"


def on_desk(user: Any) -> tuple[list[str], list[str]]:
    return [row.kind for row in due_from(user)], [row.kind for row in waiting_for_others(user)]


def states() -> list[tuple[str, str]]:
    return list(Todo.objects.order_by("pk").values_list("kind", "state"))


@pytest.fixture
def invited(people: dict[str, Any]) -> Any:
    user = people["plain"]
    user.mobile = NUMBER
    user.save()
    return user


def test_an_invitation_waits_for_whoever_has_an_account(
    people: dict[str, Any], firm: Any, invited: Any
) -> None:
    row, _token = verbs.invite(acting_user=people["head"], organisation=firm, contact=NUMBER, role="member")
    assert on_desk(invited) == (["people.accept_invitation"], [])
    assert on_desk(people["head"]) == ([], ["people.accept_invitation"])
    verbs.accept_invitation(acting_user=invited, invitation=row)
    assert (on_desk(invited), states()) == (([], []), [("people.accept_invitation", "done")])


def test_one_that_is_withdrawn_or_runs_out_waits_for_nobody(
    people: dict[str, Any], firm: Any, invited: Any
) -> None:
    head = people["head"]
    row, _token = verbs.invite(acting_user=head, organisation=firm, contact=NUMBER, role="member")
    verbs.withdraw_invitation(acting_user=head, invitation=row)
    row, _token = verbs.invite(acting_user=head, organisation=firm, contact=NUMBER, role="finance")
    now = clock.now()
    Invitation.objects.filter(pk=row.pk).update(invited_at=now - timedelta(days=9), expires_at=now)
    close_run_out(acting_user=person("system"))
    assert states() == [("people.accept_invitation", "withdrawn")] * 2


def test_an_organisation_that_got_its_administrator_by_invitation_waits_to_be_verified(
    people: dict[str, Any], hidden: Any, invited: Any
) -> None:
    row, _token = verbs.invite(
        acting_user=people["officer"], organisation=hidden, contact=NUMBER, role="administrator"
    )
    verbs.accept_invitation(acting_user=invited, invitation=row)
    assert on_desk(people["east"]) == (["organisations.verify"], [])
    assert on_desk(invited) == ([], ["organisations.verify"])
    current = Organisation.objects.select_related("territory").get(pk=hidden.pk)
    verify_organisation(acting_user=people["officer"], organisation=current, on=clock.today(), basis="执照")
    assert (on_desk(people["east"]), on_desk(invited)) == (([], []), ([], []))


def test_a_dispute_waits_for_an_officer_and_the_claimant_sees_it(people: dict[str, Any], firm: Any) -> None:
    claim = dispute_claim(acting_user=people["plain"], organisation=firm, statement="现由我负责")
    assert on_desk(people["east"]) == (["organisations.settle_claim"], [])
    assert on_desk(people["plain"]) == ([], ["organisations.settle_claim"])
    settle_claim(acting_user=people["officer"], claim=claim, uphold=False, answer="无授权书")
    assert states() == [("organisations.settle_claim", "done")]
