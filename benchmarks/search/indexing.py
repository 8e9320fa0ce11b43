"""Indexing against Lucene: the engines alone on tokens that are ready, and from text to commit."""

import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from benchmarks.search import texts
from benchmarks.search.peer import index
from benchmarks.search.rows import collection, document, line
from qinglan.kernel.outbox.changes import BEGINNING
from qinglan.kernel.search.engine import Document
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.following.now import now
from qinglan.kernel.search.tantivy.indexing import Writer
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.tokens.dictionary import Dictionary

MOST = 100_000
"""Documents of the race."""


class Clock:
    """Seconds, and those of the processor, of what was done within `running`."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure what is within."""
        begun, work = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - begun
        self.processor += time.process_time() - work


class _Ready(Cutter):
    """Gives the tokens and steps that were made before."""

    def __init__(self) -> None:
        super().__init__(Dictionary())
        self.now: tuple[str, str] = ("", "")

    def tokens(self, text: str) -> list[str]:
        """The tokens that were made before."""
        return self.now[0].split(" ")

    def steps(self, text: str) -> list[str]:
        """The steps that were made before."""
        return self.now[1].split(" ")


def _read(lines: Iterable[str], cutter: _Ready) -> Iterator[Document]:
    """The documents of the peer's lines; `cutter` knows the tokens of the one that was just given."""
    for one in lines:
        number, field, territory, modes, level, tokens, steps = one.rstrip("\n").split("\t")
        cutter.now = tokens, steps
        row = texts.Row(int(number), tokens, field, territory, tuple(modes.split(",")), int(level))
        yield document(row)


def _write(root: Path, cutter: Cutter, documents: Iterable[Document]) -> Clock:
    """Index them in one thread of the writer."""
    directory = Path(tempfile.mkdtemp(dir=root))
    clock = Clock()
    with clock.running():
        writer = Writer(directory, collection(), cutter, None, everything=True)
        for one in documents:
            writer.add(one)
        writer.commit(Place("bench", BEGINNING, now()))
        writer.close()
    shutil.rmtree(directory)
    return clock


def race(root: Path, path: str, origin: texts.Source, count: int) -> int:
    """Print both; 1 when the engine alone takes more of the processor than Lucene."""
    most = min(count, MOST)
    rows: Sequence[texts.Row] = list(islice(texts.rows(origin, count), most))
    cutter, ready, cutting = Cutter(Dictionary()), _Ready(), Clock()
    head = root / "head.tsv"
    with cutting.running():
        lines = [line(row, cutter) + "\n" for row in rows]
    with head.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    del lines
    whole = _write(root, cutter, map(document, rows))
    with head.open(encoding="utf-8") as lines_again:
        alone = _write(root, ready, _read(lines_again, ready))
    theirs = index(path, head, root / "head")
    shutil.rmtree(root / "head")
    head.unlink()
    print(
        f"indexing {most} documents, seconds (of the processor), one thread of the writer each, no merging:"
    )
    for name, ours, other, work in (
        ("tokens ready", alone, theirs.committed, theirs.processor),
        (
            "from text",
            whole,
            theirs.committed + cutting.seconds,
            theirs.processor + cutting.processor,
        ),
    ):
        print(
            f"  {name:13} ours {ours.seconds:6.1f} ({ours.processor:5.1f})   Lucene {other:6.1f} ({work:5.1f})"
            f"   ratio {ours.seconds / other:.2f} ({ours.processor / work:.2f}), aim 1.0",
            flush=True,
        )
    return int(alone.processor > theirs.processor)
