"""Words and meaning together."""

import numpy as np

from qinglan.kernel.search.vectors.space import unit
from qinglan.kernel.search.vectors.sparse import Floats

MEANING = 0.5
"""What meaning counts beside words."""
NEAREST = 5
"""So many of the first are taken to say what the text means, too (pseudo-relevance feedback)."""
FEEDBACK = 0.7


def mixed(words: Floats, wanted: Floats, vectors: Floats) -> Floats:
    """The score of each candidate: its score by words (1 for the best) and its likeness to `wanted`.

    Told twice: the second time `wanted` is moved towards what the nearest of the first time say.
    """
    scores = (1 - MEANING) * words + MEANING * (vectors @ wanted)
    nearest = np.argsort(-scores, kind="stable")[:NEAREST]
    wider = unit(wanted + FEEDBACK * vectors[nearest].mean(axis=0))
    again: Floats = (1 - MEANING) * words + MEANING * (vectors @ wider)
    return again
