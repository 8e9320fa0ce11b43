"""Who may do what with organisations: every verb, every address, every role, and a stranger."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import TABLE, PermissionRefused
from qinglan.kernel.sheets.urls import urlpatterns as sheet_patterns
from qinglan.parties.domain import organisation as verbs
from qinglan.parties.domain import organisation_claim as claims
from qinglan.parties.domain.organisation_roster import preload_organisations
from qinglan.parties.domain.organisation_succession import (
    cancel_organisation,
    merge_organisation,
    split_organisation,
)
from qinglan.parties.domain.organisation_tag import Grounds, give_green_tag, revoke_green_tag
from qinglan.parties.models import Claim, GreenTag, Membership, Organisation
from qinglan.parties.organisation_queries import visible_organisations
from qinglan.parties.organisation_urls import urlpatterns
from tests.parties.organisations.made import DAY, particulars, person_account, preloaded, verified
from tests.support.people import person

pytestmark = pytest.mark.django_db
OFFICER = {"officer"}
PEOPLE = {"plain", "member", "head", "officer", "administrator"}
EVERYBODY = PEOPLE | {"stranger"}
INSIDE = {"member", "head", "officer"}


@pytest.fixture
def hidden(city: Any, officer: Any) -> Organisation:
    """An organisation that is not public."""
    return preloaded(officer)


@pytest.fixture
def people(hidden: Organisation, officer: Any) -> dict[str, Any]:
    """One of each."""
    found = {
        "stranger": AnonymousUser(),
        "plain": person_account("plain"),
        "member": person_account("member"),
        "head": person_account("head"),
        "officer": officer,
        "administrator": person("admin", "administrator"),
    }
    for name, role in (("member", "member"), ("head", "administrator")):
        Membership.objects.create(organisation=hidden, user=found[name], role=role, valid_from=DAY)
    return found


def test_the_whole_table(people: dict[str, Any], hidden: Organisation) -> None:
    found = {
        name.partition(".")[2]: {
            who for who, user in people.items() if permissions.answer(user, name, hidden)
        }
        for name in TABLE
        if name.startswith("organisations.")
    }
    only_officers = (
        "preload", "register", "verify", "suspend", "resume", "rename", "recode", "merge", "split",
        "cancel", "tag", "untag", "settle_claim",
    )  # fmt: skip
    assert found == {
        "view": INSIDE,
        "see_contact": INSIDE,
        "edit": {"head", "officer"},
        "claim": PEOPLE,
        **dict.fromkeys(only_officers, OFFICER),
    }


def test_the_list_shows_what_the_predicate_lets_see(people: dict[str, Any], hidden: Organisation) -> None:
    verified(people["officer"], 2)
    for user in people.values():
        seen = set(visible_organisations(user))
        assert seen == {
            one for one in Organisation.objects.all() if permissions.answer(user, "organisations.view", one)
        }


def test_a_closed_account_and_a_member_who_left_see_nothing(
    people: dict[str, Any], hidden: Organisation
) -> None:
    people["head"].is_active = False
    Membership.objects.filter(user=people["member"]).update(valid_to=DAY)
    for who in ("head", "member"):
        assert not permissions.answer(people[who], "organisations.view", hidden)
        assert not permissions.answer(people[who], "organisations.edit", hidden)
        assert list(visible_organisations(people[who])) == []


def test_each_verb_lets_in_those_whom_the_table_names(people: dict[str, Any], hidden: Organisation) -> None:
    """A verb is open to whoever gets past the permission, whatever it then says to the act."""
    officer = people["officer"]
    tag = GreenTag.objects.create(
        organisation=hidden, ground="listed", basis="x", valid_from=DAY, confirmed_by=officer, confirmed_at="2026-01-05T00:00Z"
    )  # fmt: skip
    other = verified(officer, 2)
    claim = Claim.objects.create(
        organisation=hidden,
        user=people["plain"],
        state="disputed",
        created_at="2026-01-05T00:00Z",
        statement="x",
    )
    act = {"organisation": hidden, "on": DAY, "basis": ""}
    table: dict[str, tuple[set[str], Callable[[Any], Any]]] = {
        "register": (OFFICER, lambda who: verbs.register_organisation(acting_user=who, particulars=particulars(1), basis="")),
        "preload": (OFFICER, lambda who: preload_organisations(acting_user=who, entries=[], file_name="x", sha256="")),
        "edit": ({"head", "officer"}, lambda who: verbs.edit_organisation(acting_user=who, organisation=hidden, values={})),
        "verify": (OFFICER, lambda who: verbs.verify_organisation(acting_user=who, **act)),
        "suspend": (OFFICER, lambda who: verbs.suspend_organisation(acting_user=who, **act)),
        "resume": (OFFICER, lambda who: verbs.resume_organisation(acting_user=who, **act)),
        "rename": (OFFICER, lambda who: verbs.rename_organisation(acting_user=who, name="", **act)),
        "recode": (OFFICER, lambda who: verbs.recode_organisation(acting_user=who, code="", **act)),
        "merge": (OFFICER, lambda who: merge_organisation(acting_user=who, into=other, **act)),
        "split": (OFFICER, lambda who: split_organisation(acting_user=who, into=[], goes_on=True, **act)),
        "cancel": (OFFICER, lambda who: cancel_organisation(acting_user=who, **act)),
        "tag": (OFFICER, lambda who: give_green_tag(acting_user=who, organisation=hidden, grounds=Grounds("listed", "", DAY))),
        "untag": (OFFICER, lambda who: revoke_green_tag(acting_user=who, tag=tag, on=DAY, reason="")),
        "request": (PEOPLE, lambda who: claims.request_claim_code(acting_user=who, code="", mobile="")),
        "confirm": (PEOPLE, lambda who: claims.confirm_claim(acting_user=who, claim=claim, code="")),
        "dispute": (PEOPLE, lambda who: claims.dispute_claim(acting_user=who, organisation=hidden, statement="")),
        "settle": (OFFICER, lambda who: claims.settle_claim(acting_user=who, claim=claim, uphold=False, answer="")),
    }  # fmt: skip
    found = {}
    for name, (_allowed, call) in table.items():
        found[name] = set()
        for who, user in people.items():
            try:
                call(user)
            except PermissionRefused:
                continue
            except (Impossible, StaleEdit, Claim.DoesNotExist):
                pass
            found[name].add(who)
    assert found == {name: allowed for name, (allowed, _call) in table.items()}


def test_every_address_answers_each_role_as_it_should(
    people: dict[str, Any], hidden: Organisation, client: Any
) -> None:
    officer = people["officer"]
    tag = GreenTag.objects.create(
        organisation=hidden, ground="listed", basis="x", valid_from=DAY, confirmed_by=officer, confirmed_at="2026-01-05T00:00Z"
    )  # fmt: skip
    claim = Claim.objects.create(
        organisation=hidden,
        user=people["plain"],
        state="disputed",
        created_at="2026-01-05T00:00Z",
        statement="x",
    )
    keys: dict[str, list[Any]] = {
        "record": [hidden.pk], "history": [hidden.pk], "edit": [hidden.pk], "dispute": [hidden.pk],
        "untag": [hidden.pk, tag.pk], "confirm": [claim.pk], "settle": [claim.pk],
    }  # fmt: skip
    allowed = {
        "list": EVERYBODY, "claim": EVERYBODY, "mine": PEOPLE, "requests": PEOPLE, "dispute": PEOPLE,
        "confirm": {"plain"}, "record": INSIDE, "history": INSIDE, "edit": {"head", "officer"},
    }  # fmt: skip
    found: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for pattern in urlpatterns:
        name = str(pattern.name)
        arguments = keys.get(name, [hidden.pk] if "<int:pk>" in str(pattern.pattern) else [])
        address = reverse(f"organisations:{name}", args=arguments)
        expected[name] = allowed.get(name, OFFICER)
        found[name] = set()
        for who, user in people.items():
            client.logout()
            if who != "stranger":
                client.force_login(user)
            status = client.get(address).status_code
            assert status in (200, 403, 404), (name, who, status)
            if status == 200:
                found[name].add(who)
    assert found == expected


def test_the_sheets_are_for_officers(people: dict[str, Any], client: Any) -> None:
    for pattern in sheet_patterns:
        arguments = ["organisations", *(["x"] if "token" in str(pattern.pattern) else [])]
        address = reverse(f"sheets:{pattern.name}", args=arguments)
        for who, user in people.items():
            client.logout()
            if who != "stranger":
                client.force_login(user)
            status = client.get(address).status_code
            if who == "officer":
                assert status in (200, 404, 405), (pattern.name, status)
            else:
                assert status in (403, 405), (pattern.name, who, status)


def test_a_form_sent_without_a_login_leads_there(
    people: dict[str, Any], hidden: Organisation, client: Any
) -> None:
    address = f"/organisations/{hidden.pk}/verify/"
    answer = client.post(address, {"on": "2026-01-05", "basis": "执照 7 号"})
    assert answer.url == f"/account/login/?next={address}"
    hidden.refresh_from_db()
    assert hidden.state == "preloaded"
