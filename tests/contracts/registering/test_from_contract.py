"""What a contract says already: who registers, sides abroad, the national form, the day of the first offer."""

from datetime import date, datetime
from typing import Any

import pytest

from qinglan.contracts.domain.party_entry import Particulars, enter
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models import Contract, ContractParty, PartySide, Registration
from qinglan.contracts.registering import from_contract
from qinglan.kernel.clock import SHANGHAI
from tests.contracts import made
from tests.market import made as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.parties()


def imported(who: dict[str, Any]) -> Contract:
    """A licence from abroad, which the buyer began."""
    contract = made.contract(who, state="in_force", number="HT-2026-900009")
    ContractParty.objects.filter(contract=contract).delete()
    enter(contract, PartySide.SELLER, Particulars(name="Example Membranes Inc.", country="美国"))
    enter(contract, PartySide.BUYER, Particulars.of(who["buyer_unit"]))
    return Contract.objects.get(pk=contract.pk)


def test_the_seller_registers_and_for_an_import_the_buyer_at_home(who: dict[str, Any]) -> None:
    assert from_contract.keeper_of(made.contract(who, state="in_force")) == who["owner"]
    assert from_contract.keeper_of(imported(who)) == who["buyer_unit"]


def test_a_side_abroad_has_its_country_and_neither_code_nor_division(who: dict[str, Any]) -> None:
    found = from_contract.copied(imported(who))
    side = {
        name: found[f"seller_{name}"] for name in ("name", "code", "country", "territory", "type", "unit")
    }
    assert side == {
        "name": "Example Membranes Inc.", "code": "", "country": "502", "territory": "", "type": "700", "unit": None,
    }  # fmt: skip
    assert (found["buyer_country"], found["buyer_territory"], found["buyer_type"]) == ("142", "990101", "")
    named = {name: from_contract.country_of(name) for name in ("瑞典", "Sweden", "330", "中国", "奥匈帝国")}
    assert named == {"瑞典": "330", "Sweden": "330", "330": "330", "中国": "142", "奥匈帝国": "701"}


@pytest.mark.parametrize(
    ("kind", "form", "expected"),
    [
        ("licence", "exclusive", "patent_licence"),
        ("licence", "know-how", "knowhow_licence"),
        ("transfer", "know-how", "knowhow_transfer"),
        ("transfer", "medicine", "biomedical_transfer"),
        ("development", "cooperative", "joint_development"),
        ("consulting", "", "consulting"),
        ("service", "intermediary", "intermediation"),
        ("service", "", ""),
        ("licence", "unheard-of", ""),
    ],
)
def test_a_sub_kind_of_contracts_is_one_national_form(kind: str, form: str, expected: str) -> None:
    assert from_contract.form_of(Contract(kind=kind, form=form)) == expected


def test_every_sub_kind_that_is_drafted_here_has_its_national_form() -> None:
    lost = [
        (kind.code, form.code)
        for kind in contract_rules().kinds
        for form in kind.forms
        if not from_contract.form_of(Contract(kind=kind.code, form=form.code))
    ]
    assert lost == []


def test_the_day_of_the_first_offer_is_that_of_its_publication(who: dict[str, Any]) -> None:
    technology = market.published(who, market.technology(who))
    technology.published_at = datetime(2025, 11, 1, 0, 30, tzinfo=SHANGHAI)
    technology.save()
    contract = made.contract(who, state="in_force", technology=technology)
    assert from_contract.copied(contract)["listed_on"] == date(2025, 11, 1)
    other = made.contract(who, state="in_force", number="HT-2026-900002")
    assert from_contract.copied(other)["listed_on"] is None


def test_keys_tell_parties_apart_by_code_or_by_name(who: dict[str, Any]) -> None:
    row = from_contract.with_keys(
        Registration(seller_name="甲 公司（演示）", buyer_name="乙", buyer_code="91X")
    )
    assert (row.seller_key, row.buyer_key) == ("甲公司（演示）", "91X")
