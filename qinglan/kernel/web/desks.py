"""What stands on a desk beside the to-dos, registered by the apps: sections, shortcuts, guides, changes.

An app registers in ``AppConfig.ready()``::

    desks.register_section(desks.Section("plans.targets", _("Targets not reached"), is_officer.test, rows))
    desks.register_shortcut(desks.Shortcut("plans:new", _("Read a plan document"), is_officer.test))
    desks.register_guide(desks.Guide("plans", is_officer.test, _("Nothing is due"), _("…"), "plans:new", _("…")))
    desks.register_changes("plans", is_officer.test, changes)

Each is asked only where its predicate says yes, once a page, and costs a constant number of queries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

Text = str | Promise
Predicate = Callable[[Any], bool]


def everybody(user: Any) -> bool:
    """True for whoever has a desk."""
    return True


@dataclass(frozen=True)
class Row:
    """One line of a section: title and address, what else is said, a light with its word."""

    title: str
    url: str = ""
    facts: str = ""
    light: str = ""
    word: str = ""


@dataclass(frozen=True)
class Section:
    """A section of the desk: `rows` gives at most `limit` of them for a user. One without rows is left out,
    unless it has an `empty` sentence. `more` leads to the whole list (an address by name and its words).
    """

    name: str
    title: Text
    visible: Predicate
    rows: Callable[[Any, int], Sequence[Row]]
    order: int = 100
    more: tuple[str, Text] | None = None
    empty: Text = ""


@dataclass(frozen=True)
class Shortcut:
    """A way that this kind of user goes often."""

    url_name: str
    label: Text
    visible: Predicate
    order: int = 100


@dataclass(frozen=True)
class Guide:
    """What an empty desk says to one kind of user: why it is empty, and what to do next.

    The first in order whose predicate says yes is shown.
    """

    name: str
    visible: Predicate
    title: Text
    text: Text
    url_name: str = ""
    action: Text = ""
    order: int = 100


@dataclass(frozen=True)
class Change:
    """Something that changed and concerns the user. Only what he may see."""

    when: datetime
    text: str
    url: str = ""


ChangesOf = Callable[[Any, datetime, int], Sequence[Change]]
_sections: dict[str, Section] = {}
_shortcuts: dict[str, Shortcut] = {}
_guides: dict[str, Guide] = {}
_changes: dict[str, tuple[Predicate, ChangesOf]] = {}


def register_section(section: Section) -> None:
    """Add a section; the same name again replaces it."""
    _sections[section.name] = section


def register_shortcut(shortcut: Shortcut) -> None:
    """Add a shortcut; the same address again replaces it."""
    _shortcuts[shortcut.url_name] = shortcut


def register_guide(guide: Guide) -> None:
    """Add a guide; the same name again replaces it."""
    _guides[guide.name] = guide


def register_changes(name: str, visible: Predicate, changes: ChangesOf) -> None:
    """Add a source of changes: given a user, the moment since when, and how many at most."""
    _changes[name] = (visible, changes)


def sections_for(user: Any, limit: int) -> list[tuple[Section, list[Row]]]:
    """The sections of a user's desk with their rows, in order; those with nothing to say left out."""
    found = []
    for section in sorted(_sections.values(), key=lambda one: (one.order, one.name)):
        if section.visible(user):
            rows = list(section.rows(user, limit))
            if rows or section.empty:
                found.append((section, rows))
    return found


def shortcuts_for(user: Any) -> list[dict[str, str]]:
    """Label and address of a user's shortcuts, in order."""
    return [
        {"label": str(one.label), "url": reverse(one.url_name)}
        for one in sorted(_shortcuts.values(), key=lambda one: (one.order, one.url_name))
        if one.visible(user)
    ]


def guide_for(user: Any) -> Guide | None:
    """What an empty desk says to this user."""
    ordered = sorted(_guides.values(), key=lambda one: (one.order, one.name))
    return next((one for one in ordered if one.visible(user)), None)


def changes_for(user: Any, since: datetime, limit: int) -> list[Change]:
    """What changed since a moment and concerns the user, the newest first."""
    found = [
        change
        for visible, changes in _changes.values()
        if visible(user)
        for change in changes(user, since, limit)
    ]
    return sorted(found, key=lambda one: one.when, reverse=True)[:limit]
