"""A window that goes from test to test brings nothing along but the browser's copies of static files."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.browser import DESKTOP, PHONE
from tests.support.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPTIONS = {"locale": "zh-CN"}
MARK = "() => { localStorage.setItem('a', 1); sessionStorage.setItem('b', 2); window.c = 3; }"
MARKS = "() => [localStorage.getItem('a'), sessionStorage.getItem('b'), window.c ?? null]"


@pytest.fixture
def windows(browser: Any) -> Iterator[Windows]:
    """Windows of this test alone."""
    own = Windows(browser)
    yield own
    own.close()


def nothing() -> None:
    """What a test without a visitor takes away."""


def test_the_next_test_finds_an_empty_window_of_the_size_that_it_asks_for(
    windows: Windows, live_server: Any
) -> None:
    first = windows.take(DESKTOP, OPTIONS)
    first.page.goto(f"{live_server.url}/style/")
    first.page.evaluate(MARK)
    first.context.add_cookies([{"name": "qinglan_language", "value": "en", "url": live_server.url}])
    windows.give_back(first, nothing)
    second = windows.take(PHONE, OPTIONS)
    assert second is first
    assert second.page.viewport_size == PHONE
    assert second.context.cookies() == []
    second.page.goto(f"{live_server.url}/style/")
    assert second.page.evaluate(MARKS) == [None, None, None]
    assert second.page.locator("html").get_attribute("lang") == "zh-Hans-CN"


def test_two_windows_at_a_time_are_two_and_other_options_are_another(
    windows: Windows, live_server: Any
) -> None:
    one, two = windows.take(DESKTOP, OPTIONS), windows.take(DESKTOP, OPTIONS)
    assert one.context is not two.context
    one.page.goto(f"{live_server.url}/static/web/logo.svg")
    windows.give_back(one, nothing)
    english = windows.take(DESKTOP, {"locale": "en"})
    assert english.page.evaluate("navigator.language") == "en"
    assert windows.take(DESKTOP, OPTIONS) is one


@pytest.mark.parametrize(
    "change",
    [
        lambda window: window.page.on("request", lambda request: None),
        lambda window: window.page.route("**/none", lambda route: route.abort()),
        lambda window: window.page.emulate_media(media="print"),
        lambda window: window.page.add_init_script("window.d = 4"),
        lambda window: window.page.close(),
        lambda window: window.context.set_offline(True),
        lambda window: window.context.grant_permissions(["clipboard-read"]),
        lambda window: window.context.new_cdp_session(window.page),
        lambda window: window.context.new_page(),
        lambda window: setattr(window, "uses", 25),
    ],
    ids=["on", "route", "media", "script", "closed", "offline", "right", "protocol", "page", "long"],
)
def test_a_window_that_a_test_changed_for_good_is_closed(
    windows: Windows, browser: Any, live_server: Any, change: Callable[[Any], Any]
) -> None:
    first = windows.take(DESKTOP, OPTIONS)
    first.page.goto(f"{live_server.url}/static/web/logo.svg")
    change(first)
    windows.give_back(first, nothing)
    assert first.context not in browser.contexts


def test_what_a_visitor_hears_ends_with_him(visit: Any, windows: Windows, live_server: Any) -> None:
    window = visit()
    window.leave()
    window.page.evaluate("console.error('late')")
    window.open("/style/")
    assert window.page.evaluate("EventSource.toString().includes('native code')")
    assert window.errors == []
