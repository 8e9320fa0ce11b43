"""The entries of header, account menu and search box, registered by the apps above this floor.

An app registers in ``AppConfig.ready()``::

    navigation.register("plans:list", _("Plans"), order=20)
    navigation.register("portal:desk", _("My desk"), order=10, visible=is_officer, place="account")
    navigation.register_group("market", _("Market"), order=24)
    navigation.register("needs:list", _("Needs"), order=26, group="market")
    navigation.register_search("market:search", _("Search technologies and needs"))

The main menu is one line at 1440 px in both languages: what belongs together folds out of one group.
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
    """One link: where it leads, what it is called, who sees it, in which menu and under which group of it."""

    url_name: str
    label: Label
    order: int = 100
    visible: Predicate = field(default=everybody, compare=False)
    place: Place = "main"
    group: str = ""


@dataclass(frozen=True)
class Group:
    """Links of the main menu that fold out of one word."""

    label: Label
    order: int


@dataclass(frozen=True)
class Link:
    """An entry as one reader sees it on one page."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Fold:
    """A group as one reader sees it on one page."""

    label: str
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """Whether the page is below one of its links."""
        return any(link.current for link in self.links)


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
_groups: dict[str, Group] = {}
_search: list[tuple[str, Label]] = []


def register(
    url_name: str,
    label: Label,
    *,
    order: int = 100,
    visible: Predicate = everybody,
    place: Place = "main",
    group: str = "",
) -> None:
    """Add a link; a second registration of the same name and place replaces the first.

    `url_name` must be reversible without arguments, `label` a lazily translated string, `visible`
    a predicate over ``request.user`` (which may be anonymous). The place ``status`` is a list on the
    page on the state of the system. In the main menu a link stands under its `group`, where that is
    registered; links are ordered within it.
    """
    _entries[(place, url_name)] = Entry(url_name, label, order, visible, place, group)


def register_group(name: str, label: Label, *, order: int) -> None:
    """Add a group to the main menu; it is shown to whoever sees two of its links, else the link stands alone."""
    _groups[name] = Group(label, order)


def register_search(url_name: str, label: Label) -> None:
    """Name the page that answers the search box of the header (GET, parameter ``q``)."""
    _search[:] = [(url_name, label)]


def links(user: Any, path: str, place: Place = "main") -> list[Link]:
    """The links of one menu for `user` on the page `path`, in order; unknown names are left out.

    The link whose address is the longest prefix of `path` is the current one.
    """
    return [link for _entry, link in _seen(user, path, place)]


def menu(user: Any, path: str) -> list[Link | Fold]:
    """The main menu for `user` on the page `path`: links, and groups of links that fold out, in order."""
    found: list[tuple[int, Link | Fold]] = []
    folded: dict[str, list[Link]] = {}
    for entry, link in _seen(user, path, "main"):
        if entry.group in _groups:
            folded.setdefault(entry.group, []).append(link)
        else:
            found.append((entry.order, link))
    for name, below in folded.items():
        group = _groups[name]
        found.append((group.order, Fold(str(group.label), tuple(below)) if below[1:] else below[0]))
    return [one for _order, one in sorted(found, key=lambda pair: pair[0])]


def _seen(user: Any, path: str, place: Place) -> list[tuple[Entry, Link]]:
    found: list[tuple[Entry, str]] = []
    for entry in sorted(_entries.values(), key=lambda e: (e.order, e.url_name)):
        if entry.place != place or not entry.visible(user):
            continue
        try:
            found.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    current = max(
        (url for _entry, url in found if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default=None,
    )
    return [(entry, Link(str(entry.label), url, url == current)) for entry, url in found]


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
