"""A university with its research office, finance office and inventors, for the walk; all invented. Amounts in 分."""

from datetime import date
from typing import Any

from qinglan.contracts.domain.share_notice import close_due_notices
from qinglan.kernel.codes.patents import check_digit
from qinglan.parties.domain.account import system_user
from tests.support.people import join
from tests.walks import chongqing, clock, market_stage, registration_steps
from tests.walks.money_steps import book

WAN = 1_000_000
ID_NUMBER = "11010519491231002X"
NUMBER = "2026500001000001"
YEARS_END = date(2026, 12, 31)


def opened() -> dict[str, Any]:
    """`teacher` runs the research office and keeps the university's particulars, `finance` its money."""
    clock.begin_at("2026-03-02 09:00")
    here = market_stage.opened()
    registration_steps.office(here["officer"])
    here["finance"] = chongqing.somebody("finance")
    join(here["finance"], here["university"], "finance")
    here["maker"] = chongqing.somebody("maker")
    here["administrator"] = chongqing.somebody("administrator", "administrator")
    return here


def ledger(here: dict[str, Any], *, bad: bool = False) -> bytes:
    """A patent ledger of 20 rows; two may be bad: a wrong check digit, a unit that nobody knows."""
    rows = [["单位代码", "类型", "编号", "名称", "法律状态", "申请日", "授权日"]]
    for place in range(1, 21):
        serial = f"20211{place:07d}"
        digit = check_digit(serial)
        if bad and place == 7:
            digit = "1" if digit == "0" else "0"
        unit = "91500115DEW999999X" if bad and place == 15 else here["university"].code
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


def notice_ends(here: dict[str, Any], moment: str) -> None:
    """The clock goes on, and the job closes what has ended."""
    clock.move_to(here["administrator"], moment)
    assert close_due_notices(acting_user=system_user()) == 1


def statement(firm: str, number: str) -> bytes:
    """The bank's statement: 200 万 came in."""
    return book(
        [
            ["交易日期", "流水号", "收入", "支出", "对方户名", "摘要"],
            ["2026-03-25", "S1", "2000000.00", "", firm, f"{number} 许可费"],
        ]
    )
