"""Leaving: whoever loses a place or a role hands over what he has in hand. Floors above register here.

A source says which open items a person would leave behind, and hands them to a named colleague, or back to
all who hold the role where nobody is named. Both run in the verb that ends the place::

    leaving.register("cases", _("Cases in hand"), open_items, hand_over)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from qinglan.parties.models import Assignment, Organisation, User


@dataclass(frozen=True)
class Leaving:
    """Who leaves what: an organisation (all his roles in it), or one assignment of the office."""

    user: User
    organisation: Organisation | None = None
    assignment: Assignment | None = None


@dataclass(frozen=True)
class OpenItem:
    """One thing that the person has in hand."""

    title: str
    url: str = ""


OpenItems = Callable[[Leaving], Iterable[OpenItem]]
HandOver = Callable[[Leaving, User | None, Any], int]


@dataclass(frozen=True)
class Source:
    """Where open items come from, and how they change hands; `hand_over` returns how many."""

    title: str | Promise
    open_items: OpenItems
    hand_over: HandOver


SOURCES: dict[str, Source] = {}


def register(name: str, title: str | Promise, open_items: OpenItems, hand_over: HandOver) -> None:
    """Enter a source; a name may be entered once."""
    if name in SOURCES:
        raise ValueError(f"the source of open items {name} is registered twice")
    SOURCES[name] = Source(title, open_items, hand_over)


def left_behind(leaving: Leaving) -> list[tuple[str, list[OpenItem]]]:
    """What the person would leave behind, by source; sources with nothing are left out."""
    found = [(str(source.title), list(source.open_items(leaving))) for source in SOURCES.values()]
    return [(title, items) for title, items in found if items]


def hand_over(leaving: Leaving, to: User | None, acting_user: Any) -> int:
    """Hand all of it over, within the caller's transaction; how many items changed hands."""
    return sum(source.hand_over(leaving, to, acting_user) for source in SOURCES.values())
