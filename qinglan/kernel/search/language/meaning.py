"""What a parsed search means in tokens: words to score by, and what must or must not be there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qinglan.kernel.search.engine.asking import Filter, Search
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.language.parsing import Clause, parse
from qinglan.kernel.search.tokens.cutting import Cutter

MOST_WORDS = 64
"""Different tokens of a search; those after them are left out."""


@dataclass(frozen=True)
class Need:
    """One thing that must (or must not) be there: any of `tokens`, or `phrase` in one of `fields`."""

    tokens: frozenset[str] = frozenset()
    phrase: str = ""
    fields: Sequence[str] = ()
    loose: bool = False
    """The phrase was one word to who wrote it; an engine without phrases may take its words."""


@dataclass(frozen=True)
class Meaning:
    """`weights` are the tokens to score by; `needs` and `refused` limit what is found."""

    weights: dict[str, float] = field(default_factory=dict)
    needs: Sequence[Need] = ()
    refused: Sequence[Need] = ()
    filters: Sequence[Filter] = ()
    phrases: Sequence[str] = ()
    written: str = ""
    """The words as they were written, a line for each."""
    nothing: bool = False
    """A text without any word was given: nothing is found."""

    @property
    def plain(self) -> bool:
        """Whether any of the words will do."""
        return not self.needs and not self.refused


def meaning(asked: Search, collection: Collection, cutter: Cutter) -> Meaning:
    """What `asked` means. Raises BadQuery."""
    parsed = parse(asked.text, collection.fields)
    weights: dict[str, float] = {}
    needs: list[Need] = []
    refused: list[Need] = []
    for clause in parsed.clauses:
        found = _needs(clause, collection, cutter)
        if clause.excluded:
            refused += found[:1] if clause.phrase or clause.field else _together(clause, collection, found)
            continue
        for token in cutter.tokens(clause.text):
            weights.setdefault(token, 1.0)
        if clause.required or clause.phrase or clause.field or asked.every:
            needs += found
    kept = dict(list(weights.items())[:MOST_WORDS])
    phrases = tuple(c.text for c in parsed.clauses if not c.excluded and (c.phrase or c.field))
    nothing = bool(asked.text.strip()) and not (kept or needs or refused or parsed.filters)
    return Meaning(
        kept,
        tuple(needs),
        tuple(refused),
        (*asked.filters, *parsed.filters),
        phrases,
        "\n".join(clause.text for clause in parsed.clauses if not clause.excluded),
        nothing,
    )


def _needs(clause: Clause, collection: Collection, cutter: Cutter) -> list[Need]:
    """What one clause needs: a phrase as it stands; of words each whole one or an equal of it."""
    if clause.phrase or clause.field:
        fields = (clause.field,) if clause.field else tuple(text.name for text in collection.texts)
        return [Need(phrase=clause.text, fields=fields)]
    same = cutter.dictionary.same
    words = [span.token for span in cutter.spans(clause.text) if span.whole]
    return [Need(frozenset({word, same.get(word, word)})) for word in dict.fromkeys(words)]


def _together(clause: Clause, collection: Collection, found: list[Need]) -> list[Need]:
    """An excluded word that falls into several is excluded as it stands, not each of its parts."""
    if len(found) <= 1:
        return found
    return [Need(phrase=clause.text, fields=tuple(text.name for text in collection.texts), loose=True)]
