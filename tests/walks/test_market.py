"""The market as a whole: a paragraph on the phone becomes a need, its matches arrive, an enquiry agreed terms."""

from typing import Any

import pytest

from qinglan.market.domain.authorisation import authorise
from qinglan.market.models import Enquiry, MatchVerdict, Need, Room
from qinglan.market.models.agreement import AgreementState
from tests.support.browser import DESKTOP, PHONE
from tests.walks import market_stage, market_steps
from tests.walks.mail import subjects
from tests.walks.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHAT = (
    "我们是长寿区一家化工企业，生产过程中含盐废水COD偏高不达标，希望将COD由500mg/L降至50mg/L以下，"
    "氨氮从80 mg/L降到10 mg/L。预算不超过200万元，最好年底前解决，想找高校联合研发，不便透露企业名称。联系人：张工 13812345678"
)
ALIAS = "长寿区某化工企业"
FIRST = {
    "subject": "专利一项", "field": "含盐废水", "territory": "本市", "exclusivity_choice": "ordinary",
    "fees_choice": "lump", "fees_amount": "30", "fees": "一次付清", "term": "五年", "dispute_choice": "court",
}  # fmt: skip


def test_from_a_paragraph_to_agreed_terms(sits: Any, mailbox: Any) -> None:
    here = market_stage.opened()
    water = market_stage.technology(here, market_stage.WATER)
    salt = market_stage.technology(here, market_stage.SALT)
    phone = sits(here["manager"], PHONE)
    need = _pasted(phone)
    officer = market_steps.published(sits(here["officer"], DESKTOP), need.title)
    officer.looks_right("market-second-check").send().reads("已发布")
    stranger = sits(None, PHONE)
    stranger.go(need.get_absolute_url()).reads(ALIAS, "500").looks_right("market-need")
    assert here["firm"].name not in stranger.page.content()

    market_stage.found()
    title = f"新的匹配：{need.title}"
    assert ("manager@example.cn", title) in [
        (to, said.partition("】")[2] or said) for to, said in subjects(mailbox)
    ]
    phone.go("/messages/").press(title).press("查看相关事项").reads("合作方式", "共同用词").looks_right(
        "market-matches"
    )
    _declined(phone, "蒸发结晶")
    owner = sits(here["teacher"], DESKTOP)
    market_steps.quiet(phone, owner)
    owner.go(salt.get_matches_url()).reads(ALIAS, "对方", "目前条件暂不匹配")
    assert "价格" not in owner.row(ALIAS).locator("p").last.inner_text()

    enquiry = market_steps.enquired(
        phone, owner, water.title, use="含盐废水", stage="已立项", mode="联合研发"
    )
    room = Room.objects.get()
    _signed(phone, owner, enquiry, here)
    _agreed(phone, owner, room)


def _pasted(phone: Person) -> Need:
    """Pastes, looks, begins, says what is missing, hands in, makes the first check."""
    phone.go("/market/needs/paste/").write("文字", CHAT).press("识别内容")
    phone.reads("COD 500 → 50 mg/L", "200 万元").looks_right("market-pasted").press("用勾选的内容建草稿")
    phone.reads("已存为草稿", "提交初审").press("提交初审").reads("初审")
    market_steps.first_check(phone)
    return Need.objects.get()


def _declined(phone: Person, words: str) -> None:
    """Says of one why it doesn't fit; it goes below, and the other side reads neutral words."""
    row = phone.row(words)
    row.locator("summary").click()
    row.locator("select").select_option("money")
    phone.press("说明", among=row).reads("已记录")
    assert list(MatchVerdict.objects.values_list("side", "reason")) == [("need", "money")]


def _signed(phone: Person, owner: Person, enquiry: Enquiry, here: dict[str, Any]) -> None:
    """Without authority it isn't signed by a click; the page says what to bring. With it, both sign."""
    agreement = f"{enquiry.get_absolute_url()}agreement/"
    phone.go(agreement).reads("贵单位没有授权您点击签约", "签字盖章").looks_right("market-agreement")
    assert phone.main.get_by_role("button", name="代表本单位签署").count() == 0
    for name, unit in (("manager", "firm"), ("teacher", "university")):
        authorise(acting_user=here[name], organisation=here[unit], user=here[name], basis="授权书 1 号")
    for side in (phone, owner):
        side.go(agreement).press("代表本单位签署").reads("已签署")
    enquiry.agreement.refresh_from_db()
    assert enquiry.agreement.state == AgreementState.IN_FORCE


def _agreed(phone: Person, owner: Person, room: Room) -> None:
    """Three versions, each compared with the one before; an offer; agreed."""
    market_steps.version(phone, room, FIRST)
    market_steps.version(owner, room, {"term": "三年"})
    market_steps.version(phone, room, {"term": "四年", "audit": "每年一次"})
    phone.reads("与第2版有2处不同").looks_right("market-terms")
    assert [one.inner_text() for one in phone.main.locator("ins").all()] == ["四", "每年一次"]
    market_steps.agreed(phone, owner, room)
    owner.looks_right("market-agreed")
