"""The file of the pack: complete, sourced, and in the order of the national form."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from pydantic import ValidationError

from qinglan.contracts.models import ContractKind, Registration, RegistrationSide
from qinglan.contracts.registering.pack import RegistrationFile, registration

FILE = Path(settings.PACKS) / "cn-national" / "registration.yaml"


def content() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def test_the_fields_stand_in_the_order_of_the_national_form() -> None:
    keys = [one.key for one in registration().fields]
    assert keys[:13] == [
        "projectname", "buyername", "totalamount", "technicalamount", "signdate", "contractbegindate",
        "contractenddate", "paymethod", "isrelated", "projectplantype", "ipr", "contracttype", "techarea",
    ]  # fmt: skip
    sides = (
        "name", "_code", "_country", "_jszyjg", "_isyfjg", "type", "_zzkyys", "_countrygxqqy", "_islist", "_scale",
        "_area", "_address", "_zipcode", "_representative", "_contact", "_contacttel",
    )  # fmt: skip
    for side in ("buyer", "seller"):
        assert [key for key in keys if key.startswith(side)] == [f"{side}{one}" for one in sides]


def test_every_field_has_its_place_in_the_tables() -> None:
    row = {one.name for one in Registration._meta.get_fields()}
    side = {one.name for one in RegistrationSide._meta.get_fields()}
    for one in registration().fields:
        if one.side:
            assert one.value in side or f"{one.side}_{one.value}" in row, one.key
        else:
            assert one.value in row, one.key


def test_kinds_are_those_of_contracts_and_the_technical_fields_are_eleven() -> None:
    assert registration().codes_of("kind") == set(ContractKind.values)
    assert [one.code for one in registration().lists["tech_field"].codes] == [str(n) for n in range(11)]
    assert registration().lists["tech_field"].codes[5].name.zh == "新能源与高效节能"
    assert registration().lists["tech_field"].codes[6].name.zh == "环境保护与资源综合利用"


def test_types_of_parties_and_countries_are_complete() -> None:
    lists = registration().lists
    types = [one.code for one in lists["party_type"].codes]
    assert types[9:17] == [str(code) for code in range(110, 190, 10)]
    assert {"011", "014", "021", "024", "030", "210", "240", "310", "340", "400"} <= set(types)
    assert len(types) == len(set(types))
    countries = {one.code: one.name for one in lists["country"].codes}
    assert len(countries) == len(lists["country"].codes) == len({name.zh for name in countries.values()})
    assert [countries[code].zh for code in ("142", "330", "315", "141", "609", "244")] == [
        "中国", "瑞典", "奥地利", "越南", "新西兰", "南非",
    ]  # fmt: skip
    assert {registration().home, registration().unknown_country} <= set(countries)


def test_the_competent_body_changed_in_2026() -> None:
    before, after = (registration().competent_on(day) for day in (date(2026, 1, 22), date(2026, 1, 23)))
    assert before is not None
    assert after is not None
    assert (before.body.zh, after.body.zh) == ("科学技术行政部门", "工业和信息化主管部门")
    assert registration().competent_on(date(1999, 1, 1)) is None


def test_what_is_known_from_a_draft_alone_is_a_default() -> None:
    rules = registration()
    assert (rules.periods.decide.number, rules.periods.review.number) == (15, 30)
    assert rules.review.large_from == 500_000_000
    assert {rules.periods.decide.certainty, rules.periods.review.certainty, rules.review.certainty} == {
        "default"
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"checks": []}, "checks"),
        ({"unset_pattern": "none_such"}, "unset_pattern"),
        ({"green": {"fields": ["99"]}}, "green"),
    ],
)
def test_a_file_that_lacks_something_is_refused(change: dict[str, Any], expected: str) -> None:
    found = content()
    for name, value in change.items():
        found[name] = found[name] | value if isinstance(value, dict) else value
    with pytest.raises(ValidationError, match=expected):
        RegistrationFile.model_validate(found)
