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
    assert keys[:12] == [
        "projectname", "contracttype", "totalamount", "technicalamount", "signdate", "contractbegindate",
        "contractenddate", "paymethod", "isrelated", "projectplantype", "ipr", "techarea",
    ]  # fmt: skip
    assert [key for key in keys if key.startswith("buyer")] == [
        "buyername", "buyer_code", "buyer_country", "buyer_area", "buyertype", "buyer_jszyjg", "buyer_isyfjg",
        "buyer_zzkyys", "buyer_countrygxqqy", "buyer_islist", "buyer_scale", "buyer_address", "buyer_zipcode",
        "buyer_representative", "buyer_contact", "buyer_contacttel",
    ]  # fmt: skip


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
