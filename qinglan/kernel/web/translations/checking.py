"""Check that what readers see is complete in Chinese and in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from qinglan.kernel.web.translations import raw_text
from qinglan.kernel.web.translations.compiling import PACKAGE, message_files
from qinglan.kernel.web.translations.extraction import Found, Key, hidden, sources, strings

PLACEHOLDER = re.compile(r"%\([a-z_A-Z0-9]+\)[sd]|%[sd]|\{[a-zA-Z_0-9]*\}")


@dataclass(frozen=True)
class Problem:
    """Something to put right, and where."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Entry:
    """One translation in one message file."""

    key: Key
    translation: str
    plural: str
    fuzzy: bool
    path: Path
    line: int


def entries(package: Path = PACKAGE) -> Iterator[Entry]:
    """Every entry of the Chinese message files of `package`."""
    for path in message_files(package):
        with path.open("rb") as file:
            catalogue: Catalog = read_po(file, locale=path.parent.parent.name)
        for message in catalogue:
            if message.id:
                yield _entry(message, path)


def _entry(message: Any, path: Path) -> Entry:
    several = isinstance(message.id, tuple)
    text, plural = message.id if several else (message.id, "")
    given = message.string[0] if isinstance(message.string, tuple) else message.string
    key = Key(message.context or "", text)
    return Entry(key, given or "", plural, message.fuzzy, path, message.lineno or 0)


def check(package: Path = PACKAGE) -> list[Problem]:
    """Every problem: strings without Chinese, fuzzy, stale or contradicting entries, placeholders
    that differ, and text in templates that stands outside the translation tags.
    """
    used: dict[Key, Found] = {}
    for found in strings(package):
        used.setdefault(found.key, found)
    problems = []
    known: dict[Key, Entry] = {}
    for entry in entries(package):
        problems += [Problem(entry.path, entry.line, text) for text in _faults(entry, used, known)]
        if entry.translation:
            known.setdefault(entry.key, entry)
    for key, found in sorted(used.items()):
        if key not in known:
            problems.append(Problem(found.path, found.line, f"no Chinese for {_name(key)}"))
    for path in sources(package):
        if path.suffix == ".py":
            text = "a translated string inside an f-string is not found"
            problems += [Problem(path, line, text) for line in sorted(set(hidden(path)))]
        else:
            problems += [Problem(path, line, text) for line, text in raw_text.find(path)]
    return sorted(problems, key=lambda p: (str(p.path), p.line, p.text))


def _faults(entry: Entry, used: dict[Key, Found], known: dict[Key, Entry]) -> Iterator[str]:
    name = _name(entry.key)
    if entry.key not in used:
        yield f"stale: nothing uses {name}"
    if entry.fuzzy:
        yield f"fuzzy: {name}"
    if not entry.translation:
        yield f"empty: {name}"
        return
    wanted = set(PLACEHOLDER.findall(entry.key.text))
    if entry.plural:
        wanted |= set(PLACEHOLDER.findall(entry.plural))
    given = set(PLACEHOLDER.findall(entry.translation))
    if wanted != given:
        yield f"placeholders of {name} are {sorted(wanted)}, its Chinese has {sorted(given)}"
    other = known.get(entry.key)
    if other is not None and other.translation != entry.translation:
        yield f"{name} is “{entry.translation}” here and “{other.translation}” in {other.path}"


def _name(key: Key) -> str:
    text = " ".join(key.text.split())
    return f"“{text}”" + (f" (context {key.context})" if key.context else "")
