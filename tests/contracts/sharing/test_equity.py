"""Equity is shared out once, recorded, and corrected by dropping the plan."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db.models import F
from django.test import Client
from openpyxl import load_workbook

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.distribution import drop_distribution, record_equity
from qinglan.contracts.domain.receipt import record_receipt
from qinglan.contracts.domain.share_paper import take_paper
from qinglan.contracts.models import Contract, Conversion, Distribution, Way
from qinglan.contracts.sharing import yearly
from qinglan.contracts.sharing.papers import reward_notice
from qinglan.contracts.sharing.queries import own_rewards
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts.settling import paid
from tests.contracts.sharing import acts, made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
ASKED: dict[str, Any] = {"amount": 300 * WAN, "evidence": "公司章程（演示）"}


def equity(who: Who) -> Conversion:
    made.rule(who)
    team = [made.inventor(who, 1, account=who["maker"])]
    return acts.under_way(who, team, "作价入股成果（演示）", way="equity", pricing="auction")


def test_equity_is_recorded_and_the_conversion_closed(who: Who) -> None:
    row = equity(who)
    plan = made.shared(who, row, **ASKED)
    assert list(own_rewards(who["maker"])) == []
    with pytest.raises(Impossible):
        conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    done = record_equity(acting_user=who["member"], plan=plan)
    assert (done.state, done.word) == ("paid", "recorded as equity")
    assert [(one.state, one.amount) for one in own_rewards(who["maker"])] == [("recorded", 210 * WAN)]
    with pytest.raises(Impossible):
        record_equity(acting_user=who["member"], plan=done)
    closed = conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    assert closed.state == "closed"
    with pytest.raises(Impossible) as refused:
        drop_distribution(
            acting_user=who["member"], plan=Distribution.objects.get(pk=plan.pk), reason="比例有误"
        )
    assert refused.value.message == "The conversion has ended; its plans stay as they are."


def test_the_same_equity_is_not_shared_twice(who: Who) -> None:
    row = equity(who)
    plan = made.shared(who, row, **ASKED)
    with pytest.raises(Impossible) as refused:
        made.shared(who, row, **ASKED)
    assert "shared out already" in refused.value.message
    done = record_equity(acting_user=who["member"], plan=plan)
    with pytest.raises(Impossible):
        made.shared(who, row, **ASKED)
    drop_distribution(acting_user=who["member"], plan=done, reason="比例有误")
    second = made.shared(who, row, **{**ASKED, "amount": 200 * WAN})
    assert [(one.number, one.state) for one in row.distributions.order_by("number")] == [
        (1, "dropped"),
        (2, "draft"),
    ]
    assert second.team == 140 * WAN


def test_only_equity_is_recorded(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    with pytest.raises(Impossible) as refused:
        record_equity(acting_user=who["member"], plan=plan)
    assert "Only a drafted plan on equity" in refused.value.message


@pytest.mark.parametrize("name", ["finance", "stranger", "officer", "maker"])
def test_only_those_who_do_business_for_the_unit_record_it(who: Who, name: str) -> None:
    plan = made.shared(who, equity(who), **ASKED)
    with pytest.raises(PermissionRefused):
        record_equity(acting_user=who[name], plan=plan)


def test_only_recorded_equity_is_done_in_the_yearly_report(who: Who) -> None:
    row = equity(who)
    plan = made.shared(who, row, **ASKED)
    year = clock.today().year

    def of_equity(when: int = year) -> tuple[int, ...]:
        found = next(one for one in yearly.lines(who["owner"], when) if one.way == str(Way.EQUITY.label))
        return (
            found.net,
            found.equity,
            found.rewards,
            found.rewards_equity,
            found.persons,
            found.drafted_equity,
        )

    assert of_equity() == (0, 0, 0, 0, 0, 300 * WAN)
    done = record_equity(acting_user=who["member"], plan=plan)
    assert of_equity() == (0, 300 * WAN, 210 * WAN, 210 * WAN, 1, 0)
    assert of_equity(year - 1) == (0, 0, 0, 0, 0, 0)
    Distribution.objects.update(changed_at=F("changed_at") - timedelta(days=366))
    assert of_equity() == (0, 0, 0, 0, 0, 0)
    Distribution.objects.update(changed_at=done.changed_at)
    drop_distribution(acting_user=who["member"], plan=done, reason="比例有误")
    assert of_equity() == (0, 0, 0, 0, 0, 0)


def test_equity_has_its_own_list_and_no_payment_list(who: Who) -> None:
    row = equity(who)
    client = Client()
    client.force_login(who["finance"])
    plan = made.shared(who, row, **ASKED)
    url = plan.get_absolute_url()
    page = client.get(url).content.decode()
    assert ("股权价值" in page, "归发明人的股权" in page, "到账" in page, "净收入" in page, "发放表" in page) == (
        True, True, False, False, False,
    )  # fmt: skip
    assert [one["url"].rpartition("/")[2] for one in _part(client, url, "papers")["acts"]] == [
        "working.xlsx", "working.pdf", "equity.xlsx",
    ]  # fmt: skip
    sheet = load_workbook(BytesIO(client.get(f"{url}equity.xlsx").content)).active
    assert sheet is not None
    lines = [[cell for cell in line if cell is not None] for line in sheet.iter_rows(values_only=True)]
    assert [line for line in lines if line and line[0] in (1, "合计")] == [
        [1, "T0001", "演示人员甲", "教授", 2_100_000, "100.00%", "草案"], ["合计", 2_100_000],
    ]  # fmt: skip
    for name in ("payroll.xlsx", "filing.xlsx"):
        refused = client.get(f"{url}{name}")
        assert (refused.status_code, refused["Location"]) == (302, url)
    words = "".join(
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(client.get(f"{url}working.pdf").content)
    )
    assert ("作价入股股权" in words, "到账" in words) == (True, False)


def test_a_plan_in_money_has_no_list_of_equity(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    with pytest.raises(Impossible) as refused:
        take_paper(acting_user=who["member"], plan=plan, name="equity.xlsx")
    assert refused.value.message == "Nothing of this plan is equity: take the payment list."


def test_a_contribution_as_equity_may_name_its_contract(who: Who) -> None:
    """技术入股 is registered as a transfer: the yearly report counts contract and registration."""
    made.rule(who)
    team = [made.inventor(who, 1)]
    piece = made.invention(who, team, [10_000], mains=1)
    row = made.decided(who, made.planned(who, [(piece, 1)], way="equity", pricing="auction"))
    client = Client()
    client.force_login(who["member"])
    assert acts.offered(client, row.get_absolute_url()) == ["begin", "contract", "stop"]
    other = paid.in_force(who, number="HT-2026-900002")
    Contract.objects.filter(pk=other.pk).update(amount=row.price + 1)
    with pytest.raises(Impossible) as refused:
        conversions.attach_contract(acting_user=who["member"], conversion=row, contract=other)
    assert refused.value.field == "contract"
    contract = paid.in_force(who, number="HT-2026-900001")
    made.registered(contract)
    done = client.post(
        f"{row.get_absolute_url()}contract/", {"contract": contract.pk, "version": row.revision}
    )
    assert done.status_code == 302
    running = acts.again(row)
    assert (running.state, running.contract) == ("running", contract)
    paid.received(who, contract, 60 * WAN)
    assert not acts.waits("contracts.share_income", row.pk)
    line = next(one for one in yearly.lines(who["owner"], 2026) if one.way == str(Way.EQUITY.label))
    assert (line.registered, line.registered_amount, line.numbers) == (1, contract.amount, [made.NUMBER])
    record_equity(acting_user=who["member"], plan=made.shared(who, row, **ASKED))
    closed = conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    assert closed.state == "closed"


def test_the_notice_of_rewards_says_where_they_come_from(who: Who) -> None:
    """What came in of this plan alone; of own use the profit of the year, which did not come in."""
    made.rule(who)
    team = [made.inventor(who, 1)]
    sold = made.running(who, [(made.invention(who, team, [10_000], mains=1), 1)])
    made.received(who, sold, 120 * WAN)
    made.spent(who, sold, 20 * WAN)
    first = made.shared(who, sold)
    text = str(reward_notice(first, "科研处", "公示期满后发放").model_dump())
    assert "到账120万元，扣除直接成本20万元，净收入100万元。取得时间：2026年1月20日。" in text
    assert sold.contract is not None
    record_receipt(
        acting_user=who["member"], contract=sold.contract, amount=80 * WAN, receipt="R2",
        received_on=date(2026, 3, 2),
    )  # fmt: skip
    text = str(reward_notice(made.shared(who, sold), "科研处", "公示期满后发放").model_dump())
    assert "到账80万元，本次没有直接成本，净收入80万元。取得时间：2026年3月2日。" in text
    row = acts.under_way(who, [made.inventor(who, 4)], "自用成果（演示）", way="own_use", price=0)
    own = made.shared(who, row, amount=10 * WAN, year=2025, evidence="审计报告（演示）")
    text = str(reward_notice(own, "科研处", "公示期满后发放").model_dump())
    assert ("2025年度实施该成果的营业利润10万元。依据：审计报告（演示）。" in text, "到账" in text) == (
        True,
        False,
    )


def _part(client: Client, url: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in client.get(url).context["parts"] if one["id"] == key)
    return found


def test_equity_by_its_page(who: Who) -> None:
    row = equity(who)
    client = Client()
    client.force_login(who["member"])
    assert acts.offered(client, row.get_absolute_url()) == ["share", "close", "stop"]
    asked = {"amount": "3000000", "evidence": "公司章程（演示）"}
    drafted = client.post(f"{row.get_absolute_url()}share/", asked, follow=True)
    assert "方案已拟定。请核对后登记股权。" in drafted.content.decode()
    plan = row.distributions.get().get_absolute_url()
    assert "已登记股权" not in drafted.content.decode()
    assert acts.offered(client, plan) == ["equity", "drop"]
    act = drafted.context["acts"][0]
    assert act["post"]
    assert acts.offered(client, row.get_absolute_url()) == ["close", "stop"]
    assert client.get(act["url"]).status_code == 302
    done = client.post(act["url"], {"version": act["version"]}, follow=True)
    assert done.context["status"]["word"] == "已登记股权"
    assert acts.offered(client, plan) == ["drop"]
    assert "已登记股权" in client.get(row.get_absolute_url()).content.decode()
    stale = client.post(act["url"], {"version": act["version"]})
    assert stale.status_code == 409
    assert [(one.label, one.yours, one.current) for one in stale.context["differences"]] == [
        ("状态", "草案", "已发放")
    ]
