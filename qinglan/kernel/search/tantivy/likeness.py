"""Documents like a text: candidates by words, put in order by words and meaning together."""

import json
from collections import Counter
from collections.abc import Collection as Several
from dataclasses import dataclass, replace

import numpy as np

from qinglan.kernel.search.engine.asking import Hit
from qinglan.kernel.search.tantivy.ranking import Ranking, Scored
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.space import Space, unit, unpack
from qinglan.kernel.search.vectors.sparse import Floats

LONGEST = 8000
"""Characters of the text that are looked at."""
TELLING = 32
"""Words of the text that are looked for: those that tell most of it."""
CANDIDATES = 200
MEANING = 0.5
"""What meaning counts beside words."""
NEAREST = 5
"""So many of the first are taken to say what the text means, too (pseudo-relevance feedback)."""
FEEDBACK = 0.7


@dataclass(frozen=True)
class Likeness:
    """How likeness is told in one index."""

    ranking: Ranking
    cutter: Cutter
    space: Space | None

    def of(self, text: str, limit: int, without: Several[str]) -> list[Hit]:
        """The `limit` most like `text` but for those whose id is in `without`."""
        tokens = self.cutter.tokens(text[:LONGEST])
        found = self._candidates(tokens, max(CANDIDATES, limit + len(without)))
        if not found:
            return []
        searcher = self.ranking.searcher
        documents = [searcher.doc(one.address) for one in found]
        scores = np.array([one.score for one in found], np.float32)
        if self.space is not None:
            packed = [bytes(one.get_first("vector") or b"") for one in documents]
            vectors = unpack(packed, self.space.dimensions)
            scores = _mixed(scores / scores.max(), self.space.vector(tokens), vectors)
        hits = []
        for place in np.argsort(-scores, kind="stable"):
            identity = str(documents[place].get_first("id"))
            if identity not in without:
                hits.append(Hit(identity, float(scores[place]), self._stamp(documents[place])))
            if len(hits) == limit:
                break
        return hits

    def _stamp(self, document: object) -> str:
        return str(json.loads(str(document.get_first("kept")))[0])  # type: ignore[attr-defined]

    def _candidates(self, tokens: list[str], most: int) -> list[Scored]:
        searcher = self.ranking.searcher
        size = searcher.num_docs
        weights = {}
        for token, times in Counter(tokens).items():
            frequency = searcher.doc_freq("words", token)
            if frequency > 0:
                weights[token] = (float(1 + np.log(times)), float(np.log(1 + size / frequency)))
        telling = sorted(weights, key=lambda token: -weights[token][0] * weights[token][1])[:TELLING]
        if not telling:
            return []
        whole = replace(self.ranking, exact=False)
        return whole.any_of({token: weights[token][0] for token in telling}, most)


def _mixed(words: Floats, wanted: Floats, vectors: Floats) -> Floats:
    """Words and meaning together, twice: the second time with what the nearest of the first say."""
    scores = (1 - MEANING) * words + MEANING * (vectors @ wanted)
    nearest = np.argsort(-scores, kind="stable")[:NEAREST]
    wider = unit(wanted + FEEDBACK * vectors[nearest].mean(axis=0))
    again: Floats = (1 - MEANING) * words + MEANING * (vectors @ wider)
    return again
