"""Fixtures of the walks: windows with somebody before them, and the mail that reaches people."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kernel.messages.conftest import mailbox  # noqa: F401 - a fixture
from tests.support.browser import DESKTOP
from tests.walks.person import Person


@pytest.fixture
def sits(visit: Any) -> Callable[..., Person]:
    """`sits(user, size)` opens a window with `user` logged in; nobody is a stranger."""

    def opened(user: Any = None, size: dict[str, int] = DESKTOP, language: str = "zh-hans") -> Person:
        visitor = visit(size)
        person = Person(visitor.enter(user, language))
        if user is not None:
            visitor.open("/schemes/")
        return person

    return opened
