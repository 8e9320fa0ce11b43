"""A window with somebody logged in."""

from typing import Any

import pytest

from tests.support.browser import DESKTOP


@pytest.fixture
def window(visit: Any) -> Any:
    """`window(user)` opens a window with the user logged in, `window(None)` that of a stranger."""

    def opened(user: Any, size: dict[str, int] = DESKTOP, language: str = "zh-hans") -> Any:
        visitor = visit(size).enter(user, language)
        if user is not None:
            visitor.open("/desk/")
        return visitor

    return opened
