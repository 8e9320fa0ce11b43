"""Everything can be reached and used with the keyboard, and the focus is always seen."""

import pytest

from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  return {
    text: (e.getAttribute("aria-label") || e.innerText || e.value || "").trim(),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && e.getClientRects().length > 0,
  };
}"""


def press(window, key, times=1):
    for _ in range(times):
        window.page.keyboard.press(key)


def focused(window):
    return window.page.evaluate(FOCUSED)


def test_the_first_stop_skips_to_the_content(visit):
    window = visit()
    window.open("/style/task/")
    press(window, "Tab")
    assert focused(window) == {"text": "跳到正文", "seen": True}
    press(window, "Enter")
    assert window.page.evaluate("document.activeElement.id") == "main"
    press(window, "Tab")
    assert focused(window)["text"] == "首页"


def test_focus_moves_in_reading_order_and_is_seen_at_every_stop(visit):
    window = visit()
    window.open("/style/list/")
    window.page.wait_for_load_state("networkidle")
    stops = window.page.locator(
        "a[href]:visible, button:visible, input:not([type=hidden]):visible, select:visible, summary:visible"
    ).count()
    positions, unseen = [], []
    for _ in range(stops):
        press(window, "Tab")
        state = focused(window)
        if not state["seen"]:
            unseen.append(state["text"])
        inside = window.page.evaluate("document.activeElement.closest('main') !== null")
        if inside:
            positions.append(
                window.page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
            )
    assert unseen == []
    assert positions == sorted(positions)


def test_the_menu_of_a_phone_opens_and_closes_by_keys(visit):
    window = visit(PHONE)
    window.open("/style/")
    button = window.page.get_by_role("button", name="菜单")
    nav = window.page.locator("#q-nav")
    assert not nav.is_visible()
    button.focus()
    press(window, "Enter")
    assert nav.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    press(window, "Tab")
    assert window.page.evaluate("document.activeElement.closest('#q-nav') !== null")
    press(window, "Escape")
    assert not nav.is_visible()
    assert button.get_attribute("aria-expanded") == "false"
    assert window.page.evaluate("document.activeElement.hasAttribute('data-q-menu')")


def test_the_filters_of_a_phone_unfold_by_keys(visit):
    window = visit(PHONE)
    window.open("/style/list/")
    panel = window.page.locator(".q-filters-body")
    assert not panel.is_visible()
    window.page.locator(".q-filters > summary").focus()
    press(window, "Enter")
    assert panel.is_visible()


def test_errors_take_the_focus_and_lead_to_their_fields(visit):
    window = visit()
    window.open("/style/task/?errors=1")
    window.page.wait_for_load_state("networkidle")
    assert window.page.evaluate("document.activeElement.className") == "q-error-summary"
    press(window, "Tab")
    press(window, "Enter")
    assert window.page.evaluate("document.activeElement.id") == "id_name"
    links = window.page.locator(".q-error-summary a")
    targets = [link.get_attribute("href") for link in links.all()]
    assert [target for target in targets if window.page.locator(target).count() != 1] == []


def test_a_dangerous_button_asks_first(visit):
    window = visit()
    window.open("/style/")
    question = window.page.locator(".q-confirm-body")
    assert not question.is_visible()
    window.page.locator(".q-confirm > summary").focus()
    press(window, "Enter")
    assert question.is_visible()
    press(window, "Tab")
    assert focused(window) == {"text": "确认：撤回申报", "seen": True}


def test_two_presses_send_a_form_once(visit):
    window = visit()
    window.open("/style/live/")
    sent = []
    window.page.on("request", lambda request: sent.append(request.method))
    window.page.evaluate(
        """() => { const form = document.querySelector('main form');
        const button = form.querySelector('button'); button.click(); button.click(); }"""
    )
    window.page.wait_for_load_state("networkidle")
    assert sent.count("POST") == 1
