"""What the search box finds for one reader beside what everybody may find (``qinglan.kernel.search``).

An app registers in ``AppConfig.ready()`` what of its own is found, by whom::

    finding.register_provider(finding.Provider("papers", _("Official papers"), may_see_papers, find_papers))

`find` gets the reader, the words (all must be found) and how many hits are wanted at most. It starts from
the app's queryset for that reader, the twin of the permission, so that it never shows what the record's
own page would refuse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Hit:
    """One thing that was found: title, address, what stands beside the title, and a text for an excerpt."""

    title: str
    url: str
    context: str = ""
    body: str = ""


@dataclass(frozen=True)
class Provider:
    """Hits of one kind."""

    name: str
    title: Text
    visible: Callable[[Any], bool]
    find: Callable[[Any, Sequence[str], int], Sequence[Hit]]
    order: int = 100


@dataclass(frozen=True)
class Group:
    """The hits of one kind: at most as many as asked for, and whether there are more."""

    name: str
    title: Text
    hits: list[Hit]
    more: bool


_providers: dict[str, Provider] = {}


def register_provider(provider: Provider) -> None:
    """Add a provider; the same name again replaces it."""
    _providers[provider.name] = provider


def providers_for(user: Any) -> list[Provider]:
    """The providers that look for `user`, in order."""
    ordered = sorted(_providers.values(), key=lambda one: (one.order, one.name))
    return [one for one in ordered if one.visible(user)]


def find_for(user: Any, words: Sequence[str], limit: int, only: str = "") -> list[Group]:
    """What each provider finds for `user`, kinds without hits left out; of one kind alone with `only`."""
    groups = []
    for provider in providers_for(user):
        if words and only in ("", provider.name):
            hits = list(provider.find(user, words, limit + 1))
            if hits:
                groups.append(Group(provider.name, provider.title, hits[:limit], len(hits) > limit))
    return groups


def everybody(user: Any) -> bool:
    """True for every reader, logged in or not."""
    return True


def in_fields(words: Sequence[str], *fields: str) -> Q:
    """All words, each in one of the fields, in small or capital letters."""
    condition = Q()
    for word in words:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        condition &= one
    return condition


def is_pinyin(word: str) -> bool:
    """Whether a word may be the beginning of a name in pinyin: at least two Latin letters, nothing else."""
    return len(word) > 1 and word.isascii() and word.isalpha()


def pinyin_pattern(word: str) -> str:
    """A regular expression for stored keys (``cheng2 chuan1``) that begin with `word`, typed without tones.

    >>> pinyin_pattern("chengch")
    '^c[1-5]? ?h[1-5]? ?e[1-5]? ?n[1-5]? ?g[1-5]? ?c[1-5]? ?h'
    """
    return "^" + "[1-5]? ?".join(word.lower())
