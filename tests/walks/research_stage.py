"""A university with its research office, finance office and inventors, for the walk; all invented. Amounts in 分."""

from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from qinglan.contracts.domain.bank_account import enter_account, name_account
from qinglan.contracts.domain.registration_filing import file_registration
from qinglan.contracts.domain.share_notice import close_due_notices
from qinglan.contracts.models import Contract, Registration, RegistrationOffice
from qinglan.contracts.registering import from_contract
from qinglan.kernel.codes.patents import check_digit
from qinglan.parties.domain.account import system_user
from tests.contracts import made
from tests.contracts.registering.made import CLASSIFIED
from tests.support.people import join
from tests.walks import chongqing, clock, market_stage

WAN = 1_000_000
ID_NUMBER = "11010519491231002X"
NUMBER = "2026500001000001"


def opened() -> dict[str, Any]:
    """`teacher` runs the research office and keeps the university's particulars, `finance` its money."""
    clock.begin_at("2026-03-02 09:00")
    here = market_stage.opened()
    here["finance"] = chongqing.somebody("finance")
    join(here["finance"], here["university"], "finance")
    here["maker"] = chongqing.somebody("maker")
    here["administrator"] = chongqing.somebody("administrator", "administrator")
    return here


def ledger(code: str) -> bytes:
    """A patent ledger of 20 rows, two of them bad: a wrong check digit, a unit that nobody knows."""
    rows = [["单位代码", "类型", "编号", "名称", "法律状态", "申请日", "授权日"]]
    for place in range(1, 21):
        serial = f"20211{place:07d}"
        digit = check_digit(serial)
        if place == 7:
            digit = "1" if digit == "0" else "0"
        unit = "91500115DEW999999X" if place == 15 else code
        rows.append(
            [
                unit,
                "发明专利",
                f"ZL{serial}.{digit}",
                f"节水装置{place}（演示）",
                "有效",
                "2021-03-01",
                "2023-05-01",
            ]
        )
    return book(rows)


def book(rows: list[list[str]]) -> bytes:
    """A spreadsheet of these rows."""
    workbook, buffer = Workbook(), BytesIO()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.save(buffer)
    return buffer.getvalue()


def notice_ends(here: dict[str, Any], moment: str) -> None:
    """The clock goes on, and the job closes what has ended."""
    clock.move_to(here["administrator"], moment)
    assert close_due_notices(acting_user=system_user()) == 1


def contract(here: dict[str, Any]) -> Contract:
    """A licence at 200 万 that both sides signed, paid into the university's account."""
    who = {"owner": here["university"], "buyer_unit": here["firm"], "member": here["teacher"]}
    row = made.contract(
        who, state="in_force", amount=200 * WAN, milestones=[200 * WAN], signed_on=date(2026, 3, 20),
        begins_on=date(2026, 3, 20),
    )  # fmt: skip
    account = enter_account(
        acting_user=here["teacher"], organisation=here["university"], bank="演示银行", number="5000 0000 0001"
    )
    return name_account(acting_user=here["teacher"], contract=row, account=account)


def classified(here: dict[str, Any], row: Contract) -> Registration:
    """The registration of the contract with all that the national form asks; its office works in the national system."""
    RegistrationOffice.objects.create(
        organisation=chongqing.firm(here["officer"], 9, "登记处", kind="registrar"),
        works_here=False, pattern="digits_16", area="5000", place="01", revision=1,
    )  # fmt: skip
    found = Registration.objects.get(contract=row)
    values = CLASSIFIED | {
        "technology_amount": found.amount, "seller_type": "022", "buyer_type": "150",
        "office": RegistrationOffice.objects.get().organisation,
    }  # fmt: skip
    for name, value in values.items():
        setattr(found, name, value)
    from_contract.with_keys(found).save()
    return found


def filed(here: dict[str, Any], row: Registration) -> None:
    """Typed into the national system."""
    file_registration(acting_user=here["teacher"], row=Registration.objects.get(pk=row.pk))


def statement(firm: str, number: str) -> bytes:
    """The bank's statement: 200 万 came in."""
    return book(
        [
            ["交易日期", "流水号", "收入", "支出", "对方户名", "摘要"],
            ["2026-03-25", "S1", "2000000.00", "", firm, f"{number} 许可费"],
        ]
    )
