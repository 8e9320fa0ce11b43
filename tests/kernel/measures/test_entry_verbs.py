"""Verbs on entries of lists."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.measures.domain.chain import chain_of
from qinglan.kernel.measures.domain.checks import AlreadyOnRecord
from qinglan.kernel.measures.domain.entry import end_item, enter_item, enter_items, withdraw_item
from qinglan.kernel.measures.models import Entry
from qinglan.kernel.permissions import PermissionRefused
from tests.kernel.measures.city import FIRM_A, OLD, entry, listing_of

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 1)


def test_others_are_refused_with_the_reason(city: Any, officer: Any, administrator: Any) -> None:
    stands = entry(officer, "green", "Firm A", SINCE)
    listing = listing_of("green", "Firm B", SINCE)
    for act in (
        lambda: enter_item(acting_user=administrator, listing=listing),
        lambda: enter_items(acting_user=administrator, listings=[listing]),
        lambda: end_item(acting_user=administrator, entry=stands, last_day=SINCE, reason="x"),
        lambda: withdraw_item(acting_user=administrator, entry=stands, reason="x"),
    ):
        with pytest.raises(PermissionRefused) as caught:
            act()
        assert caught.value.reason == "Only an officer may report figures. Log in with an officer's account."
    assert list(Entry.objects.values_list("subject_name", "closed_at")) == [("Firm A", None)]


@pytest.mark.parametrize(
    ("slug", "changes", "field", "message"),
    [
        (
            "projects",
            {},
            "indicator",
            "This indicator takes amounts: report a figure, not an item of a list.",
        ),
        (
            "green",
            {"subject_name": " "},
            "subject_name",
            "Name the organisation, project or person group that is entered.",
        ),
        ("green", {"evidence": ""}, "evidence", "Name the document that the entry comes from."),
        ("green", {"valid_to": date(2024, 2, 29)}, "valid_to", "The last day lies before the first."),
        ("arrivals", {}, "stage", "Choose the stage that has been reached."),
        ("arrivals", {"stage": "rumoured"}, "stage", "Choose the stage that has been reached."),
        (
            "green",
            {"territory_id": OLD},
            "territory",
            "Old District existed until 2023-12-31. Choose the territory that took over.",
        ),
        (
            "arrivals",
            {"stage": "signed", "confidentiality": "public"},
            "confidentiality",
            "This indicator is not for the public. Choose the same or a stricter setting.",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_field_and_reason(
    city: Any, officer: Any, slug: str, changes: dict[str, Any], field: str, message: str
) -> None:
    others = {key: value for key, value in changes.items() if key != "subject_name"}
    listing = listing_of(slug, changes.get("subject_name", "Firm A"), SINCE, **others)
    with pytest.raises(Impossible) as caught:
        enter_item(acting_user=officer, listing=listing)
    assert (caught.value.field, caught.value.message) == (field, message)
    assert Entry.objects.count() == 0


def test_a_day_that_lies_ahead_is_refused(city: Any, officer: Any) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Impossible) as caught:
        entry(officer, "green", "Firm A", tomorrow, reported_on=clock.today())
    assert caught.value.message == "The first day lies ahead. Enter the item when the day has come."


def test_the_same_item_is_not_entered_twice(city: Any, officer: Any) -> None:
    stands = entry(officer, "green", "Firm A", SINCE, subject_code=FIRM_A)
    with pytest.raises(AlreadyOnRecord) as caught:
        entry(officer, "green", "Firm A", SINCE, subject_code=FIRM_A)
    assert caught.value.message == "This item already stands on the list since that day."
    assert caught.value.standing == stands
    entry(officer, "green", "Firm A", SINCE, subject_code=FIRM_A, level="national")
    assert Entry.objects.count() == 2


def test_an_ended_item_is_closed_and_stands_again_with_its_end(
    city: Any, officer: Any, other_officer: Any
) -> None:
    stands = entry(
        officer,
        "arrivals",
        "Firm A",
        SINCE,
        subject_code=FIRM_A,
        stage="signed",
        level="municipal",
        number="7",
    )
    end_item(acting_user=other_officer, entry=stands, last_day=date(2025, 3, 1), reason="moved away")
    first, second = chain_of(stands)
    same = ("indicator", "territory", "subject_code", "subject_name", "stage", "level", "number")
    kept = [*same, "valid_from", "evidence", "confidentiality"]
    assert [getattr(second, name) for name in kept] == [getattr(first, name) for name in kept]
    assert (first.valid_to, first.closing_reason, first.closed_by) == (None, "moved away", other_officer)
    assert (second.valid_to, second.is_current, second.reporter, second.reported_on) == (
        date(2025, 3, 1),
        True,
        other_officer,
        clock.today(),
    )


def test_an_end_needs_a_day_that_fits_and_a_reason(city: Any, officer: Any) -> None:
    stands = entry(officer, "green", "Firm A", SINCE, valid_to=date(2026, 1, 1))
    for last_day, reason, field, message in (
        (date(2024, 2, 1), "x", "last_day", "The last day lies before the first."),
        (date(2026, 1, 1), "x", "last_day", "The entry ends on that day already."),
        (date(2025, 1, 1), " ", "reason", "Say why; an auditor will ask."),
    ):
        with pytest.raises(Impossible) as caught:
            end_item(acting_user=officer, entry=stands, last_day=last_day, reason=reason)
        assert (caught.value.field, caught.value.message) == (field, message)
    with pytest.raises(Impossible, match="Say why"):
        withdraw_item(acting_user=officer, entry=stands, reason="")
    assert [row.is_current for row in Entry.objects.all()] == [True]


def test_a_stale_end_or_withdrawal_shows_what_stands(city: Any, officer: Any) -> None:
    seen = entry(officer, "green", "Firm A", SINCE)
    ended = end_item(acting_user=officer, entry=seen, last_day=date(2025, 3, 1), reason="expired")
    with pytest.raises(StaleEdit) as again:
        end_item(acting_user=officer, entry=seen, last_day=date(2025, 4, 1), reason="expired")
    assert again.value.differences == [
        Difference("on the list", "2024-03-01 – 2025-04-01", "2024-03-01 – 2025-03-01")
    ]
    with pytest.raises(StaleEdit) as withdrawn:
        withdraw_item(acting_user=officer, entry=seen, reason="x")
    assert withdrawn.value.differences == [Difference("on the list", "withdrawn", "2024-03-01 – 2025-03-01")]
    withdraw_item(acting_user=officer, entry=ended, reason="never was")
    with pytest.raises(StaleEdit) as gone:
        end_item(acting_user=officer, entry=seen, last_day=date(2025, 4, 1), reason="expired")
    assert gone.value.differences == [
        Difference("on the list", "2024-03-01 – 2025-04-01", "withdrawn: never was")
    ]


def test_many_items_come_in_together_or_not_at_all(city: Any, officer: Any) -> None:
    good = [listing_of("green", name, SINCE) for name in ("A", "B")]
    assert enter_items(acting_user=officer, listings=good) == 2
    bad = [listing_of("green", "C", SINCE), listing_of("green", "", SINCE)]
    with pytest.raises(Impossible) as caught:
        enter_items(acting_user=officer, listings=bad)
    assert caught.value.message == "Row 2: Name the organisation, project or person group that is entered."
    doubled = [listing_of("green", "C", SINCE), listing_of("green", "A", SINCE)]
    with pytest.raises(Impossible) as caught:
        enter_items(acting_user=officer, listings=doubled)
    assert caught.value.message == (
        "One of the items already stands on the list, or stands twice among the rows. Nothing was entered."
    )
    assert Entry.objects.count() == 2
