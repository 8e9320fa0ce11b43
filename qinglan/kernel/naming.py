"""What people call a thing of which a lower floor keeps only the key, such as ``plans.version:12``.

The app that owns the thing registers, by the part before the colon, a function that names many keys
with one query; whoever lists such keys asks :func:`named` once a page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """The words for a thing, and the page that shows it ("" where there is none)."""

    text: str
    url: str = ""


Namer = Callable[[list[str]], Mapping[str, Name]]
NAMERS: dict[str, Namer] = {}


def register(prefix: str, namer: Namer) -> None:
    """Say how the keys after ``prefix:`` are named; a prefix may be entered once."""
    if prefix in NAMERS:
        raise ValueError(f"the things called {prefix} are named twice")
    NAMERS[prefix] = namer


def named(things: Iterable[str]) -> dict[str, Name]:
    """The names of `things` (``prefix:key``); those that nobody can name are not among them."""
    keys: dict[str, list[str]] = {}
    for thing in dict.fromkeys(things):
        prefix, _, key = thing.partition(":")
        if prefix in NAMERS:
            keys.setdefault(prefix, []).append(key)
    return {
        f"{prefix}:{key}": name
        for prefix, wanted in keys.items()
        for key, name in NAMERS[prefix](wanted).items()
    }


def numbers(keys: Iterable[str]) -> list[int]:
    """Those of `keys` that are numbers of rows, as numbers."""
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
