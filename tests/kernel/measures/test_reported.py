"""The measures over reported figures: whole results on a few rows made by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qinglan.kernel.measures.registry import BadParameters, evaluate
from qinglan.kernel.measures.result import Result, Row, Standing
from tests.kernel.measures.city import EAST, FIRM_A, FIRM_B, WEST, entry, figure, indicator, scope

pytestmark = pytest.mark.django_db
EVIDENCE = "annual form, archive 12"


def amount_row(subject: str, counted: bool, reason: str, value: str, year: int, **changes: Any) -> Row:
    fields: dict[str, Any] = {
        "unit": "项",
        "territory": "Test City",
        "period": str(year),
        "evidence": EVIDENCE,
    }
    return Row(subject, counted, reason, Decimal(value), **fields | changes)


def entry_row(subject: str, counted: bool, reason: str, period: str, **changes: Any) -> Row:
    fields: dict[str, Any] = {"territory": "East District", "period": period, "evidence": "notice"}
    return Row(subject, counted, reason, **fields | changes)


def test_latest_takes_the_newest_year_that_is_not_after_the_day(city: Any, officer: Any) -> None:
    for year, value in ((2024, "10"), (2025, "12"), (2026, "14")):
        figure(officer, "projects", year, value)
    assert evaluate("reported.latest", scope(on=date(2025, 12, 31)), {"indicator": "projects"}) == Result(
        Decimal(12),
        "项",
        rows=(
            amount_row("Test City", True, "the newest figure", "12", 2025),
            amount_row("Test City", False, "an earlier year", "10", 2024),
        ),
        formula="figure of 2025",
    )


@pytest.mark.parametrize(
    ("name", "parameters", "unit"),
    [
        ("reported.latest", {"indicator": "projects"}, "项"),
        ("reported.total", {"indicator": "contracts"}, "项"),
        ("reported.growth", {"indicator": "contracts"}, "%"),
        ("reported.share", {"numerator": "led-projects", "denominator": "projects"}, "%"),
        (
            "reported.at_least",
            {"indicator": "output", "comparator": "ge", "threshold": "1", "unit": "亿元"},
            "",
        ),
    ],
)
def test_without_figures_there_is_no_data(
    city: Any, name: str, parameters: dict[str, str], unit: str
) -> None:
    assert evaluate(name, scope(base_year=2019), parameters) == Result(
        None, unit, Standing.NO_DATA, (), "no figure on record for this time"
    )


@pytest.mark.parametrize("name", ["reported.listed", "reported.entries"])
def test_an_empty_list_counts_nought(city: Any, name: str) -> None:
    result = evaluate(name, scope(), {"indicator": "green"})
    assert (result.value, result.standing, result.rows) == (Decimal(0), Standing.KNOWN, ())


def test_total_adds_the_parts_of_the_newest_year_and_not_the_city_again(city: Any, officer: Any) -> None:
    figure(officer, "contracts", 2024, "100", territory_id=EAST)
    figure(officer, "contracts", 2025, "120", territory_id=EAST)
    figure(officer, "contracts", 2025, "80", territory_id=WEST)
    figure(officer, "contracts", 2025, "200")
    assert evaluate("reported.total", scope(), {"indicator": "contracts"}) == Result(
        Decimal(200),
        "项",
        rows=(
            amount_row("East District", True, "of the year 2025", "120", 2025, territory="East District"),
            amount_row("West District", True, "of the year 2025", "80", 2025, territory="West District"),
            amount_row("East District", False, "an earlier year", "100", 2024, territory="East District"),
        ),
        formula="sum of the figures of 2025",
    )


@pytest.mark.parametrize(
    ("on", "value", "counted", "reason"),
    [
        (date(2024, 2, 28), 0, None, None),
        (date(2024, 3, 1), 1, True, "on the list on 2024-03-01"),
        (date(2026, 2, 28), 1, True, "on the list on 2026-02-28"),
        (date(2026, 3, 1), 0, False, "no longer on the list on 2026-03-01"),
    ],
)
def test_listed_counts_from_the_first_day_to_the_last_both_included(
    city: Any, officer: Any, on: date, value: int, counted: bool | None, reason: str | None
) -> None:
    entry(officer, "green", "Firm A", date(2024, 3, 1), valid_to=date(2026, 2, 28), number="No 7")
    row = None
    if counted is not None and reason is not None:
        row = entry_row("Firm A", counted, reason, "2024-03-01 – 2026-02-28", evidence="No 7 notice")
    assert evaluate("reported.listed", scope(on=on), {"indicator": "green"}) == Result(
        Decimal(value),
        "家",
        rows=(row,) if row else (),
        formula="number of different subjects on the list",
    )


def test_listed_counts_a_firm_once_and_from_the_level_asked_for(city: Any, officer: Any) -> None:
    since = date(2024, 1, 1)
    entry(officer, "green", "Firm A", since, subject_code=FIRM_A, level="municipal")
    entry(officer, "green", "Firm A Ltd", since, subject_code=FIRM_A, level="national")
    entry(officer, "green", "Firm B", since, subject_code=FIRM_B, level="district")
    entry(officer, "green", "Firm C", since)
    everything = evaluate("reported.listed", scope(), {"indicator": "green"})
    assert [(row.subject, row.counted, row.reason, row.level) for row in everything.rows] == [
        ("Firm A", True, "on the list on 2026-06-30", "municipal"),
        ("Firm A Ltd", False, "already counted once", "national"),
        ("Firm B", True, "on the list on 2026-06-30", "district"),
        ("Firm C", True, "on the list on 2026-06-30", ""),
    ]
    assert everything.value == 3
    national = evaluate("reported.listed", scope(), {"indicator": "green", "level": "national"})
    assert national.value == 1
    assert [(row.subject, row.reason) for row in national.rows if not row.counted] == [
        ("Firm A", "below the level that is counted"),
        ("Firm B", "below the level that is counted"),
        ("Firm C", "below the level that is counted"),
    ]


def test_listed_refuses_a_level_that_does_not_exist(city: Any) -> None:
    with pytest.raises(BadParameters, match="must be one of district, municipal, provincial, national"):
        evaluate("reported.listed", scope(), {"indicator": "green", "level": "galactic"})


def test_entries_count_what_was_reached_whether_or_not_it_ended(city: Any, officer: Any) -> None:
    entry(officer, "arrivals", "Firm A", date(2024, 1, 5), stage="signed")
    entry(officer, "arrivals", "Firm A", date(2024, 9, 1), stage="paid_in", valid_to=date(2025, 1, 1))
    entry(officer, "arrivals", "Firm A", date(2025, 5, 1), stage="producing")
    entry(officer, "arrivals", "Firm B", date(2025, 2, 1), stage="registered")
    assert evaluate(
        "reported.entries", scope(), {"indicator": "arrivals", "stages": ["paid_in", "producing"]}
    ) == Result(
        Decimal(1),
        "家",
        rows=(
            entry_row("Firm A", False, "not yet at the stage that is counted", "2024-01-05"),
            entry_row("Firm A", True, "entered by 2026-06-30", "2024-09-01 – 2025-01-01"),
            entry_row("Firm A", False, "already counted once", "2025-05-01"),
            entry_row("Firm B", False, "not yet at the stage that is counted", "2025-02-01"),
        ),
        formula="number of different subjects entered",
    )


def test_at_least_converts_the_threshold_and_asks_for_the_list(city: Any, officer: Any) -> None:
    def firm(name: str, code: str, year: int, value: str) -> None:
        figure(officer, "output", year, value, subject_name=name, subject_code=code, territory_id=EAST)

    firm("Firm A", FIRM_A, 2024, "400000")
    firm("Firm A", FIRM_A, 2025, "300000")
    firm("Firm B", FIRM_B, 2025, "299999.9999")
    firm("Firm C", "", 2025, "900000")
    entry(officer, "green", "Firm A", date(2020, 1, 1), subject_code=FIRM_A)
    entry(officer, "green", "Firm B", date(2020, 1, 1), subject_code=FIRM_B)
    asked = {
        "indicator": "output",
        "comparator": "ge",
        "threshold": "30",
        "unit": "亿元",
        "listed_in": "green",
    }
    common = {"unit": "万元", "territory": "East District"}
    assert evaluate("reported.at_least", scope(), asked) == Result(
        Decimal(1),
        "",
        rows=(
            amount_row("Firm A", True, "threshold met", "300000", 2025, **common),
            amount_row("Firm C", False, "not on the list “Indicator green”", "900000", 2025, **common),
            amount_row("Firm B", False, "threshold not met", "299999.9999", 2025, **common),
        ),
        formula="number of organisations past CNY 3,000,000,000",
    )
    assert evaluate("reported.at_least", scope(), asked | {"comparator": "gt"}).value == 0
    assert evaluate("reported.at_least", scope(), asked | {"comparator": "lt"}).value == 1
    assert evaluate("reported.at_least", scope(), asked | {"comparator": "le"}).value == 2


def test_growth_runs_from_the_base_year_of_the_plan(city: Any, officer: Any) -> None:
    for year, value in ((2018, "1"), (2019, "2000"), (2020, "2500"), (2022, "3456")):
        figure(officer, "contracts", year, value)
    assert evaluate("reported.growth", scope(base_year=2019), {"indicator": "contracts"}) == Result(
        Decimal("20.00"),
        "%",
        rows=(
            amount_row("Test City", True, "newest year", "3456", 2022),
            amount_row("Test City", False, "between the two years", "2500", 2020),
            amount_row("Test City", True, "base year", "2000", 2019),
        ),
        formula="((3456 ÷ 2000) ^ (1 ÷ 3) − 1) × 100",
    )


def test_growth_from_nothing_is_not_comparable(city: Any, officer: Any) -> None:
    figure(officer, "contracts", 2019, "0")
    figure(officer, "contracts", 2020, "5")
    assert evaluate("reported.growth", scope(base_year=2019), {"indicator": "contracts"}) == Result(
        None,
        "%",
        Standing.NOT_COMPARABLE,
        (
            amount_row("Test City", True, "newest year", "5", 2020),
            amount_row("Test City", True, "base year", "0", 2019),
        ),
        "((5 ÷ 0) ^ (1 ÷ 1) − 1) × 100",
    )


def test_growth_without_its_base_has_no_data_and_shows_what_there_is(city: Any, officer: Any) -> None:
    figure(officer, "contracts", 2020, "5")
    assert evaluate("reported.growth", scope(base_year=2019), {"indicator": "contracts"}) == Result(
        None,
        "%",
        Standing.NO_DATA,
        (amount_row("Test City", True, "newest year", "5", 2020),),
        "no figure on record for this time",
    )


def test_growth_needs_a_base_year(city: Any) -> None:
    with pytest.raises(BadParameters, match="needs the plan's base year"):
        evaluate("reported.growth", scope(), {"indicator": "contracts"})


def test_share_takes_the_newest_year_that_has_both(city: Any, officer: Any) -> None:
    figure(officer, "projects", 2024, "30")
    figure(officer, "led-projects", 2024, "20")
    figure(officer, "led-projects", 2025, "22")
    asked = {"numerator": "led-projects", "denominator": "projects"}
    assert evaluate("reported.share", scope(), asked) == Result(
        Decimal("66.67"),
        "%",
        rows=(
            amount_row("Test City", True, "the part", "20", 2024),
            amount_row("Test City", True, "the whole", "30", 2024),
        ),
        formula="20 ÷ 30 × 100",
    )


def test_a_share_of_nothing_is_not_comparable(city: Any, officer: Any) -> None:
    figure(officer, "projects", 2024, "0")
    figure(officer, "led-projects", 2024, "0")
    result = evaluate("reported.share", scope(), {"numerator": "led-projects", "denominator": "projects"})
    assert (result.value, result.standing, result.formula) == (None, Standing.NOT_COMPARABLE, "0 ÷ 0 × 100")


def test_another_packs_indicator_is_unknown(city: Any) -> None:
    indicator("elsewhere", pack="cn-000000-other")
    with pytest.raises(BadParameters, match="has no indicator 'elsewhere'"):
        evaluate("reported.latest", scope(), {"indicator": "elsewhere"})
