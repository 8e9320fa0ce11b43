"""What is known of a contract fills the aids."""

from datetime import date

import pytest
from django.test import Client

from qinglan.contracts.aids.of_contract import answers, known
from qinglan.contracts.models import ContractKind
from tests.contracts import made

pytestmark = pytest.mark.django_db


def test_a_licence_of_two_years_is_too_short_and_not_registered() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    found = {
        slug: (answer.verdict, [point.met for point in answer.points])
        for slug, _title, answer in answers(contract)
    }
    assert found == {
        "vat": ("unknown", [True, True, None]),
        "stamp": ("yes", []),
        "transfer": ("no", [False, True, False]),
    }
    stamp = next(answer for slug, _title, answer in answers(contract) if slug == "stamp")
    assert stamp.lines[-1].fen == 600_00


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "years"),
    [
        (date(2026, 1, 1), date(2030, 12, 31), 5),
        (date(2026, 1, 1), date(2030, 12, 30), 4),
        (date(2026, 12, 31), date(2031, 1, 1), 4),
        (date(2026, 3, 10), date(2026, 3, 10), 0),
        (date(2026, 1, 1), None, None),
    ],
)
def test_full_years_of_a_licence_count(begins_on: date, ends_on: date | None, years: int | None) -> None:
    contract = made.contract(made.parties(), state="in_force", begins_on=begins_on, ends_on=ends_on)
    assert known(contract)["transfer"]["licence_years"] == years


@pytest.mark.parametrize("kind", [ContractKind.SERVICE, ContractKind.CONSULTING])
def test_a_service_is_not_asked_for_the_relief(kind: str) -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", kind=kind, form="")
    assert set(known(contract)) == {"vat", "stamp"}
    assert {slug: answer.verdict for slug, _title, answer in answers(contract)}["vat"] == "unknown"


def test_the_form_is_filled_for_readers_of_the_contract_alone() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    url = f"/contracts/aids/stamp/?contract={contract.number}"
    filled = {}
    for name in ("buyer", "officer", "stranger"):
        client = Client()
        client.force_login(who[name])
        filled[name] = client.get(url).context["form"].initial.get("price")
    assert (filled, Client().get(url).context["form"].initial) == (
        {"buyer": made.PRICE, "officer": None, "stranger": None}, {},
    )  # fmt: skip
