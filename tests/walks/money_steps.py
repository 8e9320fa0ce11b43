"""What comes in for a contract, on its pages: the account named, the bank's statement taken over, a line confirmed."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from qinglan.contracts.models import Contract
from tests.walks.person import Person

ACCOUNT = "5000 0000 0000 0001"


def book(rows: list[list[Any]]) -> bytes:
    """A spreadsheet of these rows."""
    workbook, buffer = Workbook(), BytesIO()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.save(buffer)
    return buffer.getvalue()


def account(provider: Person, contract: Contract) -> None:
    """The first time the account is written, later it is the one that stands."""
    provider.go(contract.get_absolute_url()).press("确定收款账户")
    stands = provider.page.locator("[name=account] option")
    if stands.count() > 1:
        provider.page.locator("[name=account]").select_option(index=1)
    else:
        provider.page.fill("[name=bank]", "演示银行沙坪坝支行")
        provider.page.fill("[name=number]", ACCOUNT)
    provider.send()


def statement(provider: Person, content: bytes) -> Person:
    """The statement of the account is read and shown; nothing is kept before it is taken over."""
    provider.go("/contracts/bank/").follow("尾号0001").press("导入银行流水")
    return provider.hand_in("银行对账单", "流水.xlsx", content).send()
