"""Numbers count up within a year, each once, however many are taken at the same moment."""

import pytest
from django.db import transaction

from qinglan.contracts.domain.contract import begin
from qinglan.contracts.models import Contract
from qinglan.kernel import clock
from qinglan.kernel.numbering import next_number
from tests.contracts import made
from tests.support.races import at_once


@pytest.mark.django_db
def test_the_next_is_one_above_the_highest_of_its_beginning() -> None:
    who = made.parties()
    for number in ("HT-2025-000107", "HT-2026-000009", "HT-2026-000010"):
        made.contract(who, number=number)
    assert [next_number(Contract, f"HT-{year}-", digits=6) for year in (2025, 2026, 2027)] == [
        "HT-2025-000108", "HT-2026-000011", "HT-2027-000001",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers() -> None:
    who = made.parties()

    def taken() -> str:
        with transaction.atomic():
            return begin(who["member"], who["owner"], {"title": "演示", "kind": "service"}).number

    start = f"HT-{clock.today().year}-"
    assert sorted(at_once(taken, taken, taken)) == [f"{start}{place:06d}" for place in (1, 2, 3)]
