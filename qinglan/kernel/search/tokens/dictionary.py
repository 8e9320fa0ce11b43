"""The dictionary of the field: its own words and what means the same, from `search.yaml` of the packs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, discover
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.kernel.search.tokens.folding import fold

PATTERN = "search.yaml"


class SearchFile(Strict):
    """``search.yaml``: `words` of the field, and groups of words that are looked for as one."""

    source: str
    words: tuple[str, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Dictionary:
    """Folded words, and for each word that has equals the token of its group."""

    words: frozenset[str] = frozenset()
    same: dict[str, str] = field(default_factory=dict)

    @property
    def print(self) -> str:
        """A digest: another dictionary needs another index."""
        content = repr((sorted(self.words), sorted(self.same.items())))
        return hashlib.sha256(content.encode()).hexdigest()[:8]


def dictionary_of(files: Sequence[SearchFile]) -> Dictionary:
    """The dictionary of several files; groups that share a word become one."""
    groups: list[set[str]] = []
    words = {fold(word) for file in files for word in file.words}
    for group in (group for file in files for group in file.same):
        joined = {fold(word) for word in group}
        for other in [other for other in groups if other & joined]:
            groups.remove(other)
            joined |= other
        groups.append(joined)
    same = {word: f"={min(group)}".replace(" ", "_") for group in groups for word in group}
    return Dictionary(frozenset(words | same.keys()), same)


@cache
def installed(root: Path) -> Dictionary:
    """The dictionary of all packs under `root`."""
    packs = discover(root) if root.is_dir() else []
    return dictionary_of([read_yaml(path, SearchFile) for pack in packs for path in pack.files(PATTERN)])


def load(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """How many entries the file has; they are read where they are used."""
    content = read_yaml(path, SearchFile)
    installed.cache_clear()
    return len(content.words) + len(content.same)


def check(path: Path, content: Any) -> list[str]:
    """Groups of fewer than two words say nothing."""
    assert isinstance(content, SearchFile)
    return [
        f"{path}: a group of `same` needs two words: {group}" for group in content.same if len(set(group)) < 2
    ]


register(FileKind("words of search", PATTERN, SearchFile, load, order=96, check=check))
