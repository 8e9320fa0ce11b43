"""What the system holds on a person: a registry. Every app that keeps personal data enters a provider."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from qinglan.kernel.web import dates
from qinglan.parties.models.user import User

Line = tuple[Any, Any]
"""A label (a text or a moment) and its value."""


@dataclass(frozen=True)
class Section:
    """Some lines that belong together; `lines` may be many rows of the same labels."""

    title: str | Promise
    lines: Sequence[Line] = ()


def _nothing(user: User) -> list[str]:
    return []


@dataclass(frozen=True)
class Provider:
    """One app's personal data.

    `collect(user)` gives all of it. `duties(user)` names, in the reader's language, what he must bring to
    an end before his data can be erased. `erase(user)` empties or pseudonymises it within the caller's
    transaction, which the database's rules and the chains survive.
    """

    name: str
    collect: Callable[[User], list[Section]]
    erase: Callable[[User], None]
    duties: Callable[[User], list[str]] = _nothing


PROVIDERS: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Enter a provider; its name may be entered once."""
    if provider.name in PROVIDERS:
        raise ValueError(f"the provider of personal data {provider.name} is registered twice")
    PROVIDERS[provider.name] = provider


def collect(user: User) -> list[Section]:
    """Everything that is held on `user`, without empty sections."""
    found = [section for provider in PROVIDERS.values() for section in provider.collect(user)]
    return [section for section in found if section.lines]


def duties_of(user: User) -> list[str]:
    """What blocks an erasure."""
    return [duty for provider in PROVIDERS.values() for duty in provider.duties(user)]


def shown(value: Any) -> str:
    """A value as text: days and moments as elsewhere, nothing as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        return dates.minute(value)
    if isinstance(value, date):
        return dates.day(value)
    return str(value)
