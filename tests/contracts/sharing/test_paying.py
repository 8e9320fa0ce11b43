"""Notices in a unit, payment of rewards, people who left, and how it ends."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.distribution import drop_distribution
from qinglan.contracts.domain.invention import agree_parts
from qinglan.contracts.domain.inventor import record_leaving
from qinglan.contracts.domain.reward import (
    filing_due,
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
from qinglan.contracts.models import Contract, Conversion, Distribution, Inventor, Reward, ShareNotice
from qinglan.contracts.sharing import todos
from qinglan.contracts.sharing.tax import Pay
from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.domain import Attached, NotCleared
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import due_from
from tests.contracts.sharing import made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
PAY = Pay(20_000_00, 2_000_00, 2_000_00)
JUNE = date(2026, 6, 15)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


def paid_out(who: Who, plan: Distribution, day: date = JUNE) -> Distribution:
    pays = {one.pk: PAY for one in plan.rewards.all()}
    row = reckon_rewards(acting_user=who["finance"], plan=plan, pay_on=day, kept_apart=True, pays=pays)
    return pay_rewards(acting_user=who["finance"], plan=row, voucher="发放凭证（演示）1")


def book_with(text: str) -> bytes:
    book, buffer = Workbook(), BytesIO()
    assert book.active is not None
    book.active.append(["姓名", "证件"])
    book.active.append(["演示人员甲", text])
    book.save(buffer)
    return buffer.getvalue()


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
    asked = Todo.objects.get(kind=todos.PAY, subject_key=str(plan.pk))
    assert due_from(who["finance"]).filter(pk=asked.pk).exists()
    assert not due_from(who["member"]).filter(pk=asked.pk).exists()
    with pytest.raises(PermissionRefused):
        pay_rewards(acting_user=who["member"], plan=plan, voucher="凭证")
    done = paid_out(who, plan)
    assert not due_from(who["finance"]).filter(pk=asked.pk).exists()
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


@pytest.mark.parametrize(
    ("paid_on", "until"),
    [
        (JUNE, date(2026, 7, 15)),
        (date(2026, 9, 10), date(2026, 10, 26)),  # 1 to 7 October are off
        (date(2026, 7, 1), date(2026, 8, 17)),  # the fifteenth is a Saturday
    ],
)
def test_rewards_are_filed_by_the_fifteenth_of_the_next_month_that_holidays_move(
    who: Who, paid_on: date, until: date
) -> None:
    plan = made.payable(who, made.shared(who, made.usual(who)))
    assert filing_due(plan) is None
    done = paid_out(who, plan, paid_on)
    midnight = datetime.combine(until + timedelta(days=1), datetime.min.time(), SHANGHAI)
    wanted = Todo.objects.get(kind=todos.FILE, subject_key=str(plan.pk))
    due = filing_due(done)
    assert due is not None
    assert (due.last_day, due.ends_at, wanted.due_at) == (until, midnight, midnight)


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
    assert "owed" in refused.value.message
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
    window = Client(headers={"accept-language": "zh-hans"})
    window.force_login(who["finance"])
    sent = {"version": first.revision, "reason": "第二个窗口（演示）"}
    stale = window.post(f"/contracts/income/rewards/{first.pk}/hold/", sent)
    assert [(one.label, one.yours, one.current) for one in stale.context["differences"]] == [
        ("状态", "待发放", "为本人保留"),
        ("理由", "—", "账户有误"),
    ]
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


def test_a_stopped_conversion_takes_its_notice_and_to_dos_along(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1, account=who["maker"])], [10000], mains=1)
    row = made.decided(who, made.planned(who, [(piece, 1)]))
    notice = made.posted(
        who, draft_price_notice(acting_user=who["member"], conversion=row, contact="科研处 023-60000000")
    )
    objection = object_to_notice(acting_user=who["maker"], notice=notice, text="价格偏低")
    row = Conversion.objects.get(pk=row.pk)
    with pytest.raises(Impossible):
        conversions.stop_conversion(acting_user=who["member"], conversion=row, reason=" ")
    stopped = conversions.stop_conversion(acting_user=who["member"], conversion=row, reason="对方放弃")
    notice.refresh_from_db()
    assert (stopped.state, notice.state) == ("stopped", "upset")
    live = Todo.objects.filter(state__in=["open", "taken"])
    assert not live.filter(kind=todos.RULE, subject_key=str(objection.pk)).exists()


def test_a_terminated_contract_shares_out_what_was_kept_and_no_more(who: Who) -> None:
    row = made.usual(who)
    assert row.contract is not None
    Contract.objects.filter(pk=row.contract.pk).update(state="terminated", reason="买方停产（演示）")
    assert made.shared(who, row).net == 180 * WAN
    with pytest.raises(Impossible):
        made.shared(who, row)
