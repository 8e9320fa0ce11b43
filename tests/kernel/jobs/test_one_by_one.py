"""A bad row among good ones stops none of them, is shown to the operator, and leaves the list once it is mended."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.drafts.models import Draft
from qinglan.kernel.jobs.models import Fault
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.jobs.queries import open_faults
from tests.support.people import person

pytestmark = pytest.mark.django_db
LOOP = "jobs.tidy/test"


@pytest.fixture
def rows() -> list[int]:
    """The keys of seven rows."""
    reader = person("reader")
    times = {"saved_at": NOW, "expires_at": NOW, "values": {}}
    made = [Draft.objects.create(user=reader, form="f", subject=f"{n}", window="", **times) for n in range(7)]
    return [one.pk for one in made]


NOW = datetime(2027, 3, 1, tzinfo=UTC)


def mark(key: int) -> int:
    """Write on the row; a key in `POISONED` fails after it has written."""
    Draft.objects.filter(pk=key).update(window="done")
    if key in POISONED:
        raise Impossible("the stamp is missing")
    return key


POISONED: set[int] = set()


@pytest.fixture(autouse=True)
def no_poison() -> Any:
    POISONED.clear()
    yield
    POISONED.clear()


def faults() -> list[tuple[str, str, str, int]]:
    return [(one.row, one.error, one.reason, one.times) for one in open_faults().order_by("row")]


def test_the_good_rows_are_done_and_the_bad_one_is_rolled_back_and_kept(
    rows: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    POISONED.add(rows[3])
    with caplog.at_level(logging.ERROR, "qinglan.kernel.jobs.one_by_one"):
        done = one_by_one(LOOP, Draft.objects.filter(window=""), mark, batch=2)
    good = [key for key in rows if key != rows[3]]
    assert done == good
    assert list(Draft.objects.filter(window="done").order_by("pk").values_list("pk", flat=True)) == good
    row = f"drafts.draft:{rows[3]}"
    assert faults() == [(row, "Impossible", "the stamp is missing", 1)]
    assert [record.getMessage() for record in caplog.records] == [
        f"{LOOP}: drafts.Draft {rows[3]} is left out"
    ]
    one_by_one(LOOP, Draft.objects.filter(window=""), mark, batch=2)
    assert faults() == [(row, "Impossible", "the stamp is missing", 2)]


def test_a_row_that_goes_well_again_leaves_the_list(rows: list[int]) -> None:
    POISONED.update(rows[:2])
    one_by_one(LOOP, Draft.objects.filter(window=""), mark)
    POISONED.clear()
    POISONED.add(rows[1])
    assert one_by_one(LOOP, Draft.objects.filter(window=""), mark) == [rows[0]]
    assert [one[0] for one in faults()] == [f"drafts.draft:{rows[1]}"]
    ended = Fault.objects.get(row=f"drafts.draft:{rows[0]}")
    assert ended.ended_at is not None


def test_a_row_that_needs_nothing_any_more_leaves_the_list(rows: list[int]) -> None:
    POISONED.add(rows[0])
    one_by_one(LOOP, Draft.objects.filter(window=""), mark)
    Draft.objects.filter(pk=rows[0]).update(window="by hand")
    assert one_by_one(LOOP, Draft.objects.filter(window=""), mark) == []
    assert faults() == []


def test_one_loop_does_not_end_the_faults_of_another(rows: list[int]) -> None:
    POISONED.add(rows[0])
    one_by_one(LOOP, Draft.objects.filter(window=""), mark)
    one_by_one("jobs.tidy/other", Draft.objects.filter(window=""), mark)
    assert [(one.loop, one.row) for one in open_faults().order_by("loop")] == [
        ("jobs.tidy/other", f"drafts.draft:{rows[0]}"),
        (LOOP, f"drafts.draft:{rows[0]}"),
    ]


def test_a_statement_that_the_database_refused_breaks_its_own_row_alone(rows: list[int]) -> None:
    def act(key: int) -> int:
        if key == rows[0]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        return mark(key)

    assert one_by_one(LOOP, Draft.objects.all(), act) == rows[1:]
    assert faults() == [(f"drafts.draft:{rows[0]}", "DataError", "division by zero", 1)]


def test_keys_are_asked_for_in_batches_until_there_are_none(rows: list[int]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert one_by_one(LOOP, Draft.objects.all(), lambda key: key, batch=3) == rows
    asked = [one["sql"] for one in captured if one["sql"].startswith('SELECT "drafts_draft"."id"')]
    assert len(asked) == 3


@pytest.mark.django_db(transaction=True)
def test_each_row_is_committed_by_itself(rows: list[int]) -> None:
    seen = []

    def act(key: int) -> int:
        transaction.on_commit(lambda: seen.append(key))
        return mark(key)

    POISONED.add(rows[1])
    one_by_one(LOOP, Draft.objects.all(), act)
    assert seen == [key for key in rows if key != rows[1]]


def test_the_page_of_jobs_names_the_row_the_reason_and_how_often(client: Any) -> None:
    Fault.objects.create(
        loop=LOOP, row="drafts.draft:1", subject="草稿 甲", url="/drafts/", times=3,
        error="Impossible", reason="<b>", first_at=NOW, last_at=NOW,
    )  # fmt: skip
    client.force_login(person("a", "administrator"))
    text = client.get(reverse("jobs:list"), headers={"accept-language": "zh"}).content.decode()
    assert "有1条记录被跳过" in text
    assert '<a href="/drafts/">草稿 甲</a>' in text
    assert "Impossible · &lt;b&gt;" in text
    assert "已尝试3次" in text
    Fault.objects.update(ended_at=NOW)
    assert "被跳过" not in client.get(reverse("jobs:list")).content.decode()
