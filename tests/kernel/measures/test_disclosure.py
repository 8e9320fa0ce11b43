"""What the public sees of a result."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from qinglan.kernel.measures.disclosure import VisibleRow, VisibleRows, visible_rows, visible_value
from qinglan.kernel.measures.result import Result, Row

pytestmark = pytest.mark.django_db
PUBLIC = Row("Open Ltd", True, "counted", Decimal("5.50"), "万元", "East", "2025", "form 1", "municipal")
NAMED = Row("Named Ltd", True, "counted", Decimal(900), "万元", "East", "2025", "form 2", withheld=True)
SECRET = Row(
    "Secret Ltd",
    False,
    "too small",
    Decimal(7),
    "万元",
    "West",
    "2025",
    "form 3",
    withheld=True,
    name_withheld=True,
)


def shown(row: Row, amount: str) -> VisibleRow:
    return VisibleRow(
        row.subject,
        row.counted,
        row.reason,
        row.value,
        amount,
        row.unit,
        row.territory,
        row.period,
        row.evidence,
        row.level,
        withheld=False,
    )


def test_an_officer_sees_everything(officer: Any) -> None:
    result = Result(Decimal(2), "", rows=(NAMED, PUBLIC, SECRET))
    assert visible_rows(result, officer) == VisibleRows(
        (shown(NAMED, "900"), shown(PUBLIC, "5.5"), shown(SECRET, "7")), ""
    )


@pytest.mark.parametrize("who", ["nobody", "visitor", "administrator"])
def test_others_see_no_withheld_amount_and_no_withheld_name(administrator: Any, who: str) -> None:
    viewer = {"nobody": None, "visitor": AnonymousUser(), "administrator": administrator}[who]
    result = Result(Decimal(2), "", rows=(NAMED, PUBLIC, SECRET))
    hidden = VisibleRow(
        "Named Ltd", True, "counted", None, "withheld", "万元", "East", "2025", "", "", withheld=True
    )
    assert visible_rows(result, viewer) == VisibleRows(
        (hidden, shown(PUBLIC, "5.5")), "Fewer than 3 rows are withheld from the public."
    )


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, ""),
        (1, "Fewer than 3 rows are withheld from the public."),
        (2, "Fewer than 3 rows are withheld from the public."),
        (3, "3 rows are withheld from the public."),
        (40, "40 rows are withheld from the public."),
    ],
)
def test_small_counts_are_not_given_away(count: int, text: str) -> None:
    assert visible_rows(Result(Decimal(count), "家", rows=(SECRET,) * count), None) == VisibleRows((), text)


def test_the_order_does_not_rank_withheld_amounts() -> None:
    rows = [
        Row(name, True, "counted", Decimal(value), "万元", withheld=True)
        for name, value in (("Zhong", 900), ("An", 500), ("Mu", 100))
    ]
    seen = visible_rows(Result(Decimal(3), "", rows=tuple(rows)), None)
    assert [row.subject for row in seen.rows] == ["An", "Mu", "Zhong"]


@pytest.mark.parametrize(
    ("unit", "rows", "value_withheld", "formula_withheld"),
    [
        ("万元", (NAMED, PUBLIC), True, True),
        ("万元", (NAMED, NAMED, NAMED), False, True),
        ("%", (NAMED, PUBLIC), True, True),
        ("", (NAMED, PUBLIC), False, False),
        ("万元", (PUBLIC, SECRET), False, False),
    ],
)
def test_a_sum_of_few_withheld_amounts_is_withheld_too(
    unit: str, rows: tuple[Row, ...], value_withheld: bool, formula_withheld: bool
) -> None:
    seen = visible_rows(Result(Decimal(1), unit, rows=rows, formula="a + b"), None)
    assert (seen.value_withheld, seen.formula_withheld) == (value_withheld, formula_withheld)


def test_a_withheld_value_is_none_for_the_public_alone(officer: Any) -> None:
    result = Result(Decimal(900), "万元", rows=(NAMED,))
    assert (visible_value(result, None), visible_value(result, officer)) == (None, Decimal(900))
    assert visible_value(Result(Decimal(1), "家", rows=(NAMED,)), None) == 1
