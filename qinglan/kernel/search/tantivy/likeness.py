"""Documents like a text: candidates by words, put in order by words and meaning together."""

from collections.abc import Collection as Several
from dataclasses import dataclass

import numpy as np
import tantivy

from qinglan.kernel.search.engine.asking import Hit
from qinglan.kernel.search.tantivy.keeping import kept
from qinglan.kernel.search.tantivy.ranking import Ranking, Scored
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.mixing import mixed
from qinglan.kernel.search.vectors.model import Model
from qinglan.kernel.search.vectors.space import unpack
from qinglan.kernel.search.vectors.telling import telling

LONGEST = 8000
"""Characters of the text that are looked at."""
CANDIDATES = 200


@dataclass(frozen=True)
class Likeness:
    """How likeness is told in one index."""

    ranking: Ranking
    cutter: Cutter
    model: Model | None

    def of(self, text: str, limit: int, without: Several[str]) -> list[Hit]:
        """The `limit` most like `text` but for those whose id is in `without`."""
        tokens = self.cutter.tokens(text[:LONGEST])
        found = self._candidates(tokens, max(CANDIDATES, limit + len(without)))
        if not found:
            return []
        searcher = self.ranking.searcher
        documents = [searcher.doc(one.address) for one in found]
        scores = np.array([one.score for one in found], np.float32)
        if self.model is not None:
            packed = [bytes(one.get_first("vector") or b"") for one in documents]
            vectors = unpack(packed, self.model.dimensions)
            scores = mixed(scores / scores.max(), self.model.vector(text[:LONGEST], tokens), vectors)
        hits = []
        for place in np.argsort(-scores, kind="stable"):
            identity = str(documents[place].get_first("id"))
            if identity not in without:
                hits.append(Hit(identity, float(scores[place]), self._stamp(documents[place])))
            if len(hits) == limit:
                break
        return hits

    def _stamp(self, document: tantivy.Document) -> str:
        return kept(document).stamp

    def _candidates(self, tokens: list[str], most: int) -> list[Scored]:
        searcher = self.ranking.searcher
        weights = telling(tokens, lambda token: searcher.doc_freq("words", token), searcher.num_docs)
        return self.ranking.any_of(weights, most) if weights else []
