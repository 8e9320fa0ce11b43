"""Words for somebody who types: how a word may go on, and what was meant by a slip."""

from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.tantivy import clauses
from qinglan.kernel.search.tantivy.filters import visible
from qinglan.kernel.search.tantivy.vocabulary import Vocabulary
from qinglan.kernel.search.tokens.cutting import Cutter, Span
from qinglan.kernel.search.tokens.folding import fold
from qinglan.kernel.search.tokens.sequence import sequence

LONGEST_WINDOW = 6
"""Characters that one slip may have torn into several words."""
_TRIED = 60
_SIGNS = '"“”「」『』:：+-－'


@dataclass(frozen=True)
class Wording:
    """One index and who types. Only words of documents that he may see are ever shown."""

    collection: Collection
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    vocabulary: Vocabulary | None
    tokens: frozenset[str]

    def beginning(self, text: str, limit: int) -> list[str]:
        """Words that begin with `text`, in characters, letters or pinyin, the most frequent first."""
        start = fold(text.strip())
        if not start or len(start) > LONGEST_WINDOW * 4:
            return []
        named = [
            word
            for word, _found in self.searcher.terms_with_prefix("words", start, limit=_TRIED)
            if len(word) > 1 and not word.startswith("=")
        ]
        if start.isascii() and start.isalpha() and self.vocabulary is not None:
            named += self.vocabulary.sounding(start, _TRIED)
            named.sort(key=lambda word: -self.searcher.doc_freq("words", word))
        found: list[str] = []
        for word in dict.fromkeys(named):
            if len(found) == limit:
                break
            if self._stands(Query.term_query(self.schema, "words", word, "freq")):
                found.append(word)
        return found

    def instead(self, text: str, cutter: Cutter) -> str:
        """`text` with a slip put right, or nothing when there is none to be seen."""
        if self.vocabulary is None or any(sign in text for sign in _SIGNS):
            return ""
        words = [span for span in cutter.spans(text) if span.whole]
        for first in range(len(words)):
            for last in range(len(words) - 1, first - 1, -1):
                window = words[first : last + 1]
                better = self._better(text, window)
                if better:
                    return text[: window[0].begin] + better + text[window[-1].end :]
        return ""

    def _better(self, text: str, window: list[Span]) -> str:
        begin, end = window[0].begin, window[-1].end
        written = fold(text[begin:end])
        torn = len(window) > 1 and any(len(span.token) == 1 for span in window) and not written.isascii()
        unknown = len(window) == 1 and self.searcher.doc_freq("words", window[0].token) == 0
        if not (unknown or (torn and 2 <= len(written) <= LONGEST_WINDOW)) or " " in written:
            return ""
        if not unknown and self._stands(self._phrase(written)):
            return ""
        assert self.vocabulary is not None
        for other in self.vocabulary.near(written):
            if self._stands(Query.term_query(self.schema, "words", other, "freq")):
                return other
        return ""

    def _phrase(self, written: str) -> Query:
        steps = sequence(written)
        fields = [text.name for text in self.collection.texts]
        return Query.boolean_query(
            [(Occur.Should, clauses.phrase(self.schema, name, steps)) for name in fields]
        )

    def _stands(self, query: Query) -> bool:
        """Whether it stands in something that the reader sees."""
        whole = Query.boolean_query([(Occur.Must, query), *visible(self.schema, self.tokens)])
        return bool(self.searcher.search(whole, 1, count=False).hits)
