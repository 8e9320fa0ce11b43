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
