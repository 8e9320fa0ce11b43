"""Browsing the site in a role, without a browser."""

from typing import Any

from django.conf import settings
from django.test import Client


def client(user: Any = None, language: str = "en") -> Client:
    """A client that is logged in as `user` and reads in `language`."""
    made = Client()
    made.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if user is not None:
        made.force_login(user)
    return made


def text(response: Any) -> str:
    """The body of an answer."""
    return str(response.content.decode())


def messages(response: Any) -> list[str]:
    """What the page tells the user on top."""
    return [str(message) for message in response.context["messages"]]
