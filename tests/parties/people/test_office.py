"""Roles of the office with a scope: who gives what where, ending, standing in, running out."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties import holding
from qinglan.parties.account_rules import Handing
from qinglan.parties.domain import departure
from qinglan.parties.domain.account import close_account, system_user
from qinglan.parties.domain.assignment import Scope, end_assignment, give_assignment
from qinglan.parties.domain.delegation import delegate, end_delegation
from qinglan.parties.models import Assignment, Delegation, Invitation, Membership
from qinglan.parties.people_queries import assignments_visible_to
from qinglan.parties.roles import KEEPERS, ROLES
from tests.support.people import assign, join, person

pytestmark = pytest.mark.django_db


def test_nobody_gives_a_role_or_a_scope_beyond_his_own(people: dict[str, Any], firm: Any) -> None:
    other = people["plain"]
    scopes = {
        "city": (None, None),
        "east": ("990101", None),
        "west": ("990102", None),
        "desk": (None, firm.pk),
    }
    found = {
        who: sorted(
            f"{role} {name}"
            for role in ROLES
            for name, scope in scopes.items()
            if permissions.answer(people[who], "parties.give_role", Handing(other, role, *scope))
        )
        for who in ("officer", "east", "head", "plain", "security")
    }
    within = ("desk", "reviewer", "secretary")
    assert found["head"] == found["plain"] == []
    assert found["east"] == sorted(f"{role} east" for role in within)
    assert found["officer"] == sorted(
        [f"{role} {name}" for role in within for name in scopes]
        + [f"officer {name}" for name in ("east", "west", "desk")]
    )
    assert found["security"] == sorted(
        f"{role} {name}" for role in ROLES if role not in ("administrator", "auditor") for name in scopes
    )
    assert not permissions.answer(
        people["security"], "parties.give_role", Handing(people["security"], "officer")
    )


def test_a_role_with_a_scope_is_given_told_and_ended(people: dict[str, Any], firm: Any) -> None:
    west = Territory.objects.get(code="990102")
    other = people["plain"]
    row = give_assignment(
        acting_user=people["security"], account=other, role="officer", scope=Scope(west), basis="〔2026〕3号"
    )
    assert (holding.holds_in(other, "officer", "990102"), other.holds("officer")) == (True, False)
    with pytest.raises(Impossible, match="holds this role already"):
        give_assignment(acting_user=people["security"], account=other, role="officer", scope=Scope(west))
    with pytest.raises(PermissionRefused):
        end_assignment(acting_user=people["east"], assignment=row, reason="x")
    with pytest.raises(Impossible) as refused:
        end_assignment(acting_user=people["officer"], assignment=row, reason=" ")
    assert refused.value.field == "reason"
    end_assignment(acting_user=people["officer"], assignment=row, reason="moved")
    assert not holding.holds_in(other, "officer", "990102")
    with pytest.raises(Impossible, match="ended already"):
        end_assignment(acting_user=people["security"], assignment=row, reason="x")
    events = Event.objects.filter(stream=f"account:{other.pk}").order_by("sequence")
    assert [event.kind for event in events] == ["parties.role-given", "parties.role-taken"]


@pytest.mark.parametrize(
    ("role", "more", "field"),
    [
        ("reviewer", {}, "organisation"),
        ("desk", {}, "organisation"),
        ("inspector", {}, "valid_to"),
        ("inspector", {"valid_to": 5}, "purpose"),
        ("officer", {"valid_to": -1}, "valid_to"),
        ("emperor", {}, "role"),
    ],
)
def test_a_role_that_lacks_something_is_refused_beside_the_field(
    people: dict[str, Any], role: str, more: dict[str, Any], field: str
) -> None:
    if "valid_to" in more:
        more = {"valid_to": clock.today() + timedelta(days=more["valid_to"])}
    with pytest.raises(Impossible) as refused:
        give_assignment(acting_user=people["security"], account=people["plain"], role=role, **more)
    assert refused.value.field == field


def test_the_three_do_no_business_and_have_no_scope(people: dict[str, Any], firm: Any) -> None:
    system, keeper = system_user(), person("keeper", "administrator")
    with pytest.raises(Impossible, match="one role only"):
        give_assignment(acting_user=people["security"], account=keeper, role="officer")
    with pytest.raises(Impossible, match="acts for an organisation"):
        give_assignment(acting_user=system, account=people["member"], role="auditor")
    east = Scope(Territory.objects.get(code="990101"))
    for role in KEEPERS:
        with pytest.raises(Impossible, match="no scope"):
            give_assignment(acting_user=system, account=people["plain"], role=role, scope=east)


def test_each_giver_sees_what_he_may_give(people: dict[str, Any], firm: Any) -> None:
    west = assign(people["plain"], "officer", territory=Territory.objects.get(code="990102"))
    desk = assign(people["plain"], "desk", organisation=firm, territory=Territory.objects.get(code="990101"))
    everybody = [*people.values(), person("keeper", "administrator")]
    for user in everybody:
        rows = {
            row.pk
            for row in Assignment.objects.exclude(user=user)
            if permissions.answer(user, "parties.give_role", Handing.of(row))
        }
        seen = set(assignments_visible_to(user).exclude(user=user).values_list("pk", flat=True))
        assert rows <= seen, user
        assert bool(seen) <= bool(permissions.answer(user, "people.see_assignments")), user
    assert desk in assignments_visible_to(people["east"])
    assert west not in assignments_visible_to(people["east"])


def test_a_deputy_acts_in_both_names(people: dict[str, Any], firm: Any) -> None:
    from qinglan.parties.domain.membership import give_role

    head, member, today = people["head"], people["member"], clock.today()
    row = Membership.objects.get(user=head)
    made = delegate(
        acting_user=head, held=row, deputy=member, valid_from=today, valid_to=today, reason="leave"
    )
    assert permissions.answer(member, "people.give_role", firm) == permissions.Answer(True, "", head.pk)
    assert permissions.answer(head, "people.give_role", firm) == permissions.Answer(True)
    given = give_role(acting_user=member, organisation=firm, person=people["finance"], role="member")
    event = Event.objects.filter(stream=f"organisation:{firm.pk}").latest("sequence")
    assert (event.actor, json.loads(bytes(event.payload))["on_behalf_of"]) == (
        f"user:{member.pk}",
        f"user:{head.pk}",
    )
    assert given.given_by == member
    with pytest.raises(PermissionRefused, match="can't be passed on"):
        delegate(
            acting_user=member,
            held=row,
            deputy=people["finance"],
            valid_from=today,
            valid_to=today,
            reason="x",
        )
    with pytest.raises(PermissionRefused):
        end_delegation(acting_user=people["finance"], delegation=made)
    end_delegation(acting_user=member, delegation=made)
    assert not permissions.answer(member, "people.give_role", firm)
    with pytest.raises(Impossible, match="ended already"):
        end_delegation(acting_user=head, delegation=made)


def test_who_may_not_stand_in_or_be_stood_in_for(people: dict[str, Any], firm: Any) -> None:
    today = clock.today()
    when = {"valid_from": today, "valid_to": today, "reason": "leave"}
    east = Assignment.objects.get(user=people["east"])
    with pytest.raises(Impossible) as refused:
        delegate(acting_user=people["east"], held=east, deputy=people["plain"], **when)
    assert refused.value.field == "deputy"
    assert delegate(acting_user=people["east"], held=east, deputy=people["officer"], **when).pk
    with pytest.raises(Impossible, match="stands in for this role already"):
        delegate(acting_user=people["east"], held=east, deputy=people["officer"], **when)
    signatory = join(people["head"], firm, "signatory")
    keeper = Assignment.objects.get(user=people["security"])
    for who, held, deputy in (("head", signatory, "member"), ("security", keeper, "officer")):
        with pytest.raises(Impossible, match="Nobody stands in"):
            delegate(acting_user=people[who], held=held, deputy=people[deputy], **when)
    past = {**when, "valid_from": today - timedelta(days=1)}
    with pytest.raises(Impossible) as refused:
        delegate(acting_user=people["east"], held=east, deputy=people["officer"], **past)
    assert refused.value.field == "valid_from"


def test_a_closed_account_leaves_everything(people: dict[str, Any], firm: Any) -> None:
    today = clock.today()
    keeper = person("keeper", "administrator")
    head = people["head"]
    assign(head, "desk", organisation=firm)
    row = Membership.objects.get(user=people["member"])
    Delegation.objects.create(
        membership=row, deputy=head, given_by=people["member"], valid_from=today, valid_to=today
    )
    close_account(acting_user=keeper, account=head, reason="left the city")
    for model in (Membership, Assignment):
        assert not model.objects.unended().filter(user=head).exists()
    assert not Delegation.objects.unended().filter(deputy=head).exists()


def test_the_daily_job_closes_what_ran_out(people: dict[str, Any], firm: Any) -> None:
    today, now = clock.today(), clock.now()
    over = join(people["plain"], firm, valid_to=today - timedelta(days=1))
    guest = assign(people["second"], "inspector", valid_to=today - timedelta(days=1), purpose="x")
    late = Invitation.objects.create(
        organisation=firm,
        role="member",
        contact="13900000001",
        token_digest="x" * 64,
        invited_by=people["head"],
        invited_at=now - timedelta(days=8),
        expires_at=now - timedelta(days=1),
    )
    assert departure.close_run_out(acting_user=system_user()) == 3
    for row in (over, guest, late):
        row.refresh_from_db()
    assert (over.end_reason, over.ended_by, guest.end_reason, late.state) == (
        "ran out",
        None,
        "ran out",
        "expired",
    )
    assert over.valid_to == today - timedelta(days=1)
    assert departure.close_run_out(acting_user=system_user()) == 0


def test_the_pages_of_the_office(people: dict[str, Any], firm: Any) -> None:
    client = Client()
    client.cookies["qinglan_language"] = "en"
    client.force_login(people["security"])
    answer = client.post(
        "/office/roles/give/",
        {"account": "plain", "role": "desk", "organisation": firm.code, "territory": "990101"},
    )
    assert answer.url == "/office/roles/"
    row = Assignment.objects.get(user=people["plain"])
    assert (row.role, row.organisation, row.territory_id) == ("desk", firm, "990101")
    assert b"plain" in client.get("/office/roles/?role=desk&export=csv").getvalue()
    assert client.post(f"/office/roles/{row.pk}/end/", {"reason": "moved"}).status_code == 302
    row.refresh_from_db()
    assert row.ended_by == people["security"]
    answer = client.post("/office/roles/give/", {"account": "nobody", "role": "officer"})
    assert (answer.status_code, b"Nobody has this user name" in answer.content) == (422, True)


def test_the_list_costs_the_same_for_more_rows(people: dict[str, Any], firm: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(people["security"])
    client.get("/office/roles/")
    counts = []
    for number in range(3):
        assign(person(f"more{number}"), "desk", organisation=firm)
        with CaptureQueriesContext(connection) as asked:
            client.get("/office/roles/")
        counts.append(len(asked))
    assert len(set(counts)) == 1
