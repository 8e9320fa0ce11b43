"""kill -9 of the indexer while it writes: nothing is lost, nothing stands twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from qinglan.kernel.search.engine import Search
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, Library, place

UPTO = 1500


def start(root: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "qinglan.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.search.following.writing_for_ever", str(root), str(UPTO)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_an_indexer_that_is_killed_again_and_again_ends_with_everything_once(tmp_path: Path) -> None:
    collection = Library({}).collection()
    engine = TantivyEngine(tmp_path, Cutter(DICTIONARY))
    engine.rebuild(collection, [], place(0))
    rng = random.Random(11)  # noqa: S311 - when to kill, not a secret
    begun: list[int] = []
    for _try in range(40):
        with start(tmp_path) as process:
            assert process.stdout is not None
            begun.append(int(process.stdout.readline().split()[1]))
            if len(begun) <= 6:
                time.sleep(rng.uniform(0.01, 0.3))
                process.send_signal(signal.SIGKILL)
            finished = process.stdout.readline().strip() == "done"
        found = engine.place(collection)
        assert found is not None
        reached = found.position.id
        everything = engine.search(collection, Search(limit=1000))
        assert len(everything.ids) == len(set(everything.ids)) == min(reached, 500)
        if finished:
            break
    assert begun == sorted(begun)
    assert len(set(begun)) > 3
    for number in range(UPTO - 499, UPTO + 1):
        assert engine.search(collection, Search(f"number{number}")).ids == [str(number % 500)]
