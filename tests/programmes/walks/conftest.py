"""A window with somebody logged in."""

from typing import Any

import pytest

from tests.support.browser import DESKTOP


@pytest.fixture
def window(visit: Any) -> Any:
    """`window(user)` opens a window with the user logged in, `window(None)` that of a stranger."""
    from tests.parties.organisations.made import PASSWORD

    def opened(user: Any, size: dict[str, int] = DESKTOP, language: str = "zh-hans") -> Any:
        visitor = visit(size, accept_downloads=True)
        cookie = {"name": "qinglan_language", "value": language, "url": visitor.base}
        visitor.page.context.add_cookies([cookie])
        if user is not None:
            user.is_demonstration = True  # logs in without a second factor
            user.set_password(PASSWORD)
            user.save()
            visitor.open("/account/login/")
            visitor.page.fill("input[name=username]", user.username)
            visitor.page.fill("input[name=password]", PASSWORD)
            visitor.page.press("input[name=password]", "Enter")
            visitor.page.wait_for_url("**/desk/")
        return visitor

    return opened
