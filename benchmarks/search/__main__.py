"""Search in a million documents against Lucene 9, on the same tokens, in one run.

``python -m benchmarks.search [DOCUMENTS [QUERIES]]``. Queries are asked of both one after the other, warmed first, so
that both meet the same machine. Times are those inside each engine, reading the ids of the hits included;
the processor's time beside them tells the engines apart even where others use the machine.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil

from benchmarks.search import texts
from benchmarks.search.indexing import race
from benchmarks.search.peer import NoPeer, Peer, classpath, index
from benchmarks.search.rows import FACETS, collection, document, line
from qinglan.kernel.outbox.changes import BEGINNING
from qinglan.kernel.search.engine import Between, OneOf, Search
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.following.now import now
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.tokens.dictionary import Dictionary

CACHE = Path(tempfile.gettempdir()) / "qinglan-bench-search"
QUERIES = 1000
AIMS = {"top": 1.5, "filter": 1.5, "facets": 1.0}
NAMES = {"top": "top 10", "filter": "top 10, filters", "facets": "top 10, filters, four facets"}


def queries(origin: texts.Source, cutter: Cutter) -> dict[str, list[str]]:
    """A thousand short ones (2 to 4 words of somebody's keywords), a thousand long ones (8 to 20 words)."""
    rng = Random(3)  # noqa: S311 - no secret
    keywords = [cutter.tokens(text) for text in origin.keywords]
    short: list[str] = []
    while len(short) < QUERIES:
        found = rng.choice(keywords)
        size = rng.randint(2, 4)
        begin = rng.randrange(max(1, len(found) - size + 1))
        words = list(dict.fromkeys(found[begin : begin + size]))
        if len(words) >= 2:
            short.append(" ".join(words))
    titles = [list(dict.fromkeys(cutter.tokens(text))) for text in origin.titles]
    fitting = [" ".join(words) for words in titles if 8 <= len(words) <= 20]
    return {"short": short, "long": rng.sample(fitting, QUERIES)}


@dataclass
class Times:
    """What was measured for one kind of question."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    our_work: list[float] = field(default_factory=list)
    their_work: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)
    matched: list[float] = field(default_factory=list)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def overlap(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Which share of `wanted` was found."""
    return len(set(found) & set(wanted)) / len(wanted) if wanted else 1.0


class Trial:
    """Both engines, filled."""

    def __init__(self, engine: TantivyEngine, peer: Peer, cutter: Cutter) -> None:
        self.engine, self.peer, self.cutter = engine, peer, cutter
        self.collection = collection()

    def questions(self, kind: str, asked: Sequence[str]) -> Iterator[tuple[str, str, int, Search]]:
        """Each query with the filters of its kind."""
        rng = Random(1)  # noqa: S311 - no secret
        for text in asked:
            mode, least = rng.choice(texts.MODES), rng.choice((1, 4, 7))
            filters = (OneOf("mode", frozenset({mode})), Between("level", least, texts.LEVELS))
            plain = Search(text)
            filtered = Search(text, filters=filters)
            counted = Search(text, filters=filters, facets=FACETS, facet_limit=64)
            yield text, mode, least, {"top": plain, "filter": filtered, "facets": counted}[kind]

    def run(self, kind: str, asked: Sequence[str]) -> Times:
        """Ask everything twice; the second time counts."""
        times = Times()
        for measured in (False, True):
            for text, mode, least, search in self.questions(kind, asked):
                tokens = list(dict.fromkeys(self.cutter.tokens(text)))
                theirs, their_work, ids = self.peer.ask(kind, tokens, mode, least)
                begun, work = time.perf_counter(), time.thread_time()
                found = self.engine.search(self.collection, search)
                ours, our_work = (time.perf_counter() - begun) * 1000, (time.thread_time() - work) * 1000
                if measured:
                    times.ours.append(ours)
                    times.theirs.append(theirs)
                    times.our_work.append(our_work)
                    times.their_work.append(their_work)
                    times.matched.append(overlap(found.ids, ids))
        for _text, _mode, _least, search in list(self.questions(kind, asked))[:: max(1, len(asked) // 200)]:
            exact = Search(search.text, filters=search.filters, exact=True)
            found = self.engine.search(self.collection, Search(search.text, filters=search.filters))
            times.kept.append(overlap(found.ids, self.engine.search(self.collection, exact).ids))
        return times


def build(origin: texts.Source, count: int, root: Path, path: str) -> tuple[TantivyEngine, Cutter]:
    """Fill both; print how long it took."""
    cutter = Cutter(Dictionary())
    engine = TantivyEngine(root / "ours", cutter)
    tokens = root / "documents.tsv"
    if not tokens.exists():
        with tokens.open("w", encoding="utf-8") as file:
            file.writelines(line(row, cutter) + "\n" for row in texts.rows(origin, count))
    if engine.place(collection()) is None:
        begun = time.perf_counter()
        place = Place("bench", BEGINNING, now())
        engine.rebuild(collection(), (document(row) for row in texts.rows(origin, count)), place)
        ours = time.perf_counter() - begun
        print(
            f"indexing, ours, from text to commit, vectors included: {ours:.0f} s, {count / ours:.0f} documents/s"
        )
    if not (root / "lucene").exists():
        theirs = index(path, tokens, root / "lucene")
        print(
            f"indexing, Lucene, from ready tokens, merged: {theirs.merged:.0f} s, {count / theirs.merged:.0f} documents/s"
        )
    return engine, cutter


def memory(directory: Path, asked: Sequence[str]) -> dict[str, int]:
    """MiB of a process that answers the queries `asked` from our index and does nothing else."""
    command = [sys.executable, "-m", "benchmarks.search.memory", str(directory)]
    found = subprocess.run(command, input="\n".join(asked), check=True, capture_output=True, text=True)
    sizes: dict[str, int] = json.loads(found.stdout)
    return sizes


def main(count: int, most: int = QUERIES) -> int:
    """Run it; 1 when an aim was missed."""
    origin = texts.source()
    try:
        path = classpath(CACHE)
    except NoPeer as reason:
        print(f"no peer: {reason}")
        return 1
    root = CACHE / f"{count}"
    root.mkdir(parents=True, exist_ok=True)
    print(f"{count} documents of {origin.origin}; {most} short and {most} long queries; one thread each")
    engine, cutter = build(origin, count, root, path)
    missed = race(root, path, origin, count)
    asked = {length: found[:most] for length, found in queries(origin, cutter).items()}
    with Peer(path, root / "lucene") as peer:
        trial = Trial(engine, peer, cutter)
        print(
            "milliseconds (p50 / p95)          ours           Lucene      ratio p50  p95   aim"
            "   processor p50   ratio   kept  same"
        )
        for kind, aim in AIMS.items():
            for length, texts_asked in asked.items():
                times = trial.run(kind, texts_asked)
                middle = quantile(times.ours, 0.5) / quantile(times.theirs, 0.5)
                tail = quantile(times.ours, 0.95) / quantile(times.theirs, 0.95)
                work = quantile(times.our_work, 0.5), quantile(times.their_work, 0.5)
                kept = sum(times.kept) / len(times.kept)
                missed += middle > aim or kept < 0.95
                print(
                    f"{length:5} {NAMES[kind]:28}"
                    f"{quantile(times.ours, 0.5):6.2f} / {quantile(times.ours, 0.95):6.2f}"
                    f" {quantile(times.theirs, 0.5):6.2f} / {quantile(times.theirs, 0.95):6.2f}"
                    f"   {middle:6.2f} {tail:6.2f}  {aim:4.1f}"
                    f"   {work[0]:6.2f} / {work[1]:6.2f}  {work[0] / work[1]:5.2f}   {kept:.3f} {sum(times.matched) / len(times.matched):.3f}",
                    flush=True,
                )
        other = psutil.Process(peer.pid).memory_info()
        own = memory(root / "ours", [text for found in asked.values() for text in found[:100]])
        print(
            f"memory of a process that answers, MiB: ours {own['whole']}, of these {own['own']} its own "
            f"({own['base']} before the index is opened), the rest pages of the index's files; "
            f"Lucene {other.rss / 2**20:.0f}"
        )
    print("kept: overlap@10 of the shortcuts with the exact list (at least 0.95); same: with Lucene's list")
    return 1 if missed else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")
    given = [int(argument) for argument in sys.argv[1:]] or [1_000_000]
    sys.exit(main(*given))
