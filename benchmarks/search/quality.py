"""How well the engine finds: titles and keywords → their abstract, abstracts → those of the same discipline.

``python -m benchmarks.search.quality [DIRECTORY]`` on a directory with ``corpus.jsonl`` and ``queries.jsonl``
(default: ``../shared/data/csl``; without it the benchmark says so and ends). Nothing here or in the engine
was fitted to these files.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search.texts import CSL
from qinglan.kernel.outbox.changes import BEGINNING
from qinglan.kernel.search.engine import Collection, Search, Text
from qinglan.kernel.search.engine.documents import Document, open_document
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.following.now import now
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.tokens.dictionary import Dictionary
from qinglan.kernel.search.vectors.space import unit
from qinglan.kernel.search.vectors.sparse import Floats, Rows

Json = dict[str, Any]
TEN = 10
AIM = 0.96
BETTER = 1.05


def _nothing(ids: Sequence[str]) -> list[Document]:
    return []


def reciprocal_rank(found: Sequence[str], relevant: Iterable[str]) -> float:
    """1 for the first place, 1/2 for the second … 0 when it isn't among the first ten."""
    wanted = set(relevant)
    return next((1 / place for place, one in enumerate(found[:TEN], 1) if one in wanted), 0.0)


def tf_idf_neighbours(texts: Sequence[Sequence[str]], asked: Sequence[int]) -> list[list[int]]:
    """The ten nearest of each by the cosine of sublinear TF-IDF, the peer."""
    frequency = Counter(token for tokens in texts for token in set(tokens))
    rows = {token: row for row, token in enumerate(frequency)}
    rarity = np.array(
        [np.log((1 + len(texts)) / (1 + found)) + 1 for found in frequency.values()], np.float32
    )
    starts, columns, values = [0], [], []
    for tokens in texts:
        counts = Counter(tokens)
        places = [rows[token] for token in counts]
        weights = (1 + np.log(np.array(list(counts.values()), np.float32))) * rarity[places]
        columns += places
        values += list(unit(weights))
        starts.append(len(columns))
    matrix = Rows(
        np.array(starts, np.int64), np.array(columns, np.int64), np.array(values, np.float32), len(rows)
    )
    return [nearest for portion in _portions(asked, 256) for nearest in _nearest(matrix, portion)]


def _portions(asked: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (asked[begin : begin + size] for begin in range(0, len(asked), size))


def _nearest(matrix: Rows, asked: Sequence[int]) -> list[list[int]]:
    dense = np.zeros((matrix.width, len(asked)), np.float32)
    for place, row in enumerate(asked):
        first, last = matrix.starts[row], matrix.starts[row + 1]
        dense[matrix.columns[first:last], place] = matrix.values[first:last]
    likeness: Floats = matrix.times(dense)
    likeness[list(asked), range(len(asked))] = -1
    best = np.argsort(-likeness, axis=0, kind="stable")[:TEN].T
    return [[int(one) for one in row] for row in best]


def lines(path: Path) -> list[Json]:
    """The rows of a jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(directory: Path) -> int:
    """Run it; 1 when an aim was missed."""
    if not (directory / "corpus.jsonl").exists():
        print(f"{directory} holds no corpus.jsonl: nothing to measure quality on")
        return 0
    corpus, queries = lines(directory / "corpus.jsonl"), lines(directory / "queries.jsonl")
    collection = Collection("quality", (Text("text"),), frozenset(), _nothing, tuple)
    cutter = Cutter(Dictionary())
    missed = 0
    with tempfile.TemporaryDirectory() as root:
        engine = TantivyEngine(Path(root), cutter)
        documents = (open_document(row["id"], {"text": row["text"]}) for row in corpus)
        engine.rebuild(collection, documents, Place("bench", BEGINNING, now()))
        for kind in sorted({query.get("type", "question") for query in queries}):
            asked = [query for query in queries if query.get("type", "question") == kind]
            ranks = [
                reciprocal_rank(engine.search(collection, Search(_plain(query["query"]))).ids, query["rel"])
                for query in asked
            ]
            found = sum(ranks) / len(ranks)
            missed += found < AIM
            print(f"{kind} → text, MRR@10 over {len(asked)}: {found:.4f} (aim {AIM})")
        missed += _same_discipline(
            engine, collection, cutter, [row for row in corpus if row.get("discipline")]
        )
    return 1 if missed else 0


def _plain(text: str) -> str:
    """A text without the signs of the query language."""
    return "".join(" " if sign in '"“”「」『』:+-－' else sign for sign in text)


def _same_discipline(
    engine: TantivyEngine, collection: Collection, cutter: Cutter, corpus: Sequence[Json]
) -> int:
    if not corpus:
        return 0
    discipline = {row["id"]: row["discipline"] for row in corpus}
    green = [place for place, row in enumerate(corpus) if row.get("green_domain")]
    documents = (open_document(row["id"], {"text": row["text"]}) for row in corpus)
    engine.rebuild(collection, documents, Place("bench", BEGINNING, now()))
    ours = 0
    for place in green:
        row = corpus[place]
        found = engine.similar(collection, row["text"], without=frozenset({row["id"]}))
        ours += sum(discipline[hit.id] == row["discipline"] for hit in found)
    theirs = sum(
        corpus[one]["discipline"] == corpus[place]["discipline"]
        for place, nearest in zip(
            green, tf_idf_neighbours([cutter.tokens(row["text"]) for row in corpus], green), strict=True
        )
        for one in nearest
    )
    ratio = ours / theirs
    count = len(green) * TEN
    print(
        f"text → texts of its discipline, P@10 over {len(green)} of green disciplines: {ours / count:.4f}, "
        f"sublinear TF-IDF cosine {theirs / count:.4f}, ratio {ratio:.3f} (at least {BETTER}, aim 1.10)"
    )
    return int(ratio < BETTER)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CSL))
