"""Fixtures of the walks: windows with somebody before them, and the mail that reaches people."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kernel.messages.conftest import mailbox  # noqa: F401 - a fixture
from tests.support.browser import DESKTOP
from tests.walks.person import Person


@pytest.fixture
def sits(visit: Any) -> Callable[..., Person]:
    """`sits(user, size)` opens a window with `user` logged in by his password; nobody is a stranger."""
    from tests.parties.organisations.made import PASSWORD

    def opened(user: Any = None, size: dict[str, int] = DESKTOP, language: str = "zh-hans") -> Person:
        visitor = visit(size)
        cookie = {"name": "qinglan_language", "value": language, "url": visitor.base}
        visitor.page.context.add_cookies([cookie])
        person = Person(visitor)
        if user is not None:
            visitor.open("/account/login/?next=/schemes/")
            visitor.page.fill("input[name=username]", user.username)
            visitor.page.fill("input[name=password]", PASSWORD)
            visitor.page.press("input[name=password]", "Enter")
            visitor.page.wait_for_url("**/schemes/")
        return person

    return opened
