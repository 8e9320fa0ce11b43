"""Windows of a browser that go from test to test: the first page of a new one costs half a second to a second of work.

What a test leaves in a window is cleared before the next one gets it: cookies, what pages stored, further pages, the
mouse. A window to which a test did what can't be undone from here (a page answered by the test, the line cut, a right
given) is closed instead, and so is one that has served long.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_LASTING_ON_PAGE = (
    "add_init_script",
    "add_locator_handler",
    "emulate_media",
    "expose_binding",
    "expose_function",
    "on",
    "once",
    "route",
    "route_from_har",
    "route_web_socket",
    "set_default_navigation_timeout",
    "set_default_timeout",
    "set_extra_http_headers",
)
_LASTING_ON_CONTEXT = (
    "add_init_script",
    "expose_binding",
    "expose_function",
    "grant_permissions",
    "new_cdp_session",
    "new_page",
    "on",
    "once",
    "route",
    "route_from_har",
    "route_web_socket",
    "set_default_navigation_timeout",
    "set_extra_http_headers",
    "set_geolocation",
    "set_offline",
)
"""What a page and its context keep for as long as they live."""

_USES = 25
"""Tests that one window serves: what a page loses of its memory is bounded by that."""

_IDLE = 4
"""Windows of one kind that wait for a test; each is a process of the browser."""

_TIMEOUT = 30_000
"""Milliseconds that a window waits for what a test asks for, unless the test says otherwise; machines may be busy."""

_LEAVE = "() => location.replace('about:blank')"
"""From a page to an empty one that has its process and its storage; a file of the site would call for an icon."""

_FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


class SharedWindow:
    """A page in a context of its own; `marked` once a test did something lasting to it."""

    def __init__(self, browser: "Browser", options: dict[str, Any]) -> None:
        self.options = options
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.uses = 0
        self.marked = False
        for thing, names in ((self.page, _LASTING_ON_PAGE), (self.context, _LASTING_ON_CONTEXT)):
            for name in names:
                setattr(thing, name, self._marking(getattr(thing, name)))

    def _marking(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def marking(*args: Any, **named: Any) -> Any:
            self.marked = True
            return method(*args, **named)

        return marking

    def clear(self) -> None:
        """Take away what a test left."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.page.evaluate(_LEAVE)
        self.page.wait_for_url("about:blank", timeout=30_000)
        self.page.evaluate(_FORGET)
        self.page.mouse.move(-1, -1)


class Windows:
    """The windows of one browser."""

    def __init__(self, browser: "Browser") -> None:
        self._browser = browser
        self._idle: list[SharedWindow] = []

    def take(self, size: dict[str, int], options: dict[str, Any]) -> SharedWindow:
        """A window of this size and these options of `new_context`: one that waits, or a new one."""
        found = next((each for each in self._idle if each.options == options), None)
        if found is None:
            found = SharedWindow(self._browser, options)
        else:
            self._idle.remove(found)
            found.context.clear_cookies()  # Now, not when it was left: an answer may have been on its way then.
        viewport: Any = size
        found.page.set_viewport_size(viewport)
        found.context.set_default_timeout(_TIMEOUT)
        found.uses += 1
        return found

    def give_back(self, window: SharedWindow, leave: Callable[[], None]) -> None:
        """A test is over that had this window; `leave` takes away what the test's own side put on the page."""
        from playwright.sync_api import Error

        if not window.marked and window.uses < _USES and len(self._idle) < _IDLE:
            try:
                leave()
                window.clear()
            except Error:
                pass  # Whatever holds it up: nobody else shall meet it.
            else:
                self._idle.append(window)
                return
        window.context.close()

    def close(self) -> None:
        """Close those that wait."""
        for each in self._idle:
            each.context.close()
        self._idle.clear()
