"""The funnel: whole results, and what belongs where."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qinglan.market.figures.content import Funnel
from qinglan.market.figures.counting import funnel
from qinglan.market.models import Enquiry, MatchVerdict, NeedField, Technology
from tests.market.figures import made

World = dict[str, Any]
FIRST, LAST = date(2025, 3, 1), date(2025, 4, 30)
HOUR, DAY = 3600, 86_400
ALL = ("technologies", "needs", "delivered", "opened", "answered", "enquiries", "replied", "rooms", "agreed")


def counted(**narrowed: str) -> Funnel:
    return funnel(FIRST, LAST, family="key-fields", **narrowed)


def totals(found: Funnel) -> dict[str, int | None]:
    return {line.key: line.cells[0] for line in found.totals}


def grid(found: Any) -> dict[str, list[int | None]]:
    return {line.key: list(line.cells) for line in found.lines}


def test_each_stage_is_counted_once_by_the_day_of_shanghai(world: World) -> None:
    found = counted()
    assert totals(found) == dict.fromkeys(ALL, 1)
    assert [one.code for one in found.months.columns] == ["2025-03", "2025-04"]
    assert grid(found.months) == {key: [1, 0] for key in ALL} | {"agreed": [0, 1]}
    # The match belongs to the field of its need, the enquiry to both fields of the technology it asks about.
    assert [(one.code, one.en) for one in found.fields.columns] == [
        ("1", "Energy saving"), ("2", "Ecology"), ("", "no field of this list said"),
    ]  # fmt: skip
    both, first = [1, 1, 0], [1, 0, 0]
    assert grid(found.fields) == {
        "technologies": both, "needs": first, "delivered": first, "opened": first, "answered": first,
        "enquiries": both, "replied": both, "rooms": both, "agreed": both,
    }  # fmt: skip
    assert [(one.code, one.en) for one in found.territories.columns] == [("990101", "East")]
    assert grid(found.territories) == {key: [1] for key in ALL}


def test_times_are_the_middle_from_stage_to_stage(world: World) -> None:
    assert {one.key: (one.count, one.seconds) for one in counted().times} == {
        "delivered": (2, 7 * DAY // 2),
        "opened": (1, DAY),
        "answered": (1, 2 * DAY),
        "enquiry": (1, 4 * DAY),
        "room": (1, DAY),
        "agreed": (1, 21 * DAY + 16 * HOUR),
        "whole": (1, 30 * DAY + 23 * HOUR + HOUR // 2),
    }


def test_refusals_stand_with_their_reasons_until_they_are_taken_back(world: World) -> None:
    def refused() -> list[dict[str, int | None]]:
        found = []
        for one in counted().refusals:
            named = zip(one.columns, one.lines[0].cells, strict=True)
            found.append({column.code: cell for column, cell in named if cell})
        return found

    Enquiry.objects.update(state="declined", reason="readiness", settled_at=made.at(3, 11))
    assert refused() == [{"money": 1}, {"readiness": 1}, {}]
    MatchVerdict.objects.update(is_undone=True)
    assert refused() == [{}, {"readiness": 1}, {}]
    # The enquiry is the answer then.
    assert [one.seconds for one in counted().times if one.key == "answered"] == [3 * DAY]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"field": "1"}, dict.fromkeys(ALL, 1)),
        (
            {"field": "2"},
            dict.fromkeys(ALL, 1) | dict.fromkeys(("needs", "delivered", "opened", "answered"), 0),
        ),
        ({"territory": "990000"}, dict.fromkeys(ALL, 1)),
        ({"territory": "990101"}, dict.fromkeys(ALL, 1)),
        ({"territory": "990102"}, dict.fromkeys(ALL, 0)),
    ],
)
def test_it_is_narrowed_by_field_and_territory(
    world: World, narrowed: dict[str, str], expected: dict[str, int]
) -> None:
    assert totals(counted(**narrowed)) == expected


def test_days_at_both_ends_count(world: World) -> None:
    def of(first: date, last: date) -> dict[str, int | None]:
        return {key: n for key, n in totals(funnel(first, last, family="key-fields")).items() if n}

    assert of(date(2025, 3, 1), date(2025, 3, 1)) == {"technologies": 1}
    assert of(date(2025, 2, 1), date(2025, 2, 28)) == {}
    assert of(date(2025, 4, 1), date(2025, 4, 1)) == {"agreed": 1}
    assert of(date(2025, 3, 31), date(2025, 3, 31)) == {}


def test_a_code_below_counts_with_its_top_once_and_a_strange_one_as_not_said(world: World) -> None:
    NeedField.objects.create(listing=world["need"], family="key-fields", code="1.3")
    assert grid(counted().fields)["needs"] == [1, 0, 0]
    NeedField.objects.filter(listing=world["need"]).update(family="ipc")
    assert grid(counted().fields)["needs"] == [0, 0, 1]


def test_an_enquiry_before_the_match_is_no_answer_to_it(world: World) -> None:
    MatchVerdict.objects.update(is_undone=True)
    Enquiry.objects.update(sent_at=made.at(3, 3))
    assert totals(counted())["answered"] == 0


def test_a_change_of_a_public_listing_is_no_second_publication(world: World) -> None:
    from qinglan.market.domain.amendment import begin_change

    begin_change(acting_user=world["member"], listing=Technology.objects.get(pk=world["technology"].pk))
    assert totals(counted())["technologies"] == 1


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    counted()
    with CaptureQueriesContext(connection) as one:
        counted()
    made.many(world, 20, "need", code="2", territory="990102")
    with CaptureQueriesContext(connection) as more:
        assert totals(counted())["needs"] == 21
    assert len(more) == len(one) <= 8
