"""技术经纪人: from a note of a visit to a protected introduction, a card, a double agency seen by both sides."""

from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.market.domain import gate
from qinglan.market.domain import mandate as mandates
from qinglan.market.domain.listing import edit_listing
from qinglan.market.domain.visit import draft_from_visit, note_visit
from qinglan.market.models import Need
from qinglan.market.models.brokering import CardVisits, Introduction, Mandate
from qinglan.market.pasting.reading import read
from tests.market import made
from tests.support.browser import DESKTOP, PHONE
from tests.walks import market_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "含盐废水COD偏高不达标，希望将COD由500mg/L降至50mg/L以下。预算不超过200万元，半年内解决，想找高校联合研发。"


def test_from_a_visit_to_a_need_under_mandate(sits: Any) -> None:
    here = market_stage.opened()
    broker = sits(here["one"], PHONE)
    broker.go("/market/brokering/").press("记一次走访").write("单位", "缙云").write("沟通内容", NOTE)
    broker.looks_right("broker-visit").press("保存记录").reads("已记下", "缙云化工（演示）有限公司").press(
        "写成需求"
    )
    broker.reads("500 → 50 mg/L", "200 万元", "半年内").write("需求名称", "含盐废水降 COD")
    broker.choose("佣金", "按到账金额提成").write("提成比例（%）", "3").looks_right("broker-draft")
    broker.press("起草需求并提出委托").reads("需求已起草", "等待委托方答复")
    mandate = Mandate.objects.get()
    client = sits(here["manager"], DESKTOP)
    client.go("/desk/").press("答复技术经理人的委托").reads("含盐废水降 COD", "3 %", "两级审核")
    client.looks_right("broker-mandate-client").press("接受委托").reads("有效")
    broker.go(mandate.get_absolute_url()).press("完善并提交").reads("提交前还需填写").press("联系方式")
    broker.write("联系人", "林某").write("电话", "023-60000000").send()
    broker.press("提交初审").reads("由单位管理员或受托技术经理人初审").press("办理初审")
    for box in broker.main.locator("input[name=points]").all():
        box.check()
    broker.write("保密审查依据", "保密审查表 1 号").press("通过并送复审").reads("市场经办复审")
    need = Need.objects.get()
    assert (need.state, need.owner, need.broker.user, need.budget_max) == (
        "second", here["firm"], here["one"], 200_0000_00,
    )  # fmt: skip


def _brokered_need(here: dict[str, Any]) -> Need:
    """The need of the first walk, published."""
    note = note_visit(
        acting_user=here["one"], organisation=here["firm"], way="visit", on=clock.today(), text=NOTE
    )
    kept = [one for one in read("need", NOTE, clock.today()) if one.name not in ("title", "territory")]
    values = {
        "acting_user": here["one"], "note": note, "title": "含盐废水降 COD", "findings": kept,
    }  # fmt: skip
    terms = mandates.Terms("none", clock.today(), clock.today())
    mandate = draft_from_visit(**values, terms=terms)
    mandates.accept_mandate(acting_user=here["manager"], mandate=mandate)
    need = Need.objects.get(pk=mandate.need_id)
    need = edit_listing(
        acting_user=here["one"], listing=need, values={"kind": "problem"}, contact=made.CONTACT
    )
    done = made.checked_once({**here, "member": here["one"], "admin": here["one"]}, need)
    published: Need = gate.publish(
        acting_user=here["officer"], listing=done, points=made.points(done, "second"), basis="发布办法"
    )
    return published


def test_from_the_match_to_both_sides_that_confirm(sits: Any) -> None:
    here = market_stage.opened()
    need, water = _brokered_need(here), market_stage.technology(here, market_stage.WATER)
    salt = market_stage.technology(here, market_stage.SALT)
    market_stage.mandated(here, "two", water, "teacher")
    market_stage.mandated(here, "one", salt, "teacher")
    market_stage.found()
    broker = sits(here["one"], PHONE)
    broker.go(need.get_matches_url()).reads("共同用词", "合作方式").looks_right("broker-matches")
    broker.press("报备对接", among=broker.row("高盐废水电催化"))
    broker.reads("高盐废水电催化降 COD", "含盐废水降 COD").looks_right("broker-introduce")
    broker.press("报备").reads("保护中").looks_right("broker-introduction")
    until = Introduction.objects.get().protected_until.isoformat()

    colleague = sits(here["two"], DESKTOP)
    colleague.go(f"/market/introductions/new/?need={need.reference}&technology={water.reference}")
    colleague.press("报备").reads(f"其他技术经理人已报备这一对，保护至 {until}").looks_right(
        "broker-colleague"
    )

    broker.go(need.get_matches_url()).press("报备对接", among=broker.row("蒸发结晶"))
    broker.press("报备").reads("双方都看到并确认之前", "尚未确认")
    for name in ("teacher", "manager"):
        side = sits(here[name], DESKTOP)
        side.go("/desk/").press("确认技术经理人双方代理").reads("同时代理双方").looks_right(
            f"broker-double-{name}"
        )
        side.press("已知悉并同意").reads("已确认")
        assert Introduction.objects.get(technology=salt).state == (
            "blocked" if name == "teacher" else "protected"
        )

    stranger = sits(None, PHONE)
    card = f"/brokers/{here['one'].broker.pk}/card/"
    stranger.go(card).reads("含盐废水降 COD", "含盐废水蒸发结晶零排放").looks_right("broker-card")
    assert stranger.main.locator("figure svg").count() == 1
    stranger.go(f"{salt.get_absolute_url()}poster/").reads("扫码").looks_right("broker-poster")
    broker.go("/market/brokering/").reads("名片被打开").looks_right("broker-home")
    assert list(CardVisits.objects.values_list("count", flat=True)) == [1]
