"""People with each role, quick passwords, and a mailbox for codes."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

PASSWORD = "Drei-Wege-2026-genug"
ROLES = ("officer", "administrator", "security", "auditor")


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """A slow hash is right in earnest and a waste here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages of verbs are compared in English."""
    with translation.override("en"):
        yield


def account(name: str, *roles: str, password: str = PASSWORD, **fields: Any) -> Any:
    """An account with a password and roles."""
    from django.utils import timezone

    from qinglan.parties.models import User
    from tests.support.people import assign

    user = User(username=name, display_name=name.title(), password_set_at=timezone.now(), **fields)
    user.set_password(password)
    user.save()
    for role in roles:
        assign(user, role)
    return user


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """One account of each role, one without."""
    from qinglan.parties.domain.account import system_user

    held = {role: account(role, role) for role in ROLES}
    return {**held, "nobody": account("nobody"), "system": system_user()}


class Outbox:
    """The codes that went out."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def last(self, destination: str) -> str:
        """The last code that went to `destination`."""
        from qinglan.parties import sending

        sending.wait()
        return [code for where, code in self.sent if where == destination][-1]

    def count(self) -> int:
        """How many codes went out."""
        from qinglan.parties import sending

        sending.wait()
        return len(self.sent)


@pytest.fixture
def outbox(caplog: Any) -> Outbox:
    """What the console channel of demonstration mode writes: ``message by sms to …: Your code: …``."""
    import logging

    box = Outbox()

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found = re.fullmatch(r"message by \w+ to (\S+): .*?(\d{6})", record.getMessage())
            if found:
                box.sent.append((found[1], found[2]))

    logger, reader = logging.getLogger("qinglan.messages"), Reader()
    logger.addHandler(reader)
    yield box  # type: ignore[misc]  # a fixture that ends
    logger.removeHandler(reader)


@pytest.fixture
def enter() -> Callable[..., Any]:
    """Log in by password in a browser of one's own; gives the answer, which knows its client."""

    def enter(name: str, password: str = PASSWORD, client: Client | None = None, **extra: Any) -> Any:
        browser = client or Client()
        return browser.post("/account/login/?lang=en", {"username": name, "password": password}, **extra)

    return enter


def words(answer: Any) -> list[str]:
    """The errors of the form that stands on a page; none where the answer leads on."""
    if answer.status_code == 302:
        return []
    return [text for errors in answer.context["form"].errors.values() for text in errors]
