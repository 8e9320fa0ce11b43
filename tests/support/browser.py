"""Fixtures for tests in the system's Chromium: pages, accessibility checks, screenshots.

Without Chromium these tests are skipped with the reason; `scripts/ensure_browser.sh` installs it
where it may.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WINDOWS = pytest.mark.parametrize(
    ("size", "language"),
    [
        (DESKTOP, "zh-hans"),
        (PHONE, "en"),
        pytest.param(DESKTOP, "en", marks=pytest.mark.soak),
        pytest.param(PHONE, "zh-hans", marks=pytest.mark.soak),
    ],
    ids=["desktop-zh-hans", "phone-en", "desktop-en", "phone-zh-hans"],
)
"""Both sizes and both languages: two windows in every run, all four in `make soak`."""
SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
"""For pictures that a test looks into; not under version control."""

PATIENCE = 30_000
"""Milliseconds that a window waits for what a test asks for, unless the test says otherwise; machines may be busy."""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""By how many pixels the page is wider than its window."""

_SERIOUS = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    const {violations} = await axe.run({runOnly: tags, resultTypes: ["violations"]});
    const serious = violations.filter(rule => ["serious", "critical"].includes(rule.impact));
    return serious.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help} at ${node.target}`));
}"""
"""What axe-core finds, chosen in the page: all that it passes is megabytes to carry over."""

_SILENT = """(() => {
    const Real = window.EventSource;
    window.EventSource = class extends EventTarget {
        constructor(url, options) {
            if (!new URL(url, location).pathname.endsWith("%(path)s")) return new Real(url, options);
            super();
        }
        close() {}
    };
    Object.assign(window.EventSource, {CONNECTING: 0, OPEN: 1, CLOSED: 2});
})()"""
"""A stream at this path that never opens, and no other."""

_CANDIDATES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The path of the system's Chromium; `QINGLAN_TEST_CHROMIUM` names another."""
    if named := os.environ.get("QINGLAN_TEST_CHROMIUM"):
        return named
    return next((path for name in _CANDIDATES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A Chromium for the whole session of this worker."""
    path = chromium()
    if path is None:
        pytest.skip("Chromium is missing: run scripts/ensure_browser.sh")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, which Django would take for an
    # asynchronous caller; the tests themselves use the database synchronously.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield running
        running.close()


class Visitor:
    """A browser window on the live site.

    `errors` collects what the page complained about: script errors, error messages on the
    console, answers that never came. The desk's live stream isn't answered here: the test server
    hands out pages one by one and can't hold a stream open.
    """

    def __init__(self, page: "Page", base: str) -> None:
        self.page = page
        self.base = base
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._note_failure)
        page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.leave_unanswered("/desk/stream/")

    def leave_unanswered(self, path: str) -> None:
        """Streams whose address ends so never open, in pages opened from now on.

        Not by Playwright's `route`: with it the browser keeps no file, and every page fetches all of them again.
        """
        self.page.add_init_script(_SILENT % {"path": path})

    def _note_failure(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # What the page itself broke off is no failure.
            self.errors.append(f"{request.method} {request.url}: {request.failure}")

    def enter(self, user: Any = None, language: str = "zh-hans") -> "Visitor":
        """Read the site in `language`, as `user` by a session of his own; nobody is a stranger.

        By the login page only where that is what is tested: it costs two pages more. Somebody may enter after
        somebody else: a window for each costs more than the pages that he looks at.
        """
        cookies = {"qinglan_language": language}
        if user is not None:
            from django.conf import settings
            from django.test import Client

            client = Client()
            client.force_login(user)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [{"name": name, "value": value, "url": self.base} for name, value in cookies.items()]
        )
        return self

    def open(self, path: str) -> int:
        """Go to `path` of the site and return the status of the answer."""
        response = self.page.goto(self.base + path)
        assert response is not None
        return response.status

    def accessibility_findings(self) -> list[str]:
        """Serious and critical findings of axe-core (WCAG 2.1 A and AA) on the present page."""
        from axe_playwright_python.base import AXE_SCRIPT

        self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(_SERIOUS)
        return found

    def what_is_wrong(self, path: str) -> dict[tuple[str, str], list[Any]]:
        """What a page that should be there, accessible, quiet and no wider than its window has against it, by kind."""
        status = self.open(path)
        self.page.evaluate("document.fonts.ready")
        wider = self.page.evaluate(WIDER)
        found: dict[str, list[Any]] = {
            "status": [status] if status != 200 else [],
            "axe": self.accessibility_findings(),
            "console": list(self.errors),
            "wider": [wider] if wider > 0 else [],
        }
        self.errors.clear()
        return {(path, kind): what for kind, what in found.items() if what}

    def screenshot(self, name: str) -> None:
        """A picture of the whole page, in runs in which `QINGLAN_TEST_PICTURES` names a folder for it.

        Only the fonts are waited for in others: to draw and pack long pages costs as much as to load them.
        """
        self.page.evaluate("document.fonts.ready")
        if not (folder := os.environ.get("QINGLAN_TEST_PICTURES")):
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        width = (self.page.viewport_size or DESKTOP)["width"]
        self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def visit(browser: "Browser", live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """`visit()` opens a window of 1440 px, `visit(PHONE)` one of 390 px; further keyword arguments
    go to Playwright's `new_context` (`locale="en"`, `java_script_enabled=False`).
    """
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # All pages are imported now: the first one shall not be late for it.
    contexts = []

    def window(viewport: dict[str, int] | None = None, **options: Any) -> Visitor:
        options.setdefault("locale", "zh-CN")
        size: Any = viewport or DESKTOP
        context = browser.new_context(viewport=size, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visitor(context.new_page(), live_server.url)

    yield window
    for context in contexts:
        context.close()


@pytest.fixture
def window(visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """`window(user, size, language)` opens one in which `user` is logged in; nobody is a stranger."""

    def opened(user: Any, size: dict[str, int], language: str) -> Visitor:
        return visit(size).enter(user, language)

    return opened


@pytest.fixture
def page(visit: Callable[..., Visitor]) -> "Page":
    """A plain Playwright page of 1440 px; the site's address is `live_server.url`."""
    return visit().page
