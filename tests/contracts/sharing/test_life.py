"""From disclosure to paid rewards: every step, and what each refuses."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.cost import reverse_cost
from qinglan.contracts.domain.distribution import drop_distribution
from qinglan.contracts.domain.invention import agree_parts
from qinglan.contracts.domain.inventor import record_leaving
from qinglan.contracts.domain.reward import (
    hold_reward,
    pay_rewards,
    reckon_rewards,
    record_filing,
    release_reward,
)
from qinglan.contracts.domain.share_notice import (
    draft_price_notice,
    draft_reward_notice,
    object_to_notice,
    post_notice,
    rule_on,
)
from qinglan.contracts.models import Conversion, Distribution, Inventor, Reward, ShareNotice
from qinglan.contracts.sharing import todos
from qinglan.contracts.sharing.tax import Pay
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.domain import Attached, NotCleared
from qinglan.kernel.permissions import PermissionRefused
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


def paid_out(who: Who, plan: Distribution, day: date = JUNE) -> Distribution:
    pays = {one.pk: PAY for one in plan.rewards.all()}
    row = reckon_rewards(acting_user=who["finance"], plan=plan, pay_on=day, kept_apart=True, pays=pays)
    return pay_rewards(acting_user=who["finance"], plan=row, voucher="发放凭证（演示）1")


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


def test_the_notice_says_what_the_law_asks_and_no_more(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    notice = draft_reward_notice(
        acting_user=who["member"], plan=plan, contact="科研处 023-60000000", pay_by="公示期满后发放"
    )
    text = str(notice.content)
    for words in (
        "演示人员甲",
        "教授",
        "提出方案并完成试验",
        "630,000.00",
        made.NUMBER,
        "2026年1月20日",
        "15个工作日",
        "126万元",
    ):
        assert words in text, words
    assert "T0001" not in text
    price = ShareNotice.objects.get(distribution=None)
    assert "200万元" in str(price.content)
    assert "演示人员" not in str(price.content)


def book_with(text: str) -> bytes:
    book, buffer = Workbook(), BytesIO()
    assert book.active is not None
    book.active.append(["姓名", "证件"])
    book.active.append(["演示人员甲", text])
    book.save(buffer)
    return buffer.getvalue()


def test_an_identity_number_in_an_attachment_blocks_the_notice(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    notice = draft_reward_notice(
        acting_user=who["member"], plan=plan, contact="科研处 023-60000000", pay_by="公示期满后发放"
    )
    bad = Attached("名单.xlsx", book_with("11010519491231002X"))
    with pytest.raises(NotCleared):
        made.posted(who, notice, files=[bad])
    notice.refresh_from_db()
    assert (notice.state, notice.files.count()) == ("drafted", 0)
    good = made.posted(who, notice, files=[Attached("名单.xlsx", book_with("—"))])
    assert (good.state, good.files.count()) == ("posted", 1)


def test_an_objection_holds_the_notice_and_upheld_sends_the_plan_back(who: Who) -> None:
    plan = made.shared(who, made.usual(who))
    notice = made.posted(
        who,
        draft_reward_notice(
            acting_user=who["member"], plan=plan, contact="科研处 023-60000000", pay_by="期满后"
        ),
    )
    objection = object_to_notice(acting_user=who["maker"], notice=notice, text="贡献排序有误")
    with pytest.raises(Impossible):
        object_to_notice(acting_user=who["maker"], notice=notice, text="再提一次")
    with pytest.raises(PermissionRefused):
        object_to_notice(acting_user=who["stranger"], notice=notice, text="外人")
    past = notice.posted_at - timedelta(seconds=1)
    ShareNotice.objects.filter(pk=notice.pk).update(ends_at=past)
    from qinglan.contracts.domain.share_notice import close_due_notices
    from qinglan.parties.domain.account import system_user

    assert close_due_notices(acting_user=system_user()) == 0
    rule_on(acting_user=who["member"], objection=objection, upheld=True, answer="排序更正")
    plan.refresh_from_db()
    assert plan.state == "draft"
    drop_distribution(acting_user=who["member"], plan=plan, reason="排序更正")


def test_a_reward_is_paid_once_with_the_tax_of_the_handbook(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.running(who, [(piece, 1)], price=1_000_000_00)
    made.received(who, row, 1_000_000_00)
    plan = made.payable(who, made.shared(who, row, team_share=6000, share_basis="约定（演示）"))
    with pytest.raises(PermissionRefused):
        pay_rewards(acting_user=who["member"], plan=plan, voucher="凭证")
    done = paid_out(who, plan)
    reward = done.rewards.get()
    assert (reward.amount, reward.halved, reward.counted, reward.withheld, reward.added) == (
        600_000_00, "yes", 300_000_00, 56_600_00, 55_500_00,
    )  # fmt: skip
    assert done.state == "paid"
    with pytest.raises(Impossible):
        pay_rewards(acting_user=who["finance"], plan=done, voucher="再付（演示）")
    filed = record_filing(acting_user=who["finance"], plan=done, on=date(2026, 7, 10), number="备案（演示）1")
    assert filed.filed_on == date(2026, 7, 10)
    closed = conversions.close_conversion(
        acting_user=who["member"], conversion=Conversion.objects.get(pk=row.pk)
    )
    assert closed.state == "closed"


def test_a_second_reward_of_the_year_is_taxed_on_top_of_the_first(who: Who) -> None:
    row = made.usual(who, price=400 * WAN)
    first = made.shared(who, row)
    assert first.team == 266 * WAN
    paid_out(who, made.payable(who, first))
    reward = first.rewards.order_by("pk").first()
    assert reward is not None
    again = Reward(distribution=first, inventor=reward.inventor, amount=100_000_00)
    from qinglan.contracts.sharing.tax import counted_before, reckon

    assert counted_before(again, date(2026, 9, 1)) == [(6, reward.counted)]
    found = reckon(first, again, PAY, date(2026, 9, 1))
    alone = reckon(first, Reward(distribution=first, inventor=Inventor.objects.get(staff_number="T0002"), amount=100_000_00), PAY, date(2027, 9, 1))  # fmt: skip
    assert found.added > alone.added


def test_who_left_keeps_his_reward_and_the_half_is_not_known(who: Who) -> None:
    row = made.usual(who)
    gone = Inventor.objects.get(staff_number="T0003")
    record_leaving(
        acting_user=who["member"], inventor=gone, on=date(2026, 1, 10), note="转至外地，邮箱（演示）"
    )
    plan = made.payable(who, made.shared(who, row))
    kept = plan.rewards.get(inventor=gone)
    assert (kept.state, kept.amount) == ("held", 252_000_00)
    done = paid_out(who, plan)
    assert [one.state for one in done.rewards.order_by("pk")] == ["paid", "paid", "held"]
    with pytest.raises(Impossible) as refused:
        conversions.close_conversion(acting_user=who["member"], conversion=Conversion.objects.get(pk=row.pk))
    assert "kept" in refused.value.message
    release_reward(acting_user=who["finance"], reward=Reward.objects.get(pk=kept.pk), note="已确认账户")
    later = paid_out(who, Distribution.objects.get(pk=plan.pk), date(2026, 7, 15))
    kept = later.rewards.get(inventor=gone)
    assert (kept.state, kept.halved, kept.counted) == ("paid", "unknown", 252_000_00)


def test_the_part_of_who_left_is_lowered_by_his_consent_alone(who: Who) -> None:
    made.rule(who)
    team = [made.inventor(who, place) for place in (1, 2)]
    piece = made.invention(who, team, [5000, 5000])
    record_leaving(acting_user=who["member"], inventor=team[1], on=date(2026, 1, 10), note="邮箱（演示）")
    keys = list(piece.contributors.values_list("pk", flat=True))
    new: dict[str, Any] = {
        "acting_user": who["member"], "invention": piece, "agreed_on": date(2026, 1, 12), "basis": "新协议（演示）",
    }  # fmt: skip
    with pytest.raises(Impossible) as refused:
        agree_parts(parts=dict(zip(keys, [9000, 1000], strict=True)), **new)
    assert refused.value.field == "consent"
    row = agree_parts(parts=dict(zip(keys, [9000, 1000], strict=True)), consent="本人书面同意（演示）", **new)
    assert [one.part for one in row.contributors.all()] == [9000, 1000]


def test_a_reward_kept_for_a_reason_is_not_paid(who: Who) -> None:
    plan = made.payable(who, made.shared(who, made.usual(who)))
    first = plan.rewards.order_by("pk").first()
    assert first is not None
    hold_reward(acting_user=who["finance"], reward=first, reason="账户有误")
    done = paid_out(who, Distribution.objects.get(pk=plan.pk))
    assert [one.state for one in done.rewards.order_by("pk")] == ["held", "paid", "paid"]


def test_rewards_are_not_noticed_before_the_registration(who: Who) -> None:
    row = made.usual(who)
    from qinglan.contracts.models import Registration

    Registration.objects.filter(contract=row.contract).delete()
    with pytest.raises(Impossible) as refused:
        draft_reward_notice(
            acting_user=who["member"], plan=made.shared(who, row), contact="科研处", pay_by="期满后"
        )
    assert "registration number" in refused.value.message


def test_a_stamped_scan_that_no_machine_reads_is_read_by_eye(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.decided(who, made.planned(who, [(piece, 1)]))
    notice = draft_price_notice(acting_user=who["member"], conversion=row, contact="科研处 023-60000000")
    scan = ("公示.png", PNG)
    with pytest.raises(NotCleared):
        post_notice(
            acting_user=who["member"], notice=notice, document_number="", secrecy=made.CHECK,
            publication=made.CHECK, stamped=scan,
        )  # fmt: skip
    up = made.posted(who, notice, stamped=scan, read_by_eye=True)
    assert up.stamped is not None


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
