"""What the clock does: reminders by the packs' days, and marks of what is overdue."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from qinglan.kernel import clock
from qinglan.kernel.messages.models import Message
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.todos.addressee import to_role, to_user
from qinglan.kernel.todos.domain.todo import take_todo
from qinglan.kernel.todos.domain.watching import flag_overdue, send_reminders
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.reminders import RemindersFile, check_reminders, next_reminder
from tests.kernel.todos.kinds import opened
from tests.support.people import person

DUE = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)  # 17:30 in Shanghai


def test_one_is_reminded_thirty_fifteen_and_three_days_before_at_nine() -> None:
    moments = []
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while (found := next_reminder("any", DUE, at)) is not None:
        moments.append(f"{found:%Y-%m-%d %H:%M}")
        at = found
    assert moments == ["2026-10-27 09:00", "2026-11-11 09:00", "2026-11-23 09:00"]
    assert next_reminder("any", None, at) is None


@pytest.mark.parametrize("days", [3, 15, 30])
def test_what_ends_with_a_day_is_reminded_of_from_that_day(days: int) -> None:
    """24:00 of a day is the first moment of the next one, and still the end of that day."""
    at = datetime(2026, 11, 26, 9, 0, tzinfo=clock.SHANGHAI) - timedelta(days=days)
    end = end_of_day(date(2026, 11, 26))
    assert next_reminder("any", end, at - timedelta(seconds=1)) == at
    moment_later = next_reminder("any", end + timedelta(microseconds=1), at - timedelta(seconds=1))
    assert moment_later == at + timedelta(days=1)


def test_a_pack_says_other_days_for_one_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cn-x").mkdir()
    text = "source: 试验\nremind_days_before: [5]\nby_kind: {tests.check: [1, 2], tests.wait: []}\n"
    (tmp_path / "cn-x" / "todos.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(settings, "PACKS", tmp_path)
    early = datetime(2026, 1, 1, tzinfo=UTC)
    days = {kind: next_reminder(kind, DUE, early) for kind in ("tests.check", "tests.wait", "other")}
    assert {kind: found and found.day for kind, found in days.items()} == {
        "tests.check": 24,
        "tests.wait": None,
        "other": 21,
    }


def test_wrong_days_and_unknown_kinds_are_found() -> None:
    content = RemindersFile(source="试验", remind_days_before=[3, 3], by_kind={"nobody.knows": [400]})
    assert check_reminders(Path("todos.yaml"), content) == [
        "todos.yaml:1: remind_days_before: days are whole numbers from 0 to 365, each once",
        "todos.yaml:1: nobody.knows: days are whole numbers from 0 to 365, each once",
        "todos.yaml:1: no kind of to-do is called nobody.knows",
    ]


@pytest.mark.django_db
def test_who_has_it_in_hand_is_reminded_alone_and_once() -> None:
    li, wang = person("li", "officer"), person("wang", "officer")
    now = clock.now()
    todo = opened(li, to_role("officer"), due_at=now + timedelta(days=40))
    take_todo(acting_user=li, todo=todo)
    opened(li, to_user(wang), 2, due_at=now + timedelta(days=40))
    Todo.objects.filter(subject_type="tests.thing").update(next_reminder_at=now)
    assert (send_reminders(acting_user=li), send_reminders(acting_user=li)) == (2, 0)
    told = Message.objects.filter(template="todos.reminder").order_by("recipient__username")
    assert [(one.recipient.username, one.url) for one in told] == [
        ("li", "/things/1/"),
        ("wang", "/things/2/"),
    ]
    kept = Todo.objects.get(pk=todo.pk).next_reminder_at
    assert kept is not None
    assert kept > now


@pytest.mark.django_db
def test_what_has_passed_its_end_is_marked_once_and_told() -> None:
    li = person("li", "officer")
    now = clock.now()
    late = opened(li, to_user(li), due_at=now - timedelta(hours=1))
    opened(li, to_user(li), 2, due_at=now + timedelta(hours=1))
    opened(li, to_user(li), 3)
    assert (flag_overdue(acting_user=li), flag_overdue(acting_user=li)) == (1, 0)
    rows = Todo.objects.filter(subject_type="tests.thing").order_by("pk")
    assert [row.overdue_since for row in rows] == [late.due_at, None, None]
    assert [one.url for one in Message.objects.filter(template="todos.overdue")] == ["/things/1/"]
    opened(li, to_user(li), due_at=now + timedelta(days=2))  # the end was put off
    assert Todo.objects.get(pk=late.pk).overdue_since is None
