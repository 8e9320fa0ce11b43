"""The measures over registered contracts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qinglan.contracts.models import Registration
from qinglan.kernel.measures.disclosure import visible_rows
from qinglan.kernel.measures.models import Figure, Indicator
from qinglan.kernel.measures.registry import BadParameters, evaluate
from qinglan.kernel.measures.result import Scope, Standing
from tests.contracts.figures.made import clerk, registered
from tests.plans import sample

pytestmark = pytest.mark.django_db
SCOPE = Scope(pack=sample.PACK, territory="990000", on=date(2026, 12, 31), base_year=2019)
HERE: dict[str, Any] = {"seller_territory": "990101"}


def test_only_contracts_with_a_national_number_count() -> None:
    who = clerk()
    registered(who, **HERE)
    registered(who, **HERE, is_green=False, amount=3_000_000_00)
    registered(who, **HERE, state="draft")
    registered(who, **HERE, state="cancelled")
    registered(who, seller_territory="110108")
    registered(who, **HERE, registered_on=date(2025, 2, 1))
    assert evaluate("contracts.registered_count", SCOPE, {}).value == 3
    green = {"green": True}
    assert evaluate("contracts.registered_count", SCOPE, {**green, "year": 2026}).value == 1
    assert evaluate("contracts.registered_amount", SCOPE, {"year": 2026}).value == Decimal(500)
    assert evaluate("contracts.registered_amount", SCOPE, {**green, "of": "technology"}).value == Decimal(360)
    earlier = replace(SCOPE, on=date(2026, 2, 2))
    assert evaluate("contracts.registered_count", earlier, {}).value == 1
    assert evaluate("contracts.registered_count", SCOPE, {"territory": "990102"}).value == 0
    with pytest.raises(BadParameters):
        evaluate("contracts.registered_amount", SCOPE, {"of": "count"})


def test_growth_from_registrations_alone() -> None:
    who = clerk()
    for year, number in ((2023, 1), (2026, 3)):
        for _turn in range(number):
            registered(who, **HERE, registered_on=date(year, 3, 1), signed_on=date(year, 2, 1))
    scope = replace(SCOPE, base_year=2023)
    assert evaluate("contracts.growth", scope, {"of": "count"}).value == Decimal("44.22")
    running = evaluate("contracts.growth", replace(scope, on=date(2026, 11, 1)), {"of": "count"})
    assert (running.value, running.standing) == (None, Standing.NO_DATA)
    assert [(row.subject, row.counted) for row in running.rows] == [("2023", True), ("2026", False)]
    with pytest.raises(BadParameters):
        evaluate("contracts.growth", replace(scope, base_year=None), {"of": "count"})
    with pytest.raises(BadParameters):
        evaluate("contracts.growth", scope, {"of": "count", "since": 2026})


def test_growth_takes_reported_years_before_the_register_began(tmp_path: Any) -> None:
    city = sample.make_city()
    officer = sample.person("reader", "officer")
    from qinglan.parties.domain.account import system_user
    from qinglan.plans.domain.pack import load_plan

    load_plan(acting_user=system_user(), pack=sample.pack(tmp_path), path=sample.write_plan(tmp_path))
    deals = Indicator.objects.get(pack=sample.PACK, slug="deals")
    for year, value in ((2019, 2), (2025, 100), (2026, 500)):
        Figure.objects.create(
            indicator=deals, year=year, value=value, territory=city, evidence="年报（演示）", confidentiality="public",
            reporter=officer, reported_on=date(2026, 1, 5), recorded_at="2026-01-05T00:00Z",
        )  # fmt: skip
    where = {"seller_territory": city.code}
    for _turn in range(4):
        registered(officer, **where)
    scope = replace(SCOPE, territory=city.code)
    asked = {"of": "count", "green": True, "indicator": "deals", "since": 2026}
    found = evaluate("contracts.growth", scope, asked)
    assert [(row.period, row.value, row.counted) for row in found.rows] == [
        ("2019", Decimal(2), True), ("2025", Decimal(100), False), ("2026", Decimal(4), True),
    ]  # fmt: skip
    assert found.value == Decimal("10.41")
    running = evaluate("contracts.growth", replace(scope, on=date(2026, 11, 22)), asked)
    assert [row.period for row in running.counted] == ["2019", "2025"]


def test_the_value_of_one_or_two_contracts_is_not_public() -> None:
    who = clerk()
    registered(who, **HERE)
    result = evaluate("contracts.registered_amount", SCOPE, {})
    assert [row.withheld for row in result.rows] == [True]
    shown = visible_rows(result, None)
    assert shown.value_withheld
    for _turn in range(2):
        registered(who, **HERE)
    assert [row.withheld for row in evaluate("contracts.registered_amount", SCOPE, {}).rows] == [False]
    assert Registration.objects.count() == 3
