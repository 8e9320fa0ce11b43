"""Roles in an organisation: given, ended, handed over; leaving, and what is left behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties import holding
from qinglan.parties.domain import membership as verbs
from qinglan.parties.models import Membership
from tests.support.people import join

pytestmark = pytest.mark.django_db


def standing(firm: Any) -> list[tuple[str, str]]:
    rows = Membership.objects.in_force().filter(organisation=firm)
    return sorted(rows.values_list("user__username", "role"))


def test_an_administrator_gives_and_ends_roles_and_history_stays(people: dict[str, Any], firm: Any) -> None:
    head, member = people["head"], people["member"]
    made = verbs.give_role(
        acting_user=head, organisation=firm, person=member, role="signatory", basis="授权书〔2026〕1号"
    )
    assert holding.binds(member, firm)
    verbs.end_role(acting_user=head, membership=made, reason="paper withdrawn")
    assert not holding.binds(member, firm)
    again = verbs.give_role(
        acting_user=head, organisation=firm, person=member, role="signatory", basis="授权书〔2026〕2号"
    )
    rows = Membership.objects.filter(user=member, role="signatory").order_by("pk")
    assert [(row.pk, row.ended_by, row.end_reason, row.given_by) for row in rows] == [
        (made.pk, head, "paper withdrawn", head),
        (again.pk, None, "", head),
    ]
    kinds = Event.objects.filter(stream=f"organisation:{firm.pk}", kind__startswith="people.")
    assert list(kinds.order_by("sequence").values_list("kind", "actor")) == [
        ("people.role-in-organisation-given", f"user:{head.pk}"),
        ("people.role-in-organisation-ended", f"user:{head.pk}"),
        ("people.role-in-organisation-given", f"user:{head.pk}"),
    ]
    assert Message.objects.filter(recipient=member, template__startswith="people.").count() == 3


@pytest.mark.parametrize("who", ["member", "finance", "plain", "officer", "east", "security"])
@pytest.mark.parametrize("role", ["administrator", "member"])
def test_nobody_else_gives_a_role(people: dict[str, Any], firm: Any, who: str, role: str) -> None:
    before = standing(firm)
    with pytest.raises(PermissionRefused):
        verbs.give_role(acting_user=people[who], organisation=firm, person=people["finance"], role=role)
    assert standing(firm) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "emperor"}, "role"),
        ({"role": "member"}, "role"),
        ({"role": "signatory"}, "basis"),
        ({"role": "finance", "valid_to": -1}, "valid_to"),
    ],
)
def test_what_is_wrong_with_a_role_is_said_beside_the_field(
    people: dict[str, Any], firm: Any, changes: dict[str, Any], field: str
) -> None:
    if "valid_to" in changes:
        changes = {**changes, "valid_to": clock.today() + timedelta(days=changes["valid_to"])}
    with pytest.raises(Impossible) as refused:
        verbs.give_role(acting_user=people["head"], organisation=firm, person=people["member"], **changes)
    assert refused.value.field == field


def test_only_a_member_gets_a_further_role_and_no_keeper_any(people: dict[str, Any], firm: Any) -> None:
    with pytest.raises(Impossible, match="not a member"):
        verbs.give_role(acting_user=people["head"], organisation=firm, person=people["plain"], role="member")
    with transaction.atomic(), pytest.raises(Impossible, match="do no business"):
        verbs.add(people["head"], firm, people["security"], "member")
    with pytest.raises(IntegrityError, match="a_signatory_has_a_paper"), transaction.atomic():
        join(people["plain"], firm, "signatory", basis="")


def test_the_last_administrator_hands_over_before_leaving(people: dict[str, Any], firm: Any) -> None:
    head, member = people["head"], people["member"]
    with pytest.raises(Impossible, match="last administrator"):
        verbs.leave(acting_user=head, organisation=firm)
    own = Membership.objects.get(user=head)
    with pytest.raises(Impossible, match="last administrator"):
        verbs.end_role(acting_user=head, membership=own, reason="x")
    with pytest.raises(Impossible, match="another member"):
        verbs.hand_over_administration(acting_user=head, organisation=firm, to=people["plain"])
    verbs.hand_over_administration(acting_user=head, organisation=firm, to=member)
    assert standing(firm) == [
        ("finance", "finance"),
        ("head", "member"),
        ("member", "administrator"),
        ("member", "member"),
    ]
    verbs.leave(acting_user=head, organisation=firm)
    assert not holding.member_of(head, firm)
    with pytest.raises(PermissionRefused):
        verbs.leave(acting_user=head, organisation=firm)


def test_who_was_taken_out_loses_access_at_once(people: dict[str, Any], firm: Any, client: Any) -> None:
    member = people["member"]
    client.force_login(member)
    address = f"/organisations/{firm.pk}/people/"
    assert client.get(address).status_code == 200
    verbs.remove_member(acting_user=people["head"], organisation=firm, person=member, reason="left the firm")
    assert client.get(address).status_code == 403
    assert client.get("/account/places/").status_code == 200
    with translation.override("en"), pytest.raises(Impossible, match="no longer a member"):
        verbs.remove_member(acting_user=people["head"], organisation=firm, person=member, reason="again")


def test_an_officer_for_the_territory_may_take_out_the_last_administrator(
    people: dict[str, Any], firm: Any
) -> None:
    verbs.remove_member(acting_user=people["east"], organisation=firm, person=people["head"], reason="fraud")
    assert ("head", "administrator") not in standing(firm)


def test_what_is_in_hand_goes_to_a_colleague_or_back_to_all(people: dict[str, Any], firm: Any) -> None:
    from qinglan.kernel.todos.addressee import MEMBER, to_organisation
    from qinglan.kernel.todos.domain.todo import take_todo
    from qinglan.parties.leaving import Leaving, left_behind
    from tests.kernel.todos.kinds import opened

    member = people["member"]
    third = people["plain"]
    join(third, firm)
    rows = [
        take_todo(acting_user=member, todo=opened(people["officer"], to_organisation(firm, role=MEMBER), key))
        for key in ("1", "2")
    ]
    leaving = Leaving(member, organisation=firm)
    assert [len(items) for _title, items in left_behind(leaving)] == [2]
    with pytest.raises(Impossible, match="another member"):
        verbs.leave(acting_user=member, organisation=firm, hand_to=people["security"])
    assert verbs.leave(acting_user=member, organisation=firm, hand_to=third) == 2
    assert left_behind(leaving) == []
    for row in rows:
        row.refresh_from_db()
    assert [(row.state, row.taken_by) for row in rows] == [("taken", third)] * 2
    assert verbs.leave(acting_user=third, organisation=firm) == 2
    for row in rows:
        row.refresh_from_db()
    assert [(row.state, row.taken_by) for row in rows] == [("open", None)] * 2
