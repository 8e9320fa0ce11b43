"""Who holds what today: predicates, their queryset twins, dates, scopes, deputies, and what it costs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.parties import grants, holding
from qinglan.parties.models import Delegation, Membership, Organisation, User
from tests.support.people import assign, join, person

pytestmark = pytest.mark.django_db


def test_a_scope_covers_what_lies_in_it_and_nothing_else(people: dict[str, Any], firm: Any) -> None:
    Territory.objects.create(
        code="990101-Z01",
        name_zh="东区园",
        name_en="Zone",
        pinyin="z",
        kind="functional_zone",
        parent_id="990101",
    )
    places = (None, "990000", "990101", "990101-Z01", "990102")
    assert {
        who: [holding.holds_in(people[who], "officer", place) for place in places]
        for who in ("officer", "east", "plain")
    } == {
        "officer": [True, True, True, True, True],
        "east": [False, False, True, True, False],
        "plain": [False] * 5,
    }
    assert [holding.holds(people[who], "officer") for who in ("officer", "east")] == [True, False]
    assert [holding.holds_somewhere(people[who], "officer") for who in ("east", "plain")] == [True, False]


def test_a_department_limits_a_role(people: dict[str, Any], firm: Any) -> None:
    reviewer = people["plain"]
    assign(reviewer, "reviewer", organisation=firm)
    assert [
        holding.holds_in(reviewer, "reviewer", "990101", firm),
        holding.holds_in(reviewer, "reviewer", None, firm.pk),
        holding.holds_in(reviewer, "reviewer", "990101"),
        holding.holds_in(reviewer, "reviewer", None, firm.pk + 1),
    ] == [True, True, False, False]
    assert list(holding.holders_of("reviewer", "990102", firm)) == [reviewer]


@pytest.mark.parametrize(
    ("place", "whole"), [(None, False), ("990101", False), ("990101", True), (None, True)]
)
def test_what_a_role_covers_by_organisation_and_territory_is_the_same_for_rows(
    people: dict[str, Any], firm: Any, hidden: Any, place: str | None, whole: bool
) -> None:
    """Scope: the department alone, department and district, the district alone, the whole city."""
    reviewer = people["plain"]
    scope = Territory.objects.get(pk=place) if place else None
    assign(reviewer, "reviewer", territory=scope, organisation=None if whole else firm)
    # An organisation serves as a row that lies somewhere and belongs to itself.
    condition = holding.covered(reviewer, "reviewer", territory="territory", organisation="pk")
    assert set(Organisation.objects.filter(condition)) == {
        one
        for one in Organisation.objects.all()
        if holding.holds_in(reviewer, "reviewer", one.territory_id, one)
    }


def test_every_queryset_agrees_with_its_predicate(people: dict[str, Any], firm: Any, hidden: Any) -> None:
    assign(people["second"], "officer", organisation=firm)
    join(people["second"], hidden, "signatory")
    everybody = [*people.values(), AnonymousUser()]
    places = list(Territory.objects.all())
    for user in everybody:
        assert set(holding.territories_of(user, "officer")) == {
            place for place in places if holding.holds_in(user, "officer", place)
        }
        for roles in ((), ("administrator",), ("signatory", "finance")):
            assert set(holding.organisations_of(user, *roles)) == {
                one for one in Organisation.objects.all() if holding.member_of(user, one, *roles)
            }
        assert set(holding.organisations_represented_by(user)) == {
            one for one in Organisation.objects.all() if holding.represents(user, one)
        }
    for place in [*places, None]:
        for unit in (firm, hidden, None):
            assert set(holding.holders_of("officer", place, unit)) == {
                user
                for user in User.objects.filter(is_system=False)
                if holding.holds_in(user, "officer", place, unit)
            }


def test_what_each_role_in_an_organisation_allows(people: dict[str, Any], firm: Any) -> None:
    join(people["second"], firm, "signatory")
    assert {
        who: (
            holding.member_of(people[who], firm),
            holding.represents(people[who], firm),
            holding.administers(people[who], firm),
            holding.binds(people[who], firm),
        )
        for who in ("head", "member", "second", "finance", "plain")
    } == {
        "head": (True, True, True, False),
        "member": (True, True, False, False),
        "second": (True, True, False, True),
        "finance": (True, False, False, False),
        "plain": (False, False, False, False),
    }
    assert not holding.member_of(people["head"], None)


@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [(-1, 1, True), (0, 0, True), (1, 9, False), (-9, -1, False), (-9, None, True)],
)
def test_dates_count_by_the_sites_clock(
    people: dict[str, Any], firm: Any, first: int, last: int | None, stands: bool
) -> None:
    today = clock.today()
    row = join(
        people["plain"],
        firm,
        valid_from=today + timedelta(days=first),
        valid_to=None if last is None else today + timedelta(days=last),
    )
    assert holding.member_of(people["plain"], firm) is stands
    assert (people["plain"] in holding.people_of(firm)) is stands
    assert Membership.objects.in_force().filter(pk=row.pk).exists() is stands


def test_a_closed_account_and_an_ended_term_hold_nothing(people: dict[str, Any], firm: Any) -> None:
    head, member = people["head"], people["member"]
    assert holding.represents(member, firm)
    row = Membership.objects.get(user=member)
    row.ended_at = clock.now()
    row.save()
    assert not holding.represents(member, firm)
    head.is_active = False
    assert not holding.administers(head, firm)


def test_one_statement_for_each_account_and_request(people: dict[str, Any], firm: Any) -> None:
    east = User.objects.get(username="east")
    with CaptureQueriesContext(connection) as asked:
        for place in ("990101", "990102"):
            holding.holds_in(east, "officer", place)
        holding.represents(east, firm)
        east.holds("officer")
        list(east.roles_held())
    assert len(asked) == 1


def test_a_deputy_holds_what_was_delegated_while_both_stand(people: dict[str, Any], firm: Any) -> None:
    head, member = people["head"], people["member"]
    row = Membership.objects.get(user=head)
    today = clock.today()
    made = Delegation.objects.create(
        membership=row, deputy=member, given_by=head, valid_from=today, valid_to=today, basis="leave"
    )
    assert holding.administers(member, firm)
    assert {one.principal for one in grants.of(member)} == {None, head.pk}
    User.objects.filter(pk=head.pk).update(is_active=False)
    grants.forget()
    assert not holding.administers(member, firm)
    User.objects.filter(pk=head.pk).update(is_active=True)
    made.valid_from = made.valid_to = date(2026, 1, 1)
    made.save()
    assert not holding.administers(member, firm)


def test_a_run_out_role_of_the_office_counts_no_more(city: Any) -> None:
    user = person("guest")
    today = clock.today()
    assign(user, "inspector", valid_to=today - timedelta(days=1), purpose="审计（演示）")
    assert (holding.holds(user, "inspector"), user.roles_held()) == (False, [])
