"""The entries of header, account menu and search box, registered by the apps above this floor.

An app registers in ``AppConfig.ready()``::

    navigation.register("plans:list", _("Plans"), order=20)
    navigation.register("portal:desk", _("My desk"), order=10, visible=is_officer, place="account")
    navigation.register_search("market:search", _("Search technologies and needs"))
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Place = Literal["main", "account", "footer", "status"]
Label = str | Promise
Predicate = Callable[[Any], bool]


def everybody(user: Any) -> bool:
    """True for every reader, logged in or not."""
    return True


@dataclass(frozen=True)
class Entry:
    """One link: where it leads, what it is called, who sees it and in which menu."""

    url_name: str
    label: Label
    order: int = 100
    visible: Predicate = field(default=everybody, compare=False)
    place: Place = "main"


@dataclass(frozen=True)
class Link:
    """An entry as one reader sees it on one page."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Counter:
    """A link in the header with a number beside it: how many of something wait for the reader."""

    url_name: str
    label: Label
    icon: str
    count: Callable[[Any], int]
    words: Callable[[int], str]


@dataclass(frozen=True)
class Count:
    """A counter as one reader sees it; `words` say the number to who can't see the badge."""

    label: str
    url: str
    icon: str
    number: int
    words: str


_counters: dict[str, Counter] = {}
_entries: dict[tuple[str, str], Entry] = {}
_search: list[tuple[str, Label]] = []


def register(
    url_name: str,
    label: Label,
    *,
    order: int = 100,
    visible: Predicate = everybody,
    place: Place = "main",
) -> None:
    """Add a link; a second registration of the same name and place replaces the first.

    `url_name` must be reversible without arguments, `label` a lazily translated string, `visible`
    a predicate over ``request.user`` (which may be anonymous). The place ``status`` is a list on the
    page on the state of the system.
    """
    _entries[(place, url_name)] = Entry(url_name, label, order, visible, place)


def register_search(url_name: str, label: Label) -> None:
    """Name the page that answers the search box of the header (GET, parameter ``q``)."""
    _search[:] = [(url_name, label)]


def links(user: Any, path: str, place: Place = "main") -> list[Link]:
    """The links of one menu for `user` on the page `path`, in order; unknown names are left out.

    The link whose address is the longest prefix of `path` is the current one.
    """
    found: list[tuple[str, str]] = []
    for entry in sorted(_entries.values(), key=lambda e: (e.order, e.url_name)):
        if entry.place != place or not entry.visible(user):
            continue
        try:
            found.append((str(entry.label), reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    current = max(
        (url for _, url in found if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default=None,
    )
    return [Link(label, url, url == current) for label, url in found]


def register_counter(counter: Counter) -> None:
    """Put a number into the header of everybody who is logged in: at most one query a page."""
    _counters[counter.url_name] = counter


def counts(user: Any) -> list[Count]:
    """The numbers in the header of `user`; none for strangers."""
    if not getattr(user, "is_authenticated", False):
        return []
    return [
        Count(str(one.label), reverse(one.url_name), one.icon, number, one.words(number))
        for one in _counters.values()
        for number in (one.count(user),)
    ]


def search_box() -> tuple[str, str] | None:
    """Address and label of the search box, or None when no app has registered one."""
    for url_name, label in _search:
        try:
            return reverse(url_name), str(label)
        except NoReverseMatch:
            return None
    return None
