"""The page of contract statistics: whole for officers, safe for the public."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from qinglan.contracts.domain.figure import count_units, years_to_count
from qinglan.contracts.figures.dimensions import DIMENSIONS
from qinglan.contracts.figures.districts import figures_of_districts
from qinglan.contracts.figures.periods import last_public_month, period_of, public_period
from qinglan.contracts.figures.tables import figures, table
from qinglan.contracts.figures.words import TITLES
from qinglan.contracts.views.figures import FEWEST_IN_CONCENTRATION
from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.parties.domain.account import system_user
from tests.contracts.figures.made import clerk, registered
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db
URL = "/contracts/figures/"


@pytest.fixture
def officer() -> Any:
    """Three green contracts of three parties, one of another field, and one a year before."""
    who = clerk()
    for place in range(3):
        registered(who, seller_key=f"S{place}", buyer_key=f"B{place}")
    registered(
        who, tech_field="5", amount=7_770_000_00, seller_key="S9", buyer_key="B9", seller_name="独家（演示）"
    )
    for place in range(3):
        registered(
            who,
            registered_on=date(2025, 2, 3),
            amount=2_500_000_00,
            seller_key=f"S{place}",
            buyer_key=f"B{place}",
        )
    for year in (2025, 2026):
        count_units(acting_user=system_user(), year=year)
    return who


def client(user: Any = None) -> Client:
    found = Client()
    if user is not None:
        found.force_login(user)
    return found


def test_an_officer_sees_every_cell_and_the_growth(officer: Any) -> None:
    whole = table(figures("field", period_of("2026", date(2027, 1, 1)), None, whole=True))
    assert [list(map(str, row)) for row in whole.values] == [
        ["新能源与高效节能", "1", "0", "不可比", "777.00", "0.00", "不可比", "180.00", "777.00", "—"],
        ["环境保护与资源综合利用", "3", "3", "0.00", "600.00", "750.00", "-20.00", "540.00", "200.00", "—"],
    ]  # fmt: skip
    assert [str(one) for one in whole.total_values][:3] == ["合计", "4", "3"]


def test_the_public_sees_no_cell_of_few_parties_and_nothing_that_it_follows_from(officer: Any) -> None:
    page = client().get(f"{URL}?period=2026").content.decode()
    assert "777" not in page
    assert "未公开" in page or "不公开" in page
    assert "777" in client(officer).get(f"{URL}?period=2026").content.decode()
    assert "独家" not in client().get(f"{URL}?by=seller&period=2026").content.decode()


def test_a_year_without_a_cell_of_few_is_public(officer: Any) -> None:
    page = client().get(f"{URL}?period=2025").content.decode()
    assert "750.00" in page
    assert "环境保护与资源综合利用" in page


def test_before_the_night_nothing_is_public() -> None:
    who = clerk()
    for place in range(3):
        registered(who, seller_key=f"S{place}", buyer_key=f"B{place}")
    assert years_to_count() == []
    page = client().get(f"{URL}?period=2026").content.decode()
    assert "600.00" not in page


@pytest.mark.parametrize("dimension", [one.name for one in DIMENSIONS])
@pytest.mark.parametrize("period", ["2026", "2026-Q1", "2026-02", "1999", "2026-13"])
def test_every_table_opens_for_everybody(officer: Any, dimension: str, period: str) -> None:
    for reader in (client(), client(officer)):
        assert reader.get(f"{URL}?by={dimension}&period={period}&green=1").status_code == 200


def test_the_table_leaves_as_a_spreadsheet_with_the_same_holes(officer: Any) -> None:
    def cells(reader: Client) -> list[Any]:
        answer = reader.get(f"{URL}?period=2026&export=xlsx")
        sheet = load_workbook(BytesIO(answer.content)).active
        assert sheet is not None
        return [str(value) for row in sheet.iter_rows(values_only=True) for value in row]

    assert "777.00" in cells(client(officer))
    assert "777.00" not in cells(client())


def test_an_officer_of_a_district_sees_its_own_whole_and_of_the_city_what_is_public(
    officer: Any, django_assert_num_queries: Any
) -> None:
    top = Territory.objects.create(
        code="500000", name_zh="重庆", name_en="C", pinyin="c", kind="municipality"
    )
    for code, name in (("500112", "渝北区（演示）"), ("500106", "沙坪坝区（演示）")):
        Territory.objects.create(
            code=code, name_zh=name, name_en=code, pinyin=code, kind="division", parent=top
        )
    elsewhere = {"seller_territory": "110108", "buyer_territory": "110108", "tech_field": "1"}
    registered(officer, amount=3_330_000_00, **elsewhere, seller_key="S8")
    registered(officer, amount=4_440_000_00, **(elsewhere | {"buyer_territory": "500112"}), seller_key="S9")
    registered(
        officer, **(elsewhere | {"seller_territory": "500112", "buyer_territory": "500112"}), is_green=False
    )
    user = person("of-district")
    assign(user, "officer", territory=Territory.objects.get(pk="500112"))
    reader = client(user)
    page = reader.get(f"{URL}?period=2026")
    found = page.context["found"]
    assert [
        (line.words, line.now.contracts, line.now.amount, line.before.contracts) for line in found.lines
    ] == [
        ("新能源与高效节能", 1, 777_000_000, 0),
        ("航空航天", 2, 644_000_000, 0),
        ("环境保护与资源综合利用", 3, 600_000_000, 3),
    ]
    assert (found.total.now.contracts, found.total.before.contracts, found.some_withheld) == (6, 3, False)
    flows = [(words, one.contracts) for words, one in page.context["places"][0]["flows"]]
    assert flows == [
        ("技术输出（卖方在本地）", 5),
        ("其中：流向外地", 4),
        ("技术吸纳（买方在本地）", 2),
        ("其中：来自外地", 1),
        ("本地成交（两边都计）", 1),
    ]
    assert "渝北区（演示）" in page.context["title"]
    sellers = reader.get(f"{URL}?period=2026&by=seller").context["found"].lines
    assert sorted(line.code for line in sellers) == ["S0", "S1", "S2", "S9"]
    green = reader.get(f"{URL}?period=2026-02&green=1").context["found"]
    assert (green.total.now.contracts, green.total.now.amount) == (5, 1_821_000_000)
    city = reader.get(f"{URL}?period=2026&area=city")
    assert [line.words for line in city.context["found"].lines] == [
        line.words for line in _public("2026").lines
    ]
    assert "777" not in city.content.decode()
    assert "777.00" in str(
        list(load_workbook(BytesIO(reader.get(f"{URL}?period=2026&export=xlsx").content)).active.values)  # type: ignore[union-attr]
    )
    with CaptureQueriesContext(connection) as first:
        reader.get(URL)
    for place in range(3):
        registered(officer, seller_key=f"T{place}", tech_field=str(place))
    with django_assert_num_queries(len(first)):
        reader.get(URL)


def _public(year: str) -> Any:
    return client().get(f"{URL}?period={year}").context["found"]


def test_what_a_district_counts_equals_the_plain_rows(officer: Any) -> None:
    registered(officer, seller_territory="110108", broker_code="B-1")
    registered(officer, state="cancelled", seller_key="S7")
    period = period_of("2026", date(2027, 1, 1))
    for name in TITLES:
        mine = figures_of_districts(name, period, None, ["500106"])
        found, months = mine.figures, mine.months
        assert {way: one.contracts for way, one in mine.flows.items()} == {"out": 0, "in": 5, "within": 0}
        counted = sum(line.now.contracts for line in found.lines)
        assert (counted, found.total.now.contracts) == (1 if name == "broker" else 5, 5), name
        assert {month: one.contracts for month, one in months.items()} == {
            date(2025, 2, 1): 3,
            date(2026, 2, 1): 5,
        }


def test_an_account_without_a_role_is_the_public(officer: Any) -> None:
    assert "777" not in client(person("somebody")).get(f"{URL}?period=2026").content.decode()


def test_the_page_asks_the_same_however_many_contracts(
    officer: Any, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    reader = client(officer)
    reader.get(URL)
    with django_assert_max_num_queries(40) as first:
        reader.get(URL)
    for place in range(5):
        registered(officer, seller_key=f"T{place}", tech_field=str(place))
    with django_assert_num_queries(len(first.captured_queries)):
        reader.get(URL)


def taken(reader: Client, query: str) -> list[list[str]]:
    """The rows of the table as it leaves."""
    sheet = load_workbook(BytesIO(reader.get(f"{URL}?{query}&export=xlsx").content)).active
    assert sheet is not None
    return [
        ["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)
    ]


@pytest.mark.parametrize(
    ("parties", "public_sees"), [(FEWEST_IN_CONCENTRATION - 1, False), (FEWEST_IN_CONCENTRATION, True)]
)
def test_how_concentrated_few_parties_are_is_for_officers_alone(parties: int, public_sees: bool) -> None:
    who, last_year = clerk(), clock.today().year - 1
    for place in range(parties):
        registered(who, registered_on=date(last_year, 2, 3), seller_key=f"S{place}", buyer_key=f"B{place}")
    count_units(acting_user=system_user(), year=last_year)
    for label in ("前 4 家卖方占比", "前 4 家买方占比"):
        for reader, sees in ((client(who), True), (client(), public_sees)):
            assert (label in reader.get(f"{URL}?period={last_year}").content.decode()) is sees


def test_average_value_and_days_by_field_and_way_of_pricing() -> None:
    who = clerk()
    for place, (amount, listed_on) in enumerate(((100, date(2025, 12, 31)), (300, date(2025, 12, 21)))):
        registered(
            who, amount=amount * 1_000_000, technology_amount=amount * 1_000_000, signed_on=date(2026, 1, 10),
            listed_on=listed_on, pricing_way="listing", seller_key=f"S{place}",
        )  # fmt: skip
    registered(
        who, amount=500 * 1_000_000, pricing_way="listing", tech_field="5", signed_on=date(2026, 1, 10)
    )
    rows = [row for row in taken(client(who), "by=field_pricing&period=2026") if " · " in row[0]]
    assert [(row[1], row[4], *row[7:]) for row in rows] == [
        ("1", "500.00", "180.00", "500.00", "—"), ("2", "400.00", "400.00", "200.00", "15"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["{0:%Y}", "{0:%Y-%m}", "{0:%Y}-Q{1}"])
def test_a_period_that_is_not_over_is_not_compared(key: str) -> None:
    today, who = clock.today(), clerk()
    period = key.format(today, (today.month + 2) // 3)
    for year in (today.year - 1, today.year):
        registered(who, registered_on=today.replace(year=year, day=1), signed_on=date(year - 1, 2, 1))
    found = [row for row in taken(client(who), f"period={period}") if row[0] == "环境保护与资源综合利用"]
    assert [(row[1], row[2], row[3], row[6]) for row in found] == [("1", "1", "未结束", "未结束")]
    page = client(who).get(f"{URL}?period={period}").content.decode()
    assert "本期尚未结束" in page
    assert "同比 +" not in page
    before = client(who).get(f"{URL}?period={today.year - 1}").content.decode()
    assert "本期尚未结束" not in before


def test_a_period_is_over_when_its_last_day_has_passed() -> None:
    def runs(key: str, today: date) -> bool:
        return period_of(key, today).is_running

    assert runs("2026-02", date(2026, 2, 28))
    assert not runs("2026-02", date(2026, 3, 1))
    assert runs("2026-Q1", date(2026, 3, 31))
    assert not runs("2026-Q1", date(2026, 4, 1))
    assert runs("2026", date(2026, 12, 31))
    assert not runs("2026", date(2027, 1, 1))
    assert not period_of("2026", date(2026, 5, 1)).before.is_running
    public = public_period("2026", date(2026, 5, 1))
    assert public is not None
    assert not public.is_running


def test_the_public_first_sees_the_last_whole_year(officer: Any) -> None:
    last_year = clock.today().year - 1
    assert client().get(URL).context["found"].period.key == str(last_year)
    assert client().get(f"{URL}?by=kind").context["found"].period.last == date(last_year, 12, 1)
    assert client(officer).get(URL).context["found"].period.key == str(clock.today().year)


def test_periods() -> None:
    today = date(2026, 11, 22)
    assert period_of("2026-Q3", today).first == date(2026, 7, 1)
    assert period_of("2024", today).last == date(2024, 12, 1)
    assert period_of("2026", today).last == date(2026, 11, 1)
    assert period_of("2099", today).first == date(2026, 1, 1)
    assert (period_of("2026-03", today).before.key, period_of("x", today).key) == ("2025-03", "2026")
    assert last_public_month(2026, today) == date(2026, 9, 1)
    assert last_public_month(2026, date(2026, 3, 31)) is None
    public = public_period("2026-02", today)
    assert public is not None
    assert (public.first, public.last) == (date(2026, 1, 1), date(2026, 9, 1))


def test_the_box_of_periods_shows_the_one_of_the_table_before_anything_is_registered_in_it(
    officer: Any,
) -> None:
    answer = client(officer).get(URL, {"period": "2024"})
    keys = [key for key, _words in answer.context["periods"]]
    assert keys[:3] == ["2026", "2025", "2024"]
    assert '<option value="2024" selected>' in answer.content.decode()
