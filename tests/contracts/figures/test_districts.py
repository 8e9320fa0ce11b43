"""Figures of districts equal the plain rows in every dimension, and are read from two indexes alone."""

import re
from datetime import date

import pytest
from django.db import connection

from qinglan.contracts.figures.dimensions import BY_NAME, COUNTED, DIMENSIONS, DISTRICT_COLUMNS, sums
from qinglan.contracts.figures.districts import WAYS, figures_of_districts
from qinglan.contracts.figures.periods import period_of
from qinglan.contracts.figures.queries import Sums
from qinglan.contracts.models import Registration
from tests.contracts.figures.made import registered
from tests.support.people import person

pytestmark = pytest.mark.django_db

EAST, WEST, ELSEWHERE = "990101", "990102", "110108"
TODAY = date(2027, 1, 1)


@pytest.fixture
def rows() -> None:
    """Sold, bought and traded inside, in both years and outside of them, green and not, one cancelled."""
    officer = person("figures-officer", "officer")
    sides = [
        (EAST, ELSEWHERE),
        (ELSEWHERE, EAST),
        (EAST, EAST),
        (EAST, WEST),
        (WEST, EAST),
        (WEST, ELSEWHERE),
    ]
    days = [date(2024, 12, 31), date(2025, 3, 31), date(2025, 4, 1), date(2026, 1, 1), date(2026, 3, 31), date(2026, 12, 31)]  # fmt: skip
    for place, (seller, buyer) in enumerate(sides):
        for step, day in enumerate(days):
            registered(
                officer, seller_territory=seller, buyer_territory=buyer, registered_on=day, amount=(place + 1) * (step + 7) * 100,
                technology_amount=(place + 1) * 100, seller_key=f"S{step % 3}", buyer_key=f"B{place % 2}",
                tech_field=str(step % 4), broker_code="J1" if step == 4 else "", signed_on=date(2024, 12, 1),
                listed_on=date(2024, 11, 1) if step % 2 else None,
            )  # fmt: skip
    registered(officer, state="cancelled", seller_territory=EAST)


def plain(name: str, first: date, last: date, places: list[str]) -> dict[str, Sums]:
    """By the plain query over the registrations."""
    one = BY_NAME[name]
    query = f"""SELECT ({one.code})::text, {sums()} FROM contracts_registration r WHERE {COUNTED} AND {one.where}
        AND (r.seller_territory = ANY(%s) OR r.buyer_territory = ANY(%s)) AND r.registered_on BETWEEN %s AND %s
        GROUP BY 1"""  # noqa: S608 - constants of the package
    with connection.cursor() as cursor:
        cursor.execute(query, [places, places, first, last])
        return {code: Sums(*(int(value) for value in rest)) for code, *rest in cursor.fetchall()}


@pytest.mark.parametrize("places", [[EAST], [EAST, WEST], ["990103"]])
@pytest.mark.parametrize("key", ["2026", "2026-Q1", "2026-03"])
def test_every_dimension_equals_the_plain_query(rows: None, places: list[str], key: str) -> None:
    period = period_of(key, TODAY)
    spans = {
        "2026": [(date(2026, 1, 1), date(2026, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))],
        "2026-Q1": [(date(2026, 1, 1), date(2026, 3, 31)), (date(2025, 1, 1), date(2025, 3, 31))],
        "2026-03": [(date(2026, 3, 1), date(2026, 3, 31)), (date(2025, 3, 1), date(2025, 3, 31))],
    }[key]
    total = [plain("total", *span, places).get("", Sums()) for span in spans]
    for one in DIMENSIONS:
        found = figures_of_districts(one.name, period, None, places)
        wanted = [(date(first.year, 1, 1), last) if one.named else (first, last) for first, last in spans]
        now, before = (plain(one.name, *span, places) for span in wanted)
        if one.named:
            before = {code: each for code, each in before.items() if code in now}
        lines = found.figures.lines
        assert {line.code: line.now for line in lines if line.now.contracts} == now, one.name
        assert {line.code: line.before for line in lines if line.before.contracts} == before, one.name
        assert [found.figures.total.now, found.figures.total.before] == total
        assert sum((found.flows[way] for way in WAYS), Sums()) == total[0]


def test_ways_and_months_of_a_district(rows: None) -> None:
    found = figures_of_districts("field", period_of("2026", TODAY), None, [EAST])
    assert {way: one.contracts for way, one in found.flows.items()} == {"out": 6, "in": 6, "within": 3}
    assert {month: one.contracts for month, one in found.months.items()} == {
        date(2025, 3, 1): 5, date(2025, 4, 1): 5, date(2026, 1, 1): 5, date(2026, 3, 1): 5, date(2026, 12, 1): 5,
    }  # fmt: skip


def test_the_two_indexes_hold_all_that_is_asked_for() -> None:
    """A dimension that asks for a column which they don't hold would read every registration of the district."""
    asked = " ".join([sums(), *(f"{one.code} {one.where}" for one in DIMENSIONS)])
    wanted = set(re.findall(r"\br\.(\w+)", asked)) | {"registered_on", "is_green"}
    assert wanted - set(DISTRICT_COLUMNS) == set()
    indexes = {one.name: one for one in Registration._meta.indexes}
    for side in ("seller", "buyer"):
        index = indexes[f"registered_by_{side}_place"]
        assert index.fields == [f"{side}_territory", "registered_on"]
        assert {*index.fields, *index.include} == set(DISTRICT_COLUMNS)
        assert str(index.condition) == "(AND: ('state', 'registered'))"  # as COUNTED says
