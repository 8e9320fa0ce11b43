"""Where documents come from: each app registers what of its own everybody may find."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """One thing to find: its kind, where it leads, and its words in the language that is active.

    `context` stands beside the title (the city, a form number); `body` is the text in which words are
    also looked for and of which an excerpt is shown.
    """

    kind: str
    url: str
    title: str
    context: str = ""
    body: str = ""


@dataclass(frozen=True)
class Source:
    """The documents of one app.

    `changes` are the kinds of changes that it follows, whose keys are its own. `documents(key)` gives
    what is public of that key *now*, in the active language and the same order in each, and nothing
    when it is not public; `keys()` gives every key that may have documents.
    """

    name: str
    changes: frozenset[str]
    keys: Callable[[], Iterable[str]]
    documents: Callable[[str], Iterable[Document]]


SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> Source:
    """Enter a source; its name may be entered once."""
    if source.name in SOURCES:
        raise ValueError(f"the source {source.name} is registered twice")
    SOURCES[source.name] = source
    return source
