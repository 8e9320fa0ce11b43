"""A process that writes numbered documents one commit after another, until it is killed.

``python -m tests.kernel.search.following.writing_for_ever DIRECTORY``: reads the numbers to write from
standard input, as the follower reads the log, and begins after the place that the index holds.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from qinglan.kernel.outbox.changes import Position
from qinglan.kernel.search.engine.documents import open_document
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, Library


def run(root: Path, upto: int, batch: int = 7) -> None:
    """Follow a log of `upto` entries: entry n writes document n % 500 with the words of n."""
    engine = TantivyEngine(root, Cutter(DICTIONARY))
    collection = Library().collection()
    place = engine.place(collection)
    assert place is not None
    begin = place.position.id + 1
    print("begins", begin, flush=True)  # noqa: T201 - the test waits for it
    for first in range(begin, upto + 1, batch):
        numbers = range(first, min(first + batch, upto + 1))
        documents = {n % 500: open_document(str(n % 500), {"title": f"number{n}"}) for n in numbers}
        last = Position(1, numbers[-1], numbers[-1])
        engine.write(collection, documents.values(), [], Place("epoch", last, datetime.now(UTC)))
    engine.close()
    print("done", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
