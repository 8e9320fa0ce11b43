"""Who has agreed to keep a listing confidential: asked here, answered by whoever keeps the agreements."""

from collections.abc import Callable
from typing import Any

Agreed = Callable[[Any, Any], bool]
"""A user and a listing → whether a confidentiality agreement is in force for him."""
_answers: list[Agreed] = []


def register(answer: Agreed) -> None:
    """Say how it is known that somebody agreed."""
    _answers.append(answer)


def has_agreed(user: Any, listing: Any) -> bool:
    """Whether protected aspects of `listing` are open to `user`; false while nobody keeps agreements."""
    return any(answer(user, listing) for answer in _answers)


Opened = Callable[[Any], frozenset[str]]
"""A user → the keys (``technology:12``) of the listings that agreements in force open to him."""
_openers: list[Opened] = []


def list_with(opener: Opened) -> None:
    """Say which listings somebody's agreements open: the twin of the answer for one listing."""
    _openers.append(opener)


def opened_to(user: Any) -> frozenset[str]:
    """The keys of all listings whose protected aspects are open to `user` by an agreement."""
    return frozenset().union(*(opener(user) for opener in _openers))


Sighted = Callable[[Any, Any], None]
"""A user and what he sees of a listing (`seeing.Seen`)."""
_noters: list[Sighted] = []


def note_with(noter: Sighted) -> None:
    """Be told whenever a page shows a listing to somebody who agreed to keep it confidential."""
    _noters.append(noter)


def sighted(user: Any, seen: Any) -> None:
    """A page shows `seen` to `user`."""
    for noter in _noters:
        noter(user, seen)
