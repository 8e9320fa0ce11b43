"""Where the indexes stand on the disk, and how they are opened.

``<home>/search/<collection>/CURRENT`` names the directory that is in use, ``<shape>-<number>``. A rebuild
fills a new one beside it and then moves the name over: who reads goes on reading the old one until then.
"""

import fcntl
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from qinglan.kernel.search.engine.asking import NotReady
from qinglan.kernel.search.tantivy import schema

CURRENT = "CURRENT"
_NAME = re.compile(r"(?P<shape>[\w.=-]+)-(?P<number>\d+)")


@dataclass
class Opened:
    """An index that is open for reading, as of the commit whose `mark` it is."""

    directory: Path
    index: tantivy.Index
    searcher: tantivy.Searcher
    mark: int


class Shelf:
    """The indexes of one collection that have one shape."""

    def __init__(self, root: Path, shape: str) -> None:
        self.root = root
        self.shape = shape
        self._opened: Opened | None = None
        self._lock = threading.Lock()

    def current(self) -> Path | None:
        """The directory in use, when it has our shape."""
        try:
            name = (self.root / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        found = _NAME.fullmatch(name)
        if found is None or found["shape"] != self.shape:
            return None
        directory = self.root / name
        return directory if (directory / "meta.json").exists() else None

    def reading(self) -> Opened:
        """The newest commit; a look costs a few microseconds when nothing is new. Raises NotReady."""
        for _attempt in range(3):
            directory = self.current()
            if directory is None:
                raise NotReady("the index is being built")
            try:
                mark = (directory / "meta.json").stat().st_mtime_ns
                opened = self._opened
                if opened is not None and opened.directory == directory and opened.mark == mark:
                    return opened
                with self._lock:
                    self._opened = self._open(directory, mark)
                    return self._opened
            except (FileNotFoundError, ValueError):  # a rebuild has just taken it away
                if self.current() == directory:
                    raise
        raise NotReady("the index is being built")

    def _open(self, directory: Path, mark: int) -> Opened:
        opened = self._opened
        if opened is None or opened.directory != directory:
            index = tantivy.Index.open(str(directory))
            schema.prepare(index)
        else:
            index = opened.index
        index.reload()
        return Opened(directory, index, index.searcher(), mark)

    def next_directory(self) -> Path:
        """A new, empty directory for a rebuild, with what broken-off ones left taken away."""
        current = self.current()
        numbers = [0]
        for path in self.root.iterdir():
            found = _NAME.fullmatch(path.name)
            if found is None:
                continue
            numbers.append(int(found["number"]))
            if path != current and path.name != self._named():
                shutil.rmtree(path, ignore_errors=True)
        made = self.root / f"{self.shape}-{max(numbers) + 1}"
        made.mkdir()
        return made

    def _named(self) -> str:
        try:
            return (self.root / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""

    def use(self, directory: Path) -> None:
        """Move the name to `directory` in one step and take the old index away."""
        before = self._named()
        draft = self.root / f".{CURRENT}"
        with draft.open("w", encoding="utf-8") as file:
            file.write(directory.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / CURRENT)
        if before and before != directory.name:
            shutil.rmtree(self.root / before, ignore_errors=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within, no other process of this machine rebuilds this collection."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".rebuild").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
