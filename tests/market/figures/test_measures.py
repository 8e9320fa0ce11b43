"""Measures count what the pages count, say why, and withhold single contacts and small numbers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from qinglan.kernel.measures.disclosure import as_seen, visible_rows
from qinglan.kernel.measures.registry import BadParameters, evaluate
from qinglan.kernel.measures.result import Result, Row, Scope, Standing
from qinglan.market.domain import gate
from qinglan.market.figures.counting import funnel
from qinglan.market.figures.facts import Stage
from qinglan.market.figures.spans import Span
from qinglan.market.models import Need, Technology
from tests.market.figures import made

World = dict[str, Any]
LATER = date(2025, 12, 31)
NOBODY = AnonymousUser()


def of(name: str, on: date = LATER, territory: str = "990000", **parameters: Any) -> Result:
    return evaluate(f"market.{name}", Scope(pack="cn-test", territory=territory, on=on), parameters)


def test_technologies_and_needs_are_rows_with_their_pages(world: World) -> None:
    technology = world["technology"]
    row = Row(
        technology.title, True, "2025-03-01", territory="East", period="2025-03-01", url=technology.get_absolute_url()
    )  # fmt: skip
    assert of("technologies") == Result(
        Decimal(1), "项", rows=(row,), formula="published by their owners after two checks, by the day of publication"
    )  # fmt: skip
    early = of("technologies", on=date(2025, 2, 28))
    assert (early.value, [one.reason for one in early.rows]) == (0, ["only on 2025-03-01"])
    assert [of("needs", **one).value for one in ({}, {"year": 2025, "month": 3}, {"month": 4})] == [1, 1, 0]
    assert [of("needs", field=one).value for one in ("key-fields:1", "key-fields:2", "1", "ipc:1")] == [
        1,
        0,
        1,
        0,
    ]
    assert [of("needs", territory=one).value for one in ("990101", "990102")] == [1, 0]


def test_what_ended_is_not_current_and_its_name_is_kept_from_the_public(world: World) -> None:
    need = Need.objects.get(pk=world["need"].pk)
    gate.withdraw(acting_user=world["buyer"], listing=need, reason="已解决")
    assert of("needs").value == 1
    now = date(2099, 1, 1)
    ended = of("needs", on=now, current=True)
    assert (ended.value, ended.rows[0].reason) == (0, "published on 2025-03-03, no longer listed")
    assert visible_rows(ended, NOBODY).rows == ()
    assert of("technologies", on=now, current=True).value == 1


@pytest.mark.parametrize(
    ("step", "day"), [("delivered", "2025-03-05"), ("opened", "2025-03-06"), ("answered", "2025-03-08")]
)
def test_a_match_counts_once_from_the_first_side(world: World, step: str, day: str) -> None:
    found = of("matches", step=step)
    subject = f"{world['need'].reference} – {world['technology'].reference}"
    row = Row(
        subject, True, day, Decimal(1), "项", territory="East", period=day, withheld=True, name_withheld=True
    )
    assert (found.value, found.rows) == (1, (row,))


def test_the_public_sees_neither_rows_nor_fewer_than_three(world: World) -> None:
    found = of("matches")
    seen = visible_rows(found, NOBODY)
    assert (seen.rows, seen.withheld_count_text) == ((), "Fewer than 3 rows are withheld from the public.")
    assert (as_seen(found, NOBODY).value, as_seen(found, NOBODY).standing) == (None, Standing.WITHHELD)
    assert as_seen(found, world["officer"]).value == 1


def test_refusals_name_their_reasons(world: World) -> None:
    found = of("refusals", refused="match")
    assert (found.value, found.rows[0].reason) == (1, "2025-03-08 · money")
    assert [of("refusals", refused="match", reason=one).value for one in ("money", "field")] == [1, 0]
    assert [of("refusals", refused=one).value for one in ("enquiry", "talks")] == [0, 0]


def test_days_of_each_stage(world: World) -> None:
    found = {stage: of("stage_days", stage=stage).value for stage in Span.values}
    assert {key: str(value) for key, value in found.items()} == {
        "delivered": "3.5", "opened": "1.0", "answered": "2.0", "enquiry": "4.0", "room": "1.0", "agreed": "21.7",
        "whole": "31.0",
    }  # fmt: skip
    assert str(of("stage_days", stage="delivered", about="need").value) == "2.0"
    nothing = of("stage_days", stage="agreed", year=2024)
    assert (nothing.value, nothing.standing) == (None, Standing.NO_DATA)
    assert as_seen(of("stage_days", stage="room"), NOBODY).value is None


def test_measures_and_pages_agree(world: World) -> None:
    made.many(world, 5, "need", code="2", territory="990102")
    page = funnel(date(2025, 3, 1), LATER, family="key-fields")
    totals = {line.key: line.cells[0] for line in page.totals}
    counted = {
        "technologies": of("technologies"), "needs": of("needs"), "enquiries": of("enquiries"),
        "replied": of("enquiries_answered"), "rooms": of("rooms"), "agreed": of("agreements"),
    } | {one: of("matches", step=one) for one in ("delivered", "opened", "answered")}  # fmt: skip
    assert {key: one.value for key, one in counted.items()} == totals
    assert sorted(counted) == sorted(Stage.values)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("matches", {"step": "nonsense"}),
        ("refusals", {"refused": "nonsense"}),
        ("refusals", {}),
        ("stage_days", {"stage": "nonsense"}),
        ("stage_days", {"stage": "room", "about": "nonsense"}),
        ("needs", {"nonsense": 1}),
    ],
)
def test_wrong_parameters_are_refused(db: None, name: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(BadParameters):
        of(name, **parameters)


def test_an_unpublished_one_is_no_row(world: World) -> None:
    Technology.objects.filter(pk=world["technology"].pk).update(state="draft", published_at=None)
    assert of("technologies").rows == ()
