"""A proof of results for a professional title whose contract is registered: both numbers, on the page and on paper."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from qinglan.contracts.domain.result_proof import Part, issue_proof
from qinglan.contracts.models import Contract, Registration, ResultProof
from tests.contracts import made as contracts
from tests.contracts.mobility import made
from tests.contracts.registering import made as registering

pytestmark = pytest.mark.django_db
WORDS = {"person_name": "林某（演示）", "post": "副教授", "purpose": "高级工程师"}
UNREGISTERED = "HT-2026-900002"


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return registering.office(made.people())


def client(user: Any) -> Client:
    found = Client(headers={"accept-language": "zh-hans"})
    found.force_login(user)
    return found


def registered(who: dict[str, Any]) -> Contract:
    """A contract in force with its national number."""
    contract = contracts.contract(who, state="in_force")
    row = registering.draft(who, contract)
    Registration.objects.filter(pk=row.pk).update(
        state="registered", national_number=registering.NUMBER, registered_on=date(2026, 2, 2)
    )
    return contract


def proof(who: dict[str, Any], *signed: Contract) -> ResultProof:
    parts = [Part(one, "工艺设计", 60) for one in signed]
    return issue_proof(acting_user=who["admin"], unit=who["owner"], values=WORDS, parts=parts)


def paper(content: bytes) -> tuple[str, list[list[str]]]:
    """The sentences of a docx, and the rows of its tables."""
    document = Document(BytesIO(content))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return "\n".join(one.text for one in document.paragraphs), rows


def test_both_numbers_stand_on_the_page(who: dict[str, Any]) -> None:
    signed = registered(who)
    page = client(who["admin"]).get(proof(who, signed).get_absolute_url()).content.decode()
    for words in (f"认定登记编号 {registering.NUMBER}", signed.number, "高级工程师", "60 %"):
        assert words in page
    assert "尚未登记" not in page


def test_the_paper_has_the_national_number_and_ours(who: dict[str, Any]) -> None:
    signed = registered(who)
    other = contracts.contract(who, state="in_force", number=UNREGISTERED)
    made_out = proof(who, signed, other)
    content = client(who["admin"]).get(f"{made_out.get_absolute_url()}?export=docx").content
    text, rows = paper(content)
    for words in (who["owner"].name, made_out.number, "林某（演示）（副教授）", "高级工程师"):
        assert words in text
    lines = [row for row in rows if row[0] in ("1", "2")]
    assert [row[2] for row in lines] == [
        f"{registering.NUMBER}，平台编号 {signed.number}", f"未登记，平台编号 {UNREGISTERED}",
    ]  # fmt: skip
    assert [row[3:] for row in lines] == [
        [who["buyer_unit"].name, "2026-01-10", "200.00", "工艺设计（60%）"],
    ] * 2


def test_a_number_that_comes_later_stands_in_a_proof_given_before(who: dict[str, Any]) -> None:
    signed = contracts.contract(who, state="in_force")
    before = proof(who, signed)
    reader = client(who["admin"])
    assert registering.NUMBER not in reader.get(before.get_absolute_url()).content.decode()
    row = registering.draft(who, signed)
    Registration.objects.filter(pk=row.pk).update(
        state="registered", national_number=registering.NUMBER, registered_on=date(2026, 2, 2)
    )
    assert registering.NUMBER in reader.get(before.get_absolute_url()).content.decode()


def test_a_cancelled_registration_is_no_longer_proved(who: dict[str, Any]) -> None:
    signed = registered(who)
    made_out = proof(who, signed)
    Registration.objects.filter(contract=signed).update(
        state="cancelled", cancelled_on=date(2026, 6, 1), reason="合同解除（演示）"
    )
    reader = client(who["admin"])
    page = reader.get(made_out.get_absolute_url()).content.decode()
    _, rows = paper(reader.get(f"{made_out.get_absolute_url()}?export=docx").content)
    assert registering.NUMBER not in page
    assert "已注销" in page
    assert rows[1][2] == f"登记已注销，平台编号 {signed.number}"
