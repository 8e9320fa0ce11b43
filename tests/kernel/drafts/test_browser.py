"""Drafts, the back button, two clicks and the counter in Chromium: both languages, wide and narrow."""

import re
from typing import Any

import pytest

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.counter.domain.entry import type_entry
from qinglan.kernel.drafts.models import Draft
from qinglan.kernel.measures.models import Figure
from qinglan.kernel.messages.models import Message
from qinglan.parties.domain.organisation import Particulars, register_organisation
from qinglan.parties.models import Membership
from tests.kernel.drafts.pages import OUTPUT
from tests.kernel.measures.city import EAST
from tests.kernel.measures.conftest import PASSWORD
from tests.parties.organisations.made import code, person_account
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BOTH = [(DESKTOP, "zh-hans"), (PHONE, "en")]
WECHAT = "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 Chrome/86.0 Mobile MicroMessenger/8.0.42"


@pytest.fixture
def window(visit: Any, city: Any, officer: Any) -> Any:
    """A window of some size and language, with an officer logged in unless he is a stranger."""

    def opened(size: Any = DESKTOP, language: str = "en", *, stranger: bool = False, **options: Any) -> Any:
        visitor = visit(size, **options)
        visitor.page.context.add_cookies(
            [{"name": "qinglan_language", "value": language, "url": visitor.base}]
        )
        if not stranger:
            visitor.open("/account/login/")
            visitor.page.fill("input[name=username]", "officer")
            visitor.page.fill("input[name=password]", PASSWORD)
            visitor.page.press("input[name=password]", "Enter")
            visitor.page.wait_for_url("**/desk/")
        return visitor

    return opened


def sound(visitor: Any, name: str) -> None:
    """Nothing serious for axe, nothing wider than the screen; a picture to look at."""
    visitor.screenshot(name)
    assert visitor.accessibility_findings() == []
    assert visitor.page.evaluate(WIDER) <= 0


def wait_saved(page: Any) -> None:
    """Until the mark says so."""
    page.locator(".q-saved-done").wait_for()


@pytest.mark.parametrize(("size", "language"), BOTH)
def test_what_is_typed_is_saved_and_comes_back(window: Any, officer: Any, size: Any, language: str) -> None:
    visitor = window(size, language)
    page = visitor.page
    visitor.open(OUTPUT)
    page.fill("textarea[name=evidence]", "form 1, archive 12")
    page.fill("input[name=subject_name]", "Firm A")
    wait_saved(page)
    sound(visitor, f"draft-saved-{language}")
    visitor.open(OUTPUT)
    assert page.input_value("textarea[name=evidence]") == "form 1, archive 12"
    assert page.locator(".q-restored").count() == 1
    sound(visitor, f"draft-restored-{language}")
    page.locator(".q-restored button").click()
    page.wait_for_url(f"**{OUTPUT}")
    assert page.input_value("textarea[name=evidence]") == ""
    assert Draft.objects.count() == 0
    assert [error for error in visitor.errors if "500" not in error and "Event" not in error] == []


def test_without_a_connection_it_stays_on_the_device(window: Any, officer: Any) -> None:
    visitor = window()
    page = visitor.page
    visitor.open(OUTPUT)
    page.context.set_offline(True)
    page.fill("textarea[name=evidence]", "typed in the lift")
    page.locator(".q-saved-due").wait_for()
    assert Draft.objects.count() == 0
    assert "typed in the lift" in page.evaluate("JSON.stringify(localStorage)")
    page.close()  # A page that goes tries once more to save, and may succeed: it is no longer held offline.
    visitor.page.context.set_offline(False)
    page = visitor.page = visitor.page.context.new_page()
    visitor.open(OUTPUT)
    assert page.input_value("textarea[name=evidence]") == "typed in the lift"
    for _ in range(100):
        if Draft.objects.exists():
            break
        page.wait_for_timeout(50)
    assert Draft.objects.get().values["evidence"] == ["typed in the lift"]
    # Another account on the same device finds nothing, and what was left goes.
    page.evaluate("localStorage.setItem('q-draft:somebody:/x/:', '{\"values\":{}}')")
    visitor.open(OUTPUT)
    page.locator(".q-saved").wait_for(state="attached")
    for _ in range(100):
        if page.evaluate("Object.keys(localStorage)") == []:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_the_back_button_after_a_success_says_that_it_was_sent(window: Any, officer: Any) -> None:
    visitor = window()
    page = visitor.page
    visitor.open(OUTPUT)
    fill(page)
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile(r"/figures/(?!report)"))
    assert Figure.objects.count() == 1
    result = page.url
    page.go_back()
    page.wait_for_url(f"**{OUTPUT}")
    note = page.locator(".q-sent")
    note.wait_for()
    href = note.get_by_role("link").get_attribute("href")
    assert href is not None
    assert result.endswith(href)
    sound(visitor, "sent-already")
    page.fill("input[name=value]", "99")
    page.locator("main form .btn-primary").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "You have sent this form already"
    sound(visitor, "sent-changed")
    assert Figure.objects.count() == 1


def fill(page: Any) -> None:
    """A figure."""
    page.fill("input[name=value]", "１２，３４５．６７")
    page.fill("input[name=subject_name]", "Firm A")
    page.select_option("select[name=territory]", index=1)
    page.fill("textarea[name=evidence]", "form 1, archive 12")
    page.fill("input[name=reported_on]", "2026-02-20")


@pytest.mark.parametrize(
    "text", ["2026年3月5日", "２０２６/3/5", "2026.03.05", "20260305", "2026-03-05 00:00:00"]
)
def test_a_pasted_day_goes_into_the_picker(window: Any, officer: Any, text: str) -> None:
    visitor = window()
    page = visitor.page
    visitor.open(OUTPUT)
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text", text);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.querySelector("input[name=reported_on]").dispatchEvent(event);
        }""",
        text,
    )
    assert page.input_value("input[name=reported_on]") == "2026-03-05"


@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-hans"), (PHONE, "en"), (DESKTOP, "zh-hans")])
def test_the_owner_confirms_on_a_telephone_in_a_chat_program(
    window: Any, officer: Any, size: Any, language: str
) -> None:
    firm = register_organisation(
        acting_user=officer,
        particulars=Particulars(
            name="青川环保有限公司（演示）",
            code=code(1),
            kind="enterprise",
            territory=Territory.objects.get(code=EAST),
        ),
        basis="名录 1 号",
        is_another=True,
    )
    owner = person_account("owner")
    owner.mobile = "19900000077"
    owner.save()
    type_entry(
        acting_user=officer, act="claim", subject="", owner=owner,
        values={"code": [code(1)], "basis": ["执照、授权书 3 号"]},
    )  # fmt: skip
    address = Message.objects.get(recipient=owner).url
    visitor = window(size, language, stranger=True, user_agent=WECHAT)
    page = visitor.page
    visitor.open(address)
    assert page.locator(".q-nav").count() == 0
    sound(visitor, f"counter-look-{language}")
    page.locator("main .btn-primary").first.click()
    page.locator("input[name=code]").wait_for()
    sound(visitor, f"counter-code-{language}")
    digits = re.search(r"\d{6}", Message.objects.filter(template="messages.code").latest("pk").text)
    assert digits is not None
    page.fill("input[name=code]", digits[0])
    page.locator("main .btn-primary").first.click()
    page.locator("main ul li").first.wait_for()
    sound(visitor, f"counter-done-{language}")
    assert Membership.objects.get(organisation=firm).user == owner


@pytest.mark.parametrize(("size", "language"), BOTH)
def test_the_officer_types_at_the_counter(window: Any, officer: Any, size: Any, language: str) -> None:
    visitor = window(size, language)
    visitor.open("/counter/")
    sound(visitor, f"counter-list-{language}")
    visitor.open("/counter/new/claim/")
    visitor.page.locator("main form .btn-primary").click()
    visitor.page.locator(".q-error-summary").first.wait_for()
    sound(visitor, f"counter-type-{language}")
