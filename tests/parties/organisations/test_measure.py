"""Organisations as a measure, and those of the demonstration."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qinglan.kernel.measures.registry import BadParameters, evaluate
from qinglan.kernel.measures.result import Scope
from qinglan.kernel.rulebook.packs import discover
from qinglan.parties.domain.organisation_succession import cancel_organisation
from qinglan.parties.domain.organisation_tag import Grounds, give_green_tag
from qinglan.parties.models import Organisation
from qinglan.parties.organisation_demonstration import load_organisations
from qinglan.settings.env import PROJECT_ROOT
from tests.parties.organisations.made import DAY, preloaded, verified

pytestmark = pytest.mark.django_db


def counted(on: date, **parameters: Any) -> tuple[Decimal | None, list[tuple[str, bool, str]]]:
    result = evaluate("parties.organisations", Scope("x", "990000", on), parameters)
    return result.value, [(row.subject[3:], row.counted, row.reason) for row in result.rows]


def test_verified_organisations_are_counted_with_the_reason_of_each(city: Any, officer: Any) -> None:
    preloaded(officer, 1, name="青川一")
    two = verified(officer, 2, name="青川号二")
    three = verified(officer, 3, name="青川号三", kind="bank")
    cancel_organisation(acting_user=officer, organisation=three, on=date(2026, 2, 1), basis="x")
    give_green_tag(
        acting_user=officer, organisation=two, grounds=Grounds("listed", "名单", date(2026, 1, 10))
    )
    since = "verified on 2026-01-05"
    ground = "On a list (green factory, green technology innovation enterprise …)"
    assert counted(date(2026, 1, 6)) == (2, [("二", True, since), ("三", True, since)])
    assert counted(date(2026, 2, 1)) == (1, [("二", True, since), ("三", False, "ended on 2026-02-01")])
    assert counted(date(2026, 1, 9), green=True, kind="enterprise") == (
        0,
        [("二", False, "no green tag in force on this day")],
    )
    assert counted(date(2026, 1, 10), green=True, kind="enterprise") == (1, [("二", True, ground)])
    assert counted(DAY, territory="990102") == (0, [])
    assert counted(date(2026, 1, 4)) == (0, [])
    with pytest.raises(BadParameters, match="kind: must be one of"):
        counted(DAY, kind="shop")


def test_demonstration_organisations_come_from_the_figures_and_only_once(officer: Any) -> None:
    from qinglan.kernel.codes.packs import load_territories

    pack = next(one for one in discover(PROJECT_ROOT / "packs") if one.slug == "cn-xx-second-city")
    load_territories(acting_user=officer, pack=pack, path=pack.directory / "territories.yaml")
    path = pack.directory / "demo" / "figures.yaml"
    count = load_organisations(acting_user=officer, pack=pack, path=path)
    assert count == Organisation.objects.count() == 54
    assert load_organisations(acting_user=officer, pack=pack, path=path) == 0
    states = {state: Organisation.objects.filter(state=state).count() for state in ("verified", "preloaded")}
    assert states == {"verified": 48, "preloaded": 6}
    assert Organisation.objects.filter(is_green=True).exists()
    assert not Organisation.objects.exclude(name__contains="（演示）").exists()
