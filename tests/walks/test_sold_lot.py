"""From a won lot to the inventor's share: signed, registered, paid, shared out with the right tax, and counted."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from qinglan.auctions.models import Lot, LotState
from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.reward import pay_rewards, reckon_rewards
from qinglan.contracts.models import Contract, Distribution, Registration
from qinglan.contracts.settling.receipts import receipts_of
from qinglan.contracts.sharing.tax import Pay
from qinglan.kernel import clock
from qinglan.kernel.measures.models import Figure, Indicator
from qinglan.kernel.measures.registry import evaluate
from qinglan.kernel.measures.result import Scope
from tests.auctions import made as lots
from tests.auctions.results.disclosed import bids, disclosed
from tests.auctions.results.test_life import signing
from tests.contracts.sharing import made as sharing
from tests.support.browser import DESKTOP, PHONE
from tests.support.people import join
from tests.walks import chongqing, contract_steps, market_stage, money_steps, registration_steps
from tests.walks.clock import begin_at
from tests.walks.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRICE = 2_000_000_00
PAY = Pay(20_000_00, 2_000_00, 2_000_00)


def test_from_the_won_lot_to_the_inventors_share(sits: Any) -> None:
    begin_at("2026-06-15T09:30")
    chongqing.load()
    here = market_stage.opened()
    _reported_in_2019(here["officer"])
    lot = _won(here)
    teacher, manager = sits(here["teacher"], DESKTOP), sits(here["manager"], PHONE)
    contract = _signed(teacher, manager)
    assert Lot.objects.get(pk=lot.pk).state == LotState.CONCLUDED
    teacher.go(lot.get_absolute_url()).reads("已成交")
    before = _growth()
    row = _registered(teacher, contract)
    registration_steps.green(sits(here["officer"], DESKTOP), row)
    assert (before, _growth()) == (None, Decimal("0.00"))
    _paid(teacher, manager, contract)
    plan = _shared(here, contract)
    reward = plan.rewards.order_by("-amount")[0]
    assert (reward.amount, reward.withheld) == (600_000_00, 56_600_00)
    teacher.go(contract.get_absolute_url()).reads("已登记", "已付", "发明人收益").looks_right(
        "sold-lot-contract"
    )


def _won(here: dict[str, Any]) -> Lot:
    """The university's technology, won by the firm at 200 万; the notice of the result has ended."""
    organiser = chongqing.firm(here["officer"], 3, "两江交易中心", kind="exchange", industry="L72")
    auctioneer = chongqing.somebody("auctioneer")
    join(auctioneer, organiser, "administrator")
    who = {
        **here, "owner": here["university"], "member": here["teacher"], "admin": here["teacher"],
        "firms": [here["firm"]], "bidders": [here["manager"]], "organiser": organiser, "auctioneer": auctioneer,
    }  # fmt: skip
    lot = disclosed(who, is_training=False, technology=market_stage.technology(here, market_stage.WATER))
    lots.bidder(who, lot)
    bids(lot, (101, PRICE))
    return signing(who, lot)


def _signed(teacher: Person, manager: Person) -> Contract:
    """Both find the draft; the provider writes it, both sign the same paper."""
    contract = Contract.objects.get()
    teacher.go("/desk/").press("填写合同并送签").reads("起草中", "竞价成交结果").press("填写合同基本内容")
    teacher.page.select_option("[name=kind]", "transfer/patent")
    today = clock.today()
    teacher.write("开始日期", today.isoformat()).write("结束日期", (today + timedelta(days=365)).isoformat())
    teacher.choose("关联交易", "否").send().reads("起草中")
    contract_steps.versioned(teacher, contract)
    contract_steps.signed(teacher, manager, contract)
    manager.looks_right("sold-lot-signed")
    return contract


def _registered(teacher: Person, contract: Contract) -> Registration:
    """Prepared from what the contract says, filed in the national system, the number entered with its certificate."""
    row = registration_steps.classified(teacher, contract)
    assert row.form == "patent_transfer"
    registration_steps.valued(teacher, row, refused="2100000.00")
    teacher.reads("210万元")
    registration_steps.valued(teacher, row, amount="2000000.00")
    teacher.go(row.get_absolute_url()).looks_right("sold-lot-registration")
    teacher.go(f"{row.get_absolute_url()}sheet/").reads("totalamount", "200.00").looks_right("sold-lot-sheet")
    registration_steps.filed(teacher, row, "2026500000000001")
    return row


def _reported_in_2019(officer: Any) -> None:
    """One green contract was reported for the base year of the plan."""
    Figure.objects.create(
        indicator=Indicator.objects.get(pack=chongqing.PACK, slug="green-contract-count"), year=2019, value=1,
        territory_id=chongqing.CITY, evidence="统计表（演示）", confidentiality="public", reporter=officer,
        reported_on=date(2020, 1, 20), recorded_at=clock.now(),
    )  # fmt: skip


def _growth() -> Any:
    """What the target “20 % a year more green contracts” of the city reads for the year."""
    scope = Scope(pack=chongqing.PACK, territory=chongqing.CITY, on=date(2026, 12, 31), base_year=2019)
    asked = {"of": "count", "green": True, "indicator": "green-contract-count", "since": 2026}
    return evaluate("contracts.growth", scope, asked).value


def _paid(teacher: Person, manager: Person, contract: Contract) -> None:
    """The provider's account is named, the bank's receipt closes the payment; the buyer reads the same."""
    assert receipts_of(contract) == []
    money_steps.account(teacher, contract)
    teacher.go(contract.get_absolute_url()).press("登记到账")
    teacher.page.fill("[name=amount]", "2000000.00")
    teacher.page.fill("[name=receipt]", "HD-1")
    teacher.looks_right("sold-lot-receipt").send()
    assert [one.amount for one in receipts_of(contract)] == [PRICE]
    manager.go(contract.get_absolute_url()).reads("已付")


def _shared(here: dict[str, Any], contract: Contract) -> Distribution:
    """What came in is shared out, noticed and paid in June; the pages of it have a walk of their own."""
    finance = chongqing.somebody("finance")
    join(finance, here["university"], "finance")
    who = {
        "owner": here["university"],
        "member": here["teacher"],
        "admin": here["teacher"],
        "finance": finance,
    }
    sharing.rule(who, tiers=[(0, {"team": 7500, "学院": 1500, "学校": 1000})])
    team = [sharing.inventor(who, place) for place in (1, 2, 3)]
    parts = [5000, 3000, 2000]
    case = sharing.planned(
        who, [(sharing.invention(who, team, parts), 1)], pricing="auction", way="transfer", price=PRICE
    )
    case = sharing.decided(who, case)
    case = conversions.attach_contract(acting_user=here["teacher"], conversion=case, contract=contract)
    sharing.spent(who, case, 400_000_00)
    plan = sharing.payable(who, sharing.shared(who, case))
    pays = {one.pk: PAY for one in plan.rewards.all()}
    row = reckon_rewards(acting_user=finance, plan=plan, pay_on=date(2026, 6, 15), kept_apart=True, pays=pays)
    return pay_rewards(acting_user=finance, plan=row, voucher="发放凭证（演示）1")
