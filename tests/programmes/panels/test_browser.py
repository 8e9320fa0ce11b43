"""A draw in Chromium: the secretary at his desk in English, the expert on his telephone in Chinese."""

from typing import Any

import pytest

from qinglan.programmes.domain.draw import publish_draw
from qinglan.programmes.models import Case, Panel, PanelAssignment, Round
from tests.programmes.panels import making
from tests.programmes.panels.test_visit import picture
from tests.support.browser import DESKTOP, PHONE, WIDER
from tests.support.people import assign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(officer: Any) -> Case:
    one = making.open_round(officer)
    made = making.waiting(officer, one)
    making.experts(officer, 6)
    return made


def sound(visitor: Any, name: str) -> None:
    """Nothing that axe finds, nothing wider than the window, no error of a script; and a picture."""
    assert visitor.accessibility_findings() == [], name
    assert visitor.page.evaluate(WIDER) <= 0, name
    assert visitor.errors == [], name
    visitor.screenshot(name)


def press(page: Any, words: str) -> None:
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()


def test_from_the_commitment_to_the_replay(window: Any, officer: Any, case: Case) -> None:
    desk = window(officer, DESKTOP, "en")
    desk.open("/panels/")
    sound(desk, "panels-list")
    desk.page.get_by_role("link", name=case.round.title).first.click()
    desk.page.fill("input[name=review_on]", making.review_day().isoformat())
    press(desk.page, "Publish the commitment")
    assert "Declare first that you have no tie" in desk.page.inner_text("main")
    sound(desk, "panels-new")
    desk.page.check("input[name=declares]")
    press(desk.page, "Publish the commitment")
    panel = Panel.objects.get(round=case.round)
    assert desk.page.url.endswith(f"/panels/{panel.pk}/")
    press(desk.page, "Draw the experts")
    press(desk.page, "Draw now")
    seats = list(panel.seats.select_related("entry__expert__user").order_by("place"))
    for seat in seats:
        desk.open(f"/panels/seats/{seat.pk}/message/")
        press(desk.page, "Send the invitation")
    sound(desk, "panels-panel")

    expert = window(seats[0].entry.expert.user, PHONE, "zh-hans")
    expert.open("/reviews/")
    sound(expert, "panels-mine")
    press(expert.page, str(panel))
    expert.page.check("input[name=accepts][value=yes]")
    sound(expert, "panels-seat")
    press(expert.page, "发送答复")
    for seat in seats[1:]:
        desk.open(f"/panels/seats/{seat.pk}/yes/")
        press(desk.page, "Keep the yes")
    expert.open(f"/reviews/seats/{seats[0].pk}/")
    expert.page.check("input[name=sure]")
    sound(expert, "panels-declare")
    press(expert.page, "提交声明")
    reading = PanelAssignment.objects.get(seat=seats[0])
    expert.open(f"/reviews/{reading.pk}/")
    expert.page.fill("input[name='marks.advance']", "66")
    expert.page.fill("input[name='marks.market']", "20")
    expert.page.check("input[name=opinion][value=recommend]")
    press(expert.page, "提交评分表")
    assert "得分应在 0 至 60 之间" in expert.page.inner_text("main")
    sound(expert, "panels-sheet")
    expert.page.fill("input[name='marks.advance']", "50")
    press(expert.page, "提交评分表")
    assert "已提交" in expert.page.inner_text("main")
    desk.open(f"/panels/cases/{case.pk}/conclude/")
    sound(desk, "panels-conclude")
    making.base.walked(officer, case, "below")
    publish_draw(acting_user=officer, panel=panel)
    stranger = window(None, PHONE, "zh-hans")
    stranger.open("/draws/")
    sound(stranger, "panels-draws")
    stranger.open(f"/draws/{panel.pk}/")
    assert "自行重演" in stranger.page.inner_text("main")
    sound(stranger, "panels-draw")


def test_a_visit_on_the_telephone(window: Any, officer: Any) -> None:
    one: Round = making.open_round(officer)
    case = making.base.walked(officer, making.waiting(officer, one), "drawn", "passed")
    second = making.person_account("second")
    assign(second, "secretary")
    phone = window(officer, PHONE, "zh-hans")
    phone.open(f"/visits/cases/{case.pk}/")
    sound(phone, "visit-new")
    press(phone.page, "安排核查")
    phone.page.fill("input[name=on]", making.clock.today().isoformat())
    phone.page.fill("input[name=place]", "厂区大门")
    phone.page.select_option("select[name=leader]", str(officer.pk))
    phone.page.check(f"input[name=team][value='{second.pk}']")
    sound(phone, "visit-plan")
    press(phone.page, "安排核查")
    press(phone.page, "研发场所和人员在岗")
    phone.page.check("input[name=finding][value=agrees]")
    photo = picture()
    files = {"name": photo.name, "mimeType": "image/png", "buffer": photo.content}
    phone.page.set_input_files("input[name=photo]", files=[files])
    sound(phone, "visit-line")
    press(phone.page, "保存核查结果")
    assert "与填报一致" in phone.page.inner_text("main")
    sound(phone, "visit-record")
