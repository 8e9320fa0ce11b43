"""Waiting times: numbers by step, who holds what, what jams on top, each reader his own scope."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.programmes.cases.waiting import usual_days
from qinglan.programmes.models import Case, WorkItem
from qinglan.programmes.queries import progress as figures
from qinglan.programmes.rounds import progress
from tests.programmes.making import case, open_round, submitted, walked
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def aged(made: Case, days: int, *, overdue: bool = False) -> Case:
    """Let the open work item of the case be there since so many days."""
    now = clock.now()
    WorkItem.objects.filter(case=made, state="open").update(
        opened_at=now - days * DAY, due_at=now - DAY if overdue else now + DAY
    )
    return made


def done_in(cases: list[Case], step: str, *days: int) -> None:
    """Let the step of each case have taken so many days."""
    for made, length in zip(cases, days, strict=True):
        item = WorkItem.objects.get(case=made, step=step)
        WorkItem.objects.filter(pk=item.pk).update(opened_at=item.closed_at - length * DAY)


@pytest.fixture
def one(officer: Any) -> Any:
    """A round: a draft, three at their check (one of them overdue), two recommended, one withdrawn after it."""
    made = open_round(officer)
    case(officer, made, 1)
    for number, days in ((2, 1), (3, 3), (4, 11)):
        aged(submitted(officer, made, number), days, overdue=days == 11)
    passed = [aged(walked(officer, submitted(officer, made, number), "passed"), 2) for number in (5, 6)]
    failed = walked(officer, submitted(officer, made, 7), "failed")
    done_in([*passed, failed], "check", 2, 4, 9)
    return made


def test_by_step_it_is_said_how_many_wait_and_how_long(one: Any) -> None:
    now = clock.now()
    items = WorkItem.objects.filter(case__round=one)
    lines = {line.id: line for line in progress.lines_of(one.version.definition, items, now)}
    check = lines["check"]
    assert check.waiting is not None
    assert check.took is not None
    assert (check.waiting.count, check.waiting.overdue) == (3, 1)
    assert [progress.days(each) for each in (check.waiting.median, check.waiting.ninth)] == [
        Decimal("3.0"),
        Decimal("9.4"),
    ]
    assert (now - check.waiting.oldest) // DAY == 11
    assert (check.took.count, progress.days(check.took.median), progress.days(check.took.ninth)) == (
        3,
        Decimal("4.0"),
        Decimal("8.0"),
    )
    assert (lines["recommend"].waiting.count, lines["recommend"].took) == (2, None)  # type: ignore[union-attr]
    assert (lines["decide"].waiting, lines["decide"].took) == (None, None)
    assert (
        progress.finding(list(lines.values()), now)
        == "Most overdue: Step check, 1 of 3; the oldest waits for 11 days."
    )
    assert usual_days(one.version)["check"] == 4


def test_who_holds_what_and_how_far_cases_came(one: Any, officer: Any) -> None:
    now = clock.now()
    items, cases = WorkItem.objects.filter(case__round=one), Case.objects.filter(round=one)
    assert [
        (row["place_en"], row["waiting"].count, row["waiting"].overdue) for row in figures.holders(items, now)
    ] == [("East", 5, 1)]
    assert figures.ends(cases) == {"begun": 7, "submitted": 6, "granted": 0, "refused": 1, "ended": 1}
    assert figures.reached(items) == {"application": 6, "check": 6, "recommend": 2}
    assert figures.departments(cases) == []
    asked = Case.objects.filter(round=one, step="recommend").order_by("pk").first()
    assert asked is not None
    walked(officer, asked, "recommended")
    assert [(row["count"], bool(row["department"])) for row in figures.departments(cases)] == [(1, True)]
    weeks = figures.by_week(cases, "submitted_at", now - 30 * DAY)
    assert sum(weeks.values()) == 6
    assert all(day.weekday() == 0 for day in weeks)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_of_a_round_has_each_chart_with_its_table(one: Any, officer: Any, language: str) -> None:
    client = Client()
    client.force_login(officer)
    answer = client.get(reverse("programmes:progress", args=[one.pk]), {"lang": language})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert len(answer.context["charts"]) == 4
    assert len(answer.context["waiting"].rows) == len(one.version.definition.steps.steps)
    assert [cell.value for cell in answer.context["waiting"].rows[1]][1:3] == [3, 1]
    words = (
        ("Most overdue: Step check", "East") if language == "en" else ("逾期最多的环节：环节 check", "东区")
    )
    assert all(word in text for word in words)


def test_what_jams_most_stands_on_top_of_all_rounds(one: Any, officer: Any) -> None:
    other = open_round(officer, title="第二批")
    aged(submitted(officer, other, 8), 90)
    client = Client()
    client.force_login(officer)
    answer = client.get(reverse("programmes:bottlenecks"))
    rows = [
        (row["round"].pk, row["waiting"].count, row["waiting"].overdue, row["longest"])
        for row in answer.context["rows"]
        if row["round"].pk in (one.pk, other.pk)
    ]
    assert rows[0] == (one.pk, 3, 1, 11)
    assert rows[1] == (other.pk, 1, 0, 90)
    assert (
        "1 case is overdue, most at Step check"
        in client.get(reverse("programmes:bottlenecks"), {"lang": "en"}).content.decode()
    )


def test_empty_pages_say_so(officer: Any) -> None:
    made = open_round(officer)
    client = Client()
    client.force_login(officer)
    page = client.get(reverse("programmes:progress", args=[made.pk]), {"lang": "en"})
    assert "Nobody has begun an application yet." in page.content.decode()
    assert page.context["charts"] == []
    assert "Nothing waits" in client.get(reverse("programmes:bottlenecks"), {"lang": "en"}).content.decode()


def test_each_sees_the_numbers_of_his_own_scope(one: Any) -> None:
    west = person("west")
    assign(west, "officer", territory=Territory.objects.get(code="990102"))
    seen = {}
    for name, user in (
        ("city", person("city", "officer")),
        ("east", person("east")),
        ("west", west),
        ("decider", person("decider", "decider")),
        ("auditor", person("inspector")),
    ):
        if name == "east":
            assign(user, "officer", territory=Territory.objects.get(code="990101"))
        if name == "auditor":
            assign(user, "inspector", valid_to=clock.today() + DAY, purpose="审计（演示）")
        client = Client()
        client.force_login(user)
        page = client.get(reverse("programmes:progress", args=[one.pk]))
        seen[name] = (page.status_code, page.context["figures"][0]["value"])
    assert seen == {
        "city": (200, 7),
        "east": (200, 7),
        "west": (200, 0),
        "decider": (200, 7),
        "auditor": (200, 7),
    }


@pytest.mark.parametrize("name", ["programmes:bottlenecks", "programmes:progress"])
def test_others_do_not_see_it(one: Any, name: str) -> None:
    args = [one.pk] if name.endswith("progress") else []
    answers = {"stranger": Client().get(reverse(name, args=args)).status_code}
    for role in ("", "administrator", "security", "auditor", "reviewer"):
        client = Client()
        client.force_login(person(f"who-{role}", *([role] if role else [])))
        answers[role or "person"] = client.get(reverse(name, args=args)).status_code
    assert answers == {
        "stranger": 302,
        "person": 403,
        "administrator": 403,
        "security": 403,
        "auditor": 403,
        "reviewer": 403,
    }


def test_the_number_of_queries_does_not_grow_with_cases(one: Any, officer: Any) -> None:
    client = Client()
    client.force_login(officer)
    counts = []
    for numbers in ((), range(20, 26)):
        for number in numbers:
            submitted(officer, one, number)
        for address in (reverse("programmes:progress", args=[one.pk]), reverse("programmes:bottlenecks")):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
