"""From disclosure to paid rewards: every step, and what each refuses."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.cost import reverse_cost
from qinglan.contracts.domain.distribution import drop_distribution
from qinglan.contracts.domain.share_notice import (
    draft_price_notice,
)
from qinglan.contracts.models import Conversion, Distribution, Reward
from qinglan.contracts.sharing import todos
from qinglan.contracts.sharing.profit_years import shared_years
from qinglan.contracts.sharing.tax import Pay
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.todos.models import Todo
from tests.contracts.settling import paid
from tests.contracts.sharing import made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
PAY = Pay(20_000_00, 2_000_00, 2_000_00)
JUNE = date(2026, 6, 15)


def lines(plan: Distribution) -> dict[str, int]:
    return dict(plan.lines.values_list("recipient", "amount"))


def people(plan: Distribution) -> dict[str, int]:
    return dict(plan.rewards.values_list("inventor__name", "amount"))


def test_the_case_of_the_handbook(who: Who) -> None:
    row = made.usual(who)
    plan = made.shared(who, row)
    assert (plan.received, plan.costs, plan.net, plan.team) == (200 * WAN, 20 * WAN, 180 * WAN, 126 * WAN)
    assert lines(plan) == {"team": 126 * WAN, "学院": 36 * WAN, "学校": 18 * WAN}
    assert people(plan) == {"演示人员甲": 63 * WAN, "演示人员乙": 378_000_00, "演示人员丙": 252_000_00}
    assert (plan.floor.result, plan.floor.version.article) == ("900000.00", "第四十五条")
    assert Conversion.objects.get(pk=row.pk).state == "running"


def test_what_comes_in_waits_on_the_desk_until_it_is_shared_out(who: Who) -> None:
    row = made.usual(who)

    def waits() -> bool:
        mine = Todo.objects.filter(kind=todos.SHARE, subject_key=str(row.pk))
        return mine.filter(state__in=["open", "taken"]).exists()

    assert waits()
    made.shared(who, row)
    assert not waits()


def test_a_share_below_the_floor_is_refused_with_the_article(who: Who) -> None:
    row = made.usual(who)
    with pytest.raises(Impossible) as refused:
        made.shared(who, row, team_share=4500, share_basis="约定（演示）")
    assert refused.value.field == "team_share"
    assert "45 %" in refused.value.message
    assert "第四十五条" in refused.value.message
    with pytest.raises(Impossible) as refused:
        made.rule(who, tiers=[(0, {"team": 4999, "学校": 5001})])
    assert "第四十五条" in refused.value.message
    assert row.distributions.count() == 0


def test_where_the_floor_does_not_bind_an_agreement_is_named(who: Who) -> None:
    low: dict[str, Any] = {
        "nature": "enterprise",
        "tiers": [(0, {"team": 3000, "公司": 7000})],
        "tail": "公司",
    }
    with pytest.raises(Impossible):
        made.rule(who, **low)
    assert made.rule(who, **low, below_floor="与发明人的约定（演示）").version == 1


def test_main_contributors_get_half_of_the_reward(who: Who) -> None:
    made.rule(who)
    team = [made.inventor(who, place) for place in (1, 2, 3)]
    with pytest.raises(Impossible) as refused:
        made.invention(who, team, [4000, 3000, 3000], mains=1)
    assert "国发〔2016〕16号" in refused.value.message
    with pytest.raises(Impossible):
        made.invention(who, team, [5000, 3000, 1999])


def test_a_rule_that_changes_leaves_what_began_as_it_was(who: Who) -> None:
    row = made.usual(who)
    made.rule(who, tiers=[(0, {"team": 9000, "学校": 1000})], document="校发〔2026〕2号（演示）")
    assert made.shared(who, row).team == 126 * WAN
    assert [one.version for one in who["owner"].share_rules.all()] == [2, 1]


def test_later_receipts_carry_no_cost_and_refunds_come_off(who: Who) -> None:
    made.rule(who)
    row = made.running(who, [(made.invention(who, [made.inventor(who, 1)], [10000], mains=1), 1)])
    made.received(who, row, 150 * WAN)
    made.spent(who, row, 20 * WAN)
    first = made.shared(who, row)
    made.spent(who, row, 5 * WAN, "凭证（演示）2")
    made.received(who, row, 50 * WAN, "R2")
    cost = row.costs.first()
    assert cost is not None
    reverse_cost(
        acting_user=who["member"], conversion=Conversion.objects.get(pk=row.pk), cost=cost, amount=2 * WAN,
        on=made.DAY, voucher="红字（演示）1", note="退税",
    )  # fmt: skip
    second = made.shared(who, row)
    assert [(one.received, one.costs, one.net) for one in (first, second)] == [
        (150 * WAN, 20 * WAN, 130 * WAN), (50 * WAN, -2 * WAN, 52 * WAN),
    ]  # fmt: skip
    with pytest.raises(Impossible):
        made.shared(who, row)


def test_costs_above_the_receipts_are_not_shared_out(who: Who) -> None:
    row = made.usual(who)
    made.spent(who, row, 181 * WAN, "凭证（演示）2")
    with pytest.raises(Impossible) as refused:
        made.shared(who, row)
    assert "2,010,000.00" in refused.value.message


def test_several_inventions_share_by_weight_and_a_person_gets_one_reward(who: Who) -> None:
    made.rule(who)
    one, two = made.inventor(who, 1), made.inventor(who, 2)
    row = made.running(
        who,
        [
            (made.invention(who, [one, two], [6000, 4000]), 2),
            (made.invention(who, [one], [10000], mains=1, title="另一成果（演示）"), 1),
        ],
    )
    made.received(who, row, 200 * WAN)
    plan = made.shared(who, row)
    assert plan.team == 140 * WAN
    assert people(plan) == {"演示人员甲": 102_666_667, "演示人员乙": 37_333_333}
    assert sum(people(plan).values()) == plan.team
    assert plan.part_lines.count() == 3


def test_a_dropped_plan_sets_its_receipts_free(who: Who) -> None:
    row = made.usual(who)
    plan = made.shared(who, row)
    drop_distribution(acting_user=who["member"], plan=plan, reason="人员有误")
    assert made.shared(who, row).number == 2


def test_equity_is_recorded_and_refused_to_the_principal_head(who: Who) -> None:
    made.rule(who)
    head = made.inventor(who, 1, values={"head": "principal"})
    other = made.inventor(who, 2)
    changes = {"way": "equity", "pricing": "auction"}
    alone = made.decided(
        who, made.planned(who, [(made.invention(who, [other], [10000], mains=1), 1)], **changes)
    )
    running = conversions.begin_use(acting_user=who["member"], conversion=alone)
    plan = made.shared(who, running, amount=300 * WAN, evidence="公司章程（演示）")
    assert [(one.state, one.amount) for one in plan.rewards.all()] == [("recorded", 210 * WAN)]
    pair = made.invention(who, [head, other], [5000, 5000])
    running = conversions.begin_use(
        acting_user=who["member"], conversion=made.decided(who, made.planned(who, [(pair, 1)], **changes))
    )
    with pytest.raises(Impossible) as refused:
        made.shared(who, running, amount=300 * WAN, evidence="公司章程（演示）")
    assert "演示人员甲" in refused.value.message


def test_profit_is_shared_year_by_year_for_five_years_at_most(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.decided(who, made.planned(who, [(piece, 1)], way="own_use", price=0))
    row = conversions.begin_use(acting_user=who["member"], conversion=row)
    asked = {
        "amount": 100 * WAN,
        "evidence": "审计报告（演示）",
        "team_share": 500,
        "share_basis": "约定（演示）",
    }
    assert made.shared(who, row, year=2020, **asked).team == 5 * WAN
    with pytest.raises(Impossible) as refused:
        made.shared(who, row, year=2020, **asked)
    assert refused.value.field == "year"
    with pytest.raises(Impossible):
        made.shared(who, row, year=2021, **{**asked, "team_share": 499})
    for year in range(2021, 2025):
        made.shared(who, row, year=year, **asked)
    with pytest.raises(Impossible):
        made.shared(who, row, year=2025, **asked)


def test_a_year_left_out_is_shared_first_or_said_to_be_without_profit(who: Who) -> None:
    row = in_use(who, range(2020, 2021))
    asked = {"amount": 100 * WAN, "evidence": "审计报告（演示）"}
    for said in ("", "  "):
        with pytest.raises(Impossible) as refused:
            made.shared(who, row, year=2023, no_profit=said, **asked)
        assert (refused.value.field, refused.value.message) == (
            "no_profit",
            (
                "Profit is shared in consecutive years: 2020 so far, and between them and 2023 nothing is shared of"
                " 2021, 2022. Share that out first, or say below that there was no profit, with the proof."
            ),
        )
    assert list(row.distributions.values_list("year", flat=True)) == [2020]
    skipped = made.shared(who, row, year=2023, no_profit="2021、2022年亏损（演示）", **asked)
    assert (skipped.year, skipped.evidence) == (2023, "审计报告（演示）；2021、2022年亏损（演示）")
    assert made.shared(who, row, year=2024, **asked).evidence == "审计报告（演示）"  # said once
    assert made.shared(who, row, year=2022, **asked).year == 2022  # between, when it made a profit after all
    for late in (2019, 2025):
        with pytest.raises(Impossible) as refused:
            made.shared(who, row, year=late, **asked)
        assert (refused.value.field, refused.value.message) == (
            "year", "Profit is shared out for 5 years at most; these are over.",
        )  # fmt: skip


def test_years_may_come_in_before_those_on_record(who: Who) -> None:
    row = in_use(who, range(2023, 2024))
    plan = made.shared(who, row, year=2022, amount=100 * WAN, evidence="审计报告（演示）")
    assert (plan.year, shared_years(row)) == (2022, [2022, 2023])


def test_a_conversion_with_a_year_left_out_is_closed_with_a_reason_alone(who: Who, client: Client) -> None:
    row = in_use(who, range(2021, 2025))
    Distribution.objects.filter(conversion=row, year=2022).update(state="dropped", reason="重复（演示）")
    with pytest.raises(Impossible) as refused:
        conversions.close_conversion(acting_user=who["member"], conversion=row)
    assert (refused.value.field, refused.value.message) == (
        "reason",
        (
            "Profit is shared in consecutive years, and between those shared out nothing is of 2022. Share that out, or"
            " say that there was no profit, with the proof."
        ),
    )
    client.force_login(who["member"])
    page, url = row.get_absolute_url(), f"{row.get_absolute_url()}close/"
    assert f'href="{url}"' in client.get(page).content.decode()
    assert "2022" in client.get(url).content.decode()
    closed = conversions.close_conversion(
        acting_user=who["member"], conversion=row, reason="2022年亏损（审计报告，演示）"
    )
    assert closed.state == "closed"


def test_the_page_asks_for_years_without_profit(who: Who, client: Client) -> None:
    row = in_use(who, range(2020, 2021))
    client.force_login(who["member"])
    url = f"{row.get_absolute_url()}share/"
    assert 'name="no_profit"' in client.get(url).content.decode()
    sent = {"amount": "100000", "year": "2022", "evidence": "审计报告（演示）", "no_profit": ""}
    refused = client.post(url, sent | {"revision": row.revision, "version": row.revision})
    assert "本次2022年之间的2021年未分配" in refused.content.decode()
    assert not row.distributions.filter(year=2022).exists()


def in_use(who: Who, years: range, way: str = "own_use") -> Conversion:
    """Exploited by the unit, with the profit of some years shared out and paid."""
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.decided(who, made.planned(who, [(piece, 1)], way=way, pricing="auction", price=0))
    row = conversions.begin_use(acting_user=who["member"], conversion=row)
    for year in years:
        made.shared(who, row, year=year, amount=100 * WAN, evidence="审计报告（演示）")
    plans = Distribution.objects.filter(conversion=row)
    plans.update(state="paid")
    Reward.objects.filter(distribution__in=plans).update(
        state="paid", pay_on=date(2025, 6, 15), voucher="发放凭证（演示）", halved="no", counted=1, withheld=0
    )
    return Conversion.objects.get(pk=row.pk)


@pytest.mark.parametrize("way", ["own_use", "joint_use"])
def test_profit_is_shared_for_three_years_at_least(who: Who, way: str) -> None:
    row = in_use(who, range(2023, 2025), way)
    for reason in ("", "  "):
        with pytest.raises(Impossible) as refused:
            conversions.close_conversion(acting_user=who["member"], conversion=row, reason=reason)
        assert refused.value.field == "reason"
        for words in ("第四十五条", "shared out: 2", "3 years"):
            assert words in refused.value.message
    assert Conversion.objects.get(pk=row.pk).state == "running"
    closed = conversions.close_conversion(
        acting_user=who["member"], conversion=row, reason="产品停产，不再实施（演示）"
    )
    assert (closed.state, closed.reason) == ("closed", "产品停产，不再实施（演示）")


def test_a_dropped_year_is_no_year_of_profit(who: Who) -> None:
    row = in_use(who, range(2022, 2025))
    Distribution.objects.filter(conversion=row, year=2024).update(state="dropped", reason="重复（演示）")
    with pytest.raises(Impossible):
        conversions.close_conversion(acting_user=who["member"], conversion=row)
    Distribution.objects.filter(conversion=row, year=2024).update(state="paid")
    closed = conversions.close_conversion(acting_user=who["member"], conversion=row)
    assert (closed.state, closed.reason) == ("closed", "")


def test_who_closes_early_says_on_the_page_why(who: Who, client: Client) -> None:
    row = in_use(who, range(2024, 2025))
    client.force_login(who["member"])
    page, url = row.get_absolute_url(), f"{row.get_absolute_url()}close/"
    assert f'href="{url}"' in client.get(page).content.decode()
    asked = client.get(url).content.decode()
    assert "第四十五条" in asked
    assert client.post(url, {"reason": ""}).status_code == 200
    assert Conversion.objects.get(pk=row.pk).state == "running"
    assert client.post(url, {"reason": "产品停产（演示）"})["Location"] == page
    closed = client.get(page).content.decode()
    assert "产品停产（演示）" in closed
    assert "提前归档" in closed


def test_a_conversion_of_three_years_is_closed_by_a_press(who: Who, client: Client) -> None:
    row = in_use(who, range(2022, 2025))
    client.force_login(who["member"])
    page, url = row.get_absolute_url(), f"{row.get_absolute_url()}close/"
    assert f'action="{url}"' in client.get(page).content.decode()
    assert client.get(url)["Location"] == page
    assert client.post(url)["Location"] == page
    assert Conversion.objects.get(pk=row.pk).state == "closed"


def test_what_the_unit_exploits_itself_takes_no_contract(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.decided(who, made.planned(who, [(piece, 1)], way="own_use", pricing="auction", price=0))
    contract = paid.in_force(who)
    with pytest.raises(Impossible):
        conversions.attach_contract(acting_user=who["member"], conversion=row, contract=contract)
    assert conversions.begin_use(acting_user=who["member"], conversion=row).state == "running"


def test_the_price_of_the_contract_is_the_one_on_notice(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.cleared(who, made.decided(who, made.planned(who, [(piece, 1)])))
    contract = paid.in_force(who, amount=210 * WAN, milestones=[210 * WAN])
    with pytest.raises(Impossible) as refused:
        conversions.attach_contract(acting_user=who["member"], conversion=row, contract=contract)
    assert refused.value.field == "contract"


def test_a_price_by_auction_needs_no_notice_in_the_unit(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.decided(who, made.planned(who, [(piece, 1)], pricing="auction"))
    assert row.state == "cleared"
    with pytest.raises(Impossible):
        draft_price_notice(acting_user=who["member"], conversion=row, contact="科研处")
