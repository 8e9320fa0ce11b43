"""Every page of the ground floor in Chromium, with something on it: quiet, accessible, in the width of its
window, in the reader's language, and reached by links.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.kernel import ground
from tests.support.browser import DESKTOP, WINDOWS
from tests.support.people import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CODE_NAME = re.compile(r"(?<![\w./])(?:[a-z]+\.)+[a-z]+(?:[-_][a-z]+)+")
"""A code name such as ``papers.returned-copy`` where words should stand."""


NEWS = {"content_type": "text/event-stream", "body": "retry: 600000\n\nevent: parts\ndata: <p>news</p>\n\n"}


STREAM_ENDED = "[object Event]"
"""What the library for streams writes on the console when one ends, as ours here does at once."""


@pytest.fixture
def people(db: None, settings: Any, tmp_path: Any) -> dict[str, Any]:
    settings.MEDIA_ROOT = tmp_path / "files"
    return {role: person(f"{role}-eyes", role) for role in ("officer", "administrator")}


@pytest.fixture
def window(visit: Any, people: dict[str, Any]) -> Callable[..., Any]:
    """A window of some width and language, of somebody with a role or of a stranger ("")."""

    def opened(
        role: str, size: dict[str, int] = DESKTOP, language: str = "zh-hans", *, streams: Any = None
    ) -> Any:
        visitor = visit(size)
        cookies = [{"name": "qinglan_language", "value": language, "url": visitor.base}]
        if role:
            client = Client()
            client.force_login(people[role])
            cookies += [
                {"name": name, "value": held.value, "url": visitor.base}
                for name, held in client.cookies.items()
            ]
        visitor.page.context.add_cookies(cookies)
        if streams is None:
            # The test's server can't hold a stream open; what the stream says has tests of its own.
            visitor.leave_unanswered("/stream")
        else:
            visitor.page.route("**/stream", streams)
        return visitor

    return opened


@WINDOWS
def test_every_page_is_quiet_accessible_and_fits_its_window(
    window: Any, people: dict[str, Any], size: dict[str, int], language: str
) -> None:
    pages = ground.fill(people["officer"], people["administrator"])
    windows = {role: window(role, size, language) for role in ("", "officer", "administrator")}
    found = {}
    for page in pages:
        visitor = windows[page.role]
        status = visitor.open(page.path)
        words = visitor.page.evaluate(
            "[...document.querySelectorAll('main h1, main h2, main h3, main .q-row-title, main dt')]"
            ".filter((e) => !e.closest('[lang]:not(html)')).map((e) => e.innerText).join('\\n')"
        )
        faults = [
            *(f"status {status}" for _ in [0] if status != (404 if page.name.endswith("closed") else 200)),
            *(f"{wider} px too wide" for wider in [visitor.page.evaluate(WIDER)] if wider > 0),
            *(f"code name {name}" for name in CODE_NAME.findall(words)),
            *visitor.accessibility_findings(),
        ]
        if faults:
            found[page.name] = faults
    lines = [line for one in windows.values() for line in one.errors]
    noise = [line for line in lines if line != STREAM_ENDED and "404" not in line]
    assert (found, noise) == ({}, [])


def test_every_page_of_the_operator_is_reached_by_links(window: Any, people: dict[str, Any]) -> None:
    visitor = window("administrator")
    visitor.open("/status/")
    links = visitor.page.locator("main nav[aria-labelledby=parts] a")
    assert links.evaluate_all("all => all.map((a) => a.getAttribute('href'))") == [
        "/status/changes/",
        "/jobs/",
        "/messages/log/",
        "/status/clock/",
        "/outages/",
        "/events/anchors/",
    ]
    links.nth(3).click()
    visitor.page.wait_for_url("**/status/clock/")
    assert visitor.page.locator("h1").inner_text() == "时钟"


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        ("officer", {"/papers/", "/clearances/", "/messages/", "/ledger/", "/events/"}),
        ("administrator", {"/clearances/", "/messages/", "/messages/log/", "/jobs/", "/status/"}),
    ],
)
def test_who_may_see_a_page_finds_it_in_his_menu(
    window: Any, people: dict[str, Any], role: str, addresses: set[str]
) -> None:
    visitor = window(role)
    visitor.open("/messages/")
    links = visitor.page.locator(".q-dropdown-panel a")
    assert addresses <= set(links.evaluate_all("all => all.map((a) => a.getAttribute('href'))"))


def test_the_number_of_unread_messages_follows_while_a_live_page_is_open(
    window: Any, people: dict[str, Any]
) -> None:
    from django.db import transaction

    from qinglan.kernel.messages.domain.message import send_message
    from qinglan.kernel.messages.own_templates import TRIAL

    administrator = people["administrator"]
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    visitor = window("administrator", streams=hold)
    answer = visitor.page.goto(f"{visitor.base}/status/")
    assert "q-badge" not in answer.text()
    with transaction.atomic():
        send_message(acting_user=administrator, recipients=[administrator], template=TRIAL, values={})
    while not held:
        visitor.page.wait_for_timeout(50)
    held[0].fulfill(**NEWS)
    visitor.page.locator(".q-badge", has_text="1").wait_for()
    assert visitor.page.locator(".q-count .q-hidden").first.inner_text() == "1 条未读消息"
    assert set(visitor.errors) <= {STREAM_ENDED}
