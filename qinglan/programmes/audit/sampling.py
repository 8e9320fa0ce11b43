"""A sample as arithmetic: the same seed over the same population draws the same cases. Knows no database.

`tools/replay_sample.py` does the same a second time without importing this.
"""

import hashlib
from collections.abc import Iterable, Sequence

ALGORITHM = "qinglan-sample-1"
"""Order by SHA-256 of seed, a line feed and case number (then by the number); the first `size` are drawn."""


def draw(numbers: Iterable[str], seed: str, size: int) -> list[str]:
    """The numbers that are drawn, in the order of the draw; all of them where there are fewer than `size`."""
    ordered = sorted(
        set(numbers), key=lambda number: (hashlib.sha256(f"{seed}\n{number}".encode()).digest(), number)
    )
    return ordered[:size]


def digest_of(numbers: Sequence[str]) -> str:
    """SHA-256 over the numbers in their order, one a line."""
    return hashlib.sha256("\n".join(sorted(set(numbers))).encode()).hexdigest()
