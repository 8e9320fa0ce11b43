"""The desk: what is due, what waits, what changed, and what an empty one says to each kind of user."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.kernel import clock
from qinglan.kernel.todos.addressee import MEMBER, to_organisation, to_role, to_user
from qinglan.kernel.todos.domain.todo import close_todos, take_todo
from qinglan.kernel.todos.models import DeskVisit, Todo
from tests.kernel.todos.kinds import CHECK, WAIT, opened
from tests.parties.organisations.made import territories, verified
from tests.plans import sample
from tests.support.people import assign, join, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Callable[..., str]:
    """The words of a page as a user reads it in English."""

    def read(user: Any, path: str = "/desk/") -> str:
        client = Client()
        client.cookies["qinglan_language"] = "en"
        client.force_login(user)
        response = client.get(path)
        assert response.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    return read


@pytest.fixture
def officer(db: None) -> Any:
    return person("officer", "officer")


@pytest.mark.parametrize(
    ("roles", "said", "way"),
    [
        ((), "Your account belongs to no organisation yet", "Claim an organisation"),
        (("administrator",), "You open and close accounts and keep the system running.", "System status"),
        (("security",), "You give the roles of the office and lift locks.", "Locks"),
        (("auditor",), "You read the logs and change nothing.", "Event streams"),
        (("officer",), "Until then: bring the next plan document in", "Read a plan document"),
        (
            ("secretary",),
            "Draws of experts, reviews and meetings of your rounds come here.",
            "See the rounds",
        ),
    ],
)
def test_an_empty_desk_says_to_each_kind_of_user_what_to_do_next(
    desk: Callable[..., str], roles: tuple[str, ...], said: str, way: str
) -> None:
    page = desk(person("somebody", *roles))
    assert (said in page, way in page) == (True, True)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("enterprise", "What the office asks of your organisation appears here."),
        ("university", "What the office asks of your institution appears here."),
        ("bank", "Check a list of your customers&#x27; codes"),
    ],
)
def test_members_of_a_firm_a_university_and_a_bank_read_what_is_theirs(
    desk: Callable[..., str], officer: Any, kind: str, said: str
) -> None:
    territories()
    unit = verified(officer)
    type(unit).objects.filter(pk=unit.pk).update(kind=kind)
    member = person("member")
    join(member, unit, "administrator")
    page = desk(member)
    assert (said in page, unit.name in page, f"Administrator of {unit.name}" in page) == (True, True, True)


def test_the_desk_says_what_is_due_until_when_and_what_waits_for_whom(
    desk: Callable[..., str], officer: Any
) -> None:
    now = clock.now()
    colleague = person("wang", "officer")
    opened(colleague, to_role("officer"), "late", due_at=now - timedelta(days=10))
    opened(colleague, to_role("officer"), "plain")
    opened(colleague, to_role("officer"), "number", kind=WAIT)
    take_todo(
        acting_user=colleague, todo=opened(colleague, to_role("officer"), "hers", asked_by=to_user(officer))
    )
    page = desk(officer)
    due, waiting = page.split("Waiting for others", 1)
    assert re.search(r"Check it: Thing late .*?working days overdue \(since", due)
    assert "Check it: Thing plain since today" in due
    assert "Thing hers" not in due
    assert "Wait for it: Thing number the office next door" in waiting
    assert "Check it: Thing hers wang" in waiting


def test_an_officer_of_a_district_sees_its_to_dos_alone(desk: Callable[..., str], officer: Any) -> None:
    city = sample.make_city()
    member = person("district")
    assign(member, "officer", territory=city)
    opened(officer, to_role("officer", territory=city), "here")
    opened(officer, to_role("officer"), "everywhere")
    page = desk(member)
    assert ("Thing here" in page, "Thing everywhere" in page) == (True, False)
    assert f"Officer ({city.name_en})" in page


def test_what_changed_since_the_last_visit_is_what_was_asked_for_and_done(
    desk: Callable[..., str], officer: Any
) -> None:
    territories()
    unit = verified(officer)
    member = person("member")
    join(member, unit)
    opened(officer, to_role("officer"), "asked", asked_by=to_organisation(unit, role=MEMBER))
    close_todos(
        acting_user=officer, kind=CHECK, subject_type="tests.thing", subject_key="asked", by_act="tests.check"
    )
    assert "Done: Check it: Thing asked" in desk(member)
    DeskVisit.objects.filter(user=member).update(before=clock.now(), seen_at=clock.now())
    assert "Nothing that concerns you." in desk(member)


def test_looking_again_within_half_an_hour_is_the_same_visit(desk: Callable[..., str], officer: Any) -> None:
    desk(officer)
    first = DeskVisit.objects.get(user=officer)
    desk(officer)
    same = DeskVisit.objects.get(user=officer)
    earlier = clock.now() - timedelta(hours=2)
    DeskVisit.objects.filter(user=officer).update(seen_at=earlier, before=earlier - timedelta(days=1))
    desk(officer)
    later = DeskVisit.objects.get(user=officer)
    assert (first.before, later.before) == (same.before, earlier)


def test_the_desk_and_its_lists_cost_the_same_for_three_as_for_thirty(officer: Any) -> None:
    client = Client()
    client.force_login(officer)

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    paths = ("/desk/", "/desk/todos/", "/desk/waiting/")
    counts = []
    for start, end in ((0, 3), (3, 30)):
        for key in range(start, end):
            opened(officer, to_role("officer"), key, due_at=clock.now() + timedelta(days=key))
            opened(officer, to_role("officer"), f"w{key}", kind=WAIT)
        counts.append([cost(path) for path in paths])
    assert counts[0][1:] == counts[1][1:]
    assert counts[1][0] - counts[0][0] in (0, 1)  # above twelve it also counts
    assert Todo.objects.filter(subject_type="tests.thing").count() == 60


def test_taking_what_a_colleague_took_meanwhile_is_answered_with_who_has_it(officer: Any) -> None:
    colleague = person("wang", "officer")
    todo = opened(colleague, to_role("officer"))
    take_todo(acting_user=colleague, todo=todo)
    client = Client()
    client.cookies["qinglan_language"] = "en"
    client.force_login(officer)
    answer = client.post("/desk/todos/act/", {"act": "take", "todo": [todo.pk], "next": "/desk/"})
    assert (answer.status_code, "wang" in answer.content.decode()) == (409, True)


def test_several_are_taken_at_once_and_what_was_not_is_named(officer: Any) -> None:
    colleague = person("wang", "officer")
    rows = [opened(colleague, to_role("officer"), key) for key in range(3)]
    take_todo(acting_user=colleague, todo=rows[0])
    client = Client()
    client.cookies["qinglan_language"] = "en"
    client.force_login(officer)
    sent = {"act": "take", "todo": [row.pk for row in rows], "next": "/desk/todos/"}
    page = client.post("/desk/todos/act/", sent, follow=True).content.decode()
    assert "You have 2 to-dos in hand." in page
    assert "Check it: Thing 0" in page
    elsewhere = client.post("/desk/todos/act/", {**sent, "next": "https://elsewhere.example/"})
    assert elsewhere["Location"] == "/desk/todos/"


def test_the_head_hands_over_what_somebody_absent_has(desk: Callable[..., str], officer: Any) -> None:
    head, colleague = person("head", "decider"), person("wang", "officer")
    rows = [take_todo(acting_user=officer, todo=opened(officer, to_role("officer"), key)) for key in range(2)]
    assert "officer 2 0" in desk(head, "/desk/team/")
    client = Client()
    client.cookies["qinglan_language"] = "en"
    client.force_login(head)
    form = client.post(
        "/desk/todos/act/", {"act": "hand-over", "todo": [row.pk for row in rows], "next": "/desk/team/"}
    )
    page = client.get(form["Location"]).content.decode()
    people = re.findall(r'<option value="(\d+)"', page)
    assert people == [str(colleague.pk)]
    sent = {
        "todo": [row.pk for row in rows],
        "seen": [f"{row.pk}-{officer.pk}" for row in rows],
        "to": colleague.pk,
        "reason": "on leave",
        "next": "/desk/team/",
    }
    assert client.post("/desk/todos/hand-over/", sent)["Location"] == "/desk/team/"
    assert set(Todo.objects.filter(pk__in=[row.pk for row in rows]).values_list("taken_by", "note")) == {
        (colleague.pk, "on leave")
    }
    assert client.post("/desk/todos/hand-over/", sent).status_code == 409  # handed over meanwhile


def test_only_who_leads_sees_the_team(officer: Any) -> None:
    client = Client()
    client.force_login(officer)
    assert client.get("/desk/team/").status_code == 403
