"""The list of figures: filters, order, export, and no query more for more rows."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from qinglan.kernel.measures.domain.figure import correct_figure, withdraw_figure
from qinglan.kernel.measures.models import Line
from tests.kernel.measures.city import EAST, FIRM_A, PACK, WEST, entry, figure, get, report_of
from tests.kernel.measures.people import client, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(city: Any, officer: Any) -> None:
    """A corrected, a withdrawn and a standing amount, and an entry."""
    old = figure(officer, "contracts", 2025, "10", territory_id=EAST)
    report = report_of("contracts", 2025, "12", territory_id=EAST)
    correct_figure(acting_user=officer, figure=old, report=report, reason="misread")
    gone = figure(officer, "contracts", 2024, "30", territory_id=WEST)
    withdraw_figure(acting_user=officer, figure=gone, reason="another city's")
    entry(officer, "green", "Firm A", date(2023, 5, 1), subject_code=FIRM_A, level="national")


def listed(user: Any, query: str) -> list[str]:
    page = client(user).get(f"/figures/?{query}")
    return [
        f"{item.indicator.slug} {item.subject} {item.year} {item.value or '-'} {item.state}"
        for item in page.context["list"].items
    ]


OLD = "contracts East District 2025 10.0000 corrected"
NEW = "contracts East District 2025 12.0000 current"
GONE = "contracts West District 2024 30.0000 withdrawn"
ITEM = "green Firm A 2023 - current"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [ITEM, GONE, NEW, OLD]),
        ("sort=year", [OLD, NEW, GONE, ITEM]),
        ("sort=value&kind=amount", [GONE, NEW, OLD]),
        ("state=current", [ITEM, NEW]),
        ("state=withdrawn&state=corrected", [GONE, OLD]),
        ("kind=entry", [ITEM]),
        ("year=2024", [GONE]),
        (f"territory={WEST}", [GONE]),
        (f"q={FIRM_A[:10]}", [ITEM]),
        ("q=Firm", [ITEM]),
        (f"pack={PACK}&year=2025", [NEW, OLD]),
        ("pack=other", [ITEM, GONE, NEW, OLD]),
    ],
)
def test_filters_and_order(rows: None, officer: Any, query: str, expected: list[str]) -> None:
    assert listed(officer, query) == expected


def test_an_indicator_is_a_filter(rows: None, officer: Any) -> None:
    assert listed(officer, f"indicator={get('green').pk}") == [ITEM]


def test_rows_lead_to_their_records(rows: None, officer: Any) -> None:
    page = text(client(officer).get("/figures/"))
    for line in Line.objects.all():
        folder = "" if line.kind == "amount" else "entries/"
        assert f'href="/figures/{folder}{line.record_id}/"' in page


def test_the_files_hold_every_column(rows: None, officer: Any) -> None:
    answer = client(officer).get("/figures/?state=current&sort=year&export=csv")
    body = answer.getvalue().decode("utf-8-sig")
    lines = [line for line in csv.reader(StringIO(body)) if len(line) > 1]
    assert lines[0] == [
        "City",
        "Indicator",
        "Kind",
        "Organisation, thing or person",
        "Unified social credit code",
        "Territory code",
        "Territory",
        "Year",
        "Amount",
        "Unit of measure",
        "First day",
        "Last day",
        "Level of the list",
        "Stage reached",
        "Document number",
        "Evidence",
        "Form number",
        "Reporter",
        "Date of the report",
        "Recorded at",
        "Who sees it",
        "State",
        "Reason",
    ]
    assert [line[:9] for line in lines[1:]] == [
        [PACK, "Indicator contracts", "an amount", "", "", EAST, "East District", "2025", "12.0000"],
        [PACK, "Indicator green", "an entry of a list", "Firm A", FIRM_A, EAST, "East District", "2023", ""],
    ]
    sheet = load_workbook(BytesIO(client(officer).get("/figures/?export=xlsx").content)).active
    assert sheet is not None
    assert sheet.max_row == 4 + 2  # four records, the headings, the mark of demonstration


def test_three_rows_take_no_more_queries_than_one(city: Any, officer: Any) -> None:
    browser = client(officer)

    def queries() -> int:
        browser.get("/figures/")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            browser.get("/figures/")
        return len(caught)

    figure(officer, "contracts", 2025, "10", territory_id=EAST)
    one = queries()
    figure(officer, "contracts", 2024, "10", territory_id=EAST)
    entry(officer, "green", "Firm A", date(2023, 5, 1))
    assert queries() == one


def test_an_empty_list_offers_the_first_step(city: Any, officer: Any) -> None:
    state = client(officer).get("/figures/").context["list"]
    assert (state.empty_title, state.empty_url) == ("No figure has been reported yet", "/figures/report/")
