"""Closeness: of documents with the same words, those in which they stand as they were written come first.

A word that jieba tears apart, or a name of several words, is told from its scattered parts by this alone.
"""

from collections.abc import Sequence
from itertools import pairwise

from qinglan.kernel.search.tokens.folding import fold, fold_letters
from qinglan.kernel.search.tokens.sequence import sequence

LOOKED_AT = 20
"""So many of the best are put in order by it."""
WEIGHT = 1.0
"""A text that holds every pair counts as much again."""
MOST = 1.0 + WEIGHT
"""By how much a document counts more at most."""


def pairs(text: str) -> frozenset[str]:
    """Each two characters that stand together in a search."""
    return frozenset(
        one + other
        for run in fold(text).split()
        for one, other in pairwise(sequence(run))
        if one + other in run
    )


def closeness(wanted: frozenset[str], texts: Sequence[str]) -> float:
    """By how much a document with `texts` counts more: from 1 to 1 + WEIGHT."""
    if not wanted:
        return 1.0
    joined = fold_letters("\n".join(texts))
    return 1.0 + WEIGHT * sum(pair in joined for pair in wanted) / len(wanted)
