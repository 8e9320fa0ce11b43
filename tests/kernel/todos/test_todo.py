"""To-dos: opened once, seen by those for whom they are, taken by one, handed over, closed by an act."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.todos import holdings
from qinglan.kernel.todos.addressee import MANAGER, MEMBER, Addressee, to_organisation, to_role, to_user
from qinglan.kernel.todos.domain.todo import (
    close_todos,
    hand_over_all,
    hand_over_todo,
    put_back_todo,
    take_todo,
    withdraw_todos,
)
from qinglan.kernel.todos.holdings import Holding, holders_of
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import due_from, team_todos, todos_for, waiting_for_others
from tests.kernel.todos.kinds import CHECK, PERSONAL, WAIT, opened
from tests.support.people import person

pytestmark = pytest.mark.django_db
DISTRICT = "500115"
THING = {"kind": CHECK, "subject_type": "tests.thing"}


@pytest.fixture
def li(db: None) -> Any:
    return person("li", "officer")


@pytest.fixture
def wang(db: None) -> Any:
    return person("wang", "officer")


@pytest.fixture
def stranger(db: None) -> Any:
    return person("stranger")


@pytest.fixture
def district(db: None) -> Territory:
    return Territory.objects.create(
        code=DISTRICT, name_zh="长寿区", name_en="Changshou", pinyin="changshou", kind="division"
    )


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a person hold a role with limits."""
    given: list[tuple[Any, Holding]] = []

    def holders(to: Addressee) -> Q:
        return Q(pk__in=[user.pk for user, one in given if one.covers(to)])

    monkeypatch.setattr(holdings, "_holdings", {**holdings._holdings})
    monkeypatch.setattr(holdings, "_holders", {**holdings._holders})
    holdings.register_holdings("tests", lambda user: [one for who, one in given if who == user], holders)

    def give(user: Any, role: str, **limits: Any) -> None:
        given.append((user, Holding(role, **limits)))

    return give


def subjects(rows: Any) -> list[str]:
    return [row.subject for row in rows]


def test_the_same_is_opened_once_and_brought_up_to_date(li: Any, wang: Any) -> None:
    due = clock.now() + timedelta(days=20)
    first = opened(li, to_role("officer"))
    again = opened(wang, to_role("officer"), due_at=due)
    other = opened(li, to_user(li))
    assert (first.pk == again.pk, again.due_at, again.next_reminder_at, other.pk == first.pk) == (
        True,
        due,
        (due.astimezone(clock.SHANGHAI) - timedelta(days=15)).replace(
            hour=9, minute=0, second=0, microsecond=0
        ),
        False,
    )
    assert Todo.objects.filter(**THING).count() == 2


def test_an_addressee_is_a_person_or_a_role_and_has_one_key() -> None:
    assert [
        Addressee(user=7).key,
        to_role("officer").key,
        to_role("officer", territory=DISTRICT, organisation=4).key,
        to_organisation(4).key,
        to_organisation(4, role=MEMBER).key,
    ] == [
        "user:7",
        "officer",
        f"officer:organisation:4:territory:{DISTRICT}",
        f"{MANAGER}:organisation:4",
        f"{MEMBER}:organisation:4",
    ]
    for to in (Addressee(user=7), to_role("officer", territory=DISTRICT, organisation=4), to_organisation(4)):
        assert Addressee.parse(to.key) == to
    for wrong in ({}, {"user": 1, "role": "officer"}, {"user": 1, "territory": "x"}):
        with pytest.raises(ValueError, match="a to-do "):
            Addressee(**wrong)  # type: ignore[arg-type]


def test_whom_a_todo_reaches_follows_role_territory_and_department(
    li: Any, district: Territory, hold: Callable[..., None]
) -> None:
    """The condition on to-dos, the predicate and the list of holders say the same."""
    people = {
        "district": person("district"),
        "other district": person("other"),
        "department": person("department"),
        "firm": person("firm"),
        "administrator": person("administrator", "administrator"),
    }
    hold(people["district"], "officer", territories=frozenset({DISTRICT}))
    hold(people["other district"], "officer", territories=frozenset({"500116"}))
    hold(people["department"], "officer", organisation=4)
    hold(people["firm"], MANAGER, organisation=9)
    people["city"] = li
    todos = {
        "city": opened(li, to_role("officer"), "city"),
        "district": opened(li, to_role("officer", territory=district), "district"),
        "department 4": opened(li, to_role("officer", organisation=4), "department 4"),
        "department 5": opened(li, to_role("officer", organisation=5), "department 5"),
        "firm 9": opened(li, to_organisation(9), "firm 9"),
        "firm 8": opened(li, to_organisation(8), "firm 8"),
        "wang": opened(li, to_user(people["firm"]), "himself"),
    }
    seen = {
        name: (
            sorted(row.subject_key for row in todos_for(user)),
            sorted(row.subject_key for row in todos.values() if answer(user, "todos.see", row)),
            sorted(row.subject_key for row in todos.values() if user in holders_of(row.to)),
        )
        for name, user in people.items()
    }
    expected = {
        "city": ["city", "department 4", "department 5", "district"],
        "district": ["district"],
        "other district": [],
        "department": ["department 4"],
        "firm": ["firm 9", "himself"],
        "administrator": [],
    }
    assert seen == {name: (keys, keys, keys) for name, keys in expected.items()}


def test_one_takes_it_and_the_next_is_told_who_has_it(li: Any, wang: Any, stranger: Any) -> None:
    todo = opened(li, to_role("officer"))
    with pytest.raises(PermissionRefused):
        take_todo(acting_user=stranger, todo=todo)
    assert take_todo(acting_user=li, todo=todo).taken_by == li
    assert take_todo(acting_user=li, todo=todo).taken_by == li
    with pytest.raises(StaleEdit) as late:
        take_todo(acting_user=wang, todo=todo)
    assert [(one.yours, one.current) for one in late.value.differences] == [("wang", "li")]
    assert (subjects(due_from(li)), subjects(due_from(wang))) == (["Thing 1"], [])
    with pytest.raises(StaleEdit):
        put_back_todo(acting_user=wang, todo=todo)
    put_back_todo(acting_user=li, todo=todo)
    assert (subjects(due_from(li)), subjects(due_from(wang))) == (["Thing 1"], ["Thing 1"])


def test_it_is_handed_to_somebody_who_may_do_it_and_who_is_told(li: Any, wang: Any, stranger: Any) -> None:
    todo = take_todo(acting_user=li, todo=opened(li, to_role("officer")))
    with pytest.raises(Impossible):
        hand_over_todo(acting_user=li, todo=todo, to=stranger)
    handed = hand_over_todo(acting_user=li, todo=todo, to=wang, reason="出差")
    assert (handed.taken_by, handed.note) == (wang, "出差")
    told = Message.objects.get(recipient=wang, template="todos.handed")
    assert (told.text, told.url) == ("li将此事项转交给您。出差", "/things/1/")
    with pytest.raises(StaleEdit):  # seen while li had it
        hand_over_todo(acting_user=wang, todo=todo, to=li)
    personal = opened(li, to_user(li), kind=PERSONAL)
    with pytest.raises(Impossible):
        hand_over_todo(acting_user=li, todo=personal, to=wang)


def test_the_head_of_an_office_sees_and_hands_over_what_others_have(
    li: Any, wang: Any, district: Territory, hold: Callable[..., None]
) -> None:
    head = person("head")
    hold(head, "officer", leads=True)
    hold(wang, "officer", territories=frozenset({DISTRICT}), leads=True)
    here = take_todo(acting_user=li, todo=opened(li, to_role("officer", territory=district), "here"))
    take_todo(acting_user=li, todo=opened(li, to_role("officer"), "city"))
    assert {who.username: subjects(team_todos(who)) for who in (head, wang, li)} == {
        "head": ["Thing here", "Thing city"],
        "wang": ["Thing here"],
        "li": [],
    }
    assert hand_over_all(acting_user=head, todos=[here], to=wang, reason="休假") == 1
    assert Todo.objects.get(pk=here.pk).taken_by == wang


def test_closing_says_when_by_whom_and_by_which_act(li: Any, wang: Any) -> None:
    opened(li, to_role("officer"))
    opened(li, to_user(wang))
    opened(li, to_user(wang), 2)
    closed = close_todos(acting_user=li, subject_key=1, by_act="tests.checked", to=to_user(wang), **THING)
    assert closed == 1
    assert withdraw_todos(acting_user=li, subject_key=1, by_act="tests.dropped", **THING) == 1
    assert close_todos(acting_user=li, subject_key=1, by_act="tests.checked", **THING) == 0
    rows = Todo.objects.filter(subject_key="1", **THING).order_by("pk")
    assert [(row.state, row.closed_by, row.closed_by_act, row.closed_at is not None) for row in rows] == [
        ("withdrawn", li, "tests.dropped", True),
        ("done", li, "tests.checked", True),
    ]
    with pytest.raises(StaleEdit):
        take_todo(acting_user=wang, todo=rows[1])
    assert opened(li, to_role("officer")).pk not in {row.pk for row in rows}


def test_what_waits_for_others_stands_apart_from_what_is_due(
    li: Any, wang: Any, stranger: Any, hold: Callable[..., None]
) -> None:
    hold(stranger, MEMBER, organisation=9)
    opened(li, to_role("officer"), "asked", asked_by=to_user(stranger))
    opened(li, to_role("officer"), "asked by unit", asked_by=to_organisation(9))
    opened(li, to_user(li), "number", kind=WAIT)
    handed = opened(li, to_user(li), "handed")
    hand_over_todo(acting_user=li, todo=handed, to=wang)
    assert {
        who.username: (subjects(due_from(who)), subjects(waiting_for_others(who)))
        for who in (li, wang, stranger)
    } == {
        "li": (["Thing asked", "Thing asked by unit"], ["Thing number", "Thing handed"]),
        "wang": (["Thing asked", "Thing asked by unit", "Thing handed"], []),
        "stranger": ([], ["Thing asked", "Thing asked by unit"]),
    }


def test_the_nearest_end_stands_first_and_no_end_last(li: Any) -> None:
    now = clock.now()
    for key, days in (("late", 9), ("none", None), ("soon", 1)):
        opened(li, to_user(li), key, due_at=now + timedelta(days=days) if days else None)
    assert subjects(due_from(li)) == ["Thing soon", "Thing late", "Thing none"]


def test_holders_are_told_of_a_new_one_except_who_caused_it(li: Any, wang: Any) -> None:
    opened(li, to_role("officer"))
    opened(li, to_role("officer"), kind=WAIT)  # a kind that is not announced
    found = Message.objects.filter(template="todos.new").values_list("recipient__username", "subject", "url")
    assert list(found) == [("wang", "待办：Check it：Thing 1", "/things/1/")]
