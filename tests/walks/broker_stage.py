"""Two brokers, each with his agency and its clerk, a university, a firm, an officer; all invented. Amounts in 分."""

from typing import Any

from qinglan.parties.models import Broker
from tests.support.people import join
from tests.walks import chongqing, clock, market_stage, registration_steps
from tests.walks.money_steps import book

NOTE = "含盐废水COD偏高不达标，希望将COD由500mg/L降至50mg/L以下。预算不超过600万元，半年内解决，想找高校联合研发。"
TERMS = {
    "subject": "专利一项", "field": "含盐废水", "territory": "本市", "exclusivity_choice": "ordinary",
    "fees_choice": "lump", "fees_amount": "450", "fees": "一次付清", "term": "五年", "dispute_choice": "court",
}  # fmt: skip


def opened(day: str) -> dict[str, Any]:
    """`one` and `two` are brokers of the agencies of `clerk` and `other`; `teacher` and `manager` sign for their units."""
    clock.begin_at(f"{day} 09:00")
    here = market_stage.opened()
    chongqing.load("intermediary-subsidy")
    registration_steps.office(here["officer"])
    here["administrator"] = chongqing.somebody("administrator", "administrator")
    for number, (name, broker, clerk) in enumerate(
        (("江北技术转移", "one", "clerk"), ("南岸技术转移", "two", "other")), 3
    ):
        agency = chongqing.firm(here["officer"], number, name, kind="intermediary", industry="M75")
        here[clerk] = chongqing.somebody(clerk)
        join(here[clerk], agency, "administrator")
        Broker.objects.filter(user=here[broker]).update(agency=agency)
        here[broker].refresh_from_db()
    for name, unit in (("teacher", "university"), ("manager", "firm")):
        join(here[name], here[unit], "signatory")
    here["water"] = market_stage.technology(here, market_stage.WATER)
    here["salt"] = market_stage.technology(here, market_stage.SALT)
    return here


def statement(payer: str, day: str, *received: tuple[str, int]) -> bytes:
    """The bank's statement: what came in for contracts (number, 万元), and something of no contract."""
    rows: list[list[Any]] = [
        ["演示银行账户交易明细"],
        ["交易日期", "交易流水号", "借方发生额（支取）", "贷方发生额（收入）", "对方户名", "摘要"],
    ]
    for number, wan in received:
        rows.append([day, f"LS-{number}", None, f"{wan * 10_000:,}.00", payer, f"{number} 技术许可费"])
    rows.append([day, f"LS-{day}", "3,200.00", None, "某物业公司（演示）", "物业费"])
    return book(rows)
