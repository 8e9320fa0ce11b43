"""What changed between the revision that somebody saw and now, as the 409 page says it."""

from typing import Any

import pytest
from django.utils import translation

from qinglan.contracts.models import Contract, Milestone, PaymentMode
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Difference, StaleEdit
from qinglan.kernel.history.context import acting_as
from qinglan.kernel.history.since import require_unchanged, since
from tests.contracts import made
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(db: None) -> Any:
    contract = made.contract(made.parties(), form="")
    with translation.override("en"):
        yield contract


def changed(row: Contract, user: Any = None, **values: Any) -> None:
    with acting_as(user, "trial"):
        for name, value in values.items():
            setattr(row, name, value)
        row.revision += 1
        row.changed_at = clock.now()
        row.save()


def test_what_was_seen_is_taken_from_the_history_with_who_changed_it_last(row: Contract) -> None:
    first, second = person("first"), person("second")
    changed(row, first, amount=180_000_000, is_related=True)
    changed(row, second, form="ordinary", payment_mode=PaymentMode.INSTALMENTS)
    found = since(0, row)
    assert found == [
        Difference("Sub-kind", "—", "Ordinary patent licence"),
        Difference("Whole price", "CNY 2,000,000.00", "CNY 1,800,000.00"),
        Difference("Way of payment", "In one payment", "In instalments"),
        Difference("Between related parties", "no", "yes"),
    ]
    event = Contract.pgh_event_model.objects.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert (found.who, found.when) == (str(second), event.pgh_created_at)
    assert [one.label for one in since(1, row)] == ["Sub-kind", "Way of payment"]


def test_of_a_long_text_the_place_is_shown_where_it_differs(row: Contract) -> None:
    changed(row, related_note="甲" * 290)
    seen = row.revision
    changed(row, related_note="甲" * 289 + "乙")
    assert since(seen, row) == [
        Difference("How they are related", f"…{'甲' * 31}", f"…{'甲' * 30}乙"),
    ]


def test_technical_fields_keys_and_what_may_not_be_shown_are_left_out(row: Contract) -> None:
    keeper = made.verified(person("o", "officer"), 77)
    changed(row, person("who"), keeper=keeper, title="新名称（演示）", number="HT-2026-900009")
    assert [one.label for one in since(0, row)] == ["Number of the contract", "Title"]
    assert [one.label for one in since(0, row, but={"title"})] == ["Number of the contract"]
    hidden = since(0, row, only={"title"}, named=False)
    assert (hidden, hidden.who) == (
        [Difference("Title", "干法剥皮节水技术普通许可（演示）", "新名称（演示）")],
        "",
    )


def test_parts_are_told_by_what_they_say(row: Contract) -> None:
    user = person("who")
    first = row.milestones.get()
    with acting_as(user, "trial"):
        changed(row, user)
    parts = {"milestones": "Milestone"}
    assert since(0, row, parts=parts) == [Difference("version", "0", "1")]
    with acting_as(user, "trial"):
        first.amount = 150_000_000
        first.save()
        Milestone.objects.create(contract=row, number=2, title="第二期（演示）", amount=50_000_000)
        row.revision += 1
        row.save()
    was, now = (
        f"1 · 第 1 期（演示） · 2026-03-01 · CNY {one} · Under way"
        for one in ("2,000,000.00", "1,500,000.00")
    )
    assert since(1, row, parts=parts) == [
        Difference("Milestone", was, now),
        Difference("Milestone", "—", "2 · 第二期（演示） · CNY 500,000.00 · Under way"),
    ]
    with acting_as(user, "trial"):
        row.milestones.all().delete()
        Milestone.objects.create(contract=row, number=2, title="第二期（演示）", amount=50_000_000)
        row.revision += 1
        row.save()
    assert since(2, row, parts=parts) == [Difference("Milestone", now, "—")]


def test_where_a_part_changed_or_the_history_is_silent_the_version_is_named(row: Contract) -> None:
    user = person("who")
    changed(row, user)
    part = since(0, row)
    assert (part, part.who) == ([Difference("version", "0", "1")], str(user))
    unknown = since(7, row)
    assert (unknown, unknown.who, unknown.when) == ([Difference("version", "7", "1")], "", None)


def test_what_was_read_before_serves_where_the_history_has_no_such_revision(row: Contract) -> None:
    read = Contract.objects.get(pk=row.pk)
    read.revision = 9
    changed(row, title="新名称（演示）")
    assert [(one.label, one.yours, one.current) for one in since(read, row)] == [
        ("Title", "干法剥皮节水技术普通许可（演示）", "新名称（演示）")
    ]


def test_only_another_revision_is_refused(row: Contract) -> None:
    require_unchanged(row, row)
    require_unchanged(0, row)
    with pytest.raises(StaleEdit):
        require_unchanged(1, row)
