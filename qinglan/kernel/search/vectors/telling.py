"""The words of a long text that tell most of it."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

MOST = 32


def telling(tokens: Sequence[str], frequency: Callable[[str], int], size: int) -> dict[str, float]:
    """At most `MOST` words with their weights (1 + ln of how often), the rare and frequent ones of the text."""
    rarity = {}
    weights = {}
    for token, times in Counter(tokens).items():
        found = frequency(token)
        if found > 0:
            weights[token] = float(1 + np.log(times))
            rarity[token] = float(np.log(1 + size / found))
    best = sorted(weights, key=lambda token: -weights[token] * rarity[token])[:MOST]
    return {token: weights[token] for token in best}
