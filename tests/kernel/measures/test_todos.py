"""Yearly figures that are missing wait for an officer until they are reported."""

from datetime import UTC, datetime
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.measures.todos import open_due_figures
from qinglan.kernel.todos.queries import due_from
from tests.kernel.measures.city import CITY, figure

pytestmark = pytest.mark.django_db


def due(user: Any) -> list[tuple[str, str, datetime | None]]:
    return [
        (row.subject_en, row.addressee, row.due_at) for row in due_from(user) if row.kind == "measures.report"
    ]


def test_each_figure_of_the_year_that_is_over_is_asked_for_once_and_closed_by_the_report(
    city: Any, officer: Any
) -> None:
    year = clock.today().year - 1
    asked = [open_due_figures(acting_user=officer) for _ in range(2)]
    end = datetime(year + 1, 3, 31, 16, tzinfo=UTC)  # 24:00 in Shanghai
    expected = [
        (f"Indicator {slug} ({year})", f"officer:territory:{CITY}", end)
        for slug in ("contracts", "projects", "led-projects")
    ]
    assert (asked, due(officer)) == ([3, 3], expected)
    figure(officer, "contracts", year, "12", territory_id=CITY)
    assert due(officer) == expected[1:]
    assert open_due_figures(acting_user=officer) == 2
