"""What a process that only answers searches takes: ``python -m benchmarks.search.memory DIRECTORY < QUERIES``.

Asks each query (a line each) in all three ways and prints as JSON, in MiB: `base` before the index is opened,
`own` and `whole` after; `whole` includes the pages of the index's files that were read in, `own` doesn't.
"""

import json
import os
import sys
from pathlib import Path
from random import Random

import psutil

from benchmarks.search import texts
from benchmarks.search.rows import FACETS, collection
from qinglan.kernel.search.engine import Between, OneOf, Search
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.tokens.dictionary import Dictionary


def main(directory: Path) -> None:
    """Ask and print."""
    queries = sys.stdin.read().splitlines()
    process = psutil.Process()
    rng = Random(2)  # noqa: S311 - no secret
    engine = TantivyEngine(directory, Cutter(Dictionary()))
    base = process.memory_info().rss
    for text in queries:
        filters = (OneOf("mode", frozenset({rng.choice(texts.MODES)})), Between("level", 4, texts.LEVELS))
        for asked in (
            Search(text),
            Search(text, filters=filters),
            Search(text, filters=filters, facets=FACETS, facet_limit=64),
        ):
            engine.search(collection(), asked)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.partition("RssAnon:")[2].split()[0]) * 1024
    found = {"base": base, "own": own, "whole": process.memory_info().rss}
    print(json.dumps({name: round(size / 2**20) for name, size in found.items()}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")
    main(Path(sys.argv[1]))
